// The functions of the file with their features, for the Program contract.

import { toHexadecimal } from '../../bytes/hexadecimal.ts';
import { type Integer, toInteger } from '../../bytes/integer.ts';
import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import { StringScanner } from '../../bytes/strings.ts';
import type { Address } from '../../features/address.ts';
import { callNames } from '../../features/api-names.ts';
import type { PlacedFeatures, ProgramBlock, ProgramFunction, ProgramInstruction } from '../../features/program.ts';
import type { FeatureRegistrar } from '../../features/registrar.ts';
import { ABSENT, VERTEX } from '../../formats/binexport2/binexport2.ts';
import { toFar, toNear } from '../../formats/binexport2/near.ts';
import { FeatureCache } from '../shared/native/feature-cache.ts';
import { FeatureList } from '../shared/native/feature-list.ts';
import { goesInCircles } from '../shared/native/loop.ts';
import { type ListedGraph, type Listing, MOST_WALKS } from './listing.ts';
import type { Memory } from './memory.ts';
import type { MachineRules } from './operand-rules.ts';
import { type OperandShape, OperandShapes } from './operand-shapes.ts';

/** Code at the beginning and the end of a function that may handle a stack cookie, in bytes. */
const COOKIE_CODE = 0x40;
const OFFSETS_END = 0x10000;
/** Operands beyond this have no features of their own. */
const LAST_OPERAND = 4;
const NOTHING: readonly number[] = [];

export interface ListedProgram {
  readonly listing: Listing;
  /** Undefined for machines whose operands are not understood. */
  readonly rules: MachineRules | undefined;
  /** Undefined without the sample. */
  readonly memory: Memory | undefined;
  /** Told where the blocks of functions have far more instructions than there are. */
  readonly onCut: () => void;
}

export function* functionsOf(
  program: ListedProgram,
  registrar: FeatureRegistrar,
): Generator<ProgramFunction, void, void> {
  const code = new ListedCode(program, registrar);
  for (const found of program.listing.functions) yield code.function(found);
}

/** A function's blocks, as far as they are looked at, pairs of blocks that go on to each other, and the block where it begins. */
interface Graph {
  readonly owner: ListedGraph;
  readonly blocks: readonly number[];
  readonly edges: readonly number[];
  readonly entry: number;
}

/** Where an instruction is in its function. */
interface Place {
  readonly owner: ListedGraph;
  readonly blockStart: number;
  readonly blockLast: number;
  readonly isEntry: boolean;
  readonly isExit: boolean;
}

class ListedCode {
  readonly #program: ListedProgram;
  readonly #features: FeatureCache;
  readonly #shapes: OperandShapes;
  readonly #list = new FeatureList();
  /** Numbers of features: of texts by their position, of called functions by their vertex, of data by its address. */
  readonly #texts = new IntegerMap<number>();
  readonly #apis = new IntegerMap<readonly number[]>();
  readonly #data = new IntegerMap<readonly number[]>();
  #left: number;

  constructor(program: ListedProgram, registrar: FeatureRegistrar) {
    this.#program = program;
    this.#features = new FeatureCache(registrar);
    this.#shapes = new OperandShapes(program.listing.file);
    this.#left = MOST_WALKS * program.listing.cost;
  }

  function(found: ListedGraph): ProgramFunction {
    const address = addressOf(found.address);
    const { graphBlocks, graphEdges, graphEntries } = this.#program.listing.file;
    const graph: Graph = {
      owner: found,
      blocks: this.#within(graphBlocks.of(found.graph)),
      edges: graphEdges.of(found.graph),
      entry: graphEntries.get(found.graph),
    };
    return {
      address,
      features: this.#ofFunction(graph, address),
      blocks: { [Symbol.iterator]: () => this.#blocks(graph) },
    };
  }

  /** As many of the blocks as may still be looked at; decided once, so that walking them again gives the same. */
  #within(blocks: readonly number[]): readonly number[] {
    for (const [i, block] of blocks.entries()) {
      this.#left -= this.#program.listing.costOf(block);
      if (this.#left >= 0) continue;
      this.#program.onCut();
      return blocks.slice(0, i);
    }
    return blocks;
  }

  #ofFunction({ owner: { vertex }, blocks, edges }: Graph, address: Address): PlacedFeatures {
    const { listing } = this.#program;
    const { vertices } = listing.file;
    for (const caller of listing.callersOf(vertex)) {
      this.#list.addAt(this.#characteristic('calls to'), addressOf(vertices[caller]?.address ?? 0));
    }
    if (edges.length >= 4 && goesInCircles(successorsOf(blocks, edges))) this.#list.add(this.#characteristic('loop'));
    const name = vertices[vertex]?.mangledName ?? '';
    if (name !== '') this.#list.add(this.#features.text('function name', name));
    return this.#list.take(address);
  }

