import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCall } from '../../../src/render/call-text.ts';
import { shortCall } from '../../../src/render/short-call.ts';

describe('splitCall', () => {
  it.each([
    ['NtClose(Handle=0x4) -> 0x0', 'NtClose', ['Handle=0x4'], ' -> 0x0'],
    ['F(a=1, b="x, y", c=2)', 'F', ['a=1', 'b="x, y"', 'c=2'], ''],
    ['F(a=1, b="x, c=2", d="")', 'F', ['a=1', 'b="x, c=2"', 'd=""'], ''],
    ['F(a: 1, b: "x", c: ")") -> ret_val: 1', 'F', ['a: 1', 'b: "x"', 'c: ")"'], ' -> ret_val: 1'],
    ['F(Path=C:\\a, b.txt, Mode=1)', 'F', ['Path=C:\\a, b.txt', 'Mode=1'], ''],
    ['F(a="open, b=1)', 'F', ['a="open', 'b=1'], ''],
    ['F() -> ret_val: "C:\\Program Files (x86)\\a.exe"', 'F', [], ' -> ret_val: "C:\\Program Files (x86)\\a.exe"'],
    ['F(x, y)', 'F', ['x', 'y'], ''],
    ['no call', 'no call', undefined, ''],
    [')(', ')(', undefined, ''],
    ['', '', undefined, ''],
  ])('takes %j apart', (text, api, args, rest) => {
    expect(splitCall(text)).toEqual({ api, args, rest });
  });

  it('loses nothing', () => {
    const part = fc.constantFrom('a', '=', ', ', '"', '(', ')', ') -> ', ': ', 'b=1');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        const { api, args, rest } = splitCall(text);
        expect(args === undefined ? api : `${api}(${args.join(', ')})${rest}`).toBe(text);
      }),
    );
  });

  it('takes a megabyte apart in no time', () => {
    const started = performance.now();
    for (const unit of ['a, ', 'a=1, ', 'a="x, ', '(', '), "']) splitCall(`F(${unit.repeat(300_000)})`);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('shortCall', () => {
  it('leaves short calls alone', () => {
    expect(shortCall('F(a=1, b="x") -> 0x0', 80)).toBe('F(a=1, b="x") -> 0x0');
  });

  it('marks what it leaves out and keeps the return value', () => {
    const text = `F(${Array.from({ length: 50 }, (_, i) => `argument${i}=0x${i}`).join(', ')}) -> 0x1`;
    const short = shortCall(text, 80);
    expect(short).toMatch(/^F\(argument0=0x0, .*, …\) -> 0x1$/);
    expect(short.length).toBeLessThanOrEqual(84);
  });

  it('keeps the first argument, cut if it is long, without halving characters', () => {
    expect(shortCall(`F(a="${'😀'.repeat(1000)}") -> 0x0`, 20)).toMatch(/^F\(a="(?:😀){29,30}…\) -> 0x0$/u);
  });
});
