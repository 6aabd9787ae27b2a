// Where a recording that tells of no modules has a program: where most of what ran are instructions of it.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { LOCATION } from '../location-map.ts';
import type { ProgramCode } from '../program-code.ts';

/** Modules are loaded at multiples of it. */
const PAGE = 0x1000;
/** Addresses and functions that are tried with each other, places that are looked at closely, and addresses for that. */
const MOST_TRIED = 200_000;
const MOST_FUNCTIONS = 20_000;
const MOST_PLACES = 16;
const MOST_CHECKED = 200_000;
/** Pairs of an address and a function that are counted: a program may have all of its functions at one place of a page. */
const MOST_VOTES = 2_000_000;
/** Instructions that agree at least, and their share of what ran in the program's memory. */
const LEAST = 8;
const LEAST_SHARE = 0.5;

/** The base that makes instructions of the program of what ran at `addresses`; undefined where none does. */
export function findProgram(
  { image, functions, locations }: ProgramCode,
  addresses: readonly number[],
): number | undefined {
  const { size } = image;
  const byPlace = new IntegerMap<number[]>();
  for (const { address } of functions.slice(0, MOST_FUNCTIONS)) {
    const known = byPlace.get(address % PAGE);
    if (known === undefined) byPlace.set(address % PAGE, [address]);
    else known.push(address);
  }
  const votes = new IntegerMap<number>();
  votes.set(image.base, 1);
  let left = MOST_VOTES;
  for (const address of addresses.slice(0, MOST_TRIED)) {
    if (left <= 0) break;
    for (const start of byPlace.get(address % PAGE) ?? []) {
      const base = address - (start - image.base);
      left--;
      if (base >= 0) votes.set(base, (votes.get(base) ?? 0) + 1);
    }
  }
  const places = [...votes].sort((a, b) => b[1] - a[1]).slice(0, MOST_PLACES);
  let best: number | undefined;
  let most = LEAST - 1;
  for (const [base] of places) {
    let within = 0;
    let right = 0;
    for (const address of addresses.slice(0, MOST_CHECKED)) {
      if (address < base || address >= base + size) continue;
      within++;
      if (locations.begins(address - base + image.base, LOCATION.instruction)) right++;
    }
    if (right <= most || right < within * LEAST_SHARE) continue;
    most = right;
    best = base;
  }
  return best;
}
