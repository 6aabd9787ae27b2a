// Which shape of an event log is it, if it is one?

import { JsonStream } from '../../bytes/json-stream.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { Probe } from '../input.ts';

export type EventShape = 'xml' | 'lines' | 'list' | 'evtx';

const EVTX = 'ElfFile\0';
const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';
/** The beginning of an event of Sysmon, also inside of a line of syslog. */
const SYSMON_EVENT =
  /<Event[ >][^<]{0,200}<System>\s{0,200}<Provider Name=["'](?:Microsoft-Windows-Sysmon|Linux-Sysmon)/;
const XML_ROOT = /^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?<Events?[\s>]/;
/** Characters before the first bracket of a JSON text. */
const BEFORE_JSON = /^\ufeff?\s*/;

/** Members by one of which, beside the number of the event, an event in JSON says who recorded it. */
const PROVIDERS: readonly string[] = ['Channel', 'SourceName', 'ProviderName', 'Provider', 'EventData'];

export function shapeOf(head: Uint8Array): EventShape | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head);
  if (text.startsWith(EVTX)) return 'evtx';
  if (SYSMON_EVENT.test(text) || (XML_ROOT.test(text) && text.slice(0, 1000).includes(NAMESPACE))) {
    return text.replace(BEFORE_JSON, '').startsWith('{') ? undefined : 'xml';
  }
  const first = text.replace(BEFORE_JSON, '')[0];
  if (first !== '{' && first !== '[') return undefined;
  if (!isEvent(firstMembers(head))) return undefined;
  return first === '{' ? 'lines' : 'list';
}

/** Members of the first object, and of those in it that wrap an event. */
function firstMembers(head: Uint8Array): ReadonlySet<string> {
  const found = new Set<string>();
  let isFirst = true;
  const note = (prefix: string) => ({
    value: (cursor: { skipValue(): void }, _at: number, _index: number, key: string) => {
      if (isFirst) found.add(prefix + key);
      cursor.skipValue();
    },
  });
  const members = new Map([
    ['Event', { others: note('Event.') }],
    ['winlog', { others: note('winlog.') }],
  ]);
  const event = {
    members,
    others: note(''),
    open: (_at: number, index: number) => {
      isFirst = index === 0;
    },
  };
  const stream = new JsonStream({ ...event, elements: event }, { diagnostics: new Diagnostics() });
  stream.push(head);
  return found;
}

function isEvent(members: ReadonlySet<string>): boolean {
  if (members.has('EventID')) return PROVIDERS.some((name) => members.has(name));
  if (members.has('Event.System')) return true;
  if (members.has('SyslogMessage')) return members.has('EventData') || members.has('Facility');
  return members.has('winlog.event_id') || members.has('winlog.event_data');
}

export function recogniseSysmon({ head }: Probe): 0 | 2 {
  return shapeOf(head) === undefined ? 0 : 2;
}
