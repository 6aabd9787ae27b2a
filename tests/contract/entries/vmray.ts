// VMRay archives for the contract suite, and the function log alone, as XML and as text.

import { vmrayInput } from '../../../src/inputs/vmray/index.ts';
import {
  call,
  element,
  flog,
  monitorProcess,
  monitorThread,
  param,
  summary,
  vmrayArchive,
} from '../../support/vmray-archive.ts';
import { callText, flogText, processText, regionText, threadText } from '../../support/vmray-flog-text.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText, longText } from '../contract-entry.ts';

const str = (name: string, value: string): string => param(name, 'ptr', '0x10', { type: 'str', value });
const child = { process_id: 2, thread_id: 3 };

const ITEMS = [
  monitorProcess(),
  monitorThread(),
  monitorThread({ thread_id: 2, os_tid: '0x6' }),
  call('sys_NtDelayExecution', [param('Interval', 'signed_64bit', '30')], [], { ts: 1, fncall_id: 1 }),
  call('CreateFileW', [str('lpFileName', 'C:\\\\a.txt')], [param('ret_val', 'ptr', '0x4')], {
    ts: 2,
    fncall_id: 2,
    thread_id: 2,
  }),
  monitorProcess({
    process_id: 2,
    image_name: 'b.exe',
    os_pid: '0xc8',
    os_parent_pid: '0x64',
    monitor_reason: 'child_process',
    parent_id: 1,
    cmd_line: 'b.exe',
  }),
  monitorThread({ process_id: 2, thread_id: 3, os_tid: '0x5' }),
  call('RegOpenKeyExA', [param('hKey', 'void_ptr', '0xffffffff80000002'), str('lpSubKey', 'Softw\\xe4re\\n')], [], {
    ts: 3,
    fncall_id: 3,
  }),
  call('Sleep', [param('dwMilliseconds', 'unsigned_32bit', '0x64')], [], { ts: 4, fncall_id: 4, ...child }),
];

/** The items, text behind two pointers, and a call of nobody. */
const DIFFERENT = [
  ...ITEMS,
  call('ReportEventW', [
    element(
      'param',
      { name: 'lpStrings', type: 'ptr' },
      element('deref', { type: 'ptr' }, element('deref', { type: 'str', value: 'x' })),
    ),
  ]),
  call('Sleep', [], [], { fncall_id: 11, thread_id: 9 }),
];

const [LOG_START = '', LOG_END = ''] = flog(['HERE']).split('HERE');

/** The function log alone, with pieces between its items. */
function generatedLog(pieces: () => Iterable<string | Uint8Array>): ReturnType<typeof generatedSource> {
  return generatedSource('flog.xml', function* () {
    yield LOG_START;
    yield ITEMS.join('\n');
    yield* pieces();
    yield ITEMS.join('\n');
    yield LOG_END;
  });
}

const archive = (flogItems: readonly string[], parts: Record<string, unknown> = {}): Promise<Uint8Array> =>
  vmrayArchive({ flog: flogItems, summary: summary(parts), sample: 'MZ a text' });

const OUTLINE = [
  '0/100 s.exe (C:\\s.exe" -x)',
  '  5',
  '    1 NtDelayExecution(Interval: 30)',
  '    3 RegOpenKeyExA(hKey: 0xffffffff80000002, lpSubKey: "Softwäre\n")',
  '  6',
  '    2 CreateFileW(lpFileName: "C:\\a.txt") -> ret_val: 0x4',
  '100/200 b.exe (b.exe)',
  '  5',
  '    4 Sleep(dwMilliseconds: 0x64)',
];

