// Code that ran as a program: what was followed in each process, one after the other.

import { IntegerSet } from '../../../bytes/integer-map.ts';
import { NOTE } from '../../../code/executed/code-versions.ts';
import { executedCode } from '../../../code/executed/executed-code.ts';
import type { CodeFacts, ProgramCode } from '../../../code/program-code.ts';
import type { Diagnostic, Diagnostics } from '../../../diagnostics.ts';
import { NO_ADDRESS } from '../../../features/address.ts';
import { countOf, groupDigits } from '../../../features/count-text.ts';
import type { Feature } from '../../../features/feature.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { Program } from '../../../features/program.ts';
import type { SampleHashes } from '../../../features/sample.ts';
import type { Semantics } from '../../../semantics.ts';
import type { NativeFacts } from '../native/native-facts.ts';
import { nativeProgram } from '../native/native-program.ts';
import type { NativeCode } from '../native/open-program.ts';
import type { ExecutedCodeDiagnostic } from './codes.ts';
import type { ExecutedPart, FollowedProcess } from './executed-part.ts';
import { executedView } from './executed-view.ts';

export interface ExecutedParts {
  /** Name of the input. */
  readonly format: string;
  readonly producer: string;
  readonly hashes: SampleHashes;
  readonly globals: readonly Feature[];
  readonly platform: CodeFacts['platform'];
  readonly semantics: Semantics;
  readonly sample?: NativeCode | undefined;
  readonly processes: readonly FollowedProcess[];
  /** Where the recording has the program. */
  readonly sampleBase?: number | undefined;
  readonly missing: readonly MissingPart[];
  /** Instructions that were followed, and those beyond as many as were asked for. */
  readonly sampled: { readonly followed: number; readonly passedOver: number };
}

/** The program. It is put together once, now. */
export function executedProgram(parts: ExecutedParts, diagnostics: Diagnostics<ExecutedCodeDiagnostic>): Program {
  const found = parts.processes.flatMap((process) => partsOf(process, parts, diagnostics));
  tellSampled(parts.sampled, diagnostics);
  const told: readonly Diagnostic[] = diagnostics.list();
  return {
    flavour: 'static',
    format: parts.format,
    extractor: 'ExecutedCodeExtractor',
    hashes: parts.hashes,
    baseAddress: baseOf(parts.sample?.code),
    globals: parts.globals,
    file: [],
    *functions(registrar) {
      for (const { layer, facts } of found) yield* nativeProgram(layer.code, facts)(registrar);
    },
    code: executedView(found, parts.sample === undefined ? parts.sampleBase : undefined),
    health: () => ({
      flavour: 'static',
      producer: parts.producer,
      skippedRecords: 0,
      missing: parts.sample === undefined ? [FILE_PARTS, ...parts.missing] : parts.missing,
      diagnostics: told,
    }),
  };
}

/** Bytes of one feature. */
const MOST_BYTES = 0x100;

const FILE_PARTS: MissingPart = {
  part: 'the file itself: this is the code that ran',
  consequence:
    'import, export, section and file-scope string rules cannot match, nor what code could do that did not run',
};

function baseOf(code: ProgramCode | undefined): Program['baseAddress'] {
  return code === undefined ? NO_ADDRESS : { type: 'absolute', value: code.image.addressOf(code.image.base) };
}

function partsOf(
  process: FollowedProcess,
  parts: ExecutedParts,
  diagnostics: Diagnostics<ExecutedCodeDiagnostic>,
): ExecutedPart[] {
  const { code, observations, modules } = process;
  const { sample, platform, semantics } = parts;
  const { layers, leftOut, isUnpacked } = executedCode(code, {
    ...{ platform, modules, program: sample?.code },
    functions: sample === undefined ? undefined : new IntegerSet(sample.code.functions.map(({ address }) => address)),
  });
  tellLosses(process, leftOut, diagnostics);
  const { versions } = code;
  return layers.map((layer): ExecutedPart => {
    const facts: NativeFacts = {
      libraryName: () => undefined,
      symbolNames: () => [],
      apiNames: () => [],
      ...(sample?.facts ?? {}),
      semantics,
      sectionEnd: (address) => {
        const known = layer.knownEnd(address, MOST_BYTES);
        const end = sample?.facts.sectionEnd?.(address);
        return end === undefined ? known : Math.min(known, end);
      },
      observedAt: (address) => {
        const version = layer.versionAt(address);
        return version < 0 ? [] : observations.featuresOf(version, versions);
      },
      observedOfBlock: ({ instructions }) => {
        const own = Array.from(instructions, (address) => layer.versionAt(address)).filter((version) => version >= 0);
        const found: Feature[] = [];
        if (own.some(isUnpacked)) found.push(UNPACKED);
        if (own.some((version) => ((versions.notes[version] as number) & NOTE.written) !== 0)) found.push(WRITTEN);
        return found;
      },
    };
    return { layer, facts, process, isUnpacked };
  });
}

const UNPACKED: Feature = { type: 'characteristic', value: 'unpacked code' };
const WRITTEN: Feature = { type: 'characteristic', value: 'executes written memory' };

/** That not all instructions were followed, if that is so. */
export function tellSampled(
  { followed, passedOver }: ExecutedParts['sampled'],
  diagnostics: Pick<Diagnostics<ExecutedCodeDiagnostic>, 'add'>,
): void {
  if (passedOver === 0) return;
  const message = `only the first ${groupDigits(followed)} instructions are followed, ${groupDigits(passedOver)} more are not (--max-instructions)`;
  diagnostics.add('error', 'executed-sampled', message);
}

function tellLosses(
  { code, observations }: FollowedProcess,
  functionsLeftOut: number,
  diagnostics: Diagnostics<ExecutedCodeDiagnostic>,
): void {
  const { unknown, versions, memory } = code;
  if (unknown > 0) {
    const message = `of ${countOf(unknown, 'executed instruction')} nothing is known: their bytes are not in the recording${versions.leftOut > 0 ? ', are no instruction, or are too many' : ''}`;
    diagnostics.add('warning', 'executed-unknown', message);
  }
  const tell = (severity: 'error' | 'warning', message: string, isSo: boolean): void => {
    if (isSo) diagnostics.add(severity, 'executed-left-out', message);
  };
  const functions = `${countOf(functionsLeftOut, 'function')} are left out: there are too many, or code changed too often`;
  tell('error', functions, functionsLeftOut > 0);
  tell('warning', 'more memory was used than is followed: what was written there is not known', memory.now.isFull);
  tell('warning', 'there are more threads than are followed: what the others ran is left out', code.isOutOfThreads);
  tell(
    'warning',
    'code went on in more ways than are followed: some blocks and functions are apart',
    code.isOutOfPairs,
  );
  tell('warning', 'code wrote more texts than are kept: some are left out', observations.isFull);
}
