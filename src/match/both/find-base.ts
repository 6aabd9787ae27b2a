// Where a program was loaded, when the run does not say: the base at which most return addresses stand just behind call sites of the
// program. One call site alone proves nothing, so several have to agree.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { CodeView } from '../../features/code-view.ts';
import type { TraceProcess } from '../../features/trace.ts';
import type { TraceOutcome } from '../outcome.ts';

/** Images begin at multiples of this on Windows; on Linux of a page. */
const PAGE = 0x1000;
/** Return addresses of a process that are looked at. */
const SAMPLES = 400;
/** So many different return addresses have to agree, and this share of those that would lie in the program. */
const LEAST = 3;
const SHARE = 0.6;
/** Candidates that are tried in full. */
const TRIED = 16;

/**
 * Base of the program by number of process, for processes of which the run names no module of the sample, or names one at which no call site
 * of the program fits: a DLL runs in a process that has the name of another file.
 */
export function findBase(outcome: TraceOutcome, code: CodeView): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const { calls, facts } = outcome;
  if (calls === undefined) return found;
  const wanted = new Map<number, Set<number>>();
  for (const [i, { modules = [], fromSample, callersAre }] of facts.processes.entries()) {
    const isInFiles = modules.some(({ isSample, offsets }) => isSample && offsets === 'file');
    if (fromSample !== false && !isInFiles && callersAre === undefined) wanted.set(i, new Set());
  }
  if (wanted.size === 0) return found;
  for (let position = 0; position < calls.size; position++) {
    const addresses = wanted.get(calls.processOf(position));
    if (addresses === undefined || addresses.size >= SAMPLES) continue;
    for (const address of calls.callersOf(position) ?? []) if (address > 0) addresses.add(address);
  }
  const sites = callSiteOffsets(code);
  for (const [process, addresses] of wanted) {
    const stated = facts.processes[process]?.modules?.find(({ isSample }) => isSample)?.base;
    if (stated !== undefined && [...addresses].some((address) => isSite(address - stated, sites))) continue;
    const base = bestBase([...addresses], sites);
    if (base !== undefined) found.set(process, base);
  }
  inheritBases(facts.processes, wanted, found, sites);
  return found;
}

/** Offsets in the image behind every call that was found, by their place in a page. */
function callSiteOffsets(code: CodeView): ReadonlyMap<number, readonly number[]> {
  const byPlace = new Map<number, number[]>();
  for (const offset of code.returnOffsets()) {
    const place = offset % PAGE;
    const list = byPlace.get(place);
    if (list === undefined) byPlace.set(place, [offset]);
    else list.push(offset);
  }
  return byPlace;
}

/** Children of a process often have its memory, and few calls of their own: one that fits is enough for them. */
function inheritBases(
  processes: readonly TraceProcess[],
  wanted: ReadonlyMap<number, ReadonlySet<number>>,
  found: Map<number, number>,
  sites: ReadonlyMap<number, readonly number[]>,
): void {
  const bases = [...new Set(found.values())];
  for (const [process, addresses] of wanted) {
    const isStated = processes[process]?.modules?.some(({ isSample }) => isSample) === true;
    if (found.has(process) || isStated) continue;
    const base = bases.find((known) => [...addresses].some((address) => isSite(address - known, sites)));
    if (base !== undefined) found.set(process, base);
  }
}

function isSite(offset: number, sites: ReadonlyMap<number, readonly number[]>): boolean {
  return offset > 0 && sites.get(offset % PAGE)?.includes(offset) === true;
}

function bestBase(addresses: readonly number[], sites: ReadonlyMap<number, readonly number[]>): number | undefined {
  const votes = new IntegerMap<number>();
  for (const address of addresses) {
    for (const offset of sites.get(address % PAGE) ?? []) {
      const base = address - offset;
      if (base > 0) votes.set(base, (votes.get(base) ?? 0) + 1);
    }
  }
  const offsets = new Set([...sites.values()].flat());
  let end = 0;
  for (const offset of offsets) end = Math.max(end, offset);
  const candidates = [...votes].sort(([a, x], [b, y]) => y - x || a - b).slice(0, TRIED);
  for (const [base, count] of candidates) {
    if (count < LEAST) return undefined;
    const inside = addresses.filter((address) => address > base && address <= base + end).length;
    if (count >= inside * SHARE) return base;
  }
  return undefined;
}
