// Parts of an XML report as the values that the same report has in JSON: attributes are members `@name`, the text of an element that has
// more is a member of its own, one element is a value, several of a name are a list. One part is held at a time.

import { copyText } from '../../../bytes/copy-text.ts';
import type { JsonObject, JsonValue } from '../../../bytes/exact-json.ts';
import type { XmlHandler, XmlTag } from '../../../bytes/xml-stream.ts';
import { LIMITS } from '../../../limits.ts';

/** What of a report is used. */
export interface XmlReport {
  /** Names of attributes; others are not handed out. */
  readonly attributes: readonly string[];
  /** Member that the text of an element is. */
  readonly text: string;
  /** By the names of the elements from the root on, joined by dots: called with each such element as a whole. */
  readonly parts: ReadonlyMap<string, (value: JsonValue) => void>;
}

/** Makes values of the elements of an XML report. */
export class XmlRecords implements XmlHandler {
  /** Name of the root; empty before it is met. */
  root = '';
  readonly #report: XmlReport;
  /** The open elements from the part that is being read on, and their names. */
  readonly #open: JsonObject[] = [];
  readonly #names: string[] = [];
  /** Elements of the part, beyond a bound of which the rest is left out. */
  #values = 0;
  /** Names of the elements around a part, and its own. */
  readonly #around: string[] = [];

  constructor(report: XmlReport) {
    this.#report = report;
  }

  open(tag: XmlTag): void {
    const { name, depth } = tag;
    if (depth === 1 && this.root === '') this.root = name;
    if (this.#open.length === 0) {
      this.#around.length = depth - 1;
      this.#around.push(name);
      if (!this.#report.parts.has(this.#around.join('.'))) return;
      this.#values = 0;
    }
    const element: JsonObject = Object.create(null);
    for (const attribute of this.#report.attributes) {
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
    const known = element[this.#report.text];
    element[this.#report.text] = typeof known === 'string' ? known + trimmed : copyText(trimmed);
  }

  close(): void {
    const element = this.#open.pop();
    const name = this.#names.pop();
    if (element === undefined || name === undefined) return;
    const parent = this.#open.at(-1);
    const value = this.#isText(element) ? (element[this.#report.text] as JsonValue) : element;
    if (parent === undefined) this.#report.parts.get(this.#around.join('.'))?.(value);
    else if (this.#values <= LIMITS.jsonTreeValues) add(parent, name, value);
  }

  #isText(element: JsonObject): boolean {
    const keys = Object.keys(element);
    return keys.length === 1 && keys[0] === this.#report.text;
  }
}

function add(parent: JsonObject, name: string, value: JsonValue): void {
  const known = parent[name];
  if (known === undefined) parent[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else parent[name] = [known, value];
}
