// A value in a log -> the features it stands for. Numbers and decimal texts are where capax improves on the reference for all
// sandboxes alike (`sign-extended-numbers`, `decimal-text-stays-text` in src/semantics.ts).

import { parseDecimal } from '../../bytes/python-integer.ts';
import type { Feature, Integer } from '../../features/feature.ts';
import type { Semantics } from '../../semantics.ts';

const SIGN_EXTENDED_FROM = 0xffffffff80000000n;
const LOWER_HALF = 0xffff_ffffn;
const SIGN_EXTENDED_TO = 0xffffffffffffffffn;

/** The number, and its lower 32 bits where a sandbox logged a 32-bit value sign-extended to 64 bits. */
export function numberFeatures(value: Integer, semantics: Semantics): Feature[] {
  const features: Feature[] = [{ type: 'number', value }];
  if (
    semantics['sign-extended-numbers'] &&
    typeof value === 'bigint' &&
    value >= SIGN_EXTENDED_FROM &&
    value <= SIGN_EXTENDED_TO
  ) {
    features.push({ type: 'number', value: Number(value & 0xffffffffn) });
  }
  return features;
}

/** A whole register: the number, and its lower half, for nobody knows which parameters are of 32 bits; the upper half is rubbish of those. */
export function registerFeatures(value: Integer): Feature[] {
  const lower = Number(BigInt(value) & LOWER_HALF);
  return (value === lower ? [value] : [value, lower]).map((each) => ({ type: 'number', value: each }));
}

/** Text in a log: a number where `parse` reads one, else a string. A decimal number is a string as well. */
export function textFeatures(
  text: string,
  parse: (text: string) => Integer | undefined,
  semantics: Semantics,
): Feature[] {
  const value = parse(text);
  if (value === undefined) return [{ type: 'string', value: text }];
  const features = numberFeatures(value, semantics);
  if (semantics['decimal-text-stays-text'] && parseDecimal(text) !== undefined) {
    features.push({ type: 'string', value: text });
  }
  return features;
}
