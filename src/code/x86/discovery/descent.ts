// Follows code from the beginnings of functions: first what is called, then what comes behind the call, so that it is known by then whether
// the call comes back. What a function jumps to is part of it, unless it is a function that is still being followed.
//
// The steps are generators: each gives the beginnings of functions that have to be followed before it can go on. So the depth of calls in a
// program is none of the stack here.

import { isLastImport, isLastName } from '../../discovery/last-functions.ts';
import { FLOW } from '../../flow.ts';
import type { Image, Region } from '../../image.ts';
import { LOCATION } from '../../location-map.ts';
import type { Evidence } from '../../program-code.ts';
import type { Instruction } from '../instruction.ts';
import { behindPad } from './behind-pad.ts';
import { type Branch, branchOf, type Way } from './branches.ts';
import { callbacksOf } from './callbacks.ts';
import type { CodeMap } from './code-map.ts';
import { type DataOperand, dataOperands } from './data-operands.ts';
import type { FoundFunction } from './found-function.ts';
import { blocksOf } from './function-blocks.ts';
import { JumpTables } from './jump-tables.ts';
import { hasPrologue } from './prologues.ts';
import { comesBack } from './returns.ts';
import { looksLikeCode } from './trial-run.ts';

/** Gives the beginnings of functions that have to be followed first. */
type Steps = Generator<number, void, void>;

/** Functions that are followed one inside of the other; deeper ones come later. */
const MAX_DEPTH = 20_000;
/** Bytes of a text that one location takes in. */
const MAX_TEXT = 1 << 20;

export class Descent {
  readonly map: CodeMap;
  readonly functions: Map<number, FoundFunction> = new Map<number, FoundFunction>();
  readonly #evidence = new Map<number, Evidence>();
  /** Beginnings that were followed or are. */
  readonly #entered = new Set<number>();
  readonly #visited = new Set<number>();
  /** Beginnings that are being followed, and how often. */
  readonly #active = new Map<number, number>();
  /** Functions and slots of imports that do not come back. */
  readonly #last = new Set<number>();
  /** Calls that do not come back, and the instruction behind them. */
  readonly #unreached = new Map<number, number>();
  /** Functions that jump into ones which are being followed, and these. */
  readonly #waiting = new Map<number, Set<number>>();
  readonly #awaited = new Map<number, Set<number>>();
  /** Called functions that cannot be entered until those that call them are done. */
  readonly #blocked = new Set<number>();
  readonly #looksLikeCode = new Map<number, boolean>();
  readonly #tables: JumpTables;

  constructor(map: CodeMap) {
    this.map = map;
    this.#tables = new JumpTables(map, (address) => this.isLikelyCode(address));
    for (const [slot, symbol] of map.facts.imports) if (isLastImport(symbol)) this.#last.add(slot);
  }

  /** Follows a function, and all that it calls. */
  addFunction(address: number, evidence: Evidence): void {
    if (this.functions.has(address) || !this.map.image.isMapped(address)) return;
    this.#believe(address, evidence);
    this.#run(this.#follow(address));
  }

  /** Follows code that is not known to begin a function. */
  addCode(address: number): void {
    if (this.map.locations.kindAt(address) === LOCATION.none) this.#run(this.#flow(address));
  }

  /** Makes a slot a pointer, and follows what it points to. */
  addPointer(slot: number, evidence: Evidence): void {
    this.#run(this.#makePointer(slot, this.map.image.pointer(slot), evidence));
  }

  /** Makes an address the text that is there. */
  addText(address: number): boolean {
    return this.#makeText(address);
  }

