import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatArgument, formatCall } from '../../../src/features/call.ts';
import { splitCall } from '../../../src/features/call-text.ts';
import { startCpuClock } from '../../support/cpu-time.ts';

describe('splitCall', () => {
  it.each([
    ['NtClose(Handle=0x4) -> 0x0', 'NtClose', ['Handle=0x4'], '0x0'],
    ['F(a=1, b="x, y", c=2)', 'F', ['a=1', 'b="x, y"', 'c=2'], undefined],
    ['F(a=1, b="x, c=2", d="")', 'F', ['a=1', 'b="x, c=2"', 'd=""'], undefined],
    ['F(a: 1, b: "x", c: ")") -> ret_val: 1', 'F', ['a: 1', 'b: "x"', 'c: ")"'], 'ret_val: 1'],
    ['F(Path=C:\\a, b.txt, Mode=1)', 'F', ['Path=C:\\a, b.txt', 'Mode=1'], undefined],
    ['F(a="open, b=1)', 'F', ['a="open', 'b=1'], undefined],
    ['F() -> ret_val: "C:\\Program Files (x86)\\a.exe"', 'F', [], 'ret_val: "C:\\Program Files (x86)\\a.exe"'],
    ['F(x, y)', 'F', ['x', 'y'], undefined],
    ['F(a=1, Hash object=2, the third one=3) -> 0x1', 'F', ['a=1', 'Hash object=2', 'the third one=3'], '0x1'],
    ['F(a="x, Hash object=2", b=1)', 'F', ['a="x, Hash object=2"', 'b=1'], undefined],
    ['connect(3, {sa=AF_INET, port=htons(53)}, 16)', 'connect', ['3', '{sa=AF_INET, port=htons(53)}', '16'], undefined],
    ['write(1, "a\\", b", [x, (y, z)]) = 4', 'write(1, "a\\", b", [x, (y, z)]) = 4', undefined, undefined],
    ['write(1, "a\\", {b", [x, (y, z)])', 'write', ['1', '"a\\", {b"', '[x, (y, z)]'], undefined],
    ['F(x, (y, z)', 'F', ['x', '(y', 'z'], undefined],
    ['F() -> ', 'F', [], ''],
    ['F(x) and more', 'F(x) and more', undefined, undefined],
    ['no call', 'no call', undefined, undefined],
    [')(', ')(', undefined, undefined],
    ['', '', undefined, undefined],
  ])('takes %j apart', (text, api, args, result) => {
    const parts = splitCall(text);
    expect(parts.api).toBe(api);
    expect(parts.args?.map((argument) => formatArgument(argument, parts.assign))).toEqual(args);
    expect(parts.result).toBe(result);
  });

  it('tells names from values', () => {
    expect(splitCall('F(a=1, b="x: y") -> 0x0')).toEqual({
      api: 'F',
      args: [
        { name: 'a', value: '1' },
        { name: 'b', value: '"x: y"' },
      ],
      result: '0x0',
    });
    expect(splitCall('F(a: 1, b)')).toEqual({ api: 'F', args: [{ name: 'a', value: '1, b' }], assign: ': ' });
  });

  it('loses nothing', () => {
    const part = fc.constantFrom('a', '=', ', ', '"', '(', ')', ') -> ', ': ', 'b=1', 'c: 2');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        expect(formatCall(splitCall(text))).toBe(text);
      }),
    );
  });

  it('takes a megabyte apart in no time', () => {
    const cpuTime = startCpuClock();
    for (const unit of ['a, ', 'a=1, ', 'a="x, ', '(', '), "']) splitCall(`F(${unit.repeat(300_000)})`);
    expect(cpuTime()).toBeLessThan(10_000);
  });
});
