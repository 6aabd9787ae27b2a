// Damage to inputs, at random but the same for the same seed: to bytes, to lines, to the values of JSON, and with pieces of other formats.

/** Numbers in [0, 1), the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

/** Bytes that parsers stumble over. */
const NASTY = Buffer.from('\0"\'\\{}[]<>&;:,=-.0123456789eEuUxX\n\r\t \xff\xfe\xc0\x80', 'latin1');

/** Values of every type, for the place of another. */
const VALUES = [
  ...['null', 'true', 'false', '0', '-1', '7', '1.5', '1e400', '-0', '4294967296', '9007199254740993', '9'.repeat(30)],
  ...['""', '"a"', '"0x10"', '"-1"', '"\\ud800"', '"\\u0000"', '"\\q"', '"\u001b[31m"', '"\xff"'],
  ...['[]', '{}', '[[]]', '[1,"a"]', '{"":0}', '{"value":1}', '{"a" "b"}', '[1 2]', '{"a":}', '[,]', '{"a":[}]}'],
].map((text) => Buffer.from(text, 'latin1'));

/** What may stand between two values, and what may not. */
const SEPARATORS = [',', ':', ' ', ',,', ',:', '"', '\n'].map((text) => Buffer.from(text));

/** Texts in quotes, numbers, words, brackets. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|\b(?:true|false|null)\b|[[\]{}<>()]/g;
/** A key and a value that is no list and no object, or an attribute. */
const MEMBER = /"(?:[^"\\\n]|\\.)*"\s*:\s*(?:"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)|[\w-]+="[^"\n]*"/g;

/** Where something stands, from `start` to `end`. */
type Range = readonly [start: number, end: number];

type Random = (limit: number) => number;

function pick(bytes: Buffer, pattern: RegExp, below: Random): Range | undefined {
  // A few kilobytes from somewhere: looking through all of it would be slow.
  const from = below(Math.max(1, bytes.length - 2000));
  const found = [...bytes.toString('latin1', from, from + 4000).matchAll(pattern)];
  const match = found[below(found.length)];
  return match && [from + match.index, from + match.index + match[0].length];
}

function replaced(bytes: Buffer, [start, end]: Range, piece: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, start), piece, bytes.subarray(end)]);
}

/** One kind of damage; undefined where there is nothing of the kind. */
type Harm = (bytes: Buffer, below: Random, others: readonly Uint8Array[]) => Buffer | undefined;

const BYTES: readonly Harm[] = [
  (bytes, below) => {
    const changed = Buffer.from(bytes);
    const at = below(bytes.length);
    changed[at] = (bytes[at] as number) ^ (1 << below(8));
    return changed;
  },
  (bytes, below) => {
    const at = below(bytes.length);
    return replaced(bytes, [at, at + 1], NASTY.subarray(below(NASTY.length)).subarray(0, 1));
  },
  (bytes, below) => {
    const at = below(bytes.length);
    const piece = Uint8Array.from({ length: below(8) }, () => NASTY[below(NASTY.length)] as number);
    return replaced(bytes, [at, at], piece);
  },
  (bytes, below) => {
    const at = below(bytes.length);
    return replaced(bytes, [at, at + below(8)], new Uint8Array());
  },
  (bytes, below) => {
    const at = below(bytes.length);
    return replaced(bytes, [at, at], bytes.subarray(at, at + below(8)));
  },
  // A piece from elsewhere.
  (bytes, below) => {
    const at = below(bytes.length);
    const from = below(bytes.length);
    return replaced(bytes, [at, at], bytes.subarray(from, from + below(200)));
  },
];

const LINES: readonly Harm[] = [
  // The rest of a line, without its end.
  (bytes, below) => {
    const at = below(bytes.length);
    const end = bytes.indexOf(0x0a, at);
    return end < 0 ? undefined : replaced(bytes, [at, end], new Uint8Array());
  },
  // The end of a line, perhaps with what is before it: two lines become one.
  (bytes, below) => {
    const at = below(bytes.length);
    const end = bytes.indexOf(0x0a, at);
    return end < 0 ? undefined : replaced(bytes, [end - below(2) * below(end - at + 1), end + 1], new Uint8Array());
  },
  // A line again, elsewhere.
  (bytes, below) => {
    const start = bytes.indexOf(0x0a, below(bytes.length)) + 1;
    const end = bytes.indexOf(0x0a, start) + 1;
    const at = bytes.indexOf(0x0a, below(bytes.length)) + 1;
    return end === 0 ? undefined : replaced(bytes, [at, at], bytes.subarray(start, end));
  },
];

const VALUES_OF_JSON: readonly Harm[] = [
  // Another type.
  (bytes, below) => {
    const token = pick(bytes, TOKEN, below);
    return token && replaced(bytes, token, VALUES[below(VALUES.length)] as Uint8Array);
  },
  // A key twice, with equal or another value, before or behind.
  (bytes, below) => {
    const member = pick(bytes, MEMBER, below);
    if (member === undefined) return undefined;
    const again = bytes.subarray(...member);
    const value = again.indexOf(0x3a) + 1;
    const changed = Buffer.concat([again.subarray(0, value), VALUES[below(VALUES.length)] as Uint8Array]);
    const isAttribute = again[0] !== 0x22;
    const separator = Buffer.from(isAttribute ? ' ' : ',');
    const other = below(2) === 0 || isAttribute ? again : changed;
    const both = below(2) === 0 ? [other, separator, again] : [again, separator, other];
    return replaced(bytes, member, Buffer.concat(both));
  },
  // Between two values.
  (bytes, below) => {
    const separator = pick(bytes, /[:,]/g, below);
    return separator && replaced(bytes, separator, SEPARATORS[below(SEPARATORS.length)] as Uint8Array);
  },
  // One value in the place of another.
  (bytes, below) => {
    const from = pick(bytes, TOKEN, below);
    const to = pick(bytes, TOKEN, below);
    return from && to && replaced(bytes, to, bytes.subarray(...from));
  },
];

const SPLICES: readonly Harm[] = [
  // A piece of another format.
  (bytes, below, others) => {
    const other = others[below(others.length)];
    if (other === undefined) return undefined;
    const from = below(other.length);
    const at = below(bytes.length);
    return replaced(bytes, [at, at + below(2) * below(200)], other.subarray(from, from + below(2000)));
  },
  // Another format from somewhere on.
  (bytes, below, others) => {
    const other = others[below(others.length)];
    if (other === undefined) return undefined;
    return Buffer.concat([bytes.subarray(0, below(bytes.length)), other.subarray(below(other.length))]);
  },
];

const HARMS: readonly Harm[] = [...BYTES, ...LINES, ...VALUES_OF_JSON, ...VALUES_OF_JSON, ...SPLICES];

/** A copy of `bytes` with a few kinds of damage; `others` are inputs that pieces may come from. */
export function damage(bytes: Uint8Array, random: () => number, others: readonly Uint8Array[] = []): Uint8Array {
  const below: Random = (limit) => Math.floor(random() * limit);
  let damaged: Buffer = Buffer.from(bytes);
  for (let times = 1 + below(4); times > 0; times--) {
    damaged = HARMS[below(HARMS.length)]?.(damaged, below, others) ?? damaged;
    if (damaged.length === 0) return Buffer.from([0]);
  }
  return damaged;
}
