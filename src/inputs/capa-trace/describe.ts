// Calls as people read them, read again by their place in the file.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Line } from '../../bytes/lines.ts';
import type { CallArgument, CallParts } from '../../features/call.ts';
import { checkFields } from '../../formats/capa-trace/check-fields.ts';
import { parseRecord } from '../../formats/capa-trace/read-records.ts';
import { type LineDescriber, UNREADABLE } from '../shared/calls/describe-split-calls.ts';
import type { SplitCalls } from '../shared/calls/split-calls.ts';
import { type ArgumentRecord, asKnown, type CallRecord, type KnownRecord } from './records.ts';
import { functionOf, takenArguments, textOf } from './traced-call.ts';

export class CapaTraceDescriber implements LineDescriber {
  readonly #splits: SplitCalls;
  /** Beginnings whose returns will be asked for, by position. */
  readonly #begun = new IntegerMap<CallParts | undefined>();

  constructor(splits: SplitCalls) {
    this.#splits = splits;
  }

  begin(line: Line): void {
    const record = recordOf(line);
    if (record?.t === 'call') this.#begun.set(line.at, describeCall(record));
  }

  describe(line: Line): CallParts {
    const record = recordOf(line);
    const start = this.#splits.startOf(line.at);
    if (start === undefined) return record?.t === 'call' ? describeCall(record) : UNREADABLE;
    const call = this.#begun.get(start);
    this.#begun.set(start, undefined);
    if (call === undefined || record?.t !== 'ret') return UNREADABLE;
    const result = showValue(record);
    return { ...call, ...(result === undefined ? {} : { result }) };
  }
}

function recordOf({ bytes }: Line): KnownRecord | undefined {
  const record = parseRecord(bytes);
  return record === undefined || checkFields(record).length > 0 ? undefined : asKnown(record);
}

function describeCall(call: CallRecord): CallParts {
  const plain = functionOf(call);
  const taken = takenArguments(call, plain).filter((argument) => argument !== undefined);
  // A list of which only some have names cannot be read again from one line.
  const areNamed = taken.every(({ n }) => n !== undefined);
  const args = taken.flatMap((argument): CallArgument[] => {
    const value = showValue(argument);
    if (value === undefined) return [];
    return [areNamed && argument.n !== undefined ? { name: argument.n, value } : { value }];
  });
  return { api: plain, args, caller: call.from };
}

function showValue(argument: ArgumentRecord): string | undefined {
  const text = textOf(argument);
  return text === undefined ? argument.val : `"${text}"`;
}
