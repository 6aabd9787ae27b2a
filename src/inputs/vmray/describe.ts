// VMRay calls as people read them. The function log is read once more; a call is found by its number in the log.

import { type CallArgument, type CallParts, formatArgument } from '../../features/call.ts';
import type { Semantics } from '../../semantics.ts';
import type { VmrayFiles } from './archive.ts';
import { decodeEscapes } from './escapes.ts';
import { openFlog } from './open-flog.ts';
import type { FlogCall, FlogParameter } from './records.ts';

/** How the reference writes VMRay's parameters. */
const ASSIGN = ': ';

/**
 * What a parameter points to, if VMRay looked, else its own value; text in quotes. Texts farther in are shown in place of what leads to
 * them. The reference knows none of those, and leaves escapes as they stand in the log.
 */
function describeParameter({ name, value, target, texts }: FlogParameter, semantics: Semantics): CallArgument {
  const quote = (text: string): string => `"${semantics['vmray-unescape'] ? decodeEscapes(text) : text}"`;
  if (texts !== undefined && semantics['vmray-inner-text'] && target?.type !== 'str') {
    const list = texts.map(quote);
    return { name, value: list.length === 1 ? (list[0] as string) : `(${list.join(', ')})` };
  }
  if (target?.value === undefined) return { name, value: value ?? '' };
  return { name, value: target.type === 'str' ? quote(target.value) : target.value };
}

function describe({ name, time, inputs, outputs }: FlogCall, semantics: Semantics): CallParts {
  const show = (parameter: FlogParameter): CallArgument => describeParameter(parameter, semantics);
  return {
    api: name,
    args: inputs.map(show),
    assign: ASSIGN,
    ...(outputs.length === 0
      ? {}
      : { result: outputs.map((output) => formatArgument(show(output), ASSIGN)).join(', ') }),
    ...(time === undefined ? {} : { time: inSeconds(time) }),
  };
}

/** Milliseconds since the start, in seconds. */
function inSeconds(time: string): string {
  return /^\d{1,12}$/.test(time) ? `${(Number(time) / 1000).toFixed(3)} s` : time;
}

/** Calls `receive` for the calls with the ascending numbers `at`, in this order. */
export async function describeVmrayCalls(
  files: VmrayFiles,
  semantics: Semantics,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  let next = 0;
  const log = openFlog(files, {
    wants: (ordinal) => (at[next] === ordinal ? 'all' : 'nothing'),
    call: (call) => {
      const description = describe(call, semantics);
      while (at[next] === call.ordinal) receive(next++, description);
    },
  });
  if (at.length > 0) await log.read();
  // The log is shorter than when it was read.
  for (; next < at.length; next++) receive(next, { api: '(unreadable call)' });
}
