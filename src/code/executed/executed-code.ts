// The code that ran as code of a program. An address may have held several instructions, and memory of a program holds one: functions whose
// bytes exclude each other are in different layers, each with an image of its own, as if they were different programs.

import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import { LIMITS } from '../../limits.ts';
import { FLOW } from '../flow.ts';
import { LOCATION, LocationMap } from '../location-map.ts';
import type { CodeBlock, CodeFacts, CodeFunction, ProgramCode } from '../program-code.ts';
import { References } from '../references.ts';
import { Texts } from '../texts.ts';
import { behindEndbr } from '../x86/behind-endbr.ts';
import { type CodeVersions, MOST_BYTES, NOTE } from './code-versions.ts';
import { type Boundaries, type ExecutedFunction, executedFunctions, Successors } from './executed-functions.ts';
import { ExecutedMemory } from './executed-memory.ts';
import { KnownBytes, PAGE } from './known-bytes.ts';
import { pairOf } from './pairs.ts';
import type { RecordedCode } from './recorded-code.ts';

/** Code that does not exclude each other. */
export interface ExecutedLayer {
  readonly code: ProgramCode;
  /** The instruction at an address, as `CodeVersions` numbers them; -1 for none. */
  versionAt(address: number): number;
  /** The first address from there on of which nobody knows what it holds; at most `most` bytes are looked at. */
  knownEnd(address: number, most: number): number;
}

export interface ExecutedCode {
  readonly layers: readonly ExecutedLayer[];
  /** Functions beyond the bound. */
  readonly leftOut: number;
  /** Whether an instruction is none of the program's file, as far as that is known. */
  isUnpacked(version: number): boolean;
}

/** What is known of the program and of memory besides the recording. */
export interface ExecutedSurroundings {
  readonly platform: CodeFacts['platform'];
  /** The program as its file has it; addresses of the recording are those of this image where it is mapped. */
  readonly program?: ProgramCode | undefined;
  /** Beginnings of its functions. */
  readonly functions?: { has(address: number): boolean } | undefined;
  /** Memory of files that were loaded, where the recording tells of them. */
  readonly modules: readonly { readonly start: number; readonly end: number }[];
}

/** Jumps that are followed from a call to the imported function. */
const MOST_HOPS = 5;
/** Functions that fit into no layer, beyond which only the first one is looked at. */
const MOST_LEFT_OUT = 10_000;

/** Makes a program of what was followed. */
export function executedCode(code: RecordedCode, surroundings: ExecutedSurroundings): ExecutedCode {
  const builder = new LayerBuilder(code, surroundings);
  return builder.build();
}

class LayerBuilder {
  readonly #code: RecordedCode;
  readonly #versions: CodeVersions;
  readonly #around: ExecutedSurroundings;
  readonly #memory: ExecutedMemory;
  readonly #relocated: IntegerSet;
  /** Pages of code that layers may still have. */
  #pagesLeft = LIMITS.executedCodePages;

  constructor(code: RecordedCode, surroundings: ExecutedSurroundings) {
    this.#code = code;
    this.#versions = code.versions;
    this.#around = surroundings;
    this.#memory = new ExecutedMemory(code, surroundings.program, surroundings.modules);
    this.#relocated = new IntegerSet(surroundings.program?.relocations ?? []);
    this.#takeRelocationsBack();
  }

