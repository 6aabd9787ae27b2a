// DRAKVUF calls as people read them, read again by their place in the log.

import { type Line, readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { CallParts } from '../../features/call.ts';
import { readRecord } from './record.ts';

/** Bytes up to the next wanted line from which jumping there beats reading on. */
const JUMP_BYTES = 4_194_304;

const UNREADABLE: CallParts = { api: '(unreadable call)' };

function describe(line: Line): CallParts {
  const record = readRecord(line, () => {});
  if (record?.kind !== 'call') return UNREADABLE;
  const { method, names, values, returnValue, time } = record;
  return {
    api: method,
    args: names.map((name, i) => ({ name, value: values[i] as string })),
    ...(returnValue === '' ? {} : { result: returnValue }),
    time,
  };
}

/** Calls `receive` for the line at each of the ascending positions `at`, in this order. */
export async function describeDrakvufCalls(
  source: ByteSource,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  let next = 0;
  const readFrom = async (from: number): Promise<void> => {
    for await (const batch of readLines(source, from)) {
      for (const line of batch) {
        while (next < at.length && (at[next] as number) <= line.at) {
          receive(next, (at[next] as number) === line.at ? describe(line) : UNREADABLE);
          next++;
        }
        if (next === at.length) return;
      }
      const reached = batch.at(-1)?.at ?? from;
      if (source.seekable && (at[next] as number) - reached > JUMP_BYTES) return;
    }
    // The source is shorter than when it was read.
    for (; next < at.length; next++) receive(next, UNREADABLE);
  };
  while (next < at.length) await readFrom(at[next] as number);
}
