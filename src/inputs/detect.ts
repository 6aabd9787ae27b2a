// What is this? Decided by content first, then by name. What is packed (gzip, zstd) is unpacked and UTF-16 decoded on
// the way, and zip archives are looked into, so every input sees plain bytes.

import type { Packing } from '../bytes/packed-source.ts';
import { type ByteSource, readHead } from '../bytes/source.ts';
import { packingOf, type Unpack } from '../bytes/unpack.ts';
import { findUtf16, type Utf16, utf16Source } from '../bytes/utf16.ts';
import type { ZipEntry } from '../bytes/zip.ts';
import { isZip } from '../bytes/zip-magic.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { readErrorAnswer } from './error-answer.ts';
import type { Input } from './input.ts';
import { MEMBER_MARK } from './member-name.ts';
import { INPUTS } from './registry.ts';

/** Bytes that detection looks at. */
const HEAD_BYTES = 65_536;

/** The beginning of a saved result document, also of one that was formatted. It is rendered instead of analysed. */
const RESULT_DOCUMENT = /^\ufeff?\s*\{\s*"meta"\s*:/;
/** Bytes in which that beginning has to be. */
const BEGINNING_BYTES = 100;

/** Bytes, and what is around those that an input reads. */
interface Wrapped {
  /** The bytes as they were given, or those of a member of an archive. */
  readonly source: ByteSource;
  /** How they are packed, if they are. */
  readonly packing: Packing | undefined;
  /** What they, unpacked, are encoded in, if that is not UTF-8. */
  readonly encoding: Utf16 | undefined;
}

/** What a source was found to be; `openInput` opens it. */
export interface Detected extends Wrapped {
  /** The input, or `result` for a saved result document. */
  readonly input: Input | 'result';
  /** Whether it is a run whose recorder may have followed instructions. */
  readonly followsCode?: boolean;
  /** Name of the member, where the source is one of an archive. */
  readonly member?: string;
  /** What is told of the archive while it is read. */
  readonly diagnostics?: Diagnostics;
}

export interface DetectOptions {
  readonly unpack: Unpack;
  /** Forces an input by its name; `auto` finds it. */
  readonly format?: string;
  /** Further inputs, asked before those of capax. */
  readonly inputs?: readonly Input[];
  /** Password of an encrypted archive; the usual one is tried by itself. */
  readonly password?: string;
  /** The one member of an archive that is meant; the others are not looked at. */
  readonly member?: string;
}

/**
 * Finds the input for a source; in a zip archive the only member that is one. Reads heads only. Throws `input-empty` for no bytes at
 * all, `option-invalid` for a format that no input has, and `input-unsupported` when no input recognises the bytes or several members
 * are inputs; for these there is `detectInputs`.
 */
export async function detectInput(source: ByteSource, options: DetectOptions): Promise<Detected> {
  const [detected, ...others] = await detectInputs(source, options);
  if (detected !== undefined && others.length === 0) return detected;
  throw new CapaxError('input-unsupported', `${source.name} holds several inputs`, {
    hint: `Name one, as ${source.name}${MEMBER_MARK}${detected?.member}, or let \`capax FILE\` analyse each. It holds: ${[detected, ...others].map((found) => found?.member).join(', ')}.`,
  });
}

/** All inputs in a source, at least one: several where it is a zip archive. Throws as `detectInput`. */
export async function detectInputs(source: ByteSource, options: DetectOptions): Promise<readonly Detected[]> {
  const candidates = candidatesOf(options);
  const probed = await probe(source, options);
  if (!isZip(probed.head)) return [recognised(probed, candidates, options)];
  const { openMembers } = await import('./members.ts');
  const archive = await openMembers(unpackDetected(probed, options.unpack), options.password);
  const owner = candidates.find((candidate) => candidate.recogniseArchive?.(archive.names) === true);
  if (owner !== undefined) return [{ ...wrappingOf(probed), input: owner }];
  const found = await recogniseMembers(archive.likely, candidates, options);
  const best = found.reduce((most, { sure }) => Math.max(most, sure), 0);
  const members = archive.withoutShortForms(found.filter(({ sure }) => sure === best));
  if (members.length === 0) {
    throw archive.noInputError(candidates);
  }
  return members.map(({ sure: _sure, ...detected }) => ({ ...detected, diagnostics: archive.diagnostics }));
}

/** Members that are inputs, of the first `LIMITS.archiveInputs` that can be read. Throws what reading does where none can. */
async function recogniseMembers(
  entries: readonly ZipEntry[],
  candidates: readonly Input[],
  options: DetectOptions,
): Promise<RecognisedMember[]> {
  const found: RecognisedMember[] = [];
  let readable = 0;
  let refused: CapaxError | undefined;
  for (const { name, source } of entries) {
    if (options.member !== undefined && name !== options.member) continue;
    if (readable === LIMITS.archiveInputs) break;
    try {
      const probed = await probe(source, options);
      const sure = sureness(probed, candidates, options);
      readable++;
      if (sure !== undefined) found.push({ ...sure, member: name });
    } catch (error) {
      if (!(error instanceof CapaxError)) throw error;
      refused ??= error;
    }
  }
  if (readable === 0 && refused !== undefined) throw refused;
  return found;
}

interface Probed extends Wrapped {
  readonly raw: Uint8Array;
  readonly head: Uint8Array;
}

/** Looks at the beginning. */
async function probe(source: ByteSource, { unpack }: DetectOptions): Promise<Probed> {
  const raw = await readHead(source, HEAD_BYTES);
  const packing = packingOf(raw);
  const unpacked = packing === undefined ? raw : await readHead(unpack(source, packing), HEAD_BYTES);
  const encoding = findUtf16(unpacked);
  const wrapped: Wrapped = { source, packing, encoding };
  const head = encoding === undefined ? unpacked : await readHead(unpackDetected(wrapped, unpack), HEAD_BYTES);
  return { ...wrapped, raw, head };
}

function wrappingOf({ source, packing, encoding }: Wrapped): Wrapped {
  return { source, packing, encoding };
}

/** The inputs that may be the one. */
function candidatesOf({ format = 'auto', inputs = [] }: DetectOptions): readonly Input[] {
  const all = [...inputs, ...INPUTS];
  if (format === 'auto') return all;
  const named = all.find((candidate) => candidate.format === format);
  if (named !== undefined) return [named];
  throw new CapaxError('option-invalid', `unknown format ${format}`, {
    hint: `One of: ${['auto', ...all.map((candidate) => candidate.format)].join(', ')}.`,
  });
}

interface Recognised extends Detected {
  readonly sure: number;
}

interface RecognisedMember extends Recognised {
  readonly member: string;
}

/** By content. */
const SUREST = 2;

/** The first of the inputs that are surest; undefined if none is sure at all. */
function sureness(
  probed: Probed,
  candidates: readonly Input[],
  { format = 'auto' }: DetectOptions,
): Recognised | undefined {
  const { source, raw, head } = probed;
  const wrapped = wrappingOf(probed);
  const beginning = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, BEGINNING_BYTES));
  if (format === 'auto' && RESULT_DOCUMENT.test(beginning)) return { ...wrapped, input: 'result', sure: 2 };
  let best: Recognised | undefined;
  for (const input of candidates) {
    const sure = input.recognise({ name: source.name, raw, head });
    const followsCode = input.followsCode?.({ name: source.name, raw, head }) === true;
    if (sure > (best?.sure ?? 0)) best = { ...wrapped, input, sure, ...(followsCode ? { followsCode } : {}) };
    // None is surer, and of those that are as sure the first is taken.
    if (sure === SUREST) break;
  }
  return best;
}