  build(): ExecutedCode {
    const boundaries: Boundaries = {
      isFunction: (address) => this.#around.functions?.has(address) === true,
      partOf: (address) => this.#memory.partOf(address),
    };
    const successors = new Successors(this.#code);
    const { functions, leftOut: beyond } = executedFunctions(this.#code, successors, boundaries);
    const layers: { readonly bytes: KnownBytes; readonly functions: ExecutedFunction[] }[] = [];
    let leftOut = beyond;
    for (const found of functions) {
      const tried = leftOut < MOST_LEFT_OUT ? layers : layers.slice(0, 1);
      let layer = tried.find(({ bytes }) => this.#fits(found, bytes));
      if (this.#pagesLeft < this.#newPages(found, layer?.bytes)) {
        leftOut++;
        continue;
      }
      if (layer === undefined && layers.length < LIMITS.executedLayers) {
        layer = { bytes: new KnownBytes(Number.POSITIVE_INFINITY), functions: [] };
        layers.push(layer);
      }
      if (layer === undefined) {
        leftOut++;
        continue;
      }
      this.#pagesLeft -= this.#newPages(found, layer.bytes);
      this.#lay(found, layer.bytes);
      layer.functions.push(found);
    }
    return {
      layers: layers.map(({ bytes, functions: own }) => this.#layerOf(bytes, own, successors)),
      leftOut,
      isUnpacked: (version) => this.#isUnpacked(version),
    };
  }

  /** Where the loader has changed addresses in code, the file's own instruction is what rules look for. */
  #takeRelocationsBack(): void {
    const { program } = this.#around;
    if (program === undefined || this.#relocated.size === 0) return;
    const { address, length, bytes, count } = this.#versions;
    const word = program.image.bits / 8;
    for (let version = 0; version < count; version++) {
      const start = address[version] as number;
      for (let i = 0; i + word <= (length[version] as number); i++) {
        if (!this.#relocated.has(start + i)) continue;
        for (let j = 0; j < word; j++) bytes[version * MOST_BYTES + i + j] = program.image.u8(start + i + j);
      }
    }
  }

  #isUnpacked(version: number): boolean {
    const { notes, address, length, bytes } = this.#versions;
    if (((notes[version] as number) & (NOTE.written | NOTE.changed)) !== 0) return true;
    const start = address[version] as number;
    const { program, modules } = this.#around;
    const image = program?.image;
    if (image?.isMapped(start) === true) {
      for (let i = 0; i < (length[version] as number); i++) {
        if (image.u8(start + i) !== bytes[version * MOST_BYTES + i]) return true;
      }
      return false;
    }
    return modules.length > 0 && !this.#memory.isOfFile(start);
  }

  /** Pages that a layer needs more for a function. */
  #newPages({ versions }: ExecutedFunction, layer: KnownBytes | undefined): number {
    const { address } = this.#versions;
    let count = 0;
    let last = -1;
    for (const version of versions) {
      for (const place of [address[version] as number, this.#versions.endOf(version) - 1]) {
        const page = Math.floor(place / PAGE);
        if (page <= last) continue;
        last = page;
        if (layer?.pageAt(place) === undefined) count++;
      }
    }
    return count;
  }

  #fits({ versions }: ExecutedFunction, layer: KnownBytes): boolean {
    const { address, length, bytes } = this.#versions;
    for (const version of versions) {
      const start = address[version] as number;
      for (let i = 0; i < (length[version] as number); i++) {
        const known = layer.byteAt(start + i);
        if (known >= 0 && known !== bytes[version * MOST_BYTES + i]) return false;
      }
    }
    return true;
  }

  #lay({ versions }: ExecutedFunction, layer: KnownBytes): void {
    const { address, length, bytes } = this.#versions;
    for (const version of versions) {
      const start = address[version] as number;
      for (let i = 0; i < (length[version] as number); i++) {
        layer.set(start + i, bytes[version * MOST_BYTES + i] as number, 1);
      }
    }
  }

  #layerOf(bytes: KnownBytes, own: readonly ExecutedFunction[], successors: Successors): ExecutedLayer {
    const { program, platform } = this.#around;
    const image = this.#memory.imageOf(bytes);
    const locations = new LocationMap();
    const { address, length } = this.#versions;
    const numbers = new IntegerMap<number>();
    for (const { versions } of own) {
      for (const version of versions) {
        const start = address[version] as number;
        locations.add(start, length[version] as number, LOCATION.instruction);
        numbers.set(start, version);
      }
    }
    const functions = own.map((found) => this.#functionOf(found, successors));
    const code: ProgramCode = {
      ...{ image, platform, locations, functions },
      imports: program?.imports ?? new IntegerMap(),
      seeds: [],
      relocations: [],
      names: program?.names ?? new IntegerMap(),
      references: this.#referencesOf(numbers, successors),
      texts: new Texts(image, locations, () => undefined),
      lastCalls: this.#lastCalls(numbers, successors),
    };
    const isKnown = (at: number): boolean =>
      bytes.noteAt(at) !== 0 || this.#code.memory.seen.noteAt(at) !== 0 || program?.image.isMapped(at) === true;
    return {
      code,
      versionAt: (at) => numbers.get(at) ?? -1,
      knownEnd: (start, most) => {
        let end = start;
        while (end < start + most && isKnown(end)) end++;
        return end;
      },
    };
  }

  #functionOf({ entry, evidence, versions }: ExecutedFunction, successors: Successors): CodeFunction {
    const { address, flow } = this.#versions;
    const blocks = this.#blocksOf(entry, versions, successors);
    const isJump = versions.length === 1 && flow[entry] === FLOW.jump && successors.of(entry).length === 0;
    const returns = versions.some((version) => flow[version] === FLOW.return);
    return { address: address[entry] as number, evidence, blocks, isThunk: isJump, returns };
  }

  #blocksOf(entry: number, versions: Int32Array, successors: Successors): CodeBlock[] {
    const { address } = this.#versions;
    const leaders = new IntegerSet([entry]);
    for (const version of versions) {
      const isBranch = this.#versions.branches(version);
      const end = this.#versions.endOf(version);
      for (const next of successors.of(version)) {
        if (isBranch || address[next] !== end) leaders.add(next);
      }
    }
    const blocks: CodeBlock[] = [];
    let current: number[] = [];
    let end = -1;
    let isOver = true;
    const close = (): void => {
      const [start] = current;
      if (start !== undefined) blocks.push({ start, end, instructions: Float64Array.from(current) });
      current = [];
    };
    for (const version of versions) {
      const start = address[version] as number;
      if (isOver || start !== end || leaders.has(version)) close();
      current.push(start);
      end = this.#versions.endOf(version);
      isOver = this.#versions.branches(version);
    }
    close();
    return blocks;
  }

