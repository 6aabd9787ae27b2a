// What an ELF file says about its system by what it is linked with: interpreter, versions, libraries, symbols, and the compiler's note.

import { byteText } from '../../../bytes/byte-view.ts';
import type { ElfFile } from '../elf-file.ts';
import { ELF_MACHINE, SECTION } from '../headers.ts';
import { readNeededVersions } from '../versions.ts';
import { SYSTEM_BY_ABI } from './system-names.ts';

export function systemOfHeader({ headers }: ElfFile): string | undefined {
  return SYSTEM_BY_ABI.get(headers.osAbi);
}

export function systemOfInterpreter(elf: ElfFile): string | undefined {
  return elf.interpreter?.includes('ld-linux') === true ? 'linux' : undefined;
}

/** GNU's C library has been made for Linux and, on i386, for the Hurd. */
export function systemOfNeededVersions(elf: ElfFile): string | undefined {
  if (!readNeededVersions(elf).some(({ version }) => version.startsWith('GLIBC'))) return undefined;
  const interpreter = elf.headers.machine === ELF_MACHINE.i386 ? elf.interpreter : undefined;
  const isHurd = interpreter !== undefined && !interpreter.includes('ld-linux') && interpreter.includes('/ld.so');
  return isHurd ? 'hurd' : 'linux';
}

const SYSTEM_BY_LIBRARY = [
  ['libmachuser.so', 'hurd'],
  ['libhurduser.so', 'hurd'],
  ['libandroid.so', 'android'],
  ['liblog.so', 'android'],
] as const;

export function systemOfLibraries(elf: ElfFile): string | undefined {
  for (const needed of elf.dynamic.needed) {
    for (const [library, system] of SYSTEM_BY_LIBRARY) if (needed.startsWith(library)) return system;
  }
  return undefined;
}

export function systemOfSymbols(elf: ElfFile): string | undefined {
  const section = elf.headers.sections.find(({ type }) => type === SECTION.symbols);
  if (section === undefined) return undefined;
  return elf.symbolsOf(section).some(({ name }) => name.includes('linux')) ? 'linux' : undefined;
}

const LINUX_VENDORS = ['Debian', 'Ubuntu', 'Red Hat', 'Alpine'];

/** Compilers leave their name and vendor in a section. */
export function systemOfCompiler(elf: ElfFile): string | undefined {
  for (const section of elf.headers.sections) {
    if (section.type !== SECTION.bits || section.name !== '.comment') continue;
    const text = byteText(elf.wholeBytes(section.offset, section.size) ?? new Uint8Array());
    if (!text.includes('GCC:')) continue;
    if (LINUX_VENDORS.some((vendor) => text.includes(vendor))) return 'linux';
    if (text.includes('Android')) return 'android';
  }
  return undefined;
}
