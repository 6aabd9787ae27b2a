// Programs that are made to do harm end in a result, perhaps one that says what was left out, or in a typed error, in bounded time and
// memory. Small here; `npm run fuzz` makes them of 10 MB, and damages the programs of the workplace.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { startCpuClock } from '../support/cpu-time.ts';
import { damage, randomNumbers } from '../support/damage.ts';
import { HOSTILE_PROGRAMS } from '../support/hostile-programs.ts';
import { allPrograms, type ProgramRow } from '../support/programs.ts';
import { fuzzRuns } from './damaged-inputs.ts';
import { survive } from './survive.ts';

const RUNS = fuzzRuns(0);
const SIZE = RUNS > 0 ? 10_000_000 : 12_000;
/** Milliseconds of processor time that one program may take; in npm test, that of what other threads do meanwhile is in it. */
const MOST_MS = RUNS > 0 ? 20_000 : 60_000;

/** Analyses a program; what it takes is measured. */
async function endure(bytes: Uint8Array, format: string | undefined): Promise<void> {
  const used = startCpuClock();
  await survive(memorySource('program', bytes), format, ['json']);
  expect(used()).toBeLessThan(MOST_MS);
}

describe('a hostile program', () => {
  it.each(HOSTILE_PROGRAMS)('does no harm: $title', async ({ format, build }) => {
    await endure(build(SIZE), format);
  });
});

/** Those whose names come first, so that sizes and formats are mixed. */
const SAMPLES = [...allPrograms].sort((a, b) => (a.md5 < b.md5 ? -1 : 1));
const CUTS = 20;
const FLIPPED = 20;

describe.skipIf(RUNS === 0 || SAMPLES.length === 0)(
  'a damaged program (in npm run fuzz, with the programs of the workplace)',
  () => {
    const formatOf = ({ format }: ProgramRow): string | undefined => (format.startsWith('sc') ? format : undefined);

    it.each(SAMPLES)('does no harm cut anywhere: $md5', async (row) => {
      const bytes = row.bytes();
      for (let i = 1; i <= CUTS; i++) {
        await endure(bytes.slice(0, Math.floor((bytes.length * i) / (CUTS + 1))), formatOf(row));
      }
    });

    it.each(SAMPLES.slice(0, FLIPPED))('does no harm with changed bytes: $md5', async (row) => {
      const bytes = row.bytes();
      for (let seed = 0; seed < Math.min(RUNS, 1000); seed++) {
        const random = randomNumbers(seed);
        // Every other one in the headers and tables, which most of them have in front.
        const damaged = bytes.slice();
        const at = Math.floor(random() * (seed % 2 === 0 ? bytes.length : Math.min(bytes.length, 1024)));
        damaged[at] = (damaged[at] as number) ^ (1 << Math.floor(random() * 8));
        await endure(seed % 10 === 9 ? damage(bytes, random) : damaged, formatOf(row));
      }
    });
  },
);
