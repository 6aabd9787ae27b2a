// Closed unions stay closed: whoever distinguishes features, statements, scopes, flavours or addresses must decide each case, so that a
// new one is a compile error at every place that has to know it. The compiler sees exhaustive switches and tables; this test keeps
// everything else out.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADDRESS_FIELDS } from '../src/features/address.ts';
import { FEATURE_TYPE_NAMES, FEATURE_TYPES, featureNames } from '../src/features/feature-types.ts';
import { FLAVOURS, LADDERS, QUALIFIED_SCOPES, SCOPES } from '../src/features/scopes.ts';
import { STATEMENT_KINDS } from './support/statement-kinds.ts';

const src = resolve(import.meta.dirname, '..', 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(src, file), 'utf8') }));

const UNIONS: Readonly<Record<string, readonly string[]>> = {
  Feature: FEATURE_TYPE_NAMES,
  Statement: [...STATEMENT_KINDS, 'optional'],
  Scope: FLAVOURS.flatMap((flavour): readonly string[] => SCOPES[flavour]),
  Flavour: FLAVOURS,
  Address: Object.keys(ADDRESS_FIELDS),
};

/** Switches with a `default`, as the union that all their cases belong to and the cases. */
function openSwitches(text: string): string[] {
  return [...text.matchAll(/switch \(.*\) \{/g)].flatMap((match) => {
    const start = match.index + match[0].length;
    let end = start;
    for (let depth = 1; depth > 0 && end < text.length; end++) {
      if (text[end] === '{') depth++;
      else if (text[end] === '}') depth--;
    }
    const body = text.slice(start, end);
    const cases = [...body.matchAll(/^\s*case '([^']*)'/gm)].map(([, word]) => word as string);
    const union = Object.keys(UNIONS).find(
      (name) => cases.filter((word) => UNIONS[name]?.includes(word)).length >= Math.min(2, cases.length),
    );
    return cases.length > 0 && union !== undefined && /^\s*default:/m.test(body)
      ? [`${union}: ${cases.join(', ')}`]
      : [];
  });
}

describe('closed unions', () => {
  it('are never distinguished with a default', () => {
    expect(files.flatMap(({ file, text }) => openSwitches(text).map((found) => `${file}: ${found}`))).toEqual([]);
  });

  it('spell flavours in one place', () => {
    const found = files.filter(
      ({ file, text }) => file !== 'features/scopes.ts' && text.includes("'static' | 'dynamic'"),
    );
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  it('do not take what is not one flavour for the other', () => {
    // A third flavour would silently be one of the two.
    const comparison = /[!=]== '(?:static|dynamic)'/;
    expect(files.filter(({ text }) => comparison.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('give every flavour a ladder of all its scopes', () => {
    for (const flavour of FLAVOURS) {
      expect(LADDERS[flavour].map(({ scope }) => scope)).toEqual(SCOPES[flavour]);
      expect(LADDERS[flavour].filter(({ holds }) => holds === 'nothing')).toHaveLength(1);
      expect(LADDERS[flavour].filter(({ holds }) => holds === 'matches')).toHaveLength(1);
    }
  });

  it('let something be seen at every scope beside what is seen everywhere', () => {
    const types = FEATURE_TYPE_NAMES.map((type) => FEATURE_TYPES[type]);
    const narrow = types.filter(({ scopes }) => scopes.length < QUALIFIED_SCOPES.length);
    const seen = new Set(narrow.flatMap(({ scopes }) => scopes));
    expect(QUALIFIED_SCOPES.filter((scope) => !seen.has(scope))).toEqual([]);
  });

  it('leave other comparisons than equality to the types that the plan of matching knows', () => {
    // Leaves of these are keyed by their value alone.
    const types = FEATURE_TYPE_NAMES.filter((type) => (FEATURE_TYPES[type].comparison ?? 'equal') !== 'equal');
    expect([...types].sort()).toEqual(['bytes', 'os', 'regex', 'substring']);
    expect(types.filter((type) => FEATURE_TYPES[type].qualifier !== undefined)).toEqual([]);
  });

  it('give every type of feature names of its own, with its qualifier where it has one', () => {
    const names = FEATURE_TYPE_NAMES.flatMap(featureNames);
    expect(new Set(names).size).toBe(names.length);
    for (const type of FEATURE_TYPE_NAMES) {
      const { names: forms = [], qualifier } = FEATURE_TYPES[type];
      expect([type, forms.some((form) => form.includes('#'))]).toEqual([type, qualifier !== undefined]);
    }
  });
});