/** The input for bytes that are no archive; a format that was forced needs no recognition. */
function recognised(probed: Probed, candidates: readonly Input[], options: DetectOptions): Detected {
  const { source, head } = probed;
  const wrapped = wrappingOf(probed);
  if (head.length === 0) {
    throw new CapaxError('input-empty', `${source.name} is empty`, {
      hint: 'Check that the download or copy is complete.',
    });
  }
  const [first] = candidates;
  if ((options.format ?? 'auto') !== 'auto' && first !== undefined) {
    const followsCode = first.followsCode?.({ name: source.name, raw: probed.raw, head }) === true;
    return { ...wrapped, input: first, ...(followsCode ? { followsCode } : {}) };
  }
  const found = sureness(probed, candidates, options);
  if (found !== undefined) {
    const { sure: _sure, ...detected } = found;
    return detected;
  }
  const answer = head.length < HEAD_BYTES ? readErrorAnswer(head) : undefined;
  if (answer !== undefined) {
    throw new CapaxError('input-unsupported', `This is an error answer of ${answer.server}: ${answer.reason}`, {
      where: source.name,
      hint: 'Fetch the report again, once the server has it.',
    });
  }
  throw new CapaxError('input-unsupported', `${source.name} is none of the inputs that capax reads`, {
    hint: `It reads: ${candidates.map(({ summary }) => summary).join('; ')}. Use --format to force one.`,
  });
}

/** The bytes unpacked, text in UTF-8. `diagnostics` will be told of a damaged container. */
export function unpackDetected(
  { source, packing, encoding }: Wrapped,
  unpack: Unpack,
  diagnostics?: Diagnostics,
): ByteSource {
  const unpacked = packing === undefined ? source : unpack(source, packing, diagnostics);
  return encoding === undefined ? unpacked : utf16Source(unpacked, encoding);
}

/** Values of `--format`. */
export function formatNames(): string[] {
  return ['auto', ...INPUTS.map(({ format }) => format)];
}