  /** Whether an address looks like the beginning of a function. */
  isLikelyCode(address: number): boolean {
    if (!this.map.image.isExecutable(address)) return false;
    if (hasPrologue(this.map.image, address)) return true;
    const known = this.#looksLikeCode.get(address);
    if (known !== undefined) return known;
    const found = looksLikeCode(this.map, address, (at) => this.#last.has(at) || this.map.lastCalls.has(at));
    this.#looksLikeCode.set(address, found);
    return found;
  }

  /** What was met first is why an address is taken for a beginning. */
  #believe(address: number, evidence: Evidence): void {
    if (!this.#evidence.has(address)) this.#evidence.set(address, evidence);
  }

  #run(first: Steps): void {
    const stack: Steps[] = [first];
    const postponed: number[] = [];
    for (let steps = stack.at(-1); steps !== undefined; steps = stack.at(-1)) {
      const { done, value } = steps.next();
      if (done === true) stack.pop();
      else if (stack.length < MAX_DEPTH) stack.push(this.#follow(value));
      else postponed.push(value);
      const next = stack.length === 0 ? postponed.pop() : undefined;
      if (next !== undefined) stack.push(this.#follow(next));
    }
  }

  *#follow(address: number): Steps {
    if (this.#entered.has(address)) return;
    this.#entered.add(address);
    yield* this.#flow(address);
    if (this.#waiting.has(address)) return;
    yield* this.#complete(address);
    const awaiting = this.#awaited.get(address);
    if (awaiting === undefined) return;
    this.#awaited.delete(address);
    for (const other of awaiting) {
      const waits = this.#waiting.get(other);
      waits?.delete(address);
      if (waits?.size !== 0) continue;
      this.#waiting.delete(other);
      yield* this.#complete(other);
    }
  }

  *#flow(start: number): Steps {
    this.#active.set(start, (this.#active.get(start) ?? 0) + 1);
    const later = new Set<number>();
    // Pairs: where from, and where to.
    const todo = [-1, start];
    while (todo.length > 0) {
      const at = todo.pop() as number;
      const from = todo.pop() as number;
      if (this.#isUnreached(from, at) || this.#visited.has(at)) continue;
      if (!this.map.allowance.takeInstruction(this.functions.size, this.map.references.size)) break;
      this.#visited.add(at);
      const steps = this.#step(start, at, todo, later);
      if (steps !== undefined) yield* steps;
    }
    const left = (this.#active.get(start) as number) - 1;
    if (left === 0) this.#active.delete(start);
    else this.#active.set(start, left);
    yield* this.#enterLater(start, later);
  }

  /** Whether the way from a call to the next instruction is known not to be taken; notes that. */
  #isUnreached(from: number, at: number): boolean {
    if (this.#unreached.get(from) !== at) return false;
    if (this.map.locations.begins(from, LOCATION.instruction)) {
      this.map.ends.add(from);
      this.map.lastCalls.add(from);
    }
    return true;
  }

  /** What was called while it was being followed, as soon as it no longer is: the function that has just been, and what it called. */
  *#enterLater(start: number, later: ReadonlySet<number>): Steps {
    for (const target of later) {
      if (this.#active.has(target)) this.#blocked.add(target);
      else if (!this.functions.has(target)) yield target;
    }
    if (this.#active.has(start) || !this.#blocked.delete(start) || this.functions.has(start)) return;
    this.#entered.delete(start);
    yield start;
  }

  /** Makes bytes an instruction, notes what it refers to, and goes on; not if the bytes are something else already. */
  #step(start: number, at: number, todo: number[], later: Set<number>): Steps | undefined {
    const { map } = this;
    const instruction = map.decode(at);
    if (instruction === undefined || map.locations.kindAt(at) !== LOCATION.none) return undefined;
    const next = at + instruction.length;
    const isJump = instruction.flow === FLOW.jump || instruction.flow === FLOW.conditional;
    const falls = map.fallsThrough(instruction);
    const branch = this.#branchOf(instruction);
    const operands = dataOperands(instruction);
    map.locations.add(at, instruction.length, LOCATION.instruction);
    if (!falls) map.ends.add(at);
    const goesOn = falls && map.locations.kindAt(next) !== LOCATION.importSlot;
    const isFollowed = branch !== undefined && map.locations.kindAt(branch.target) !== LOCATION.importSlot;
    if (branch !== undefined && map.image.isMapped(branch.target)) this.#noteBranch(at, branch);
    if (branch?.kind === 'call' && this.#endsAt(branch.target)) this.#unreached.set(at, next);
    const way: Way = { start, at, next, isJump, goesOn, branch: isFollowed ? branch : undefined, todo, later };
    if (operands.length === 0) return this.#goOn(way);
    const left = operands.filter(({ value }) => value !== branch?.target && (!falls || value !== next));
    return this.#noteOperands(left, 0, way);
  }

  /** Notes operands from one on, and goes on behind the last. */
  #noteOperands(operands: readonly DataOperand[], from: number, way: Way): Steps | undefined {
    const { image, references, locations } = this.map;
    for (let i = from; i < operands.length; i++) {
      const { value, isRead } = operands[i] as DataOperand;
      if (!image.isMapped(value)) continue;
      if (!isRead) references.addPointer(value);
      else {
        references.addData(value);
        if (locations.kindAt(value) === LOCATION.none) return this.#guessFirst(operands, i, way);
      }
    }
    return this.#goOn(way);
  }

  *#guessFirst(operands: readonly DataOperand[], i: number, way: Way): Steps {
    const { value, size } = operands[i] as DataOperand;
    yield* this.#guessData(value, size);
    const rest = this.#noteOperands(operands, i + 1, way);
    if (rest !== undefined) yield* rest;
  }

  /** To the target of an instruction, and to the next one, which is taken first. */
  #goOn(way: Way): Steps | undefined {
    const { at, next, branch } = way;
    if (branch !== undefined && !this.#isUnreached(at, branch.target)) {
      if (branch.isTable) {
        const ways = this.map.references.from(at);
        for (let i = ways.length - 1; i >= 0; i--) {
          const { target } = ways[i] as (typeof ways)[number];
          if (!this.#isUnreached(at, target)) this.#goTo(target, way);
        }
      } else {
        const target = branch.isDereferenced ? this.#dereference(branch.target, at, next) : branch.target;
        if (branch.kind === 'jump') this.#goTo(target, way);
        else if (target !== next && this.map.image.isExecutable(target)) return this.#callFirst(target, way);
      }
    }
    this.#goNext(way);
    return undefined;
  }

  *#callFirst(target: number, way: Way): Steps {
    yield* this.#call(target, way.at, way.next, way.later);
    this.#goNext(way);
  }

  #goNext(way: Way): void {
    if (way.goesOn && !this.#isUnreached(way.at, way.next)) this.#goTo(way.next, way);
  }

  #goTo(target: number, { start, at, isJump, todo }: Way): void {
    if (!this.map.image.isExecutable(target)) return;
    if (isJump && this.#active.has(target)) {
      if (target !== start) this.#await(start, target);
    } else if (!this.#visited.has(target)) todo.push(at, target);
  }

  #endsAt(slot: number): boolean {
    return this.map.finding.endsAtLastImports && this.#last.has(slot);
  }

  /** What a slot holds; -1 where it cannot be read. */
  #dereference(slot: number, at: number, next: number): number {
    if (this.#last.has(slot)) this.#unreached.set(at, next);
    return this.map.image.pointer(slot);
  }

  *#call(target: number, at: number, next: number, later: Set<number>): Steps {
    this.#believe(target, 'call');
    if (this.#active.has(target)) later.add(target);
    else yield target;
    if (this.#last.has(target)) this.#unreached.set(at, next);
  }

  #await(waiting: number, target: number): void {
    const waits = this.#waiting.get(waiting);
    if (waits === undefined) this.#waiting.set(waiting, new Set([target]));
    else waits.add(target);
    const awaiting = this.#awaited.get(target);
    if (awaiting === undefined) this.#awaited.set(target, new Set([waiting]));
    else awaiting.add(waiting);
  }

  /** Where an instruction branches to. Tables wait for the whole function where that says more of them. */
  #branchOf(instruction: Instruction): Branch | undefined {
    const branch = branchOf(instruction);
    return branch?.isTable === true && this.map.finding.findsTables ? undefined : branch;
  }

