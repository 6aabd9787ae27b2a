// Tables of a PE file that hold addresses instead of places relative to the base.

import type { MappedView } from '../mapped-view.ts';

export interface AddressContext {
  readonly view: MappedView;
  readonly bits: 32 | 64;
  readonly imageBase: bigint;
}

/** The place that a pointer means, relative to the base; undefined where there is none, or it lies outside of the program. */
export function readPointer({ view, bits, imageBase }: AddressContext, rva: number): number | undefined {
  const address = view.word(rva, bits);
  if (address <= 0n || address < imageBase) return undefined;
  const place = Number(address - imageBase);
  return view.partAt(place) === undefined ? undefined : place;
}
