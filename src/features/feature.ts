// The vocabulary that rules and inputs share: one closed union of features. Type words are those of the result document, so
// there is a single spelling in code, JSON and output. What there is to know about each type is in feature-types.ts.

import type { Integer } from '../bytes/integer.ts';

export { type Integer, toInteger } from '../bytes/integer.ts';

/** Features that are a type and a text. */
export type TextFeatureType =
  | 'api'
  | 'string'
  | 'substring'
  | 'regex'
  | 'class'
  | 'namespace'
  | 'mnemonic'
  | 'characteristic'
  | 'export'
  | 'import'
  | 'section'
  | 'function name'
  | 'os'
  | 'arch'
  | 'format'
  | 'match'
  | 'status';

/** `substring` and `regex` (value with its slashes, as written: `/pattern/i`) exist in rules only. */
export interface TextFeature {
  readonly type: TextFeatureType;
  readonly value: string;
  /** Of an api, in rules only: any other name of the same act will do (api-aliases.ts). */
  readonly test?: 'alias';
}
/** `observed number`: what a register held that an instruction worked with, between two calls of a recording. */
export interface NumberFeature {
  readonly type: 'number' | 'offset' | 'observed number';
  readonly value: Integer;
  /**
   * True if the input wrote a floating-point number: `6.0` is the same feature as `6` and only written differently. `value` may
   * then have a fraction.
   */
  readonly float?: true;
}
export interface OperandFeature {
  readonly type: 'operand number' | 'operand offset';
  readonly index: number;
  readonly value: Integer;
}
/** `value` is lower-case hexadecimal, two digits a byte. */
export interface BytesFeature {
  readonly type: 'bytes';
  readonly value: string;
}
export interface PropertyFeature {
  readonly type: 'property';
  readonly access?: 'read' | 'write';
  readonly value: string;
}
export interface BasicBlockFeature {
  readonly type: 'basic block';
}
/**
 * How a rule compares a value, where not as a whole: with anything, with text that contains the value or in which the pattern occurs
 * (with its slashes, as written), with an integer that has all bits of the value. What is seen has none.
 */
export type ValueTest = 'any' | 'substring' | 'regex' | 'flags' | 'alias';
/** An argument of a call by its canonical name (argument-names.ts), or something that was done, by its kind (behaviors.ts), to `value`. */
export interface NamedFeature {
  readonly type: 'argument' | 'behavior';
  readonly name: string;
  readonly value: string | Integer;
  readonly test?: ValueTest;
}
/** What a call returned. */
export interface ReturnFeature {
  readonly type: 'return';
  readonly value: string | Integer;
  readonly test?: ValueTest;
}

export type Feature =
  | TextFeature
  | NumberFeature
  | OperandFeature
  | BytesFeature
  | PropertyFeature
  | BasicBlockFeature
  | NamedFeature
  | ReturnFeature;

export type FeatureType = Feature['type'];
