// What is this? Decided by content first, then by name. Gzip is unpacked and UTF-16 decoded on the way, so every input sees plain bytes.

import { type Gunzip, isGzip } from '../bytes/gunzip.ts';
import { type ByteSource, readHead } from '../bytes/source.ts';
import { findUtf16, type Utf16, utf16Source } from '../bytes/utf16.ts';
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

/** What is around the bytes that an input reads. */
interface Wrapping {
  /** Whether they are packed with gzip. */
  readonly isPacked: boolean;
  /** What they, unpacked, are encoded in, if that is not UTF-8. */
  readonly encoding: Utf16 | undefined;
}

/** What a source was found to be; `openInput` opens it. */
export interface Detected extends Wrapping {
  /** The bytes as they were given. */
  readonly source: ByteSource;
  /** The input, or `result` for a saved result document. */
  readonly input: Input | 'result';
}

export interface DetectOptions {
  readonly gunzip: Gunzip;
  /** Forces an input by its name; `auto` finds it. */
  readonly format?: string;
  /** Further inputs, asked before those of capax. */
  readonly inputs?: readonly Input[];
}

/**
 * Finds the input for a source. Reads its head only. Throws `input-empty` for no bytes at all, `option-invalid` for a format that no
 * input has, and `input-unsupported` when no input recognises the bytes.
 */
export async function detectInput(
  source: ByteSource,
  { gunzip, format = 'auto', inputs = [] }: DetectOptions,
): Promise<Detected> {
  const raw = await readHead(source, HEAD_BYTES);
  const isPacked = isGzip(raw);
  const unpacked = isPacked ? await readHead(gunzip(source), HEAD_BYTES) : raw;
  const encoding = findUtf16(unpacked);
  const wrapping: Wrapping = { isPacked, encoding };
  const head = encoding === undefined ? unpacked : await readHead(unwrap(source, wrapping, gunzip), HEAD_BYTES);
  if (head.length === 0) {
    throw new CapaxError('input-empty', `${source.name} is empty`, {
      hint: 'Check that the download or copy is complete.',
    });
  }
  const candidates = [...inputs, ...INPUTS];
  if (format !== 'auto') {
    const input = candidates.find((candidate) => candidate.format === format);
    if (input === undefined) {
      throw new CapaxError('option-invalid', `unknown format ${format}`, {
        hint: `One of: ${['auto', ...candidates.map((candidate) => candidate.format)].join(', ')}.`,
      });
    }
    return { source, ...wrapping, input };
  }
  const beginning = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, BEGINNING_BYTES));
  if (RESULT_DOCUMENT.test(beginning)) return { source, ...wrapping, input: 'result' };
  const input = findSurest(candidates, { name: source.name, raw, head });
  if (input !== undefined) return { source, ...wrapping, input };
  throw new CapaxError('input-unsupported', `${source.name} is none of the inputs that capax reads`, {
    hint: `It reads: ${candidates.map(({ summary }) => summary).join('; ')}. Use --format to force one.`,
  });
}

/** The first of the inputs that are surest. */
function findSurest(inputs: readonly Input[], probe: Probe): Input | undefined {
  let best: Input | undefined;
  let sureness = 0;
  for (const input of inputs) {
    const sure = input.recognise(probe);
    if (sure > sureness) {
      best = input;
      sureness = sure;
    }
  }
  return best;
}

function unwrap(
  source: ByteSource,
  { isPacked, encoding }: Wrapping,
  gunzip: Gunzip,
  diagnostics?: Diagnostics,
): ByteSource {
  const unpacked = isPacked ? gunzip(source, diagnostics) : source;
  return encoding === undefined ? unpacked : utf16Source(unpacked, encoding);
}

/** The bytes without gzip around them, text in UTF-8. `diagnostics` will be told of a damaged container. */
export function unpackDetected(detected: Detected, gunzip: Gunzip, diagnostics?: Diagnostics): ByteSource {
  return unwrap(detected.source, detected, gunzip, diagnostics);
}

/** Values of `--format`. */
export function formatNames(): string[] {
  return ['auto', ...INPUTS.map(({ format }) => format)];
}
