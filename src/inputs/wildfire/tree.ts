// Both shapes of a WildFire report as the same values. In JSON attributes are `@name` and the text of an element is `#text`; one element is
// an object, several are a list, an empty one is null. XML is put into that form, one run at a time.

import { copyText } from '../../bytes/copy-text.ts';
import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { XmlHandler, XmlTag } from '../../bytes/xml-stream.ts';
import { LIMITS } from '../../limits.ts';

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

/** Makes values of the elements of an XML report. */
export class ReportElements implements XmlHandler {
  isWildfire = false;
  /** Elements that were left out because a part is larger than any real one. */
  lost = 0;
  readonly #handler: ReportHandler;
  /** The open elements from the part that is being read on, and their names. */
  readonly #open: JsonObject[] = [];
  readonly #names: string[] = [];
  #values = 0;
  /** Names of the elements around a part. */
  readonly #around: string[] = [];

  constructor(handler: ReportHandler) {
    this.#handler = handler;
  }

  open(tag: XmlTag): void {
    const { name, depth } = tag;
    if (depth === 1) this.isWildfire ||= name === 'wildfire';
    if (this.#open.length === 0) {
      this.#around.length = depth - 1;
      this.#around.push(name);
      const path = this.#around.join('.');
      if (path !== 'wildfire.file_info' && path !== 'wildfire.task_info.report') return;
      this.#values = 0;
    }
    const element: JsonObject = Object.create(null);
    for (const attribute of ATTRIBUTES) {
      const value = tag.attribute(attribute);
      if (value !== undefined) element[`@${attribute}`] = copyText(value);
    }
    this.#open.push(element);
    this.#names.push(name);
    this.#values++;
  }

  text(text: string): void {
    const element = this.#open.at(-1);
    const trimmed = text.trim();
    if (element === undefined || trimmed === '') return;
    const known = element['#text'];
    element['#text'] = typeof known === 'string' ? known + trimmed : copyText(trimmed);
  }

  close(): void {
    const element = this.#open.pop();
    const name = this.#names.pop();
    if (element === undefined || name === undefined) return;
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      if (name === 'report') this.#handler.report(element);
      else this.#handler.file(element);
    } else if (this.#values > LIMITS.jsonTreeValues) this.lost++;
    else add(parent, name, isText(element) ? (element['#text'] as JsonValue) : element);
  }
}

function isText(element: JsonObject): boolean {
  const keys = Object.keys(element);
  return keys.length === 1 && keys[0] === '#text';
}

function add(parent: JsonObject, name: string, value: JsonValue): void {
  const known = parent[name];
  if (known === undefined) parent[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else parent[name] = [known, value];
}
