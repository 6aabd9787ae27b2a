// Which functions the instructions make up that ran: from each beginning what goes on from there, by ways that were seen, and by branches whose
// both ends ran.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { LIMITS } from '../../limits.ts';
import { FLOW } from '../flow.ts';
import type { Evidence } from '../program-code.ts';
import type { CodeVersions } from './code-versions.ts';
import { MOST_BYTES, NOTE } from './code-versions.ts';
import { pairNumber, pairOf } from './pairs.ts';
import type { RecordedCode } from './recorded-code.ts';

/** A function as numbers of instructions. */
export interface ExecutedFunction {
  readonly entry: number;
  readonly evidence: Evidence;
  /** By address. */
  readonly versions: Int32Array;
}

export interface FoundFunctions {
  readonly functions: readonly ExecutedFunction[];
  /** Functions beyond the bound. */
  readonly leftOut: number;
}

/** What else says where functions begin and end. */
export interface Boundaries {
  /** Whether a function of the program begins there. */
  isFunction(address: number): boolean;
  /** A number for the part of memory that an address lies in: jumps to another part go to other functions. */
  partOf(address: number): number;
}

/** Where each instruction goes on to within functions. */
export class Successors {
  readonly #starts: Int32Array;
  readonly #targets: Int32Array;

  constructor({ edges, versions }: RecordedCode) {
    const pairs: number[] = [...edges];
    const { count, flow, notes, target, through, taken } = versions;
    // Branches whose other way was taken by nobody from here, though what is there ran.
    for (let version = 0; version < count; version++) {
      if (((notes[version] as number) & NOTE.unordered) !== 0 && !versions.branches(version)) {
        const behind = onlyAt(versions, versions.endOf(version));
        if (behind >= 0) pairs.push(pairNumber(version, behind));
      }
      if (flow[version] !== FLOW.conditional && flow[version] !== FLOW.jump) continue;
      const place = target[version] as number;
      const other = place < 0 || taken[version] !== -1 ? -1 : onlyAt(versions, place);
      if (other >= 0) pairs.push(pairNumber(version, other));
      if (flow[version] === FLOW.jump || through[version] !== -1) continue;
      const behind = onlyAt(versions, versions.endOf(version));
      if (behind >= 0) pairs.push(pairNumber(version, behind));
    }
    this.#starts = new Int32Array(count + 1);
    this.#targets = new Int32Array(pairs.length);
    for (const pair of pairs) {
      const [from] = pairOf(pair);
      this.#starts[from + 1] = (this.#starts[from + 1] as number) + 1;
    }
    for (let i = 0; i < count; i++) {
      this.#starts[i + 1] = (this.#starts[i + 1] as number) + (this.#starts[i] as number);
    }
    const next = this.#starts.slice();
    for (const pair of pairs) {
      const [from, to] = pairOf(pair);
      this.#targets[next[from] as number] = to;
      next[from] = (next[from] as number) + 1;
    }
  }

  of(version: number): Int32Array {
    return this.#targets.subarray(this.#starts[version], this.#starts[version + 1]);
  }
}

/** The version at an address, if it ran and the address never had another one. */
function onlyAt(versions: CodeVersions, address: number): number {
  const version = versions.at(address);
  return version >= 0 && versions.older[version] === -1 && versions.times[version] !== 0 ? version : -1;
}

/** The functions, by where they begin. What belongs to none of the known beginnings begins where it ran first. */
export function executedFunctions(code: RecordedCode, successors: Successors, boundaries: Boundaries): FoundFunctions {
  return new FunctionFinder(code, successors, boundaries).find();
}

class FunctionFinder {
  readonly #versions: CodeVersions;
  readonly #successors: Successors;
  readonly #boundaries: Boundaries;
  readonly #beginnings = new IntegerMap<Evidence>();
  /** Whether an instruction is in a function. */
  readonly #isPlaced: Uint8Array;
  readonly #found: ExecutedFunction[] = [];
  #leftOut = 0;
  /** Instructions that are in a function more, with the ways from them. */
  #shared = 0;

