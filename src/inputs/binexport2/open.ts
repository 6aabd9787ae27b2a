// A BinExport2 file as a program.

import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHexadecimal } from '../../bytes/hexadecimal.ts';
import { readWhole } from '../../bytes/read-whole.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import type { CodeView } from '../../features/code-view.ts';
import type { Feature } from '../../features/feature.ts';
import type { MissingPart } from '../../features/health.ts';
import type { Program } from '../../features/program.ts';
import { ABSENT, type BinExport2 } from '../../formats/binexport2/binexport2.ts';
import type { BinExport2Code } from '../../formats/binexport2/codes.ts';
import { toFar } from '../../formats/binexport2/near.ts';
import { readBinExport2 } from '../../formats/binexport2/read.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import type { OpenOptions } from '../input.ts';
import { codeViewOf } from './code-view.ts';
import { functionsOf } from './functions.ts';
import { Listing } from './listing.ts';
import { findShift, Memory } from './memory.ts';
import { ARM, INTEL, type MachineRules } from './operand-rules.ts';
import { readSample, type Sample } from './sample.ts';

/** The disassemblers' names of machines. */
const ARCHES: readonly (readonly [pattern: RegExp, arch: string])[] = [
  [/^(?:x86[-_ ]?|x|amd)64/i, 'amd64'],
  [/^x86|^i[3-6]86|^80386/i, 'i386'],
  [/^(?:aarch|arm[-_ ]?)64/i, 'aarch64'],
];
const RULES: Readonly<
  Record<string, { readonly rules: Omit<MachineRules, 'bits' | 'offsetBits'>; readonly bits: 32 | 64 }>
> = {
  i386: { rules: INTEL, bits: 32 },
  amd64: { rules: INTEL, bits: 64 },
  aarch64: { rules: ARM, bits: 64 },
};

const NO_SAMPLE: MissingPart = {
  part: 'the program itself',
  consequence:
    'rules about the format, the system, imports, exports, sections, texts of the file and bytes of data cannot match; --sample gives it',
};

/** Throws CapaxError `input-corrupt` where the file holds no instruction, `input-limit` where it is too large. */
export async function openBinExport2(source: ByteSource, options: OpenOptions): Promise<Program> {
  const { semantics } = options;
  const diagnostics: Diagnostics<BinExport2Code> = options.diagnostics;
  const file = await readTables(source, diagnostics, options);
  const listing = new Listing(file);
  const bytes = await findBytes(file, diagnostics, options);
  const sample = bytes && readKnown(bytes, options.diagnostics, diagnostics);
  const globals = sample?.globals ?? statedGlobals(file);
  const shift = sample === undefined ? 0 : findShift(listing, sample, semantics);
  const facts = {
    listing,
    rules: rulesFor(globals, semantics),
    memory: sample && new Memory(sample, shift),
    onCut: () => {
      const message = 'its functions have far more blocks and instructions than the file; the rest is left out';
      diagnostics.add('warning', 'binexport2-blocks-cut', message);
    },
  };
  const { base } = listing;
  const imageBase = sample === undefined ? (base ?? 0) : sample.base + shift;
  let code: CodeView | undefined;
  return {
    flavour: 'static',
    format: 'binexport2',
    extractor: 'BinExport2FeatureExtractor',
    hashes: hashesOf(file, bytes),
    baseAddress: base === undefined ? NO_ADDRESS : { type: 'absolute', value: toFar(base) },
    globals,
    file: sample?.file ?? [],
    functions: (registrar) => functionsOf(facts, registrar),
    get code() {
      code ??= codeViewOf(listing, imageBase);
      return code;
    },
    health: () => ({
      ...{ flavour: 'static', producer: 'BinExport', skippedRecords: skippedEntries(diagnostics) },
      missing: sample === undefined ? [NO_SAMPLE] : [],
      diagnostics: options.diagnostics.list(),
    }),
  };
}

async function readTables(
  source: ByteSource,
  diagnostics: Diagnostics<BinExport2Code>,
  { budget }: OpenOptions,
): Promise<BinExport2> {
  const bytes = await readWhole(() => source.open(), {
    onLength: (length) => {
      if (length > LIMITS.binexport2Bytes)
        throw new CapaxError('input-limit', `${source.name} is larger than what is read`);
    },
  });
  const file = readBinExport2(bytes, diagnostics, budget);
  if (file.addresses.length === 0) {
    throw new CapaxError('input-corrupt', `${source.name} holds no instruction`, {
      hint: 'Export it again with BinExport.',
    });
  }
  if (file.addresses.get(0) === ABSENT) {
    const message = 'the first instruction has no address; places count from 0';
    diagnostics.add('warning', 'binexport2-addresses-unknown', message);
  }
  return file;
}

function skippedEntries(diagnostics: Diagnostics<BinExport2Code>): number {
  return diagnostics.list().find(({ code }) => code === 'binexport2-entry-skipped')?.count ?? 0;
}

/** The program that the disassembler saw, by its hash; one that the file does not name is what the user says. */
async function findBytes(
  { executableId }: BinExport2,
  diagnostics: Diagnostics<BinExport2Code>,
  { findSample }: OpenOptions,
): Promise<Uint8Array | undefined> {
  // Where nobody can look for it, that it is missing says enough.
  if (findSample === undefined) return undefined;
  const bytes = await findSample(executableId);
  if (bytes !== undefined && (executableId === '' || toHexadecimal(sha256(bytes)) === executableId)) return bytes;
  const name = executableId === '' ? 'which it does not name' : executableId;
  diagnostics.add('warning', 'binexport2-sample-missing', `the program that was taken apart is not there: ${name}`);
  return undefined;
}

/** What the program's own file says, where it is of a kind that is known. */
function readKnown(
  bytes: Uint8Array,
  ofProgram: Diagnostics,
  diagnostics: Diagnostics<BinExport2Code>,
): Sample | undefined {
  let why = 'neither PE nor ELF';
  try {
    const sample = readSample(bytes, ofProgram);
    if (sample !== undefined) return sample;
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    why = error.message;
  }
  diagnostics.add('warning', 'binexport2-sample-unread', `the program that was taken apart cannot be read: ${why}`);
  return undefined;
}

function hashesOf({ executableId }: BinExport2, bytes: Uint8Array | undefined): Program['hashes'] {
  if (bytes === undefined) return { md5: '', sha1: '', sha256: executableId };
  const [md5Of, sha1Of, sha256Of] = [md5(bytes), sha1(bytes), sha256(bytes)].map(toHexadecimal);
  return { md5: md5Of as string, sha1: sha1Of as string, sha256: sha256Of as string };
}

function statedGlobals({ architecture }: BinExport2): Feature[] {
  const arch = ARCHES.find(([pattern]) => pattern.test(architecture))?.[1];
  return arch === undefined ? [] : [{ type: 'arch', value: arch }];
}

function rulesFor(globals: readonly Feature[], semantics: Semantics): MachineRules | undefined {
  const arch = globals.find((feature) => feature.type === 'arch');
  const machine = arch?.type === 'arch' ? RULES[arch.value] : undefined;
  if (machine === undefined) return undefined;
  const { rules, bits } = machine;
  return { ...rules, bits, offsetBits: rules === ARM || semantics['binexport2-offsets'] ? bits : 32 };
}
