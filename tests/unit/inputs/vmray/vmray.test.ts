import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { CapaxError } from '../../../../src/errors.ts';
import type { CallParts } from '../../../../src/features/call.ts';
import type { Trace, TraceSink, TraceSummary } from '../../../../src/features/trace.ts';
import { vmrayInput } from '../../../../src/inputs/vmray/index.ts';
import { LIMITS } from '../../../../src/limits.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { addressJson, featureLine, readTrace } from '../../../support/recording-sink.ts';
import {
  type ArchiveParts,
  call,
  element,
  flog,
  monitorProcess,
  monitorThread,
  param,
  summary,
  type Target,
  vmrayArchive,
} from '../../../support/vmray-archive.ts';
import { wantedDetails } from '../../../support/wanted-details.ts';

interface ReadOptions {
  readonly semantics?: Semantics;
  readonly password?: string;
}

async function readSource(source: ByteSource, options: ReadOptions = {}) {
  const diagnostics = new Diagnostics();
  const trace = (await vmrayInput.open(source, { semantics: DEFAULT_SEMANTICS, ...options, diagnostics })) as Trace;
  const reading = await readTrace(trace);
  return { trace, codes: reading.summary.health.diagnostics.map(({ code }) => code), ...reading };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const readBytes = (bytes: Uint8Array, options?: ReadOptions) => readSource(memorySource('a.zip', bytes, 999), options);
const read = async (parts?: ArchiveParts, options?: ReadOptions) => readBytes(await vmrayArchive(parts), options);

/** Feature lines and the display name of a call with these input parameters, without its api feature. */
async function describeParams(params: string[], semantics?: Semantics) {
  const { sink, names, codes } = await read(
    { flog: [monitorThread(), call('f', params)] },
    semantics === undefined ? {} : { semantics },
  );
  return { features: sink.calls[0]!.features.slice(0, -1), name: [...names.values()][0], codes };
}

async function errorOf(work: Promise<unknown>): Promise<CapaxError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CapaxError);
  expect((error as CapaxError).hint).toBeTruthy();
  return error as CapaxError;
}

describe('recognition', () => {
  const recognise = (head: Uint8Array | string, name = 'x') => {
    const bytes = typeof head === 'string' ? bytesOf(head) : head;
    return vmrayInput.recognise({ name, raw: bytes, head: bytes });
  };
  it('goes by the first names of the archive, or by the shape of its files', async () => {
    expect(recognise(await vmrayArchive())).toBe(2);
    expect(recognise(await vmrayArchive({ zip: { password: 'infected' } }))).toBe(2);
    expect(recognise(flog([]))).toBe(2);
    expect(recognise(JSON.stringify(summary()))).toBe(2);
    expect(recognise('{"analysis_details": {"job_id": 1}}')).toBe(2);
    expect(recognise('PK\u0003\u0004other')).toBe(0);
    expect(recognise('{"info": {}}')).toBe(0);
    expect(recognise('<analysis>')).toBe(0);
    expect(recognise('')).toBe(0);
  });
});

