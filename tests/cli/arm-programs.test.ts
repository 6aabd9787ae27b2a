// Programs of ARM64 code on the command line.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCliFolder } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { runCapax } from '../support/run-capax.ts';
import { CLEAR, LOOK_UP, START, STUB, smallArmElf, smallArmPe, UNNAMED } from '../support/small-arm-program.ts';

const folder = createCliFolder();
folder.write(
  'arm-rules/waits.yml',
  ruleText(
    '- and:\n  - or:\n    - api: sleep\n    - api: Sleep\n  - string: settings.txt\n  - number: 0xdeadbeef\n  - arch: aarch64',
    {
      name: 'waits on ARM64',
      static: 'function',
    },
  ),
);
folder.write(
  'arm-rules/loop.yml',
  ruleText('- and:\n  - characteristic: loop\n  - characteristic: nzxor', { name: 'decodes', static: 'function' }),
);
const rules = join(folder.path, 'arm-rules');
const KINDS = [
  ['an ELF file', folder.write('small-arm', smallArmElf()), 'sleep'],
  ['a PE file', folder.write('small-arm.exe', smallArmPe()), 'api-ms-win-core-synch-l1-2-0.dll!Sleep'],
] as const;
const hexadecimal = (address: number): string => `0x${address.toString(16).toUpperCase()}`;

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCapax(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe.each(KINDS)('%s for ARM64', (kind, path, imported) => {
  it('has its functions listed, with why each is one', async () => {
    const rows = (await run('functions', path)).split('\n').map((line) => line.split(/ *[│┃] */).slice(1, -1));
    const [isElf, listed] = [kind === 'an ELF file', rows.filter(([address]) => address?.startsWith('0x'))];
    expect(listed.map((row) => row.slice(0, 4))).toEqual([
      [hexadecimal(START), 'entry point', '1', '9'],
      [hexadecimal(CLEAR), isElf ? 'symbol' : 'call', '4', '6'],
      [hexadecimal(LOOK_UP), isElf ? 'symbol' : 'call', '5', '14'],
      [hexadecimal(UNNAMED), isElf ? 'symbol' : 'exception table', '1', '2'],
      [hexadecimal(STUB), expect.any(String), '1', '4'],
    ]);
    expect(listed.at(-1)?.at(-1)).toBe(`→ ${imported}`);
  });

  it('is shown as instructions with what they mean', async () => {
    const shown = await run('disassemble', path, hexadecimal(START));
    expect(shown).toMatch(/adrp x0, 0x402000/);
    expect(shown).toMatch(/add x0, x0, #0x140.*string\(settings\.txt\)/);
    expect(shown).toMatch(/movk w?x?0, #0xdead, lsl #16.*number\(0xDEADBEEF\)/);
    expect(shown).toMatch(/bl .*api\(sleep\)/i);
    expect(await run('disassemble', path, hexadecimal(LOOK_UP))).toContain('br x9');
  });

  it('matches rules', async () => {
    const text = await run(path, '-r', rules, '-vv');
    expect(text).toContain('aarch64');
    expect(text).toContain('waits on ARM64');
    expect(text).toContain('decodes');
    expect(text).toContain(`function @ ${hexadecimal(CLEAR)}`);
  });
});
