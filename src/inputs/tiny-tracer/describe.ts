// Calls as people read them, `CreateFileW(0x12ff L"C:\x", 0)`, read again by the places of their lines.

import { type Line, readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { CallParts } from '../../features/call.ts';
import { UNREADABLE } from '../shared/calls/describe-split-calls.ts';
import { PendingCall } from './pending-call.ts';
import type { TagCall } from './tag-calls.ts';
import { readTagLine, type TagPlace } from './tag-line.ts';

/** Bytes up to the next wanted line from which jumping there beats reading on. */
const JUMP_BYTES = 4_194_304;

const decoder = new TextDecoder();

/** Calls `receive` for the call at each of the ascending positions `at`, in this order. */
export async function describeTagCalls(
  source: ByteSource,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  let index = 0;
  while (index < at.length) {
    const from = index;
    const wanted = new WantedCalls(at, index, receive);
    await wanted.read(source);
    index = wanted.index;
    // Nothing begins there any more.
    if (index === from) receive(index++, UNREADABLE);
  }
}

class WantedCalls {
  index: number;
  readonly #at: Float64Array;
  readonly #receive: (index: number, call: CallParts) => void;
  readonly #pending = new PendingCall();

  constructor(at: Float64Array, index: number, receive: (index: number, call: CallParts) => void) {
    this.#at = at;
    this.index = index;
    this.#receive = receive;
  }

  /** From the first wanted call as far as it pays to read on. */
  async read(source: ByteSource): Promise<void> {
    for await (const batch of readLines(source, this.#at[this.index])) {
      for (const line of batch) {
        this.#take(line);
        if (this.index === this.#at.length) return;
      }
      const reached = batch.at(-1)?.at ?? 0;
      const isBusy = this.#pending.call !== undefined;
      if (source.seekable && !isBusy && (this.#at[this.index] as number) - reached > JUMP_BYTES) return;
    }
    this.#hand(this.#pending.call);
  }

  #take(line: Line): void {
    if (!line.complete || line.tooLong) return;
    const read = readTagLine(decoder.decode(line.bytes));
    if (read === undefined) return;
    const before = this.#pending.call;
    this.#pending.take(read, line.at);
    if (before !== this.#pending.call) this.#hand(before);
  }

  #hand(call: TagCall | undefined): void {
    if (call === undefined) return;
    for (; (this.#at[this.index] as number) < call.at; this.index++) this.#receive(this.index, UNREADABLE);
    for (; this.#at[this.index] === call.at; this.index++) this.#receive(this.index, describeCall(call));
  }
}

function describeCall({ name, place, args }: TagCall): CallParts {
  return {
    api: name,
    args: args.map((value) => ({ value })),
    ...(place === undefined ? {} : { caller: placeText(place) }),
  };
}

function placeText({ base, offset }: TagPlace): string {
  const hex = `0x${offset.toString(16)}`;
  return base === undefined ? hex : `0x${base.toString(16)}+${hex}`;
}
