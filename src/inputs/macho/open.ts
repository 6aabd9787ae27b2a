// A Mach-O file as a program.

import type { ByteSource } from '../../bytes/source.ts';
import { imageOfMachO } from '../../code/macho-image.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { Program } from '../../features/program.ts';
import type { MachOCode } from '../../formats/macho/codes.ts';
import { MachOFile } from '../../formats/macho/macho-file.ts';
import { type ChosenSlice, CPU, chooseSlice } from '../../formats/macho/slices.ts';
import type { OpenOptions } from '../input.ts';
import { apiNamesBySlot } from '../shared/native/imported-symbols.ts';
import { openNativeProgram, readProgramBytes } from '../shared/native/open-program.ts';
import { codeFactsOfMachO, functionNamesOf } from './code-facts.ts';
import { machoFileFeatures, machoImportNames } from './file-features.ts';
import { readObjectiveC } from './objective-c.ts';
import { spellingsOf } from './symbol-names.ts';

const SEND = 'objc_msgSend';

/**
 * Throws CapaxError `input-corrupt` where this is no Mach-O file, `input-unsupported` for other machines than x86-64 and ARM64, `option-invalid`
 * where there is no program for the machine that is asked for.
 */
export async function openMachO(source: ByteSource, options: OpenOptions): Promise<Program> {
  const { semantics } = options;
  const bytes = await readProgramBytes(source);
  const chosen = chooseSlice(bytes, options.arch, options.diagnostics);
  tellOthers(chosen, options.diagnostics);
  const { offset, size, cpu } = chosen.slice;
  const macho = new MachOFile(bytes.subarray(offset, offset + size), options.diagnostics);
  const image = imageOfMachO(macho, offset);
  const objectiveC = readObjectiveC(macho, image);
  const functionNames = functionNamesOf(macho, image, objectiveC);
  return openNativeProgram(
    {
      format: 'macho',
      bytes,
      code: codeFactsOfMachO(macho, image, functionNames, objectiveC, semantics),
      facts: {
        semantics,
        symbolNames: (address) =>
          objectiveC.stubs.has(address) ? [SEND] : (functionNames.get(address) ?? []).flatMap(spellingsOf),
        apiNames: apiNamesBySlot(machoImportNames(macho), 0),
        objectAt: (address) => objectiveC.objects.get(address),
        textPassedBy: (address) => objectiveC.stubs.get(address),
      },
      globals: [
        { type: 'format', value: 'macho' },
        { type: 'os', value: 'macos' },
        { type: 'arch', value: cpu === CPU.aarch64 ? 'aarch64' : 'amd64' },
      ],
      file: machoFileFeatures({ macho, image, functionNames, objectiveC, offset }),
      missing: [],
    },
    options,
  );
}

function tellOthers({ slice, others }: ChosenSlice, diagnostics: Diagnostics<MachOCode>): void {
  if (others.length === 0) return;
  const message = `This is the program for ${slice.arch}; the file also has one for ${others.join(', ')} (--arch).`;
  diagnostics.add('note', 'macho-other-slices', message);
}