  *#blocks({ owner, blocks, edges, entry }: Graph): Generator<ProgramBlock, void, void> {
    const { listing } = this.#program;
    const leaving = new IntegerSet();
    const repeated = new IntegerSet();
    for (let i = 0; i + 1 < edges.length; i += 2) {
      leaving.add(edges[i] as number);
      if (edges[i] === edges[i + 1]) repeated.add(edges[i] as number);
    }
    for (const block of blocks) {
      const numbers = listing.instructionsOf(block);
      const first = numbers[0];
      if (first === undefined) continue;
      const place: Place = {
        owner,
        blockStart: listing.addressOf(first),
        blockLast: listing.addressOf(numbers.at(-1) as number),
        isEntry: block === entry,
        isExit: !leaving.has(block),
      };
      const instructions = numbers.map((number) => this.#instruction(number, place));
      const address = addressOf(place.blockStart);
      this.#list.add(this.#features.basicBlock);
      if (repeated.has(block)) this.#list.add(this.#characteristic('tight loop'));
      yield { address, features: this.#list.take(address), instructions };
    }
  }

  #instruction(number: number, place: Place): ProgramInstruction {
    const { listing, rules } = this.#program;
    const address = addressOf(listing.addressOf(number));
    const mnemonic = listing.file.mnemonics[listing.file.instructionMnemonics.get(number)] ?? '';
    if (mnemonic !== '') this.#list.add(this.#features.text('mnemonic', mnemonic));
    this.#addCalls(number, place.owner);
    this.#addTexts(number);
    if (rules !== undefined) this.#addOperands(number, mnemonic, rules, place);
    return { address, features: this.#list.take(address) };
  }

  #addCalls(number: number, owner: ListedGraph): void {
    const { callTargets } = this.#program.listing.file;
    for (const target of callTargets.of(number)) {
      for (const api of this.#apisOf(target)) this.#list.add(api);
      const to = addressOf(target);
      this.#list.addAt(this.#characteristic('calls from'), to);
      if (target === owner.address) this.#list.addAt(this.#characteristic('recursive call'), to);
    }
  }

  /** Features of an imported function that is called. */
  #apisOf(target: number): readonly number[] {
    const { listing } = this.#program;
    const number = listing.resolve(target) ?? ABSENT;
    const vertex = listing.file.vertices[number];
    if (vertex?.type !== VERTEX.imported || vertex.mangledName === '') return NOTHING;
    return cached(this.#apis, number, () =>
      callNames(vertex.mangledName).map((name) => this.#features.text('api', name)),
    );
  }

  /** Texts that the disassembler named; else what lies where the instruction refers to. */
  #addTexts(number: number): void {
    const { listing, memory } = this.#program;
    let hasTexts = false;
    for (const at of listing.stringsOf(number)) {
      const text = cached(this.#texts, at, () => this.#text(at));
      if (text === ABSENT) continue;
      hasTexts = true;
      this.#list.add(text);
    }
    if (hasTexts || memory === undefined) return;
    for (const address of listing.dataOf(number)) {
      for (const feature of cached(this.#data, address, () => this.#dataAt(memory.read(address))))
        this.#list.add(feature);
    }
  }

  /** The feature of a text of the file's table, or `ABSENT`. */
  #text(at: number): number {
    const text = this.#program.listing.file.text(at);
    return text === undefined ? ABSENT : this.#features.text('string', text);
  }

  #dataAt(bytes: Uint8Array): readonly number[] {
    if (bytes.every((byte) => byte === 0)) return NOTHING;
    const texts: number[] = [];
    const take = (text: string, at: number): void => {
      if (at === 0) texts.push(this.#features.text('string', text));
    };
    const scanner = new StringScanner(take, take);
    scanner.push(bytes);
    scanner.end();
    return texts.length > 0 ? texts : [this.#features.bytes(toHexadecimal(bytes))];
  }

  #addOperands(number: number, mnemonic: string, rules: MachineRules, place: Place): void {
    const shapes = this.#shapes.of(number);
    for (const { operand, value } of rules.numbers(mnemonic, shapes)) {
      this.#addNumber(operand, masked(value, rules.bits), rules.addsOffset(mnemonic, operand));
    }
    for (const { operand, value } of rules.offsets(mnemonic, shapes)) {
      const unsigned = masked(value, rules.bits);
      if (!this.#isMapped(unsigned)) this.#addOffset(operand, signed(unsigned, rules.offsetBits));
    }
    if (rules.isXor(mnemonic, shapes) && !this.#isCookie(number, shapes, place)) {
      this.#list.add(this.#characteristic('nzxor'));
    }
    if (rules.isIndirectCall(mnemonic, shapes)) this.#list.add(this.#characteristic('indirect call'));
  }

  #addNumber(operand: number, value: Integer, maybeOffset: boolean): void {
    if (this.#isMapped(value) || operand > LAST_OPERAND) return;
    const slot = this.#features.slotOf(value);
    this.#list.add(this.#features.number(slot, value));
    this.#list.add(this.#features.operandNumber(slot, operand, value));
    if (maybeOffset && value > 0 && value < OFFSETS_END) this.#addOffset(operand, value);
  }

  #addOffset(operand: number, value: Integer): void {
    const slot = this.#features.slotOf(value);
    this.#list.add(this.#features.offset(slot, value));
    this.#list.add(this.#features.operandOffset(slot, operand, value));
  }

  #isMapped(value: Integer): boolean {
    return this.#program.listing.isMapped(toNear(value));
  }

  /** Whether it changes the stack's cookie at the beginning or the end of the function. */
  #isCookie(
    number: number,
    shapes: readonly OperandShape[],
    { blockStart, blockLast, isEntry, isExit }: Place,
  ): boolean {
    if (shapes.length !== 2 || shapes[1]?.isOfStack !== true) return false;
    const address = this.#program.listing.addressOf(number);
    return (isEntry && address < blockStart + COOKIE_CODE) || (isExit && address > blockLast - COOKIE_CODE);
  }

