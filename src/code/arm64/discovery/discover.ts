// Finds the functions of an A64 program: what the file itself says of them, what they call and point to, and what stands between them.
//
// Instructions are four bytes and stand at multiples of four, so code is followed without the doubts that x86 has. What is decided late, that a
// call does not come back or that a function begins in the middle of another, makes those functions be followed once more.

import { Allowance, type AllowanceOptions } from '../../discovery/allowance.ts';
import { isLastImport, isLastName } from '../../discovery/last-functions.ts';
import { FLOW } from '../../flow.ts';
import { LOCATION } from '../../location-map.ts';
import { type CodeFacts, type CodeFunction, EVIDENCE, type Evidence, type ProgramCode } from '../../program-code.ts';
import { ArmCode } from './arm-code.ts';
import { type FunctionBody, followBody, type Surroundings } from './function-body.ts';
import { gapFunctions, looksLikeFunction, pointedFunctions } from './gaps.ts';

/** The reference takes it for one that does not, on x86; it comes back twice. */
const COMES_BACK: ReadonlySet<string> = new Set(['_setjmp']);
/** Rounds in which functions that do not return, and those that others run into, are followed once more. */
const MOST_ROUNDS = 8;

/** Finds the functions of a program. */
export function discoverArmCode(facts: CodeFacts, options: AllowanceOptions = {}): ProgramCode {
  const search = new Search(new ArmCode(facts, new Allowance(options)));
  search.run();
  return search.collect();
}

class Search implements Surroundings {
  readonly #code: ArmCode;
  readonly #bodies = new Map<number, FunctionBody>();
  readonly #evidence = new Map<number, Evidence>();
  readonly #last = new Set<number>();
  readonly #todo: number[] = [];

  constructor(code: ArmCode) {
    this.#code = code;
    const { imports, names } = code.facts;
    for (const [slot, symbol] of imports)
      if (isLastImport(symbol) && !COMES_BACK.has(symbol.name ?? '')) this.#last.add(slot);
    for (const [address, own] of names)
      if (own.some((name) => isLastName(name) && !COMES_BACK.has(name))) this.#last.add(address);
  }

  isFunction(address: number): boolean {
    return this.#evidence.has(address);
  }

  isLast(target: number): boolean {
    return this.#last.has(target);
  }

  run(): void {
    const { seeds } = this.#code.facts;
    for (const { address, evidence } of seeds) this.#add(address, evidence);
    this.#followAll();
    this.#followPointers();
    this.#settle();
    for (let round = 0; round < MOST_ROUNDS && !this.#code.allowance.isOver; round++) {
      const before = this.#evidence.size;
      for (const address of gapFunctions(this.#code)) {
        this.#add(address, 'prologue');
        this.#followAll();
      }
      if (this.#evidence.size === before) break;
    }
    this.#settle();
  }

  /** What was found until now. */
  collect(): ProgramCode {
    const code = this.#code;
    const functions = [...this.#bodies.values()].map((body): CodeFunction => {
      const { start, blocks } = body;
      const evidence = this.#evidence.get(start) as Evidence;
      return { address: start, evidence, blocks, isThunk: isThunk(code, body), returns: !this.#last.has(start) };
    });
    const { facts, locations, references, texts, lastCalls } = code;
    return {
      ...facts,
      ...{ locations, references, texts, lastCalls },
      functions: functions.sort((a, b) => a.address - b.address),
    };
  }

  #add(address: number, evidence: Evidence): void {
    if (address % 4 !== 0 || !this.#code.image.isExecutable(address)) return;
    const known = this.#evidence.get(address);
    if (known === undefined) this.#todo.push(address);
    if (known === undefined || EVIDENCE.indexOf(evidence) < EVIDENCE.indexOf(known))
      this.#evidence.set(address, evidence);
  }

  #followAll(): void {
    for (let at = 0; at < this.#todo.length; at++) {
      if (this.#code.allowance.isOver) break;
      this.#follow(this.#todo[at] as number);
    }
    this.#todo.length = 0;
  }

  #follow(start: number): void {
    const body = followBody(this.#code, start, this, () => this.#bodies.size);
    if (body.blocks.length === 0) {
      this.#evidence.delete(start);
      return;
    }
    this.#bodies.set(start, body);
    for (const target of body.called) this.#add(target, 'call');
  }

  /** Pointers in data and addresses that code forms: to what nobody goes on to. */
  #followPointers(): void {
    const { facts, allowance } = this.#code;
    for (const slot of facts.relocations) {
      if (!allowance.takePointer()) break;
      const target = this.#code.image.pointer(slot);
      if (this.#isNew(target)) this.#add(target, 'relocation');
    }
    this.#followAll();
    const pointed = new Set([...this.#bodies.values()].flatMap((body) => [...body.pointed]));
    for (const target of pointed)
      if (this.#isNew(target) && looksLikeFunction(this.#code, target)) this.#add(target, 'pointer');
    for (const target of pointedFunctions(this.#code)) if (this.#isNew(target)) this.#add(target, 'pointer');
    this.#followAll();
  }

  #isNew(address: number): boolean {
    return address % 4 === 0 && this.#code.locations.kindAt(address) === LOCATION.none;
  }

  /** Follows functions once more that called what does not come back, or run into what turned out to be a function. */
  #settle(): void {
    for (let round = 0; round < MOST_ROUNDS && !this.#code.allowance.isOver; round++) {
      const news = this.#findLast();
      const stale = [...this.#bodies.values()].filter((body) => this.#isStale(body, news));
      if (stale.length === 0) return;
      for (const { start, blocks } of stale) {
        for (const { instructions } of blocks) for (const at of instructions) this.#code.references.forget(at);
        this.#follow(start);
      }
      this.#followAll();
    }
  }

  #isStale({ start, blocks, called }: FunctionBody, news: ReadonlySet<number>): boolean {
    for (const target of called) if (news.has(target)) return true;
    return blocks.some(
      ({ start: at, instructions }) =>
        at !== start &&
        (this.#evidence.has(at) || instructions.some((address) => address !== start && this.#evidence.has(address))),
    );
  }

  /** Functions of which it turns out that they do not come back. */
  #findLast(): ReadonlySet<number> {
    const news = new Set<number>();
    for (let changed = true; changed; ) {
      changed = false;
      for (const { start, canReturn, tails } of this.#bodies.values()) {
        if (canReturn || this.#last.has(start) || tails.some((target) => !this.#last.has(target))) continue;
        this.#last.add(start);
        news.add(start);
        changed = true;
      }
    }
    return news;
  }
}

/** A function of one block that does nothing but go on to another one, or to an imported one. */
function isThunk(code: ArmCode, { blocks, tails }: FunctionBody): boolean {
  const [block, second] = blocks;
  if (block === undefined || second !== undefined || tails.length !== 1 || block.instructions.length > MOST_OF_THUNK)
    return false;
  const last = block.instructions.at(-1) as number;
  if (code.decode(last)?.flow !== FLOW.jump) return false;
  // Through the registers that linkers use for it.
  return block.instructions.every((at) => {
    const instruction = code.decode(at);
    const written = instruction?.register[0] as number;
    return at === last || instruction?.operands === 0 || instruction?.flow !== FLOW.next || SCRATCH.has(written);
  });
}

const MOST_OF_THUNK = 5;
/** x8 of Windows' compilers, x16 and x17 of linkers. */
const SCRATCH: ReadonlySet<number> = new Set([8, 9, 16, 17]);
