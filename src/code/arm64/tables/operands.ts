// What an operand of a table line means: `KIND.DETAIL*SCALE:FIELDS` to the numbers that the decoder reads.

import { ARRANGEMENTS } from '../registers.ts';
import { compileField } from './fields.ts';
import { bitsOf, type FieldBits } from './rows.ts';
import { compileTemplate } from './templates.ts';

/** Numbers of one operand: its reader, up to four fields, two parameters. */
export const SPEC = { code: 0, first: 1, second: 3, third: 5, fourth: 7, a: 9, b: 10, detail: 11, stride: 12 } as const;

/** How an operand is read; the readers are in operands.ts and its neighbours. */
export const READ = {
  general: 1,
  generalOrStack: 2,
  scalar: 3,
  immediate: 4,
  signed: 5,
  label: 6,
  page: 7,
  shifted: 8,
  extended: 9,
  bitmask: 10,
  memory: 11,
  memoryPost: 12,
  memorySigned: 13,
  memoryPre: 14,
  memoryIndexed: 15,
  condition: 16,
  inverted: 17,
  wide: 18,
  wideInverted: 19,
  system: 20,
  shiftedImmediate: 21,
  span: 22,
  place: 23,
  pair: 24,
  written: 25,
  shiftedOnes: 26,
  literal: 27,
  // SIMD and floating point.
  vector: 30,
  scalarBy: 31,
  element: 32,
  list: 33,
  listElement: 34,
  float: 35,
  floatZero: 36,
  memoryPostRegister: 37,
  memoryPostConstant: 38,
  byteMask: 39,
  // SVE and SME.
  template: 50,
  scalableMask: 51,
} as const;

/** Kinds of system operands. */
export const SYSTEM = {
  register: 1,
  barrier: 2,
  prefetch: 3,
  field: 4,
  control: 5,
  target: 6,
  operation: 7,
  trace: 8,
  pattern: 9,
  scalablePrefetch: 10,
  matrixState: 11,
  matrixTiles: 14,
  barrierNxs: 12,
  writtenRegister: 13,
} as const;

type Compiled = readonly [code: number, a?: number, b?: number, detail?: number];

const SCALAR_BITS: Readonly<Record<string, number>> = { B: 8, H: 16, S: 32, D: 64, Q: 128 };

const PLAIN: Readonly<Record<string, Compiled>> = {
  W: [READ.general, 32],
  X: [READ.general, 64],
  WS: [READ.generalOrStack, 32],
  XS: [READ.generalOrStack, 64],
  label: [READ.label],
  literal: [READ.literal],
  page: [READ.page],
  adr: [READ.label],
  shW: [READ.shifted, 32],
  shX: [READ.shifted, 64],
  extW: [READ.extended, 32],
  extX: [READ.extended, 64],
  bitmaskW: [READ.bitmask, 32],
  bitmaskX: [READ.bitmask, 64],
  mem: [READ.memory],
  cond: [READ.condition],
  ncond: [READ.inverted],
  movW: [READ.wide, 32],
  movX: [READ.wide, 64],
  movnW: [READ.wideInverted, 32],
  movnX: [READ.wideInverted, 64],
  zmaskb: [READ.scalableMask, 8],
  zmaskh: [READ.scalableMask, 16],
  zmasks: [READ.scalableMask, 32],
  zmaskd: [READ.scalableMask, 64],
  float: [READ.float],
  fzero: [READ.floatZero],
  span: [READ.span],
  place32: [READ.place, 32],
  place64: [READ.place, 64],
  pairW: [READ.pair, 32],
  pairX: [READ.pair, 64],
  written: [READ.written, 1],
  count: [READ.written, 2],
  immmsl: [READ.shiftedOnes],
  postreg: [READ.memoryPostRegister],
  bytemask: [READ.byteMask],
};

/** Operands that are distances, and in which units. */
const DISTANCES: Readonly<Record<string, number>> = { label: 4, literal: 4, adr: 1, page: 4096 };

const SCALED: Readonly<Record<string, number>> = {
  uoff: READ.memory,
  soff: READ.memorySigned,
  pre: READ.memoryPre,
  post: READ.memoryPost,
  idx: READ.memoryIndexed,
  postimm: READ.memoryPostConstant,
};

/** Arrangements by the values of fields, and which fields (of those that a line has by these letters). */
const ARRANGED: Readonly<Record<string, readonly [letters: string, names: string]>> = {
  T: ['zq', '8b 16b 4h 8h 2s 4s - 2d'],
  T1: ['zq', '8b 16b 4h 8h 2s 4s 1d 2d'],
  W: ['z', '8h 4s 2d 1q'],
  F: ['fq', '2s 4s - 2d'],
  FW: ['f', '4s 2d'],
  B: ['q', '8b 16b'],
  H: ['q', '4h 8h'],
  S: ['q', '2s 4s'],
  hh: ['q', '2h 4h'],
  P: ['zq', '4h 8h 2s 4s 1d 2d'],
  Z: ['z', 'b h s d'],
  FS: ['f', 's d'],
  FT: ['t', 's d - h'],
  ZW: ['z', 'h s d q'],
};
const TABLES: Int32Array = new Int32Array(1024);
const tableStarts = new Map<string, number>();
let usedTables = 1;

