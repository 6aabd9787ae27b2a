// Raw code as a program: mapped where the reference maps it, with its first byte as the entry point.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Image } from '../../code/image.ts';
import type { Program } from '../../features/program.ts';
import type { OpenOptions } from '../input.ts';
import { embeddedPeFeatures, stringFeatures } from '../shared/native/file-features.ts';
import { openNativeProgram, readProgramBytes } from '../shared/native/open-program.ts';

const BASE = 0x690000;

export async function openShellcode(source: ByteSource, bits: 32 | 64, options: OpenOptions): Promise<Program> {
  const { semantics } = options;
  const bytes = await readProgramBytes(source);
  const name = `shellcode_0x${BASE.toString(16)}`;
  const rights = { isReadable: true, isWritable: true, isExecutable: true };
  const image = new Image({
    bits,
    base: BASE,
    regions: [{ start: BASE, end: BASE + bytes.length, bytes, fileOffset: 0, name, ...rights }],
  });
  return openNativeProgram(
    {
      format: `sc${bits}`,
      bytes,
      code: {
        image,
        platform: 'windows',
        imports: new IntegerMap(),
        seeds: [{ address: BASE, evidence: 'entry point' }],
        relocations: [],
        names: new IntegerMap(),
      },
      facts: {
        semantics,
        symbolNames: () => [],
        apiNames: () => [],
      },
      globals: [{ type: 'arch', value: bits === 32 ? 'i386' : 'amd64' }],
      file: [
        ...embeddedPeFeatures(bytes),
        { feature: { type: 'export', value: '__entry' }, address: { type: 'absolute', value: BASE } },
        { feature: { type: 'section', value: name }, address: { type: 'absolute', value: BASE } },
        ...stringFeatures(bytes),
      ],
      missing: [],
    },
    options,
  );
}
