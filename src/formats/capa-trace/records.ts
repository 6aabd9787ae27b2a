// The records of capa-trace version 1, the neutral format for what debuggers saw: one JSON object a line. docs/capa-trace.md explains it to
// people who write exporters; schemas/capa-trace.schema.json says the same to programs. Addresses and register values are lower-case
// hexadecimal text (`0x7ffe12`), bytes are hexadecimal text without a prefix.

/** What a field of a record may hold. */
export type FieldKind =
  /** A whole number from 0 on that JSON numbers hold exactly. */
  | 'count'
  | 'text'
  /** `0x` and lower-case digits, at most 16. */
  | 'address'
  /** Pairs of lower-case digits. */
  | 'bytes'
  | 'flag'
  /** Seconds, with a fraction or without. */
  | 'duration'
  | 'texts'
  /** Names of registers and their values. */
  | 'registers'
  /** Accesses of memory: `["r" or "w", address, bytes]` each. */
  | 'accesses'
  /** Arguments of a call: objects with `n`, `val`, `str`, `buf`, `out`. */
  | 'arguments'
  /** An object of texts. */
  | 'names'
  | 'producer'
  | 'sample';

export interface Field {
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** Whether `null` stands for "unknown". */
  readonly orNull: boolean;
  /** The only texts that are allowed. */
  readonly words?: readonly string[];
}

/** Order of detail, the most first. */
export const LEVELS = ['insn', 'block', 'call', 'coverage'] as const;

export type Level = (typeof LEVELS)[number];

const ARCHES = ['amd64', 'i386', 'aarch64', 'arm'] as const;

/** `name: kind`, with `?` behind names that may be absent and `|null` behind kinds that may be unknown. */
const RECORDS: Readonly<Record<string, string>> = {
  header:
    'format: text, version: count, producer: producer, arch: text, bits: count, endian: text, os: text, level: text, covers?: flag, regs?: texts, sample?: sample',
  process: 's: count, pid: count, ppid?: count|null, path: text, cmdline?: texts|null, env?: names',
  thread: 's: count, pid: count, tid: count, utid?: count, start?: address',
  thread_end: 's: count, pid: count, tid: count',
  module: 's: count, pid: count, base: address, size: count, path: text, traced: flag, sha256?: text, unload?: flag',
  i: 's: count, tid: count, pc: address, b?: bytes, d?: text, R?: registers, r?: registers, m?: accesses',
  x: 's?: count, pc: address, len?: count, b?: bytes, n?: count, tid?: count',
  bb: 's: count, tid: count, id: count, pc?: address, len?: count, b?: bytes, n?: count',
  call: 's: count, tid: count, id: count, from: address, to: address, module?: text|null, name?: text|null, args?: arguments, argsrc?: text, at?: text',
  ret: 's: count, tid: count, call: count, val?: address, str?: text, outs?: arguments, at?: text',
  leave: 's: count, tid: count, to: address, name?: text|null',
  exception: 's: count, tid?: count, pc: address, code: address',
  gap: 's: count, tid?: count, reason: text',
  note: 's: count, msg: text',
  end: 's: count, insns: count, calls: count, unique_insns: count, seconds?: duration',
};

const WORDS: Readonly<Record<string, readonly string[]>> = {
  'header.format': ['capa-trace'],
  'header.arch': ARCHES,
  'header.endian': ['little', 'big'],
  'header.level': LEVELS,
  'call.argsrc': ['abi', 'symbols', 'hook'],
};

/** Fields of each kind of record by their names. Others are allowed, and so are other kinds of records: later versions may have them. */
export const RECORD_FIELDS: ReadonlyMap<string, ReadonlyMap<string, Field>> = new Map(
  Object.entries(RECORDS).map(([type, text]) => [type, fieldsOf(type, text)]),
);

function fieldsOf(type: string, text: string): ReadonlyMap<string, Field> {
  return new Map(
    text.split(', ').map((part) => {
      const [given = '', kindText = ''] = part.split(': ');
      const [kind = ''] = kindText.split('|');
      const name = given.replace('?', '');
      const words = WORDS[`${type}.${name}`];
      const field: Field = {
        kind: kind as FieldKind,
        isRequired: name === given,
        orNull: kindText.endsWith('|null'),
        ...(words === undefined ? {} : { words }),
      };
      return [name, field];
    }),
  );
}

/** A record as it was read: an object with `t`. */
export type TraceRecord = Readonly<Record<string, unknown>>;
