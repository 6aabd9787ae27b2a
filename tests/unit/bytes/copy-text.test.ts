import { describe, expect, it } from 'vitest';
import { copyText } from '../../../src/bytes/copy-text.ts';

describe('a copy of a text', () => {
  it('is the same text', () => {
    for (const text of ['', 'short', 'longer than thirteen characters', '\ud800'.repeat(20)]) {
      expect(copyText(text)).toBe(text);
    }
  });
});
