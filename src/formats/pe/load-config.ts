// The load configuration of a PE file: the security cookie, and the lists of functions that may be jumped to, or handle exceptions. It has
// grown with each release of Windows and says how much of it there is.

import type { Diagnostics } from '../../diagnostics.ts';
import type { PeCode } from './codes.ts';
import type { DataDirectory } from './headers.ts';
import { type AddressContext, readPointer } from './pointers.ts';

/** Places are relative to the base. */
export interface LoadConfig {
  /** Where the security cookie is. */
  readonly securityCookie?: number;
  /** Exception handlers of a 32-bit program (SafeSEH). */
  readonly exceptionHandlers: readonly number[];
  /** Functions whose address is taken (Control Flow Guard). */
  readonly guardedFunctions: readonly number[];
  /** Slots with the functions that check a target, and that jump to it. */
  readonly guardSlots: readonly number[];
}

const MAX_HANDLERS = 65_536;
const MAX_GUARDED = 1_000_000;

/** Offsets of the fields: 32 bits, 64 bits. */
const FIELD = {
  cookie: [60, 88],
  handlers: [64, 96],
  handlerCount: [68, 104],
  guardCheck: [72, 112],
  guardDispatch: [76, 120],
  guarded: [80, 128],
  guardedCount: [84, 136],
  guardFlags: [88, 144],
} as const;

/** Reads the configuration. */
export function readLoadConfig(
  context: AddressContext,
  { rva }: DataDirectory,
  diagnostics: Diagnostics<PeCode>,
): LoadConfig {
  const { view, bits } = context;
  const size = view.u32(rva);
  const at = (field: keyof typeof FIELD): number => rva + FIELD[field][bits === 64 ? 1 : 0];
  const has = (field: keyof typeof FIELD): boolean => at(field) + (field === 'guardFlags' ? 4 : bits / 8) <= rva + size;
  const place = (field: keyof typeof FIELD): number | undefined =>
    has(field) ? readPointer(context, at(field)) : undefined;
  const count = (field: keyof typeof FIELD, most: number): number => {
    const stated = has(field) ? view.word(at(field), bits) : 0n;
    if (stated > BigInt(most))
      diagnostics.add('warning', 'pe-table-cut', 'A list of the load configuration is too long.');
    return Number(stated < 0n ? 0n : stated > BigInt(most) ? BigInt(most) : stated);
  };
  const cookie = place('cookie');
  const stride = 4 + (has('guardFlags') ? Math.max(view.u32(at('guardFlags')), 0) >>> 28 : 0);
  const handlers = bits === 32 ? place('handlers') : undefined;
  return {
    ...(cookie === undefined ? {} : { securityCookie: cookie }),
    exceptionHandlers: readList(context, handlers, count('handlerCount', MAX_HANDLERS), 4),
    guardedFunctions: readList(context, place('guarded'), count('guardedCount', MAX_GUARDED), stride),
    guardSlots: [place('guardCheck'), place('guardDispatch')].filter((slot) => slot !== undefined),
  };
}

/** Places of a list, up to the end of what is mapped. */
function readList({ view }: AddressContext, at: number | undefined, count: number, stride: number): number[] {
  const places: number[] = [];
  for (let i = 0; at !== undefined && i < count; i++) {
    const place = view.u32(at + i * stride);
    if (place < 0) break;
    places.push(place);
  }
  return places;
}
