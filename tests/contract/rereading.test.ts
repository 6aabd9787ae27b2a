// Calls are read twice: once for rules, and again by their places when somebody looks at them. Both readings must see the same calls,
// whatever the input is like.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { CapaxError } from '../../src/errors.ts';
import type { CallParts } from '../../src/features/call.ts';
import type { Trace } from '../../src/features/trace.ts';
import type { ContractEntry } from './contract-entry.ts';
import { damagedInputs, fuzzRuns } from './damaged-inputs.ts';
import { CONTRACT_ENTRIES } from './entries.ts';
import { openWith, recycledChunks, StrictSink } from './read-strictly.ts';

const RUNS = fuzzRuns(75);

const TRACES = CONTRACT_ENTRIES.filter(({ expected }) => expected.some((line) => line.includes('/')));

/** Names that the first reading gave rules for each place. */
async function readNames(trace: Trace): Promise<ReadonlyMap<number, readonly string[]>> {
  const sink = new StrictSink();
  await trace.read(sink);
  const names = new Map<number, string[]>();
  for (const { at, features } of sink.calls) {
    const apis = features
      .map((text): { type: string; api?: string } => JSON.parse(text))
      .flatMap(({ api }) => api ?? []);
    names.set(at, [...(names.get(at) ?? []), ...apis]);
  }
  return names;
}

async function describeAll(trace: Trace, at: Float64Array): Promise<CallParts[]> {
  const calls: CallParts[] = [];
  await trace.describeCalls(at, (index, call) => {
    expect(index).toBe(calls.length);
    calls.push(call);
  });
  expect(calls.length).toBe(at.length);
  return calls;
}

/** Whether a call that is shown under one name may have been given to rules under the others, which are spellings of it. */
function isSameCall(shown: string, given: readonly string[]): boolean {
  return given.length === 0 || given.some((name) => name.includes(shown) || shown.includes(name));
}

async function readTwice({ input, textIsApart }: ContractEntry, bytes: Uint8Array, chunkBytes: number): Promise<void> {
  let trace: Trace;
  let names: ReadonlyMap<number, readonly string[]>;
  try {
    const source =
      chunkBytes === 0 ? memorySource('report', bytes) : recycledChunks('report', bytes, chunkBytes, false);
    const { opened } = await openWith(input, source);
    if (opened.flavour === 'static') return;
    trace = opened;
    names = await readNames(opened);
  } catch (error) {
    if (error instanceof CapaxError) return;
    throw error;
  }
  const at = Float64Array.from(names.keys()).sort();
  const all = await describeAll(trace, at);
  const some = await describeAll(
    trace,
    at.filter((_, n) => n % 3 === 1),
  );
  expect(some).toEqual(all.filter((_, n) => n % 3 === 1));
  if (textIsApart === true) return;
  for (const [n, { api }] of all.entries()) {
    const given = names.get(at[n] as number) as readonly string[];
    expect(isSameCall(api, given), `${api} at ${at[n]} was given as ${given.join(', ')}`).toBe(true);
  }
}

describe.each(TRACES)('calls that are read again: $title', (entry) => {
  it(`are the same in damaged inputs (fuzz, ${RUNS} runs)`, async () => {
    for await (const { seed, bytes, random } of damagedInputs(entry, RUNS)) {
      const chunkBytes = seed % 2 === 0 ? 0 : 1 + Math.floor(random() * 100);
      await readTwice(entry, bytes, chunkBytes).catch((error: unknown) => {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      });
    }
  }, 36_000_000);
});
