// The tree of a signature file as it lies in its bytes, with an index that makes matching fast: where each node and each module begins.
// A file has a hundred thousand modules whose names fill twenty megabytes, and a program matches a few of them, so names stay bytes
// until they are asked for (spec: static-native.md, 4.4).
//
// Nodes stand in the order of the file, parents before children. A module is a function as it was in an object file.

import { IntList } from '../../bytes/growable.ts';
import { crc16 } from './crc16.ts';
import { TreeDamage, TreeReader } from './tree-reader.ts';

/** Bits of the byte that ends each name. */
export const FLAG = { moreNames: 1, tailBytes: 2, references: 4, moreModules: 8, moreChecksums: 16 } as const;
/** Bits of the byte that may stand before a name. */
export const ATTRIBUTE = { local: 2, negative: 16 } as const;
/** Bytes below this one are flags and attributes, others belong to names. */
const FIRST_OF_NAME = 0x20;
/** Below this version the number of tail bytes and of references is not written: it is 1. */
const FIRST_WITH_COUNTS = 8;
/** Longest pattern of one node. */
const MAX_PATTERN = 64;
/** Nodes on one way down. A way is no longer than a pattern, and each node has a byte of it at least. */
const MAX_DEPTH = 128;

export interface SignatureName {
  /** From the start of the function; may be negative. */
  readonly offset: number;
  readonly text: string;
  readonly isLocal: boolean;
}

export interface SignatureReference {
  /** A place inside of the instruction that refers to what has the name. */
  readonly offset: number;
  readonly name: () => string;
}

interface NameSpan {
  readonly offset: number;
  readonly isLocal: boolean;
  readonly start: number;
  readonly end: number;
}

/** Where a tree breaks off. */
export interface TreeEnd {
  readonly message: string;
  readonly at: number;
}

const decoder = new TextDecoder();

export class SignatureTree {
  /** How many functions it knows. */
  readonly modules: number;
  /** The tree is used up to here. Absent if it is sound. */
  readonly damage: TreeEnd | undefined;
  readonly #reader: TreeReader;
  readonly #patternSize: number;
  /** By node, see `TreeIndex`. */
  readonly #nodeAt: Int32Array;
  readonly #next: Int32Array;
  readonly #firstModule: Int32Array;
  /** By module. */
  readonly #moduleAt: Int32Array;
  readonly #flagsAt: Int32Array;
  readonly #crcLength: Int32Array;
  readonly #crc: Int32Array;

