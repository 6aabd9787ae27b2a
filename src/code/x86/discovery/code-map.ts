// What discovery knows so far: the image, what each byte was found to be, who refers to whom, and which calls do not come back.

import type { Allowance } from '../../discovery/allowance.ts';
import type { Finding } from '../../discovery/finding.ts';
import { FLOW } from '../../flow.ts';
import type { Image } from '../../image.ts';
import { LOCATION, LocationMap } from '../../location-map.ts';
import type { CodeFacts } from '../../program-code.ts';
import { References } from '../../references.ts';
import { Texts } from '../../texts.ts';
import { fallsThrough } from '../branch-target.ts';
import { decodeAt } from '../decode-at.ts';
import { Instruction, OPERAND } from '../instruction.ts';

/** The interrupt that is a system call, by platform; programs of 32 bits do not come back from others. */
const SYSTEM_CALL: Readonly<Record<CodeFacts['platform'], number>> = { windows: 0x2e, linux: 0x80, other: -1 };

export class CodeMap {
  readonly facts: CodeFacts;
  readonly image: Image;
  readonly locations: LocationMap = new LocationMap();
  readonly references: References = new References();
  readonly texts: Texts;
  /** Instructions after which the next one is not reached. */
  readonly ends: Set<number> = new Set<number>();
  /** Calls among them. */
  readonly lastCalls: Set<number> = new Set<number>();
  readonly finding: Finding;
  /** What may still be looked at. */
  readonly allowance: Allowance;
  readonly #instruction = new Instruction();

  constructor(facts: CodeFacts, allowance: Allowance, finding: Finding) {
    this.facts = facts;
    this.finding = finding;
    this.allowance = allowance;
    this.image = facts.image;
    this.texts = new Texts(facts.image, this.locations, () => allowance.leaveOut('texts behind pointers'));
    for (const slot of facts.imports.keys()) this.locations.add(slot, facts.image.bits / 8, LOCATION.importSlot);
  }

  /** The instruction at an address, in a record that the next call fills again; undefined where there is none. */
  decode(address: number): Instruction | undefined {
    return decodeAt(this.image, address, this.#instruction) ? this.#instruction : undefined;
  }

  /** Whether execution may go on behind an instruction. */
  fallsThrough(instruction: Instruction): boolean {
    const { flow, kind, low } = instruction;
    if (flow !== FLOW.interrupt || this.image.bits === 64) return fallsThrough(instruction);
    return kind[0] === OPERAND.immediate && low[0] === SYSTEM_CALL[this.facts.platform];
  }
}
