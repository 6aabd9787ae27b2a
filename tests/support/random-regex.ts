// Random regular expressions and texts for property tests: small alphabets with the characters that dialects disagree about, so
// that patterns match often enough to say something.

import fc from 'fast-check';

const CHARACTERS = ['a', 'b', 'k', 's', 'i', 'K', 'S', 'I', '1', ' ', '-', '_', ':', 'é', 'ß', 'ſ', '\u212a', 'İ', 'ı'];
const ODD = ['\n', '\u{1f600}', '\u{10400}', '\u0301', '\u2028', 'Σ', 'ς', '\ud83d'];

/** Texts of up to 12 code points. */
export const randomText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...CHARACTERS, ...CHARACTERS, ...ODD), { maxLength: 12 })
  .map((characters) => characters.join(''));

const literal = fc.constantFrom(...CHARACTERS, '\\.', '\\x4b', '\\n', '\\-', '\u{1f600}', 'Σ');
const set = fc.constantFrom(
  '.',
  '\\w',
  '\\W',
  '\\d',
  '\\s',
  '[a-k]',
  '[^a-k]',
  '[I-S]',
  '[^s]',
  '[]a\\d]',
  '[ab]',
  '[:-]',
);
const assertion = fc.constantFrom('^', '$', '\\b', '\\B', '\\A', '\\Z', '(?m:^)', '(?m:$)', '(?a:\\b)', '(?a:\\B)');
const quantifier = fc.constantFrom('', '', '', '', '*', '+', '?', '*?', '{2}', '{0,2}', '{2,}');
const remembering = fc.constantFrom('(?:(a|b)\\1)', '(?>a|ab)', '(?:ab?)++', '(k)?(?(1)s|i)');

function patterns(withLook: boolean, withMemory: boolean): fc.Arbitrary<string> {
  const { pattern } = fc.letrec<{ pattern: string; sequence: string; atom: string }>((tie) => ({
    pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
    sequence: fc
      .array(
        fc.oneof(
          { maxDepth: 4, withCrossShrink: true },
          { arbitrary: fc.tuple(literal, quantifier).map((parts) => parts.join('')), weight: 6 },
          { arbitrary: fc.tuple(set, quantifier).map((parts) => parts.join('')), weight: 3 },
          { arbitrary: assertion, weight: 2 },
          { arbitrary: fc.tuple(tie('atom'), quantifier).map((parts) => parts.join('')), weight: 3 },
          ...(withMemory ? [{ arbitrary: remembering, weight: 1 }] : []),
        ),
        { maxLength: 5 },
      )
      .map((parts) => parts.join('')),
    atom: fc
      .tuple(fc.constantFrom('(?:', '(?:', '(?i:', '(?-i:', ...(withLook ? ['(?=', '(?!'] : [])), tie('pattern'))
      .map(([open, body]) => `${open}${body})`),
  }));
  return pattern;
}

function asFeature(pattern: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(pattern, fc.boolean()).map(([text, ignoreCase]) => `/${text}/${ignoreCase ? 'i' : ''}`);
}

/** Values of regex features that describe regular languages: without and with look-around. */
export const randomRegex: fc.Arbitrary<string> = asFeature(patterns(false, false));
export const randomLookRegex: fc.Arbitrary<string> = asFeature(patterns(true, false));
/** Values of regex features with everything, back-references and atomic groups included. */
export const randomAnyRegex: fc.Arbitrary<string> = asFeature(patterns(true, true));
