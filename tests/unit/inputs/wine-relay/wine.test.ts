// Wine relay logs: what lines mean, which calls are the program's, and where they come from.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import type { Feature } from '../../../../src/features/feature.ts';
import { wineInput } from '../../../../src/inputs/wine-relay/index.ts';
import { decodeWide, splitRelayArguments } from '../../../../src/inputs/wine-relay/relay-text.ts';
import { callersOf, callerText } from '../../../support/callers.ts';
import { openTrace, outline, readLog } from '../../../support/open-trace.ts';
import { sharedPath } from '../../../support/shared.ts';
import { wantedDetails } from '../../../support/wanted-details.ts';

const EXE = '0020:0024:trace:loaddll:build_module Loaded L"C:\\\\demo\\\\a.exe" at 0000000140000000: native';
const KERNEL =
  '0020:0024:trace:loaddll:build_module Loaded L"C:\\\\windows\\\\system32\\\\kernel32.dll" at 000000007B600000: builtin';
const NTDLL =
  '0020:0024:Call PE DLL (proc=0000000170068C10,module=0000000170000000 L"ntdll.dll",reason=PROCESS_ATTACH,res=00)';
const START = [EXE, KERNEL, NTDLL];

const called = (name: string, args = '', ret = '140001010', ids = '0020:0024') =>
  `${ids}:Call ${name}(${args}) ret=${ret}`;
const returned = (name: string, result = '00000001', ret = '140001010', ids = '0020:0024') =>
  `${ids}:Ret  ${name}() retval=${result} ret=${ret}`;

function read(...lines: string[]) {
  return readLog(wineInput, lines, 'relay.log');
}

async function origins(...lines: string[]): Promise<string[]> {
  const trace = await openTrace(
    wineInput,
    memorySource('relay.log', new TextEncoder().encode(`${lines.join('\n')}\n`)),
  );
  return (await callersOf(trace)).calls.map((call) => `${call.pid} ${call.api} ${callerText(call)}`);
}

