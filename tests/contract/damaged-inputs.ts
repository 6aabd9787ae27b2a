// Inputs of the contract suite, damaged at random. `npm run fuzz` makes many of them: CAPAX_FUZZ_RUNS says how many of each kind,
// CAPAX_FUZZ_SEED where to begin, so that another night tries others.

import { damage, randomNumbers } from '../support/damage.ts';
import type { ContractEntry } from './contract-entry.ts';
import { CONTRACT_ENTRIES } from './entries.ts';

const FIRST_SEED = Number(process.env['CAPAX_FUZZ_SEED'] ?? 0);

/** How many to try; `few` in an ordinary run of the tests. */
export function fuzzRuns(few: number): number {
  return Number(process.env['CAPAX_FUZZ_RUNS'] ?? few);
}

export interface DamagedInput {
  readonly seed: number;
  readonly bytes: Uint8Array;
  /** More chance of the same seed. */
  readonly random: () => number;
}

/** The sound input of an entry, damaged in many ways; of a container mostly what is inside. Pieces of the other entries get in. */
export async function* damagedInputs({ sound, packed }: ContractEntry, runs: number): AsyncIterable<DamagedInput> {
  const whole = await sound();
  const others = await Promise.all(CONTRACT_ENTRIES.map((other) => other.packed?.content() ?? other.sound()));
  for (let seed = FIRST_SEED; seed < FIRST_SEED + runs; seed++) {
    const random = randomNumbers(seed);
    const bytes =
      packed !== undefined && seed % 4 > 0
        ? await packed.pack(damage(packed.content(), random, others))
        : damage(whole, random, others);
    yield { seed, bytes, random };
  }
}