describe('call features', () => {
  const text = (value: string): Target => ({ type: 'str', value });

  it.each<[string, string[], string[], string]>([
    [
      'integers by type',
      [param('a', 'unsigned_32bit', '0x10'), param('b', 'bool', '1')],
      ['number\t16', 'number\t1'],
      'a: 0x10, b: 1',
    ],
    ['negative integers', [param('a', 'signed_8bit', '-1')], ['number\t-1'], 'a: -1'],
    ['no pointers', [param('a', 'void_ptr', '0x10'), param('b', 'ptr', '0x10')], [], 'a: 0x10, b: 0x10'],
    ['registry handles', [param('hKey', 'void_ptr', '0x80000001')], ['number\t2147483649'], 'hKey: 0x80000001'],
    [
      'no text as handle',
      [param('hKey', 'void_ptr', 'x'), param('samDesired', 'ptr', '1')],
      [],
      'hKey: x, samDesired: 1',
    ],
    ['text behind pointers', [param('a', 'ptr', '0x1', text('C:\\\\b'))], ['string\t"C:\\\\b"'], 'a: "C:\\\\b"'],
    ['empty text', [param('a', 'ptr', '0x1', text(''))], ['string\t""'], 'a: ""'],
    ['numbers behind pointers', [param('a', 'ptr', '0x1', { type: 'unknown', value: '0x2' })], ['number\t2'], 'a: 0x2'],
    [
      'handles behind pointers',
      [param('hkResult', 'ptr', '1', { type: 'ptr', value: '3' })],
      ['number\t3'],
      'hkResult: 3',
    ],
    ['no structures', [param('a', 'ptr', '0x1', { type: 'container' })], [], 'a: 0x1'],
    ['no text without pointer', [param('a', 'str', 'x')], [], 'a: x'],
    ['no parameters without value', [param('a', 'unsigned_8bit')], [], 'a: '],
  ])('compatible: %s', async (_, params, features, shown) => {
    const result = await describeParams(params, COMPAT_SEMANTICS);
    expect(result).toEqual({ features, name: `f(${shown})`, codes: [] });
  });

  it('drop or halve escapes in compatible mode and decode them by default', async () => {
    const params = ['\\x1b\\n', 'é', 'a\\\\b', '日\\x00'].map((value) => param('a', 'ptr', '0x1', text(value)));
    expect((await describeParams(params, COMPAT_SEMANTICS)).features).toEqual([
      'string\t"\\\\x1b\\\\n"',
      'string\t"a\\\\b"',
    ]);
    expect((await describeParams(params)).features).toEqual([
      'string\t"\\u001b\\n"',
      'string\t"\\u00e9"',
      'string\t"a\\\\b"',
      'string\t"\\u65e5\\u0000"',
    ]);
  });

  it('count sign-extended numbers twice by default', async () => {
    const params = [param('a', 'unsigned_64bit', '0xffffffff80000002')];
    expect((await describeParams(params)).features).toEqual(['number\t18446744071562067970', 'number\t2147483650']);
  });

  it('go on after what is no integer', async () => {
    const vague = ['', 'abc', '1.5'].flatMap((value) => [param('a', 'double', value), param('b', 'unknown', value)]);
    const sound = await describeParams([...vague, param('c', 'bool', '1')]);
    expect([sound.features, sound.codes]).toEqual([['number\t1'], []]);
    const damaged = await describeParams([param('a', 'signed_8bit', 'abc'), param('c', 'bool', '1')]);
    expect([damaged.features, damaged.codes]).toEqual([['number\t1'], ['vmray-number-malformed']]);
  });

  const inner = (name: string, type: string, value: string | undefined, ...children: string[]) =>
    element(name, { name: 'm', type, value }, children.length === 0 ? undefined : children.join(''));
  const pointer = (...children: string[]) =>
    element('param', { name: 'p', type: 'ptr', value: '0x1' }, children.join(''));

  it.each<[string, string, string[], string]>([
    ['two pointers', pointer(inner('deref', 'ptr', '0x2', inner('deref', 'str', 'a\\\\b'))), ['a\\b'], '"a\\b"'],
    [
      'three pointers',
      pointer(inner('deref', 'ptr', '2', inner('deref', 'ptr', '3', inner('deref', 'str', 'a')))),
      ['a'],
      '"a"',
    ],
    [
      'an array',
      pointer(
        inner(
          'deref',
          'array',
          undefined,
          inner('item', 'str', 'a'),
          inner('item', 'ptr', '5', inner('deref', 'str', 'b')),
        ),
      ),
      ['a', 'b'],
      '("a", "b")',
    ],
    [
      'a structure',
      pointer(
        inner(
          'deref',
          'container',
          undefined,
          inner('member', 'unsigned_32bit', '0x68'),
          inner('member', 'ptr', '5', inner('deref', 'str', '')),
          inner('member', 'ptr', '6', inner('deref', 'container', undefined, inner('member', 'str', 'é'))),
        ),
      ),
      ['é'],
      '"é"',
    ],
    ['a structure that is the parameter', element('param', { name: 'p' }, inner('member', 'str', 'a')), ['a'], '"a"'],
    ['numbers only', pointer(inner('deref', 'container', undefined, inner('member', 'bool', '1'))), [], '0x1'],
  ])('are texts farther in, by default: %s', async (_, parameter, texts, shown) => {
    const { features, name, codes } = await describeParams([parameter]);
    expect(features).toEqual(texts.map((value) => featureLine({ type: 'string', value })));
    expect([name, codes]).toEqual([`f(p: ${shown})`, []]);
    const compatible = await describeParams([parameter], COMPAT_SEMANTICS);
    expect(compatible.features).toEqual([]);
    expect(compatible.name).not.toContain('"');
  });

  it('are those of inputs only; outputs are shown', async () => {
    const structure = pointer(inner('deref', 'container', undefined, inner('member', 'str', 'x')));
    const log = [monitorThread(), call('f', [param('a', 'bool', '1')], [structure, param('q', 'ptr', '2', text('z'))])];
    const { sink, names } = await read({ flog: log });
    expect(sink.calls[0]!.features).toEqual(['number\t1', 'api\t"f"']);
    expect([...names.values()]).toEqual(['f(a: 1) -> p: "x", q: "z"']);
  });

  it('cannot be as many as they like, wherever they are', async () => {
    const many = pointer(...Array<string>(70_000).fill(inner('item', 'str', 'a')));
    const { features, codes } = await describeParams([many]);
    expect(features).toHaveLength(LIMITS.callParameters - 1);
    expect(codes).toEqual(['vmray-call-too-long']);
  });

  it('are shown without the escapes of the log, by default', async () => {
    const params = [param('a', 'ptr', '1', text('C:\\\\x\\n'))];
    expect((await describeParams(params)).name).toBe('f(a: "C:\\x\n")');
    expect((await describeParams(params, COMPAT_SEMANTICS)).name).toBe('f(a: "C:\\\\x\\n")');
  });

  it('have names without sys_, A and W', async () => {
    const log = ['CreateFileW', 'sys_open', 'sys_sys_x', '#5', 'A::B'].map((name, i) =>
      call(name, [], [], { fncall_id: i }),
    );
    const { sink } = await read({ flog: [monitorThread(), ...log] });
    expect(sink.calls.flatMap(({ id, features }) => features.map((line) => `${id} ${line}`))).toEqual([
      '0 api\t"CreateFileW"',
      '0 api\t"CreateFile"',
      '1 api\t"open"',
      '2 api\t"sys_x"',
      '3 api\t".#5"',
      '4 api\t"A::B"',
    ]);
  });
});

