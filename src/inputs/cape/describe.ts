// CAPE calls as people read them (spec dynamic.md section 2.7), read again by their place in the report.

import { readJsonAt } from '../../bytes/json-at.ts';
import type { JsonCursor, JsonScalar } from '../../bytes/json-cursor.ts';
import { END, FIRST, JsonShape } from '../../bytes/json-shape.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { CallArgument, CallParts } from '../../features/call.ts';
import type { Semantics } from '../../semantics.ts';
import { formatHex, formatValue } from '../shared/report/format-value.ts';
import { toId, toReportInteger } from '../shared/report/integers.ts';

const CALL_KEYS = ['api', 'arguments', 'return', 'pretty_return', 'timestamp', 'repeated'];
const API = 1;
const ARGUMENTS = 2;
const RETURN = 3;
const PRETTY_RETURN = 4;
const TIME = 5;
const ARGUMENT_KEYS = ['name', 'value', 'pretty_value'];
const NAME = 1;
const VALUE = 2;

class Describer {
  readonly #countsRepeats: boolean;
  readonly #callShape = new JsonShape(CALL_KEYS);
  readonly #argumentShape = new JsonShape(ARGUMENT_KEYS);

  constructor(countsRepeats: boolean) {
    this.#countsRepeats = countsRepeats;
  }

  describe(cursor: JsonCursor): CallParts {
    let api = '';
    let args: CallArgument[] = [];
    let result: JsonScalar | undefined;
    let prettyResult: JsonScalar | undefined;
    let time: JsonScalar | undefined;
    let repeated = 0;
    cursor.enterObject();
    const shape = this.#callShape;
    for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
      if (slot === API) api = asText(cursor.readScalar());
      else if (slot === ARGUMENTS) args = this.#readArguments(cursor);
      else if (slot === RETURN) result = cursor.readScalar();
      else if (slot === PRETTY_RETURN) prettyResult = cursor.readScalar();
      else if (slot === TIME) time = cursor.readScalar();
      else repeated = toId(cursor.readScalar()) ?? 0;
    }
    return {
      api,
      args,
      result: asText(prettyResult) || formatResult(result),
      ...(typeof time === 'string' && time !== '' ? { time } : {}),
      ...(repeated > 0 && this.#countsRepeats ? { repeat: repeated + 1 } : {}),
    };
  }

  #readArguments(cursor: JsonCursor): CallArgument[] {
    const args: CallArgument[] = [];
    if (!cursor.enterList()) {
      cursor.skipValue();
      return args;
    }
    const shape = this.#argumentShape;
    for (let first = true; cursor.element(first); first = false) {
      if (!cursor.enterObject()) {
        cursor.skipValue();
        continue;
      }
      let name = '';
      let value: JsonScalar | undefined;
      let pretty = '';
      for (let slot = cursor.member(shape, FIRST); slot !== END; slot = cursor.member(shape, slot)) {
        if (slot === NAME) name = asText(cursor.readScalar());
        else if (slot === VALUE) value = cursor.readScalar();
        else pretty = asText(cursor.readScalar());
      }
      args.push({ name, value: pretty || formatValue(value) });
    }
    return args;
  }
}

function asText(value: JsonScalar | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A return value in hexadecimal; as it stands where it is no integer. */
function formatResult(value: JsonScalar | undefined): string {
  const integer = toReportInteger(value);
  return integer === undefined ? asText(value) : formatHex(integer);
}

/** Describes the calls at the positions `at`, which ascend. Throws CapaxError as `readJsonAt`. */
export function describeCapeCalls(
  source: ByteSource,
  at: Float64Array,
  semantics: Semantics,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  const describer = new Describer(semantics['repeated-calls']);
  return readJsonAt(source, at, (cursor, index) => receive(index, describer.describe(cursor)));
}
