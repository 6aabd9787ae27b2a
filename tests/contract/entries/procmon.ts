// ProcMon logs for the contract suite, in each of their shapes.

import { procmonInput } from '../../../src/inputs/procmon/index.ts';
import * as pml from '../../support/pml-builder.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText } from '../contract-entry.ts';

const COLUMNS = [
  'Time of Day',
  'Process Name',
  'PID',
  'Operation',
  'Path',
  'Result',
  'Detail',
  'Command Line',
  'Parent PID',
];

type Row = readonly [name: string, pid: string, operation: string, path: string, result?: string, detail?: string];

const ROWS: readonly Row[] = [
  ['a.exe', '100', 'Process Start', '', 'SUCCESS', 'Parent PID: 50, Command line: a.exe, Environment: \n;\tA=1'],
  ['a.exe', '100', 'Load Image', 'C:\\Windows\\b.dll'],
  [
    'a.exe',
    '100',
    'CreateFile',
    'C:\\c.txt',
    'SUCCESS',
    'Desired Access: Generic Write, Read Attributes, Disposition: Create, Options: Synchronous, ShareMode: None, OpenResult: Created',
  ],
  ['a.exe', '100', 'WriteFile', 'C:\\c.txt', 'SUCCESS', 'Offset: 0, Length: 1,024'],
  ['a.exe', '100', 'WriteFile', 'C:\\c.txt', 'SUCCESS', 'Offset: 1,024, Length: 1,024'],
  ['a.exe', '100', 'RegSetValue', 'HKCU\\Software\\Run\\x', 'SUCCESS', 'Type: REG_SZ, Length: 4, Data: c'],
  ['a.exe', '100', 'RegOpenKey', 'HKLM\\Software\\VMware', 'NAME NOT FOUND', 'Desired Access: Read'],
  ['a.exe', '100', 'Process Create', 'C:\\d.exe', 'SUCCESS', 'PID: 200, Command line: d.exe "one, two"'],
  ['d.exe', '200', 'TCP Connect', 'host:49000 -> evil.example:https'],
  ['d.exe', '200', 'Process Exit', '', 'SUCCESS', 'Exit Status: 0'],
  ['d.exe', '200', 'Process Start', '', 'SUCCESS', 'Parent PID: 100, Command line: d.exe -again'],
  ['d.exe', '200', 'SetDispositionInformationFile', 'C:\\c.txt', 'SUCCESS', 'Delete: True'],
];

const quoted = (fields: readonly string[]): string =>
  `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`;

function csvRow([name, pid, operation, path, result = 'SUCCESS', detail = '']: Row): string {
  return quoted(['1:00:00.0000000 AM', name, pid, operation, path, result, detail, `${name} --run`, '50']);
}

function csv(rows: readonly Row[], columns: readonly string[] = COLUMNS): Uint8Array {
  return Buffer.from(`\ufeff${quoted(columns)}${rows.map(csvRow).join('')}`);
}

const LF = 0x0a;
const CR = 0x0d;

const BROKEN_ROW: Row = ['a.exe', 'none', 'ReadFile', 'C:\\x'];
const EXPECTED = ['50/100 a.exe', '50/200 d.exe', '50/200 d.exe'];
const NO_CALLS = 'it records no calls';

