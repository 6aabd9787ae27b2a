import { describe, expect, it } from 'vitest';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { capeCall, capeProcess, capeReport, openCape, readCape, toSource } from '../../../support/cape-report.ts';
import { RecordingSink } from '../../../support/recording-sink.ts';

/** Features of the only call, given its arguments. */
async function featuresOf(args: unknown, semantics: Semantics = COMPAT_SEMANTICS) {
  const call = capeCall(1, 'Api', {}, { arguments: args });
  const { sink, summary } = await readCape(capeReport([capeProcess(10, [call])]), semantics);
  return { features: sink.calls[0]?.features, health: summary.health };
}

function featuresOfValue(value: unknown, semantics?: Semantics) {
  return featuresOf([{ name: 'a', value }], semantics);
}

describe('features of a call', () => {
  it('are those of the arguments, last to first, then the names of the function', async () => {
    const args = { First: '0x10', Second: 'text', Third: '7' };
    const { sink } = await readCape(
      capeReport([capeProcess(10, [capeCall(1, 'CreateFileW', args)])]),
      COMPAT_SEMANTICS,
    );
    expect(sink.calls[0]?.features).toEqual([
      'number\t7',
      'string\t"text"',
      'number\t16',
      'api\t"CreateFileW"',
      'api\t"CreateFile"',
    ]);
  });

  it.each([
    ['0x0000001E', 'number\t30'],
    ['0xffffffff80000001', 'number\t18446744071562067969'],
    ['0x123456789abcdef0123', 'number\t5373003642731685151011'],
    [' -1_0 ', 'number\t-10'],
    ['00000409', 'number\t409'],
    ['0X10', 'string\t"0X10"'],
    ['0xZZ', 'string\t"0xZZ"'],
    ['1.5', 'string\t"1.5"'],
    ['', 'string\t""'],
    ['C:\\path\\"\u00e9', 'string\t"C:\\\\path\\\\\\"\\u00e9"'],
    [5, 'number\t5'],
    [-5, 'number\t-5'],
    [2, 'number\t2'],
    [true, 'number\t1'],
    [false, 'number\t0'],
  ])('%j is %s, as in the reference', async (value, line) => {
    const { features, health } = await featuresOfValue(value);
    expect(features).toEqual([line, 'api\t"Api"']);
    expect(health.diagnostics).toEqual([]);
  });

  it('keep numbers of JSON exact', async () => {
    const report = JSON.stringify(capeReport([capeProcess(10, [capeCall(1, 'Api', { a: 'BIG' })])]));
    const { sink } = await readCape(report.replace('"BIG"', '18446744073709551617'), COMPAT_SEMANTICS);
    expect(sink.calls[0]?.features[0]).toBe('number\t18446744073709551617');
    const { sink: float } = await readCape(report.replace('"BIG"', '1e3'), COMPAT_SEMANTICS);
    expect(float.calls[0]?.features[0]).toBe('number\t1000');
  });

  it('also hold the lower half of sign-extended numbers and the text of decimal ones, by default', async () => {
    expect((await featuresOfValue('0xffffffff80000002', DEFAULT_SEMANTICS)).features).toEqual([
      'number\t18446744071562067970',
      'number\t2147483650',
      'api\t"Api"',
    ]);
    expect((await featuresOfValue('1234', DEFAULT_SEMANTICS)).features).toEqual([
      'number\t1234',
      'string\t"1234"',
      'api\t"Api"',
    ]);
    expect((await featuresOfValue('18446744073709551615', DEFAULT_SEMANTICS)).features).toEqual([
      'number\t18446744073709551615',
      'number\t4294967295',
      'string\t"18446744073709551615"',
      'api\t"Api"',
    ]);
  });

  it('leave empty lists out silently', async () => {
    const { features, health } = await featuresOfValue([]);
    expect(features).toEqual(['api\t"Api"']);
    expect(health.diagnostics).toEqual([]);
  });

  it.each([null, 1.5, { a: 1 }, [1], ['x']])('leave out the value %j, and say so', async (value) => {
    const { features, health } = await featuresOf([
      { name: 'a', value: 'kept' },
      { name: 'b', value },
    ]);
    expect(features).toEqual(['string\t"kept"', 'api\t"Api"']);
    expect(health.diagnostics).toMatchObject([{ code: 'cape-argument-malformed', count: 1 }]);
    expect(health.skippedRecords).toBe(0);
  });

  it('leave out arguments that are none', async () => {
    const { features, health } = await featuresOf([null, 'x', { name: 'no value' }, { value: 'unnamed' }]);
    expect(features).toEqual(['string\t"unnamed"', 'api\t"Api"']);
    expect(health.diagnostics).toMatchObject([{ code: 'cape-argument-malformed', count: 1 }]);
  });

  it.each([null, {}, 'x', undefined])('do without arguments that are %j', async (args) => {
    const { features, health } = await featuresOf(args);
    expect(features).toEqual(['api\t"Api"']);
    expect(health.diagnostics).toMatchObject([{ code: 'cape-call-malformed' }]);
    expect(health.calls).toBe(1);
  });

  it('come from the last of repeated members', async () => {
    const call =
      '{"thread_id":"2","api":"A","api":"B","thread_id":"1","arguments":[{"value":"x"}],"arguments":[{"value":"y","value":"z"}]}';
    const report = JSON.stringify(capeReport([capeProcess(10, ['CALL'])])).replace('"CALL"', call);
    const { sink, summary } = await readCape(report);
    expect(sink.calls[0]?.features).toEqual(['string\t"z"', 'api\t"B"']);
    expect(summary.processes[0]?.threads).toMatchObject([{ tid: 1 }]);
  });

  it('are the same for hundreds of arguments', async () => {
    const args = Array.from({ length: 500 }, (_, n) => ({ name: `n${n}`, value: `v${n}` }));
    const { features } = await featuresOf(args);
    expect(features).toEqual([...args.map(({ value }) => `string\t"${value}"`).reverse(), 'api\t"Api"']);
  });
});

