// Where calls come from: what is mapped where in a process, and what a chain of return addresses says with it. Maps and addresses come
// from hostile inputs: modules may overlap, be huge or be a million, so they are cut into pieces once and searched by halves.

import { findLastAtMost } from '../bytes/growable.ts';
import { withoutOverlaps } from '../bytes/ranges.ts';
import { LIMITS } from '../limits.ts';
import type { Feature } from './feature.ts';

/** A file that is mapped into a process. */
export interface MappedModule {
  /** Its path, or its name where the input has no more. */
  readonly path: string;
  /** Address of its first byte. */
  readonly base: number;
  /** Bytes of address space; undefined where the input does not say. */
  readonly size?: number;
  /** Whether this is the file that was analysed. */
  readonly isSample: boolean;
  /**
   * What an address less the base is: `image` (default), an offset in the loaded image; `file`, a place in the file, where the recorder
   * knows no addresses. Such a base is a number that the input chose (`FileBases`).
   */
  readonly offsets?: 'image' | 'file';
  /** Set where the base only stands for one that is not known (UNKNOWN_BASE): offsets in the image are all that was recorded. */
  readonly baseIsUnknown?: boolean;
}

/** Memory from `start` to the first byte behind it. */
export interface MemoryRegion {
  readonly start: number;
  readonly end: number;
}

/** What is known of the memory of a process, over its whole life. */
export interface MappedMemory {
  /** Where two overlap, the first holds. */
  readonly modules?: readonly MappedModule[] | undefined;
  /** Memory that holds code and that no file explains; goes before modules. */
  readonly unbacked?: readonly MemoryRegion[] | undefined;
  /** Whether `modules` has every one, so that other memory is unbacked. */
  readonly modulesAreAll?: boolean | undefined;
  /** Set where the input knows the addresses of call instructions, and not those behind them. */
  readonly callersAre?: 'call sites' | undefined;
}

/** What an address lies in. */
export type CallerPlace =
  | { readonly kind: 'module'; readonly module: MappedModule; readonly offset: number }
  | { readonly kind: 'unbacked' }
  | { readonly kind: 'unknown' };

/** Who made a call. */
export type CallOrigin = 'sample' | 'unbacked' | 'library' | 'unknown';

/** The characteristic of calls of each origin. */
export const CALLER_CHARACTERISTICS: Readonly<Record<Exclude<CallOrigin, 'unknown'>, string>> = {
  sample: 'caller in sample',
  unbacked: 'unbacked caller',
  library: 'caller in library',
};

/** What rules see of who made a call; nothing where that is unknown. */
export function callerFeatures(map: CallerMap, chain: ArrayLike<number>): Feature[] {
  const origin = map.originOf(chain);
  return origin === 'unknown' ? [] : [{ type: 'characteristic', value: CALLER_CHARACTERISTICS[origin] }];
}

/**
 * How far a module of unknown size may reach, if no other begins before: as far as the largest libraries of systems do, and the sample less
 * far, so that little is taken for its own that is not.
 */
const MOST_OF_UNSIZED = 1 << 25;
const MOST_OF_SAMPLE = 1 << 23;

const UNBACKED: CallerPlace = { kind: 'unbacked' };
const UNKNOWN: CallerPlace = { kind: 'unknown' };

/** Says what addresses of one process lie in. */
export class CallerMap {
  readonly #modules: readonly MappedModule[];
  /** Pieces without overlaps, ascending. */
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  /** Number of the module; -1 for unbacked memory. */
  readonly #owners: Int32Array;
  readonly #modulesAreAll: boolean;
  /** From an address to one that is certainly in the call. */
  readonly #back: number;

  /** Looks at no more than the first `LIMITS.mappedModules` modules and regions. */
  constructor({ modules: all = [], unbacked = [], modulesAreAll = false, callersAre }: MappedMemory) {
    this.#back = callersAre === 'call sites' ? 0 : 1;
    const modules = all.slice(0, LIMITS.mappedModules);
    this.#modules = modules;
    this.#modulesAreAll = modulesAreAll && modules.length > 0 && modules.length === all.length;
    const regions = unbacked
      .slice(0, LIMITS.mappedModules)
      .filter(({ start, end }) => isAddress(start) && Number.isSafeInteger(end));
    const pieces = withoutOverlaps([...regions, ...boundModules(modules)]);
    this.#starts = Float64Array.from(pieces, ({ start }) => start);
    this.#ends = Float64Array.from(pieces, ({ end }) => end);
    this.#owners = Int32Array.from(pieces, ({ index }) => Math.max(-1, index - regions.length));
  }

