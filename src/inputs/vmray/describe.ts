// Display text of chosen VMRay calls. The function log is read once more; a call is found by its number in the log.

import { readXml } from '../../bytes/xml-stream.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { CallDescription } from '../../features/trace.ts';
import type { VmrayFiles } from './archive.ts';
import { type FlogCall, type FlogParameter, FlogReader } from './flog.ts';

/** What a parameter points to, if VMRay looked, else its own value; text in quotes, escapes as they stand in the log. */
function describeParameter({ name, value, target }: FlogParameter): string {
  if (target?.value === undefined) return `${name}: ${value ?? ''}`;
  return `${name}: ${target.type === 'str' ? `"${target.value}"` : target.value}`;
}

function describe({ name, time, inputs, outputs }: FlogCall): CallDescription {
  const results = outputs.length === 0 ? '' : ` -> ${outputs.map(describeParameter).join(', ')}`;
  return {
    name: `${name}(${inputs.map(describeParameter).join(', ')})${results}`,
    ...(time === undefined ? {} : { time }),
  };
}

/** Calls `receive` for the calls with the ascending numbers `at`, in this order. */
export async function describeVmrayCalls(
  files: VmrayFiles,
  at: Float64Array,
  receive: (index: number, call: CallDescription) => void,
): Promise<void> {
  let next = 0;
  const reader = new FlogReader({
    wants: (ordinal) => (at[next] === ordinal ? 'all' : 'nothing'),
    call: (call) => {
      const description = describe(call);
      while (at[next] === call.ordinal) receive(next++, description);
    },
  });
  if (at.length > 0) await readXml(files.flog, reader, new Diagnostics());
  // The log is shorter than when it was read.
  for (; next < at.length; next++) receive(next, { name: '(unreadable call)' });
}
