// One feature of a freeze file: `{"type":"operand number","index":1,"operand_number":8}`. Equal features become one object,
// because a program repeats them hundreds of thousands of times. Descriptions are not kept.

import { type Integer, toInteger } from '../../bytes/integer.ts';
import type { JsonWalker } from '../../bytes/json-walker.ts';
import type { Feature, FeatureType, ValueTest } from '../../features/feature.ts';
import {
  FEATURE_TYPES,
  featureKey,
  isFeatureType,
  isValueTest,
  makeFeature,
  QUALIFIER_VALUES,
  type QualifierField,
  type ValueKind,
  valueKey,
} from '../../features/feature-types.ts';

const HEX_BYTES = /^(?:[0-9a-f]{2})*$/;
const BLANKS = /[ \t\n\r\v\f]+/g;

/** Members as read; the ones that the type does not have stay unread. */
interface Members {
  value?: string | Integer;
  /** How the value is written, where that is not how others with this value are. */
  spelling?: '' | ' float' | ' -0.0';
  test?: ValueTest;
  readonly qualifiers: { [Field in QualifierField]?: Integer | string };
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

/** How a qualifier is read, undefined if what stands there is passed over, and what is said of one that cannot be. */
interface QualifierFacts {
  read(json: JsonWalker): Integer | string | undefined;
  readonly outOfRange: string;
}

const QUALIFIERS: Readonly<Record<QualifierField, QualifierFacts>> = {
  index: { read: readInteger, outOfRange: 'operand index out of range' },
  access: { read: readTextOrSkip, outOfRange: 'unknown access to a property' },
  name: { read: readTextOrSkip, outOfRange: 'no name' },
};

function isQualifier(key: string): key is QualifierField {
  return Object.hasOwn(QUALIFIERS, key);
}

/** A text; undefined for anything else, which is skipped. */
function readTextOrSkip(json: JsonWalker): string | undefined {
  if (json.kind() === 'string') return json.readString();
  json.skip();
  return undefined;
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
    const known = need(json, type, 'type', start);
    if (!isFeatureType(known)) return json.fail(`unknown type of feature ${known.slice(0, 40)}`, start);
    const { value: kind } = FEATURE_TYPES[known];
    const written = valueKey(known);
    const members: Members = { qualifiers: {} };
    for (; key !== undefined; key = json.nextKey()) {
      if (key === written || key === type) this.#readValue(kind, members, start);
      else if (isQualifier(key)) this.#readQualifier(key, members);
      else if (key === 'test') this.#readTest(members, start);
      else json.skip();
    }
    return this.#build(known, members, start);
  }

  #readQualifier(field: QualifierField, { qualifiers }: Members): void {
    const value = QUALIFIERS[field].read(this.#json);
    if (value !== undefined) qualifiers[field] = value;
  }

  #readTest(members: Members, start: number): void {
    const test = readTextOrSkip(this.#json);
    if (test === undefined) return;
    members.test = isValueTest(test) ? test : this.#json.fail('unknown way to compare a value', start);
  }

  #readValue(kind: ValueKind, members: Members, start: number): void {
    const json = this.#json;
    switch (kind) {
      case 'text':
        members.value = json.readString();
        return;
      case 'bytes': {
        const hex = json.readString().toLowerCase().replace(BLANKS, '');
        if (!HEX_BYTES.test(hex)) json.fail('bytes are not hexadecimal', start);
        members.value = hex;
        return;
      }
      case 'number': {
        const value = json.readNumber();
        members.value = json.float ? this.#exact(value as number, start) : value;
        members.spelling = !json.float ? '' : Object.is(value, -0) ? ' -0.0' : ' float';
        return;
      }
      case 'any':
        members.value = json.kind() === 'string' ? json.readString() : readInteger(json);
        return;
      case 'integer':
        members.value = readInteger(json);
        return;
      case 'none':
        json.skip();
        return;
    }
  }

  /** A number that was written as a float. Beyond 2^53 it is the exact integer that the float stands for. */
  #exact(value: number, start: number): Integer {
    if (!Number.isFinite(value)) this.#json.fail('number is not finite', start);
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? toInteger(BigInt(value)) : value;
  }

  #build(type: FeatureType, members: Members, start: number): Feature {
    const { value: kind, qualifier, hasTests } = FEATURE_TYPES[type];
    const value = kind === 'none' ? undefined : need(this.#json, members.value, valueKey(type), start);
    const { spelling = '' } = members;
    const given = qualifier && this.#qualifier(qualifier, members, start);
    const feature = makeFeature(type, value, given, hasTests && members.test);
    return this.#share(spelling === '' ? feature : ({ ...feature, float: true } as Feature), spelling);
  }

  #qualifier(
    { field, isOptional }: { readonly field: QualifierField; readonly isOptional: boolean },
    members: Members,
    start: number,
  ): string | number | undefined {
    const json = this.#json;
    const given = members.qualifiers[field];
    if (given === undefined) return isOptional ? undefined : need(json, given, field, start);
    const values: readonly (string | number)[] | undefined = QUALIFIER_VALUES[field];
    if (values === undefined) return String(given);
    return values.find((value) => value === given) ?? json.fail(QUALIFIERS[field].outOfRange, start);
  }

  /** The one object for all features that are written like this one. */
  #share(feature: Feature, spelling: string): Feature {
    const key = featureKey(feature) + spelling;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, feature);
    return feature;
  }
}