describe('processes and threads', () => {
  it('come from the summary, then from the log, with monitor ids as identity', async () => {
    const processes = {
      process_1: { monitor_id: 1, os_pid: 100, image_name: 'a', filename: 'f', cmd_line: ' "x y" ' },
      process_2: {
        monitor_id: 2,
        os_pid: 101,
        image_name: 'b',
        filename: 'f',
        ref_parent_process: { path: ['processes', 'process_1'] },
      },
      process_3: { monitor_id: 3, os_pid: 102, image_name: 'no file name' },
    };
    const log = [
      monitorThread({ thread_id: 7, process_id: 4, os_tid: 9 }),
      monitorProcess({ process_id: 2, os_pid: 101, image_name: 'ignored' }),
      monitorProcess({ process_id: 4, os_pid: '0x64', os_parent_pid: '0x7', image_name: 'recycled' }),
      monitorProcess({ process_id: 5, os_pid: 0 }),
      monitorThread({ process_id: 1 }),
      call('late', [], [], { process_id: 4, thread_id: 7 }),
      monitorThread({ thread_id: 8, process_id: 4, os_tid: 9 }),
      call('lost', [], [], { process_id: 9 }),
      call('lost too', [], [], { process_id: 1, thread_id: 7 }),
    ];
    const parts = { summary: summary({ processes }), flog: log };
    const { summary: result, sink, codes } = await read(parts, { semantics: COMPAT_SEMANTICS });
    expect(
      result.processes.map(({ address, name, threads }) => [
        address.value,
        name,
        threads.map((thread) => [thread.tid, sink.callsOf(thread).length]),
      ]),
    ).toEqual([
      [[0, 100], 'a (x y)', [[5, 0]]],
      [[100, 101], 'b ()', []],
      [
        [7, 100],
        'recycled (C:\\s.exe" -x)',
        [
          [9, 1],
          [9, 0],
        ],
      ],
    ]);
    expect(codes).toEqual(['vmray-calls-unlisted']);
    expect(result.health).toMatchObject({ processes: 3, threads: 3, calls: 1 });
  });

  it('that nobody announced are added if they make calls, by default', async () => {
    const log = [
      monitorProcess({ process_id: 4, os_pid: 0 }),
      monitorProcess({ process_id: 5, os_pid: 0 }),
      monitorThread(),
      monitorThread({ thread_id: 7, process_id: 4, os_tid: 9 }),
      call('a', [], [], { process_id: 4, thread_id: 7, fncall_id: 1 }),
      call('b', [], [], { process_id: 9, thread_id: 3, fncall_id: 2 }),
      call('c', [], [], { thread_id: 7, fncall_id: 3 }),
      call('d', [], [], { thread_id: 8, fncall_id: 4 }),
    ];
    const { summary: result, sink, codes } = await read({ flog: log });
    expect(
      result.processes.map(({ address, name, fromSample, threads }) => [
        address.value,
        name,
        fromSample,
        threads.map((thread) => [thread.tid, sink.callsOf(thread).map(({ id }) => id)]),
      ]),
    ).toEqual([
      [
        [0, 100],
        's.exe (C:\\s.exe" -x)',
        true,
        [
          [5, []],
          [9, [3]],
          [8, [4]],
        ],
      ],
      [[0, 4], 's.exe (C:\\s.exe" -x)', true, [[9, [1]]]],
      [[0, 9], 'unlisted process', undefined, [[3, [2]]]],
    ]);
    expect(codes).toEqual(['vmray-calls-unlisted']);
    expect(result.health).toMatchObject({ calls: 4, skippedRecords: 0 });
  });

  it.each([
    [1, DEFAULT_SEMANTICS, /^1 call belongs .*; it is kept/],
    [2, DEFAULT_SEMANTICS, /^2 calls belong .*; they are kept/],
    [1, COMPAT_SEMANTICS, /^1 call belongs .*; it is left out/],
    [2, COMPAT_SEMANTICS, /^2 calls belong .*; they are left out/],
  ])('that nobody announced are told once, of %d calls', async (count, semantics, message) => {
    const log = Array<string>(count).fill(call('f', [], [], { thread_id: 9 }));
    const { summary: result } = await read({ flog: [monitorThread(), ...log] }, { semantics });
    expect(result.health.diagnostics).toEqual([
      { code: 'vmray-calls-unlisted', severity: 'warning', count: 1, message: expect.stringMatching(message) },
    ]);
    expect(result.health.calls).toBe(semantics === DEFAULT_SEMANTICS ? count : 0);
  });

  it('descend from one another without end in linear time', async () => {
    const log = Array.from({ length: 30_000 }, (_, n) =>
      monitorProcess({ process_id: n + 2, os_pid: n + 200, parent_id: n + 1, monitor_reason: 'child_process' }),
    );
    // Steps that grow with the square of the chain need minutes here.
    const { summary: result } = await read({ flog: log });
    expect(result.processes.every(({ fromSample }) => fromSample === true)).toBe(true);
  });

  it('are the sample or what it started, where a target is named', async () => {
    const log = [
      monitorProcess({ process_id: 2, os_pid: 2, parent_id: 1, monitor_reason: 'child_process' }),
      monitorProcess({ process_id: 3, os_pid: 3, parent_id: 2, monitor_reason: 'rpc_server' }),
      monitorProcess({ process_id: 4, os_pid: 4, parent_id: 5, monitor_reason: 'x' }),
      monitorProcess({ process_id: 5, os_pid: 5, parent_id: 4, monitor_reason: 'x' }),
    ];
    const flags = async (parts: ArchiveParts) =>
      (await read(parts)).summary.processes.map(({ fromSample }) => fromSample);
    expect(await flags({ flog: log })).toEqual([true, true, true, false, false]);
    expect(await flags({ flog: log, summary: summary({ processes: {} }) })).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('that contradict or repeat each other are told', async () => {
    const entry = { monitor_id: 1, os_pid: 100, image_name: 'a', filename: 'f', cmd_line: '' };
    const processes = {
      p1: entry,
      p2: { ...entry, image_name: 'b' },
      p3: { monitor_id: -1 },
      p4: null,
      __proto__: entry,
    };
    const log = [
      monitorProcess({ os_pid: 7 }),
      monitorProcess({ process_id: undefined }),
      monitorProcess({ process_id: '99999999999999999999' }),
      monitorThread(),
      monitorThread({ os_tid: 6 }),
      monitorThread({ thread_id: 2, os_tid: -1 }),
      call('f', [], [], { fncall_id: 'x' }),
    ];
    const { summary: result, codes } = await read({ summary: summary({ processes }), flog: log });
    expect(result.processes.map(({ name, threads }) => [name, threads.map(({ tid }) => tid)])).toEqual([['a ()', [5]]]);
    expect(codes).toEqual([
      'vmray-process-malformed',
      'vmray-process-repeated',
      'vmray-process-contradiction',
      'vmray-process-malformed',
      'vmray-thread-repeated',
      'vmray-thread-malformed',
      'vmray-call-malformed',
    ]);
  });
});

describe('file features', () => {
  it('are static data, names and strings of the sample', async () => {
    const { summary: result } = await read({ sample: 'MZ hello\0\0w\0i\0d\0e\0\0\0' });
    expect(result.hashes).toEqual({ md5: 'aa', sha1: 'bb', sha256: 'ab'.repeat(32) });
    expect(result.baseAddress).toEqual({ type: 'absolute', value: 0x400000 });
    expect(result.globals.map(featureLine)).toEqual(['format\t"pe"', 'os\t"windows"', 'arch\t"i386"']);
    expect(result.file.map(({ feature, address }) => `${featureLine(feature)} ${addressJson(address)}`)).toEqual([
      'import\t"kernel32.Sleep" 100',
      'import\t"Sleep" 100',
      'export\t"Run" 50',
      'section\t".text" 4096',
      'string\t"c:\\\\a.txt" null',
      'string\t"mutant" null',
      'string\t"example.com" null',
      'string\t"192.0.2.1" null',
      'string\t"HKEY_CURRENT_USER\\\\Run" null',
      'string\t"MZ hello" 0',
      'string\t"wide" 10',
    ]);
    expect(result.health.missing).toEqual([]);
  });

  it('keep the last name at an address', async () => {
    const sections = [0, 0, '0xffffffff81000000'].map((sh_addr, i) => ({ header: { sh_addr, sh_name: `s${i}` } }));
    const static_data = { static_data_0: { elf: { sections } } };
    const { summary: result } = await read({ summary: summary({ static_data, filenames: {} }), sample: null });
    expect(result.file.slice(0, 2)).toEqual([
      { feature: { type: 'section', value: 's1' }, address: { type: 'absolute', value: 0 } },
      { feature: { type: 'section', value: 's2' }, address: { type: 'absolute', value: 0xffffffff81000000n } },
    ]);
    expect(result.health.missing.map(({ part }) => part)).toEqual(['the sample itself']);
  });

  it.each([
    ['Windows Exe (x86-64)', 'windows', 'amd64'],
    ['Linux ELF Executable (x86-64)', 'linux', 'amd64'],
    ['PowerShell Script', 'any', 'any'],
  ])('%s: os %s, arch %s', async (sample_type, os, arch) => {
    const { summary: result } = await read({ summary: summary({ analysis_metadata: { sample_type }, files: {} }) });
    expect(result.globals).toEqual([
      { type: 'os', value: os },
      { type: 'arch', value: arch },
    ]);
  });
});

describe('archives', () => {
  it.each([
    ['stored', { level: 0 }],
    ['ZipCrypto', { password: 'infected', zipCrypto: true }],
    ['AES-256', { password: 'infected' }],
  ])('%s', async (_, zip) => {
    expect((await read({ zip })).sink.calls).toHaveLength(1);
  });

  it('may have been packed again with the folder that they were in', async () => {
    const { summary: whole } = await read();
    const { summary: packed } = await read({ folder: 'Run 7/x/' });
    expect(packed).toEqual(whole);
    expect(packed.hashes.md5).not.toBe('');
  });

  it('with another password need it', async () => {
    const zip = { password: 'geheim' };
    expect((await errorOf(read({ zip }))).code).toBe('input-encrypted');
    expect((await read({ zip }, { password: 'geheim' })).sink.calls).toHaveLength(1);
  });

  it('are the same on every reading', async () => {
    const { trace, ...first } = await read({ flog: [monitorThread(), call('f', [param('a', 'bool', 'x')])] });
    const again = await readTrace(trace);
    expect([again.summary, again.sink.calls, again.names]).toEqual([first.summary, first.sink.calls, first.names]);
  });

  it('may be a function log alone', async () => {
    const { summary: result, sink } = await readBytes(bytesOf(flog([monitorProcess(), monitorThread(), call('f')])));
    expect(sink.calls).toHaveLength(1);
    expect(result.processes).toHaveLength(1);
    expect(result.health.missing.map(({ part }) => part)).toEqual(['logs/summary_v2.json']);
  });

  it('without one part are read without it', async () => {
    const log = [monitorProcess(), monitorThread(), call('f')];
    for (const json of [null, '', '[]', '{"a":', '\0', '{"files":[1],"processes":3,"static_data":null}']) {
      const { sink, summary: result } = await read({ summary: json, flog: log });
      expect(sink.calls).toHaveLength(1);
      expect(result.processes).toHaveLength(1);
      expect(result.health.missing.length).toBeGreaterThan(0);
    }
  });

  it('with a damaged summary give the parts of it that are sound', async () => {
    const log = [monitorProcess(), monitorThread(), call('f')];
    const whole = await read({ flog: log });
    const sound = JSON.stringify(summary());
    for (const json of [
      `${sound.slice(0, -1)},"late":"cut`,
      sound.replace('{', '{"odd":"a\u0001b",'),
      `\ufeff${sound}`,
    ]) {
      const { summary: result } = await read({ summary: json, flog: log });
      expect(result.hashes).toEqual(whole.summary.hashes);
      expect(result.file).toEqual(whole.summary.file);
    }
  });

  it('of the old format, or without calls, are refused with advice', async () => {
    const old = await errorOf(readBytes(bytesOf('{"analysis_details": {}, "vm_and_analyzer_details": {}}')));
    expect([old.code, old.hint]).toEqual(['report-unsupported-version', expect.stringContaining('summary_v2.json')]);
    expect((await errorOf(read({ summary: '{"vm_and_analyzer_details":{}}' }))).code).toBe(
      'report-unsupported-version',
    );
    const compat = { semantics: COMPAT_SEMANTICS };
    expect((await errorOf(readBytes(bytesOf(JSON.stringify(summary())), compat))).code).toBe('input-unsupported');
    expect((await errorOf(read({ flog: null }, compat))).code).toBe('input-unsupported');
    expect((await errorOf(read({ flog: null, summary: null }))).code).toBe('input-unsupported');
    expect((await errorOf(read({ flog: flog([], '1') }))).code).toBe('report-unsupported-version');
    expect((await errorOf(read({ flog: '<html/>' }))).code).toBe('input-corrupt');
    expect((await errorOf(readBytes(new Uint8Array(0)))).code).toBe('input-empty');
    expect((await errorOf(readBytes(bytesOf('PK\u0003\u0004')))).code).toBe('input-corrupt');
    expect((await errorOf(read({ summary: '{}', flog: [], sample: null }))).code).toBe('report-no-processes');
  });
});

describe('what the summary says was done', () => {
  const told = summary({
    filenames: {
      a: { filename: 'c:\\a.txt', operations: ['access', 'create', 'write'] },
      b: { filename: 'c:\\b.txt', operations: ['access'] },
    },
    registry_records: { a: { reg_key_name: 'HKEY_CURRENT_USER\\Run\\x', operations: ['access', 'write'] } },
    mutexes: { a: { name: 'm', operations: ['access'] } },
    ip_addresses: { ip_0: { ip_address: '192.0.2.1' } },
    urls: {
      a: { url: 'http://example.com/a', categories: ['attempted_to_contact'] },
      b: { url: 'http://example.com/b', categories: ['extracted'] },
    },
    network: {
      dns: { query_0: { name: 'Example.com' } },
      tcp: {
        stream_0: {
          is_client: true,
          connection: { ref_remote_ip_address: { path: ['ip_addresses', 'ip_0'] }, remote_port: 443 },
        },
        stream_1: { connection: { ref_remote_ip_address: { path: ['ip_addresses', '__proto__'] } } },
        stream_2: 'odd',
      },
    },
    processes: {
      process_1: { monitor_id: 1, monitor_reason: 'analysis_target', os_pid: 100, image_name: 's.exe' },
      process_2: { monitor_id: 2, origin_monitor_id: 1, os_pid: 200, image_name: 'c.exe', cmd_line: 'c.exe -y' },
    },
  });
  const expected = [
    'file/create c:\\a.txt',
    'file/write c:\\a.txt',
    'mutex/create m',
    'network/connect 192.0.2.1:443',
    'network/dns example.com',
    'network/http http://example.com/a',
    'registry/set HKEY_CURRENT_USER\\Run\\x',
  ];
  const behaviorsOf = ({ file }: Pick<TraceSummary, 'file'>) =>
    file.flatMap(({ feature }) => (feature.type === 'behavior' ? `${feature.name} ${feature.value}` : [])).sort();
  const asking: TraceSink = {
    details: wantedDetails({ behaviors: true }),
    feature: () => 0,
    call: () => {},
    forgetFeatures: () => {},
  };

  it('are behaviours of the file, if somebody asks', async () => {
    const { trace } = await read({ summary: told });
    expect(behaviorsOf(await trace.read(asking))).toEqual(expected);
    expect(behaviorsOf((await readTrace(trace)).summary)).toEqual([]);
  });

  it.each([
    ['alone', async () => bytesOf(JSON.stringify(told))],
    ['in an archive without function log', () => vmrayArchive({ summary: told, flog: null })],
  ])('is a run without calls where it is %s', async (_, bytes) => {
    const { summary: run } = await readBytes(await bytes());
    expect(behaviorsOf(run)).toEqual(['process/create c.exe -y', ...expected].sort());
    expect(run.processes.map(({ name, fromSample }) => [name, fromSample])).toEqual([
      ['s.exe', true],
      ['c.exe', true],
    ]);
    expect(run.health).toMatchObject({ factsOnly: true, calls: 0, producer: 'VMRay summary' });
    expect(run.file.filter(({ feature }) => feature.type === 'import').length).toBeGreaterThan(0);
  });
});

describe('damaged function logs', () => {
  const items = [monitorThread(), call('a', [param('x', 'bool', '1')]), call('b', [param('y', 'bool', '1')])];

  it('that are cut short are read as far as they go', async () => {
    const text = flog(items);
    const cut = text.slice(0, text.indexOf('name="y"'));
    const { sink, codes, summary } = await read({ flog: cut });
    expect(sink.calls.map(({ features }) => features)).toEqual([['number\t1', 'api\t"a"'], ['api\t"b"']]);
    expect(codes).toEqual(['xml-truncated']);
    expect(summary.health.diagnostics).toMatchObject([{ severity: 'error' }]);
  });

  it('expand no entities and count no calls that are hidden deeper', async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(100)}">]>${flog([...items, element('x', {}, call('hidden'))])}`;
    const { sink, codes } = await read({ flog: bomb.replace('value="1"', 'value="&b;"') });
    expect(sink.calls).toHaveLength(2);
    expect(codes).toEqual(['xml-doctype-refused', 'xml-entity-refused', 'vmray-number-malformed']);
  });

  it('cannot make one call as long as they like', async () => {
    const { sink, codes } = await read({
      flog: [monitorThread(), call('f', Array<string>(70_000).fill(param('a', 'bool', '1')))],
    });
    expect(sink.calls[0]!.features).toHaveLength(65_537);
    expect(codes).toEqual(['vmray-call-too-long']);
  });

  it('never end in anything but a CapaxError', async () => {
    const archive = await vmrayArchive({ zip: { level: 0 }, flog: [monitorProcess(), ...items] });
    const log = bytesOf(flog([monitorProcess(), ...items]));
    let seed = 3;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 4294967296) * below);
    };
    for (let round = 0; round < 300; round++) {
      const whole = round % 3 === 0 ? archive : log;
      const damaged = whole.slice(0, random(5) === 0 ? random(whole.length) : whole.length);
      for (let flips = random(4); flips > 0 && damaged.length > 0; flips--)
        damaged[random(damaged.length)] = random(256);
      try {
        await readBytes(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(CapaxError);
      }
    }
  });
});

