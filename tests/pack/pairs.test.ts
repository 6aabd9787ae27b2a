// Built-in rules that need an order or both sides, on programs with recorded runs of which their author says what they did.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeTogether } from '../../src/analyze-together.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { asksForOrder } from '../../src/rules/adapt-rules.ts';
import { readBuiltInRuleSet } from '../support/built-in-rules.ts';
import { sharedPath } from '../support/shared.ts';

const folder = sharedPath('data', 'pairs');
const ruleSet = readBuiltInRuleSet();
const joint = new Set(
  ruleSet.rules
    .filter(({ meta, statement }) => meta.scopes.both !== undefined || asksForOrder(statement))
    .map(({ meta }) => meta.name),
);

describe.skipIf(folder === undefined)('programs with their runs (needs shared data)', () => {
  it.each([
    // The right order in one thread; over two threads and in another order it is not one act of a thread.
    [
      'win-inject-self/x64-O2-stripped',
      'win-inject-self.exe',
      'report.json',
      ['inject code through one process handle'],
    ],
    // The Run key and what changes it are decoded, and found by name at run time; so is what asks for a debugger.
    [
      'win-updater/x86-O2-stripped',
      'win-updater.exe',
      'report-hooks.json',
      [
        'ask for debugger through pointer that its code does not name',
        'change registry through pointer that its code does not name',
        'start at logon through key that its file does not name',
      ],
    ],
    // A file and a mutex are a matter of the code that it decodes into memory of its own.
    [
      'win-unpack/x64-O2',
      'win-unpack.exe',
      'report.json',
      ['make memory executable after it was writable', 'open files for writing only from unpacked code'],
    ],
    // Encoded paths, a child and sockets, but nothing that these rules are about.
    ['lin-collector/x64-O2', 'lin-collector', 'strace.txt', []],
    ['lin-unpack/x64-O2', 'lin-unpack', 'strace.txt', ['make mapped memory executable after writing']],
  ])('%s', async (variant, program, run, expected) => {
    const [code, trace] = [program, run].map((name) => ({
      source: memorySource(name, readFileSync(join(folder as string, variant, name))),
    }));
    if (code === undefined || trace === undefined) throw new Error('there are two');
    const { document } = await analyzeTogether(code, [trace], { rules: ruleSet, pair: true });
    const names = document?.capabilities.map(({ meta }) => meta.name) ?? [];
    expect(names.filter((name) => joint.has(name)).sort()).toEqual(expected);
  });
});
