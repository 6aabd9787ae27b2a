// Detects and opens an input, for callers that want its features and not its matches.

import type { Gunzip } from '../bytes/gunzip.ts';
import type { ByteSource } from '../bytes/source.ts';
import type { Inflate } from '../bytes/zlib.ts';
import { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { Program } from '../features/program.ts';
import type { Trace } from '../features/trace.ts';
import type { Semantics } from '../semantics.ts';
import { detectInput } from './detect.ts';

export interface OpenInputOptions {
  readonly semantics: Semantics;
  readonly gunzip: Gunzip;
  readonly inflate?: Inflate;
  readonly format?: string;
  readonly password?: string;
  readonly diagnostics?: Diagnostics;
}

/** Opens whatever `source` is. Throws CapaxError; a saved result document is `input-unsupported`, for it holds no features. */
export async function openDetected(source: ByteSource, options: OpenInputOptions): Promise<Program | Trace> {
  const { semantics, password, inflate, diagnostics = new Diagnostics() } = options;
  const { source: unpacked, input } = await detectInput(source, options.gunzip, options.format, diagnostics);
  if (input === 'result') {
    throw new CapaxError('input-unsupported', `${source.name} is a result document, not an input`, {
      hint: 'Render it with `capax result.json` or readDocument().',
    });
  }
  return input.open(unpacked, {
    semantics,
    diagnostics,
    ...(password === undefined ? {} : { password }),
    ...(inflate === undefined ? {} : { inflate }),
  });
}
