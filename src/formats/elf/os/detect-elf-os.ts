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

export type SystemHint =
  | 'header'
  | 'segmentNotes'
  | 'sectionNotes'
  | 'interpreter'
  | 'neededVersions'
  | 'libraries'
  | 'symbols'
  | 'goBuild'
  | 'goSource'
  | 'compiler'
  | 'kernelLibrary';

/** Each hint by its name, in the order of their weight. */
export const SYSTEM_HINTS: Readonly<Record<SystemHint, (elf: ElfFile) => string | undefined>> = {
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

/** The system by its name in rules (`linux`, `freebsd` ...); undefined where nothing tells. */
export function detectElfOs(elf: ElfFile): string | undefined {
  for (const hint of Object.values(SYSTEM_HINTS)) {
    const system = hint(elf);
    if (system !== undefined) return system;
  }
  return undefined;
}
