// Names of instructions that mean something else on ARM64 than on x86: built-in rules about x86 do not match them there.

import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { buildBinExport2, int, mem, reg } from '../support/binexport2-builder.ts';
import { readBuiltInRuleSet } from '../support/built-in-rules.ts';

const X0 = reg('x0');
/** Registers, places and constants of x86 code as an ARM64 program may have them by chance. */
const instructions = [
  { address: 0x1000, mnemonic: 'str', operands: [X0, mem(reg('x1'))] },
  ...[0x4c, 0x8b, 0xd1, 0xb8, 0xe9, 0xcc].map((value) => ({ mnemonic: 'cmp', operands: [X0, int(value)] })),
  { mnemonic: 'mov', operands: [X0, int(0xe9)] },
  { mnemonic: 'mov', operands: [X0, int(0x40)] },
  ...[0x5000, 0x5001].map((target) => ({ mnemonic: 'bl', calls: [target] })),
];

async function rulesFor(arch: string): Promise<string[]> {
  const bytes = buildBinExport2({
    arch,
    functions: [[{ instructions }]],
    vertices: [
      { address: 0x5000, type: 2, name: 'mprotect' },
      { address: 0x5001, type: 2, name: 'GetProcAddress' },
    ],
  });
  const { document } = await analyze(memorySource('x', bytes), { rules: readBuiltInRuleSet() });
  return document.rules.map(({ meta }) => meta.name);
}

const ABOUT_X86 = [
  'compare code with breakpoint',
  'look for hooks at begin of functions',
  'read number of system call from code',
  'store task register',
  'write jump into code',
];

describe('built-in rules about x86 code', () => {
  it('match there, and nothing on ARM64', async () => {
    expect(await rulesFor('x86-64')).toEqual(expect.arrayContaining(ABOUT_X86));
    expect((await rulesFor('AARCH64-64')).filter((name) => ABOUT_X86.includes(name))).toEqual([]);
  });
});
