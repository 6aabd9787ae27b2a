// Calls as people read them, `CreateFileA("C:\x", 0x40000000) -> 0x44`, read again by their place in the log.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Line } from '../../bytes/lines.ts';
import type { CallArgument, CallParts } from '../../features/call.ts';
import { type LineDescriber, UNREADABLE } from '../shared/calls/describe-split-calls.ts';
import type { SplitCalls } from '../shared/calls/split-calls.ts';
import { functionOf } from './forwarded-names.ts';
import { type RelayLine, readRelayLine } from './relay-line.ts';
import { type RelayArgument, splitRelayArguments } from './relay-text.ts';

const decoder = new TextDecoder();
const LEADING_ZEROS = /^0+(?=.)/;
const HEXADECIMAL = /^[0-9a-f]+$/;

export class RelayDescriber implements LineDescriber {
  readonly #splits: SplitCalls;
  /** Beginnings whose returns will be asked for, by position. */
  readonly #begun = new IntegerMap<CallParts | undefined>();

  constructor(splits: SplitCalls) {
    this.#splits = splits;
  }

  begin(line: Line): void {
    const call = describeCall(readRelayLine(decoder.decode(line.bytes)));
    if (call !== undefined) this.#begun.set(line.at, call);
  }

  describe(line: Line): CallParts {
    const read = readRelayLine(decoder.decode(line.bytes));
    const start = this.#splits.startOf(line.at);
    if (start === undefined) return describeCall(read) ?? UNREADABLE;
    const call = this.#begun.get(start);
    this.#begun.set(start, undefined);
    if (call === undefined || read?.body.kind !== 'return') return UNREADABLE;
    return { ...call, result: toHex(read.body.result) };
  }
}

function describeCall(line: RelayLine | undefined): CallParts | undefined {
  if (line?.body.kind !== 'call') return undefined;
  const { name, args, ret } = line.body;
  const { time } = line.stamp;
  return {
    api: functionOf(name),
    args: splitRelayArguments(args).map(showArgument),
    ...(time === '' ? {} : { time: `${time} s` }),
    caller: toHex(ret),
  };
}

function showArgument({ number, text, isCut }: RelayArgument): CallArgument {
  return { value: text === undefined ? toHex(number) : `"${text}"${isCut === true ? '...' : ''}` };
}

/** `0x1f` of `0000001f`; anything else as it is. */
function toHex(digits: string): string {
  return HEXADECIMAL.test(digits) ? `0x${digits.replace(LEADING_ZEROS, '')}` : digits;
}