export const vmrayEntry: ContractEntry = {
  title: 'vmray',
  isArchive: true,
  input: vmrayInput,
  sound: () => archive(ITEMS),
  packed: {
    content: () => Buffer.from(flog(ITEMS)),
    pack: (log) => vmrayArchive({ flog: Buffer.from(log).toString() }),
  },
  expected: OUTLINE,
  lacking: {
    'summary_v2.json': () => vmrayArchive({ summary: null, flog: ITEMS }),
    static_data: () => archive(ITEMS, { files: { file_0: { is_sample: true, hash_values: {} } } }),
    'the sample': () => vmrayArchive({ flog: ITEMS, sample: null }),
    processes: () => archive(ITEMS, { processes: {} }),
  },
  broken: (times) => archive([...ITEMS, ...Array<string>(times).fill(monitorThread({ thread_id: 'x' }))]),
  differences: ['sign-extended-numbers', 'vmray-unescape', 'vmray-inner-text', 'vmray-unlisted-calls'],
  different: () => archive(DIFFERENT),
  hostile: {
    'duplicate keys': () =>
      vmrayArchive({
        summary: JSON.stringify(summary()).replaceAll('"os_pid":', '"os_pid":{},"os_pid":'),
        flog: ITEMS,
      }),
    'keys called __proto__ and constructor': () =>
      vmrayArchive({
        summary: JSON.stringify(summary()).replaceAll(
          '"process_1":',
          '"__proto__":{"polluted":1},"constructor":{"monitor_id":7,"os_pid":8},"process_1":',
        ),
        flog: [...ITEMS, call('__proto__', [param('__proto__', 'constructor', '1')])],
      }),
    'recycled process ids': () =>
      archive([...ITEMS, monitorProcess({ process_id: 9 }), monitorThread({ process_id: 9, thread_id: 9 })]),
    'huge ids': () =>
      archive([
        ...ITEMS,
        monitorProcess({ process_id: '9'.repeat(25) }),
        monitorProcess({ process_id: 5, os_pid: `0x${'f'.repeat(40)}` }),
        call('Sleep', [], [], { thread_id: '1e400', fncall_id: '9'.repeat(400) }),
      ]),
    'negative ids': () =>
      archive([...ITEMS, monitorProcess({ process_id: -1 }), call('Sleep', [], [], { fncall_id: -1, process_id: -1 })]),
    'nesting 100,000 deep': () =>
      archive([...ITEMS, `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, element('x', { y: DEEP_LIST })]),
    'a text of 100 MB': () =>
      generatedLog(function* () {
        yield '<fncall process_id="1" thread_id="1" name="';
        yield* hugeText();
        yield '"/>';
      }),
  },
  longTexts: (count) =>
    generatedLog(function* () {
      for (let n = 0; n < count; n++) yield call('Sleep', [str('text', longText(n))]);
    }),
};

const { packed: _, ...OTHERS } = vmrayEntry;

export const vmrayLogEntry: ContractEntry = {
  ...OTHERS,
  title: 'vmray (flog.xml)',
  sound: () => Buffer.from(flog(ITEMS)),
  lacking: { 'summary_v2.json': () => Buffer.from(flog(ITEMS)) },
  broken: (times) => Buffer.from(flog([...ITEMS, ...Array<string>(times).fill(monitorThread({ thread_id: 'x' }))])),
  different: () => Buffer.from(flog(DIFFERENT)),
  hostile: { ...vmrayEntry.hostile, 'a text of 100 MB': 'tested with the archive' },
  longTexts: 'tested with the archive',
};

const LF = 0x0a;
const TEXT_CHILD = { id: '"2"', image_name: '"b.exe"', os_pid: '"0xc8"', os_parent_pid: '"0x64"', cmd_line: '"b.exe"' };

const TEXT_PARTS = [
  processText(),
  regionText(),
  threadText(),
  callText('sys_NtDelayExecution (Interval=30)', '0000.001'),
  callText('RegOpenKeyExA (hKey=0xffffffff80000002, lpSubKey="Softw\\xe4re\\n")', '0000.003'),
  threadText({ id: 2, os_tid: '0x6' }),
  callText('CreateFileW (in: lpFileName="C:\\\\a.txt" | out: lpFileName="C:\\\\a.txt") returned 0x4', '0000.002'),
  processText(TEXT_CHILD),
  threadText({ id: 3, os_tid: '0x5' }),
  callText('Sleep (dwMilliseconds=0x64)', '0000.004'),
];

const text = (...parts: string[]): Uint8Array => Buffer.from(flogText([...TEXT_PARTS, ...parts]));

/** The ends of lines, and places where a line may be whole: after a result, and where its end is nothing but a number. */
function mayEnd(bytes: Uint8Array, end: number): boolean {
  if (bytes[end - 1] === LF || bytes[end] === LF) return true;
  const line = Buffer.from(bytes.subarray(0, end)).toString().split('\n').at(-1) as string;
  return /^\s*$|^#|\)( returned [^ ]+| | )?$|^\t\w+ = ([^"]+|".*["\]])$/.test(line);
}

export const vmrayTextEntry: ContractEntry = {
  title: 'vmray (flog.txt)',
  input: vmrayInput,
  sound: () => text(),
  expected: [
    '0/100 s.exe (C:\\s.exe" -x)',
    '  5',
    '    0 NtDelayExecution(Interval: 30)',
    '    1 RegOpenKeyExA(hKey: 0xffffffff80000002, lpSubKey: "Softwäre\n")',
    '  6',
    '    2 CreateFileW(lpFileName: "C:\\a.txt") -> lpFileName: "C:\\a.txt", ret_val: 0x4',
    '100/200 b.exe (b.exe)',
    '  5',
    '    3 Sleep(dwMilliseconds: 0x64)',
  ],
  lacking: { 'summary_v2.json': () => text() },
  broken: (times) => text('nonsense\n'.repeat(times)),
  differences: vmrayEntry.differences,
  different: () =>
    text(
      callText('ReportEventW (lpStrings=0x10*=0x20*="x")', '0000.005'),
      processText(),
      callText('Sleep ()', '0000.006'),
    ),
  hostile: {
    'duplicate keys': () => text(processText(), threadText(), callText('f (a=1, a="x", a=0x1*(a=1, a="y"))')),
    'keys called __proto__ and constructor': () =>
      text(
        processText({ ['__proto__']: '"polluted"', constructor: '2' }),
        callText('__proto__ (__proto__="x", constructor=1)'),
      ),
    'recycled process ids': () => text(processText({ id: 9 }), threadText({ id: 9 }), callText('f ()'), ...TEXT_PARTS),
    'huge ids': () =>
      text(
        processText({ id: `"${'9'.repeat(25)}"` }),
        threadText({ id: '1e400' }),
        callText('f ()'),
        processText({ id: 5, os_pid: `"0x${'f'.repeat(40)}"` }),
        callText('g (a=1)', '999999999999.999'),
      ),
    'negative ids': () => text(processText({ id: -1 }), threadText({ id: -1 }), callText('f (a=-1)')),
    'nesting 100,000 deep': () =>
      text(
        callText(`f (a=0x1${'*(a='.repeat(100_000)}"x"`),
        callText(`g (${DEEP_LIST})`),
        DEEP_LIST,
        `\n${'('.repeat(100_000)}`,
      ),
    'a text of 100 MB': () =>
      generatedSource('flog.txt', function* () {
        yield flogText(TEXT_PARTS);
        yield '\t[0001.000] f (a="';
        yield* hugeText();
        yield '")\n';
      }),
  },
  longTexts: (count) =>
    generatedSource('flog.txt', function* () {
      yield flogText(TEXT_PARTS);
      for (let n = 0; n < count; n++) yield callText(`Sleep (text="${longText(n)}")`);
    }),
  mayEnd,
};
