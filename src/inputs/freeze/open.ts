// A freeze file as a program or a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import { readWhole } from '../../bytes/read-whole.ts';
import { type ByteSource, readHead } from '../../bytes/source.ts';
import { inflateZlib } from '../../bytes/zlib.ts';
import { CapaxError } from '../../errors.ts';
import type { Subject } from '../../features/subject.ts';
import { LIMITS } from '../../limits.ts';
import type { OpenOptions } from '../input.ts';
import { FREEZE_MAGIC, isFreeze } from './format.ts';
import { readFreeze } from './read.ts';

/** Pieces of unpacked text that are kept to be put together; of more they would take as much memory once more. */
const KEPT_BYTES = 1 << 26;

/** Reads the whole file. Throws CapaxError `freeze-invalid` if it is none. */
export async function openFreeze(source: ByteSource, options: OpenOptions): Promise<Subject> {
  return readFreeze(await unpack(source, options), source.name, options);
}

/** The JSON text inside, as bytes. */
async function unpack(source: ByteSource, { inflate, budget }: OpenOptions): Promise<Uint8Array> {
  if (!isFreeze(await readHead(source, FREEZE_MAGIC.length))) {
    throw new CapaxError('freeze-invalid', 'The file is not a freeze file: it does not start with capa0000', {
      where: source.name,
      hint: 'Choose the right input with --format, or let capax detect it.',
    });
  }
  const inflated = () => inflateZlib(source.open(FREEZE_MAGIC.length), source.name, LIMITS.freezeBytes, inflate);
  const text = await readWhole(inflated, { keptBytes: KEPT_BYTES });
  if (budget?.() !== undefined) throw new CapaxError('freeze-invalid', 'The text of the freeze file is not complete');
  return text;
}
