// Calls of a log of lines, read again by their places. A call in two parts is known by the line that completes it, so the line of its
// beginning is looked at on the way.

import { type Line, readLines } from '../../../bytes/lines.ts';
import type { ByteSource } from '../../../bytes/source.ts';
import type { CallParts } from '../../../features/call.ts';
import type { SplitCalls } from './split-calls.ts';

/** Bytes up to the next wanted line from which jumping there beats reading on. */
const JUMP_BYTES = 4_194_304;
/** What is said of a call that cannot be read again. */
export const UNREADABLE: CallParts = { api: '(unreadable call)' };

/** What is in lines. */
export interface LineDescriber {
  /** Remembers the first part of a call. */
  begin(line: Line): void;
  /** Describes the call that the line completes. */
  describe(line: Line): CallParts;
}

/** The positions and those where split calls begin, ascending. There may be millions. */
function withStarts(at: Float64Array, splits: SplitCalls): Float64Array {
  const starts: number[] = [];
  for (const end of at) {
    const start = splits.startOf(end);
    if (start !== undefined) starts.push(start);
  }
  if (starts.length === 0) return at;
  const all = new Float64Array(at.length + starts.length);
  all.set(at);
  all.set(starts, at.length);
  return all.sort();
}

/** Calls `receive` for the call at each of the ascending positions `at`, in this order. */
export async function describeSplitCalls(
  source: ByteSource,
  describer: LineDescriber,
  splits: SplitCalls,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  const wanted = withStarts(at, splits);
  let next = 0;
  let index = 0;
  const take = (line: Line): void => {
    for (; next < wanted.length && (wanted[next] as number) < line.at; next++) miss(wanted[next] as number);
    if (wanted[next] !== line.at) return;
    const description = at[index] === line.at ? describer.describe(line) : undefined;
    if (description === undefined) describer.begin(line);
    for (; wanted[next] === line.at; next++) if (description !== undefined) receive(index++, description);
  };
  /** No line begins there. */
  const miss = (position: number): void => {
    if (at[index] === position) receive(index++, UNREADABLE);
  };
  const readFrom = async (from: number): Promise<void> => {
    for await (const batch of readLines(source, from)) {
      for (const line of batch) {
        take(line);
        if (next === wanted.length) return;
      }
      const reached = batch.at(-1)?.at ?? from;
      if (source.seekable && (wanted[next] as number) - reached > JUMP_BYTES) return;
    }
    // The source is shorter than when it was read.
    for (; next < wanted.length; next++) miss(wanted[next] as number);
  };
  while (next < wanted.length) await readFrom(wanted[next] as number);
}