describe('arguments', () => {
  it.each([
    ['', []],
    ['0000001f,ffffffffffffffff', ['0000001f', 'ffffffffffffffff']],
    ['00405396 "a,b) ret=1\\"\\\\",00000000', ['"a,b) ret=1"\\"', '00000000']],
    ['00405396 L"\\d83d\\de00\\n"', ['"😀\n"']],
    ['00405396 "\\xe4\\x01"', ['"\u00e4\u0001"']],
    ['00405396 "cut"...,00000001', ['"cut"...', '00000001']],
    ['00405396 (invalid),00000001', ['00405396', '00000001']],
    ['{00000001 00000002 00000003 00000004},00000005', ['{00000001 00000002 00000003 00000004}', '00000005']],
    ['1.5e+10,00000005', ['1.5e+10', '00000005']],
    ['00405396 "no end', ['"no end"...']],
  ])('%j', (text, expected) => {
    const shown = splitRelayArguments(text).map(({ number, text: value, isCut }) =>
      value === undefined ? number : `"${value}"${isCut ? '...' : ''}`,
    );
    expect(shown).toEqual(expected);
  });

  it('come out as they were written, whatever texts are', () => {
    const escaped = (text: string) =>
      text
        .replace(/[\\"]/g, '\\$&')
        .replace(/[^ -~]/g, (unit) => `\\${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (texts) => {
        const args = texts.map((text) => `00401000 L"${escaped(text)}"`).join(',');
        expect(splitRelayArguments(args).map(({ text }) => text)).toEqual(texts);
        expect(texts.map((text) => decodeWide(escaped(text)))).toEqual(texts);
      }),
    );
  });
});

describe('features', () => {
  it('are arguments last to first, a wide number also as its lower half, then the names', async () => {
    const call = called('KERNEL32.CreateFileA', '00405000 "C:\\\\x",200000080,ffffffff80000001');
    const { sink } = await read(...START, call);
    expect(sink.calls[0]?.features).toEqual([
      'number\t18446744071562067969',
      'number\t2147483649',
      'number\t8589934720',
      'number\t128',
      'string\t"C:\\\\x"',
      'api\t"CreateFileA"',
      'api\t"CreateFile"',
    ]);
  });

  it('have the name that programs import too, and numbers of exports without one', async () => {
    const { sink } = await read(...START, called('ntdll.RtlAllocateHeap'), called('ws2_32.115'));
    expect(sink.calls.map(({ features }) => features)).toEqual([
      ['api\t".#115"'],
      ['api\t"RtlAllocateHeap"', 'api\t"HeapAlloc"'],
    ]);
  });
});

describe('calls', () => {
  it('are those of the program, not those between parts of Wine', async () => {
    const { names, sink, codes } = await read(
      ...START,
      called('KERNEL32.BaseThreadInitThunk', '00000000', '170001234'),
      called('KERNEL32.CreateFileA', '00405000 "C:\\\\x"'),
      called('ntdll.NtCreateFile', '0021f000', '7b601234'),
      returned('ntdll.NtCreateFile', '00000000', '7b601234'),
      returned('KERNEL32.CreateFileA', '00000044'),
    );
    expect(sink.calls.map(({ at }) => names.get(at))).toEqual(['CreateFileA("C:\\x") -> 0x44']);
    expect(codes).toEqual(['wine-library-calls']);
  });

  it('return to the innermost of their function and place; what an exception left stays without a result', async () => {
    const { names, sink } = await read(
      ...START,
      called('msvcrt.qsort', '00000001'),
      called('KERNEL32.lstrlenA', '00000000', '140001020'),
      called('ntdll.strlen', '00000000', '140001030'),
      returned('KERNEL32.lstrlenA', '00000000', '140001020'),
      returned('msvcrt.qsort'),
      called('KERNEL32.ExitProcess', '00000007'),
    );
    expect(sink.calls.map(({ at }) => names.get(at))).toEqual([
      'strlen(0x0)',
      'lstrlenA(0x0) -> 0x0',
      'qsort(0x1) -> 0x1',
      'ExitProcess(0x7)',
    ]);
  });

  it('stand behind a message that has no line end', async () => {
    const call = called(
      'KERNEL32.GetModuleHandleW',
      '00405396 L"ntdll.dll"',
      '140001010',
      '0020:0024:err:start:fatal_error ',
    );
    const { sink } = await read(...START, call.replace('fatal_error :', 'fatal_error '));
    expect(sink.calls).toHaveLength(1);
  });

  it('whose beginning is missing are told of, and lines of the program are passed over', async () => {
    const { sink, codes } = await read(...START, called('a.b'), returned('a.c'), 'hello from the program');
    expect(sink.calls).toHaveLength(1);
    expect(codes).toEqual(['wine-beginning-missing', 'wine-line-foreign']);
  });

  it('are chosen by how they are nested where nothing says what is loaded', async () => {
    const { names, sink, summary } = await read(
      called('KERNEL32.BaseThreadInitThunk', '00000000', '170001234'),
      called('KERNEL32.CreateFileA', '00405000 "C:\\\\x"'),
      called('ntdll.NtCreateFile', '0021f000', '7b601234'),
      returned('ntdll.NtCreateFile', '00000000', '7b601234'),
      returned('KERNEL32.CreateFileA', '00000044'),
    );
    expect(sink.calls.map(({ at }) => names.get(at))).toEqual(['CreateFileA("C:\\x") -> 0x44']);
    expect(summary.health.missing.map(({ part }) => part)).toContain('loaded modules');
  });

  it('are all that there must be', async () => {
    await expect(read(...START, called('a.b', '', '7b601234'))).rejects.toMatchObject({ code: 'report-no-calls' });
  });
});

describe('processes', () => {
  it('begin with a new id, of the process that was starting one; those of Wine alone are left out', async () => {
    const child = (ids: string, path: string, kind: string) =>
      `${ids}:trace:loaddll:build_module Loaded L"${path}" at 00400000: ${kind}`;
    const trace = await read(
      child('0010:0014', 'C:\\\\windows\\\\syswow64\\\\start.exe', 'builtin'),
      called('ntdll.NtCreateUserProcess', '', '00400010', '0010:0014'),
      ...START,
      called('KERNEL32.CreateProcessA', '00405000 "b"'),
      child('0030:0034', 'C:\\\\demo\\\\b.exe', 'native'),
      called('KERNEL32.Sleep', '', '00401010', '0030:0034'),
      called('KERNEL32.Sleep', '', '140001010', '0020:0028'),
    );
    expect(outline(trace)).toEqual(['16/32 a.exe: 36=1 40=1', '32/48 b.exe: 52=1']);
    expect(trace.summary.processes.map(({ fromSample }) => fromSample)).toEqual([true, true]);
    expect(trace.summary.globals).toContainEqual({ type: 'arch', value: 'amd64' });
    expect(trace.summary.baseAddress).toEqual({ type: 'absolute', value: 0x140000000 });
  });

  it('that have ended give their ids back', async () => {
    const ended = NTDLL.replace('ATTACH', 'DETACH');
    const trace = await read(...START, called('a.b'), ended, ...START, called('a.c'));
    expect(outline(trace)).toEqual(['0/32 a.exe: 36=1', '0/32 a.exe: 36=1']);
  });

  it('cannot be told apart without their ids', async () => {
    const { summary } = await read(EXE.replace('0020:', ''), called('a.b', '', '140001010', '0024'));
    expect(summary.processes.map(({ address }) => address.value)).toEqual([[0, 1]]);
    expect(summary.health.missing.map(({ part }) => part)).toContain('process ids');
  });
});

describe('callers', () => {
  it('are in the program, in its libraries, or in memory of no file', async () => {
    const dll = '0020:0024:trace:loaddll:build_module Loaded L"C:\\\\demo\\\\own.dll" at 0000000010000000: native';
    expect(
      await origins(...START, dll, called('a.b'), called('a.c', '', '10001000'), called('a.d', '', '16200bb')),
    ).toEqual(['32 d unbacked', '32 c library own.dll+1000', '32 b sample a.exe+1010']);
  });

  it('are in memory that was allocated and made executable, also near a module and in another process', async () => {
    const child = '0030:0034:trace:loaddll:build_module Loaded L"C:\\\\demo\\\\a.exe" at 0000000140000000: native';
    const lines = [
      ...START,
      called('KERNEL32.VirtualAlloc', '00000000,000001c0,00003000,00000004'),
      returned('KERNEL32.VirtualAlloc', '140100000'),
      called('KERNEL32.VirtualProtect', '140100000,000001c0,fff00000020,0021f000'),
      returned('KERNEL32.VirtualProtect'),
      called('KERNEL32.OpenProcess', '0010047a,00000000,00000030'),
      returned('KERNEL32.OpenProcess', '000000f4'),
      called('KERNEL32.VirtualAllocEx', '000000f4,00000000,00001000,00003000,00000040'),
      returned('KERNEL32.VirtualAllocEx', '140200000'),
      child,
      called('a.b', '', '140100050'),
      returned('a.b', '00000000', '140100050'),
      called('a.c', '', '140200050', '0030:0034'),
      called('a.d', '', '140100050', '0030:0034'),
    ];
    expect((await origins(...lines)).slice(-3)).toEqual(['32 b unbacked', '48 d sample a.exe+100050', '48 c unbacked']);
  });
});

/** `data/pairs`: recordings with the truth about them. */
const pairs = sharedPath('data', 'pairs');
const recordings = (pairs === undefined ? [] : readdirSync(pairs))
  .filter((program) => program.startsWith('win-'))
  .flatMap((program) => readdirSync(join(pairs as string, program)).map((variant) => `${program}/${variant}`));

interface Truth {
  readonly callColumns: readonly string[];
  readonly calls: readonly (readonly (string | number)[])[];
}

/** The recording of a DLL, which the log does not tell from the program that loads it. */
const CARRIED = 'win-unpack/x64-O2-dll';

describe.skipIf(pairs === undefined)('recordings with the truth about them (../shared)', () => {
  it.each(recordings)('%s: every call of the program, from where it was made', async (recording) => {
    const folder = join(pairs as string, recording);
    const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
    const column = (name: string) => truth.callColumns.indexOf(name);
    const expected = truth.calls.map((row) => {
      const origin = row[column('how')] === 'hidden code' ? 'unbacked' : recording === CARRIED ? 'library' : 'sample';
      const api = String(row[column('api')]).split('.').at(-1);
      return `${row[column('pid')]} ${row[column('tid')]} ${api} ${row[column('return address')]} ${origin}`;
    });
    const whole = gunzipSync(readFileSync(join(folder, 'relay.log.gz')));
    const cut = readFileSync(join(folder, 'relay.cut.log'));
    for (const bytes of [whole, cut]) {
      const { calls } = await callersOf(await openTrace(wineInput, memorySource('relay.log', bytes)));
      const found = calls.map(
        ({ pid, tid, api, callers, origin }) => `${pid} ${tid} ${api} 0x${callers[0]?.toString(16)} ${origin}`,
      );
      const carrier = (line: string) => recording === CARRIED && line.endsWith(' sample');
      expect(found.filter((line) => !carrier(line)).sort()).toEqual([...expected].sort());
    }
  });
});

describe('what rules ask for beside values', () => {
  it('is named by its place, with the result and the time of the line that says it', async () => {
    const lines = [
      ...START,
      called('KERNEL32.CreateFileA', '00404000 "C:\\\\a.txt",40000000,00000000', '140001010', '12.250:0020:0024'),
      returned('KERNEL32.CreateFileA', '00000044', '140001010', '12.500:0020:0024'),
    ];
    const trace = await openTrace(
      wineInput,
      memorySource('relay.log', new TextEncoder().encode(`${lines.join('\n')}\n`)),
    );
    const told: Feature[] = [];
    const seen: unknown[] = [];
    await trace.read({
      details: wantedDetails({ arguments: true, returns: true, times: true }),
      feature: (feature) => told.push(feature) - 1,
      forgetFeatures: () => undefined,
      call: (_process, _thread, _id, _at, features, count, _times, _callers, time) =>
        seen.push(
          Array.from(features.subarray(0, count), (number) => told[number] as Feature),
          time,
        ),
    });
    const [features, time] = seen;
    expect(time).toBe(12_500);
    expect(features).toEqual(
      expect.arrayContaining([
        { type: 'argument', name: 'FileName', value: 'C:\\a.txt' },
        { type: 'argument', name: 'DesiredAccess', value: 0x40000000 },
        { type: 'return', value: 0x44 },
      ]),
    );
  });
});
