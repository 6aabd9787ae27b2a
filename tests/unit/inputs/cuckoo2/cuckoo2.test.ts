import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../../src/bytes/source.ts';
import { CapaxError } from '../../../../src/errors.ts';
import type { CallParts } from '../../../../src/features/call.ts';
import { capeInput } from '../../../../src/inputs/cape/index.ts';
import { cuckoo2Input } from '../../../../src/inputs/cuckoo2/index.ts';
import { COMPAT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { capeCall, capeProcess, capeReport } from '../../../support/cape-report.ts';
import { cuckooCall, cuckooProcess, cuckooReport } from '../../../support/cuckoo2-report.ts';
import { openTrace, outline, readSource } from '../../../support/open-trace.ts';
import { featureLine, readTrace } from '../../../support/recording-sink.ts';
import { sharedPath } from '../../../support/shared.ts';

const encode = (report: unknown, indent?: number): Uint8Array =>
  new TextEncoder().encode(typeof report === 'string' ? report : JSON.stringify(report, null, indent));

const read = (report: unknown, semantics?: Semantics, chunkBytes = 4096) =>
  readSource(cuckoo2Input, memorySource('report.json', encode(report), chunkBytes), semantics);

/** Features of the only call, as lines. */
async function featuresOf(args: unknown, semantics?: Semantics): Promise<readonly string[]> {
  const { sink } = await read(cuckooReport([cuckooProcess(10, [cuckooCall(1, 'f', args)])]), semantics);
  return sink.calls[0]!.features;
}

async function codeOf(report: unknown): Promise<string> {
  const error = await read(report).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CapaxError);
  return (error as CapaxError).code;
}

const CALL = cuckooCall(1, 'NtClose', { handle: '0x00000004' });
const ONE = cuckooReport([cuckooProcess(10, [CALL])]);

describe('recognition', () => {
  const probe = (report: unknown, length = 65_536) => {
    const head = encode(report, 1).subarray(0, length);
    return [cuckoo2Input, capeInput].map((input) => input.recognise({ name: 'report.json', raw: head, head }));
  };
  const winner = (report: unknown, length?: number): string => {
    const [cuckoo = 0, cape = 0] = probe(report, length);
    return cuckoo > cape ? 'cuckoo2' : cape > 0 ? 'cape' : 'neither';
  };
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(ONE).filter(([name]) => !names.includes(name)));

  it('goes by the version, as long as the head shows it', () => {
    expect(winner(ONE)).toBe('cuckoo2');
    expect(winner(ONE, 700)).toBe('cuckoo2');
    expect(winner({ ...without('signatures', 'behavior', 'static') })).toBe('cuckoo2');
    expect(winner({ ...ONE, info: { version: '2.0-rc2', machine: {} } })).toBe('cuckoo2');
  });

  it('or by calls, whose arguments are an object', () => {
    expect(winner(without('info'))).toBe('cuckoo2');
    expect(winner({ behavior: ONE['behavior'] })).toBe('cuckoo2');
  });

  it('leaves CAPE and older sandboxes to CAPE', () => {
    const cape = capeReport([capeProcess(10, [capeCall(1, 'NtClose', { handle: '0x4' })])]);
    expect(winner(cape)).toBe('cape');
    expect(winner({ ...cape, CAPE: undefined })).toBe('cape');
    expect(winner({ ...cape, CAPE: undefined, info: { version: '1.3-NG', machine: {} } })).toBe('cape');
    expect(winner({ ...cape, CAPE: undefined, info: { version: '2.0-dev', machine: {} } })).toBe('cape');
  });

  it('leaves other documents alone', () => {
    for (const other of [
      { swagger: '2.0', info: { version: '2.0.1', title: 'x' } },
      { info: 5, behavior: [] },
      [1],
      'text',
      '{"info": {"version": "2.0.7"',
      '',
      '\0',
      '{"Plugin": "syscall"}',
    ]) {
      expect(probe(other)[0]).toBe(0);
    }
  });
});

