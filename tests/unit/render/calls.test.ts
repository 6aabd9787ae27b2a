import { describe, expect, it } from 'vitest';
import { splitCall } from '../../../src/features/call-text.ts';
import { shortCall } from '../../../src/render/view/short-call.ts';

describe('shortCall', () => {
  it('leaves short calls alone', () => {
    expect(shortCall(splitCall('F(a=1, b="x") -> 0x0'), 80)).toBe('F(a=1, b="x") -> 0x0');
  });

  it('marks what it leaves out and keeps the return value', () => {
    const text = `F(${Array.from({ length: 50 }, (_, i) => `argument${i}=0x${i}`).join(', ')}) -> 0x1`;
    const short = shortCall(splitCall(text), 80);
    expect(short).toMatch(/^F\(argument0=0x0, .*, …\) -> 0x1$/);
    expect(short.length).toBeLessThanOrEqual(84);
  });

  it('keeps the first argument, cut if it is long, without halving characters', () => {
    expect(shortCall(splitCall(`F(a="${'😀'.repeat(1000)}") -> 0x0`), 20)).toMatch(/^F\(a="(?:😀){29,30}…\) -> 0x0$/u);
  });
});
