// The functions of the file with their features, for the Program contract.

import { toHexadecimal } from '../../bytes/hexadecimal.ts';
import { type Integer, toInteger } from '../../bytes/integer.ts';
import { StringScanner } from '../../bytes/strings.ts';
import type { Address } from '../../features/address.ts';
import { callNames } from '../../features/api-names.ts';
import type { PlacedFeatures, ProgramBlock, ProgramFunction, ProgramInstruction } from '../../features/program.ts';
import type { FeatureRegistrar } from '../../features/registrar.ts';
import { ABSENT, VERTEX } from '../../formats/binexport2/binexport2.ts';
import { FeatureCache } from '../shared/native/feature-cache.ts';
import { FeatureList } from '../shared/native/feature-list.ts';
import { goesInCircles } from '../shared/native/loop.ts';
import type { ListedGraph, Listing } from './listing.ts';
import type { Memory } from './memory.ts';
import { isReturn, type MachineRules } from './operand-rules.ts';
import { type OperandShape, OperandShapes } from './operand-shapes.ts';

/** How many times the instructions of a file are walked, all together: blocks that several functions have are walked in each. */
const MOST_WALKS = 8;
/** Code at the beginning and the end of a function that may handle a stack cookie, in bytes. */
const COOKIE_CODE = 0x40;
const OFFSETS_END = 0x10000;

export interface ListedProgram {
  readonly listing: Listing;
  /** Undefined for machines whose operands are not understood. */
  readonly rules: MachineRules | undefined;
  /** Undefined without the sample. */
  readonly memory: Memory | undefined;
  /** Told once, where the blocks have more instructions than there are by far. */
  readonly onCut: () => void;
}

