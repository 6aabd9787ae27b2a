// The exporter for recordings of WinDbg, on a model of the debugger's objects (tests/support/ttd-model.ts), from a recording to capabilities.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { checkTrace } from '../support/check-trace.ts';
import { createCliFolder } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root, runCapax } from '../support/run-capax.ts';
import { type Debugger, type Faults, loadIntoDebugger, type ModelRecording } from '../support/ttd-model.ts';

const folder = createCliFolder();
const source = readFileSync(join(root, 'exporters/windbg/capa_trace.js'), 'utf8');

const SAMPLE = 0x1_4000_0000;
const KERNEL32 = 0x7ff8_0000_0000;
const KERNELBASE = 0x7ff8_1000_0000;
const SOCKETS = 0x7ff8_2000_0000;
const PLUGIN = 0x1_8000_0000;
const UNPACKED = 0x2a0_0000;
const FILE_NAME = 0x30_0000;
const LETTER = 0x30_1ff8;
const HOST = 0x30_3000;
const VALUE_DATA = 0x30_4000;
const NOWHERE = 0x66_6000;

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => Buffer.from(`${text}\0`, 'utf16le');
const module = (name: string, base: number, size = 0x10_0000) => ({ Name: name, Address: base, Size: size });
const MAIN = [7, 2] as const;
const WORKER = [8, 3] as const;
/** Has the id of the worker, which has ended. */
const LATER = [8, 4] as const;
const forever = 'fffffffffffffffe:0';

/** A program writes a letter, a thread looks a host up, code without a file allocates memory, a plug-in comes and goes. */
const RECORDING: ModelRecording = {
  program: 'courier.exe',
  modules: [{ name: 'C:\\Windows\\System32\\user32.dll', base: 0x7ff8_3000_0000, size: 0x10_0000 }],
  events: [
    ['2:0', 'ModuleLoaded', { Module: module('C:\\mail\\courier.exe', SAMPLE, 0x5000) }],
    ['2:1', 'ModuleLoaded', { Module: module('C:\\Windows\\System32\\kernel32.dll', KERNEL32) }],
    ['2:2', 'ModuleLoaded', { Module: module('C:\\Windows\\System32\\KERNELBASE.dll', KERNELBASE) }],
    ['2:3', 'ModuleLoaded', { Module: module('C:\\Windows\\System32\\ws2_32.dll', SOCKETS) }],
    ['2:4', 'ThreadCreated', { Thread: { Id: 7, UniqueId: 2 } }],
    ['30:0', 'ThreadCreated', { Thread: { Id: 8, UniqueId: 3 } }],
    ['48:0', 'ThreadTerminated', { Thread: { Id: 8, UniqueId: 3 } }],
    ['40:0', 'ModuleLoaded', { Module: module('C:\\mail\\plugin.dll', PLUGIN, 0x1000) }],
    ['41:0', 'Exception', { Exception: { ProgramCounter: SAMPLE + 0x1100, Code: -1073741819 } }],
    ['50:0', 'ModuleUnloaded', { Module: module('C:\\mail\\plugin.dll', PLUGIN, 0x1000) }],
    ['51:0', 'ModuleLoaded', {}],
  ],
  calls: [
    // Nothing is in order, and of an export that jumps on there are two.
    {
      ...{ thread: WORKER, name: 'ws2_32!UnknownOrMissingSymbols', to: SOCKETS + 0x500, from: SAMPLE + 0x2000 },
      ...{ args: [HOST, 0, 0, 0], start: '31:0', end: '47:1', result: 0 },
    },
    {
      ...{ thread: MAIN, name: 'kernel32!CreateFileW', to: KERNEL32 + 0x100, from: SAMPLE + 0x1010 },
      ...{ args: [FILE_NAME, 0x4000_0000, 0, 0], start: '20:3', end: '22:0', result: 0x4c },
      stack: [SAMPLE + 0x1010, 0, 0, 0, 0, 2, 0x80, 0],
    },
    {
      ...{ thread: MAIN, name: 'kernelbase!CreateFileW', to: KERNELBASE + 0x100, from: SAMPLE + 0x1010 },
      ...{ args: [FILE_NAME, 0x4000_0000, 0, 0], start: '20:5', end: '22:0', result: 0x4c },
    },
    {
      ...{ thread: MAIN, name: 'kernelbase!WriteFile', to: KERNELBASE + 0x200, from: SAMPLE + 0x1030 },
      ...{ args: [0x4c, LETTER, 24, { address: NOWHERE }], start: '23:0', end: '24:0', result: 1 },
    },
    {
      ...{ thread: MAIN, name: 'kernelbase!CloseHandle', to: KERNELBASE + 0x300, from: KERNEL32 + 0x900 },
      ...{ args: [0x4c, 0, 0, 0], start: '23:5', end: '23:9', result: 1 },
    },
    {
      ...{ thread: MAIN, name: 'kernelbase!RegSetValueExW', to: KERNELBASE + 0x400, from: SAMPLE + 0x1050 },
      ...{ args: [0x80, NOWHERE, 0, 1], start: '42:0', end: '43:0', result: 0 },
      stack: [SAMPLE + 0x1050, 0, 0, 0, 0, VALUE_DATA, 22, LETTER],
    },
    {
      ...{ thread: LATER, name: 'kernelbase!VirtualAlloc', to: KERNELBASE + 0x600, from: UNPACKED + 5 },
      ...{ args: [0, 0x1000, 0x3000, 0x40], start: '52:0', end: '53:0', result: 0x31_0000 },
    },
    {
      ...{ thread: MAIN, name: 'kernelbase!Sleep', to: KERNELBASE + 0x700, from: SAMPLE + 0x1060 },
      ...{ args: [100, undefined, 'nothing', 0], start: '54:0', end: '55:0' },
    },
    {
      ...{ thread: MAIN, name: 'kernel32!ExitProcess', to: KERNEL32 + 0x800, from: SAMPLE + 0x1070 },
      ...{ args: [0, 0, 0, 0], start: '60:0', end: forever, result: 5 },
    },
    {
      ...{ thread: MAIN, name: 'user32!MessageBoxW', to: 0x7ff8_3000_0100, from: PLUGIN + 0x10 },
      ...{ args: [0, 0, 0, 0], start: '45:0', end: '46:0', result: 1 },
    },
  ],
  code: [
    { at: SAMPLE + 0x1000, bytes: '4883ec28', place: '10:0' },
    { at: SAMPLE + 0x1004, bytes: '48b88877665544332211', place: '10:1' },
    { at: SAMPLE + 0x1000, bytes: '4883ec28', place: '11:0' },
    { at: SAMPLE + 0x100e, bytes: '49b98877665544332211', place: '10:2' },
    { at: SAMPLE + 0x1000, bytes: '90', place: '12:0' },
    { at: PLUGIN, bytes: 'c3', place: '40:1' },
  ],
  texts: [
    { at: FILE_NAME, bytes: utf16('C:\\почта.txt'), only: '20:3' },
    { at: FILE_NAME, bytes: utf16('overwritten') },
    // Across the end of a page.
    { at: LETTER, bytes: ascii('a letter of the courier\n') },
    { at: HOST, bytes: ascii('letters.example\0rest') },
    { at: VALUE_DATA, bytes: utf16('C:\\mail.exe') },
    { at: SAMPLE + 0x1004, bytes: Buffer.from('48b88877665544332211', 'hex') },
  ],
  symbols: { [SOCKETS + 0x500]: 'ws2_32!getaddrinfo' },
};