/** The arrangement at a place of the tables of those that fields choose. */
export function arrangementAt(place: number): number {
  return TABLES[place] as number;
}

/** Numbers of an operand. */
export function compileOperand(token: string, fields: FieldBits): number[] {
  if (token.startsWith("'")) return compileText(token.slice(1), fields);
  const [head = '', letters = ''] = token.split(':');
  const spec = new Array<number>(SPEC.stride).fill(0);
  const lists = letters === '' ? [] : letters.split(',');
  lists.forEach((list, i) => {
    const [shift, mask] = compileField(bitsOf(fields, list));
    spec[SPEC.first + 2 * i] = shift;
    spec[SPEC.first + 2 * i + 1] = mask;
  });
  const firstBits = lists[0] === undefined ? 0 : bitsOf(fields, lists[0]).length;
  const [code, a = 0, b = 0, detail = 0] = compileHead(head, firstBits, lists, fields, spec);
  spec[SPEC.code] = code;
  spec[SPEC.a] = a;
  spec[SPEC.b] = b;
  spec[SPEC.detail] = detail;
  return spec;
}

function compileText(text: string, fields: FieldBits): number[] {
  const { number, kind, first } = compileTemplate(text, fields);
  const spec = new Array<number>(SPEC.stride).fill(0);
  spec[SPEC.code] = READ.template;
  spec[SPEC.first] = first[0];
  spec[SPEC.first + 1] = first[1];
  spec[SPEC.a] = kind;
  spec[SPEC.detail] = number;
  return spec;
}

function compileHead(
  head: string,
  bits: number,
  lists: readonly string[],
  fields: FieldBits,
  spec: number[],
): Compiled {
  const plain = PLAIN[head];
  if (plain !== undefined) {
    const factor = DISTANCES[head];
    return factor === undefined ? plain : [plain[0], 32 - bits, factor];
  }
  if (SCALAR_BITS[head] !== undefined) return [READ.scalar, SCALAR_BITS[head]];
  const constant = /^#(-?\d+)$/.exec(head);
  if (constant !== null) return [READ.immediate, 0, Number(constant[1])];
  const [kind = '', rest = ''] = splitAt(head, '.');
  const [system = '', number = '0'] = kind === 'sys' ? rest.split('#') : [];
  if (kind === 'sys') return [READ.system, SYSTEM[system as keyof typeof SYSTEM], Number(number)];
  const [name = '', factor = ''] = splitAt(head, '*');
  const scale = factor === '' ? 1 : Number(factor);
  const scaled = SCALED[name];
  if (scaled !== undefined) {
    const list = lists[1];
    return [scaled, scale, list === undefined ? 0 : 32 - bitsOf(fields, list).length];
  }
  const integer = /^(imm|simm)(?:([+-])(\d+))?$/.exec(name);
  if (integer !== null) {
    const offset = integer[2] === undefined ? 0 : Number(`${integer[2]}${integer[3]}`);
    return integer[1] === 'imm' ? [READ.immediate, scale, offset] : [READ.signed, scale, 32 - bits];
  }
  const reversed = /^(\d+)-imm$/.exec(name);
  if (reversed !== null) return [READ.immediate, -scale, Number(reversed[1])];
  if (name === 'immlsl') return [READ.shiftedImmediate, scale];
  return compileVector(kind, rest, fields, spec);
}

function compileVector(kind: string, rest: string, fields: FieldBits, spec: number[]): Compiled {
  // How many registers a list has; of an element, what is added to its index.
  const count = Number(/\d/.exec(kind)?.[0] ?? 0);
  const code = VECTORS[kind.replace(/\d/, '')];
  if (code === undefined) throw new Error(`no operand ${kind}.${rest}`);
  const arranged = ARRANGED[rest];
  if (arranged === undefined) return [code, fixedArrangement(rest), count];
  const [shift, mask] = compileField(bitsOf(fields, arranged[0]));
  spec[SPEC.fourth] = shift;
  spec[SPEC.fourth + 1] = mask;
  return [code, -tableOf(rest, arranged[1]), count];
}

const VECTORS: Readonly<Record<string, number>> = {
  V: READ.vector,
  F: READ.scalarBy,
  E: READ.element,
  L: READ.list,
  LE: READ.listElement,
};

function fixedArrangement(name: string): number {
  const number = ARRANGEMENTS.indexOf(name);
  if (number < 0) throw new Error(`no arrangement ${name}`);
  return number;
}

function tableOf(key: string, names: string): number {
  let start = tableStarts.get(key);
  if (start === undefined) {
    start = usedTables;
    tableStarts.set(key, start);
    const arrangements = names.split(' ').map((name) => (name === '-' ? 0 : fixedArrangement(name)));
    if (start + arrangements.length > TABLES.length) throw new Error('too many arrangements');
    TABLES.set(arrangements, start);
    usedTables += arrangements.length;
  }
  return start;
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
