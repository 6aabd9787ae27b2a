// flog.txt, the function log that VMRay offers for download without an archive, streamed:
//   # Flog Txt Version 1
//   # Analyzer Version: 2024.4.1
//
//   Process:
//     id = "1"
//     image_name = "a.exe"
//     os_pid = "0x118c"
//
//   Thread:
//     id = 1
//     os_tid = 0x117c
//
//     [0066.433] CoInitializeEx (pvReserved=0x0, dwCoInit=0x2) returned 0x0
// A thread belongs to the process before it, and a call to the thread before it. Sections of other things (`Region:`) are passed over.

import { type Line, readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { CapaxError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import type { VmrayCode } from './codes.ts';
import type { FlogListener, FlogProgress } from './records.ts';
import { readTextCall } from './text-call.ts';

/** The version of flog.txt that is understood. */
const TEXT_VERSION = '1';
const VERSION = /^#\s*Flog Txt Version\s+(\S+)/i;
const ANALYSER = /^#\s*Analyzer Version:\s*(\S+)/i;
const SECTION = /^([A-Z][A-Za-z ]{0,40}):$/;
const PROPERTY = /^(\w{1,40})\s*=\s*(.*)$/;
/** A value that seems to be all there: plain, or in quotes, perhaps with more in brackets (`os_groups`). */
const WHOLE_VALUE = /^(?:[^"]+|".*["\]])$/;
/** What flog.xml calls the properties that have another name there. */
const ATTRIBUTES: Readonly<Record<'process' | 'thread', string>> = { process: 'process_id', thread: 'thread_id' };
/** Stands for a process or thread that calls belong to without being told so. */
const NOBODY = '0';
/** Properties of one section that are kept; real ones have two dozen. */
const MAX_PROPERTIES = 256;

const BRACKET = 0x5b;
const NINE = 0x39;
const ZERO = 0x30;
const SPACE = 0x20;

const decoder = new TextDecoder();

/** Whether a line is a call: `[` and a digit after blanks. Most lines are, and many of them need not be decoded. */
function isCall(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length && (bytes[at] as number) <= SPACE) at++;
  const digit = bytes[at + 1] ?? 0;
  return bytes[at] === BRACKET && digit >= ZERO && digit <= NINE;
}

/** The text in quotes, with quotes inside of it as they are; anything else as it stands. Backslashes stay doubled. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  const end = value.lastIndexOf('"');
  return value.slice(1, end === 0 ? value.length : end).replace(/\\[\\"]/g, (pair) => (pair === '\\"' ? '"' : pair));
}

/** Translates lines to records. Throws `report-unsupported-version` for another version. */
export class FlogTextReader implements FlogProgress {
  calls = 0;
  readonly #listener: FlogListener;
  #section: 'process' | 'thread' | 'other' = 'other';
  readonly #properties = new Map<string, string>();
  #process: string | undefined = NOBODY;
  #thread: string | undefined = NOBODY;

  constructor(listener: FlogListener) {
    this.#listener = listener;
  }

  /** Takes the next line. */
  add(line: Line): void {
    if (isCall(line.bytes)) {
      this.#endSection();
      this.#addCall(line);
      return;
    }
    if (line.tooLong) {
      this.#complain('a line is too long');
      return;
    }
    const text = decoder.decode(line.bytes).trim();
    if (text === '') return;
    if (text.startsWith('#')) this.#readComment(text);
    else if (!this.#readSection(text) && !this.#readProperty(text, line.complete)) {
      if (line.complete) this.#complain('a line is no call and no property');
      else this.#breakOff();
    }
  }

  /** The log is over. */
  finish(): void {
    this.#endSection();
  }

  #complain(message: string): void {
    this.#listener.complain?.('vmray-line-malformed', message);
  }

  #breakOff(): void {
    this.#listener.complain?.('vmray-truncated', 'the function log ends in the middle of a line');
  }

  #readComment(text: string): void {
    const version = VERSION.exec(text)?.[1];
    if (version !== undefined && version !== TEXT_VERSION) {
      throw new CapaxError(
        'report-unsupported-version',
        `The function log has version "${version.slice(0, 100)}", not ${TEXT_VERSION}.`,
        { hint: 'Download the function log from a current VMRay; version 1 of flog.txt is understood.' },
      );
    }
    const analyser = ANALYSER.exec(text)?.[1];
    if (analyser !== undefined) this.#listener.version?.(analyser);
  }

  #readSection(text: string): boolean {
    const title = SECTION.exec(text)?.[1];
    if (title === undefined) return false;
    this.#endSection();
    this.#section = title === 'Process' ? 'process' : title === 'Thread' ? 'thread' : 'other';
    return true;
  }

  #readProperty(text: string, isComplete: boolean): boolean {
    const [, name, value] = PROPERTY.exec(text) ?? [];
    if (name === undefined || value === undefined) return false;
    if (!isComplete && !WHOLE_VALUE.test(value)) this.#breakOff();
    if (this.#section !== 'other' && this.#properties.size < MAX_PROPERTIES && !this.#properties.has(name)) {
      this.#properties.set(name, unquote(value));
    }
    return true;
  }

  /** Tells of the process or thread whose properties have been read. */
  #endSection(): void {
    const kind = this.#section;
    if (kind === 'other') return;
    this.#section = 'other';
    const properties = this.#properties;
    const id = properties.get('id');
    if (kind === 'process') {
      this.#process = id;
      this.#thread = NOBODY;
    } else {
      this.#thread = id;
      if (this.#process !== undefined) properties.set('process_id', this.#process);
    }
    if (id !== undefined) properties.set(ATTRIBUTES[kind], id);
    this.#listener.monitor?.(kind, { attribute: (name) => properties.get(name) });
    properties.clear();
  }

  #complainOfCall(line: Line, code: VmrayCode, message: string): void {
    if (line.complete) this.#listener.complain?.(code, message);
    else this.#breakOff();
  }

  #addCall(line: Line): void {
    const ordinal = this.calls++;
    const wanted = this.#listener.wants(ordinal);
    if (wanted === 'nothing') return;
    const call = line.tooLong ? undefined : readTextCall(decoder.decode(line.bytes));
    if (call === undefined) {
      this.#complainOfCall(line, 'vmray-call-malformed', 'a call has no name or no parameters, or is too long');
      return;
    }
    if (!call.closed) this.#complainOfCall(line, 'vmray-call-cut', 'the parameters of a call have no end');
    if (call.overflow) {
      this.#listener.complain?.('vmray-call-too-long', `a call has more than ${LIMITS.callParameters} parameters`);
    }
    const { name, time, inputs } = call;
    const outputs = wanted === 'all' ? call.outputs : [];
    this.#listener.call({
      ordinal,
      id: String(ordinal),
      process: this.#process,
      thread: this.#thread,
      name,
      time,
      inputs,
      outputs,
    });
  }
}

/** Reads a log once. A source that turns out to be corrupt on the way ends it. */
export async function readFlogText(source: ByteSource, reader: FlogTextReader, listener: FlogListener): Promise<void> {
  try {
    for await (const batch of readLines(source)) for (const line of batch) reader.add(line);
  } catch (error) {
    if (!(error instanceof CapaxError) || error.code !== 'input-corrupt') throw error;
    listener.complain?.('vmray-truncated', `the function log cannot be read to its end: ${error.message}`);
  }
  reader.finish();
}