  #characteristic(name: string): number {
    return this.#features.text('characteristic', name);
  }
}

function addressOf(near: number): Address {
  return { type: 'absolute', value: toFar(near) };
}

function cached<T>(known: IntegerMap<T>, key: number, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}

/** To which others each block goes on, by their positions. */
function successorsOf(blocks: readonly number[], edges: readonly number[]): number[][] {
  const positions = new IntegerMap<number>();
  for (const [i, block] of blocks.entries()) positions.set(block, i);
  const successors = blocks.map((): number[] => []);
  for (let i = 0; i + 1 < edges.length; i += 2) {
    const [from, to] = [positions.get(edges[i] as number), positions.get(edges[i + 1] as number)];
    if (from !== undefined && to !== undefined && from !== to) successors[from]?.push(to);
  }
  return successors;
}

function masked(value: number | bigint, bits: 32 | 64): Integer {
  if (typeof value === 'number' && value >= 0 && (bits === 64 || value < 2 ** 32)) return value;
  return toInteger(BigInt.asUintN(bits, BigInt(value)));
}

/** The number that the bits mean; what is above them stays. */
function signed(value: Integer, bits: 32 | 64): Integer {
  const wide = BigInt(value);
  return (wide >> BigInt(bits - 1)) & 1n ? toInteger(wide - (1n << BigInt(bits))) : value;
}
