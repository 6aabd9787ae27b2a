// What tells the system of an ELF file, each hint by itself.

import type { ElfFile } from '../../src/formats/elf/elf-file.ts';
import { systemOfGoBuild, systemOfGoSource } from '../../src/formats/elf/os/go.ts';
import {
  systemOfCompiler,
  systemOfHeader,
  systemOfInterpreter,
  systemOfLibraries,
  systemOfNeededVersions,
  systemOfSymbols,
} from '../../src/formats/elf/os/linkage.ts';
import { systemOfSectionNotes, systemOfSegmentNotes } from '../../src/formats/elf/os/notes.ts';
import { systemOfKernelLibrary } from '../../src/formats/elf/os/vdso.ts';

export const SYSTEM_HINTS: Readonly<Record<string, (elf: ElfFile) => string | undefined>> = {
  header: systemOfHeader,
  segmentNotes: systemOfSegmentNotes,
  sectionNotes: systemOfSectionNotes,
  interpreter: systemOfInterpreter,
  neededVersions: systemOfNeededVersions,
  libraries: systemOfLibraries,
  symbols: systemOfSymbols,
  goBuild: systemOfGoBuild,
  goSource: systemOfGoSource,
  compiler: systemOfCompiler,
  kernelLibrary: systemOfKernelLibrary,
};
