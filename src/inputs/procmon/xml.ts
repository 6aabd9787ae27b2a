// ProcMon's export as XML: `<procmon><processlist><process>...</process></processlist><eventlist><event>...</event></eventlist></procmon>`,
// where the members of both kinds of record are elements with text. The list of processes may be missing.

import type { ByteSource } from '../../bytes/source.ts';
import { readXml, type XmlHandler, type XmlTag } from '../../bytes/xml-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { LIMITS } from '../../limits.ts';
import type { ObservedProcess } from '../shared/facts/run-facts.ts';
import { actOfRow } from './detail.ts';
import { type ProcmonReader, parsePid } from './reader.ts';

/** The two kinds of record, and where they lie. */
const RECORDS: ReadonlySet<string> = new Set(['process', 'event']);
const RECORD_DEPTH = 3;

class RecordHandler implements XmlHandler {
  isProcmon = false;
  readonly #reader: ProcmonReader;
  /** Processes by their index in the log. */
  readonly #listed = new Map<string, ObservedProcess>();
  readonly #members = new Map<string, string>();
  #isInside = false;
  /** The member whose text comes. */
  #member = '';
  #depth = 0;
  #records = 0;

  constructor(reader: ProcmonReader) {
    this.#reader = reader;
  }

  open({ name, depth }: XmlTag): void {
    this.#depth = depth;
    if (depth === 1) this.isProcmon ||= name === 'procmon';
    else if (depth === RECORD_DEPTH) {
      this.#isInside = this.isProcmon && RECORDS.has(name);
      this.#members.clear();
    } else if (depth === RECORD_DEPTH + 1) this.#member = name;
  }

  text(text: string): void {
    if (!this.#isInside || this.#depth !== RECORD_DEPTH + 1) return;
    const known = this.#members.get(this.#member);
    if (known === undefined) this.#members.set(this.#member, text);
    else if (known.length + text.length <= LIMITS.csvRowLength) this.#members.set(this.#member, known + text);
  }

  close(name: string, depth: number): void {
    this.#depth = depth - 1;
    if (depth !== RECORD_DEPTH || !this.#isInside) return;
    this.#isInside = false;
    this.#records++;
    if (name === 'process') this.#addProcess();
    else this.#addEvent();
  }

  #addProcess(): void {
    const members = this.#members;
    const pid = parsePid(members.get('ProcessId'));
    if (pid === undefined) {
      const message = 'a process without a usable id is left out';
      this.#reader.facts.skipRecord('process-malformed', message, this.#where);
      return;
    }
    const process = this.#reader.addProcess({
      pid,
      ppid: parsePid(members.get('ParentProcessId')),
      name: members.get('ProcessName') ?? '',
      image: members.get('ImagePath'),
      commandLine: members.get('CommandLine'),
    });
    if (process !== undefined) this.#listed.set(members.get('ProcessIndex') ?? '', process);
  }

  #addEvent(): void {
    const members = this.#members;
    this.#reader.rows++;
    const operation = members.get('Operation');
    const process = this.#listed.get(members.get('ProcessIndex') ?? '') ?? this.#processByPid(operation ?? '');
    if (operation === undefined || process === undefined) {
      const message = 'an event without a process id or operation is left out';
      this.#reader.facts.skipRecord('fact-malformed', message, this.#where);
      return;
    }
    const detail = members.get('Detail') ?? '';
    this.#reader.add(actOfRow(operation, members.get('Path') ?? '', members.get('Result'), detail), process);
  }

  #processByPid(operation: string): ObservedProcess | undefined {
    const members = this.#members;
    const pid = parsePid(members.get('PID'));
    if (pid === undefined) return undefined;
    const row = {
      pid,
      ppid: parsePid(members.get('Parent_PID')),
      name: members.get('Process_Name') ?? '',
      image: members.get('Image_Path'),
      commandLine: members.get('Command_Line'),
    };
    return this.#reader.processOf(row, operation);
  }

  get #where(): string {
    return `record ${this.#records}`;
  }
}

/** Reads the document; false if it is none of ProcMon's. */
export async function readProcmonXml(
  source: ByteSource,
  reader: ProcmonReader,
  diagnostics: Diagnostics,
): Promise<boolean> {
  const handler = new RecordHandler(reader);
  await readXml(source, handler, diagnostics);
  return handler.isProcmon;
}
