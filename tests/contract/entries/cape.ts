// CAPE reports for the contract suite: of a program, also zipped, and of a script, which has no PE analysis.

import type { ByteSource } from '../../../src/bytes/source.ts';
import { capeInput } from '../../../src/inputs/cape/index.ts';
import { capeCall, capeProcess, capeReport } from '../../support/cape-report.ts';
import { buildZip } from '../../support/zip-builder.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText, longText } from '../contract-entry.ts';

type Members = Record<string, unknown>;

const at = (second: number, more: Members = {}): Members => ({
  timestamp: `2024-05-06 07:08:0${second},123`,
  ...more,
});

const CALLS = [
  capeCall(7, 'NtDelayExecution', { Milliseconds: '30' }, at(1)),
  capeCall(8, 'CreateFileW', { FileName: 'C:\\a.txt', Access: '0x40000000' }, at(2)),
  capeCall(7, 'RegOpenKeyExA', { Registry: '0xffffffff80000002', SubKey: 'Software\\Run' }, at(3)),
  capeCall(7, 'NtClose', { Handle: '1234' }, at(4, { pretty_return: 'SUCCESS' })),
];
const SAMPLE = capeProcess(100, CALLS, { parent_id: 50, threads: ['8', '7', '9'] });
const CHILD = capeProcess(200, [capeCall(7, 'Sleep', { Milliseconds: '100' }, at(5))], { parent_id: 100 });
/** Has the ids of the sample once that is gone. */
const SECOND = capeProcess(100, [capeCall(70, 'Sleep', {}, at(6))], { parent_id: 50, process_name: 'c.exe' });

const SOUND = capeReport([SAMPLE, CHILD, SECOND]);
const { target, behavior } = SOUND as { target: { file: Members }; behavior: { summary: Members } };
const withoutPe = { category: 'file', file: { ...target.file, pe: undefined } };
const SCRIPT: Members = { ...SOUND, target: { category: 'file', file: { ...withoutPe.file, type: 'ASCII text' } } };

function toBytes(report: Members): Uint8Array {
  return Buffer.from(JSON.stringify(report, undefined, 1));
}

function bytesOf(...processes: unknown[]): Uint8Array {
  return toBytes(capeReport(processes));
}

/** The text of a report with pieces put in place of marks. */
function marked(report: Members, replacements: Readonly<Record<string, string>>): Uint8Array {
  let text = JSON.stringify(report);
  for (const [mark, replacement] of Object.entries(replacements)) text = text.replaceAll(mark, replacement);
  return Buffer.from(text);
}

/** A report with pieces in the middle of an argument. */
function around(pieces: () => Iterable<string | Uint8Array>): ByteSource {
  const calls = [...CALLS, capeCall(7, 'Sleep', { Text: 'HERE' }), ...CALLS];
  const [before = '', after = ''] = JSON.stringify(capeReport([capeProcess(100, calls), CHILD])).split('HERE');
  return generatedSource('report.json', function* () {
    yield before;
    yield* pieces();
    yield after;
  });
}

function zipped(report: Uint8Array): Promise<Uint8Array> {
  return buildZip({ 'reports/lite.json': '{"info":{}}', 'reports/report.json': report });
}

const broken = (times: number): Uint8Array => {
  const [call] = CHILD['calls'] as unknown[];
  return bytesOf(SAMPLE, { ...CHILD, calls: [...Array<object>(times).fill({ thread_id: '7' }), call] });
};

