// The same source, compiled for Windows, Linux and macOS, can do the same: the built-in rules match the same functions of it, whatever the
// format. Machines and optimisation change code, so programs are compared that have both in common; and functions for which the source, by
// the facts that are written down of it, does the same on these systems.

import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { addressesOf } from '../../src/result/document.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { readBuiltInRuleSet } from '../support/built-in-rules.ts';
import { ownProgram, ownPrograms } from '../support/own-programs.ts';

const IN_CODE: ReadonlySet<string | undefined> = new Set(['function', 'basic block', 'instruction']);
const KINDS = ['crypto', 'control', 'files', 'net', 'os'].flatMap((program) =>
  ['x64-O0', 'x64-O2', 'arm64-O0', 'arm64-O2'].map((kind) => [program, kind] as const),
);

/**
 * Functions whose code is another, as their disassembly shows: for macOS on ARM64 compilers take wider vectors, and the text of Base64 stands
 * right behind other bytes that `main` uses.
 */
const OTHER_CODE: ReadonlySet<string> = new Set(['crypto arm64-O2 xor_decode', 'crypto arm64-O2 main']);

interface Compared {
  /** What the source does, as text. */
  readonly facts: string;
  readonly rules: readonly string[];
}

let builtIn: RuleSet;
beforeAll(() => {
  builtIn = readBuiltInRuleSet();
});

/** By function of the source. */
async function compare(name: string): Promise<Map<string, Compared>> {
  const own = ownProgram(name);
  const { document } = await analyze(memorySource(name, own.bytes()), { rules: builtIn });
  const { analysis } = document.meta;
  if (analysis.flavour !== 'static' || analysis.baseAddress.type !== 'absolute') throw new Error('it is a program');
  const shift = Number(analysis.baseAddress.value) - Number(own.truth().image.base);
  const found = new Map<string, Compared>();
  for (const [title, { status, address, size, facts }] of own.expected()) {
    if (status !== 'present') continue;
    const start = Number(address) + shift;
    const end = start + Number(size);
    const rules = document.rules
      .filter(({ meta }) => IN_CODE.has(meta.scopes.static))
      .filter((rule) =>
        [...addressesOf(rule)].some((at) => at.type === 'absolute' && at.value >= start && at.value < end),
      )
      .map(({ meta }) => meta.name);
    found.set(title, { facts: JSON.stringify(facts.map(([kind, value]) => [kind, value])), rules: rules.sort() });
  }
  return found;
}

describe.skipIf(ownPrograms(/^crypto-macos/).length === 0)('one source (needs shared data)', () => {
  it.each(KINDS)('of %s can do the same on all systems: %s', async (program, kind) => {
    const names = [`${program}-macos-${kind}`, `${program}-linux-${kind}`, `${program}-windows-${kind}.exe`];
    const there = names.filter((name) => ownPrograms(/./).some((own) => own.name === name));
    const [first, ...others] = await Promise.all(there.map(compare));
    let compared = 0;
    for (const other of others) {
      for (const [title, { facts, rules }] of other) {
        const same = first?.get(title);
        if (same?.facts !== facts || OTHER_CODE.has(`${program} ${kind} ${title}`)) continue;
        compared++;
        expect({ title, rules: same.rules }).toEqual({ title, rules });
      }
    }
    expect(compared).toBeGreaterThanOrEqual(others.length);
  });
});
