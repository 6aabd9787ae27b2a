import { describe, expect, it } from 'vitest';
import { describeChoices, didYouMean, nearestWord } from '../../src/suggest.ts';

const KEYS = ['description', 'name', 'namespace', 'and', 'or', 'not'];

describe('nearestWord', () => {
  it.each([
    ['descrtipion', 'description'],
    ['desciption', 'description'],
    ['descriptions', 'description'],
    ['Description', 'description'],
    ['nmae', 'name'],
    ['namspace', 'namespace'],
    ['adn', 'and'],
    ['NOT', 'not'],
  ])('finds what %s was meant to be', (word, meant) => {
    expect(nearestWord(word, KEYS)).toBe(meant);
  });

  it.each(['', 'xyz', 'severity', 'comment', 'x'.repeat(100_000)])('finds nothing near %.20s', (word) => {
    expect(nearestWord(word, KEYS)).toBeUndefined();
  });

  it('takes the nearest, and of equals the first', () => {
    expect(nearestWord('cat', ['cart', 'cut', 'cat'])).toBe('cat');
    expect(nearestWord('cxt', ['cut', 'cat'])).toBe('cut');
  });
});

describe('sentences', () => {
  it('name what may have been meant, and all there is', () => {
    expect(didYouMean('nmae', KEYS)).toBe('Did you mean "name"?');
    expect(didYouMean('severity', KEYS)).toBeUndefined();
    expect(describeChoices('ro', ['and', 'or'])).toBe('Did you mean "or"? Use one of: and, or.');
    expect(describeChoices('xyz', ['and', 'or'])).toBe('Use one of: and, or.');
  });
});
