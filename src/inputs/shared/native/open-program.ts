// A program file as the Program contract wants it: what its format says, and the code that is found when the functions are asked for.

import { hashBytes } from '../../../bytes/hash-bytes.ts';
import { readWhole } from '../../../bytes/read-whole.ts';
import type { ByteSource } from '../../../bytes/source.ts';
import type { CodeCode } from '../../../code/codes.ts';
import type { CodeFacts, ProgramCode } from '../../../code/program-code.ts';
import type { Diagnostic, Diagnostics } from '../../../diagnostics.ts';
import { CapaxError } from '../../../errors.ts';
import type { Address } from '../../../features/address.ts';
import { countOf, groupDigits } from '../../../features/count-text.ts';
import type { Feature } from '../../../features/feature.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { LocatedFeature } from '../../../features/located.ts';
import type { Program, ProgramFunction } from '../../../features/program.ts';
import type { SampleHashes } from '../../../features/sample.ts';
import type { ElfCode } from '../../../formats/elf/codes.ts';
import type { MachOCode } from '../../../formats/macho/codes.ts';
import type { PeCode } from '../../../formats/pe/codes.ts';
import { LIMITS } from '../../../limits.ts';
import type { OpenOptions } from '../../input.ts';
import { MACHINES } from './machines.ts';
import { nativeCodeView } from './native-code-view.ts';
import type { NativeFacts } from './native-facts.ts';
import { nativeProgram } from './native-program.ts';
import { libraryNames } from './x86/api-names.ts';

/** The reference's name of what it takes programs apart with. */
const EXTRACTOR = 'VivisectFeatureExtractor';

/** What tells of an entry of a table that is left out. */
const SKIPPED: ReadonlySet<string> = new Set<PeCode | ElfCode | MachOCode>([
  'pe-entry-skipped',
  'elf-entry-skipped',
  'macho-entry-skipped',
]);

export interface NativeParts {
  readonly format: string;
  readonly bytes: Uint8Array;
  readonly code: CodeFacts;
  readonly facts: Omit<NativeFacts, 'libraryName'>;
  /** format, os, arch. */
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly missing: readonly MissingPart[];
}

/** All bytes of a program. Throws CapaxError `input-empty` for none, `input-limit` for more than is analysed. */
export async function readProgramBytes(source: ByteSource): Promise<Uint8Array> {
  const bytes = await readWhole(() => source.open(), {
    onLength: (length) => {
      if (length <= LIMITS.programBytes) return;
      throw new CapaxError('input-limit', `${source.name} is larger than a program that is analysed`, {
        hint: `At most ${LIMITS.programBytes / 2 ** 20} MB are.`,
      });
    },
  });
  if (bytes.length > 0) return bytes;
  throw new CapaxError('input-empty', `${source.name} is empty`, {
    hint: 'Check that the download or copy is complete.',
  });
}

/** Code is found once, when it is first asked for. */
export function openNativeProgram(parts: NativeParts, options: OpenOptions): Program {
  const { format, bytes, globals, missing } = parts;
  const { image } = parts.code;
  let analysed: NativeCode | undefined;
  let hashes: SampleHashes | undefined;
  const analyse = (): NativeCode => {
    analysed ??= analyseCode(parts, options);
    return analysed;
  };
  const program: Program = {
    flavour: 'static',
    format,
    extractor: EXTRACTOR,
    // Not before somebody asks: of the native half of an assembly nobody does.
    get hashes() {
      hashes ??= hashBytes(bytes);
      return hashes;
    },
    baseAddress: { type: 'absolute', value: image.addressOf(image.base) },
    globals,
    file: parts.file,
    fileFromCode: () => {
      // Only what is known of libraries names functions of the file as a whole.
      if ((options.signatures ?? []).length === 0 && !parts.facts.semantics['run-time-functions']) return [];
      return functionNames(analyse());
    },
    functions: (registrar) => {
      const { code, facts } = analyse();
      return functionsWithinBudget(nativeProgram(code, facts)(registrar), code.functions.length, options);
    },
    get code() {
      const { code, facts } = analyse();
      return nativeCodeView(code, facts);
    },
    health: () => {
      const diagnostics = options.diagnostics.list();
      const skipped = skippedRecords(diagnostics);
      return { flavour: 'static', producer: 'capax', skippedRecords: skipped, missing, diagnostics };
    },
  };
  CODE_OF.set(program, analyse);
  return program;
}

/** The code of programs that were opened here. */
const CODE_OF = new WeakMap<Program, () => NativeCode>();

/** The native code of a program, found when it is first asked for; undefined where it has none. */
export function nativeCodeOf(program: Program): NativeCode | undefined {
  return CODE_OF.get(program)?.();
}

/** How many entries of tables were left out. */
export function skippedRecords(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.reduce((sum, { code, count }) => sum + (SKIPPED.has(code) ? count : 0), 0);
}

/** Code with what its file says of it. */
export interface NativeCode {
  readonly code: ProgramCode;
  readonly facts: NativeFacts;
}

function analyseCode(parts: NativeParts, options: OpenOptions): NativeCode {
  const { codeBudget, diagnostics, onFunctions, signatures = [] } = options;
  const { code, library } = MACHINES[parts.code.image.machine].find(parts.code, {
    ...{ budget: codeBudget, diagnostics, signatures, semantics: parts.facts.semantics },
    onFound: (functions) => onFunctions?.({ phase: 'finding functions', functions, totalFunctions: undefined }),
  });
  return { code, facts: { ...parts.facts, libraryName: (address) => library.names.get(address) } };
}

interface Matching extends Pick<OpenOptions, 'matchingBudget' | 'onFunctions'> {
  readonly diagnostics: Diagnostics<CodeCode>;
}

/** How often progress is told, in functions. */
const TOLD_EVERY = 32;

/** The functions up to where the budget of matching is spent. */
export function* functionsWithinBudget(
  functions: Iterable<ProgramFunction>,
  totalFunctions: number,
  { matchingBudget, onFunctions, diagnostics }: Matching,
): Generator<ProgramFunction, void, void> {
  let done = 0;
  for (const found of functions) {
    const reason = matchingBudget?.();
    if (reason !== undefined) {
      const left = `the last ${groupDigits(totalFunctions - done)} of ${countOf(totalFunctions, 'function')} are left out`;
      diagnostics.add('error', 'code-stopped', `matching was stopped: ${reason}; ${left}`);
      return;
    }
    if (done % TOLD_EVERY === 0) onFunctions?.({ phase: 'matching functions', functions: done, totalFunctions });
    done++;
    yield found;
  }
}

/** Names of library functions as features of the file. */
function functionNames({ code, facts }: NativeCode): LocatedFeature[] {
  return code.functions.flatMap(({ address }) => {
    const name = facts.libraryName(address);
    if (name === undefined) return [];
    const place: Address = { type: 'absolute', value: code.image.addressOf(address) };
    return libraryNames(name).map(
      (value): LocatedFeature => ({ feature: { type: 'function name', value }, address: place }),
    );
  });
}