describe('call features', () => {
  it('are arguments from last to first, whatever their types, then the name without A or W', async () => {
    const args = { a: '0x10', b: 'text', c: 5, d: true, e: null, f: [], g: ['x', [1, { y: 'z' }]], h: '', i: -1 };
    const { sink } = await read(cuckooReport([cuckooProcess(10, [cuckooCall(1, 'CreateFileW', args)])]));
    expect(sink.calls[0]!.features).toEqual([
      'number\t-1',
      'string\t""',
      'string\t"x"',
      'number\t1',
      'string\t"z"',
      'number\t1',
      'number\t5',
      'string\t"text"',
      'number\t16',
      'api\t"CreateFileW"',
      'api\t"CreateFile"',
    ]);
  });

  it('follow the semantics that other sandboxes have', async () => {
    expect(await featuresOf({ a: '0xffffffff80000002', b: '12' })).toEqual([
      'number\t12',
      'string\t"12"',
      'number\t18446744071562067970',
      'number\t2147483650',
      'api\t"f"',
    ]);
    expect(await featuresOf({ a: '0xffffffff80000002', b: '12' }, COMPAT_SEMANTICS)).toEqual([
      'number\t12',
      'number\t18446744071562067970',
      'api\t"f"',
    ]);
  });

  it('keep integers of any size', async () => {
    const text = JSON.stringify(ONE).replace('"0x00000004"', '18446744073709551615');
    expect((await read(text)).sink.calls[0]!.features).toEqual([
      'number\t18446744073709551615',
      'number\t4294967295',
      'api\t"NtClose"',
    ]);
  });

  it('are those of the last of two members with one name', async () => {
    const text = JSON.stringify(ONE).replaceAll(
      '"tid":1,"flags"',
      '"tid":1,"arguments":{"__proto__":"p","constructor":"c"},"api":"Last","flags"',
    );
    expect((await read(text)).sink.calls[0]!.features).toEqual(['string\t"c"', 'string\t"p"', 'api\t"Last"']);
  });

  it('are the same after the tables were emptied', async () => {
    const calls = Array.from({ length: 300 }, (_, i) =>
      cuckooCall(1, 'f', { a: `${i % 150}`.repeat(5000), b: i % 150 }),
    );
    const { sink } = await read(cuckooReport([cuckooProcess(10, calls)]), undefined, 1 << 18);
    expect(sink.calls.slice(150).map(({ features }) => features)).toEqual(
      sink.calls.slice(0, 150).map(({ features }) => features),
    );
  });
});

describe('processes', () => {
  it('have threads in the order of their first calls, and ids of calls that are positions in the list', async () => {
    const calls = [cuckooCall(7, 'a'), cuckooCall(5, 'b'), cuckooCall('7', 'c')];
    const { sink, summary, names } = await read(cuckooReport([cuckooProcess(10, calls), cuckooProcess('11', [])]));
    expect(outline({ sink, summary, names })).toEqual(['4/10 process10.exe: 7=2 5=1', '4/11 process11.exe: ']);
    expect(sink.callsOf(summary.processes[0]!.threads[0]!).map(({ id }) => id)).toEqual([0, 2]);
    expect(summary.processes[0]!.features.map(({ feature }) => featureLine(feature))).toEqual([
      'string\t"C:\\\\process10.exe"',
      'string\t"\\"C:\\\\process10.exe\\" --run"',
    ]);
  });

  it('with equal ids stay apart', async () => {
    const { sink, summary, names } = await read(
      cuckooReport([cuckooProcess(10, [CALL]), cuckooProcess(10, [CALL, CALL], { process_name: 'again' })]),
    );
    expect(outline({ sink, summary, names })).toEqual(['4/10 process10.exe: 1=1', '4/10 again: 1=2']);
  });

  it('are the sample where Cuckoo followed them', async () => {
    const more = [{ track: true }, { track: false }, { track: undefined }, { track: 1 }];
    const { summary } = await read(cuckooReport(more.map((members, i) => cuckooProcess(10 + i, [CALL], members))));
    expect(summary.processes.map(({ fromSample }) => fromSample)).toEqual([true, false, undefined, undefined]);
  });
});

