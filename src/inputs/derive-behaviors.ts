// The one way from calls to behaviours, for every input: on the way to whoever asks for them.

import { IntegerMap } from '../bytes/integer-map.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { type Address, NO_ADDRESS } from '../features/address.ts';
import type { LocatedFeature } from '../features/located.ts';
import type { Trace, TraceProcess } from '../features/trace.ts';
import { BehaviorSink, type KeptBehavior } from './shared/behaviors/behavior-sink.ts';

/** Codes of its diagnostics; docs/errors.md explains each. */
export const BEHAVIOR_CODES = ['behaviors-left-out', 'behaviors-without-object'] as const;

type BehaviorDiagnostic = Diagnostic<(typeof BEHAVIOR_CODES)[number]>;

/**
 * The trace, whose calls have their behaviours among their features, and the file those of all calls, if the sink asks for behaviours. Else it
 * is as it was, at no cost.
 */
export function deriveBehaviors(trace: Trace): Trace {
  return {
    flavour: trace.flavour,
    format: trace.format,
    extractor: trace.extractor,
    async read(sink) {
      const { details } = sink;
      if (details?.behaviors !== true) return trace.read(sink);
      const between = new BehaviorSink(sink, details);
      const summary = await trace.read(between);
      const file = locate(between.behaviors, summary.processes);
      const told = [...summary.health.diagnostics, ...complaints(between)];
      return { ...summary, file: [...summary.file, ...file], health: { ...summary.health, diagnostics: told } };
    },
    executed: () => trace.executed?.(),
    describeCalls: (at, receive) => trace.describeCalls(at, receive),
  };
}

/** Behaviours of calls where those of sandboxes without calls are: at the processes that had them. */
function locate(behaviors: Iterable<KeptBehavior>, processes: readonly TraceProcess[]): LocatedFeature[] {
  const byThread = new IntegerMap<Address>();
  for (const { address, threads } of processes) for (const { thread } of threads) byThread.set(thread, address);
  const located: LocatedFeature[] = [];
  for (const { feature, threads } of behaviors) {
    const addresses = new Set(threads.map((thread) => byThread.get(thread) ?? NO_ADDRESS));
    if (addresses.size === 0) addresses.add(NO_ADDRESS);
    for (const address of addresses) located.push({ feature, address });
  }
  return located;
}

function complaints({ isFull, hasLostHandles }: BehaviorSink): BehaviorDiagnostic[] {
  const told: BehaviorDiagnostic[] = [];
  const add = (code: BehaviorDiagnostic['code'], message: string): void => {
    told.push({ code, severity: 'warning', message, count: 1 });
  };
  if (isFull)
    add('behaviors-left-out', 'calls did more different things than the file scope holds; the rest is left out');
  if (hasLostHandles) {
    add(
      'behaviors-without-object',
      'there are more handles than are followed; some behaviours do not say their object',
    );
  }
  return told;
}
