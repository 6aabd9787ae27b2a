// BinExport2 files on the command line: the program beside them, given by --sample, or absent.

import { createHash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildBinExport2, int, reg } from '../support/binexport2-builder.ts';
import { createCliFolder } from '../support/cli-folder.ts';
import { runCapax, temporaryFolder } from '../support/run-capax.ts';
import { smallProgram } from '../support/small-program.ts';

const folder = createCliFolder();
const program = smallProgram();
const listing = buildBinExport2({
  id: createHash('sha256').update(program).digest('hex'),
  arch: 'x86-32',
  functions: [
    [
      {
        instructions: [
          { address: 0x401000, mnemonic: 'mov', operands: [reg('eax'), int(7)], bytes: 'b807000000' },
          { mnemonic: 'ret', bytes: 'c3' },
        ],
      },
    ],
  ],
  vertices: [{ address: 0x401000, name: 'start\x1b[31m' }],
  sections: [{ address: 0x401000, size: 0x1000 }],
});

const alone = folder.write('alone/listing.BinExport', listing);
const beside = folder.write('beside/listing.BinExport', listing);
folder.write('beside/a-text.txt', 'not it');
folder.write('beside/program.bin.gz', gzipSync(program));
const sample = folder.write('elsewhere/program.bin', program);
const wrong = folder.write('elsewhere/wrong.bin', 'MZ');

/** Whether the operating system is known, which only the program tells, and how it ended. */
async function features(...args: string[]): Promise<{ code: number | null; hasSystem: boolean }> {
  const { code, stdout } = await runCapax(['features', ...args]);
  return { code, hasSystem: stdout.includes('os(windows)') };
}

describe('the program that was taken apart', () => {
  it('is found beside the file by its hash, also packed or behind a link', async () => {
    const linked = join(temporaryFolder(), 'program');
    symlinkSync(sample, linked);
    const copy = join(linked, '..', 'listing.BinExport');
    symlinkSync(alone, copy);
    for (const input of [beside, copy]) {
      expect(await features(input)).toEqual({ code: 0, hasSystem: true });
    }
  });

  it('may be given, may be absent, and must be the right one', async () => {
    const [given, absent, analysed, other, none] = await Promise.all([
      features(alone, '--sample', sample),
      features(alone),
      runCapax([alone]),
      runCapax(['features', alone, '--sample', wrong]),
      runCapax(['features', alone, '--sample', join(sample, 'none')]),
    ]);
    expect(given).toEqual({ code: 0, hasSystem: true });
    expect(absent).toEqual({ code: 0, hasSystem: false });
    expect(analysed).toMatchObject({ code: 0, stdout: expect.stringContaining('[binexport2-sample-missing]') });
    expect(other.stderr).toMatch(/another program.*\(option-invalid\)/s);
    expect(none.stderr).toContain('(input-unreadable)');
    expect([other.code, none.code]).not.toContain(0);
  });
});

describe('a BinExport2 file', () => {
  it('may come packed and by standard input', async () => {
    const { code, stdout } = await runCapax(['features', '-', '--sample', sample], { input: gzipSync(listing) });
    expect(code).toBe(0);
    expect(stdout).toContain('os(windows)');
  });

  it('has functions and instructions to show, without what its names do to terminals', async () => {
    const [functions, instructions] = await Promise.all([
      runCapax(['functions', beside]),
      runCapax(['disassemble', beside, '0x401000']),
    ]);
    expect(functions.stdout).toMatch(/401000.*start/s);
    expect(functions.stdout).not.toContain('\x1b');
    expect(instructions.stdout).toContain('0x401000  mov eax, 7');
    expect(instructions.stdout).toContain('number(0x7)');
  });
});