describe('describeCalls', () => {
  it('reads chosen calls again, in order', async () => {
    const log = Array.from({ length: 50 }, (_, i) =>
      call(`f${i}`, [param('a', 'bool', String(i))], [], { fncall_id: i, ts: i }),
    );
    const { trace, sink } = await read({ flog: [monitorThread(), ...log] });
    const at = Float64Array.from([sink.calls[3]!.at, sink.calls[49]!.at, 1000]);
    const seen: unknown[] = [];
    await trace.describeCalls(at, (index, description) => seen.push([index, description]));
    expect(seen).toEqual([
      [0, { api: 'f3', args: [{ name: 'a', value: '3' }], assign: ': ', time: '0.003 s' }],
      [1, { api: 'f49', args: [{ name: 'a', value: '49' }], assign: ': ', time: '0.049 s' }],
      [2, { api: '(unreadable call)' }],
    ]);
  });

  it('shows texts as they were, or as they stand in the log where the reference is followed', async () => {
    const params = ['C:\\\\a', '\\x1b\\n\\"'].map((value) => param('a', 'ptr', '0x1', { type: 'str', value }));
    const flog = [
      monitorThread(),
      call('f', params, [param('ret_val', 'ptr', '0x1', { type: 'str', value: 'C:\\\\b' })]),
    ];
    for (const [semantics, args, result] of [
      [DEFAULT_SEMANTICS, ['"C:\\a"', '"\x1b\n""'], 'ret_val: "C:\\b"'],
      [COMPAT_SEMANTICS, ['"C:\\\\a"', '"\\x1b\\n\\""'], 'ret_val: "C:\\\\b"'],
    ] as const) {
      const { trace, sink } = await read({ flog }, { semantics });
      const seen: CallParts[] = [];
      await trace.describeCalls(Float64Array.from([sink.calls[0]!.at]), (_, parts) => seen.push(parts));
      expect(seen[0]?.args?.map(({ value }) => value)).toEqual(args);
      expect(seen[0]?.result).toBe(result);
    }
  });
});
