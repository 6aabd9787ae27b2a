// Damaged inputs end in a result or in an error that says what to do, and in the same one however their bytes come.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { OUTPUTS } from '../../src/render/registry.ts';
import { damagedInputs, fuzzRuns } from './damaged-inputs.ts';
import { CONTRACT_ENTRIES } from './entries.ts';
import { survive } from './survive.ts';

const RUNS = fuzzRuns(30);

/** Bytes that come at once. */
const CHUNKS = [1, 2, 7, 64, 1000];

describe.each(CONTRACT_ENTRIES)('damage: $title', (entry) => {
  it(`ends in a result or a typed error, the same for all chunks, in every output (fuzz, ${RUNS} runs)`, async () => {
    for await (const { seed, bytes } of damagedInputs(entry, RUNS)) {
      // Now and then it is to be found what it is.
      const format = seed % 8 === 0 ? undefined : entry.input.format;
      const outputs = [OUTPUTS[seed % OUTPUTS.length]?.name as string];
      const chunkBytes = CHUNKS[Math.floor(seed / OUTPUTS.length) % CHUNKS.length] as number;
      try {
        const whole = await survive(memorySource('report', bytes, bytes.length), format, outputs);
        const pieces = await survive(memorySource('report', bytes, chunkBytes), format, outputs);
        expect(pieces, `in chunks of ${chunkBytes}`).toEqual(whole);
      } catch (error) {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
  }, 36_000_000);
});