  /**
   * What the call before a return address lies in: a call that never returns may be the last instruction of its module, so the byte
   * before the address counts. The offset is that of the address itself.
   */
  placeOf(address: number): CallerPlace {
    if (!isAddress(address)) return UNKNOWN;
    const within = address - this.#back;
    const at = findLastAtMost(this.#starts, within);
    if (at < 0 || (this.#ends[at] as number) <= within) return this.#modulesAreAll ? UNBACKED : UNKNOWN;
    const module = this.#modules[this.#owners[at] as number];
    return module === undefined ? UNBACKED : { kind: 'module', module, offset: address - module.base };
  }

  /**
   * Who made a call with these return addresses, innermost first. The first one in the sample or in unbacked memory made it, whatever
   * called whom for it; a library made it where all of the addresses lie in other modules.
   */
  originOf(chain: ArrayLike<number>): CallOrigin {
    const place = this.decidingPlace(chain);
    return place.kind === 'module' ? (place.module.isSample ? 'sample' : 'library') : place.kind;
  }

  /** The place that decides it, with the position of its address in the chain. */
  decidingPlace(chain: ArrayLike<number>): CallerPlace & { readonly position: number } {
    let library: CallerPlace | undefined;
    let isAllLibrary = chain.length > 0;
    for (let position = 0; position < chain.length; position++) {
      const place = this.placeOf(chain[position] as number);
      if (place.kind === 'unbacked' || (place.kind === 'module' && place.module.isSample))
        return { ...place, position };
      if (place.kind === 'module') library ??= place;
      else isAllLibrary = false;
    }
    return { ...(isAllLibrary && library !== undefined ? library : UNKNOWN), position: 0 };
  }
}

function isAddress(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

/** Where each module is. One of unknown size ends where the next one begins. */
function boundModules(modules: readonly MappedModule[]): MemoryRegion[] {
  const bases = Float64Array.from(modules, ({ base }) => base).sort();
  return modules.map(({ base, size, isSample }) => {
    if (!Number.isSafeInteger(base)) return { start: 0, end: 0 };
    if (size !== undefined) return { start: base, end: Math.min(base + Math.max(0, size), Number.MAX_SAFE_INTEGER) };
    const next = bases[findLastAtMost(bases, base) + 1] ?? Number.POSITIVE_INFINITY;
    return {
      start: base,
      end: Math.min(next, base + (isSample ? MOST_OF_SAMPLE : MOST_OF_UNSIZED), Number.MAX_SAFE_INTEGER),
    };
  });
}

/** Bytes that each file has in the numbers below, and where these begin: above all addresses of processes. */
const FILE_SPACE = 2 ** 32;
const FIRST_FILE = 2 ** 48;

/** Base of the sample where a recorder tells offsets in its image only, and the bytes that it then has: above all addresses of processes. */
export const UNKNOWN_BASE: number = FIRST_FILE;
export const UNKNOWN_BASE_BYTES: number = FILE_SPACE;

/** Addresses for recorders that know the file and the place in it, but not where it is mapped. */
export class FileBases {
  /** Bases by path. */
  readonly #bases = new Map<string, number>();

  /** What stands for a place in a file; 0 where there are too many files or the place is beyond 4 GB. */
  addressOf(path: string, offset: number): number {
    if (!(offset >= 0 && offset < FILE_SPACE)) return 0;
    let base = this.#bases.get(path);
    if (base === undefined) {
      if (this.#bases.size === LIMITS.mappedModules) return 0;
      base = FIRST_FILE + this.#bases.size * FILE_SPACE;
      this.#bases.set(path, base);
    }
    return base + offset;
  }

  /** The files so far. */
  list(isSample: (path: string) => boolean): readonly MappedModule[] {
    return Array.from(this.#bases, ([path, base]) => ({
      path,
      base,
      size: FILE_SPACE,
      isSample: isSample(path),
      offsets: 'file',
    }));
  }
}
