// Reads everything that there is to read in a program file.

import { imageOfElf } from '../../src/code/elf-image.ts';
import { imageOfMachO } from '../../src/code/macho-image.ts';
import { imageOfPe } from '../../src/code/pe-image.ts';
import { type Diagnostic, Diagnostics } from '../../src/diagnostics.ts';
import { CapaxError } from '../../src/errors.ts';
import { ElfFile } from '../../src/formats/elf/elf-file.ts';
import { detectElfOs } from '../../src/formats/elf/os/detect-elf-os.ts';
import { readStartFunctions } from '../../src/formats/elf/start-functions.ts';
import { findImportStubs } from '../../src/formats/elf/stubs.ts';
import { MachOFile } from '../../src/formats/macho/macho-file.ts';
import { chooseSlice } from '../../src/formats/macho/slices.ts';
import { NO_ORDINAL_NAMES } from '../../src/formats/pe/ordinal-names.ts';
import { PeFile } from '../../src/formats/pe/pe-file.ts';
import { functionNamesOf } from '../../src/inputs/macho/code-facts.ts';
import { machoFileFeatures } from '../../src/inputs/macho/file-features.ts';
import { readObjectiveC } from '../../src/inputs/macho/objective-c.ts';
import { programFormat } from '../../src/inputs/program-file.ts';
import { elfFileFeatures, elfImportNames } from '../../src/inputs/shared/native/elf-file-features.ts';
import { peImportNames } from '../../src/inputs/shared/native/imported-symbols.ts';
import { peFileFeatures } from '../../src/inputs/shared/native/pe-file-features.ts';
import { DEFAULT_SEMANTICS } from '../../src/semantics.ts';
import { SYSTEM_HINTS } from './system-hints.ts';

/** What came of it: how much was found, and what was complained about; the code of the error where nothing could be read. */
export interface Reading {
  readonly found: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly error?: string;
}

/** Anything but a CapaxError escapes. */
export function readProgram(bytes: Uint8Array): Reading {
  const diagnostics = new Diagnostics();
  try {
    const read = bytes[0] === 0x7f ? readElf : programFormat(bytes) === 'Mach-O' ? readMachO : readPe;
    const found = read(bytes, diagnostics);
    return { found, diagnostics: diagnostics.list() };
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    return { found: 0, diagnostics: diagnostics.list(), error: error.code };
  }
}

function readPe(bytes: Uint8Array, diagnostics: Diagnostics): number {
  const pe = new PeFile(bytes, diagnostics);
  const image = imageOfPe(pe);
  const options = { ordinalNames: NO_ORDINAL_NAMES, semantics: DEFAULT_SEMANTICS };
  const { exceptionHandlers, guardedFunctions } = pe.loadConfig;
  const code = [pe.relocations, pe.exceptions, pe.tlsCallbacks, exceptionHandlers, guardedFunctions, pe.clr ? [1] : []];
  return (
    peFileFeatures(pe, image, peImportNames(pe, options)).length + code.reduce((sum, { length }) => sum + length, 0)
  );
}

function readElf(bytes: Uint8Array, diagnostics: Diagnostics): number {
  const elf = new ElfFile(bytes, diagnostics);
  const image = imageOfElf(elf);
  const code = [elf.relocations, elf.staticSymbols, elf.frames, readStartFunctions(elf), findImportStubs(elf)];
  for (const hint of Object.values(SYSTEM_HINTS)) hint(elf);
  const found =
    elfFileFeatures(elf, image, elfImportNames(elf), DEFAULT_SEMANTICS).length + (detectElfOs(elf)?.length ?? 0);
  return found + code.reduce((sum, { length }) => sum + length, 0);
}

function readMachO(bytes: Uint8Array, diagnostics: Diagnostics): number {
  const { offset, size } = chooseSlice(bytes, undefined, diagnostics).slice;
  const macho = new MachOFile(bytes.subarray(offset, offset + size), diagnostics);
  const image = imageOfMachO(macho, offset);
  const objectiveC = readObjectiveC(macho, image);
  const functionNames = functionNamesOf(macho, image, objectiveC);
  const code = [macho.functionStarts, macho.unwoundFunctions, macho.startFunctions, macho.fixups.binds, macho.symbols];
  const found = machoFileFeatures({ macho, image, functionNames, objectiveC, offset }).length;
  return found + code.reduce((sum, { length }) => sum + length, 0);
}