  constructor(code: RecordedCode, successors: Successors, boundaries: Boundaries) {
    this.#versions = code.versions;
    this.#successors = successors;
    this.#boundaries = boundaries;
    this.#isPlaced = new Uint8Array(code.versions.count);
    for (const [version, why] of code.beginnings) this.#beginnings.set(version, why);
    const { count, address, flow, target, notes } = this.#versions;
    for (let version = 0; version < count; version++) {
      if (flow[version] === FLOW.call && ((notes[version] as number) & NOTE.unordered) !== 0) {
        const called = onlyAt(this.#versions, target[version] as number);
        if (called >= 0 && !this.#beginnings.has(called)) this.#beginnings.set(called, 'call');
      }
      const isNew = !this.#beginnings.has(version) && boundaries.isFunction(address[version] as number);
      if (isNew) this.#beginnings.set(version, 'symbol');
      else this.#addIfElsewhere(version);
    }
  }

  /** Jumps to other parts of memory go to other functions. */
  #addIfElsewhere(version: number): void {
    const { flow, address } = this.#versions;
    if (flow[version] !== FLOW.jump) return;
    const part = this.#boundaries.partOf(address[version] as number);
    for (const next of this.#successors.of(version)) {
      if (this.#boundaries.partOf(address[next] as number) !== part && !this.#beginnings.has(next)) {
        this.#beginnings.set(next, 'jump from elsewhere');
      }
    }
  }

  find(): FoundFunctions {
    for (const [version, evidence] of this.#beginnings) this.#add(version, evidence);
    const { count, first } = this.#versions;
    const left: number[] = [];
    for (let version = 0; version < count; version++) if (this.#isPlaced[version] === 0) left.push(version);
    left.sort((a, b) => (first[a] as number) - (first[b] as number));
    for (const version of left) if (this.#isPlaced[version] === 0) this.#add(version, 'executed');
    const { address } = this.#versions;
    const functions = this.#found.sort(
      (a, b) => (address[a.entry] as number) - (address[b.entry] as number) || a.entry - b.entry,
    );
    return { functions, leftOut: this.#leftOut };
  }

  #add(entry: number, evidence: Evidence): void {
    // Code that was told of and never ran is none that ran.
    if (this.#versions.times[entry] === 0) return;
    if (this.#found.length >= LIMITS.executedFunctions) {
      this.#leftOut++;
      return;
    }
    const own = new IntegerMap<number>();
    const bytes = new IntegerMap<number>();
    const met: number[] = [];
    const take = (version: number): void => {
      if (own.has(version) || !this.#mayShare(version) || !this.#fits(version, bytes)) return;
      own.set(version, version);
      this.#isPlaced[version] = 1;
      met.push(version);
    };
    own.set(entry, entry);
    this.#fits(entry, bytes);
    this.#isPlaced[entry] = 1;
    met.push(entry);
    let blocks = 1;
    for (let i = 0; i < met.length && met.length < LIMITS.functionInstructions; i++) {
      const version = met[i] as number;
      const isJump = this.#versions.branches(version);
      for (const next of this.#successors.of(version)) {
        if (next !== entry && isJump && this.#beginnings.has(next)) continue;
        if (blocks >= LIMITS.functionBlocks) break;
        const before = met.length;
        take(next);
        if (isJump) blocks += met.length - before;
      }
    }
    const { address } = this.#versions;
    const versions = Int32Array.from(met).sort((a, b) => (address[a] as number) - (address[b] as number));
    this.#found.push({ entry, evidence, versions });
  }

  /** Whether an instruction may be in one function more. Where very many begin within each other, each goes on to where another one has been. */
  #mayShare(version: number): boolean {
    if (this.#isPlaced[version] === 0) return true;
    if (this.#shared >= LIMITS.executedShared) return false;
    this.#shared += 1 + this.#successors.of(version).length;
    return true;
  }

  /** Whether memory can hold an instruction beside the ones of a function so far; code that changes itself is another function then. */
  #fits(version: number, bytes: IntegerMap<number>): boolean {
    const { address, length, bytes: all } = this.#versions;
    const start = address[version] as number;
    const size = length[version] as number;
    for (let i = 0; i < size; i++) {
      const known = bytes.get(start + i);
      if (known !== undefined && known !== all[version * MOST_BYTES + i]) return false;
    }
    for (let i = 0; i < size; i++) bytes.set(start + i, all[version * MOST_BYTES + i] as number);
    return true;
  }
}
