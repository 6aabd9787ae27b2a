// What lies at an address of the disassembler's, in the sample's own bytes.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Semantics } from '../../semantics.ts';
import type { Listing } from './listing.ts';
import type { Sample, SamplePart } from './sample.ts';

/** Parts of memory that are looked at, and sections that are compared. Programs have a few. */
const MOST_PARTS = 256;
/** Most that is read. */
const MOST_BYTES = 0x100;
const NOTHING = new Uint8Array();

export class Memory {
  readonly #parts: readonly SamplePart[];
  readonly #shift: number;

  /** `shift`: how far the disassembler's addresses are from those of the sample's file. */
  constructor(sample: Sample, shift: number) {
    this.#parts = sample.parts.slice(0, MOST_PARTS);
    this.#shift = shift;
  }

  /** Up to 256 bytes; none where the program has nothing. */
  read(address: number): Uint8Array {
    const own = address - this.#shift;
    for (const { start, size, bytes } of this.#parts) {
      if (own < start || own >= start + size) continue;
      const length = Math.min(MOST_BYTES, start + size - own);
      const filled = bytes.subarray(own - start, own - start + length);
      if (filled.length === length) return filled;
      const whole = new Uint8Array(length);
      whole.set(filled);
      return whole;
    }
    return NOTHING;
  }
}

/**
 * How far the disassembler moved the program: what most of its sections agree on. The reference takes the lowest section for the beginning,
 * which is off where the headers are no section, and where the program has a place of its own.
 */
export function findShift(listing: Listing, sample: Sample, semantics: Semantics): number {
  const base = listing.base ?? 0;
  if (!semantics['binexport2-base']) return isPe(sample) ? base - sample.base : base;
  const votes = new IntegerMap<number>();
  const sections = sample.sections.slice(0, MOST_PARTS);
  for (const { address } of listing.file.sections.slice(0, MOST_PARTS)) {
    for (const own of sections) votes.set(address - own, (votes.get(address - own) ?? 0) + 1);
  }
  let best = base - sample.base;
  let most = votes.get(best) ?? 0;
  for (const [shift, count] of votes) {
    if (count > most || (count === most && shift === 0)) [best, most] = [shift, count];
  }
  return best;
}

function isPe({ globals }: Sample): boolean {
  return globals.some((feature) => feature.type === 'format' && feature.value === 'pe');
}
