// Display text of chosen DRAKVUF calls, read again by position in the log.

import { type Line, readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { CallDescription } from '../../features/trace.ts';
import { readRecord } from './record.ts';

/** Bytes up to the next wanted line from which jumping there beats reading on. */
const JUMP_BYTES = 4_194_304;

function describe(line: Line): CallDescription {
  const record = readRecord(line, () => {});
  if (record?.kind !== 'call') return { name: '(unreadable call)' };
  const { method, names, values, returnValue, time } = record;
  const list = names.map((name, i) => `${name}=${values[i]}`).join(', ');
  return { name: `${method}(${list})${returnValue === '' ? '' : ` -> ${returnValue}`}`, time };
}

/** Calls `receive` for the line at each of the ascending positions `at`, in this order. */
export async function describeDrakvufCalls(
  source: ByteSource,
  at: Float64Array,
  receive: (index: number, call: CallDescription) => void,
): Promise<void> {
  let next = 0;
  const readFrom = async (from: number): Promise<void> => {
    for await (const batch of readLines(source, from)) {
      for (const line of batch) {
        while (next < at.length && (at[next] as number) <= line.at) {
          receive(next, (at[next] as number) === line.at ? describe(line) : { name: '(unreadable call)' });
          next++;
        }
        if (next === at.length) return;
      }
      const reached = batch.at(-1)?.at ?? from;
      if (source.seekable && (at[next] as number) - reached > JUMP_BYTES) return;
    }
    // The source is shorter than when it was read.
    for (; next < at.length; next++) receive(next, { name: '(unreadable call)' });
  };
  while (next < at.length) await readFrom(at[next] as number);
}
