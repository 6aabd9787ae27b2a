// Event logs of Sysmon for the contract suite, in XML and in JSON.

import { sysmonInput } from '../../../src/inputs/sysmon/index.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText } from '../contract-entry.ts';

interface LoggedEvent {
  readonly id: number;
  readonly provider?: string;
  readonly data: Readonly<Record<string, string>>;
}

const SYSMON = 'Microsoft-Windows-Sysmon';

const PARENT = { ProcessGuid: '{1}', ProcessId: '100', Image: 'C:\\a.exe' };
const CHILD = { ProcessGuid: '{2}', ProcessId: '200', Image: 'C:\\d.exe' };

const EVENTS: readonly LoggedEvent[] = [
  { id: 4, data: { State: 'Started' } },
  {
    id: 1,
    data: {
      ...CHILD,
      CommandLine: 'd.exe "one & two"',
      ParentProcessGuid: '{1}',
      ParentProcessId: '100',
      ParentImage: 'C:\\a.exe',
      ParentCommandLine: 'a.exe --run',
    },
  },
  {
    id: 3,
    data: { ...CHILD, Initiated: 'true', DestinationIp: '192.0.2.1', DestinationHostname: '-', DestinationPort: '443' },
  },
  { id: 7, data: { ...CHILD, ImageLoaded: 'C:\\Windows\\b.dll' } },
  {
    id: 8,
    data: { SourceProcessGuid: '{2}', SourceProcessId: '200', SourceImage: 'C:\\d.exe', TargetImage: 'C:\\t.exe' },
  },
  { id: 11, data: { ...PARENT, TargetFilename: 'C:\\c.txt' } },
  { id: 12, data: { ...PARENT, EventType: 'CreateKey', TargetObject: 'HKLM\\Software\\k' } },
  { id: 13, data: { ...PARENT, EventType: 'SetValue', TargetObject: 'HKLM\\Software\\Run\\x', Details: 'c.exe' } },
  { id: 17, data: { ...PARENT, PipeName: '\\pipe' } },
  { id: 22, data: { ...PARENT, QueryName: 'evil.example', QueryResults: '192.0.2.1' } },
  { id: 23, data: { ...PARENT, TargetFilename: 'C:\\c.txt' } },
  { id: 5, data: { ProcessGuid: '{3}', ProcessId: '200', Image: 'C:\\e.exe' } },
  { id: 4688, provider: 'Microsoft-Windows-Security-Auditing', data: { NewProcessName: 'C:\\x.exe' } },
];

const BROKEN: LoggedEvent = { id: 11, data: { ProcessId: 'none', TargetFilename: 'C:\\c.txt' } };
const EXPECTED = ['0/100 a.exe', '100/200 d.exe', '0/200 e.exe'];

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function xmlEvent({ id, provider = SYSMON, data }: LoggedEvent): string {
  const members = Object.entries(data).map(([name, text]) => `<Data Name="${name}">${escaped(text)}</Data>`);
  return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${provider}' Guid='{0}'/><EventID>${id}</EventID><Execution ProcessID='9' ThreadID='9'/></System><EventData>${members.join('')}</EventData></Event>\r\n`;
}

function xml(events: readonly LoggedEvent[]): Uint8Array {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<Events>\r\n${events.map(xmlEvent).join('')}</Events>\r\n`,
  );
}

function withHead(text: string, more: string): Uint8Array {
  return Buffer.from(text.replace('<EventData>', `<EventData>${more}`));
}

export const sysmonXmlEntry: ContractEntry = {
  title: 'sysmon, XML',
  input: sysmonInput,
  sound: () => xml(EVENTS),
  expected: EXPECTED,
  lacking: {},
  broken: (times) => xml([...EVENTS, ...Array<LoggedEvent>(times).fill(BROKEN)]),
  differences: [],
  different: () => xml(EVENTS),
  hostile: {
    'duplicate keys': () => withHead(Buffer.from(xml(EVENTS)).toString(), '<Data Name="ProcessId">1</Data>'),
    'keys called __proto__ and constructor': () =>
      withHead(Buffer.from(xml(EVENTS)).toString(), '<Data Name="__proto__">x</Data><Data Name="constructor"/>'),
    'recycled process ids': () => xml([...EVENTS, { id: 5, data: { ...CHILD, ProcessGuid: '{9}' } }]),
    'huge ids': () => xml([{ id: 5, data: { ProcessId: '9'.repeat(25), Image: 'x' } }, ...EVENTS]),
    'negative ids': () => xml([{ id: -5, data: { ProcessId: '-1', Image: 'x' } }, ...EVENTS]),
    'nesting 100,000 deep': () => withHead(Buffer.from(xml(EVENTS)).toString(), '<Event>'.repeat(100_000)),
    'a text of 100 MB': () =>
      generatedSource('log.xml', function* () {
        const [before = '', after = ''] = Buffer.from(xml(EVENTS)).toString().split('C:\\Windows\\b.dll');
        yield before;
        yield* hugeText();
        yield after;
      }),
  },
  longTexts: 'it records no calls',
  // What is behind the last element is white space.
  mayEnd: (bytes, at) => Buffer.from(bytes.subarray(at)).toString().trim() === '',
};

function json(events: readonly (LoggedEvent | string)[]): Uint8Array {
  const lines = events.map((event) => {
    if (typeof event === 'string') return event;
    const { id, provider = SYSMON, data } = event;
    return JSON.stringify({ SourceName: provider, Channel: `${provider}/Operational`, EventID: id, ...data });
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

export const sysmonJsonEntry: ContractEntry = {
  title: 'sysmon, JSON lines',
  input: sysmonInput,
  sound: () => json(EVENTS),
  expected: EXPECTED,
  lacking: {},
  broken: (times) => json([...EVENTS, ...Array<string>(times).fill('{"EventID":"none"}')]),
  differences: [],
  different: () => json(EVENTS),
  hostile: {
    'duplicate keys': () => Buffer.from(Buffer.from(json(EVENTS)).toString().replaceAll('{"', '{"EventID":[1],"')),
    'keys called __proto__ and constructor': () =>
      Buffer.from(
        Buffer.from(json(EVENTS)).toString().replaceAll('{"', '{"__proto__":{"polluted":1},"constructor":{},"'),
      ),
    'recycled process ids': () => json([...EVENTS, { id: 5, data: { ...CHILD, ProcessGuid: '{9}' } }]),
    'huge ids': () => json([{ id: 5, data: { ProcessId: '9'.repeat(25) } }, ...EVENTS]),
    'negative ids': () => json([{ id: -5, data: { ProcessId: '-1' } }, ...EVENTS]),
    'nesting 100,000 deep': () => json([...EVENTS, `{"EventID":1,"x":${DEEP_LIST}}`]),
    'a text of 100 MB': () =>
      generatedSource('log.json', function* () {
        yield json(EVENTS);
        yield '{"EventID":11,"SourceName":"Sysmon","x":"';
        yield* hugeText();
        yield '"}\n';
        yield json(EVENTS);
      }),
  },
  longTexts: 'it records no calls',
  // A log ends with any of its lines.
  mayEnd: (bytes, at) => bytes[at - 1] === 0x0a || bytes[at] === 0x0a,
};
