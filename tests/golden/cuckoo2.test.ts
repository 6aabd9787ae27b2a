// A small report as Cuckoo 2 writes it, and all that is read from it.

import { expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Trace } from '../../src/features/trace.ts';
import { capeInput } from '../../src/inputs/cape/index.ts';
import { cuckoo2Input } from '../../src/inputs/cuckoo2/index.ts';
import { DEFAULT_SEMANTICS } from '../../src/semantics.ts';
import { describeTrace, expectGolden, goldenInput } from '../support/golden.ts';

it('cuckoo2/report.json', async () => {
  const path = 'cuckoo2/report.json';
  const bytes = goldenInput(path);
  const probe = { name: path, raw: bytes, head: bytes };
  expect(cuckoo2Input.recognise(probe)).toBeGreaterThan(capeInput.recognise(probe));
  const options = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics() };
  const trace = (await cuckoo2Input.open(memorySource(path, bytes), options)) as Trace;
  expectGolden(path, await describeTrace(trace));
});
