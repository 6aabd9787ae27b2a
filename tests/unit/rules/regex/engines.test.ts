import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backtracker } from '../../../../src/rules/regex/backtracker.ts';
import { parsePattern } from '../../../../src/rules/regex/parse.ts';
import { compileProgram } from '../../../../src/rules/regex/program.ts';
import { parseRegexFeature } from '../../../../src/rules/regex.ts';
import { randomLookRegex, randomRegex, randomText } from '../../../support/random-regex.ts';

/** The same pattern, tried path by path. */
function backtracking(value: string): Backtracker {
  const ignoreCase = value.endsWith('i');
  const tree = parsePattern(value.slice(1, ignoreCase ? -2 : -1), ignoreCase);
  return new Backtracker(compileProgram(tree.root, tree.groups, 'remembering'));
}

describe('the linear engines find what trying every path finds', () => {
  it.each([
    ['without look-around', randomRegex],
    ['with look-around', randomLookRegex],
  ])('%s', (_name, regexes) => {
    fc.assert(
      fc.property(regexes, fc.array(randomText, { maxLength: 12 }), (value, texts) => {
        const linear = parseRegexFeature(value);
        const slow = backtracking(value);
        for (const text of texts) {
          const expected = slow.search(text);
          if (expected !== undefined) expect(linear.search(text)).toBe(expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('from whatever states earlier texts have left in the cache', () => {
    fc.assert(
      fc.property(randomRegex, fc.array(randomText, { maxLength: 12 }), (value, texts) => {
        const used = parseRegexFeature(value);
        for (const text of [...texts, ...texts.toReversed()]) {
          expect(used.search(text)).toBe(parseRegexFeature(value).search(text));
        }
      }),
    );
  });
});
