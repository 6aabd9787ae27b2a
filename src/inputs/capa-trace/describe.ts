// Calls as people read them, read again by their place in the file.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Line } from '../../bytes/lines.ts';
import type { CallParts } from '../../features/call.ts';
import { checkFields } from '../../formats/capa-trace/check-fields.ts';
import { parseRecord } from '../../formats/capa-trace/read-records.ts';
import { type LineDescriber, UNREADABLE } from '../shared/calls/describe-split-calls.ts';
import type { SplitCalls } from '../shared/calls/split-calls.ts';
import { describeRecorded, resultOf } from '../shared/executed/recorded-call.ts';
import { asKnown, type KnownRecord } from './records.ts';

export class CapaTraceDescriber implements LineDescriber {
  readonly #splits: SplitCalls;
  /** Beginnings whose returns will be asked for, by position. */
  readonly #begun = new IntegerMap<CallParts | undefined>();

  constructor(splits: SplitCalls) {
    this.#splits = splits;
  }

  begin(line: Line): void {
    const record = recordOf(line);
    if (record?.t === 'call') this.#begun.set(line.at, describeRecorded(record));
  }

  describe(line: Line): CallParts {
    const record = recordOf(line);
    const start = this.#splits.startOf(line.at);
    if (start === undefined) return record?.t === 'call' ? describeRecorded(record) : UNREADABLE;
    const call = this.#begun.get(start);
    this.#begun.set(start, undefined);
    if (call === undefined || record?.t !== 'ret') return UNREADABLE;
    return { ...call, ...resultOf(record) };
  }
}

function recordOf({ bytes }: Line): KnownRecord | undefined {
  const record = parseRecord(bytes);
  return record === undefined || checkFields(record).length > 0 ? undefined : asKnown(record);
}
