// A BinExport2 file as a program.

import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHexadecimal } from '../../bytes/hexadecimal.ts';
import { readWhole } from '../../bytes/read-whole.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import type { MissingPart } from '../../features/health.ts';
import type { Program } from '../../features/program.ts';
import { ABSENT, type BinExport2 } from '../../formats/binexport2/binexport2.ts';
import { readBinExport2 } from '../../formats/binexport2/read.ts';
import { LIMITS } from '../../limits.ts';
import type { OpenOptions } from '../input.ts';
import { codeViewOf } from './code-view.ts';
import { functionsOf } from './functions.ts';
import { Listing } from './listing.ts';
import { findShift, Memory } from './memory.ts';
import { ARM, INTEL, type MachineRules } from './operand-rules.ts';
import { readSample, type Sample } from './sample.ts';

/** The disassemblers' names of machines. */
const ARCHES: readonly (readonly [pattern: RegExp, arch: string])[] = [
  [/^x86[-_ ]?64|^amd64/i, 'amd64'],
  [/^x86|^i[3-6]86|^80386/i, 'i386'],
  [/^aarch64|^arm64/i, 'aarch64'],
];
const RULES: Readonly<
  Record<string, { readonly rules: Omit<MachineRules, 'bits' | 'offsetBits'>; readonly bits: 32 | 64 }>
> = {
  i386: { rules: INTEL, bits: 32 },
  amd64: { rules: INTEL, bits: 64 },
  aarch64: { rules: ARM, bits: 64 },
};

const NO_SAMPLE: MissingPart = {
  part: 'the sample itself',
  consequence:
    'rules about imports, exports, sections, texts of the file and bytes of data cannot match; give it by --sample',
};

/** Throws CapaxError `input-corrupt` where the file holds no function, `input-limit` where it is too large. */
export async function openBinExport2(source: ByteSource, options: OpenOptions): Promise<Program> {
  const { diagnostics, semantics } = options;
  const bytes = await readWhole(() => source.open(), {
    onLength: (length) => {
      if (length > LIMITS.binexport2Bytes)
        throw new CapaxError('input-limit', `${source.name} is larger than what is read`);
    },
  });
  const file = readBinExport2(bytes, diagnostics, options.budget);
  if (file.addresses.length === 0) {
    throw new CapaxError('input-corrupt', `${source.name} holds no instruction`, {
      hint: 'Export it again with BinExport.',
    });
  }
  if (file.addresses.get(0) === ABSENT) {
    const message = 'the first instruction has no address; places count from 0';
    diagnostics.add('warning', 'binexport2-addresses-unknown', message);
  }
  const listing = new Listing(file);
  const sample = await findSample(file, options);
  const globals = sample?.globals ?? statedGlobals(file);
  const arch = globals.find((feature) => feature.type === 'arch');
  const machine = arch?.type === 'arch' ? RULES[arch.value] : undefined;
  const rules =
    machine === undefined
      ? undefined
      : ({
          ...machine.rules,
          bits: machine.bits,
          offsetBits: machine.rules === ARM || semantics['binexport2-offsets'] ? machine.bits : 32,
        } as const);
  const shift = sample === undefined ? 0 : findShift(listing, sample, semantics);
  const memory = sample && new Memory(sample, shift);
  const imageBase = sample === undefined ? (listing.base ?? 0) : sample.base + shift;
  const onCut = (): void => {
    const message = 'its blocks have far more instructions than the file; the rest is left out';
    diagnostics.add('warning', 'binexport2-entry-skipped', message);
  };
  const { base } = listing;
  return {
    flavour: 'static',
    format: 'binexport2',
    extractor: 'BinExport2FeatureExtractor',
    hashes: {
      md5: sample === undefined ? '' : toHexadecimal(md5(sample.bytes)),
      sha1: sample === undefined ? '' : toHexadecimal(sha1(sample.bytes)),
      sha256: file.executableId,
    },
    baseAddress: base === undefined ? NO_ADDRESS : { type: 'absolute', value: base },
    globals,
    file: sample?.file ?? [],
    functions: (registrar) => functionsOf({ listing, rules, memory, onCut }, registrar),
    get code() {
      return codeViewOf(listing, imageBase);
    },
    health: () => ({
      ...{ flavour: 'static', producer: 'BinExport', skippedRecords: 0 },
      missing: sample === undefined ? [NO_SAMPLE] : [],
      diagnostics: diagnostics.list(),
    }),
  };
}

/** The program that the disassembler saw, by its hash. */
async function findSample(
  { executableId }: BinExport2,
  { findSample: find, diagnostics }: OpenOptions,
): Promise<Sample | undefined> {
  const bytes = await find?.(executableId);
  const found = bytes !== undefined && toHexadecimal(sha256(bytes)) === executableId ? bytes : undefined;
  if (found === undefined) {
    const name = executableId === '' ? 'which it does not name' : executableId;
    diagnostics.add('warning', 'binexport2-sample-missing', `the program that was taken apart is not there: ${name}`);
    return undefined;
  }
  return readSample(found, diagnostics);
}

function statedGlobals({ architecture }: BinExport2): Feature[] {
  const arch = ARCHES.find(([pattern]) => pattern.test(architecture))?.[1];
  return arch === undefined ? [] : [{ type: 'arch', value: arch }];
}
