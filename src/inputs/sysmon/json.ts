// Events in JSON, one a line or in one list, in the shapes of those who forward them: flat (NXLog, Security Datasets), below
// `winlog.event_data` (Winlogbeat), below `Event.EventData` (evtx_dump), or as XML in `SyslogMessage` (Azure, of Sysmon for Linux).

import { type JsonObject, JsonSyntaxError, type JsonValue, parseExactJson } from '../../bytes/exact-json.ts';
import { readJson } from '../../bytes/json-stream.ts';
import { readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { decodeText } from '../../bytes/xml-text.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { SysmonCode } from './codes.ts';
import type { SysmonReader } from './reader.ts';

/** Reads a list of events; false if there is none. */
export async function readEventList(
  source: ByteSource,
  reader: SysmonReader,
  diagnostics: Diagnostics,
): Promise<boolean> {
  let count = 0;
  const elements = {
    value: (cursor: { readValue(): JsonValue }, at: number) => {
      if (addEvent(cursor.readValue(), reader, `byte ${at}`)) count++;
    },
  };
  await readJson(source, { elements }, { diagnostics });
  return count > 0;
}

/** Reads an event from each line; false if there is none. */
export async function readEventLines(
  source: ByteSource,
  reader: SysmonReader,
  diagnostics: Diagnostics<SysmonCode>,
): Promise<boolean> {
  const decoder = new TextDecoder();
  let count = 0;
  for await (const batch of readLines(source)) {
    for (const { bytes, at, complete, tooLong } of batch) {
      const where = `byte ${at}`;
      const text = tooLong ? '{' : decoder.decode(bytes).trim();
      if (text === '') continue;
      const value = parseLine(text);
      if (value !== undefined && addEvent(value, reader, where)) count++;
      else if (value === undefined && !complete) {
        diagnostics.add('error', 'sysmon-truncated', 'the log breaks off in the middle of an event', where);
      } else reader.facts.skipRecord('fact-malformed', 'a line is no event and is left out', where);
    }
  }
  return count > 0;
}

function parseLine(text: string): JsonValue | undefined {
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** Hands an event on; false if the value is none. */
function addEvent(value: JsonValue, reader: SysmonReader, where: string): boolean {
  const event = toObject(value);
  if (event === undefined) return false;
  const message = event['SyslogMessage'];
  if (typeof message === 'string') return addXmlText(message, reader, where);
  const winlog = toObject(event['winlog']);
  const wrapped = toObject(event['Event']);
  const system = toObject(wrapped?.['System']) ?? winlog ?? event;
  const id = idOf(system['EventID'] ?? system['event_id'] ?? event['EventID']);
  if (id === undefined) return false;
  const members = toObject(wrapped?.['EventData']) ?? toObject(winlog?.['event_data']) ?? toObject(event['EventData']);
  reader.add(providerOf(system), { id, data: (name) => textOf((members ?? event)[name]) }, where);
  return true;
}

function toObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** A number, its text, or an object with the number as its text. */
function idOf(value: JsonValue | undefined): number | undefined {
  const plain = toObject(value)?.['#text'] ?? value;
  const id = typeof plain === 'string' ? Number.parseInt(plain, 10) : plain;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined;
}

/** Who recorded it, in whichever member stands for that. */
function providerOf(system: JsonObject): string {
  const provider = toObject(system['Provider']);
  const attributes = toObject(provider?.['#attributes']);
  for (const value of [attributes?.['Name'], provider?.['Name'], system['provider_name']]) {
    if (typeof value === 'string') return value;
  }
  for (const name of ['ProviderName', 'Provider', 'SourceName', 'Channel', 'channel']) {
    const value = system[name];
    if (typeof value === 'string') return value;
  }
  return '';
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

const PROVIDER = /<Provider Name=["']([^"']{1,100})["']/;
const EVENT_ID = /<EventID[^>]{0,40}>(\d{1,6})</;
const DATUM = /<Data Name=["']([^"']{1,100})["']>([^<]*)<\/Data>/g;

/** An event in XML inside of a text; false if there is none. */
function addXmlText(text: string, reader: SysmonReader, where: string): boolean {
  const id = EVENT_ID.exec(text)?.[1];
  if (id === undefined) return false;
  const data = new Map<string, string>();
  for (const [, name = '', raw = ''] of text.matchAll(DATUM))
    data.set(
      name,
      decodeText(raw, () => {}),
    );
  reader.add(PROVIDER.exec(text)?.[1] ?? '', { id: Number(id), data: (name) => data.get(name) }, where);
  return true;
}
