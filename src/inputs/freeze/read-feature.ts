// One feature of a freeze file: `{"type":"operand number","index":1,"operand_number":8}`. Equal features become one object,
// because a program repeats them hundreds of thousands of times. Descriptions are not kept.

import { type Integer, toInteger } from '../../bytes/integer.ts';
import type { JsonWalker } from '../../bytes/json-walker.ts';
import {
  type Feature,
  type FeatureType,
  featureKey,
  TEXT_FEATURE_TYPES,
  type TextFeatureType,
} from '../../features/feature.ts';
import { valueKey } from '../../features/feature-json.ts';

/** What the value of a feature is in JSON. */
type ValueKind = 'text' | 'number' | 'integer' | 'none';

const VALUE_KINDS: ReadonlyMap<string, ValueKind> = new Map<string, ValueKind>([
  ...TEXT_FEATURE_TYPES.map((type): [string, ValueKind] => [type, 'text']),
  ['bytes', 'text'],
  ['property', 'text'],
  ['number', 'number'],
  ['offset', 'integer'],
  ['operand number', 'integer'],
  ['operand offset', 'integer'],
  ['basic block', 'none'],
]);

const MAX_OPERAND = 4;
const HEX_BYTES = /^(?:[0-9a-f]{2})*$/;
const BLANKS = /[ \t\n\r\v\f]+/g;

/** Members as read; the ones that the type does not have stay unread. */
interface Members {
  text?: string;
  number?: Integer;
  float?: boolean;
  index?: Integer;
  access?: string;
}

/** A member that must have been there. `start` is where its object starts. */
export function need<T>(json: JsonWalker, value: T | undefined, key: string, start: number): T {
  return value === undefined ? json.fail(`"${key}" is missing`, start) : value;
}

/** An integer; `6.0` is one too. */
export function readInteger(json: JsonWalker): Integer {
  const at = json.position;
  const value = json.readNumber();
  if (!json.float) return value;
  return Number.isInteger(value) ? toInteger(BigInt(value)) : json.fail('expected an integer', at);
}

/** A stretch of the text and the feature that it is. */
interface Spelling {
  readonly start: number;
  readonly end: number;
  readonly feature: Feature;
}

/** How many spellings are remembered; a power of two. */
const SPELLINGS = 1 << 14;

/** Reads features and shares equal ones. */
export class FeatureReader {
  readonly #json: JsonWalker;
  readonly #known = new Map<string, Feature>();
  /** Where a feature was read before, by a hash of its text. */
  readonly #spellings: (Spelling | undefined)[] = new Array(SPELLINGS);

  constructor(json: JsonWalker) {
    this.#json = json;
  }

  /** Throws JsonSyntaxError where the next value is not a feature. */
  read(): Feature {
    const json = this.#json;
    const end = json.peekFlatObject();
    if (end === 0) return this.#parse();
    // Most features are written like one that was read before.
    const slot = json.flatHash & (SPELLINGS - 1);
    const known = this.#spellings[slot];
    const start = json.position;
    if (known !== undefined && known.end - known.start === end - start && json.passSame(known.start, known.end)) {
      return known.feature;
    }
    const feature = this.#parse();
    this.#spellings[slot] = { start, end, feature };
    return feature;
  }

  #parse(): Feature {
    const json = this.#json;
    const start = json.position;
    json.enterObject();
    let key = json.nextKey();
    let type: string | undefined;
    if (key === 'type') {
      type = json.readString();
      key = json.nextKey();
    } else {
      // What the other keys mean depends on the type, so look for that first.
      for (; key !== undefined; key = json.nextKey()) {
        if (key === 'type') type = json.readString();
        else json.skip();
      }
      json.rewind(start);
      json.enterObject();
      key = json.nextKey();
    }
    const kind = VALUE_KINDS.get(need(json, type, 'type', start));
    if (kind === undefined) return json.fail(`unknown type of feature ${type?.slice(0, 40)}`, start);
    const known = type as FeatureType;
    const written = valueKey(known);
    const members: Members = {};
    for (; key !== undefined; key = json.nextKey()) {
      if (key === written || key === type) this.#readValue(kind, members);
      else if (key === 'index') members.index = readInteger(json);
      else if (key === 'access' && json.kind() === 'string') members.access = json.readString();
      else json.skip();
    }
    return this.#build(known, members, start);
  }

  #readValue(kind: ValueKind, members: Members): void {
    const json = this.#json;
    switch (kind) {
      case 'text':
        members.text = json.readString();
        return;
      case 'number':
        members.number = json.readNumber();
        members.float = json.float;
        return;
      case 'integer':
        members.number = readInteger(json);
        return;
      case 'none':
        json.skip();
        return;
    }
  }

  #build(type: FeatureType, members: Members, start: number): Feature {
    const json = this.#json;
    const text = (): string => need(json, members.text, valueKey(type), start);
    const number = (): Integer => need(json, members.number, valueKey(type), start);
    switch (type) {
      case 'basic block':
        return this.#share({ type });
      case 'number':
        return members.float === true ? this.#float(number() as number, start) : this.#share({ type, value: number() });
      case 'offset':
        return this.#share({ type, value: number() });
      case 'operand number':
      case 'operand offset': {
        const index = need(json, members.index, 'index', start);
        if (typeof index === 'bigint' || index < 0 || index > MAX_OPERAND) {
          return json.fail('operand index out of range', start);
        }
        return this.#share({ type, index, value: number() });
      }
      case 'bytes': {
        const hex = text().toLowerCase().replace(BLANKS, '');
        if (!HEX_BYTES.test(hex)) json.fail('bytes are not hexadecimal', start);
        return this.#share({ type, value: hex });
      }
      case 'property': {
        const { access } = members;
        if (access === undefined) return this.#share({ type, value: text() });
        if (access !== 'read' && access !== 'write') return json.fail('unknown access to a property', start);
        return this.#share({ type, access, value: text() });
      }
      default:
        return this.#share({ type: type satisfies TextFeatureType, value: text() });
    }
  }

  /** A number that was written as a float. Beyond 2^53 it is the exact integer that the float stands for. */
  #float(value: number, start: number): Feature {
    if (!Number.isFinite(value)) this.#json.fail('number is not finite', start);
    const exact = Number.isInteger(value) && !Number.isSafeInteger(value) ? toInteger(BigInt(value)) : value;
    return this.#share({ type: 'number', value: exact, float: true }, Object.is(value, -0) ? ' -0.0' : ' float');
  }

  /** The one object for all features that are written like this one. */
  #share(feature: Feature, spelling = ''): Feature {
    const key = featureKey(feature) + spelling;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, feature);
    return feature;
  }
}
