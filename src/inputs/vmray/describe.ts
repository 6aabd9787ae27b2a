// VMRay calls as people read them. The function log is read once more; a call is found by its number in the log.

import { readXml } from '../../bytes/xml-stream.ts';
import { Diagnostics } from '../../diagnostics.ts';
import { type CallArgument, type CallParts, formatArgument } from '../../features/call.ts';
import type { Semantics } from '../../semantics.ts';
import type { VmrayFiles } from './archive.ts';
import type { VmrayCode } from './codes.ts';
import { decodeEscapes } from './escapes.ts';
import { type FlogCall, type FlogParameter, FlogReader } from './flog.ts';

/** How the reference writes VMRay's parameters. */
const ASSIGN = ': ';

type ReadText = (text: string) => string;

/** What a parameter points to, if VMRay looked, else its own value; text in quotes. */
function describeParameter({ name, value, target }: FlogParameter, readText: ReadText): CallArgument {
  if (target?.value === undefined) return { name, value: value ?? '' };
  return { name, value: target.type === 'str' ? `"${readText(target.value)}"` : target.value };
}

function describe({ name, time, inputs, outputs }: FlogCall, readText: ReadText): CallParts {
  const describeOne = (parameter: FlogParameter): CallArgument => describeParameter(parameter, readText);
  return {
    api: name,
    args: inputs.map(describeOne),
    assign: ASSIGN,
    ...(outputs.length === 0
      ? {}
      : { result: outputs.map((output) => formatArgument(describeOne(output), ASSIGN)).join(', ') }),
    ...(time === undefined ? {} : { time: inSeconds(time) }),
  };
}

/** Milliseconds since the start, in seconds. */
function inSeconds(time: string): string {
  return /^\d{1,12}$/.test(time) ? `${(Number(time) / 1000).toFixed(3)} s` : time;
}

/** The reference shows escapes as they stand in the log. */
function asLogged(text: string): string {
  return text;
}

/** Calls `receive` for the calls with the ascending numbers `at`, in this order. */
export async function describeVmrayCalls(
  files: VmrayFiles,
  semantics: Semantics,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  const readText = semantics['vmray-unescape'] ? decodeEscapes : asLogged;
  let next = 0;
  const reader = new FlogReader({
    wants: (ordinal) => (at[next] === ordinal ? 'all' : 'nothing'),
    call: (call) => {
      const description = describe(call, readText);
      while (at[next] === call.ordinal) receive(next++, description);
    },
  });
  if (at.length > 0) await readXml(files.flog, reader, new Diagnostics<VmrayCode>());
  // The log is shorter than when it was read.
  for (; next < at.length; next++) receive(next, { api: '(unreadable call)' });
}
