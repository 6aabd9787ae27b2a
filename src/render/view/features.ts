// Features and counts of an evidence tree as text (spec core.md 6.4).

import type { Feature, FeatureType, Integer } from '../../features/feature.ts';
import { formatHexadecimal } from '../../features/feature-text.ts';
import { FEATURE_TYPES, featureName, featureTest, featureValue } from '../../features/feature-types.ts';
import { escapeFeatureText } from '../../features/text.ts';
import type { MatchNode } from '../../result/document.ts';

const UNBOUNDED = 18446744073709551615n;

/** `property/read`, `operand[1].number`, otherwise the type word, where rules may write another. */
export function featureLabel(feature: Feature): string {
  const { qualifier, isDetail } = FEATURE_TYPES[feature.type];
  const name = qualifier === undefined ? feature.type : featureName(feature);
  return isDetail === true ? escapeFeatureText(name) : name;
}

/** Types whose values are texts of the sample. */
const QUOTED: ReadonlySet<FeatureType> = new Set<FeatureType>(['string', 'argument', 'return', 'behavior']);

/** Text between double quotes. */
export function quote(text: string): string {
  return `"${escapeFeatureText(text)}"`;
}

/** A feature's value: strings in quotes, numbers in hexadecimal, the rest as it is; empty for `basic block`. */
export function featureValueText(feature: Feature): string {
  const value = featureValue(feature);
  if (value === undefined) return '';
  switch (featureTest(feature)) {
    case 'any':
      return 'any';
    case 'flags':
      return `{has: ${formatHexadecimal(value as Integer)}}`;
    case 'substring':
      return `{substring: ${quote(String(value))}}`;
    case 'regex':
      return String(value);
    case 'alias':
    case undefined:
      break;
  }
  if (typeof value !== 'string') return formatHexadecimal(value);
  return QUOTED.has(feature.type) ? quote(value) : value;
}

/** ` = description`, or nothing. */
export function descriptionText(description: string | undefined): string {
  return description === undefined || description === '' ? '' : ` = ${description}`;
}

function boundsText(min: number | bigint, max: number | bigint): string {
  if (min === max) return String(min);
  if (max === UNBOUNDED) return `${min} or more`;
  return min === 0 ? `${max} or fewer` : `between ${min} and ${max}`;
}

/** `count(api(Foo)): 2 or more`. */
export function countLabel({ min, max, child, childDescription }: Extract<MatchNode, { kind: 'range' }>): string {
  const value = featureValueText(child);
  const inner = value === '' ? '' : `(${value}${descriptionText(childDescription)})`;
  return `count(${featureLabel(child)}${inner}): ${boundsText(min, max)}`;
}
