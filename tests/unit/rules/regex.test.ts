import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapaxError } from '../../../src/errors.ts';
import { LIMITS } from '../../../src/limits.ts';
import { foldText } from '../../../src/rules/regex/literals.ts';
import { isRegexText, parseRegexFeature, reviveRegex } from '../../../src/rules/regex.ts';
import { startCpuClock } from '../../support/cpu-time.ts';
import { randomAnyRegex, randomText } from '../../support/random-regex.ts';
import { errorOf } from '../../support/rule-text.ts';
import { PYTHON_CASES, PYTHON_REFUSES } from './regex/python-cases.ts';

/** UTF-16 units. A search that is quadratic would take minutes over it. */
const LONG = 2 ** 18;
/** Milliseconds; an idle machine needs a tenth of it. */
const BOUNDED = 3000;

describe('a regular expression answers what Python answers', () => {
  describe.each(Object.entries(PYTHON_CASES))('%s', (_title, cases) => {
    it.each(cases)('$regex', ({ regex, matches, misses }) => {
      const parsed = parseRegexFeature(regex);
      expect(matches.filter((text) => parsed.search(text) !== true)).toEqual([]);
      expect(misses.filter((text) => parsed.search(text) !== false)).toEqual([]);
    });
  });
});

describe('an invalid regular expression', () => {
  it.each(PYTHON_REFUSES)('%s is refused as in Python', (pattern) => {
    expect(errorOf(() => parseRegexFeature(`/${pattern}/`)).code).toBe('rules-invalid');
  });

  it('is reported with its text, the reason and the position in code points', () => {
    const error = errorOf(() => parseRegexFeature('/\u{1f600}a(b/i'));
    expect(error.message).toBe('regular expression \u{1f600}a(b: unterminated group at position 2');
    expect(error.hint).toContain('Python');
  });

  it('is cut in the message if it is long', () => {
    expect(errorOf(() => parseRegexFeature(`/(${'x'.repeat(100_000)}/`)).message.length).toBeLessThan(300);
  });

  it.each([
    ['characters by name', '/\\N{BULLET}/'],
    ['deep nesting', `/${'('.repeat(100_000)}${')'.repeat(100_000)}/`],
    ['nesting beyond the limit', `/${'(?:'.repeat(LIMITS.regexDepth + 1)}${')'.repeat(LIMITS.regexDepth + 1)}/`],
    ['repetitions that need too many states', '/((a{1,100}){1,100}){1,100}/'],
    ['a huge repetition', '/a{4000000000}/'],
  ])('includes %s, which Python takes', (_reason, value) => {
    expect(errorOf(() => parseRegexFeature(value)).code).toBe('rules-invalid');
  });

  it('is all that parsing ever throws', () => {
    const letters = fc.constantFrom(...'ab1(){}[]|*+?.^$\\-:=!<>P#ixms,dwbAZ\n \u{1f600}é'.split(''));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(letters, { maxLength: 30 }).map((list) => list.join('')),
        ),
        (pattern) => {
          try {
            parseRegexFeature(`/${pattern}/`);
          } catch (error) {
            expect(error).toBeInstanceOf(CapaxError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('isRegexText', () => {
  it.each(['/', '//', '/i', '//i', '/a/', '/a/i', '/a/b/'])('takes %s', (value) => {
    expect(isRegexText(value)).toBe(true);
  });
  it.each(['', 'a', '/a', 'a/', '/a/I', '/a/s', ' /a/'])('leaves %s', (value) => {
    expect(isRegexText(value)).toBe(false);
  });
});

describe('hostile text', () => {
  it.each([
    ['SELECT.*FROM.*WHERE, cubic for a backtracking search', '/SELECT.*FROM.*WHERE/i', 'SELECT FROM '],
    ['nested repetitions', '/(a+)+$/', 'aab'],
    ['equal alternatives', '/(a|a)*c/', 'a'],
    ['a state of its own for every text', '/a[ab]{12}c/', 'abbabaabbaababba'],
    ['look-around', '/(?<!\\w)a.*(?=b)x/', 'ab '],
  ])('that is long cannot stop a search for %s', (_name, regex, piece) => {
    const text = piece.repeat(LONG / piece.length);
    const cpuTime = startCpuClock();
    expect(parseRegexFeature(regex).search(text)).toBe(false);
    expect(cpuTime()).toBeLessThan(BOUNDED);
  });

  it('ends a search that must backtrack, and says so', () => {
    const cpuTime = startCpuClock();
    expect(parseRegexFeature('/(a+)+\\1b/').search('a'.repeat(LONG))).toBeUndefined();
    expect(cpuTime()).toBeLessThan(BOUNDED);
    expect(parseRegexFeature('/(a+)+\\1b/').search(`${'a'.repeat(5)}b`)).toBe(true);
  });

  it('does not let the cache of an automaton grow without end', () => {
    const regex = parseRegexFeature('/a[ab]{10}c/');
    let bits = 1;
    let text = '';
    for (let index = 0; index < 20_000; index++) {
      bits = (bits * 1103515245 + 12345) & 0x7fffffff;
      text += (bits >> 16) & 1 ? 'a' : 'b';
    }
    expect(regex.search(text)).toBe(false);
    expect(regex.search(`${text}abbbbbbbbbbc`)).toBe(true);
  });
});

describe('literals of a pattern', () => {
  it.each([
    ['/VirtualAlloc/i', ['virtualalloc'], true],
    ['/VirtualAlloc/', ['virtualalloc'], false],
    ['/1.2/', ['1'], false],
    ['/12\\.3/', ['12.3'], true],
    ['/vmtoolsd(\\.exe)?/i', ['vmtoolsd'], true],
    ['/dns-query.*/i', ['dns-query'], true],
    ['/.*(foo|bar)+/i', ['foo', 'bar'], true],
    ['/^foo/i', ['foo'], false],
    ['/\\d:\\d/', [':'], false],
    ['/00[:-]?50/i', ['0050', '00:50', '00-50'], true],
    ['/SYSTEM\\\\(ControlSet\\d{3}|CurrentControlSet)\\\\x/i', ['controlset'], false],
    ['/(ab){3}/i', ['ababab'], true],
    ['/a?+aa/i', ['aa'], false],
    ['/[ks]x/i', ['kx', 'sx'], true],
    ['/kill|foo|skill/i', ['foo', 'kill'], true],
  ])('%s needs %j', (value, any, decide) => {
    const { literals } = parseRegexFeature(value);
    expect({ any: [...(literals?.any ?? [])].sort(), decide: literals?.decide }).toEqual({
      any: [...any].sort(),
      decide,
    });
  });

  it.each(['//', '/a*/', '/a|/', '/\\d+/', '/[^a]/', '/(?=foo)/'])('%s needs none', (value) => {
    expect(parseRegexFeature(value).literals).toBeUndefined();
  });

  it('are in every text that matches, and decide where they say so', () => {
    fc.assert(
      fc.property(randomAnyRegex, fc.array(randomText, { maxLength: 12 }), (value, texts) => {
        const regex = parseRegexFeature(value);
        const { literals } = regex;
        if (literals === undefined) return;
        for (const text of texts) {
          const hit = literals.any.some((literal) => foldText(text).includes(literal));
          const found = regex.search(text);
          if (found === true) expect(hit).toBe(true);
          if (literals.decide) expect(found).toBe(hit);
        }
      }),
      { numRuns: 600 },
    );
  });
});

describe('a stored regular expression', () => {
  it('is the same after JSON and back', () => {
    for (const value of ['/Foo(bar)?/i', '/\\d+/', '/^x|y$/', '//']) {
      const regex = parseRegexFeature(value);
      const revived = reviveRegex(JSON.parse(JSON.stringify(regex.store())));
      expect(revived.value).toBe(value);
      expect(revived.literals).toEqual(regex.literals);
      for (const text of ['FOO', '12', 'x', 'zy\n', '']) expect(revived.search(text)).toBe(regex.search(text));
    }
  });
});