describe('the summary', () => {
  it('has hashes, imports, exports, sections and every text once', async () => {
    const { summary } = await read(ONE);
    expect(summary.hashes).toEqual({ md5: 'aa'.repeat(16), sha1: 'bb'.repeat(20), sha256: 'cc'.repeat(32) });
    expect(summary.file.map(({ feature }) => featureLine(feature))).toEqual([
      'import\t"kernel32.CreateFileW"',
      'import\t"CreateFileW"',
      'import\t"kernel32.CreateFile"',
      'import\t"CreateFile"',
      'export\t"DllMain"',
      'section\t".text"',
      'string\t"a string of the file"',
      'string\t"C:\\\\read"',
      'string\t"a mutex"',
      'string\t"C:\\\\moved"',
      'string\t"C:\\\\old"',
      'string\t"cmd /c run"',
    ]);
    expect(summary.health).toMatchObject({
      producer: 'Cuckoo',
      producerVersion: '2.0.7',
      target: 'file',
      processes: 1,
      threads: 1,
      calls: 1,
      skippedRecords: 0,
      missing: [],
      diagnostics: [],
    });
  });

  it.each<[string, unknown, unknown, string[]]>([
    ['a PE', 'PE32+ executable (GUI) x86-64, for MS Windows', 'windows', ['pe', 'windows', 'amd64']],
    ['a PE of unknown system', 'PE32 executable Intel 80386', 'windows', ['pe', 'windows', 'i386']],
    ['a PE without a guest', 'PE32 executable Intel 80386', undefined, ['pe', 'any', 'i386']],
    ['an ELF file', 'ELF 64-bit LSB executable, x86-64, for GNU/Linux 2.6', 'linux', ['elf', 'linux', 'amd64']],
    ['an ELF file of unknown system', 'ELF 32-bit LSB executable, ARM', 'linux', ['elf', 'linux']],
    ['a document', 'Composite Document File V2 Document', 'windows', ['windows']],
    ['nothing known', undefined, undefined, []],
    ['nothing sensible', 5, {}, []],
  ])('says what is known of the machine: %s', async (_, type, platform, expected) => {
    const report = cuckooReport([cuckooProcess(10, [CALL])], {
      info: { version: '2.0.7', platform },
      target: { category: 'file', file: { type } },
    });
    const { summary } = await read(report);
    expect(summary.globals.map((feature) => ('value' in feature ? feature.value : ''))).toEqual(expected);
  });

  it('says what was missing', async () => {
    const report = cuckooReport([cuckooProcess(10, [CALL]), cuckooProcess(11, undefined)], {
      static: undefined,
      strings: undefined,
      target: { category: 'url', url: 'http://192.0.2.7/' },
    });
    (report['behavior'] as Record<string, unknown>)['summary'] = undefined;
    const { summary } = await read(report);
    expect(summary.health.target).toBe('url');
    expect(summary.health.missing.map(({ part }) => part)).toEqual([
      'target.file',
      'static.pe_imports, static.pe_exports, static.pe_sections',
      'strings',
      'behavior.summary',
      'behavior.processes[].calls (1 of 2)',
    ]);
  });

  it('is the same for any order of members, any chunking and any number of readings', async () => {
    const turned = Object.fromEntries(Object.entries(ONE).reverse());
    const whole = await read(ONE);
    expect((await read(turned)).summary).toEqual(whole.summary);
    for (const chunkBytes of [1, 7, 64]) {
      const { summary, sink, names } = await read(ONE, undefined, chunkBytes);
      expect([summary, sink.calls, names]).toEqual([whole.summary, whole.sink.calls, whole.names]);
    }
    const again = await readTrace(whole.trace);
    expect([again.summary, again.sink.calls]).toEqual([whole.summary, whole.sink.calls]);
  });
});

