// Which system an ELF file is for. Few files say it outright, so eleven hints are looked at, the surest first.

import type { ElfFile } from '../elf-file.ts';
import { systemOfGoBuild, systemOfGoSource } from './go.ts';
import {
  systemOfCompiler,
  systemOfHeader,
  systemOfInterpreter,
  systemOfLibraries,
  systemOfNeededVersions,
  systemOfSymbols,
} from './linkage.ts';
import { systemOfSectionNotes, systemOfSegmentNotes } from './notes.ts';
import { systemOfKernelLibrary } from './vdso.ts';

/** The hints, in the order of their weight. */
const HINTS: readonly ((elf: ElfFile) => string | undefined)[] = [
  systemOfHeader,
  systemOfSegmentNotes,
  systemOfSectionNotes,
  systemOfInterpreter,
  systemOfNeededVersions,
  systemOfLibraries,
  systemOfSymbols,
  systemOfGoBuild,
  systemOfGoSource,
  systemOfCompiler,
  systemOfKernelLibrary,
];

/** The system by its name in rules (`linux`, `freebsd` ...); undefined where nothing tells. */
export function detectElfOs(elf: ElfFile): string | undefined {
  for (const hint of HINTS) {
    const system = hint(elf);
    if (system !== undefined) return system;
  }
  return undefined;
}
