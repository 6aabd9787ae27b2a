// Memory of processes as a VMRay function log tells of it: regions come and go, and those that show a file have its name. Everything else
// is private memory, of which no file tells what is in it.

import { copyText } from '../../bytes/copy-text.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import { withoutOverlaps } from '../../bytes/ranges.ts';
import type { MappedMemory, MappedModule, MemoryRegion } from '../../features/callers.ts';
import { LIMITS } from '../../limits.ts';
import { parseVmrayId } from './integer.ts';
import type { MonitorRecord } from './records.ts';
import { cleanPath } from './summary.ts';

interface Region extends MemoryRegion {
  /** Empty for private memory. */
  readonly path: string;
  hasGone: boolean;
}

export class MonitoredRegions {
  /** By monitor id of the process. */
  readonly #byProcess = new IntegerMap<Region[]>();
  /** By id of the region. */
  readonly #byId = new IntegerMap<Region>();

  add(kind: 'new' | 'removed', record: MonitorRecord): void {
    const id = parseVmrayId(record.attribute('region_id'));
    if (kind === 'removed') {
      const region = id === undefined ? undefined : this.#byId.get(id);
      if (region !== undefined) region.hasGone = true;
      return;
    }
    const process = parseVmrayId(record.attribute('process_id'));
    const start = parseVmrayId(record.attribute('start_va'));
    const last = parseVmrayId(record.attribute('end_va'));
    if (process === undefined || start === undefined || last === undefined || last < start) return;
    let regions = this.#byProcess.get(process);
    if (regions === undefined) {
      regions = [];
      this.#byProcess.set(process, regions);
    }
    if (regions.length === LIMITS.mappedModules || this.#byId.size === LIMITS.traceThreads) return;
    const path = copyText(cleanPath(record.attribute('filename') ?? ''));
    const region = { path, start, end: last + 1, hasGone: false };
    regions.push(region);
    if (id !== undefined) this.#byId.set(id, region);
  }

  /** What was mapped in a process. Where private memory has gone and a file took its place, it is the file's. */
  describe(monitorId: number, isSample: (path: string) => boolean): MappedMemory {
    const regions = this.#byProcess.get(monitorId) ?? [];
    const isPrivate = ({ path }: Region): boolean => path === '';
    const files = regions.filter((region) => !isPrivate(region));
    const staying = regions.filter((region) => isPrivate(region) && !region.hasGone);
    const all = [...staying, ...files, ...regions.filter((region) => isPrivate(region) && region.hasGone)];
    const unbacked = withoutOverlaps(all).filter(({ index }) => isPrivate(all[index] as Region));
    const modules = files.map(({ path, start, end }): MappedModule => {
      return { path, base: start, size: end - start, isSample: isSample(path) };
    });
    return { modules, unbacked: unbacked.map(({ start, end }) => ({ start, end })), callersAre: 'call sites' };
  }
}
