// Events in XML, as `wevtutil qe /f:xml`, the event viewer and evtxexport write them and as Sysmon for Linux puts them into syslog:
// `<Event><System><Provider Name/><EventID>...</System><EventData><Data Name>...</EventData></Event>`, alone or one after another, with
// anything around.

import type { ByteSource } from '../../bytes/source.ts';
import { readXml, type XmlHandler, type XmlTag } from '../../bytes/xml-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { SysmonReader } from './reader.ts';

/** Text of one datum that is kept, in UTF-16 units. */
const MAX_TEXT = 1_048_576;

class EventHandler implements XmlHandler {
  /** Events of any provider. */
  count = 0;
  readonly #reader: SysmonReader;
  readonly #data = new Map<string, string>();
  #provider = '';
  #id = '';
  /** Depth of the event that is being read; 0 outside. */
  #depth = 0;
  /** What the text that comes belongs to: a name of data, or `id`. */
  #target: { readonly name: string; readonly isId: boolean; readonly depth: number } | undefined;

  constructor(reader: SysmonReader) {
    this.#reader = reader;
  }

  open(tag: XmlTag): void {
    const { name, depth } = tag;
    if (name === 'Event') {
      this.#depth = depth;
      this.#data.clear();
      this.#provider = '';
      this.#id = '';
    } else if (this.#depth === 0) return;
    else if (name === 'Provider') this.#provider = tag.attribute('Name') ?? '';
    else if (name === 'EventID') this.#target = { name: '', isId: true, depth };
    else if (name === 'Data') this.#target = { name: tag.attribute('Name') ?? '', isId: false, depth };
  }

  text(text: string): void {
    const target = this.#target;
    if (target === undefined) return;
    if (target.isId) this.#id += text.slice(0, 20);
    else {
      const known = this.#data.get(target.name) ?? '';
      if (known.length + text.length <= MAX_TEXT) this.#data.set(target.name, known + text);
    }
  }

  close(_name: string, depth: number): void {
    if (depth === this.#target?.depth) this.#target = undefined;
    if (depth !== this.#depth) return;
    this.#depth = 0;
    this.count++;
    const id = Number.parseInt(this.#id, 10);
    this.#reader.add(this.#provider, { id, data: (name) => this.#data.get(name) }, `event ${this.count}`);
  }
}

/** Reads all events; false if there is none, of whatever provider. */
export async function readEventXml(
  source: ByteSource,
  reader: SysmonReader,
  diagnostics: Diagnostics,
): Promise<boolean> {
  const handler = new EventHandler(reader);
  await readXml(source, handler, diagnostics);
  return handler.count > 0;
}
