// Logs of tiny_tracer: what lines mean, what of them is a call, and where calls come from.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { tinyTracerInput } from '../../../../src/inputs/tiny-tracer/index.ts';
import { readTagArgument } from '../../../../src/inputs/tiny-tracer/tag-argument.ts';
import { readTagLine } from '../../../../src/inputs/tiny-tracer/tag-line.ts';
import { callersOf, callerText } from '../../../support/callers.ts';
import { openTrace, readLog } from '../../../support/open-trace.ts';

const SYSTEM32 = 'C:\\Windows\\System32\\';
const called = (rva: string, module: string, name: string): string => `${rva};called: ${SYSTEM32}${module}.${name}`;

const read = (...lines: string[]) => readLog(tinyTracerInput, lines, 'a.exe.tag');

/** Features of every call, in order. */
async function features(...lines: string[]): Promise<string[][]> {
  const { sink } = await read(...lines);
  return sink.calls.map((call) => [...call.features].map((line) => line.replace('\t', ' ')));
}

async function origins(...lines: string[]): Promise<string[]> {
  const source = memorySource('a.exe.tag', new TextEncoder().encode(`${lines.join('\n')}\n`));
  return (await callersOf(await openTrace(tinyTracerInput, source))).calls.map(
    (call) => `${call.api} ${callerText(call)}`,
  );
}

describe('a line', () => {
  const place = { base: undefined, offset: 0x1a };
  it.each([
    ['1a;called: C:\\a.b\\kernel32.dll.Sleep', { kind: 'call', place, module: 'C:\\a.b\\kernel32.dll', name: 'Sleep' }],
    ['1A;kernel32.Sleep', { kind: 'call', place, module: 'kernel32', name: 'Sleep' }],
    ['1a;called: kernel32.[Sleep+5]*', { kind: 'call', place, module: 'kernel32', name: 'Sleep' }],
    ['1a;called: /lib/libc.so.6.puts', { kind: 'call', place, module: '/lib/libc.so.6', name: 'puts' }],
    ['1a;called: C:\\odd.dll', { kind: 'call', place, module: 'C:\\odd.dll', name: '' }],
    ['1a;called: /lib/libc.so.6', { kind: 'call', place, module: '/lib/libc.so.6', name: '' }],
    ['> 2f0000+1a;a.b', { kind: 'call', place: { base: 0x2f0000, offset: 0x1a }, module: 'a', name: 'b' }],
    ['1a;called: ?? [2f0000+10]', { kind: 'unbacked', place, start: 0x2f0000 }],
    ['1a;SYSCALL:0x55(NtCreateFile)', { kind: 'syscall', place, number: '0x55', name: 'NtCreateFile' }],
    ['1a;SYSCALL:0x55', { kind: 'syscall', place, number: '0x55', name: '' }],
    ['1a;section: [.text]', { kind: 'section', place, to: '.text' }],
    ['1a;section: .text', { kind: 'section', place, to: '.text' }],
    ['1a;[UPX1] -> [UPX0]', { kind: 'change', place, from: 'UPX1', to: 'UPX0' }],
    ['1a;UPX1->UPX0', { kind: 'change', place, from: 'UPX1', to: 'UPX0' }],
    ['1a;CPUID:1', { kind: 'event', place, what: 'CPUID:1' }],
    ['1a;RDTSC', { kind: 'event', place, what: 'RDTSC' }],
    [';RET from: 1a', { kind: 'note' }],
    ['Sleep:', { kind: 'argumentsOf', name: 'Sleep' }],
    ['\tArg[2] = 0x1f = 31', { kind: 'argument', position: 2, value: '0x1f = 31' }],
    ['', { kind: 'empty' }],
    ['1a;', undefined],
    ['1a;called: ', undefined],
    ['hello', undefined],
    ['xyz;called: a.b', undefined],
  ])('%j', (text, expected) => {
    expect(readTagLine(text)).toEqual(expected);
  });

  it('of any text is read in linear time', () => {
    for (const piece of ['[', 'a.[', '1;', '> 1+', '[a] -> ', 'called: ', '.', '(', ' -> ']) {
      const started = performance.now();
      readTagLine(`1a;${piece.repeat(200_000)}`);
      readTagLine(`1a;called: ${piece.repeat(200_000)}]*`);
      readTagLine(piece.repeat(200_000));
      readTagArgument(`ptr 0x1${piece.repeat(200_000)}"`);
      expect(performance.now() - started, piece).toBeLessThan(500);
    }
  });

  it('never makes reading fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readTagLine(text);
        readTagLine(`1a;${text}`);
        readTagArgument(`ptr 0x1f -> ${text}`);
      }),
    );
  });
});

describe('an argument', () => {
  it.each([
    ['0', 0, undefined],
    ['0x1f = 31', 31, undefined],
    ['000000000000001F = 31', 31, undefined],
    ['0xffffffffffffffff = 18446744073709551615', 0xffffffffffffffffn, undefined],
    ['ptr 0x12ff -> "say \\"a\\""', 0x12ff, 'say \\"a\\"'],
    ['ptr 000012FF -> L"wide"', 0x12ff, 'wide'],
    ['ptr 0x12ff -> U"\\??\\C:\\x"', 0x12ff, '\\??\\C:\\x'],
    ['ptr 0x12ff -> {4d 5a}', 0x12ff, undefined],
    ['ptr 0x12ff ->  -> {4d}', 0x12ff, undefined],
    ['what', undefined, undefined],
  ])('%j', (value, number, text) => {
    expect(readTagArgument(value)).toEqual({ number, text });
  });
});

