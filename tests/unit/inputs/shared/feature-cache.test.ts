import { describe, expect, it } from 'vitest';
import { copyText } from '../../../../src/bytes/copy-text.ts';
import { FeatureCache } from '../../../../src/inputs/shared/feature-cache.ts';
import { RecordingSink } from '../../../support/recording-sink.ts';

describe('the feature cache', () => {
  it('decodes each spelling once in each role', () => {
    const sink = new RecordingSink();
    const cache = new FeatureCache(sink);
    const decoded: string[] = [];
    const decode = (text: string) => {
      decoded.push(text);
      return [{ type: 'string', value: text } as const, { type: 'number', value: text.length } as const];
    };
    const first = cache.lookup('a', 'text', decode);
    expect(first).toHaveLength(2);
    expect(cache.lookup('a', 'text', decode)).toBe(first);
    cache.lookup('b', 'text', decode);
    cache.lookup('a', '__proto__', decode);
    expect(decoded).toEqual(['text', 'text', '__proto__']);
  });

  it('starts anew when it is full, and tells', () => {
    const sink = new RecordingSink();
    const cache = new FeatureCache(sink);
    const none = () => [];
    cache.trim();
    expect(sink.forgotten).toBe(0);
    for (let i = 0; i < 400_000; i++) cache.lookup('a', String(i), none);
    cache.trim();
    expect(sink.forgotten).toBe(1);
    cache.trim();
    expect(sink.forgotten).toBe(1);
  });

  it('does not keep long spellings', () => {
    let decoded = 0;
    const cache = new FeatureCache(new RecordingSink());
    const decode = () => {
      decoded++;
      return [];
    };
    for (let i = 0; i < 3; i++) cache.lookup('a', 'x'.repeat(20_000), decode);
    expect(decoded).toBe(3);
  });
});

describe('a copy of a text', () => {
  it('is the same text', () => {
    for (const text of ['', 'short', 'longer than thirteen characters', '\ud800'.repeat(20)]) {
      expect(copyText(text)).toBe(text);
    }
  });
});
