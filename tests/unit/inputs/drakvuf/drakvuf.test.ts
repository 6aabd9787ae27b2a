import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { CapaxError } from '../../../../src/errors.ts';
import { formatCall } from '../../../../src/features/call.ts';
import type { Trace } from '../../../../src/features/trace.ts';
import { drakvufInput } from '../../../../src/inputs/drakvuf/index.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { apiLine, dllLine, injectLine, processLine, syscallLine } from '../../../support/drakvuf-log.ts';
import { featureLine, readTrace } from '../../../support/recording-sink.ts';

const encode = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`);

async function readSource(source: ByteSource, semantics: Semantics = DEFAULT_SEMANTICS) {
  const trace = (await drakvufInput.open(source, { semantics, diagnostics: new Diagnostics() })) as Trace;
  const reading = await readTrace(trace);
  return { trace, diagnostics: reading.summary.health.diagnostics, ...reading };
}

const read = (lines: readonly string[], semantics?: Semantics, chunkBytes?: number) =>
  readSource(memorySource('drakmon.log', encode(lines), chunkBytes), semantics);

/** Display names of each thread in final order, by `pid:tid`. */
async function namesByThread(lines: readonly string[], semantics?: Semantics): Promise<Record<string, string[]>> {
  const { sink, summary, names } = await read(lines, semantics);
  const result: Record<string, string[]> = {};
  for (const process of summary.processes) {
    for (const thread of process.threads) {
      result[`${process.address.value[1]}:${thread.tid}`] = sink
        .callsOf(thread)
        .map(({ id, at }) => `${id} ${names.get(at)}`);
    }
  }
  return result;
}

/** Feature lines of the only call. */
async function featuresOf(line: string, semantics?: Semantics): Promise<readonly string[]> {
  return (await read([line], semantics)).sink.calls[0]!.features;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CapaxError);
  return (error as CapaxError).code;
}

describe('recognition', () => {
  const probe = (name: string, text: string) => {
    const head = new TextEncoder().encode(text);
    return drakvufInput.recognise({ name, raw: head, head });
  };
  it('goes by content first, then by name', () => {
    expect(probe('x', syscallLine('NtClose'))).toBe(2);
    expect(probe('x', `garbage\n${apiLine('f', [])}`)).toBe(2);
    expect(probe('x', ' {"TimeStamp":"1","Plugin":"regmon"}')).toBe(2);
    expect(probe('drakmon.log', '')).toBe(1);
    expect(probe('drakmon.LOG.gz', '\0')).toBe(1);
    expect(probe('a.log', '\n{"no": "plugin"}')).toBe(1);
    expect(probe('a.log', 'rax=0x1,rip=0x2')).toBe(0);
    expect(probe('report.json', '{"info": {}}')).toBe(0);
  });
});

describe('call features', () => {
  it('are arguments from last to first, then the name without A or W', async () => {
    const line = syscallLine('NtFooW', { Handle: '0x10', Event: '\\REGISTRY\\X', Key: '' });
    expect(await featuresOf(line, COMPAT_SEMANTICS)).toEqual([
      'string\t""',
      'string\t"\\\\REGISTRY\\\\X"',
      'number\t16',
      'api\t"NtFooW"',
      'api\t"NtFoo"',
    ]);
  });

  it.each([
    ['-0x5', ['number\t-5']],
    ['0b11', ['number\t3']],
    ['0o17', ['number\t15']],
    ['010', ['string\t"010"']],
    ['0xffffffffffffffffff', ['number\t4722366482869645213695']],
    ['0x6f:"a\\\\b"', ['string\t"0x6f:\\"a\\\\\\\\b\\""']],
    ['a=b=c', ['string\t"a=b=c"']],
  ])('compatible: %s', async (value, expected) => {
    expect(await featuresOf(apiLine('f', [`Arg0=${value}`]), COMPAT_SEMANTICS)).toEqual([...expected, 'api\t"f"']);
  });

  it.each([
    ['0x6f:"C:\\\\a"', ['string\t"0x6f:\\"C:\\\\\\\\a\\""', 'number\t111', 'string\t"C:\\\\a"']],
    ['0x6f:"cut', ['string\t"0x6f:\\"cut"', 'number\t111', 'string\t"cut"']],
    ['0x6f:"bad \\q"', ['string\t"0x6f:\\"bad \\\\q\\""', 'number\t111', 'string\t"bad \\\\q"']],
    ['0x6f:"', ['string\t"0x6f:\\""', 'number\t111', 'string\t""']],
    ['0xffffffff80000002', ['number\t18446744071562067970', 'number\t2147483650']],
    ['12', ['number\t12', 'string\t"12"']],
  ])('default: %s', async (value, expected) => {
    expect(await featuresOf(apiLine('f', [`Arg0=${value}`]))).toEqual([...expected, 'api\t"f"']);
  });

  it('keep the first place and the last value of a repeated argument', async () => {
    const line = apiLine('f', ['a=x', 'b=y', 'a=z', '__proto__=p']);
    expect(await featuresOf(line)).toEqual(['string\t"p"', 'string\t"y"', 'string\t"z"', 'api\t"f"']);
    const { names } = await read([line]);
    expect([...names.values()]).toEqual(['f(a=z, b=y, __proto__=p) -> 0x0']);
  });
});

describe('order', () => {
  const at = (TimeStamp: string) => ({ TimeStamp });

  it('is by time, or in compatible mode by time stamp as text', async () => {
    const lines = [syscallLine('A', at('10.0')), syscallLine('B', at('9.0')), syscallLine('C', at('9.5'))];
    expect(await namesByThread(lines)).toEqual({ '10:3': ['0 B()', '1 C()', '2 A()'] });
    expect(await namesByThread(lines, COMPAT_SEMANTICS)).toEqual({ '10:3': ['0 A()', '1 B()', '2 C()'] });
  });

  it('puts system calls before hooked calls of the same time, and keeps the order of arrival otherwise', async () => {
    const same = at('1716999134.000001');
    const lines = [apiLine('X', [], same), syscallLine('A', same), apiLine('Y', [], same), syscallLine('B', same)];
    for (const semantics of [DEFAULT_SEMANTICS, COMPAT_SEMANTICS]) {
      expect(await namesByThread(lines, semantics)).toEqual({
        '10:3': ['0 A()', '1 B()', '2 X() -> 0x0', '3 Y() -> 0x0'],
      });
    }
  });

  it('tells microseconds apart and keeps calls without a readable time behind the call before them', async () => {
    const lines = [
      syscallLine('C', at('1716999134.000002')),
      syscallLine('A', at('1716999134.000000')),
      syscallLine('B', at('1716999134.000001')),
      syscallLine('odd', at('yesterday')),
    ];
    expect(await namesByThread(lines)).toEqual({ '10:3': ['0 A()', '1 B()', '2 odd()', '3 C()'] });
    const { diagnostics } = await read(lines);
    expect(diagnostics.map(({ code }) => code)).toEqual(['drakvuf-time-malformed']);
  });

  it('lists processes and threads by first system call, then by first hooked call', async () => {
    const lines = [
      apiLine('x', [], { PID: 50, TID: 1 }),
      syscallLine('a', { PID: 20, TID: 9, TimeStamp: '5.0', ProcessName: 'late.exe' }),
      apiLine('y', [], { PID: 20, TID: 4 }),
      syscallLine('b', { PID: 20, TID: 8 }),
      syscallLine('c', { PID: 20, TID: 9, TimeStamp: '4.0', ProcessName: 'early.exe' }),
      syscallLine('d', { PID: 30, PPID: 20 }),
      syscallLine('idle', { PID: 0 }),
    ];
    const { summary } = await read(lines);
    expect(
      summary.processes.map(({ address, name, threads }) => [address.value, name, threads.map((t) => t.tid)]),
    ).toEqual([
      [[2, 20], 'early.exe', [9, 8, 4]],
      [[20, 30], '\\Device\\HarddiskVolume2\\a.exe', [3]],
      [[2, 50], '\\Device\\HarddiskVolume2\\a.exe', [1]],
    ]);
    expect(summary.processes[0]!.features.map(({ feature }) => featureLine(feature))).toEqual(['string\t"early.exe"']);
  });
});

describe('the summary', () => {
  it('names the sample and its descendants where the log does', async () => {
    const calls = [4, 100, 200, 300, 400].map((PID) => syscallLine('f', { PID, PPID: PID === 200 ? 100 : 1 }));
    const family = [processLine(250, 200), processLine(250, 200, { NewPid: 300 }), processLine(100, 400)];
    const { summary } = await read([...calls, injectLine(100), ...family]);
    expect(summary.processes.map(({ address, fromSample }) => [address.value[1], fromSample])).toEqual([
      [4, false],
      [100, true],
      [200, true],
      [300, true],
      [400, false],
    ]);
    const without = await read(calls);
    expect(without.summary.processes.every(({ fromSample }) => fromSample === undefined)).toBe(true);
  });

  it('has the imports of every loaded DLL', async () => {
    const { summary } = await read([dllLine('\\Windows\\KERNEL32.DLL', { CreateFileW: 16, __proto__: 1, Sleep: 32 })]);
    expect(summary.file.map(({ feature, address }) => [featureLine(feature), address])).toEqual([
      ['import\t"kernel32.CreateFileW"', { type: 'absolute', value: 16 }],
      ['import\t"CreateFileW"', { type: 'absolute', value: 16 }],
      ['import\t"kernel32.CreateFile"', { type: 'absolute', value: 16 }],
      ['import\t"CreateFile"', { type: 'absolute', value: 16 }],
      ['import\t"kernel32.Sleep"', { type: 'absolute', value: 32 }],
      ['import\t"Sleep"', { type: 'absolute', value: 32 }],
    ]);
    expect(summary.processes).toEqual([]);
  });

  it('says what was there and what was missing', async () => {
    const { summary } = await read([syscallLine('f'), 'garbage']);
    expect(summary.health).toMatchObject({
      producer: 'DRAKVUF',
      processes: 1,
      threads: 1,
      calls: 1,
      skippedRecords: 1,
    });
    expect(summary.health.missing.map(({ part }) => part)).toEqual([
      'hashes of the sample',
      'apimon calls',
      'apimon dll_loaded records',
      'inject record',
      'anything that only a 64-bit guest has',
    ]);
  });

  it('merges recycled ids, which the log cannot tell apart', async () => {
    const { summary } = await read([syscallLine('f', { ProcessName: 'a' }), syscallLine('g', { ProcessName: 'b' })]);
    expect(summary.processes.map(({ name, threads }) => [name, threads.length])).toEqual([['a', 1]]);
  });

  it('is the same for any chunking and any number of readings', async () => {
    const lines = [apiLine('f', ['a="ü"'], { PID: 7 }), syscallLine('g', { x: '€'.repeat(50) }), injectLine(7)];
    const whole = await read(lines);
    for (const chunkBytes of [1, 7, 64]) {
      const { summary, sink, names } = await read(lines, undefined, chunkBytes);
      expect([summary, sink.calls, names]).toEqual([whole.summary, whole.sink.calls, whole.names]);
    }
    const again = await readTrace(whole.trace);
    expect([again.summary, again.sink.calls]).toEqual([whole.summary, whole.sink.calls]);
    expect(whole.diagnostics).toEqual([]);
  });
});

describe('damaged logs', () => {
  it.each([
    ['not JSON', '{"Plugin": "syscall", ', 'drakvuf-line-malformed'],
    ['a list', '[1]', 'drakvuf-line-malformed'],
    ['null', 'null', 'drakvuf-line-malformed'],
    ['NULs', '\0\0\0', 'drakvuf-line-malformed'],
    ['deep nesting', `{"Plugin":"syscall","x":${'['.repeat(100_000)}`, 'drakvuf-line-malformed'],
    [
      'deep nesting that closes',
      `{"a":${'['.repeat(9000)}${']'.repeat(9000)},"b":"\\ud800"}`,
      'drakvuf-line-malformed',
    ],
    ['no PID', syscallLine('f', { PID: undefined }), 'drakvuf-call-malformed'],
    ['a negative PID', syscallLine('f', { PID: -1 }), 'drakvuf-call-malformed'],
    ['a huge TID', syscallLine('f', { TID: 2 ** 64 }), 'drakvuf-call-malformed'],
    ['a fractional PPID', syscallLine('f', { PPID: 1.5 }), 'drakvuf-call-malformed'],
    ['no method', syscallLine('f', { Method: null }), 'drakvuf-call-malformed'],
    ['a DLL without functions', dllLine('a.dll', null), 'drakvuf-import-malformed'],
    ['a function at a negative address', dllLine('a.dll', { f: -1 }), 'drakvuf-import-malformed'],
  ])('%s: the line is left out with a diagnostic', async (_, line, code) => {
    const { sink, diagnostics } = await read([line, syscallLine('good')]);
    expect(sink.calls).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ code, count: 1, where: 'byte 0' }]);
  });

  it.each([
    ['an argument that is null', syscallLine('f', { x: null, y: '1' }), ['number\t1', 'string\t"1"', 'api\t"f"']],
    ['a number', syscallLine('f', { x: 5 }), ['number\t5', 'string\t"5"', 'api\t"f"']],
    ['an argument without name', apiLine('f', ['x', 'a=b']), ['string\t"b"', 'api\t"f"']],
    ['an argument that is a number', apiLine('f', [1]), ['api\t"f"']],
    ['no list of arguments', apiLine('f', null), ['api\t"f"']],
  ])('%s: the call is kept with a diagnostic', async (_, line, expected) => {
    const { sink, diagnostics } = await read([line]);
    expect(sink.calls[0]!.features).toEqual(expected);
    expect(diagnostics).toMatchObject([{ code: 'drakvuf-argument-malformed', severity: 'warning' }]);
  });

  it('numbers beyond 2^53 stay exact', async () => {
    const line = syscallLine('f').replace(/\}$/, ',"Handle":18446744071562074816}');
    expect(await featuresOf(line, COMPAT_SEMANTICS)).toEqual(['number\t18446744071562074816', 'api\t"f"']);
  });

  it('ids that are digits as text count', async () => {
    const { summary } = await read([syscallLine('f', { PID: '12', PPID: ' 3 ', TID: '4.0' })]);
    expect(summary.processes[0]).toMatchObject({ address: { value: [3, 12] }, threads: [{ tid: 4 }] });
  });

  it('the last value of a repeated key counts', async () => {
    const { sink } = await read([`{"Plugin": "regmon", ${syscallLine('f').slice(1, -1)}, "Method": "g"}`]);
    expect(sink.calls[0]!.features).toEqual(['api\t"g"']);
  });

  it('invalid UTF-8, CRLF, a byte-order mark and a cut last line do no harm', async () => {
    const bad = Uint8Array.from([...new TextEncoder().encode('{"Plugin": "syscall, "x": "'), 0xff, 0x22, 0x7d, 0x0a]);
    const good = new TextEncoder().encode(`\ufeff${syscallLine('f')}\r\n\r\n${syscallLine('g').slice(0, -5)}`);
    const first = good.indexOf(0x0a) + 1;
    const bytes = Uint8Array.from([...good.subarray(0, first), ...bad, ...good.subarray(first)]);
    const { sink, diagnostics } = await readSource(memorySource('x.log', bytes));
    expect(sink.calls).toHaveLength(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(['drakvuf-line-malformed', 'drakvuf-truncated']);
  });

  it('a line of 200 MB is skipped without being held', async () => {
    const good = encode([syscallLine('f')]);
    const source: ByteSource = {
      name: 'long.log',
      seekable: false,
      async *open() {
        yield good;
        const chunk = new Uint8Array(1 << 20).fill(0x61);
        for (let i = 0; i < 200; i++) yield chunk;
        yield encode(['', syscallLine('g')]);
      },
    };
    const options = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics() };
    const trace = (await drakvufInput.open(source, options)) as Trace;
    let calls = 0;
    const { health } = await trace.read({ feature: () => 0, call: () => calls++, forgetFeatures: () => {} });
    expect(calls).toBe(2);
    expect(health.diagnostics).toMatchObject([{ code: 'drakvuf-line-malformed', message: 'a line is too long' }]);
  });

  it('nothing usable ends in a CapaxError', async () => {
    expect(await codeOf(readSource(memorySource('x.log', new Uint8Array(0))))).toBe('input-empty');
    expect(await codeOf(read(['', 'x']))).toBe('report-no-calls');
    expect(await codeOf(read([injectLine(5), processLine(1, 0)]))).toBe('report-no-calls');
  });

  it('calls that cannot be used are not said to be none', async () => {
    const { summary } = await read([injectLine(5), syscallLine('f', { PID: 'x' }), '{"Plugin": "syscall"']);
    expect(summary.lost.calls).toBe(2);
    expect(summary.health.calls).toBe(0);
  });

  it('random damage never ends in anything else', async () => {
    const bytes = encode([
      apiLine('f', ['a=0x6f:"x"', 'b=1']),
      syscallLine('g', { x: '0x1' }),
      dllLine('\\a.dll', { f: 1 }),
      injectLine(10),
      processLine(10, 2),
    ]);
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 4294967296) * below);
    };
    for (let round = 0; round < 1500; round++) {
      const damaged = bytes.slice(0, random(4) === 0 ? random(bytes.length) : bytes.length);
      for (let flips = random(4); flips > 0 && damaged.length > 0; flips--)
        damaged[random(damaged.length)] = random(256);
      try {
        await readSource(memorySource('x.log', damaged, 50));
      } catch (error) {
        expect(error).toBeInstanceOf(CapaxError);
      }
    }
  });
});

describe('describeCalls', () => {
  it('reads chosen calls again, in order, wherever they are', async () => {
    const filler = syscallLine('filler', { text: 'x'.repeat(1_000_000) });
    const lines = [
      apiLine('first', ['a=1', 'b=two']),
      ...Array<string>(5).fill(filler),
      syscallLine('last', { c: '' }),
    ];
    for (const source of [
      memorySource('x.log', encode(lines)),
      { ...memorySource('x.log', encode(lines)), seekable: false },
    ]) {
      const { sink, trace } = await readSource(source);
      const at = Float64Array.from([sink.calls[0]!.at, sink.calls[6]!.at]);
      const seen: unknown[] = [];
      await trace.describeCalls(at, (index, call) => seen.push([index, call]));
      expect(seen).toEqual([
        [
          0,
          {
            api: 'first',
            args: [
              { name: 'a', value: '1' },
              { name: 'b', value: 'two' },
            ],
            result: '0x0',
            time: '1716999134.000000',
          },
        ],
        [1, { api: 'last', args: [{ name: 'c', value: '' }], time: '1716999134.000000' }],
      ]);
      await trace.describeCalls(new Float64Array(0), () => expect.unreachable());
    }
  });

  it('answers for calls that are gone', async () => {
    const source = memorySource('x.log', encode([syscallLine('f'), 'x']));
    const { trace } = await readSource(source);
    const names: string[] = [];
    await trace.describeCalls(Float64Array.from([0, 5, 1e9]), (_, call) => names.push(formatCall(call)));
    expect(names).toEqual(['f()', '(unreadable call)', '(unreadable call)']);
  });
});