describe('calls', () => {
  it('have the names that rules use, and the arguments behind their line', async () => {
    expect(
      await features(
        called('1a', 'kernel32.dll', 'CreateFileW'),
        'CreateFileW:',
        '\tArg[0] = ptr 0x12ff -> L"C:\\x"',
        '\tArg[1] = 0xc0000000 = 3221225472',
        '',
        called('2a', 'kernel32.dll', 'Sleep'),
        '\tArg[0] = 0x64 = 100',
      ),
    ).toEqual([
      ['number 3221225472', 'string "C:\\\\x"', 'api "CreateFileW"', 'api "CreateFile"'],
      ['number 100', 'api "Sleep"'],
    ]);
  });

  it('of the system are known by both beginnings, and by the function of the C library on Linux', async () => {
    expect(await features('1a;SYSCALL:0x55(ZwOpenKey)', 'SYSCALL:0x55:', '\tArg[0] = 0x1 = 1')).toEqual([
      ['number 1', 'api "ZwOpenKey"', 'api "NtOpenKey"'],
    ]);
    const [linux] = await features('1a;SYSCALL:0x101(openat)');
    expect(linux).toEqual(['api "openat"', 'api "open"']);
    expect(await features('1a;SYSCALL:0x101')).toEqual([['api "0x101"']]);
  });

  it('of which only the arguments are there count without a place', async () => {
    const lines = [
      called('1a', 'kernel32.dll', 'Sleep'),
      'VirtualAlloc:',
      '\tArg[0] = 0',
      '',
      'VirtualAlloc:',
      '\tArg[0] = 0x1 = 1',
    ];
    expect(await features(...lines)).toEqual([
      ['api "Sleep"'],
      ['number 0', 'api "VirtualAlloc"'],
      ['number 1', 'api "VirtualAlloc"'],
    ]);
    expect((await read(...lines)).codes).toEqual(['tinytracer-arguments-apart']);
    expect(await origins(...lines)).toEqual(['Sleep sample a.exe+1a', 'VirtualAlloc unknown', 'VirtualAlloc unknown']);
  });

  it('come from places in the sample, or from memory of no file', async () => {
    expect(
      await origins(
        '1a;called: ?? [2f0000+10]',
        '> 2f0000+12;kernel32.Sleep',
        '0;kernel32.Sleep',
        'ffffffffffffffff;a.b',
      ),
    ).toEqual(['Sleep unbacked', 'Sleep sample a.exe+0', 'b unknown']);
  });
});

describe('a log', () => {
  it('tells the system by modules, the sections by name, and what is no call by number', async () => {
    const { summary, codes } = await read(
      '10;section: [UPX1]',
      '20;called: C:\\Windows\\SysWOW64\\ntdll.dll.RtlExitUserThread',
      '30;[UPX1] -> [UPX0]',
      '40;CPUID:1',
      '50;RDTSC',
    );
    expect(summary.globals).toEqual([
      { type: 'format', value: 'pe' },
      { type: 'os', value: 'windows' },
      { type: 'arch', value: 'i386' },
    ]);
    expect(summary.file.map(({ feature }) => feature)).toEqual([
      { type: 'section', value: 'UPX1' },
      { type: 'section', value: 'UPX0' },
    ]);
    expect(summary.processes).toMatchObject([{ name: 'a.exe', fromSample: true, address: { value: [0, 1] } }]);
    expect(codes).toEqual(['tinytracer-section-changes', 'tinytracer-events']);
    expect(summary.health.missing.map(({ part }) => part)).toEqual([
      'threads and processes',
      'results of calls',
      'calls between libraries',
      'hashes of the sample',
      'analysis of the file',
      'arguments of calls',
      'functions of 2 events that are no call of a named one',
    ]);
    const linux = await read('10;called: /usr/lib/libc.so.6.puts');
    expect(linux.summary.globals).toMatchObject([{ value: 'elf' }, { value: 'linux' }]);
    expect((await read('10;odd.puts')).summary.globals).toEqual([]);
  });

  it('is used up to where it breaks off', async () => {
    const text = `${called('1a', 'kernel32.dll', 'Sleep')}\nwhat\n2a;called: C:\\Win`;
    const source = memorySource('a.tag', new TextEncoder().encode(text));
    const summary = await (await openTrace(tinyTracerInput, source)).read({
      feature: () => 0,
      forgetFeatures: () => undefined,
      call: () => undefined,
    });
    expect(summary.health).toMatchObject({ calls: 1, skippedRecords: 2 });
    expect(summary.lost.calls).toBe(1);
    expect(summary.health.diagnostics.map(({ code }) => code)).toEqual([
      'tinytracer-line-foreign',
      'tinytracer-truncated',
    ]);
  });

  it('without calls is refused', async () => {
    await expect(read('10;section: [.text]')).rejects.toMatchObject({ code: 'report-no-calls' });
  });

  it('is recognised in every form, and other lists with semicolons are not', () => {
    const recognise = (name: string, ...lines: string[]) => {
      const head = new TextEncoder().encode(lines.join('\n'));
      return tinyTracerInput.recognise({ name, head, raw: head });
    };
    expect(recognise('x', called('1a', 'kernel32.dll', 'Sleep'))).toBe(2);
    expect(recognise('x', '1a;kernel32.Sleep', '1b;odd.thing')).toBe(2);
    expect(recognise('x', '1a;section: [.text]')).toBe(2);
    expect(recognise('x.tag', '1a;odd.thing')).toBe(1);
    expect(recognise('x', '1a;odd.thing', '2;3.4')).toBe(0);
    expect(recognise('x', '1a;kernel32.Sleep', 'a', 'b', 'c')).toBe(0);
    expect(recognise('x.tag', 'hello')).toBe(0);
  });
});
