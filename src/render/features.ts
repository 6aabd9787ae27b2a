// Features and counts of an evidence tree as text (spec core.md 6.4).

import { escapeFeatureText } from '../features/text.ts';
import type { DocumentFeature, DocumentStatement } from '../result/document.ts';
import { documentFeatureValue } from '../result/nodes.ts';
import { hexText } from './addresses.ts';

const UNBOUNDED = 18446744073709551615n;

/** `property/read`, `operand[1].number`, otherwise the type word. */
export function featureLabel(feature: DocumentFeature): string {
  switch (feature.type) {
    case 'property':
      return feature['access'] === undefined ? feature.type : `property/${feature['access']}`;
    case 'operand number':
      return `operand[${feature['index']}].number`;
    case 'operand offset':
      return `operand[${feature['index']}].offset`;
    default:
      return feature.type;
  }
}

/** Text between double quotes. */
export function quote(text: string): string {
  return `"${escapeFeatureText(text)}"`;
}

/** A feature's value: strings in quotes, numbers in hexadecimal, the rest as it is; empty for `basic block`. */
export function featureValueText(feature: DocumentFeature): string {
  const value = documentFeatureValue(feature);
  if (value === undefined) return '';
  if (typeof value !== 'string') return hexText(value);
  return feature.type === 'string' ? quote(value) : value;
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
export function countLabel({ min, max, child }: Extract<DocumentStatement, { type: 'range' }>): string {
  const value = featureValueText(child);
  const inner = value === '' ? '' : `(${value}${descriptionText(child.description)})`;
  return `count(${featureLabel(child)}${inner}): ${boundsText(min, max)}`;
}
