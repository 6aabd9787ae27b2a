// Where a program was loaded, when the run does not say: the base at which most return addresses stand just behind call sites of the
// program. One call site alone proves nothing, so several have to agree.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { CodeView } from '../../features/code-view.ts';
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

/** Base of the program by number of process, for processes of which the run names no module of the sample. */
export function findBase(outcome: TraceOutcome, code: CodeView): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const { calls, facts } = outcome;
  if (calls === undefined) return found;
  const wanted = new Map<number, Set<number>>();
  for (const [i, { modules = [], fromSample }] of facts.processes.entries()) {
    if (fromSample !== false && !modules.some(({ isSample }) => isSample)) wanted.set(i, new Set());
  }
  if (wanted.size === 0) return found;
  for (let position = 0; position < calls.size; position++) {
    const addresses = wanted.get(calls.processOf(position));
    if (addresses === undefined || addresses.size >= SAMPLES) continue;
    for (const address of calls.callersOf(position) ?? []) if (address > 0) addresses.add(address);
  }
  const sites = callSiteOffsets(code);
  for (const [process, addresses] of wanted) {
    const base = bestBase([...addresses], sites);
    if (base !== undefined) found.set(process, base);
  }
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
