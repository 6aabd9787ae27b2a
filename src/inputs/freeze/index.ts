// Freeze files as an input: features that the reference or capax saved, of a program or of a recorded run.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { inflateZlib } from '../../bytes/zlib.ts';
import { CapaxError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import type { Input } from '../input.ts';
import { FREEZE_MAGIC, isFreeze } from './format.ts';
import { readFreeze } from './read.ts';

/** The input `freeze`. The whole file is read when it is opened. */
export const freezeInput: Input = {
  format: 'freeze',
  flavour: 'either',
  summary: 'features saved by capa or capax (freeze file)',
  recognise: ({ name, raw, head }) => {
    if (isFreeze(raw) || isFreeze(head)) return 2;
    return name.endsWith('.frz') ? 1 : 0;
  },
  open: async (source, options) => readFreeze(await unpack(source), source.name, options),
};

/** The JSON text inside, as bytes. */
async function unpack(source: ByteSource): Promise<Uint8Array> {
  if (!isFreeze(await readHead(source, FREEZE_MAGIC.length))) {
    throw new CapaxError('freeze-invalid', 'The file is not a freeze file: it does not start with capa0000', {
      where: source.name,
      hint: 'Choose the right input with --format, or let capax detect it.',
    });
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of inflateZlib(source.open(FREEZE_MAGIC.length), source.name, LIMITS.freezeBytes)) {
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