  constructor(bytes: Uint8Array, version: number, patternSize: number) {
    this.#reader = new TreeReader(bytes, version);
    this.#patternSize = patternSize;
    const index = new TreeIndex(this.#reader);
    this.damage = index.fill();
    this.modules = index.moduleAt.length;
    this.#nodeAt = index.nodeAt.items();
    this.#next = index.followers();
    this.#firstModule = index.firstModule.items();
    this.#moduleAt = index.moduleAt.items();
    this.#flagsAt = index.flagsAt.items();
    this.#crcLength = index.crcLength.items();
    this.#crc = index.crc.items();
  }

  /** Numbers of the modules whose pattern, checksum and tail bytes are those of the function that `bytes` begin with, ascending. */
  candidates(bytes: Uint8Array): number[] {
    const found: number[] = [];
    if (this.#next.length > 0) this.#below(0, bytes, 0, found);
    return found;
  }

  /** The names of a module, in the order of the file. */
  names(module: number): SignatureName[] {
    const names: SignatureName[] = [];
    for (const { offset, isLocal, start, end } of this.#spans(module)) {
      names.push({ offset, isLocal, text: this.#text(start, end) });
    }
    return names;
  }

  /** The first name that a module has for the start of its function. */
  nameAtStart(module: number): string | undefined {
    for (const { offset, start, end } of this.#spans(module)) if (offset === 0) return this.#text(start, end);
    return undefined;
  }

  /** To what a module refers. Names are read when they are asked for: of most references it is enough to know where they are. */
  references(module: number): SignatureReference[] {
    const reader = this.#reader;
    const flags = this.#goBehindNames(module);
    if (flags & FLAG.tailBytes) skipTailBytes(reader);
    if (!(flags & FLAG.references)) return [];
    const references: SignatureReference[] = [];
    for (let left = readCount(reader); left > 0; left--) {
      const offset = reader.word();
      const length = reader.u8() || reader.short();
      const start = reader.at;
      reader.skip(length);
      references.push({ offset, name: () => this.#text(start, start + length) });
    }
    return references;
  }

  /** Where the names of a module are. The reader may be used for other things between two of them. */
  *#spans(module: number): Generator<NameSpan, void, void> {
    const reader = this.#reader;
    let at = this.#moduleAt[module] as number;
    reader.at = at;
    reader.word();
    at = reader.at;
    let offset = 0;
    let flags: number;
    do {
      reader.at = at;
      const relative = reader.word();
      const attributes = readAttributes(reader);
      offset += attributes & ATTRIBUTE.negative ? -relative : relative;
      const start = reader.at;
      skipName(reader);
      const end = reader.at;
      flags = reader.u8();
      at = reader.at;
      yield { offset, isLocal: (attributes & ATTRIBUTE.local) !== 0, start, end };
    } while (flags & FLAG.moreNames);
  }

  #text(start: number, end: number): string {
    return decoder.decode(this.#reader.bytes.subarray(start, end));
  }

  #below(node: number, bytes: Uint8Array, from: number, found: number[]): void {
    const next = this.#next;
    const end = next[node] as number;
    const modules = this.#firstModule[node] as number;
    const modulesEnd = this.#firstModule[node + 1] ?? this.modules;
    if (modules < modulesEnd) this.#collect(modules, modulesEnd, bytes, found);
    for (let child = node + 1; child < end; child = next[child] as number) {
      const length = this.#fits(child, bytes, from);
      if (length >= 0) this.#below(child, bytes, from + length, found);
    }
  }

  /** The length of a node's pattern, -1 if the bytes are others. */
  #fits(node: number, bytes: Uint8Array, from: number): number {
    const reader = this.#reader;
    const pattern = reader.bytes;
    reader.at = this.#nodeAt[node] as number;
    const length = readPatternLength(reader);
    const high = length > 32 ? reader.long() : 0;
    const low = readMask(reader, length);
    let at = reader.at;
    for (let i = 0, bit = length - 1; i < length; i++, bit--) {
      const isWild = bit >= 32 ? (high >>> (bit - 32)) & 1 : (low >>> bit) & 1;
      if (!isWild && bytes[from + i] !== pattern[at++]) return -1;
    }
    return length;
  }

  #collect(from: number, to: number, bytes: Uint8Array, found: number[]): void {
    const start = this.#patternSize;
    let known = 0;
    let sum = 0;
    for (let module = from; module < to; module++) {
      const length = this.#crcLength[module] as number;
      if (start + length > bytes.length && length > 0) continue;
      if (length !== known) sum = crc16(bytes, start, start + length);
      known = length;
      if (length > 0 && sum !== this.#crc[module]) continue;
      if (this.#haveTail(module, bytes, start + length)) found.push(module);
    }
  }

  #haveTail(module: number, bytes: Uint8Array, from: number): boolean {
    const reader = this.#reader;
    if (!(this.#goBehindNames(module) & FLAG.tailBytes)) return true;
    for (let left = readCount(reader); left > 0; left--) {
      const at = from + reader.word();
      if (bytes[at] !== reader.u8()) return false;
    }
    return true;
  }

  /** Moves the reader behind the flags of a module's last name and gives them. */
  #goBehindNames(module: number): number {
    this.#reader.at = this.#flagsAt[module] as number;
    return this.#reader.u8();
  }
}

/** Goes through a tree once and notes where everything is. */
class TreeIndex {
  /** By node: where its pattern begins, how deep it lies, and the first module at or below it. */
  readonly nodeAt = new IntList();
  readonly #depth = new IntList();
  readonly firstModule = new IntList();
  /** By module: where it begins, where the flags of its last name are, what is summed up, and to what. */
  readonly moduleAt = new IntList();
  readonly flagsAt = new IntList();
  readonly crcLength = new IntList();
  readonly crc = new IntList();
  readonly #reader: TreeReader;

  constructor(reader: TreeReader) {
    this.#reader = reader;
  }

  /** What is wrong with the tree; what comes before that is in the index. */
  fill(): TreeEnd | undefined {
    const reader = this.#reader;
    try {
      this.#addNode(0, 0);
      // A tree without a function has no leaf either.
      if (reader.bytes.length > 1 || reader.u8() !== 0) this.#readBelow(0);
      return undefined;
    } catch (error) {
      if (!(error instanceof TreeDamage)) throw error;
      return { message: error.message, at: error.at };
    }
  }

  /** By node: the one behind the last one below it; its first child, if it has one, is the one after itself. */
  followers(): Int32Array {
    const depths = this.#depth.items();
    const next = new Int32Array(depths.length);
    // By depth: the nearest node that lies there or higher.
    const nearest = new Int32Array(MAX_DEPTH + 1).fill(depths.length);
    for (let node = depths.length - 1; node >= 0; node--) {
      const depth = depths[node] as number;
      next[node] = nearest[depth] as number;
      nearest.fill(node, depth);
    }
    return next;
  }

  #addNode(at: number, depth: number): void {
    this.nodeAt.push(at);
    this.#depth.push(depth);
    this.firstModule.push(this.moduleAt.length);
  }

  #readBelow(depth: number): void {
    const reader = this.#reader;
    const children = reader.short();
    if (children === 0) this.#readLeaf();
    if (children > 0 && depth === MAX_DEPTH) throw new TreeDamage('the tree is too deep', reader.at);
    for (let left = children; left > 0; left--) {
      const at = reader.at;
      skipPattern(reader);
      this.#addNode(at, depth + 1);
      this.#readBelow(depth + 1);
    }
  }

  #readLeaf(): void {
    const reader = this.#reader;
    let flags: number;
    do {
      const length = reader.u8();
      const sum = reader.u16();
      do {
        const at = reader.at;
        reader.word();
        const flagsAt = skipNames(reader);
        flags = reader.bytes[flagsAt] as number;
        if (flags & FLAG.tailBytes) skipTailBytes(reader);
        if (flags & FLAG.references) skipReferences(reader);
        this.moduleAt.push(at);
        this.flagsAt.push(flagsAt);
        this.crcLength.push(length);
        this.crc.push(sum);
      } while (flags & FLAG.moreModules);
    } while (flags & FLAG.moreChecksums);
  }
}

/** Version 10 has the short form here, which is the same for all lengths that patterns have. */
function readPatternLength(reader: TreeReader): number {
  return reader.version >= 10 ? reader.short() : reader.u8();
}

/** The wildcards among the last 32 bytes of a pattern, a bit for each, the last byte's lowest. */
function readMask(reader: TreeReader, length: number): number {
  if (length === 0) return 0;
  return length < 16 ? reader.short() : reader.long();
}

function skipPattern(reader: TreeReader): void {
  const at = reader.at;
  const length = readPatternLength(reader);
  if (length > MAX_PATTERN) throw new TreeDamage('a pattern is too long', at);
  const high = length > 32 ? reader.long() : 0;
  const low = readMask(reader, length);
  let literal = 0;
  for (let bit = 0; bit < length; bit++) {
    literal += bit >= 32 ? 1 - ((high >>> (bit - 32)) & 1) : 1 - ((low >>> bit) & 1);
  }
  reader.skip(literal);
}

function readAttributes(reader: TreeReader): number {
  const next = reader.bytes[reader.at];
  return next !== undefined && next < FIRST_OF_NAME ? reader.u8() : 0;
}

function skipName(reader: TreeReader): void {
  const { bytes } = reader;
  let at = reader.at;
  while ((bytes[at] as number) >= FIRST_OF_NAME) at++;
  reader.at = at;
}

/** Where the flags of the last name are; the reader is behind them. */
function skipNames(reader: TreeReader): number {
  let flags: number;
  do {
    reader.word();
    readAttributes(reader);
    skipName(reader);
    flags = reader.u8();
  } while (flags & FLAG.moreNames);
  return reader.at - 1;
}

function readCount(reader: TreeReader): number {
  return reader.version < FIRST_WITH_COUNTS ? 1 : reader.word();
}

function skipTailBytes(reader: TreeReader): void {
  for (let left = readCount(reader); left > 0; left--) {
    reader.word();
    reader.u8();
  }
}

function skipReferences(reader: TreeReader): void {
  for (let left = readCount(reader); left > 0; left--) {
    reader.word();
    reader.skip(reader.u8() || reader.short());
  }
}
