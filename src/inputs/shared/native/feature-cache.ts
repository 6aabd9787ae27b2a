// Numbers of the features of native code, one table for each registrar: a feature is handed over once for each different value, and found
// again without building text. Numbers are looked up several times for each instruction, so the small ones are in an array.

import type { Integer } from '../../../bytes/integer.ts';
import { IntegerMap } from '../../../bytes/integer-map.ts';
import type { Feature, TextFeatureType } from '../../../features/feature.ts';
import type { FeatureRegistrar } from '../../../features/registrar.ts';

/** Values below this are their own slot. */
const SMALL = 4096;
/** Features that one value can be: a number and an offset, each also as that of one of five operands. */
const KINDS = 12;
const NUMBER = 0;
const OFFSET = 6;

export class FeatureCache {
  readonly #registrar: FeatureRegistrar;
  readonly #texts = new Map<TextFeatureType, Map<string, number>>();
  /** Slots of values that are not small. */
  readonly #slots = new IntegerMap<number, Integer>();
  #nextSlot = SMALL;
  /** By slot and kind: the number of the feature, 0 for none yet, more by one. */
  #numbers = new Int32Array(2 * SMALL * KINDS);
  /** `basic block` */
  readonly basicBlock: number;

  constructor(registrar: FeatureRegistrar) {
    this.#registrar = registrar;
    this.basicBlock = registrar.feature({ type: 'basic block' });
  }

  text(type: TextFeatureType, value: string): number {
    let known = this.#texts.get(type);
    if (known === undefined) {
      known = new Map();
      this.#texts.set(type, known);
    }
    let number = known.get(value);
    if (number === undefined) {
      number = this.#registrar.feature({ type, value });
      known.set(value, number);
    }
    return number;
  }

  /** `value` in hexadecimal digits. Not kept here: who asks knows where the bytes are, which is shorter. */
  bytes(value: string): number {
    return this.#registrar.feature({ type: 'bytes', value });
  }

  /** Where a value's features are; for the methods below. */
  slotOf(value: Integer): number {
    if (typeof value === 'number' && value >= 0 && value < SMALL) return value;
    const known = this.#slots.get(value);
    if (known !== undefined) return known;
    const slot = this.#nextSlot++;
    this.#slots.set(value, slot);
    if (this.#nextSlot * KINDS > this.#numbers.length) {
      const larger = new Int32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    return slot;
  }

  number(slot: number, value: Integer): number {
    return this.#at(slot * KINDS + NUMBER) ?? this.#add(slot * KINDS + NUMBER, { type: 'number', value });
  }

  offset(slot: number, value: Integer): number {
    return this.#at(slot * KINDS + OFFSET) ?? this.#add(slot * KINDS + OFFSET, { type: 'offset', value });
  }

  operandNumber(slot: number, index: number, value: Integer): number {
    const at = slot * KINDS + NUMBER + 1 + index;
    return this.#at(at) ?? this.#add(at, { type: 'operand number', index, value });
  }

  operandOffset(slot: number, index: number, value: Integer): number {
    const at = slot * KINDS + OFFSET + 1 + index;
    return this.#at(at) ?? this.#add(at, { type: 'operand offset', index, value });
  }

  #at(index: number): number | undefined {
    const number = this.#numbers[index] as number;
    return number === 0 ? undefined : number - 1;
  }

  #add(index: number, feature: Feature): number {
    const number = this.#registrar.feature(feature);
    this.#numbers[index] = number + 1;
    return number;
  }
}
