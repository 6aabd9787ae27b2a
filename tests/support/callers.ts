// Where the calls of a trace come from, as text.

import { CallerMap, type CallerPlace } from '../../src/features/callers.ts';
import type { Trace, TraceSink, TraceSummary } from '../../src/features/trace.ts';

const NAME = /[^\\/]*$/;

interface SeenCall {
  readonly process: number;
  readonly thread: number;
  readonly at: number;
  readonly callers: readonly number[];
}

export interface CallOfTrace {
  readonly pid: number;
  readonly tid: number;
  readonly at: number;
  readonly api: string;
  readonly callers: readonly number[];
  /** What the caller's address lies in, `a.exe+1a2b`, and whose call that makes it. */
  readonly place: CallerPlace;
  readonly origin: string;
}

class CallerSink implements TraceSink {
  readonly wantsCallers = true;
  readonly calls: SeenCall[] = [];

  feature(): number {
    return 0;
  }

  forgetFeatures(): void {
    // None is kept.
  }

  call(...[process, thread, , at, , , , callers = []]: Parameters<TraceSink['call']>): void {
    this.calls.push({ process, thread, at, callers: Array.from(callers) });
  }
}

/** Every call of a trace in the order of arrival, and the summary. */
export async function callersOf(
  trace: Trace,
): Promise<{ readonly calls: CallOfTrace[]; readonly summary: TraceSummary }> {
  const sink = new CallerSink();
  const summary = await trace.read(sink);
  const names = new Map<number, string>();
  const places = Float64Array.from(new Set(sink.calls.map(({ at }) => at))).sort();
  await trace.describeCalls(places, (index, { api }) => names.set(places[index] as number, api));
  const threads = new Map<number, { pid: number; tid: number; map: CallerMap }>();
  for (const process of summary.processes) {
    const map = new CallerMap(process);
    for (const { thread, tid } of process.threads) threads.set(thread, { pid: process.address.value[1], tid, map });
  }
  const calls = sink.calls.flatMap(({ thread, at, callers }): CallOfTrace[] => {
    const found = threads.get(thread);
    if (found === undefined) return [];
    const { map, pid, tid } = found;
    const place = map.decidingPlace(callers);
    return [{ pid, tid, at, api: names.get(at) ?? '', callers, place, origin: map.originOf(callers) }];
  });
  return { calls, summary };
}

/** `sample a.exe+1a2b`, `unbacked`, `unknown`. */
export function callerText({ place, origin }: CallOfTrace): string {
  return place.kind === 'module'
    ? `${origin} ${NAME.exec(place.module.path)?.[0]}+${place.offset.toString(16)}`
    : origin;
}
