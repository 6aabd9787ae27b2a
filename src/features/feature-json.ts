// Features and addresses as JSON text, byte for byte as the reference writes them into freeze files and (addresses) result
// documents: compact, keys in a fixed order, integers exact, floats with a fraction or an exponent. Facts: observed outputs.

import type { Address } from './address.ts';
import type { Feature, Integer, ValueTest } from './feature.ts';
import { FEATURE_TYPES, featureQualifier, featureTest, featureValue, valueKey } from './feature-types.ts';

/** A finite float: `6.0`, `0.00001`, `1e-6`, `1e+16`. */
export function formatFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-5 || size >= 1e16)) return value.toExponential();
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** JSON has no infinite floats, and none that is no number; the reference writes null. */
function valueText(value: string | Integer, isFloat: boolean): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (isFloat) return Number.isFinite(Number(value)) ? formatFloat(Number(value)) : 'null';
  return String(value);
}

/** The way of comparing that is written down: that another name will do is said by what was found. */
export function writtenTest(feature: Feature): ValueTest | undefined {
  const test = featureTest(feature);
  return test === 'alias' ? undefined : test;
}

/** JSON text of a feature, without a description: `{"type":"api","api":"CreateFile"}`. */
export function featureJson(feature: Feature): string {
  const { type } = feature;
  const field = FEATURE_TYPES[type].qualifier?.field;
  const qualifier = featureQualifier(feature);
  const value = featureValue(feature);
  const before = qualifier === undefined ? '' : `,"${field}":${valueText(qualifier, false)}`;
  if (value === undefined) return `{"type":"${type}"${before}}`;
  const isFloat = 'float' in feature && feature.float === true;
  const test = writtenTest(feature);
  const behind = test === undefined ? '' : `,"test":"${test}"`;
  return `{"type":"${type}"${before},"${valueKey(type)}":${valueText(value, isFloat)}${behind}}`;
}

/** JSON text of an address: `{"type":"absolute","value":4198400}`. */
export function addressJson(address: Address): string {
  if (address.type === 'no address') return '{"type":"no address"}';
  const { value } = address;
  return `{"type":"${address.type}","value":${typeof value === 'object' ? `[${value.join(',')}]` : value}}`;
}
