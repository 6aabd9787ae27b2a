// Both shapes of a WildFire report as the same values. In JSON attributes are `@name` and the text of an element is `#text`; one element is
// an object, several are a list, an empty one is null. XML is put into that form, one run at a time.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { XmlReport } from '../shared/facts/xml-records.ts';

/** Receives the parts of a report that are used. */
export interface ReportHandler {
  /** Facts about the sample. */
  file(info: JsonValue): void;
  /** One run, or one look at the file. */
  report(report: JsonValue): void;
}

/** Attributes that are used; XML hands out no others. */
const ATTRIBUTES: readonly string[] = [
  'name',
  'pid',
  'text',
  'command',
  'child_pid',
  'child_process_image',
  'key',
  'subkey',
  'data',
  'path',
  'ip',
  'port',
  'query',
  'response',
  'host',
  'uri',
  'Arguments',
];

/** What of a JSON report is read. `finish` hands on the run that is the only one, and so in no list. */
export function jsonParts(handler: ReportHandler): {
  readonly paths: Readonly<Record<string, JsonInterest>>;
  readonly finish: () => void;
} {
  let single: JsonObject | undefined;
  const report: JsonInterest = {
    elements: { value: (cursor) => handler.report(cursor.readValue()) },
    others: {
      value: (cursor, _at, _index, key) => {
        const value = cursor.readValue();
        single ??= Object.create(null) as JsonObject;
        single[key] = value;
      },
    },
  };
  return {
    paths: {
      'wildfire.file_info': { value: (cursor) => handler.file(cursor.readValue()) },
      'wildfire.task_info.report': report,
    },
    finish: () => {
      if (single !== undefined) handler.report(single);
    },
  };
}

/** What of an XML report is read. */
export function elementParts(handler: ReportHandler): XmlReport {
  return {
    attributes: ATTRIBUTES,
    text: '#text',
    parts: new Map<string, (value: JsonValue) => void>([
      ['wildfire.file_info', (info) => handler.file(info)],
      ['wildfire.task_info.report', (report) => handler.report(report)],
    ]),
  };
}
