// A PE file as a program.

import type { ByteSource } from '../../../bytes/source.ts';
import { imageOfPe } from '../../../code/pe-image.ts';
import { CapaxError } from '../../../errors.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { Program } from '../../../features/program.ts';
import { MACHINE } from '../../../formats/pe/headers.ts';
import { NO_ORDINAL_NAMES } from '../../../formats/pe/ordinal-names.ts';
import { PeFile } from '../../../formats/pe/pe-file.ts';
import type { OpenOptions } from '../../input.ts';
import { apiNamesBySlot, peImportNames } from './imported-symbols.ts';
import { openNativeProgram, readProgramBytes } from './open-program.ts';
import { codeFactsOfPe } from './pe-code-facts.ts';
import { peFileFeatures } from './pe-file-features.ts';

const ARCHES: ReadonlyMap<number, string> = new Map([
  [MACHINE.i386, 'i386'],
  [MACHINE.amd64, 'amd64'],
  [MACHINE.arm64, 'aarch64'],
]);

const MANAGED: MissingPart = {
  part: 'managed code',
  consequence: 'rules about .NET classes, calls and strings in methods cannot match',
};

/** Throws CapaxError `input-corrupt` where there is no PE header, `input-unsupported` for other machines than x86 and AArch64. */
export async function openPe(source: ByteSource, options: OpenOptions): Promise<Program> {
  return openPeProgram(new PeFile(await readProgramBytes(source), options.diagnostics), source.name, options);
}

/** Whether the code of its machine is taken apart. */
export function hasKnownMachine(pe: PeFile): boolean {
  return ARCHES.has(pe.headers.machine);
}

/** The native side of a PE file. Throws CapaxError `input-unsupported` for other machines than x86 and AArch64. */
export function openPeProgram(pe: PeFile, name: string, options: OpenOptions): Program {
  const { semantics, ordinalNames = NO_ORDINAL_NAMES } = options;
  const arch = ARCHES.get(pe.headers.machine);
  if (arch === undefined) {
    throw new CapaxError('input-unsupported', `${name} is a program for a machine that is not known`, {
      where: `machine 0x${pe.headers.machine.toString(16)}`,
      hint: 'capax takes programs for x86, x86-64 and AArch64 apart.',
    });
  }
  const image = imageOfPe(pe);
  const imports = peImportNames(pe, { ordinalNames, semantics });
  return openNativeProgram(
    {
      format: 'pe',
      bytes: pe.bytes,
      code: codeFactsOfPe(pe, image, semantics),
      facts: {
        semantics,
        symbolNames: () => [],
        apiNames: apiNamesBySlot(imports, image.base),
      },
      globals: [
        { type: 'format', value: 'pe' },
        { type: 'os', value: 'windows' },
        { type: 'arch', value: arch },
      ],
      file: peFileFeatures(pe, image, imports),
      missing: pe.clr === undefined ? [] : [MANAGED],
    },
    options,
  );
}
