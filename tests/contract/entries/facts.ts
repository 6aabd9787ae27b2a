// Reports of sandboxes that tell facts, for the contract suite.

import { anyrunInput } from '../../../src/inputs/anyrun/index.ts';
import type { Input } from '../../../src/inputs/input.ts';
import { joeInput } from '../../../src/inputs/joe/index.ts';
import { triageInput } from '../../../src/inputs/triage/index.ts';
import { virustotalInput } from '../../../src/inputs/virustotal/index.ts';
import {
  ANYRUN_REPORT,
  JOE_REPORT,
  KERNEL_LOG,
  TRIAGE_REPORT,
  VIRUSTOTAL_BEHAVIOR,
} from '../../support/fact-reports.ts';
import { xmlOfJson } from '../../support/xml-of-json.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText } from '../contract-entry.ts';

const NO_CALLS = 'has no calls';

interface FactReport {
  readonly title: string;
  readonly input: Input;
  readonly report: unknown;
  /** Lines of its processes. */
  readonly expected: readonly string[];
  /** A key of a list of records, and keys of a pid and of a text. */
  readonly list: string;
  readonly pid: string;
  readonly text: string;
  readonly lacking: ContractEntry['lacking'];
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

/** An entry of one JSON document. */
function factEntry({ title, input, report, expected, list, pid, text, lacking }: FactReport): ContractEntry {
  const sound = JSON.stringify(report);
  const marked = (mark: string | RegExp, replacement: string): Uint8Array =>
    bytesOf(sound.replaceAll(mark, () => replacement));
  const anyPid = new RegExp(`"${pid}":"?\\d+"?`, 'g');
  return {
    title,
    input,
    sound: () => bytesOf(JSON.stringify(report, undefined, 1)),
    expected,
    lacking,
    broken: (times) => bytesOf(sound.replace(`"${list}":[`, () => `"${list}":[${'{"odd":1},'.repeat(times)}`)),
    differences: [],
    different: () => bytesOf(sound),
    hostile: {
      'duplicate keys': () => marked(`"${list}":`, `"${list}":[1],"${list}":{},"${list}":`),
      'keys called __proto__ and constructor': () =>
        marked(`"${list}":`, `"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"${list}":`),
      'recycled process ids': () => marked(anyPid, `"${pid}":7`),
      'huge ids': () => marked(anyPid, `"${pid}":${'9'.repeat(25)}`),
      'negative ids': () => marked(anyPid, `"${pid}":-7`),
      'nesting 100,000 deep': () => marked(`"${list}":[`, `"${list}":[${DEEP_LIST},`),
      'a text of 100 MB': () =>
        generatedSource('report.json', function* () {
          const [before = '', ...rest] = sound.split(`"${text}":"`);
          yield `${before}"${text}":"`;
          yield* hugeText();
          yield rest.join(`"${text}":"`);
        }),
    },
    longTexts: NO_CALLS,
  };
}

const without = (text: string, key: string): string => text.replaceAll(`"${key}":`, '"x":');

export const anyrunEntry: ContractEntry = factEntry({
  title: 'anyrun',
  input: anyrunInput,
  report: ANYRUN_REPORT,
  expected: ['50/100 a.exe', '100/200 b.exe'],
  list: 'files',
  pid: 'pid',
  text: 'filename',
  lacking: { 'file type': () => bytesOf(without(JSON.stringify(ANYRUN_REPORT), 'info')) },
});

export const triageEntry: ContractEntry = factEntry({
  title: 'triage',
  input: triageInput,
  report: TRIAGE_REPORT,
  expected: ['50/100 a.exe', '100/200 b.exe'],
  list: 'processes',
  pid: 'pid',
  text: 'image',
  lacking: {
    'file type': () => bytesOf(without(JSON.stringify(TRIAGE_REPORT), 'static_tags')),
    processes: () => bytesOf(JSON.stringify({ ...TRIAGE_REPORT, tasks: [{ kind: 'static' }], processes: undefined })),
  },
});

export const virustotalEntry: ContractEntry = factEntry({
  title: 'virustotal',
  input: virustotalInput,
  report: VIRUSTOTAL_BEHAVIOR,
  expected: ['0/100 <PATH_SAMPLE.EXE>', '100/200 b.exe -y'],
  list: 'files_dropped',
  pid: 'process_id',
  text: 'name',
  lacking: {},
});

export const joeEntry: ContractEntry = factEntry({
  title: 'joe',
  input: joeInput,
  report: JOE_REPORT,
  expected: ['50/100 a.exe', '100/200 b.exe'],
  list: 'packet',
  pid: 'pid',
  text: 'path',
  lacking: { 'file type': () => bytesOf(without(JSON.stringify(JOE_REPORT), 'filetype')) },
});

const JOE_XML = `<?xml version="1.0" encoding="UTF-8"?>\n${xmlOfJson('analysis', JOE_REPORT['analysis'])}`;

const joeMarked = (mark: string | RegExp, replacement: string): Uint8Array =>
  bytesOf(JOE_XML.replaceAll(mark, () => replacement));

export const joeXmlEntry: ContractEntry = {
  title: 'joe, XML',
  input: joeInput,
  sound: () => bytesOf(JOE_XML),
  expected: ['50/100 a.exe', '100/200 b.exe'],
  lacking: { 'file type': () => joeMarked('filetype>', 'x>') },
  broken: (times) => joeMarked('<tcp>', `<tcp>${'<packet><odd>1</odd></packet>'.repeat(times)}`),
  differences: [],
  different: () => bytesOf(JOE_XML),
  hostile: {
    'duplicate keys': () => joeMarked('<pid>', '<pid>1</pid><pid>'),
    'keys called __proto__ and constructor': () =>
      joeMarked('<general>', '<__proto__><polluted>1</polluted></__proto__><constructor/><general>'),
    'recycled process ids': () => joeMarked(/<pid>\d+/g, '<pid>7'),
    'huge ids': () => joeMarked(/<pid>\d+/g, `<pid>${'9'.repeat(25)}`),
    'negative ids': () => joeMarked(/<pid>\d+/g, '<pid>-7'),
    'nesting 100,000 deep': () => joeMarked('<general>', `${'<x>'.repeat(100_000)}<general>`),
    'a text of 100 MB': 'read as those of ProcMon are',
  },
  longTexts: NO_CALLS,
  mayEnd: (bytes, at) => Buffer.from(bytes.subarray(at)).toString().trim() === '',
};

const LOG = KERNEL_LOG.map((record) => JSON.stringify(record));

function log(...lines: string[]): Uint8Array {
  return bytesOf(`${lines.join('\n')}\n`);
}

const logged = (mark: string | RegExp, replacement: string): Uint8Array =>
  bytesOf(LOG.join('\n').replaceAll(mark, () => replacement));

export const kernelLogEntry: ContractEntry = {
  title: 'triage kernel log',
  input: triageInput,
  sound: () => log(...LOG),
  expected: [
    '50/100 a.exe',
    '  100',
    '    0 Sleep(arg0=10000)',
    '    1 COleScript_Compile(arg0=eval, arg1=y)',
    '50/60 explorer.exe',
    '100/200 c.exe',
  ],
  lacking: {},
  broken: (times) => log(...LOG.slice(0, 6), ...Array<string>(times).fill('{"kind":"onemon.File",'), ...LOG.slice(6)),
  differences: ['decimal-text-stays-text'],
  different: () => log(...LOG),
  hostile: {
    'duplicate keys': () => logged('"event":', '"event":[1],"event":'),
    'keys called __proto__ and constructor': () =>
      logged('"event":{', '"event":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'),
    'recycled process ids': () => logged('"pid":200', '"pid":100'),
    'huge ids': () => logged('"pid":200', `"pid":${'9'.repeat(25)}`),
    'negative ids': () => logged('"pid":', '"pid":-'),
    'nesting 100,000 deep': () => logged('"kind":"Sleep"', `"x":${DEEP_LIST},"kind":"Sleep"`),
    'a text of 100 MB': () =>
      generatedSource('onemon.json', function* () {
        yield `${LOG[0]}\n{"kind":"onemon.File","event":{"pid":100,"srcpath":"`;
        yield* hugeText();
        yield `"}}\n${LOG[2]}\n`;
      }),
  },
  longTexts: NO_CALLS,
  mayEnd: (bytes, at) => bytes[at - 1] === 0x0a || bytes[at] === 0x0a,
};
