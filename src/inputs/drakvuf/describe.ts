// DRAKVUF calls as people read them, read again by their place in the log.

import { type Line, readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { CallParts } from '../../features/call.ts';
import type { Semantics } from '../../semantics.ts';
import { JoinedLines } from './joined-lines.ts';
import { LineReader } from './read-line.ts';
import { readRecord } from './record.ts';

/** Bytes up to the next wanted line from which jumping there beats reading on. */
const JUMP_BYTES = 4_194_304;

const UNREADABLE: CallParts = { api: '(unreadable call)' };

type Receive = (index: number, call: CallParts) => void;

class CallDescriber {
  /** Index of the next call. */
  next = 0;
  readonly #at: Float64Array;
  readonly #receive: Receive;
  readonly #semantics: Semantics;
  readonly #reader: LineReader;
  readonly #joined = new JoinedLines((line) => this.#describe(line, false));

  constructor(at: Float64Array, receive: Receive, semantics: Semantics) {
    this.#at = at;
    this.#receive = receive;
    this.#semantics = semantics;
    this.#reader = new LineReader(semantics);
  }

  get isDone(): boolean {
    return this.next === this.#at.length;
  }

  add(line: Line): void {
    if (!this.#joined.take(line)) this.#describe(line, true);
  }

  /** The lines are over, or those behind a gap follow. */
  finish(): void {
    this.#joined.finish();
  }

  /** Calls on a line; one that goes on in the next waits for it if it `mayWait`. */
  #describe(line: Line, mayWait: boolean): void {
    const end = line.at + line.bytes.length;
    for (; !this.isDone && this.#position < end; this.next++) {
      const at = this.#position - line.at;
      if (at < 0) {
        this.#receive(this.next, UNREADABLE);
        continue;
      }
      const rest = { ...line, at: this.#position, bytes: line.bytes.subarray(at) };
      const { records, open } = this.#reader.readFirst(rest);
      if (open && records.length === 0 && mayWait) {
        this.#joined.hold(line);
        return;
      }
      const record = records[0] === undefined ? undefined : readRecord(records[0].entry, this.#semantics, () => {});
      if (record?.kind !== 'call') {
        this.#receive(this.next, UNREADABLE);
        continue;
      }
      const { method, names, values, returnValue, time } = record;
      this.#receive(this.next, {
        api: method,
        args: names.map((name, i) => ({ name, value: values[i] as string })),
        ...(returnValue === '' ? {} : { result: returnValue }),
        time,
      });
    }
  }

  get #position(): number {
    return this.#at[this.next] as number;
  }
}

/** Calls `receive` for the record at each of the ascending positions `at`, in this order. */
export async function describeDrakvufCalls(
  source: ByteSource,
  at: Float64Array,
  receive: Receive,
  semantics: Semantics,
): Promise<void> {
  const describer = new CallDescriber(at, receive, semantics);
  const readFrom = async (from: number): Promise<void> => {
    for await (const batch of readLines(source, from)) {
      for (const line of batch) {
        describer.add(line);
        if (describer.isDone) return;
      }
      const reached = batch.at(-1)?.at ?? from;
      if (source.seekable && (at[describer.next] as number) - reached > JUMP_BYTES) return describer.finish();
    }
    describer.finish();
    // The source is shorter than when it was read.
    for (; !describer.isDone; describer.next++) receive(describer.next, UNREADABLE);
  };
  while (!describer.isDone) await readFrom(at[describer.next] as number);
}
