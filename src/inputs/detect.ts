// What is this? Decided by content first, then by name. Gzip is unpacked on the way, so every input sees plain bytes.

import { type Gunzip, isGzip } from '../bytes/gunzip.ts';
import { type ByteSource, readHead } from '../bytes/source.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { Input, Probe } from './input.ts';
import { programFormat } from './program-file.ts';
import { INPUTS } from './registry.ts';

/** Bytes that detection looks at. */
const HEAD_BYTES = 65_536;

/** The beginning of a saved result document, also of one that was formatted. It is rendered instead of analysed. */
const RESULT_DOCUMENT = /^\ufeff?\s*\{\s*"meta"\s*:/;
/** Bytes in which that beginning has to be. */
const BEGINNING_BYTES = 100;

/** What a source was found to be; `openInput` opens it. */
export interface Detected {
  /** The bytes as they were given. */
  readonly source: ByteSource;
  /** Whether they are packed with gzip. */
  readonly isPacked: boolean;
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
  const head = isPacked ? await readHead(gunzip(source), HEAD_BYTES) : raw;
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
    return { source, isPacked, input };
  }
  const beginning = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, BEGINNING_BYTES));
  if (RESULT_DOCUMENT.test(beginning)) return { source, isPacked, input: 'result' };
  const input = findSurest(candidates, { name: source.name, raw, head });
  if (input !== undefined) return { source, isPacked, input };
  const program = programFormat(head);
  if (program !== undefined) {
    throw new CapaxError('input-unsupported', `${source.name} is a program (${program})`, {
      hint: 'capax analyses recorded runs: run it in a sandbox and give the report of that. With a CAPE server: --from-cape, --submit-to-cape.',
    });
  }
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

/** The bytes without gzip around them. `diagnostics` will be told of a damaged container. */
export function unpackDetected({ source, isPacked }: Detected, gunzip: Gunzip, diagnostics?: Diagnostics): ByteSource {
  return isPacked ? gunzip(source, diagnostics) : source;
}

/** Values of `--format`. */
export function formatNames(): string[] {
  return ['auto', ...INPUTS.map(({ format }) => format)];
}
