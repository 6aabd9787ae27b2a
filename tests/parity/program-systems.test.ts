// Systems of ELF files against what the reference says in its documents.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../src/diagnostics.ts';
import { ElfFile } from '../../src/formats/elf/elf-file.ts';
import { detectElfOs } from '../../src/formats/elf/os/detect-elf-os.ts';
import { judgedPrograms } from '../support/programs.ts';

const programs = judgedPrograms.filter(({ format }) => format === 'elf');

describe.skipIf(programs.length === 0)('systems of ELF files (needs shared data)', () => {
  it.each(programs.map((program) => [program.md5, program] as const))(
    '%s is for that of the reference',
    (_, program) => {
      const document = JSON.parse(gunzipSync(readFileSync(`${program.golden}.json.gz`)).toString());
      expect(detectElfOs(new ElfFile(program.bytes(), new Diagnostics()))).toBe(document.meta.analysis.os);
    },
  );
});
