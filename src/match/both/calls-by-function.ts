// A run told anew: the calls that each function of the program made, as if each function were a thread. What rules find in such a thread is
// what they find in the calls of the function.

import { type Address, addressKey } from '../../features/address.ts';
import type { CodeView } from '../../features/code-view.ts';
import type { Trace, TraceSink, TraceSummary } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { TracedCalls, TraceOutcome } from '../outcome.ts';
import type { CallsOfFunction } from './follow-callers.ts';

/** The run by functions, and what its positions are in the run as it was recorded. */
export interface RegroupedRun {
  readonly trace: Trace;
  readonly functions: readonly Address[];
  /** The function whose calls are the thread with this number. */
  functionOf(thread: number): Address | undefined;
  /** The recorded position of a position here. */
  recordedPosition(position: number): number | undefined;
  /** Calls that were left out to bound the work. */
  readonly leftOut: number;
}

/** Groups the calls of a run. */
export function regroup(
  trace: Trace,
  { facts, calls }: TraceOutcome,
  functions: readonly CallsOfFunction[],
): RegroupedRun {
  const positions: number[] = [];
  let leftOut = 0;
  const groups = functions.map(({ positions: own }) => {
    const room = Math.max(0, LIMITS.callsByFunction - positions.length);
    leftOut += Math.max(0, own.length - room);
    const taken = own.slice(0, room);
    for (const position of taken) positions.push(position);
    return taken;
  });
  const summary: TraceSummary = {
    ...facts,
    processes: [
      {
        address: { type: 'process', value: [0, 0] },
        name: '',
        features: [],
        threads: functions.map((_, thread) => ({ thread, tid: thread, features: [] })),
      },
    ],
  };
  return {
    trace: {
      flavour: trace.flavour,
      format: trace.format,
      extractor: trace.extractor,
      describeCalls: (at, receive) => trace.describeCalls(at, receive),
      read: async (sink) => {
        replayAll(groups, calls, sink);
        return summary;
      },
    },
    functions: functions.map(({ address }) => address),
    functionOf: (thread) => functions[thread]?.address,
    recordedPosition: (position) => positions[position],
    leftOut,
  };
}

function replayAll(groups: readonly (readonly number[])[], calls: TracedCalls | undefined, sink: TraceSink): void {
  for (const [thread, group] of groups.entries()) {
    for (const position of group) calls?.replay(position, sink, thread);
  }
}

/**
 * Each function with the calls of what it calls added to its own, in order of the record. From the functions that made calls, of which
 * there are few, the way is up to their callers, which bounds the work by `LIMITS.stepsToCallers` whatever the shape of the program.
 */
export function withInner(functions: ReadonlyMap<string, CallsOfFunction>, code: CodeView): CallsOfFunction[] {
  const listed = code.functions();
  const callersOf = new Map(listed.map(({ address, callers }) => [addressKey(address), callers.map(addressKey)]));
  const positionsOf = new Map<string, number[][]>();
  const steps = { left: LIMITS.stepsToCallers };
  for (const [key, { positions }] of functions) {
    for (const caller of climb(key, callersOf, steps)) {
      const lists = positionsOf.get(caller);
      if (lists === undefined) positionsOf.set(caller, [positions]);
      else lists.push(positions);
    }
  }
  let left = LIMITS.callsByFunction;
  return listed.flatMap(({ address }): CallsOfFunction[] => {
    const lists = positionsOf.get(addressKey(address)) ?? [];
    const count = lists.reduce((sum, { length }) => sum + length, 0);
    if (count === 0 || count > left) return [];
    left -= count;
    return [{ address, positions: lists.flat().sort((a, b) => a - b) }];
  });
}

/** A function, and all that call it, directly or not. */
function climb(
  start: string,
  callersOf: ReadonlyMap<string, readonly string[]>,
  steps: { left: number },
): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const key of reached) {
    for (const caller of callersOf.get(key) ?? []) {
      if (steps.left-- <= 0) return reached;
      reached.add(caller);
    }
  }
  return reached;
}
