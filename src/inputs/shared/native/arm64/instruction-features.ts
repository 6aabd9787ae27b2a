// All features of one A64 instruction.

import { type Integer, toInteger } from '../../../../bytes/integer.ts';
import { IntegerSet } from '../../../../bytes/integer-map.ts';
import { formedBy, placeOf, type Values, valueIn } from '../../../../code/arm64/discovery/values.ts';
import { type Instruction, immediateOf, MODE, OPERAND } from '../../../../code/arm64/instruction.ts';
import { MNEMONICS } from '../../../../code/arm64/mnemonics.ts';
import { STACK_POINTER } from '../../../../code/arm64/registers.ts';
import { FLOW } from '../../../../code/flow.ts';
import { LOCATION } from '../../../../code/location-map.ts';
import type { CodeFunction, ProgramCode } from '../../../../code/program-code.ts';
import type { FeatureCache } from '../feature-cache.ts';
import type { FeatureList } from '../feature-list.ts';
import type { NativeFacts } from '../native-facts.ts';
import { Pointers } from '../pointers.ts';
import { ArmApiNames } from './api-names.ts';

/** What `add` adds below this is likely a place in a structure. */
const OFFSETS_END = 0x10000;
/** Operands that features know. */
const MOST_OPERANDS = 5;

/** What an instruction is to features, by its name. */
const TRAIT = { load: 1, sum: 2, xor: 4, movedPart: 8, add: 16 } as const;
const NAMES: readonly (readonly [number, string])[] = [
  [TRAIT.load, 'ldr ldrb ldrh ldrsb ldrsh ldrsw str strb strh ldp ldpsw stp ldnp stnp'],
  [TRAIT.load, 'ldur ldurb ldurh ldursb ldursh ldursw stur sturb sturh'],
  [TRAIT.sum, 'add sub'],
  [TRAIT.add, 'add'],
  [TRAIT.xor, 'eor'],
  [TRAIT.movedPart, 'movk'],
];
const TRAITS = new Map<string, number>();
for (const [trait, names] of NAMES)
  for (const name of names.split(' ')) TRAITS.set(name, (TRAITS.get(name) ?? 0) | trait);

