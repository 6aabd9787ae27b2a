// What an input says was done, as lines: `PID kind object` by process, without a number what nobody is known to have done.

import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import type { TraceSink, TraceSummary } from '../../src/features/trace.ts';
import type { Input } from '../../src/inputs/input.ts';
import { DEFAULT_SEMANTICS } from '../../src/semantics.ts';

/** Takes calls and keeps nothing. */
const NO_SINK: TraceSink = { feature: () => 0, forgetFeatures: () => undefined, call: () => undefined };

/** Reads an input to the end. Throws as its trace does. */
export async function readFacts(input: Input, bytes: Uint8Array, name = 'report'): Promise<TraceSummary> {
  const trace = await input.open(memorySource(name, bytes), {
    semantics: DEFAULT_SEMANTICS,
    diagnostics: new Diagnostics(),
  });
  if (trace.flavour !== 'dynamic') throw new Error(`${input.format} gave a program`);
  return trace.read(NO_SINK);
}

function behaviors(features: readonly LocatedFeature[], before: string): string[] {
  return features.flatMap(({ feature }) =>
    feature.type === 'behavior' ? [`${before}${feature.name} ${feature.value}`] : [],
  );
}

/** Behaviours of a run, those of each process and then those of nobody. */
export function behaviorLines({ processes, file }: TraceSummary): string[] {
  const nobody = file.filter(({ address }) => address.type === 'no address');
  return [
    ...processes.flatMap(({ address, features }) => behaviors(features, `${address.value[1]} `)),
    ...behaviors(nobody, ''),
  ];
}

/** Texts of a process, by its position. */
export function textsOfProcess({ processes }: TraceSummary, at: number): string[] {
  return (processes[at]?.features ?? []).flatMap(({ feature }) => (feature.type === 'string' ? [feature.value] : []));
}
