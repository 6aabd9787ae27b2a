// Conditions that compare the value of a feature otherwise than as a whole, by the feature's type and name: what is seen is compared with
// those of its own name only, and patterns are searched for in its text alone.

import { apisOfAct } from '../../features/api-aliases.ts';
import type { Feature, Integer } from '../../features/feature.ts';
import { featureNameKey, featureTest, featureValue } from '../../features/feature-types.ts';
import type { RegexTable } from '../../rules/regex-table.ts';
import { type StringPattern, StringPatterns } from './string-patterns.ts';

interface Tests {
  readonly any: number[];
  readonly flags: { readonly leaf: number; readonly bits: bigint }[];
  readonly patterns: StringPattern[];
  /** Made when they are first needed, after which none is added. */
  prepared: StringPatterns | undefined;
}

const NONE: readonly number[] = [];

export class TestedLeaves {
  readonly #byName = new Map<string, Tests>();
  readonly #byApi = new Map<string, number[]>();
  readonly #regexes: RegexTable;

  constructor(regexes: RegexTable) {
    this.#regexes = regexes;
  }

  /** Adds a condition with a test. */
  add(leaf: number, feature: Feature): void {
    const test = featureTest(feature);
    const value = featureValue(feature);
    switch (test) {
      case 'any':
        this.#testsOf(feature).any.push(leaf);
        break;
      case 'flags':
        this.#testsOf(feature).flags.push({ leaf, bits: BigInt(value as Integer) });
        break;
      case 'substring':
        this.#testsOf(feature).patterns.push({ id: leaf, kind: 'substring', text: value as string });
        break;
      case 'regex':
        this.#testsOf(feature).patterns.push({ id: leaf, kind: 'regex', regex: this.#regexes.get(value as string) });
        break;
      case 'alias':
        for (const api of apisOfAct(value as string)) {
          const leaves = this.#byApi.get(api);
          if (leaves === undefined) this.#byApi.set(api, [leaf]);
          else leaves.push(leaf);
        }
        break;
      case undefined:
        break;
    }
  }

  /** Leaves of the conditions that what is seen satisfies, in no order; `scan` finds patterns in a text. */
  find(feature: Feature, scan: (text: string, patterns: StringPatterns) => readonly number[]): readonly number[] {
    if (feature.type === 'api') return this.#byApi.get(feature.value) ?? NONE;
    const tests = this.#byName.get(featureNameKey(feature));
    if (tests === undefined) return NONE;
    const value = featureValue(feature);
    if (typeof value === 'string') {
      if (tests.patterns.length === 0) return tests.any;
      tests.prepared ??= new StringPatterns(tests.patterns);
      return [...tests.any, ...scan(value, tests.prepared)];
    }
    const holding = tests.flags.filter(({ bits }) => hasBits(value as Integer, bits)).map(({ leaf }) => leaf);
    return [...tests.any, ...holding];
  }

  #testsOf(feature: Feature): Tests {
    const key = featureNameKey(feature);
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    const tests: Tests = { any: [], flags: [], patterns: [], prepared: undefined };
    this.#byName.set(key, tests);
    return tests;
  }
}

function hasBits(value: Integer, bits: bigint): boolean {
  return (BigInt(value) & bits) === bits;
}