export class ArmInstructionFeatures {
  readonly #code: ProgramCode;
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #pointers: Pointers;
  readonly #apis: ArmApiNames;
  #functions: IntegerSet | undefined;
  /** By mnemonic: the number of its feature, and its traits. */
  readonly #known: ({ readonly feature: number; readonly traits: number } | undefined)[] = [];

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#code = code;
    this.#facts = facts;
    this.#features = features;
    this.#pointers = new Pointers(code, facts, features);
    this.#apis = new ArmApiNames(code, facts, features);
  }

  addTo(list: FeatureList, instruction: Instruction, values: Values, owner: CodeFunction): void {
    const { feature, traits } = this.#traitsOf(instruction.mnemonic);
    list.add(feature);
    this.#addNumbers(list, instruction, traits);
    if (instruction.flow === FLOW.next) {
      this.#addPostIndex(list, instruction);
      this.#addCombined(list, instruction, values, traits);
      if ((traits & TRAIT.load) !== 0) this.#addOffset(list, instruction);
      this.#addPointed(list, instruction, values);
      if ((traits & TRAIT.xor) !== 0 && isNonZeroing(instruction)) this.#add(list, 'nzxor');
    } else this.#addFlow(list, instruction, owner);
  }

  #traitsOf(mnemonic: number): { readonly feature: number; readonly traits: number } {
    let known = this.#known[mnemonic];
    if (known === undefined) {
      const name = MNEMONICS[mnemonic] ?? '';
      known = { feature: this.#features.text('mnemonic', name), traits: TRAITS.get(name) ?? 0 };
      this.#known[mnemonic] = known;
    }
    return known;
  }

  #add(list: FeatureList, characteristic: string): void {
    list.add(this.#features.text('characteristic', characteristic));
  }

  /** Plain immediates. What moves the stack pointer says nothing. */
  #addNumbers(list: FeatureList, instruction: Instruction, traits: number): void {
    const { operands, kind, register } = instruction;
    const isFrame = (traits & TRAIT.sum) !== 0 && operands === 3 && register[1] === STACK_POINTER;
    if (isFrame && kind[1] === OPERAND.register) return;
    for (let operand = 0; operand < operands && operand < MOST_OPERANDS; operand++) {
      if (kind[operand] !== OPERAND.immediate) continue;
      const value = shifted(instruction, operand);
      if (!this.#addNumber(list, operand, value)) continue;
      if ((traits & TRAIT.add) !== 0 && operand === 2 && value > 0 && value < OFFSETS_END)
        this.#addOffsetOf(list, operand, value);
    }
  }

  /** What is added to the base register afterwards is written as an operand of its own. */
  #addPostIndex(list: FeatureList, { mode, index, displacement, operands }: Instruction): void {
    if (mode !== MODE.postIndex || index >= 0) return;
    const value = displacement < 0 ? toInteger(BigInt.asUintN(64, BigInt(displacement))) : displacement;
    this.#addNumber(list, operands, value);
  }

  #addNumber(list: FeatureList, operand: number, value: Integer): boolean {
    const { image } = this.#code;
    if (image.isMapped(image.addressOfValue(value))) return false;
    const slot = this.#features.slotOf(value);
    list.add(this.#features.number(slot, value));
    list.add(this.#features.operandNumber(slot, operand, value));
    return true;
  }

  #addOffsetOf(list: FeatureList, operand: number, value: Integer): void {
    const slot = this.#features.slotOf(value);
    list.add(this.#features.offset(slot, value));
    list.add(this.#features.operandOffset(slot, operand, value));
  }

  /** The number that a row of `mov` and `movk` has put together by now. */
  #addCombined(
    list: FeatureList,
    { register, low, high, amount, width }: Instruction,
    values: Values,
    traits: number,
  ): void {
    if ((traits & TRAIT.movedPart) === 0) return;
    const known = valueIn(values, register[0] as number);
    if (known?.kind !== 'constant') return;
    const shift = BigInt(amount[1] as number);
    const part = (BigInt(high[1] as number) << 32n) | BigInt(low[1] as number);
    const whole = BigInt.asUintN(width[0] as number, (BigInt(known.value) & ~(0xffffn << shift)) | (part << shift));
    this.#addNumber(list, 1, toInteger(whole));
  }

  /** The displacement of a place in memory that is none of the stack's. */
  #addOffset(list: FeatureList, { mode, base, index, displacement, operands, kind }: Instruction): void {
    if (mode === MODE.none || mode === MODE.literal || index >= 0 || base === STACK_POINTER) return;
    if (mode === MODE.offset && displacement === 0) return;
    let operand = 0;
    while (operand < operands && kind[operand] !== OPERAND.memory) operand++;
    if (operand === operands) return;
    this.#addOffsetOf(list, operand, displacement);
  }

  /** What lies where the instruction reads, or where the address leads that it forms. */
  #addPointed(list: FeatureList, instruction: Instruction, values: Values): void {
    const { image, locations, imports } = this.#code;
    const place = placeOf(instruction, values);
    const address = place >= 0 ? place : formedBy(instruction, values);
    if (address < 0 || !image.isMapped(address)) return;
    // Where dyld puts an object that is known, or the beginning of one, is more than an import.
    if (imports.has(address) && this.#facts.objectAt?.(address) === undefined) return;
    if (locations.kindAt(address) === LOCATION.instruction) return;
    const { strings, bytes } = this.#pointers.follow(address);
    for (const number of strings) list.add(number);
    if (strings.length === 0) for (const number of bytes) list.add(number);
  }

  #addFlow(list: FeatureList, { address, flow, kind, operands }: Instruction, owner: CodeFunction): void {
    const isCall = flow === FLOW.call;
    if (!isCall && flow !== FLOW.jump) return;
    const { references, image } = this.#code;
    // What a thunk goes to is said of those who call it.
    const goesOut = isCall || (!owner.isThunk && references.from(address).some((one) => this.#apis.leadsOut(one)));
    if (goesOut) for (const number of this.#apis.of(address)) list.add(number);
    const passed = this.#apis.textPassedFrom(address);
    if (passed >= 0) list.add(passed);
    if (isCall && operands > 0 && kind[0] === OPERAND.register) this.#add(list, 'indirect call');
    for (const one of references.from(address)) {
      const isTail = !isCall && one.target !== owner.address && this.#isFunction(one.target);
      if (one.isDereferenced || (!isCall && !isTail)) continue;
      const to = { type: 'absolute', value: image.addressOf(one.target) } as const;
      list.addAt(this.#features.text('characteristic', 'calls from'), to);
      if (one.target === owner.address) list.addAt(this.#features.text('characteristic', 'recursive call'), to);
    }
  }

  #isFunction(address: number): boolean {
    this.#functions ??= new IntegerSet(this.#code.functions.map((found) => found.address));
    return this.#functions.has(address);
  }
}

/** An immediate with the shift that is written behind it. */
function shifted(instruction: Instruction, operand: number): Integer {
  const value = immediateOf(instruction, operand);
  const bits = instruction.amount[operand] as number;
  if (bits === 0) return value;
  return toInteger(BigInt.asUintN(64, BigInt(value) << BigInt(bits)));
}

/** An exclusive or of two different things. */
function isNonZeroing({ operands, kind, register, amount }: Instruction): boolean {
  if (operands !== 3) return false;
  const isSameKind = kind[1] === kind[2] || (kind[2] === OPERAND.shiftedRegister && amount[2] === 0);
  return !isSameKind || register[1] !== register[2];
}
