// A .NET assembly as a program: its methods, and in mixed ones the native functions behind them.

import { hashBytes } from '../../bytes/hash-bytes.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import type { CodeView } from '../../features/code-view.ts';
import type { Feature } from '../../features/feature.ts';
import type { MissingPart } from '../../features/health.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { Program } from '../../features/program.ts';
import { Metadata, type MetadataOptions } from '../../formats/dotnet/metadata.ts';
import type { ClrHeader } from '../../formats/pe/clr.ts';
import { PeFile } from '../../formats/pe/pe-file.ts';
import type { OpenOptions } from '../input.ts';
import { stringFeatures } from '../shared/native/file-features.ts';
import { functionsWithinBudget, readProgramBytes, skippedRecords } from '../shared/native/open-program.ts';
import { hasKnownMachine, openPeProgram } from '../shared/native/pe-program.ts';
import { findCallers } from './call-graph.ts';
import { FieldData } from './field-data.ts';
import { assemblyFeatures } from './file-features.ts';
import { findMethods } from './find-methods.ts';
import { joinCodeViews } from './join-code-views.ts';
import { managedCodeView } from './managed-code-view.ts';
import { type ManagedCode, managedFunctions } from './managed-program.ts';
import { Members } from './members.ts';
import { TypeNames } from './type-names.ts';

/** The reference's name of what it takes assemblies apart with. */
const EXTRACTOR = 'DnfileFeatureExtractor';

const NATIVE: MissingPart = {
  part: 'native code',
  consequence: 'rules about the native functions of this mixed assembly cannot match',
};

/** A program without managed code, or with metadata that cannot be read, is a native one. Throws as `openPe`. */
export async function openDotnet(source: ByteSource, options: OpenOptions): Promise<Program> {
  const pe = new PeFile(await readProgramBytes(source), options.diagnostics);
  const { clr } = pe;
  const metadata = clr === undefined ? undefined : Metadata.read(pe.view, clr, metadataOptions(options));
  if (clr === undefined || metadata === undefined) return openPeProgram(pe, source.name, options);
  return openAssembly(pe, clr, metadata, options);
}

function metadataOptions({ semantics, diagnostics }: OpenOptions): MetadataOptions {
  return { diagnostics, keepsDamaged: semantics['dotnet-damage'] };
}

function openAssembly(pe: PeFile, clr: ClrHeader, metadata: Metadata, options: OpenOptions): Program {
  const { semantics, diagnostics } = options;
  const types = new TypeNames(metadata, pe.bytes.length, semantics, diagnostics);
  const members = new Members(metadata, types, semantics);
  const native = semantics['dotnet-native-half'] && hasKnownMachine(pe) ? openPeProgram(pe, '', options) : undefined;
  const nativeCode = clr.isIlOnly ? undefined : native;
  let found: ManagedCode | undefined;
  const code = (): ManagedCode => {
    found ??= findCode(pe, members, options);
    return found;
  };
  return {
    flavour: 'static',
    format: 'dotnet',
    extractor: EXTRACTOR,
    hashes: hashBytes(pe.bytes),
    baseAddress: nativeCode?.baseAddress ?? NO_ADDRESS,
    globals: globalsOf(pe, clr),
    file: [...assemblyFeatures(members, !clr.isIlOnly), ...(native?.file ?? stringFeatures(pe.bytes))],
    fileFromCode: () => nativeCode?.fileFromCode?.() ?? NO_LOCATED,
    *functions(registrar) {
      const { methods } = code();
      yield* functionsWithinBudget(managedFunctions(code(), registrar), methods.length, options);
      if (nativeCode !== undefined) yield* nativeCode.functions(registrar);
    },
    get code(): CodeView {
      return joinCodeViews(managedCodeView(code(), clr.entryPoint), nativeCode?.code);
    },
    health: () => {
      const said = diagnostics.list();
      const missing = clr.isIlOnly || nativeCode !== undefined ? [] : [NATIVE];
      return { flavour: 'static', producer: 'capax', skippedRecords: skippedRecords(said), missing, diagnostics: said };
    },
  };
}

const NO_LOCATED: readonly LocatedFeature[] = [];

function findCode(
  pe: PeFile,
  members: Members,
  { semantics, diagnostics, codeBudget, onFunctions }: OpenOptions,
): ManagedCode {
  const { metadata } = members;
  const methods = findMethods(metadata, pe.view, {
    ...{ semantics, diagnostics, notes: diagnostics, fileSize: pe.bytes.length, budget: codeBudget },
    onFound: (functions) => onFunctions?.({ phase: 'finding functions', functions, totalFunctions: undefined }),
  });
  const callers = findCallers(methods, members, semantics);
  return { methods, callers, members, fieldData: new FieldData(metadata, pe.view), semantics };
}

/** An assembly is of any system, and mostly of any processor. */
function globalsOf({ headers }: PeFile, clr: ClrHeader): Feature[] {
  const is32 = clr.requires32Bits && headers.bits === 32;
  const is64 = !clr.requires32Bits && headers.bits === 64;
  return [
    { type: 'format', value: 'dotnet' },
    { type: 'format', value: 'pe' },
    { type: 'os', value: 'any' },
    { type: 'arch', value: is32 ? 'i386' : is64 ? 'amd64' : 'any' },
  ];
}
