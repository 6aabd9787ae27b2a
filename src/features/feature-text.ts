// Features as people read them, `api(CreateFile)` or `number(0x1F)`, in the reference's spelling (spec core.md 3.1).

import type { Feature, FeatureType, Integer } from './feature.ts';
import { formatFloat } from './feature-json.ts';
import { FEATURE_TYPES, featureName, featureTest, featureValue } from './feature-types.ts';
import { escapeCodePoint, escapeFeatureText } from './text.ts';

const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;

/** Types whose values are texts of the sample. */
const TEXTS: ReadonlySet<FeatureType> = new Set<FeatureType>(['string', 'substring', 'argument', 'return', 'behavior']);

/** `0x1F`, `-0x8`; a fraction stays decimal. */
export function formatHexadecimal(value: Integer): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(value);
  const digits = value.toString(16).toUpperCase();
  return digits.startsWith('-') ? `-0x${digits.slice(1)}` : `0x${digits}`;
}

/**
 * Value of a feature on one line: hexadecimal integers, bytes as `41 B2`, strings with the escapes of text.ts, other text with
 * unprintable characters escaped. Empty for a basic block, which has none.
 */
export function formatFeatureValue(feature: Feature): string {
  const value = featureValue(feature);
  if (value === undefined) return '';
  const test = featureTest(feature);
  if (test === 'any') return 'any value';
  if (test === 'substring') return `{substring: ${escapeFeatureText(String(value))}}`;
  if (test === 'flags') return `{has: ${formatHexadecimal(value as Integer)}}`;
  if (typeof value !== 'string') {
    return 'float' in feature && feature.float === true ? formatFloat(Number(value)) : formatHexadecimal(value);
  }
  if (FEATURE_TYPES[feature.type].value === 'bytes') return value.toUpperCase().replace(/..(?!$)/g, '$& ');
  if (TEXTS.has(feature.type) && test === undefined) return escapeFeatureText(value);
  return value.replace(UNPRINTABLE, escapeCodePoint);
}

/** The whole feature: `name(value)`; a basic block is just `basic block`. */
export function formatFeature(feature: Feature): string {
  if (featureValue(feature) === undefined) return feature.type;
  const name = featureName(feature).replace(UNPRINTABLE, escapeCodePoint);
  return `${name}(${formatFeatureValue(feature)})`;
}
