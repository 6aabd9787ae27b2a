import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AhoCorasick, LiteralSearch } from '../../../src/match/plan/aho-corasick.ts';
import { type StringPattern, StringPatterns } from '../../../src/match/plan/string-patterns.ts';
import { StringScan, type StringScanOptions } from '../../../src/match/run/string-scan.ts';

const compileStringScan = (patterns: readonly StringPattern[], options: StringScanOptions = {}): StringScan =>
  new StringScan(new StringPatterns(patterns), options);

import { foldText } from '../../../src/rules/regex/literals.ts';
import { parseRegexFeature } from '../../../src/rules/regex.ts';
import { randomAnyRegex, randomText } from '../../support/random-regex.ts';

function pattern(id: number, text: string): StringPattern {
  return text.startsWith('/') ? { id, kind: 'regex', regex: parseRegexFeature(text) } : { id, kind: 'substring', text };
}

function scanner(...texts: string[]) {
  return compileStringScan(texts.map((text, index) => pattern(index, text)));
}

/** Every pattern by itself. */
function naive(patterns: readonly StringPattern[], text: string): number[] {
  const hits = patterns.filter((one) =>
    one.kind === 'substring' ? text.includes(one.text) : one.regex.search(text) === true,
  );
  return hits.map(({ id }) => id).sort((left, right) => left - right);
}

describe('compileStringScan', () => {
  it('gives the ids of all patterns in a text, ascending', () => {
    const scan = compileStringScan([
      pattern(7, '/vbox/i'),
      pattern(3, 'VBox'),
      pattern(9, '/x$/'),
      pattern(1, 'nothing'),
    ]);
    expect(scan.scan('VBoxGuest.x')).toEqual([3, 7, 9]);
    expect(scan.scan('vboxguest')).toEqual([7]);
    expect(scan.scan('')).toEqual([]);
  });

  it('matches substrings exactly and case-sensitively', () => {
    const scan = scanner('Run', 'été', '\u{1f600}', '12');
    expect(scan.scan('RUN run Run')).toEqual([0]);
    expect(scan.scan('ÉTÉ')).toEqual([]);
    expect(scan.scan('été 12 \u{1f600}')).toEqual([1, 2, 3]);
  });

  it('finds the empty substring and the empty pattern in every text', () => {
    expect(scanner('', '//', '/a*/').scan('')).toEqual([0, 1, 2]);
  });

  it('works without patterns', () => {
    expect(scanner().scan('text')).toEqual([]);
  });

  it('finds letters beyond ASCII that fold to a literal', () => {
    const scan = scanner('/task/i', '/\u0130x/i', '/stra\u00dfe/i', 'task');
    expect(scan.scan('TA\u017f\u212a')).toEqual([0]);
    expect(scan.scan('IX')).toEqual([1]);
    expect(scan.scan('STRA\u1e9eE')).toEqual([2]);
  });

  it('counts its work', () => {
    const scan = scanner('/foo/i', '/foo\\d/i', '/\\d/');
    scan.scan('foo');
    scan.scan('bar1');
    // The first pattern is decided by its literal; the third has none and is always tried.
    expect(scan.counters).toEqual({ scans: 2, units: 7, regexRuns: 3, regexUnits: 10, abandoned: 0 });
  });

  it('tells of searches that were abandoned', () => {
    const told: [number, number][] = [];
    const scan = compileStringScan([pattern(5, '/(a+)+\\1b/')], {
      onAbandoned: (id, text) => told.push([id, text.length]),
    });
    expect(scan.scan('a'.repeat(10_000))).toEqual([]);
    expect(scan.scan(`b${'a'.repeat(10_000)}`)).toEqual([]);
    expect(told).toEqual([[5, 10_001]]);
    expect(scan.counters.abandoned).toBe(1);
  });

  it('equals trying every pattern on every text', () => {
    const substring = randomText.filter((text) => !text.startsWith('/'));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(randomAnyRegex, randomAnyRegex, substring), { maxLength: 8 }),
        fc.array(randomText, { maxLength: 10 }),
        (values, texts) => {
          const patterns = values.map((value, index) => pattern((index * 7) % 11, value));
          const scan = compileStringScan(patterns);
          for (const text of texts) expect(scan.scan(text)).toEqual(naive(patterns, text));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('AhoCorasick', () => {
  it('finds exactly the literals that occur in the folded text', () => {
    const literal = randomText.map(foldText).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(literal, { maxLength: 12 }), fc.array(randomText, { maxLength: 8 }), (literals, texts) => {
        const numbered = literals.map((text, number) => ({ text, number }));
        // With room for all rows, for some, and for the root alone.
        for (const maxEntries of [undefined, 60, 0]) {
          const automaton = new LiteralSearch(new AhoCorasick(numbered, literals.length, maxEntries));
          for (const text of texts) {
            const count = automaton.find(text);
            const expected = literals.flatMap((one, number) => (foldText(text).includes(one) ? [number] : []));
            expect([...automaton.found.slice(0, count)].sort((left, right) => left - right)).toEqual(expected);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('does not grow with the product of the length of literals and their alphabet', () => {
    const literals = Array.from({ length: 40 }, (_, number) => ({
      text: foldText(
        String.fromCharCode(...Array.from({ length: 8000 }, (_, i) => 0x4e00 + ((i * (2 * number + 1)) % 20_000))),
      ),
      number,
    }));
    const automaton = new AhoCorasick(literals, literals.length);
    expect(automaton.columns).toBeGreaterThan(19_000);
    expect(automaton.trie.rows).toBeGreaterThan(300_000);
    expect(automaton.table.length).toBeLessThan(5_000_000);
    const search = new LiteralSearch(automaton);
    const hidden = literals[17]?.text ?? '';
    expect(search.find(`${hidden.slice(0, 7999)}x${hidden.slice(1)}`)).toBe(0);
    expect(search.find(`${hidden.slice(0, 7999)}${hidden}x`)).toBe(1);
    expect(search.found[0]).toBe(17);
  });

  it('reports a number with several literals once', () => {
    const automaton = new LiteralSearch(
      new AhoCorasick(
        [
          { text: 'he', number: 0 },
          { text: 'she', number: 0 },
          { text: 'hers', number: 1 },
        ],
        2,
      ),
    );
    expect(automaton.find('ushers')).toBe(2);
    expect([...automaton.found].sort()).toEqual([0, 1]);
    expect(automaton.find('us')).toBe(0);
  });
});