export const procmonCsvEntry: ContractEntry = {
  title: 'procmon, CSV',
  input: procmonInput,
  sound: () => csv(ROWS),
  expected: EXPECTED,
  lacking: {
    'column Command Line': () =>
      csv(
        ROWS,
        COLUMNS.map((column) => (column === 'Command Line' ? 'Other' : column)),
      ),
    'column Detail': () =>
      csv(
        ROWS,
        COLUMNS.map((column) => (column === 'Detail' ? 'Other' : column)),
      ),
    'column Result': () =>
      csv(
        ROWS,
        COLUMNS.map((column) => (column === 'Result' ? 'Other' : column)),
      ),
  },
  broken: (times) => csv([...ROWS.slice(0, 5), ...Array<Row>(times).fill(BROKEN_ROW), ...ROWS.slice(5)]),
  differences: [],
  different: () => csv(ROWS),
  hostile: {
    'duplicate keys': () => csv(ROWS, [...COLUMNS.slice(0, -1), 'PID']),
    'keys called __proto__ and constructor': () => csv(ROWS, ['__proto__', ...COLUMNS.slice(1, -1), 'constructor']),
    'recycled process ids': () => csv([...ROWS, ...ROWS]),
    'huge ids': () => csv([['a.exe', '9'.repeat(25), 'ReadFile', 'C:\\x'], ...ROWS]),
    'negative ids': () => csv([['a.exe', '-1', 'ReadFile', 'C:\\x'], ...ROWS]),
    'nesting 100,000 deep': () => csv([['a.exe', '1', 'ReadFile', DEEP_LIST], ...ROWS]),
    'a text of 100 MB': () =>
      generatedSource('log.csv', function* () {
        yield csv(ROWS);
        yield '"1","a.exe","100","ReadFile","';
        yield* hugeText();
        yield '","SUCCESS","","",""\r\n';
        yield csvRow(ROWS[1] as Row);
      }),
  },
  longTexts: NO_CALLS,
  // A table ends with any of its rows.
  mayEnd: (bytes, at) => bytes[at - 1] === LF || bytes[at] === LF || bytes[at] === CR,
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function elements(members: Readonly<Record<string, string>>): string {
  return Object.entries(members)
    .map(([name, text]) => `<${name}>${escaped(text)}</${name}>`)
    .join('\n');
}

const PROCESSES = [
  { ProcessIndex: '1', ProcessId: '100', ParentProcessId: '50', ProcessName: 'a.exe', CommandLine: 'a.exe --run' },
  { ProcessIndex: '2', ProcessId: '200', ParentProcessId: '100', ProcessName: 'd.exe', ImagePath: 'C:\\d.exe' },
  { ProcessIndex: '3', ProcessId: '200', ParentProcessId: '100', ProcessName: 'e.exe' },
];

function xmlEvent([name, pid, operation, path, result = 'SUCCESS', detail = '']: Row): string {
  const event = {
    ProcessIndex: pid === '100' ? '1' : '2',
    ...{ Process_Name: name, PID: pid, Operation: operation, Path: path, Result: result, Detail: detail },
  };
  return `<event>\n${elements(event)}\n<stack><frame><path>no</path></frame></stack></event>\n`;
}

function xml(rows: readonly Row[], processes: readonly Record<string, string>[] = PROCESSES): Uint8Array {
  const list = processes.map((process) => `<process>${elements(process)}</process>`).join('');
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<procmon><processlist>${list}</processlist><eventlist>\n${rows.map(xmlEvent).join('')}</eventlist></procmon>`;
  return Buffer.from(text);
}

const LIKE_CSV = 'read as the other shapes are';

export const procmonXmlEntry: ContractEntry = {
  title: 'procmon, XML',
  input: procmonInput,
  sound: () => xml(ROWS),
  expected: ['50/100 a.exe', '100/200 d.exe', '100/200 e.exe'],
  lacking: {},
  broken: (times) =>
    xml(ROWS, [...PROCESSES, ...Array<Record<string, string>>(times).fill({ ProcessId: 'none', ProcessName: 'x' })]),
  differences: [],
  different: () => xml(ROWS),
  hostile: {
    'duplicate keys': () => Buffer.from(Buffer.from(xml(ROWS)).toString().replaceAll('<PID>', '<PID>1</PID><PID>')),
    'keys called __proto__ and constructor': () =>
      Buffer.from(Buffer.from(xml(ROWS)).toString().replaceAll('<PID>', '<__proto__>1</__proto__><constructor/><PID>')),
    'recycled process ids': () => xml(ROWS, [...PROCESSES, ...PROCESSES]),
    'huge ids': () => xml(ROWS, [...PROCESSES, { ProcessIndex: '9', ProcessId: '9'.repeat(25) }]),
    'negative ids': () => xml(ROWS, [...PROCESSES, { ProcessIndex: '-9', ProcessId: '-1' }]),
    'nesting 100,000 deep': () =>
      Buffer.from(
        Buffer.from(xml(ROWS))
          .toString()
          .replace('<eventlist>', `<eventlist>${'<event>'.repeat(100_000)}`),
      ),
    'a text of 100 MB': () =>
      generatedSource('log.xml', function* () {
        const [before = '', after = ''] = Buffer.from(xml(ROWS)).toString().split('C:\\d.exe</Path>');
        yield before;
        yield* hugeText();
        yield `</Path>${after}`;
      }),
  },
  longTexts: NO_CALLS,
};

const LOCAL = pml.address(192, 168, 0, 2);
const REMOTE = pml.address(192, 0, 2, 1);

const PML_PROCESSES = [
  { pid: 100, ppid: 50, name: 'a.exe', image: 'C:\\a.exe', commandLine: 'a.exe --run' },
  { pid: 200, ppid: 100, name: 'd.exe', image: 'C:\\d.exe', commandLine: 'd.exe "one, two"' },
  { pid: 200, ppid: 100, name: 'e.exe' },
];

const PML_EVENTS: readonly pml.PmlEvent[] = [
  { process: 0, class: 1, operation: 5, details: pml.loadDetails('C:\\Windows\\b.dll') },
  {
    ...{ process: 0, class: 3, operation: 20, details: pml.fileDetails('C:\\c.txt', { access: 0x40000000 }) },
    extra: pml.words(2),
  },
  { process: 0, class: 3, operation: 24, details: pml.fileDetails('C:\\c.txt') },
  { process: 0, class: 2, operation: 4, details: pml.registryDetails('HKCU\\Software\\Run\\x', 14) },
  { process: 0, class: 2, operation: 0, result: 0xc0000034, details: pml.registryDetails('HKLM\\Software\\VMware', 6) },
  { process: 0, class: 2, operation: 1, details: pml.registryDetails('HKCU\\Kéy', 6, false), extra: pml.words(0, 1) },
  { process: 0, class: 1, operation: 1, details: pml.createDetails(200, 'C:\\d.exe', 'd.exe "one, two"') },
  { process: 1, class: 5, operation: 5, details: pml.networkDetails(7, LOCAL, REMOTE, [49000, 443]) },
  { process: 1, class: 3, operation: 26, details: pml.fileDetails('C:\\c.txt', { part: 0x0d }) },
];

const HOSTS: readonly (readonly [Buffer, string])[] = [[REMOTE, 'evil.example']];

export const procmonPmlEntry: ContractEntry = {
  title: 'procmon, PML',
  input: procmonInput,
  sound: () => pml.pmlFile(PML_PROCESSES, PML_EVENTS, HOSTS),
  expected: ['50/100 a.exe', '100/200 d.exe', '100/200 e.exe'],
  lacking: {},
  broken: (times) =>
    pml.pmlFile(
      PML_PROCESSES,
      [...PML_EVENTS, ...Array<pml.PmlEvent>(times).fill({ ...(PML_EVENTS[0] as pml.PmlEvent), process: 99 })],
      HOSTS,
    ),
  differences: [],
  different: () => pml.pmlFile(PML_PROCESSES, PML_EVENTS),
  hostile: {
    'duplicate keys': 'it has none',
    'keys called __proto__ and constructor': 'it has none',
    'recycled process ids': () => pml.pmlFile([...PML_PROCESSES, ...PML_PROCESSES], PML_EVENTS),
    'huge ids': () => pml.pmlFile([{ pid: 0xffffffff, ppid: 0xffffffff, name: 'x' }, ...PML_PROCESSES], PML_EVENTS),
    'negative ids': 'they have no sign',
    'nesting 100,000 deep': 'nothing in it nests',
    'a text of 100 MB': LIKE_CSV,
  },
  longTexts: NO_CALLS,
};