export function* functionsOf(
  program: ListedProgram,
  registrar: FeatureRegistrar,
): Generator<ProgramFunction, void, void> {
  const code = new ListedCode(program, registrar);
  for (const found of program.listing.functions) yield code.function(found);
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
  #left: number;

  constructor(program: ListedProgram, registrar: FeatureRegistrar) {
    this.#program = program;
    this.#features = new FeatureCache(registrar);
    this.#shapes = new OperandShapes(program.listing.file);
    this.#left = MOST_WALKS * program.listing.file.addresses.length;
  }

  function(found: ListedGraph): ProgramFunction {
    const address = this.#addressOf(found.address);
    return {
      address,
      features: this.#ofFunction(found, address),
      blocks: { [Symbol.iterator]: () => this.#blocks(found) },
    };
  }

  #addressOf(address: number): Address {
    const { shift } = this.#program.listing.file;
    return { type: 'absolute', value: shift === 0n ? address : toInteger(BigInt(address) + shift) };
  }

  #ofFunction({ graph, vertex }: ListedGraph, address: Address): PlacedFeatures {
    const { listing } = this.#program;
    const { vertices } = listing.file;
    for (const caller of listing.callersOf(vertex)) {
      this.#list.addAt(this.#characteristic('calls to'), this.#addressOf(vertices[caller]?.address ?? 0));
    }
    const positions = new Map(graph.blocks.map((block, i) => [block, i]));
    const successors = graph.blocks.map((): number[] => []);
    for (let i = 0; i + 1 < graph.edges.length; i += 2) {
      const [from, to] = [positions.get(graph.edges[i] as number), positions.get(graph.edges[i + 1] as number)];
      if (from !== undefined && to !== undefined && from !== to) successors[from]?.push(to);
    }
    if (goesInCircles(successors)) this.#list.add(this.#characteristic('loop'));
    const name = vertices[vertex]?.mangledName ?? '';
    if (name !== '') this.#list.add(this.#features.text('function name', name));
    return this.#list.take(address);
  }

  *#blocks(owner: ListedGraph): Generator<ProgramBlock, void, void> {
    const { listing } = this.#program;
    const { edges, blocks, entry } = owner.graph;
    const leaving = new Set<number>();
    const repeated = new Set<number>();
    for (let i = 0; i + 1 < edges.length; i += 2) {
      leaving.add(edges[i] as number);
      if (edges[i] === edges[i + 1]) repeated.add(edges[i] as number);
    }
    for (const block of blocks) {
      if (this.#left < 0) {
        this.#program.onCut();
        return;
      }
      const numbers = listing.instructionsOf(block);
      const first = numbers[0];
      this.#left -= numbers.length;
      if (first === undefined) continue;
      const place: Place = {
        owner,
        blockStart: listing.addressOf(first),
        blockLast: listing.addressOf(numbers.at(-1) as number),
        isEntry: block === entry,
        isExit: !leaving.has(block),
      };
      const instructions = numbers.map((number) => this.#instruction(number, place));
      const address = this.#addressOf(place.blockStart);
      this.#list.add(this.#features.basicBlock);
      if (repeated.has(block)) this.#list.add(this.#characteristic('tight loop'));
      yield { address, features: this.#list.take(address), instructions };
    }
  }

  #instruction(number: number, place: Place): ProgramInstruction {
    const { listing, rules } = this.#program;
    const address = this.#addressOf(listing.addressOf(number));
    const mnemonic = listing.file.mnemonics[listing.file.instructionMnemonics.get(number)] ?? '';
    if (mnemonic !== '') this.#list.add(this.#features.text('mnemonic', mnemonic));
    this.#addCalls(number, place.owner);
    this.#addTexts(number);
    if (rules !== undefined) this.#addOperands(number, mnemonic, rules, place);
    return { address, features: this.#list.take(address) };
  }

  #addCalls(number: number, owner: ListedGraph): void {
    const { listing } = this.#program;
    for (const target of listing.file.callTargets.of(number)) {
      const vertex = listing.file.vertices[listing.resolve(target) ?? ABSENT];
      if (vertex?.type === VERTEX.imported && vertex.mangledName !== '') {
        for (const name of callNames(vertex.mangledName)) this.#list.add(this.#features.text('api', name));
      }
      const to = this.#addressOf(target);
      this.#list.addAt(this.#characteristic('calls from'), to);
      if (target === owner.address) this.#list.addAt(this.#characteristic('recursive call'), to);
    }
  }

  /** Texts that the disassembler named; else what lies where the instruction refers to. */
  #addTexts(number: number): void {
    const { listing, memory } = this.#program;
    const texts = listing.stringsOf(number);
    for (const text of texts) this.#list.add(this.#features.text('string', text));
    if (texts.length > 0 || memory === undefined) return;
    for (const address of listing.dataOf(number)) this.#addData(memory.read(address));
  }

  #addData(bytes: Uint8Array): void {
    if (bytes.every((byte) => byte === 0)) return;
    const texts: string[] = [];
    const take = (text: string, at: number): void => {
      if (at === 0) texts.push(text);
    };
    const scanner = new StringScanner(take, take);
    scanner.push(bytes);
    scanner.end();
    for (const text of texts) this.#list.add(this.#features.text('string', text));
    if (texts.length === 0) this.#list.add(this.#features.bytes(toHexadecimal(bytes)));
  }

  #addOperands(number: number, mnemonic: string, rules: MachineRules, place: Place): void {
    const shapes = this.#shapes.of(number);
    for (const { operand, value } of isReturn(mnemonic) ? [] : rules.numbers(mnemonic, shapes)) {
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
    if (this.#isMapped(value)) return;
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
    const { listing } = this.#program;
    return listing.isMapped(Number(BigInt(value) - listing.file.shift));
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

function masked(value: number | bigint, bits: 32 | 64): Integer {
  if (typeof value === 'number' && value >= 0 && (bits === 64 || value < 2 ** 32)) return value;
  return toInteger(BigInt.asUintN(bits, BigInt(value)));
}

/** The number that the bits mean; what is above them stays. */
function signed(value: Integer, bits: 32 | 64): Integer {
  const wide = BigInt(value);
  return (wide >> BigInt(bits - 1)) & 1n ? toInteger(wide - (1n << BigInt(bits))) : value;
}
