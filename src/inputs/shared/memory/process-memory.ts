// What the calls of a process say about its memory: which files were mapped where, and which memory was allocated and made executable,
// so that it holds code of no file. For inputs whose format has no list of modules.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import { type Range, withoutOverlaps } from '../../../bytes/ranges.ts';
import type { MappedMemory, MappedModule, MemoryRegion } from '../../../features/callers.ts';
import { LIMITS } from '../../../limits.ts';

const PAGE = 0x1000;
/** PAGE_EXECUTE, _READ, _READWRITE and _WRITECOPY (Windows SDK, winnt.h). */
const EXECUTABLE = 0xf0;

/** Whether a protection lets code run. */
function isExecutable(protection: number): boolean {
  return (protection & EXECUTABLE) !== 0;
}

/** What holds for all modules of an input. */
export interface ModuleFacts {
  readonly isSample: (path: string) => boolean;
  /** Bytes of the sample in memory, where these are known. */
  readonly sampleSize?: number | undefined;
}

export class ProcessMemory {
  readonly #modules: { readonly path: string; readonly base: number; readonly size: number | undefined }[] = [];
  readonly #names = new Set<string>();
  /** Sizes of views, by base. */
  readonly #views = new IntegerMap<number>();
  readonly #allocated: Range[] = [];
  readonly #executable: Range[] = [];

  /** A file was found mapped. What is known already is not kept again, nor what is mapped as data, which has an odd base. */
  addModule(path: string, base: number, size?: number): void {
    const key = `${base} ${path.toLowerCase()}`;
    if (!isAddress(base) || base % PAGE !== 0 || this.#names.has(key) || this.#modules.length === LIMITS.mappedModules)
      return;
    this.#names.add(key);
    this.#modules.push({ path, base, size });
  }

  /** Something was mapped; if it is a module, this is its size. */
  addView(base: number, size: number): void {
    if (isAddress(base) && isAddress(size) && this.#views.size < LIMITS.mappedModules) this.#views.set(base, size);
  }

  /** Memory was allocated. */
  allocate(base: number, size: number, protection: number): void {
    add(this.#allocated, base, size);
    this.protect(base, size, protection);
  }

  /** Memory was given a protection. */
  protect(base: number, size: number, protection: number): void {
    if (isExecutable(protection)) add(this.#executable, base, size);
  }

  /** Adds all that is known elsewhere about the same memory. */
  addAll(other: ProcessMemory): void {
    for (const { path, base, size } of other.#modules) this.addModule(path, base, size);
    for (const [base, size] of other.#views) this.addView(base, size);
    for (const { start, end } of other.#allocated) add(this.#allocated, start, end - start);
    for (const { start, end } of other.#executable) add(this.#executable, start, end - start);
  }

  /** All that is known; memory is unbacked where it was both allocated and executable. */
  describe({ isSample, sampleSize }: ModuleFacts): MappedMemory {
    const modules = this.#modules.map(({ path, base, size }): MappedModule => {
      const isOwn = isSample(path);
      const known = size ?? this.#views.get(base) ?? (isOwn ? sampleSize : undefined);
      return { path, base, ...(known === undefined ? {} : { size: known }), isSample: isOwn };
    });
    return { modules, unbacked: intersect(this.#allocated, this.#executable) };
  }
}

function isAddress(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

/** Protections and allocations are those of whole pages. */
function add(ranges: Range[], base: number, size: number): void {
  if (!isAddress(base) || !isAddress(size) || ranges.length === LIMITS.mappedModules) return;
  const end = Math.ceil((base + size) / PAGE) * PAGE;
  if (!Number.isSafeInteger(end)) return;
  const last = ranges.at(-1);
  const start = base - (base % PAGE);
  if (last?.start !== start || last.end !== end) ranges.push({ start, end });
}

/** What lies in both. */
function intersect(some: readonly Range[], others: readonly Range[]): MemoryRegion[] {
  const a = withoutOverlaps(some);
  const b = withoutOverlaps(others);
  const both: MemoryRegion[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const one = a[i] as Range;
    const other = b[j] as Range;
    const start = Math.max(one.start, other.start);
    const end = Math.min(one.end, other.end);
    const last = both.at(-1);
    if (start < end) {
      if (last !== undefined && last.end === start) both[both.length - 1] = { start: last.start, end };
      else both.push({ start, end });
    }
    if (one.end < other.end) i++;
    else j++;
  }
  return both;
}

const FILE_NAME = /[^\\/]*$/;
const PROGRAM_SUFFIX = /\.(?:exe|dll)$/;

/**
 * Whether a path is one of the sample, going by its name: sandboxes rename what they run, by a suffix at most. A sample without a name
 * has no path.
 */
export function sameFileName(sampleName: string): (path: string) => boolean {
  const plain = (path: string): string =>
    (FILE_NAME.exec(path.slice(-LONGEST_PATH))?.[0] ?? '').toLowerCase().replace(PROGRAM_SUFFIX, '');
  const name = plain(sampleName);
  return (path) => name !== '' && plain(path) === name;
}

/** Units of the end of a path that are looked at: names of files are shorter. */
const LONGEST_PATH = 1024;