  #noteBranch(source: number, { target, kind, isConditional, isDereferenced, isTable }: Branch): void {
    const { references, image } = this.map;
    if (isTable) {
      this.#tables.noteAddresses(source, target);
      return;
    }
    if (isDereferenced) {
      references.addData(target);
      this.#markPointer(target, image.pointer(target));
    }
    references.addCode({ source, target, isCall: kind === 'call', isDereferenced, isConditional });
  }

  #makeText(address: number): boolean {
    const { image, locations, texts } = this.map;
    const wide = texts.utf16Length(address);
    const length = wide > 0 ? wide : texts.asciiLength(address);
    if (length === 0) return false;
    const end = endOfText(image, address, wide);
    locations.add(address, end - address, wide > 0 ? LOCATION.utf16 : LOCATION.ascii);
    return true;
  }

  /** Something is read or written there. */
  *#guessData(address: number, size: number): Steps {
    const { image, locations } = this.map;
    if (image.isReadable(address) && this.#makeText(address)) return;
    const word = image.bits / 8;
    const value = size === word ? image.pointer(address) : -1;
    if (image.isMapped(value)) yield* this.#makePointer(address, value, 'pointer');
    else if (size > 0 && image.isMapped(address + size - 1)) locations.add(address, size, LOCATION.number);
  }

  /** Makes a slot a pointer, unless it is something already; whether it was made one. */
  #markPointer(slot: number, target: number): boolean {
    const { image, locations, references } = this.map;
    if (locations.kindAt(slot) !== LOCATION.none) return false;
    if (target >= 0) references.addPointer(target);
    locations.add(slot, image.bits / 8, LOCATION.pointer);
    return true;
  }

  /** Looks at what it points to, too. */
  *#makePointer(slot: number, target: number, evidence: Evidence): Steps {
    const { image, locations } = this.map;
    if (!this.#markPointer(slot, target)) return;
    if (!image.isMapped(target) || locations.kindAt(target) !== LOCATION.none) return;
    if (this.#makeText(target) || !this.isLikelyCode(target)) return;
    this.#believe(target, evidence);
    yield target;
  }

  /** A function whose code has been followed. */
  *#complete(address: number): Steps {
    const { map } = this;
    if (this.functions.has(address) || !map.locations.begins(address, LOCATION.instruction)) return;
    const evidence = this.#evidence.get(address) ?? 'call';
    const found: FoundFunction = { address, evidence, blocks: blocksOf(map, address), isThunk: false, returns: true };
    this.functions.set(address, found);
    yield* this.#followTables(found);
    yield* this.#followCallbacks(found);
    const imported = map.references.from(behindPad(map, address)).find(({ target }) => map.facts.imports.has(target));
    found.isThunk = imported !== undefined;
    const names = map.facts.names.get(address) ?? [];
    if (names.some(isLastName) || (imported !== undefined && this.#last.has(imported.target))) found.returns = false;
    else if (imported === undefined) {
      found.returns = comesBack(map, found.blocks, (at) => map.lastCalls.has(at) || this.#last.has(at));
    }
    if (!found.returns) this.#last.add(address);
  }

  /** Functions that are handed to the system to be called. */
  *#followCallbacks({ blocks }: FoundFunction): Steps {
    for (const block of blocks) {
      for (const target of callbacksOf(this.map, block)) {
        if (this.map.locations.kindAt(target) !== LOCATION.none) continue;
        this.#believe(target, 'callback');
        yield target;
      }
    }
  }

  /** Jumps through tables that only the whole function shows. */
  *#followTables(found: FoundFunction): Steps {
    const tried = new Set<number>();
    for (let again = true; again; ) {
      again = false;
      const find = this.#tables.finderFor(found.blocks);
      if (find === undefined) return;
      for (const block of found.blocks) {
        const jump = block.instructions.at(-1) as number;
        if (tried.has(jump) || this.map.references.from(jump).length > 0) continue;
        tried.add(jump);
        const slots = find(block);
        if (slots === undefined) continue;
        for (const { target } of slots) {
          if (this.map.locations.kindAt(target) === LOCATION.none) yield* this.#flow(target);
        }
        again = true;
      }
      if (again) found.blocks = blocksOf(this.map, found.address);
    }
  }
}

/** The address behind a text and what ends it: a NUL, or two from behind `wide` bytes on. */
function endOfText(image: Image, address: number, wide: number): number {
  const region = image.regionAt(address) as Region;
  const most = Math.min(region.end, address + MAX_TEXT);
  const byteAt = (at: number): number => region.bytes[at - region.start] ?? 0;
  let end = address + wide;
  if (wide === 0) while (end < most && byteAt(end) !== 0) end++;
  else while (end + 1 < most && (byteAt(end) !== 0 || byteAt(end + 1) !== 0)) end++;
  return Math.min(end + (wide === 0 ? 1 : 2), most);
}
