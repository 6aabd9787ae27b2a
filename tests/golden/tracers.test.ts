// Small logs as strace and ltrace write them with various options, and all that is read from each.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Trace } from '../../src/features/trace.ts';
import { ltraceInput } from '../../src/inputs/ltrace/index.ts';
import { straceInput } from '../../src/inputs/strace/index.ts';
import { DEFAULT_SEMANTICS } from '../../src/semantics.ts';
import { describeTrace, expectGolden, goldenInput } from '../support/golden.ts';

describe.each([
  ['strace', straceInput, ['follow.txt', 'terminal.txt', 'full.txt', 'alone.txt.4242']],
  ['ltrace', ltraceInput, ['follow.txt', 'system.txt']],
] as const)('%s', (folder, input, names) => {
  it.each(names)('%s', async (name) => {
    const path = `${folder}/${name}`;
    const bytes = goldenInput(path);
    const probes = [straceInput, ltraceInput].map((other) => other.recognise({ name, raw: bytes, head: bytes }));
    expect(probes).toEqual([straceInput, ltraceInput].map((other) => (other === input ? 2 : 0)));
    const options = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics() };
    const trace = (await input.open(memorySource(name, bytes), options)) as Trace;
    expectGolden(path, await describeTrace(trace));
  });
});
