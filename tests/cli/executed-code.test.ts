// Recordings of executed instructions on the command line: the code that ran is listed, shown and matched.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { createCliFolder } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { type Run, root, runCapax } from '../support/run-capax.ts';
import { recordedCapaTrace, recordedProgram, recordedTenet, recordedX64dbg } from '../support/small-recording.ts';

const folder = createCliFolder();
const trace = folder.write('run.capatrace.ndjson', recordedCapaTrace());
const program = folder.write('program.elf', recordedProgram());
const threads = [0, 1].map((thread) => folder.write(`tenet/run.${thread}.log`, recordedTenet(thread as 0 | 1)));
const alone = folder.write('alone/run.1.log', recordedTenet(1));
const main = folder.write('main/run.0.log', recordedTenet(0));
const debugged = folder.write('run.trace64', recordedX64dbg());
const rules = join(folder.path, 'executed');
folder.write(
  'executed/mix.yml',
  ruleText('- and:\n  - characteristic: nzxor\n  - characteristic: tight loop', {
    name: 'mix in a loop',
    static: 'function',
    dynamic: 'unsupported',
  }),
);
folder.write(
  'executed/observed.yml',
  ruleText('- number: 0xEDB88320', { name: 'use a polynomial', static: 'basic block', dynamic: 'unsupported' }),
);

/** What it printed, if it went well and said nothing else. */
async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCapax(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

const capax = (...args: string[]): Promise<Run> => runCapax([...args, '-r', rules]);
/** Names of the rules of a table. */
const matched = ({ stdout }: Run): string[] =>
  ['mix in a loop', 'use a polynomial'].filter((name) => stdout.includes(name));

describe('capax functions', () => {
  it('lists the functions that ran', async () => {
    expect(await run('functions', trace)).toMatchInlineSnapshot(`
      "┏━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━┳━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━┓
      ┃ function    ┃ found by        ┃ blocks   ┃ instr.   ┃ callers   ┃ first at   ┃ ran       ┃ name  ┃
      ┡━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━╇━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━┩
      │ 0x401000    │ entry point     │ 1        │ 7        │ 0         │ 1          │ once      │       │
      │ 0x401020    │ call            │ 2        │ 3        │ 1         │ 5          │ 4 times   │       │
      └─────────────┴─────────────────┴──────────┴──────────┴───────────┴────────────┴───────────┴───────┘
      "
    `);
  });

  it('lists those of Tenet traces, all threads of which are one run, whichever is named', async () => {
    const [first, second] = await Promise.all(threads.map((path) => run('functions', path, '--sample', program)));
    expect(first).toMatchInlineSnapshot(`
      "┏━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━┳━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━┓
      ┃ function    ┃ found by        ┃ blocks   ┃ instr.   ┃ callers   ┃ first at   ┃ ran       ┃ name  ┃
      ┡━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━╇━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━┩
      │ 0x401000    │ entry point     │ 1        │ 7        │ 0         │ 1          │ once      │       │
      │ 0x401020    │ call            │ 2        │ 3        │ 1         │ 5          │ 4 times   │       │
      └─────────────┴─────────────────┴──────────┴──────────┴───────────┴────────────┴───────────┴───────┘
      "
    `);
    expect(second).toBe(first);
  });

  it('follows as many instructions as it is told to', async () => {
    const { code, stdout, stderr } = await runCapax([
      'functions',
      main,
      '--sample',
      program,
      '--max-instructions',
      '3',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "┏━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━┳━━━━━━━┳━━━━━━━┓
      ┃ function    ┃ found by        ┃ blocks    ┃ instr.    ┃ callers    ┃ first at    ┃ ran   ┃ name  ┃
      ┡━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━╇━━━━━━━╇━━━━━━━┩
      │ 0x401000    │ entry point     │ 1         │ 3         │ 0          │ 1           │ once  │       │
      └─────────────┴─────────────────┴───────────┴───────────┴────────────┴─────────────┴───────┴───────┘
      "
    `);
    expect(stderr).toMatchInlineSnapshot(`
      "capax: only the first 3 instructions are followed, 9 more are not (--max-instructions)
      "
    `);
  });
});

describe('capax disassemble', () => {
  it('shows the instructions of a function that ran', async () => {
    expect(await run('disassemble', trace, '0x401020')).toMatchInlineSnapshot(`
      "function 0x401020
        found by call; 2 blocks, 3 instructions; called by 0x401000
        characteristic(calls to) @ 0x40100E, characteristic(calls to) @ 0x401022

      basic block 0x401020
        basic block, characteristic(tight loop)
        0x401020  xor eax, ecx                        mnemonic(xor), characteristic(nzxor), characteristic(observed nzxor)  ; at 5, 4 times, rax=0x5, rcx=0x1
        0x401022  jne 0x401020                        mnemonic(jnz), mnemonic(jne)  ; at 6, 4 times

      basic block 0x401024
        basic block
        0x401024  ret                                 mnemonic(ret)  ; at 9, 2 times
      "
    `);
  });
});

describe('capax', () => {
  it('matches the code that ran', async () => {
    const found = await capax(trace);
    expect(found).toMatchObject({ code: 0 });
    expect(matched(found)).toEqual(['mix in a loop', 'use a polynomial']);
  });

  it('says the same of a run with its program', async () => {
    for (const args of [
      [trace, '--sample', program],
      [...threads, '--sample', program],
      [main, '--sample', program],
    ]) {
      const found = await capax(...args);
      expect({ args, code: found.code, matched: matched(found) }).toEqual({
        ...{ args, code: 0, matched: ['mix in a loop', 'use a polynomial'] },
      });
    }
  });

  it.each([
    ['capa-trace', [trace]],
    ['x64dbg', [debugged]],
    ['Tenet', [main, '--sample', program]],
  ])('says once that it followed only as many instructions as it was told to: %s', async (_, args) => {
    const { code, stdout } = await capax(...args, '--max-instructions', '5');
    expect(code).toBe(0);
    expect(stdout.match(/^.*only the first 5 instructions are followed.*$/gm)).toHaveLength(1);
  });

  it('takes two threads that are named for one run', async () => {
    const [both, one] = await Promise.all([
      capax(...threads, '--sample', program, '-j'),
      capax(threads[0] as string, '--sample', program, '-j'),
    ]);
    const pathsOf = ({ stdout }: Run): string[] =>
      JSON.parse(stdout).dynamic.map((half: { meta: { sample: { path: string } } }) => half.meta.sample.path);
    expect(pathsOf(both)).toEqual([threads[0]]);
    expect(pathsOf(one)).toEqual([threads[0]]);
  });

  it('says what to do where a recording has no bytes of instructions', async () => {
    const { code, stderr } = await capax(alone);
    expect(code).not.toBe(0);
    expect(stderr.replaceAll(folder.path, '')).toMatchInlineSnapshot(`
      "capax: The recording has no bytes of instructions
        at: /alone/run.1.log
        Give the program with --sample: its instructions are taken from there.
        (report-no-calls)
      "
    `);
  });

  it('writes what ran beside the program as its schema says', async () => {
    const document = JSON.parse(await run(debugged, '--sample', program, '-r', rules, '-j'));
    const schema = JSON.parse(readFileSync(join(root, 'schemas/together.schema.json'), 'utf8'));
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document.payloads).toMatchObject([
      { source: 'executed code', sha256: '', static: { meta: { flavor: 'static' } } },
    ]);
    expect(document.capabilities).toMatchObject([
      { name: 'mix in a loop', seen: 'code', payloads: [{ payload: 0 }] },
      { name: 'use a polynomial' },
    ]);
  });
});
