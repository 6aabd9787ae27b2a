// A freeze file as a program or a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { type Inflate, inflateZlib } from '../../bytes/zlib.ts';
import { CapaxError } from '../../errors.ts';
import type { Subject } from '../../features/subject.ts';
import { LIMITS } from '../../limits.ts';
import type { OpenOptions } from '../input.ts';
import { FREEZE_MAGIC, isFreeze } from './format.ts';
import { readFreeze } from './read.ts';

/** Reads the whole file. Throws CapaxError `freeze-invalid` if it is none. */
export async function openFreeze(source: ByteSource, options: OpenOptions): Promise<Subject> {
  return readFreeze(await unpack(source, options.inflate), source.name, options);
}

/** The JSON text inside, as bytes. */
async function unpack(source: ByteSource, inflate: Inflate | undefined): Promise<Uint8Array> {
  if (!isFreeze(await readHead(source, FREEZE_MAGIC.length))) {
    throw new CapaxError('freeze-invalid', 'The file is not a freeze file: it does not start with capa0000', {
      where: source.name,
      hint: 'Choose the right input with --format, or let capax detect it.',
    });
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const packed = source.open(FREEZE_MAGIC.length);
  for await (const chunk of inflateZlib(packed, source.name, LIMITS.freezeBytes, inflate)) {
    chunks.push(chunk);
    length += chunk.length;
  }
  const text = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    text.set(chunk, at);
    at += chunk.length;
  }
  return text;
}