describe('calls', () => {
  it('keep their position in the list as id, whatever is left out', async () => {
    const { sink, summary } = await readCape(
      capeReport([
        capeProcess(10, [
          capeCall(1, 'A'),
          null,
          'text',
          capeCall(1, 'B', {}, { thread_id: 'x' }),
          capeCall(1, 'C', {}, { api: 5 }),
          capeCall(1, 'D', {}, { thread_id: -1 }),
          capeCall(1, 'E', {}, { thread_id: undefined }),
          capeCall(1, 'F'),
        ]),
      ]),
    );
    expect(sink.calls.map(({ id, features }) => [id, features])).toEqual([
      [0, ['api\t"A"']],
      [3, ['api\t"B"']],
      [5, ['api\t"D"']],
      [6, ['api\t"E"']],
      [7, ['api\t"F"']],
    ]);
    expect(summary.health).toMatchObject({ calls: 5, skippedRecords: 3 });
    expect(summary.lost).toEqual({ calls: 3, processes: [] });
  });

  it('keep their ids when one is malformed or too large', async () => {
    const report = JSON.stringify(capeReport([capeProcess(10, [capeCall(1, 'A'), 'BAD', capeCall(1, 'C')])]));
    const { sink, summary } = await readCape(report.replace('"BAD"', '{"api" "x"}'));
    expect(sink.calls.map(({ id }) => id)).toEqual([0, 2]);
    expect(summary.health.skippedRecords).toBe(1);
    expect(summary.health.diagnostics).toMatchObject([{ code: 'json-value-malformed' }]);
  });

  it('belong to dense threads, numbered over the whole trace', async () => {
    const { sink, summary } = await readCape(
      capeReport([
        capeProcess(10, [capeCall(7, 'A'), capeCall(9, 'B'), capeCall(7, 'C')]),
        capeProcess(11, [capeCall(7, 'D')]),
      ]),
    );
    expect(sink.calls.map(({ process, thread }) => [process, thread])).toEqual([
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 2],
    ]);
    expect(summary.processes.map(({ threads }) => threads)).toMatchObject([
      [
        { tid: 7, thread: 0 },
        { tid: 9, thread: 1 },
      ],
      [{ tid: 7, thread: 2 }],
    ]);
  });

  it.each(['5', 5, '5.0', ' 5 ', '0_5', '\u0665'])('accept the thread id %j', async (tid) => {
    const { summary } = await readCape(
      capeReport([capeProcess(10, [capeCall(1, 'A', {}, { thread_id: tid })], { threads: [tid] })]),
    );
    expect(summary.processes[0]?.threads).toEqual([{ tid: 5, thread: 0, features: [] }]);
  });

  it('are read alike from pretty and compact text and any chunks', async () => {
    const calls = Array.from({ length: 50 }, (_, n) =>
      capeCall(n % 3, `Api${n % 7}W`, { a: `0x${n}`, b: 'x\\y', c: n }),
    );
    const report = capeReport([capeProcess(10, calls), capeProcess(11, calls)]);
    const features: unknown[] = [];
    for (const [indent, chunk] of [
      [undefined, 1 << 20],
      [undefined, 1],
      [2, 777],
      [4, 13],
    ] as const) {
      const sink = new RecordingSink();
      await (await openCape(toSource(report, indent, chunk))).read(sink);
      features.push(sink.calls.map(({ at: _, ...call }) => call));
    }
    for (const other of features) expect(other).toEqual(features[0]);
  });

  it('forget their features now and then when there are very many', async () => {
    const args = (n: number) => Array.from({ length: 100 }, (_, m) => ({ value: `0x${(n * 100 + m).toString(16)}` }));
    const calls = Array.from({ length: 2700 }, (_, n) => capeCall(1, 'A', {}, { arguments: args(n) }));
    const numbers: unknown[] = [];
    let forgotten = 0;
    let last: unknown[] = [];
    await (await openCape(toSource(capeReport([capeProcess(10, calls)]), undefined, 1 << 18))).read({
      feature: (feature) => numbers.push(feature) - 1,
      call: (_process, _thread, _id, _at, features) => {
        last = [numbers[features[0] as number], numbers[features[1] as number]];
      },
      forgetFeatures: () => {
        forgotten++;
        numbers.fill(undefined);
      },
    });
    expect(forgotten).toBe(1);
    expect(last).toEqual([
      { type: 'number', value: 269_999 },
      { type: 'number', value: 269_998 },
    ]);
  });
});
