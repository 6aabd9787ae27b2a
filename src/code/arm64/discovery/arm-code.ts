// What discovery knows so far of A64 code: what each byte was found to be, who refers to whom, and where code does not go on.

import type { Allowance } from '../../discovery/allowance.ts';
import type { Image } from '../../image.ts';
import { LOCATION, LocationMap } from '../../location-map.ts';
import type { CodeFacts } from '../../program-code.ts';
import { References } from '../../references.ts';
import { Texts } from '../../texts.ts';
import { decodeAt } from '../decode-at.ts';
import { Instruction } from '../instruction.ts';
import { formedAddresses } from './formed-addresses.ts';

export class ArmCode {
  readonly facts: CodeFacts;
  readonly image: Image;
  readonly allowance: Allowance;
  readonly locations: LocationMap = new LocationMap();
  readonly references: References = new References();
  readonly texts: Texts;
  /** Calls that do not come back. */
  readonly lastCalls: Set<number> = new Set<number>();
  readonly #instruction = new Instruction();
  #formed: ReadonlySet<number> | undefined;

  constructor(facts: CodeFacts, allowance: Allowance) {
    this.facts = facts;
    this.image = facts.image;
    this.allowance = allowance;
    this.texts = new Texts(facts.image, this.locations, () => allowance.leaveOut('texts behind pointers'));
    for (const slot of facts.imports.keys()) this.locations.add(slot, facts.image.bits / 8, LOCATION.importSlot);
  }

  /** Addresses that code forms anywhere. */
  get formed(): ReadonlySet<number> {
    this.#formed ??= formedAddresses(this.image);
    return this.#formed;
  }

  /** The instruction at an address, in a record that the next call fills again; undefined where there is none. */
  decode(address: number): Instruction | undefined {
    return this.image.isExecutable(address) && decodeAt(this.image, address, this.#instruction)
      ? this.#instruction
      : undefined;
  }
}
