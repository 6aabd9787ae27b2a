import { describe, expect, it } from 'vitest';
import { capeCall, capeProcess, capeReport, openCape, readCape, toSource } from '../../../support/cape-report.ts';
import { RecordingSink } from '../../../support/recording-sink.ts';

/** Display name of a call. */
async function nameOf(args: unknown, more: Record<string, unknown> = {}): Promise<string | undefined> {
  const call = capeCall(1, 'Api', {}, { arguments: args, ...more });
  const { names } = await readCape(capeReport([capeProcess(10, [call])]));
  return [...names.values()][0];
}

describe('display names of calls', () => {
  it.each([
    ['0x0000001E', 'a=0x1e'],
    ['30', 'a=0x1e'],
    [30, 'a=0x1e'],
    ['-5', 'a=-0x5'],
    ['text "quoted"\\x', 'a="text "quoted"\\x"'],
    ['', 'a=""'],
    [[], 'a='],
    [null, 'a='],
    [true, 'a=0x1'],
    ['0xffffffffffffffff', 'a=0xffffffffffffffff'],
  ])('write the value %j as %s', async (value, text) => {
    expect(await nameOf([{ name: 'a', value }])).toBe(`Api(${text}) -> 0x0`);
  });

  it('prefer pretty values that are not empty', async () => {
    const args = [
      { name: 'a', value: '0x1', pretty_value: 'ONE' },
      { name: 'b', value: '2', pretty_value: '' },
      { name: 'c', value: 'x', pretty_value: null },
    ];
    expect(await nameOf(args)).toBe('Api(a=ONE, b=0x2, c="x") -> 0x0');
    expect(await nameOf([], { pretty_return: 'SUCCESS' })).toBe('Api() -> SUCCESS');
    expect(await nameOf([], { pretty_return: '' })).toBe('Api() -> 0x0');
  });

  it.each([
    ['0xFFFFFFFFC0000139', '0xffffffffc0000139'],
    ['10', '0xa'],
    [11, '0xb'],
    ['odd', 'odd'],
    [null, ''],
    [undefined, ''],
  ])('write the return value %j as %j', async (value, text) => {
    expect(await nameOf([], { return: value })).toBe(`Api() -> ${text}`);
  });

  it('come with the time', async () => {
    const trace = await openCape(toSource(capeReport([capeProcess(10, [capeCall(1, 'A'), capeCall(1, 'B')])])));
    const sink = new RecordingSink();
    await trace.read(sink);
    const found: unknown[] = [];
    await trace.describeCalls(Float64Array.from([sink.calls[1]?.at ?? 0]), (index, call) => found.push([index, call]));
    expect(found).toEqual([[0, { api: 'B', args: [], result: '0x0', time: '2024-01-02 03:04:05,678' }]]);
  });

  it('survive what reading survives', async () => {
    const calls = [
      capeCall(1, 'A', {}, { arguments: null }),
      capeCall(1, 'B', {}, { arguments: [null, 5, { name: {}, value: {} }] }),
      capeCall(1, 'C', {}, { timestamp: null, return: { a: 1 } }),
    ];
    const text = JSON.stringify(capeReport([capeProcess(10, [...calls, 'LONG'])])).replace(
      '"LONG"',
      `{"thread_id":1,"api":"D","arguments":[{"name":"n","value":${'9'.repeat(5000)}}],"return":${'9'.repeat(5000)}}`,
    );
    const { names } = await readCape(text);
    expect([...names.values()]).toEqual(['A() -> 0x0', 'B(=) -> 0x0', 'C() -> ', 'D(n=) -> ']);
  });
});
