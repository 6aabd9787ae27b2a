// An ELF file as a program.

import type { ByteSource } from '../../bytes/source.ts';
import { imageOfElf } from '../../code/elf-image.ts';
import { CapaxError } from '../../errors.ts';
import type { Program } from '../../features/program.ts';
import { ElfFile } from '../../formats/elf/elf-file.ts';
import { ELF_MACHINE } from '../../formats/elf/headers.ts';
import { detectElfOs } from '../../formats/elf/os/detect-elf-os.ts';
import { sectionEnds } from '../../formats/elf/section-end.ts';
import type { OpenOptions } from '../input.ts';
import { elfFileFeatures, elfImportNames } from '../shared/native/elf-file-features.ts';
import { apiNamesBySlot } from '../shared/native/imported-symbols.ts';
import { openNativeProgram, readProgramBytes } from '../shared/native/open-program.ts';
import { codeFactsOfElf } from './code-facts.ts';
import { SymbolNames } from './symbol-names.ts';

const ARCHES: ReadonlyMap<number, string> = new Map([
  [ELF_MACHINE.i386, 'i386'],
  [ELF_MACHINE.amd64, 'amd64'],
  [ELF_MACHINE.aarch64, 'aarch64'],
]);

/** Throws CapaxError `input-corrupt` where this is no ELF file, `input-unsupported` for other machines than x86 and AArch64. */
export async function openElf(source: ByteSource, options: OpenOptions): Promise<Program> {
  const { semantics } = options;
  const elf = new ElfFile(await readProgramBytes(source), options.diagnostics);
  const arch = ARCHES.get(elf.headers.machine);
  if (arch === undefined) {
    throw new CapaxError('input-unsupported', `${source.name} is a program for a machine that is not known`, {
      where: `machine ${elf.headers.machine}`,
      hint: 'capax takes programs for x86, x86-64 and AArch64 apart.',
    });
  }
  const image = imageOfElf(elf);
  const os = detectElfOs(elf);
  const imports = elfImportNames(elf);
  const names = new SymbolNames(elf, semantics);
  return openNativeProgram(
    {
      format: 'elf',
      bytes: elf.bytes,
      code: codeFactsOfElf(elf, image, imports, semantics),
      facts: {
        semantics,
        symbolNames: (address) => names.of(address),
        apiNames: apiNamesBySlot(imports, 0),
        sectionEnd: sectionEnds(elf),
      },
      globals: [
        { type: 'format', value: 'elf' },
        ...(os === undefined ? [] : [{ type: 'os', value: os } as const]),
        { type: 'arch', value: arch },
      ],
      file: elfFileFeatures(elf, image, imports, semantics),
      missing: [],
    },
    options,
  );
}
