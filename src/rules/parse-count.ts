// `count(feature): how often`. The key holds the feature, the value an exact number, `N or more`, `N or fewer`, or `(A, B)` with
// either side optional.

import type { Integer } from '../features/feature.ts';
import { FEATURE_TYPES } from '../features/feature-types.ts';
import { readFeatureKey } from './element-keys.ts';
import { parseIntegerText } from './integers.ts';
import { type ParsedFeature, parseFeature } from './parse-feature.ts';
import { RANGE_MAX } from './rule.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { ARGUMENT_COUNT, COUNT } from './statement-words.ts';
import { describeNode, type YamlMapping, type YamlNode, type YamlScalar } from './yaml.ts';

const WITH_VALUE = /^([^(]*)\((.*)\)$/s;
const OR_MORE = ' or more';
const OR_FEWER = ' or fewer';
const INTERVAL = /^\(([^,]*)(?:,(.*))?\)$/s;
const HINT = 'Write N, "N or more", "N or fewer", or (A, B) where either side may be left out.';

/**
 * The feature in a `count(...)` key. The value stands in parentheses; `basic blocks` has none, and of features that may be compared in
 * several ways it may be left out: then all of them count. `element` may hold the object of a behaviour.
 */
export function parseCounted(key: YamlScalar, element: YamlMapping, origin: RuleOrigin): ParsedFeature {
  const inside = COUNT.exec(key.text)?.[1] ?? ARGUMENT_COUNT.exec(key.text)?.[1] ?? '';
  const match = WITH_VALUE.exec(inside);
  const feature = match?.[1] ?? inside;
  const type = readFeatureKey(feature)?.type;
  const mayLack = feature === 'basic blocks' || (type !== undefined && FEATURE_TYPES[type].value === 'any');
  if (match === null ? !mayLack : feature === 'basic blocks') {
    const hint = 'Write count(feature(value)), for example count(mnemonic(xor)), or count(basic blocks).';
    throw invalidRule(origin, key.offset, `${quote(key.text)} does not name a feature to count`, hint);
  }
  const value: YamlNode = { kind: 'text', text: match?.[2] ?? '', offset: key.offset };
  return parseFeature({ key: feature, at: key.offset, value, element, counted: true, origin });
}

/** How often: both bounds are inclusive, `RANGE_MAX` means no upper bound. */
export function parseRange(value: YamlNode, origin: RuleOrigin): { min: Integer; max: Integer } {
  if (value.kind === 'integer') return { min: value.value, max: value.value };
  if (value.kind === 'boolean') return value.value ? { min: 1, max: 1 } : { min: 0, max: 0 };
  const fail = (problem: string): never => {
    throw invalidRule(origin, value.offset, problem, HINT);
  };
  if (value.kind !== 'text') return fail(`${describeNode(value)} does not say how often`);
  const { text } = value;
  const read = (part: string): Integer => parseIntegerText(part) ?? fail(`${quote(text)} does not say how often`);
  if (text.endsWith(OR_MORE)) return { min: read(text.slice(0, -OR_MORE.length)), max: RANGE_MAX };
  if (text.endsWith(OR_FEWER)) return { min: 0, max: read(text.slice(0, -OR_FEWER.length)) };
  const interval = INTERVAL.exec(text);
  if (interval === null) {
    const exact = read(text);
    return { min: exact, max: exact };
  }
  const [, low = '', high = ''] = interval;
  const min = low.trim() === '' ? 0 : read(low);
  const max = high.trim() === '' ? RANGE_MAX : read(high);
  if (min < 0) fail(`${quote(text)} starts below 0`);
  if (max < min) fail(`${quote(text)} ends before it starts`);
  return { min, max };
}
