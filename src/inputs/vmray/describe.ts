// VMRay calls as people read them. The function log is read once more; a call is found by its number in the log.

import type { XmlCode } from '../../bytes/codes.ts';
import { readXml } from '../../bytes/xml-stream.ts';
import { Diagnostics } from '../../diagnostics.ts';
import { type CallArgument, type CallParts, formatArgument } from '../../features/call.ts';
import type { VmrayFiles } from './archive.ts';

import { type FlogCall, type FlogParameter, FlogReader } from './flog.ts';

/** How the reference writes VMRay's parameters. */
const ASSIGN = ': ';

/** What a parameter points to, if VMRay looked, else its own value; text in quotes, escapes as they stand in the log. */
function describeParameter({ name, value, target }: FlogParameter): CallArgument {
  if (target?.value === undefined) return { name, value: value ?? '' };
  return { name, value: target.type === 'str' ? `"${target.value}"` : target.value };
}

function describe({ name, time, inputs, outputs }: FlogCall): CallParts {
  return {
    api: name,
    args: inputs.map(describeParameter),
    assign: ASSIGN,
    ...(outputs.length === 0
      ? {}
      : { result: outputs.map((output) => formatArgument(describeParameter(output), ASSIGN)).join(', ') }),
    ...(time === undefined ? {} : { time }),
  };
}

/** Calls `receive` for the calls with the ascending numbers `at`, in this order. */
export async function describeVmrayCalls(
  files: VmrayFiles,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  let next = 0;
  const reader = new FlogReader({
    wants: (ordinal) => (at[next] === ordinal ? 'all' : 'nothing'),
    call: (call) => {
      const description = describe(call);
      while (at[next] === call.ordinal) receive(next++, description);
    },
  });
  if (at.length > 0) await readXml(files.flog, reader, new Diagnostics<XmlCode>());
  // The log is shorter than when it was read.
  for (; next < at.length; next++) receive(next, { api: '(unreadable call)' });
}
