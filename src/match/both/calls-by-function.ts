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

/** Each function with the calls of what it calls added to its own, in order of the record. */
export function withInner(functions: ReadonlyMap<string, CallsOfFunction>, code: CodeView): CallsOfFunction[] {
  const listed = code.functions();
  const calleesOf = new Map<string, string[]>();
  for (const { address, callers } of listed) {
    for (const caller of callers) {
      const key = addressKey(caller);
      const callees = calleesOf.get(key) ?? [];
      calleesOf.set(key, callees);
      callees.push(addressKey(address));
    }
  }
  let left = LIMITS.callsByFunction;
  return listed.flatMap(({ address }): CallsOfFunction[] => {
    const reached = reachableFrom(addressKey(address), calleesOf);
    const positions = [...reached].flatMap((key) => functions.get(key)?.positions ?? []);
    if (positions.length === 0 || positions.length > left) return [];
    left -= positions.length;
    return [{ address, positions: positions.sort((a, b) => a - b) }];
  });
}

function reachableFrom(start: string, calleesOf: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const key of reached) {
    if (reached.size > LIMITS.functionsReached) break;
    for (const callee of calleesOf.get(key) ?? []) reached.add(callee);
  }
  return reached;
}
