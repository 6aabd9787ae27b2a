// Finds the functions of an A64 program: what the file itself says of them, what they call and point to, and what stands between them.
//
// Instructions are four bytes and stand at multiples of four, so code is followed without the doubts that x86 has. What is decided late, that a
// call does not come back or that a function begins in the middle of another, makes those functions be followed once more.

import { findLastAtMost } from '../../../bytes/growable.ts';
import { Allowance, type AllowanceOptions } from '../../discovery/allowance.ts';
import { isLastImport, isLastName } from '../../discovery/last-functions.ts';
import { FLOW } from '../../flow.ts';
import { LOCATION, LocationMap } from '../../location-map.ts';
import {
  type CodeBlock,
  type CodeFacts,
  type CodeFunction,
  EVIDENCE,
  type Evidence,
  type ProgramCode,
} from '../../program-code.ts';
import { OPERAND } from '../instruction.ts';
import { ArmCode } from './arm-code.ts';
import { isLanding, looksLikeFunction, mayBeFunction } from './beginnings.ts';
import { type FunctionBody, followBody, type Surroundings } from './function-body.ts';
import { gapFunctions, pointedFunctions } from './gaps.ts';

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
    for (let round = 0; round < MOST_ROUNDS && !this.#code.allowance.isOver; round++) {
      this.#settle();
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
      if (this.#isNew(target) && mayBeFunction(this.#code, target)) this.#add(target, 'relocation');
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
    const left: CodeBlock[] = [];
    for (let round = 0; round < MOST_ROUNDS && !this.#code.allowance.isOver; round++) {
      const news = this.#findLast();
      const starts = Float64Array.from(this.#evidence.keys()).sort();
      const stale = [...this.#bodies.values()].filter((body) => isStale(body, news, starts));
      if (stale.length === 0) break;
      for (const { start, blocks } of stale) {
        for (const block of blocks) left.push(block);
        this.#follow(start);
      }
      this.#followAll();
    }
    if (left.length > 0) this.#takeBack(left);
  }

  /** Of blocks that functions had: forgets what is in no function any more, which may be another one. */
  #takeBack(left: readonly CodeBlock[]): void {
    const { locations, references, lastCalls } = this.#code;
    const kept = new LocationMap();
    for (const { blocks } of this.#bodies.values())
      for (const { start, end } of blocks) kept.add(start, end - start, LOCATION.instruction);
    const gone: number[] = [];
    for (const { instructions } of left)
      for (const at of instructions) if (kept.kindAt(at) === LOCATION.none) gone.push(at);
    references.forget(gone);
    for (const at of gone) {
      lastCalls.delete(at);
      if (locations.begins(at, LOCATION.instruction)) locations.remove(at);
    }
  }

  /** Functions of which it turns out that they do not come back. */
  #findLast(): ReadonlySet<number> {
    const news = new Set<number>();
    /** By target: functions that end in jumping there; by function: how many of these may come back. */
    const waiting = new Map<number, number[]>();
    const open = new Map<number, number>();
    const ready: number[] = [];
    for (const { start, canReturn, tails } of this.#bodies.values()) {
      if (canReturn || this.#last.has(start)) continue;
      const returning = [...tails].filter((target) => !this.#last.has(target));
      if (returning.length === 0) ready.push(start);
      open.set(start, returning.length);
      for (const target of returning) {
        const known = waiting.get(target);
        if (known === undefined) waiting.set(target, [start]);
        else known.push(start);
      }
    }
    for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
      this.#last.add(at);
      news.add(at);
      for (const start of waiting.get(at) ?? []) {
        const left = (open.get(start) as number) - 1;
        open.set(start, left);
        if (left === 0) ready.push(start);
      }
    }
    return news;
  }
}

/** Whether a function calls one of `news`, or has another beginning in it, of those in `starts`, which ascend. */
function isStale(
  { start: own, blocks, called }: FunctionBody,
  news: ReadonlySet<number>,
  starts: Float64Array,
): boolean {
  if (news.size > 0) for (const target of called) if (news.has(target)) return true;
  return blocks.some(({ start, end }) => {
    const found = findLastAtMost(starts, end - 1);
    const last = starts[found] ?? -1;
    return last >= start && (last !== own || (starts[found - 1] ?? -1) >= start);
  });
}

/** A function of one block that does nothing but go on to another one, or to an imported one. */
function isThunk(code: ArmCode, { blocks, tails }: FunctionBody): boolean {
  const [block, second] = blocks;
  if (block === undefined || second !== undefined || tails.size !== 1 || block.instructions.length > MOST_OF_THUNK)
    return false;
  const last = block.instructions.at(-1) as number;
  if (code.decode(last)?.flow !== FLOW.jump) return false;
  return block.instructions.every((at) => {
    const instruction = code.decode(at);
    if (instruction === undefined || at === last) return at === last;
    const { operands, kind, register, flow, word } = instruction;
    if (flow !== FLOW.next) return false;
    return operands === 0 || isLanding(word) || (kind[0] === OPERAND.register && SCRATCH.has(register[0] as number));
  });
}

const MOST_OF_THUNK = 5;
/** Registers through which they go: x8 of Windows' compilers, x16 and x17 of linkers. */
const SCRATCH: ReadonlySet<number> = new Set([8, 9, 16, 17]);
