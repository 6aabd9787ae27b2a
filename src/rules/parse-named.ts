// Values of features that may be compared otherwise than as a whole: arguments, results and objects of behaviours. A number, a text,
// `/pattern/`, `{substring: TEXT}` or `{has: FLAGS}`.

import { argumentNames, isKnownArgumentName } from '../features/argument-names.ts';
import { BEHAVIOR_KINDS, BEHAVIORS, isBehaviorKind, OBJECT_KEYS } from '../features/behaviors.ts';
import type { Feature, Integer, ValueTest } from '../features/feature.ts';
import { describeChoices, didYouMean } from '../suggest.ts';
import { parseIntegerText } from './integers.ts';
import { RegexError } from './regex/cursor.ts';
import { isRegexText, parseRegexFeature } from './regex.ts';
import { invalidRule, quote, type RuleOrigin, warnOfRule } from './rule-error.ts';
import { describeNode, type YamlEntry, type YamlMapping, type YamlNode } from './yaml.ts';

/** A value and how it is compared. */
interface TestedValue {
  readonly value: string | Integer;
  readonly test?: ValueTest;
}

/** Key, value and rule of what is read. */
interface Written {
  readonly key: string;
  readonly value: YamlNode;
  readonly counted: boolean;
  readonly origin: RuleOrigin;
}

/** Keys of behaviours, beside which an object may stand. */
export const COUNTED_BEHAVIOR: RegExp = /^(?:behavior$|count\(behavior\()/;
const ANYTHING: TestedValue = { value: '', test: 'any' };
const HINT = 'Write a number, a text, /pattern/, {substring: TEXT} or {has: FLAGS}.';

/** Reads a value. Inside `count(...)`, where all is text, what reads as a number is one, and nothing stands for anything. */
export function readTestedValue({ key, value, counted, origin }: Written): TestedValue {
  switch (value.kind) {
    case 'integer':
      return { value: value.value };
    case 'boolean':
      return { value: value.value ? 1 : 0 };
    case 'text': {
      if (counted && value.text === '') return ANYTHING;
      const integer = counted ? parseIntegerText(value.text) : undefined;
      return integer === undefined ? readText(value.text, value, origin) : { value: integer };
    }
    case 'mapping':
      return readTest(key, value, origin);
    default:
      throw invalidRule(origin, value.offset, `${key} cannot be ${describeNode(value)}`, HINT);
  }
}

function readText(text: string, { offset }: YamlNode, origin: RuleOrigin): TestedValue {
  if (!isRegexText(text)) return { value: text };
  try {
    parseRegexFeature(text);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw invalidRule(origin, offset, error.message, error.hint);
  }
  return { value: text, test: 'regex' };
}

/** `{substring: TEXT}` or `{has: FLAGS}`. */
function readTest(key: string, mapping: YamlMapping, origin: RuleOrigin): TestedValue {
  const [entry, second] = mapping.entries;
  const fail = (at: YamlNode, problem: string): never => {
    throw invalidRule(origin, at.offset, problem, HINT);
  };
  if (entry === undefined || second !== undefined) return fail(second?.key ?? mapping, `${key} is compared in one way`);
  const { key: word, value } = entry;
  switch (word.text) {
    case 'substring':
      if (value.kind === 'text') return { value: value.text, test: 'substring' };
      return fail(value, `substring must be text, not ${describeNode(value)}`);
    case 'has': {
      const flags = value.kind === 'integer' ? value.value : parseIntegerText(value.kind === 'text' ? value.text : '');
      if (flags !== undefined && flags > 0) return { value: flags, test: 'flags' };
      return fail(value, 'flags must be an integer above 0');
    }
    default:
      return fail(word, `${quote(word.text)} is no way to compare ${key}`);
  }
}

/** A behaviour: its kind, and under the word of its object what that is compared with. `element` has both keys. */
export function readBehavior({ key, value, origin }: Written, element?: YamlMapping): Feature {
  const kind = value.kind === 'text' ? value.text : '';
  if (!isBehaviorKind(kind)) {
    const problem =
      value.kind === 'text' ? `unknown behavior ${quote(kind)}` : `${key} must be text, not ${describeNode(value)}`;
    throw invalidRule(origin, value.offset, problem, describeChoices(kind, BEHAVIOR_KINDS));
  }
  const beside = findObject(element);
  const word = BEHAVIORS[kind].object;
  if (beside !== undefined && beside.key.text !== word) {
    const problem = `the object of ${kind} is its ${quote(word)}, not its ${quote(beside.key.text)}`;
    throw invalidRule(origin, beside.key.offset, problem);
  }
  const object =
    beside === undefined ? ANYTHING : readTestedValue({ key: word, value: beside.value, counted: false, origin });
  const hasText = typeof object.value === 'string';
  if (hasText) return { type: 'behavior', name: kind, ...object };
  throw invalidRule(
    origin,
    beside?.value.offset ?? value.offset,
    `${word} is compared with text`,
    'Write the value in quotes.',
  );
}

/** The element's key that is the object of a behaviour. */
export function findObject(element: YamlMapping | undefined): YamlEntry | undefined {
  return element?.entries.find(({ key }) => OBJECT_KEYS.includes(key.text));
}

/** Warns of an argument that no recorder is known to have, with the nearest one that some have. */
export function warnOfUnknownArgument(name: string, at: number, origin: RuleOrigin): void {
  if (isKnownArgumentName(name)) return;
  const known = argumentNames().flatMap(([canonical, spellings]) => [canonical, ...spellings]);
  const hint = didYouMean(name, known) ?? 'docs/arguments.md lists the names that are known.';
  warnOfRule(origin, 'rule-argument-unknown', at, `no recorder is known to name an argument ${quote(name)}`, hint);
}