  #referencesOf(numbers: IntegerMap<number>, successors: Successors): References {
    const { address, flow, target, slot } = this.#versions;
    const references = new References();
    const add = (from: number, to: number, isCall: boolean, isDereferenced = false): void => {
      const isConditional = flow[from] === FLOW.conditional;
      references.addCode({ source: address[from] as number, target: to, isCall, isDereferenced, isConditional });
    };
    const { program } = this.#around;
    /** What did not run leads on as the program's file says: calls of imported functions go by way of it. */
    const addFromFile = (start: number): void => {
      for (let at = start, hop = 0; program !== undefined && hop < MOST_HOPS; hop++) {
        const [known] = program.references.from(behindEndbr(program.image, at));
        if (known === undefined || numbers.has(at)) return;
        references.addCode({ ...known });
        at = known.target;
      }
    };
    for (const version of numbers.values()) {
      const isCall = flow[version] === FLOW.call;
      if ((target[version] as number) >= 0) {
        add(version, target[version] as number, isCall);
        addFromFile(target[version] as number);
      }
      if ((slot[version] as number) >= 0) add(version, slot[version] as number, isCall, true);
      if (flow[version] !== FLOW.jump || references.size >= LIMITS.executedReferences) continue;
      for (const next of successors.of(version)) add(version, address[next] as number, false);
    }
    for (const pair of this.#code.calls) {
      const [from, to] = pairOf(pair);
      const place = address[to] as number;
      if (numbers.get(address[from] as number) === from && numbers.get(place) === to) add(from, place, true);
    }
    return references;
  }

  /** Calls after which nothing ran. */
  #lastCalls(numbers: IntegerMap<number>, successors: Successors): ReadonlySet<number> {
    const { address, flow } = this.#versions;
    const last = new Set<number>();
    for (const version of numbers.values()) {
      if (flow[version] === FLOW.call && successors.of(version).length === 0) last.add(address[version] as number);
    }
    return last;
  }
}