describe('damaged reports', () => {
  it.each([
    ['no bytes', '', 'input-empty'],
    ['white space', ' \n ', 'input-empty'],
    ['another document', { a: 1 }, 'input-unsupported'],
    ['a list', [1], 'input-unsupported'],
    ['text', 'hello', 'input-unsupported'],
    ['a cut document', JSON.stringify(ONE).slice(0, 300), 'input-corrupt'],
    ['no behavior', { ...ONE, behavior: undefined }, 'report-no-processes'],
    ['no processes', cuckooReport([]), 'report-no-processes'],
    ['no list of processes', cuckooReport(5), 'report-no-processes'],
    [
      'processes without ids',
      cuckooReport([cuckooProcess(0, [CALL]), cuckooProcess('x', [CALL])]),
      'report-no-processes',
    ],
    ['processes without calls', cuckooReport([cuckooProcess(10, undefined)]), 'report-no-calls'],
  ])('%s: a CapaxError', async (_, report, code) => {
    expect(await codeOf(report)).toBe(code);
  });

  it.each([
    ['no', undefined],
    ['a negative', -1],
    ['a huge', 2 ** 60],
  ])('a call with %s tid is one of its process, which the health says', async (_, tid) => {
    const { sink, summary } = await read(cuckooReport([cuckooProcess(10, [cuckooCall(1, 'f'), cuckooCall(tid, 'g')])]));
    expect(sink.calls).toHaveLength(2);
    expect(summary.processes[0]?.threads.map(({ tid: id }) => id)).toEqual([1, 10]);
    expect(summary.health.diagnostics.map(({ code }) => code)).toContain('cuckoo2-call-without-thread');
  });

  it.each<[string, unknown, string]>([
    ['no object', 5, 'cuckoo2-call-malformed'],
    ['null', null, 'cuckoo2-call-malformed'],
    ['no api', cuckooCall(1, undefined), 'cuckoo2-call-malformed'],
    ['an api that is no text', cuckooCall(1, 5), 'cuckoo2-call-malformed'],
    ['deep nesting', cuckooCall(1, 'f', { a: JSON.parse('['.repeat(600) + ']'.repeat(600)) }), 'json-value-malformed'],
  ])('a call with %s is left out with a diagnostic', async (_, call, code) => {
    const { sink, codes, summary } = await read(cuckooReport([cuckooProcess(10, [call, CALL])]));
    expect(sink.calls.map(({ id }) => id)).toEqual([1]);
    expect(codes).toEqual([code]);
    expect(summary.health.skippedRecords).toBe(1);
  });

  it.each<[string, unknown, string[]]>([
    ['a list', [{ name: 'a', value: '1' }], ['cuckoo2-call-malformed']],
    ['a text', 'x', ['cuckoo2-call-malformed']],
    ['null', null, ['cuckoo2-call-malformed']],
    ['a fraction', { a: 1.5 }, ['cuckoo2-argument-malformed']],
  ])('a call whose arguments are %s is kept with a diagnostic', async (_, args, expected) => {
    const { sink, codes } = await read(cuckooReport([cuckooProcess(10, [cuckooCall(1, 'f', args)])]));
    expect(sink.calls[0]!.features).toEqual(['api\t"f"']);
    expect(codes).toEqual(expected);
  });

  it('a process without a usable id is left out with its calls', async () => {
    const processes = [cuckooProcess(-5, [CALL, CALL]), 7, cuckooProcess(10, [CALL], { ppid: 'x' })];
    const { summary, codes } = await read(cuckooReport(processes));
    expect(summary.processes.map(({ address }) => address.value)).toEqual([[0, 10]]);
    expect(summary.health).toMatchObject({ processes: 1, calls: 1, skippedRecords: 4 });
    expect(codes).toEqual(['json-unexpected-kind', 'cuckoo2-process-malformed', 'cuckoo2-process-malformed']);
  });

  it('what was read before a cut is kept', async () => {
    const text = JSON.stringify(cuckooReport([cuckooProcess(10, [CALL]), cuckooProcess(11, [CALL])]));
    const { sink, codes } = await read(text.slice(0, text.lastIndexOf('"NtClose"')));
    expect(sink.calls).toHaveLength(1);
    expect(codes).toContain('json-truncated');
  });

  it('a text of 100 MB is passed over without being held', async () => {
    const [before = '', after = ''] = JSON.stringify(
      cuckooReport([cuckooProcess(10, [cuckooCall(1, 'f', { a: 'HERE' }), CALL])]),
    ).split('HERE');
    const source: ByteSource = {
      name: 'long',
      seekable: false,
      async *open() {
        yield encode(before);
        const chunk = new Uint8Array(1 << 20).fill(0x61);
        for (let i = 0; i < 200; i++) yield chunk;
        yield encode(after);
      },
    };
    const trace = await openTrace(cuckoo2Input, source);
    let calls = 0;
    const { health } = await trace.read({ feature: () => 0, call: () => calls++, forgetFeatures: () => {} });
    expect(calls).toBe(1);
    expect(health.diagnostics).toMatchObject([{ code: 'json-value-too-large' }]);
  });

  it('random damage never ends in anything but a CapaxError', async () => {
    const bytes = encode(
      cuckooReport([cuckooProcess(10, [CALL, cuckooCall(2, 'g', { a: [1, 'x'], b: 12 }, { flags: { b: 'B' } })])]),
      1,
    );
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 4294967296) * below);
    };
    for (let round = 0; round < 800; round++) {
      const damaged = bytes.slice(0, random(4) === 0 ? random(bytes.length) : bytes.length);
      for (let flips = random(6); flips > 0 && damaged.length > 0; flips--) {
        damaged[random(damaged.length)] = random(3) === 0 ? random(256) : (bytes[random(bytes.length)] as number);
      }
      cuckoo2Input.recognise({ name: 'x', raw: damaged, head: damaged });
      try {
        await readSource(cuckoo2Input, memorySource('x', damaged, 100));
      } catch (error) {
        expect(error).toBeInstanceOf(CapaxError);
      }
    }
  });
});

