// What is this? Decided by content first, then by name. Gzip is unpacked on the way, so every input sees plain bytes.

import { type Gunzip, isGzip } from '../bytes/gunzip.ts';
import { type ByteSource, readHead } from '../bytes/source.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { Input, Probe } from './input.ts';
import { INPUTS } from './registry.ts';

/** Bytes that detection looks at. */
const HEAD_BYTES = 65_536;

/** The beginning of a saved result document, also of one that was formatted. It is rendered instead of analysed. */
const RESULT_DOCUMENT = /^\ufeff?\s*\{\s*"meta"\s*:/;
/** Bytes in which that beginning has to be. */
const BEGINNING_BYTES = 100;

export interface Detected {
  /** The bytes to open: unpacked where the container was gzip. */
  readonly source: ByteSource;
  /** The input, or `result` for a saved result document. */
  readonly input: Input | 'result';
}

/**
 * Finds the input for a source. `format` forces one by its name; `diagnostics` will be told of a damaged gzip container. Throws
 * `input-empty` for no bytes at all and `input-unsupported` when no input recognises them.
 */
export async function detectInput(
  source: ByteSource,
  gunzip: Gunzip,
  format?: string,
  diagnostics?: Diagnostics,
): Promise<Detected> {
  const raw = await readHead(source, HEAD_BYTES);
  const isPacked = isGzip(raw);
  const unpacked = isPacked ? gunzip(source, diagnostics) : source;
  const head = isPacked ? await readHead(gunzip(source), HEAD_BYTES) : raw;
  if (head.length === 0) {
    throw new CapaxError('input-empty', `${source.name} is empty`, {
      hint: 'Check that the download or copy is complete.',
    });
  }
  const probe: Probe = { name: source.name, raw, head };
  if (format !== undefined && format !== 'auto') {
    const input = INPUTS.find((candidate) => candidate.format === format);
    if (input === undefined) {
      throw new CapaxError('option-invalid', `unknown format ${format}`, {
        hint: `One of: ${formatNames().join(', ')}.`,
      });
    }
    return { source: unpacked, input };
  }
  const beginning = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, BEGINNING_BYTES));
  if (RESULT_DOCUMENT.test(beginning)) return { source: unpacked, input: 'result' };
  let best: Input | undefined;
  let sureness = 0;
  for (const input of INPUTS) {
    const sure = input.recognise(probe);
    if (sure > sureness) {
      best = input;
      sureness = sure;
    }
  }
  if (best !== undefined) return { source: unpacked, input: best };
  throw new CapaxError('input-unsupported', `${source.name} is none of the inputs that capax reads`, {
    hint: `It reads: ${INPUTS.map(({ summary }) => summary).join('; ')}. Use --format to force one.`,
  });
}

/** Values of `--format`. */
export function formatNames(): string[] {
  return ['auto', ...INPUTS.map(({ format }) => format)];
}
