// Bytes of a file with signatures -> its tree. What kind of file it is says its content, not its name: `.sig` with the magic number,
// else `.pat`, either of them also packed with gzip or zstd.

import type { PackedCode } from '../../bytes/codes.ts';
import { makeGunzip } from '../../bytes/gunzip.ts';
import type { Packing } from '../../bytes/packed-source.ts';
import { memorySource } from '../../bytes/source.ts';
import { makeUnpack, packingOf, unpackSource } from '../../bytes/unpack.ts';
import { type Inflate, inflateZlib, pump } from '../../bytes/zlib.ts';
import { type Diagnostic, Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import type { SignatureCode } from './codes.ts';
import { readPat } from './pat-tree.ts';
import { isSig, readSigHeader } from './sig-header.ts';
import { SignatureTree } from './signature-tree.ts';

/** Names of library functions by what their code looks like. */
export interface SignatureFile {
  readonly name: string;
  /** What the library calls itself; empty for `.pat`. */
  readonly title: string;
  readonly tree: SignatureTree;
  /** What could not be read of it. */
  readonly diagnostics: readonly Diagnostic[];
}

const X86 = 0;

/**
 * Reads a file with signatures. `name` is for messages; `inflate` unpacks zlib and gzip, by default what browsers have too. A damaged
 * file is used as far as it goes. Throws CapaxError `signatures-invalid` if it is no such file, for another processor, or too large.
 */
export async function readSignatures(bytes: Uint8Array, name: string, inflate?: Inflate): Promise<SignatureFile> {
  const diagnostics = new Diagnostics<SignatureCode | PackedCode>();
  const reading: Reading = { name, inflate, diagnostics };
  const packing = packingOf(bytes);
  const content = packing === undefined ? bytes : await unpackFile(bytes, packing, reading);
  const { title, tree } = isSig(content) ? await readSig(content, reading) : readText(content, reading);
  return { name, title, tree, diagnostics: diagnostics.list() };
}

interface Reading {
  readonly name: string;
  readonly inflate: Inflate | undefined;
  readonly diagnostics: Diagnostics<SignatureCode | PackedCode>;
}

type Content = Pick<SignatureFile, 'title' | 'tree'>;

async function readSig(bytes: Uint8Array, reading: Reading): Promise<Content> {
  const { name, diagnostics } = reading;
  const header = readSigHeader(bytes);
  if (typeof header === 'string') throw invalid(header, name);
  const { version, processor, isCompressed, patternSize, title, treeAt } = header;
  if (processor !== X86) throw invalid('The signatures are for another processor than x86.', name);
  const packed = bytes.subarray(treeAt);
  const tree = new SignatureTree(isCompressed ? await unpack(packed, reading) : packed, version, patternSize);
  if (tree.damage !== undefined) {
    const { message, at } = tree.damage;
    diagnostics.add('error', 'signatures-damaged', `${message}; what comes before is used`, `${name}, tree byte ${at}`);
  }
  return { title, tree };
}

/** As far as it can be unpacked. */
async function unpack(packed: Uint8Array, { name, inflate, diagnostics }: Reading): Promise<Uint8Array> {
  // Old versions leave the header out.
  const decoder = hasZlibHeader(packed) ? inflate : rawInflate;
  const collected = new Collected(name);
  try {
    for await (const chunk of inflateZlib(memorySource(name, packed).open(), name, LIMITS.signatureBytes, decoder)) {
      collected.add(chunk);
    }
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    if (error.code !== 'input-corrupt') throw invalid(error.message, name, error);
    const place = `${name}, after ${collected.length} unpacked bytes`;
    diagnostics.add('error', 'signatures-damaged', 'the packed data are damaged or break off', place);
  }
  return collected.bytes();
}

function hasZlibHeader(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 15) === 8 && (first * 256 + second) % 31 === 0;
}

/** The declarations of Node 20 lack a name that it knows. */
const DEFLATE_RAW = 'deflate-raw' as 'deflate';
const rawInflate: Inflate = (chunks) => pump(chunks, new DecompressionStream(DEFLATE_RAW));

async function unpackFile(
  bytes: Uint8Array,
  packing: Packing,
  { name, inflate, diagnostics }: Reading,
): Promise<Uint8Array> {
  const unpackWith = inflate === undefined ? unpackSource : makeUnpack(makeGunzip(inflate));
  const unpacked = unpackWith(memorySource(name, bytes), packing, diagnostics);
  const collected = new Collected(name);
  try {
    for await (const chunk of unpacked.open()) collected.add(chunk);
  } catch (error) {
    if (!(error instanceof CapaxError) || error.code === 'signatures-invalid') throw error;
    throw invalid(error.message, name, error);
  }
  return collected.bytes();
}

function readText(bytes: Uint8Array, { name, diagnostics }: Reading): Content {
  if (bytes.length > LIMITS.signatureBytes) throw tooLarge(name);
  const { tree, malformed } = readPat(new TextDecoder().decode(bytes));
  if (tree.modules === 0) throw invalid('The file holds no signatures.', name);
  for (const line of malformed) {
    diagnostics.add(
      'warning',
      'signatures-line-malformed',
      'a line is no signature and is left out',
      `${name}:${line}`,
    );
  }
  return { title: '', tree };
}

/** Chunks that become one piece. */
class Collected {
  readonly #chunks: Uint8Array[] = [];
  readonly #name: string;
  length = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(chunk: Uint8Array): void {
    this.length += chunk.length;
    if (this.length > LIMITS.signatureBytes) throw tooLarge(this.#name);
    this.#chunks.push(chunk.slice());
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

function tooLarge(name: string): CapaxError {
  return invalid(`The file holds more than ${LIMITS.signatureBytes} bytes of signatures.`, name);
}

function invalid(message: string, where: string, cause?: unknown): CapaxError {
  const hint = 'Name .sig files of version 5 to 10 for x86, or .pat files.';
  return new CapaxError('signatures-invalid', message, { where, hint, cause });
}