interface Exported {
  readonly debugger: Debugger;
  readonly lines: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const PATH = 'C:\\out\\run.capatrace.ndjson';

function exportRecording(options: {
  recording?: Partial<ModelRecording>;
  faults?: Faults;
  args?: readonly unknown[];
}): Exported {
  const { recording = {}, faults, args = [] } = options;
  const model = loadIntoDebugger(source, { ...RECORDING, ...recording }, faults);
  model.run('capatrace', PATH, ...args);
  const { lines = [], isClosed } = model.files.get(PATH) ?? {};
  if (lines.length > 0) expect(isClosed).toBe(true);
  return { debugger: model, lines, rows: lines.map((line) => JSON.parse(line)) };
}

const ofKind = ({ rows }: Exported, kind: string) => rows.filter(({ t }) => t === kind);
const namesOf = (exported: Exported) => ofKind(exported, 'call').map(({ name }) => name);
const reasonsOf = (exported: Exported) => ofKind(exported, 'gap').map(({ reason }) => reason);
const check = ({ lines }: Exported) => checkTrace(lines.join('\n'));

describe('the exporter for WinDbg', () => {
  it('uses nothing of the language that came after 2015', async () => {
    const [old, now] = await Promise.all([
      transform(source, { target: 'es2015' }),
      transform(source, { target: 'esnext' }),
    ]);
    expect(old.code).toBe(now.code);
  });

  it('writes what a recording has, in order and without a fault', async () => {
    const exported = exportRecording({});
    expect(await check(exported)).toMatchObject({
      faults: [],
      counts: { level: 'call', calls: 7, threads: 2, uniqueInstructions: 3, changedInstructions: 1 },
    });
    expect(exported.rows[0]).toMatchObject({ arch: 'amd64', sample: { path: 'C:\\mail\\courier.exe' } });
    expect(
      exported.rows.map(({ t, name, tid, path, unload }) => [t, name ?? tid ?? path, unload].filter(Boolean).join(' ')),
    ).toEqual([
      'header',
      'process C:\\mail\\courier.exe',
      'note',
      'module C:\\Windows\\System32\\user32.dll',
      'module C:\\mail\\courier.exe',
      'module C:\\Windows\\System32\\kernel32.dll',
      'module C:\\Windows\\System32\\KERNELBASE.dll',
      'module C:\\Windows\\System32\\ws2_32.dll',
      'thread 7',
      'call CreateFileW',
      'ret 7',
      'call WriteFile',
      'ret 7',
      'thread 8',
      'call getaddrinfo',
      'module C:\\mail\\plugin.dll',
      'exception',
      'call RegSetValueExW',
      'ret 7',
      'ret 8',
      'thread_end 8',
      'module C:\\mail\\plugin.dll true',
      'thread 8',
      'call VirtualAlloc',
      'ret 8',
      'call Sleep',
      'ret 7',
      'call ExitProcess',
      ...Array(4).fill('x'),
      'end',
    ]);
    expect(exported.debugger.place).toBe('1:0');
  });

  it('reads arguments where they were, and results', () => {
    const calls = ofKind(exportRecording({}), 'call');
    const args = Object.fromEntries(calls.map((call) => [call['name'], call['args']]));
    expect(calls[0]).toMatchObject({ from: '0x140001010', to: '0x7ff800000100', argsrc: 'abi', at: '20:3' });
    expect(args).toMatchObject({
      CreateFileW: [{ str: 'C:\\почта.txt' }, { val: '0x40000000' }, {}, {}, { val: '0x2' }, { val: '0x80' }, {}, {}],
      WriteFile: [{ val: '0x4c' }, { val: '0x301ff8', str: 'a letter of the courier\n' }, {}, { val: '0x666000' }],
      getaddrinfo: [{ str: 'letters.example' }, {}, {}, {}],
      RegSetValueExW: [{}, { val: '0x666000' }, {}, {}, { str: 'C:\\mail.exe' }, { val: '0x16' }, {}, {}],
      Sleep: [{ val: '0x64' }, {}, {}, { val: '0x0' }],
    });
    const returns = ofKind(exportRecording({}), 'ret').map(({ call, val, at }) => [call, val, at]);
    expect(returns).toEqual([
      [1, '0x4c', '22:0'],
      [2, '0x1', '24:0'],
      [4, '0x0', '43:0'],
      [3, '0x0', '47:1'],
      [5, '0x310000', '53:0'],
      [6, undefined, '55:0'],
    ]);
  });

  it('writes code once, and again when it changed', () => {
    const code = ofKind(exportRecording({}), 'x').map(({ pc, len, b }) => [pc, len, b]);
    expect(code).toEqual([
      ['0x140001000', 4, '4883ec28'],
      ['0x140001004', 10, '48b88877665544332211'],
      ['0x14000100e', 10, undefined],
      ['0x140001000', 1, '90'],
    ]);
  });

  it('is matched by capax', async () => {
    const features = [
      ...['api: CreateFile', 'api: WriteFile', 'api: getaddrinfo', 'string: "C:\\\\почта.txt"'],
      ...['string: letters.example', 'number: 100', 'characteristic: caller in sample'],
    ];
    const rule = folder.write(
      'courier.yml',
      ruleText(`- and:\n${features.map((feature) => `  - ${feature}`).join('\n')}`, {
        name: 'deliver a letter',
        dynamic: 'process',
      }),
    );
    const unbacked = folder.write(
      'unbacked.yml',
      ruleText('- and:\n  - api: VirtualAlloc\n  - number: 0x40\n  - characteristic: unbacked caller', {
        name: 'allocate from unpacked code',
        dynamic: 'call',
      }),
    );
    const trace = folder.write('run.capatrace.ndjson', `${exportRecording({}).lines.join('\r\n')}\r\n`);
    const { stdout, stderr } = await runCapax([trace, '-r', rule, '-r', unbacked]);
    expect(stdout, stderr).toContain('deliver a letter');
    expect(stdout, stderr).toContain('allocate from unpacked code');
  });

  it('looks at the modules and for the functions that were asked for', async () => {
    const plugin = exportRecording({ args: ['plug*.dll; other', 'user32!Message*;kernelbase!*'] });
    expect(namesOf(plugin)).toEqual(['MessageBoxW', 'VirtualAlloc']);
    expect(ofKind(plugin, 'x').map(({ b }) => b)).toEqual(['c3']);
    expect((await check(plugin)).faults).toEqual([]);

    const none = exportRecording({ args: ['nothing'], recording: { calls: [] } });
    expect(ofKind(none, 'note').map(({ msg }) => msg)).toContain('no module is one of those to look at');
    expect(await check(none)).toMatchObject({ faults: [], counts: { level: 'coverage' } });
  });

  it('believes symbols about the number of arguments', () => {
    const call = {
      ...({ thread: MAIN, name: 'kernelbase!lstrlenA', to: KERNELBASE + 0x900, from: SAMPLE + 0x1010 } as const),
      ...({ args: [{ address: HOST }], start: '20:0', end: '21:0', result: 15 } as const),
    };
    const exported = exportRecording({ recording: { calls: [call] } });
    const [written] = ofKind(exported, 'call');
    expect(written).toMatchObject({ argsrc: 'symbols', args: [{ val: '0x303000', str: 'letters.example' }] });
  });

  it('takes arguments of 32 bits from the stack', async () => {
    const call = {
      ...({
        thread: MAIN,
        name: 'kernel32!WinExec',
        to: 0x7600_0100,
        from: 0x40_1010,
        start: '20:0',
        end: '21:0',
      } as const),
      ...{ args: [1, 2, 3, 4], stack: [0x40_1010, HOST, 5], result: 33 },
    };
    const exported = exportRecording({
      recording: {
        ...{ bits: 32, calls: [call], code: [], modules: [] },
        events: [
          ['2:0', 'ModuleLoaded', { Module: module('C:\\mail\\courier.exe', 0x40_0000, 0x5000) }],
          ['2:1', 'ModuleLoaded', { Module: module('C:\\Windows\\SysWOW64\\kernel32.dll', 0x7600_0000) }],
        ],
      },
    });
    expect((await check(exported)).faults).toEqual([]);
    expect(exported.rows[0]).toMatchObject({ arch: 'i386', bits: 32 });
    expect(ofKind(exported, 'call')[0]).toMatchObject({
      args: [{ str: 'letters.example' }, { val: '0x5' }, {}, {}, {}, {}, {}, {}],
    });
  });
});

describe('what goes wrong', () => {
  it('is said where there is no recording, and nothing is written', () => {
    const { debugger: model } = exportRecording({ faults: { noRecording: true } });
    expect(model.files.size).toBe(0);
    expect(model.log).toEqual([expect.stringContaining('no recording of Time Travel Debugging')]);
  });

  it('is said where the file cannot be written', () => {
    const { debugger: model } = exportRecording({ faults: { files: 'access denied' } });
    expect(model.log).toEqual([expect.stringContaining('cannot be written: access denied')]);
  });

  it('leaves calls without texts where no memory can be read, or no place be gone to', async () => {
    for (const faults of [{ memory: 'Unable to read memory' }, { seek: 'no such position' }]) {
      const exported = exportRecording({ faults });
      expect((await check(exported)).faults).toEqual([]);
      expect(namesOf(exported)).toHaveLength(7);
      expect(
        ofKind(exported, 'call')
          .flatMap(({ args }) => args as object[])
          .some((one) => 'str' in one),
      ).toBe(false);
    }
  });

  it('asks for each function where one of them is an error', async () => {
    const exported = exportRecording({
      args: ['', 'kernelbase!*;wrong!*'],
      faults: { patterns: ['wrong!*'] },
    });
    expect((await check(exported)).faults).toEqual([]);
    expect(namesOf(exported)).toContain('WriteFile');
    expect(ofKind(exported, 'note').map(({ msg }) => msg)).toContain(
      'calls of wrong!* cannot be found: unknown symbol',
    );
  });

  it.each<[string, Faults, readonly unknown[], RegExp, number]>([
    ['an error among the calls', { calls: [2, 'engine error'] }, [], /^not complete: calls: engine error$/, 4],
    ['an interruption', { calls: [2, 'Operation aborted'] }, [], /^not complete: calls and what comes behind: Oper/, 0],
    ['an interruption in between', { memory: 'Interrupted by the user' }, [], /^not complete: arguments and what /, 0],
    ['an error among the events', { events: 'engine error' }, [], /^not complete: events: engine error$/, 4],
    ['more calls than wanted', {}, ['', '', 2], /^not complete: calls: there are more than 2 /, 4],
  ])('is a gap in a file that ends: %s', async (_, faults, args, reason, code) => {
    const exported = exportRecording({ faults, args });
    expect((await check(exported)).faults).toEqual([]);
    expect(reasonsOf(exported)).toEqual([expect.stringMatching(reason)]);
    expect(ofKind(exported, 'x')).toHaveLength(code);
    expect(namesOf(exported).length).toBeGreaterThan(0);
  });
});
