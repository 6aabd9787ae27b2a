// A rule set as text, for caches and rule packs: reading YAML takes hundreds of milliseconds, reading this takes few. Two lines of
// JSON: what matching needs, and the sources and tags, which are parsed only when one is asked for. The text is ASCII (other
// characters are escaped), because engines decode and parse such text fastest.

import { CapaxError } from '../errors.ts';
import { toInteger } from '../features/feature.ts';
import { featureTest, featureValue } from '../features/feature-types.ts';
import type { StoredRegex } from './regex.ts';
import { RegexTable } from './regex-table.ts';
import type { Rule, RuleSet, Statement } from './rule.ts';
import { createRuleSet } from './rule-set.ts';
import { featuresIn } from './walk.ts';

/** Changes whenever the text of a rule set does, or what rules mean. */
export const RULE_SET_FORMAT: number = 5;

type SerialisedRule = Omit<Rule, 'source' | 'tags'>;

/** First line. Rules are in evaluation order; dependencies are positions in it. */
interface Head {
  readonly capaxRuleSet: number;
  readonly rules: readonly SerialisedRule[];
  readonly dependencies: readonly (readonly number[])[];
  /** Positions of rules with integers beyond 2^53. JSON.parse would round them, so they are written as `{"bigint": text}`. */
  readonly withBigints: readonly number[];
  /** What is known of the regular expressions, so that a start need not parse them. */
  readonly regexes: readonly StoredRegex[];
  /** Length of the second line; a shortened text is refused at once. */
  readonly textsLength: number;
}

/** Second line: of every rule its source and its tags. */
type Texts = readonly (readonly [source: string, tags: readonly string[]])[];

/** The rule set as two lines of JSON text. */
export function serialiseRuleSet(ruleSet: RuleSet): string {
  const positions = new Map(ruleSet.rules.map((rule, index) => [rule.meta.name, index]));
  const withBigints: number[] = [];
  const rules = ruleSet.rules.map(({ source: _source, tags: _tags, ...rule }, index) =>
    JSON.stringify(rule, (_key, value: unknown) => {
      if (typeof value !== 'bigint') return value;
      if (withBigints.at(-1) !== index) withBigints.push(index);
      return { bigint: String(value) };
    }),
  );
  const dependencies = ruleSet.rules.map((rule) =>
    (ruleSet.dependencies.get(rule.meta.name) ?? []).map((name) => positions.get(name)),
  );
  const texts: Texts = ruleSet.rules.map((rule) => [rule.source, rule.tags]);
  const secondLine = escapeNonAscii(JSON.stringify(texts));
  const regexes = [...regexValues(ruleSet)].map((value) => ruleSet.regexes.get(value).store());
  const rest = JSON.stringify({ dependencies, withBigints, regexes, textsLength: secondLine.length });
  const head = `{"capaxRuleSet":${RULE_SET_FORMAT},"rules":[${rules.join(',')}],${rest.slice(1)}`;
  return `${escapeNonAscii(head)}\n${secondLine}`;
}

function regexValues(ruleSet: RuleSet): Set<string> {
  const values = new Set<string>();
  for (const rule of ruleSet.rules) {
    for (const feature of featuresIn(rule.statement)) {
      const isRegex = feature.type === 'regex' || featureTest(feature) === 'regex';
      if (isRegex) values.add(String(featureValue(feature)));
    }
  }
  return values;
}

function escapeNonAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Reads what `serialiseRuleSet` wrote. The text must come from a trusted place (a cache of the same user, a rule pack): it is not
 * validated as rule files are. Throws CapaxError `rules-invalid` if it is of another format or damaged.
 */
export function parseSerialisedRuleSet(text: string): RuleSet {
  try {
    const end = text.indexOf('\n');
    const head = JSON.parse(text.slice(0, Math.max(end, 0))) as Head;
    if (head.capaxRuleSet !== RULE_SET_FORMAT || text.length !== end + 1 + head.textsLength) {
      throw new RangeError('another format');
    }
    return readHead(head, new LazyTexts(text.slice(end + 1)));
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause: unknown): CapaxError {
  const hint = 'Build it again with this version of capax.';
  return new CapaxError('rules-invalid', 'This is not a rule set that this version of capax wrote.', { cause, hint });
}

function readHead(head: Head, texts: LazyTexts): RuleSet {
  const withBigints = new Set(head.withBigints);
  const rules = head.rules.map((rule, index) => {
    const statement = withBigints.has(index) ? reviveBigints(rule.statement) : rule.statement;
    return readRule(rule, statement, texts, index);
  });
  const names = rules.map((rule) => rule.meta.name);
  const dependencies = head.dependencies.map((list) => list.map((index) => names[index] as string));
  const byName = new Map(names.map((name, index) => [name, dependencies[index] ?? []]));
  return createRuleSet(rules, byName, new RegexTable(head.regexes));
}

function reviveBigints(statement: Statement): Statement {
  return JSON.parse(JSON.stringify(statement), (_, value) =>
    typeof value?.bigint === 'string' ? toInteger(BigInt(value.bigint)) : value,
  );
}

/** Sources and tags of all rules, parsed at the first question. */
class LazyTexts {
  #line: string;
  #texts: Texts | undefined;

  constructor(line: string) {
    this.#line = line;
  }

  at(index: number): Texts[number] {
    if (this.#texts === undefined) {
      this.#texts = this.#parse();
      this.#line = '';
    }
    return this.#texts[index] ?? ['', []];
  }

  #parse(): Texts {
    try {
      return JSON.parse(this.#line) as Texts;
    } catch (cause) {
      throw unreadable(cause);
    }
  }
}

/** A rule whose source and tags are looked up when they are asked for. */
function readRule(rule: SerialisedRule, statement: Statement, texts: LazyTexts, index: number): Rule {
  return {
    meta: rule.meta,
    statement,
    path: rule.path,
    ...(rule.derived === undefined ? {} : { derived: rule.derived }),
    get source() {
      return texts.at(index)[0];
    },
    get tags() {
      return texts.at(index)[1];
    },
  };
}