describe('describeCalls', () => {
  it('shows a call whose flags are malformed without them, because reading had no need to look into them', async () => {
    const calls = [cuckooCall(1, 'f', { a: '1' }, { flags: { mark: 'A' } }), cuckooCall(1, 'g', {})];
    const text = JSON.stringify(cuckooReport([cuckooProcess(10, calls)])).replace('"mark":"A"', '"a" "A"');
    const { trace, sink } = await read(text);
    const seen: CallParts[] = [];
    await trace.describeCalls(Float64Array.from(sink.calls.map((call) => call.at)), (_, call) => seen.push(call));
    expect(seen.map(({ api }) => api)).toEqual(['f', 'g']);
    expect(seen[0]?.args).toEqual([{ name: 'a', value: '0x1' }]);
  });

  it('shows flags by name, numbers in hexadecimal and texts in quotes', async () => {
    const calls = [
      cuckooCall(
        1,
        'f',
        { a: 64, b: '0x10', c: 'x "y"', d: [1, 'z'], e: null, f: '12' },
        { flags: { a: 'A|B', b: '' } },
      ),
      cuckooCall(1, 'g', {}, { return_value: -1, time: undefined }),
      cuckooCall(1, 'h', 5, { return_value: 'odd', time: '12', flags: null }),
    ];
    const { trace, sink } = await read(cuckooReport([cuckooProcess(10, calls)]));
    const seen: unknown[] = [];
    const at = Float64Array.from(sink.calls.map((call) => call.at));
    await trace.describeCalls(at, (_, call) => seen.push(call));
    expect(seen).toEqual([
      {
        api: 'f',
        args: [
          { name: 'a', value: 'A|B' },
          { name: 'b', value: '0x10' },
          { name: 'c', value: '"x "y""' },
          { name: 'd', value: '[1,"z"]' },
          { name: 'e', value: '' },
          { name: 'f', value: '0xc' },
        ],
        result: '0x0',
        time: '1558483088.094',
      },
      { api: 'g', args: [], result: '-0x1' },
      { api: 'h', args: [], result: 'odd', time: '12' },
    ]);
  });
});

describe.skipIf(sharedPath('data/formats/cuckoo2') === undefined)('real calls (needs shared data)', () => {
  it('of a report of signatures are read without a complaint', async () => {
    interface Signature {
      readonly marks: readonly { readonly type: string; readonly call: unknown }[];
    }
    const path = sharedPath('data/formats/cuckoo2/reportsignatures.json') as string;
    const signatures: Signature[] = JSON.parse(readFileSync(path, 'utf8'));
    const calls = signatures.flatMap(({ marks }) => marks.flatMap(({ type, call }) => (type === 'call' ? [call] : [])));
    const { summary, names } = await read(cuckooReport([cuckooProcess(10, calls)], { signatures }));
    expect(summary.health).toMatchObject({ calls: 150, skippedRecords: 0, diagnostics: [] });
    expect([...names.values()]).toContain(
      'NtAllocateVirtualMemory(process_identifier=0xa00, region_size=0x1000, stack_dep_bypass=0x0, stack_pivoted=0x0, heap_dep_bypass=0x0, protection=PAGE_EXECUTE_READWRITE, base_address=0x3f0000, allocation_type=MEM_COMMIT, process_handle=0xffffffff) -> 0x0',
    );
  });
});
