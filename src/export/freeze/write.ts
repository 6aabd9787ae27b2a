// Writes freeze files: the text inside is the one that the reference writes for the same features (spec core.md section 8).
// Order: global features by their JSON text, other features by address and then by their JSON text, places by address.

import { deflateZlib } from '../../bytes/zlib.ts';
import type { Address } from '../../features/address.ts';
import { addressJson } from '../../features/feature-json.ts';
import type { Program } from '../../features/program.ts';
import type { SampleHashes } from '../../features/sample.ts';
import type { Subject } from '../../features/subject.ts';
import type { Trace } from '../../features/trace.ts';
import { FREEZE_MAGIC, FREEZE_VERSION } from '../../inputs/freeze/format.ts';
import { recordTrace } from '../trace-recording.ts';
import { dynamicFeaturesText } from './write-dynamic.ts';
import { staticFeaturesText } from './write-static.ts';

export interface FreezeOptions {
  /**
   * What extracted the features. Default: the name of the input's reader and an empty version, so that the same features give
   * the same file whatever wrote it.
   */
  readonly extractor?: { readonly name?: string; readonly version?: string };
}

/** Text that is gathered before it is encoded, in UTF-16 units. */
const PART = 1 << 16;

/**
 * The freeze file of a program or trace, chunk by chunk. A trace is read once into memory (see ../trace-recording.ts); names of calls
 * are read again in portions. Throws what reading it throws.
 */
export async function* freezeInput(
  input: Subject,
  options: FreezeOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  yield FREEZE_MAGIC.slice();
  yield* deflateZlib(encode(inputText(input, options)));
}

function inputText(input: Subject, options: FreezeOptions): AsyncIterable<string> {
  switch (input.flavour) {
    case 'static':
      return programText(input, options);
    case 'dynamic':
      return traceText(input, options);
  }
}

async function* programText(program: Program, options: FreezeOptions): AsyncGenerator<string, void, void> {
  yield headerText(program, program.hashes, program.baseAddress, options);
  yield* staticFeaturesText(program);
  yield '}';
}

async function* traceText(trace: Trace, options: FreezeOptions): AsyncGenerator<string, void, void> {
  const recorded = await recordTrace(trace);
  yield headerText(trace, recorded.summary.hashes, recorded.summary.baseAddress, options);
  yield* dynamicFeaturesText(trace, recorded);
  yield '}';
}

/** The text up to the value of `features`. */
function headerText(
  of: { readonly flavour: string; readonly extractor: string },
  { md5, sha1, sha256 }: SampleHashes,
  baseAddress: Address,
  options: FreezeOptions,
): string {
  const { name = of.extractor, version = '' } = options.extractor ?? {};
  const hashes = JSON.stringify({ md5, sha1, sha256 });
  const extractor = JSON.stringify({ name, version });
  const start = `{"version":${FREEZE_VERSION},"base_address":${addressJson(baseAddress)},"sample_hashes":${hashes}`;
  return `${start},"flavor":"${of.flavour}","extractor":${extractor},"features":`;
}

async function* encode(text: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  let part = '';
  for await (const piece of text) {
    part += piece;
    if (part.length < PART) continue;
    yield encoder.encode(part);
    part = '';
  }
  yield encoder.encode(part);
}