export const capeEntry: ContractEntry = {
  title: 'cape',
  input: capeInput,
  sound: () => toBytes(SOUND),
  expected: [
    '50/100 process100.exe',
    '  8',
    '    1 CreateFileW(FileName="C:\\a.txt", Access=0x40000000) -> 0x0',
    '  7',
    '    0 NtDelayExecution(Milliseconds=0x1e) -> 0x0',
    '    2 RegOpenKeyExA(Registry=0xffffffff80000002, SubKey="Software\\Run") -> 0x0',
    '    3 NtClose(Handle=0x4d2) -> SUCCESS',
    '  9',
    '100/200 process200.exe',
    '  7',
    '    0 Sleep(Milliseconds=0x64) -> 0x0',
    '50/100 c.exe',
    '  70',
    '    0 Sleep() -> 0x0',
  ],
  lacking: {
    'target.file': () => toBytes({ ...SOUND, target: {} }),
    'static.pe': () => toBytes({ ...SOUND, target: withoutPe }),
    strings: () => toBytes({ ...SOUND, strings: undefined }),
    'behavior.summary': () => toBytes({ ...SOUND, behavior: { processes: [SAMPLE] } }),
    'behavior.summary.mutexes': () =>
      toBytes({ ...SOUND, behavior: { processes: [SAMPLE], summary: { ...behavior.summary, mutexes: undefined } } }),
    environ: () => bytesOf({ ...SAMPLE, environ: undefined }),
    threads: () => bytesOf({ ...SAMPLE, threads: undefined }),
    calls: () => bytesOf(SAMPLE, { ...CHILD, calls: undefined }),
  },
  broken,
  differences: ['sign-extended-numbers', 'decimal-text-stays-text', 'cape-thread-list'],
  different: () => bytesOf({ ...SAMPLE, threads: ['7', '7'] }),
  hostile: {
    'duplicate keys': () =>
      marked(SOUND, {
        '"process_id":': '"process_id":[1],"process_id":',
        '"calls":': '"calls":[{"thread_id":"99","api":"Lost","arguments":[]}],"calls":',
        '"arguments":': '"arguments":{},"arguments":',
        '"behavior":': '"behavior":{"processes":[]},"behavior":',
      }),
    'keys called __proto__ and constructor': () =>
      marked(SOUND, {
        '"process_id":': '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"process_id":',
        '"CommandLine":': '"__proto__":"x","constructor":"y","toString":"z","CommandLine":',
        '"summary":{': '"summary":{"__proto__":["x"],"constructor":["y"],',
      }),
    'recycled process ids': () => bytesOf(SAMPLE, SAMPLE, { ...CHILD, process_id: 100 }, SECOND),
    'huge ids': () =>
      marked(SOUND, {
        '"process_id":200': `"process_id":${'9'.repeat(25)}`,
        '"parent_id":50': '"parent_id":9007199254740993',
        '"7"': '1e400',
      }),
    'negative ids': () => marked(SOUND, { '"process_id":2': '"process_id":-2', '"parent_id":': '"parent_id":-' }),
    'nesting 100,000 deep': () =>
      marked(SOUND, {
        '"CommandLine":': `"x":${DEEP_LIST},"CommandLine":`,
        '"1234"': DEEP_LIST,
        '"files":[': `"files":[${DEEP_LIST},`,
      }),
    'a text of 100 MB': () => around(hugeText),
  },
  longTexts: (count) =>
    generatedSource('report.json', function* () {
      const [before = '', after = ''] = JSON.stringify(capeReport([capeProcess(1, ['HERE'])])).split('"HERE"');
      yield before;
      for (let n = 0; n < count; n++) {
        yield `${n === 0 ? '' : ','}${JSON.stringify(capeCall(7, 'Sleep', { Text: longText(n) }))}`;
      }
      yield after;
    }),
};

export const capeArchiveEntry: ContractEntry = {
  ...capeEntry,
  title: 'cape (zip)',
  isArchive: true,
  sound: () => zipped(toBytes(SOUND)),
  packed: { content: () => toBytes(SOUND), pack: zipped },
  lacking: { strings: () => zipped(toBytes({ ...SOUND, strings: undefined })) },
  broken: (times) => zipped(broken(times)),
  hostile: { ...capeEntry.hostile, 'a text of 100 MB': 'tested with the report' },
  longTexts: 'tested with the report',
};

export const capeScriptEntry: ContractEntry = {
  ...capeEntry,
  title: 'cape (a script)',
  sound: () => toBytes(SCRIPT),
  lacking: { 'static.pe': () => toBytes(SCRIPT) },
  differences: ['accept-reports-without-pe', 'sign-extended-numbers', 'decimal-text-stays-text'],
  different: () => toBytes(SCRIPT),
  hostile: { ...capeEntry.hostile, 'a text of 100 MB': 'tested with the report of a program' },
  longTexts: 'tested with the report of a program',
};
