// A64 code for tests: encoders for the few instructions that they need, by the Arm manual, and lines with labels.

/** An instruction that needs to know where it is, or where a label is. */
export type Placed = (at: number, addressOf: (label: string) => number) => number;
/** A label, a word, or an instruction with a place in it. */
export type Line = string | number | Placed;

export const NOP = 0xd503201f;
export const RET = 0xd65f03c0;
export const BTI_C = 0xd503245f;
export const UDF = 0;
/** `stp x29, x30, [sp, #-16]!` and `ldp x29, x30, [sp], #16` */
export const PUSH_FRAME = 0xa9bf7bfd;
export const POP_FRAME = 0xa8c17bfd;

export const CONDITION = { eq: 0, ne: 1, hs: 2, lo: 3, hi: 8, ls: 9, ge: 10, lt: 11, gt: 12, le: 13 } as const;

const word = (...parts: number[]): number => parts.reduce((sum, part) => (sum | part) >>> 0, 0);
const field = (value: number, bits: number, shift: number): number => ((value & (2 ** bits - 1)) << shift) >>> 0;
const distance = (at: number, to: number, bits: number, shift: number): number => field((to - at) / 4, bits, shift);

export const b =
  (label: string): Placed =>
  (at, of) =>
    word(0x14000000, distance(at, of(label), 26, 0));
export const bl =
  (label: string): Placed =>
  (at, of) =>
    word(0x94000000, distance(at, of(label), 26, 0));
export const bCond =
  (condition: keyof typeof CONDITION, label: string): Placed =>
  (at, of) =>
    word(0x54000000, distance(at, of(label), 19, 5), CONDITION[condition]);
export const cbz =
  (register: number, label: string): Placed =>
  (at, of) =>
    word(0xb4000000, distance(at, of(label), 19, 5), register);
export const tbz =
  (register: number, bit: number, label: string): Placed =>
  (at, of) =>
    word(0x36000000, field(bit, 5, 19), distance(at, of(label), 14, 5), register);
export const br = (register: number): number => word(0xd61f0000, field(register, 5, 5));
export const blr = (register: number): number => word(0xd63f0000, field(register, 5, 5));

/** The page of a label, and the label itself. */
export const adrp =
  (to: number, label: string): Placed =>
  (at, of) => {
    const pages = Math.floor(of(label) / 4096) - Math.floor(at / 4096);
    return word(0x90000000, field(pages, 2, 29), field(Math.floor(pages / 4), 19, 5), to);
  };
export const adr =
  (to: number, label: string): Placed =>
  (at, of) => {
    const bytes = of(label) - at;
    return word(0x10000000, field(bytes, 2, 29), field(Math.floor(bytes / 4), 19, 5), to);
  };
/** `add to, from, :lo12:label` */
export const addLow =
  (to: number, from: number, label: string): Placed =>
  (_, of) =>
    add(to, from, of(label) % 4096);
/** `ldr to, [from, :lo12:label]` */
export const loadLow =
  (to: number, from: number, label: string): Placed =>
  (_, of) =>
    load(to, from, of(label) % 4096);

export const add = (to: number, from: number, value: number): number =>
  word(0x91000000, field(value, 12, 10), field(from, 5, 5), to);
export const sub = (to: number, from: number, value: number): number =>
  word(0xd1000000, field(value, 12, 10), field(from, 5, 5), to);
/** `cmp wN, #value` */
export const compare = (register: number, value: number): number =>
  word(0x7100001f, field(value, 12, 10), field(register, 5, 5));
/** `add to, first, second` */
export const addRegisters = (to: number, first: number, second: number): number =>
  word(0x8b000000, field(second, 5, 16), field(first, 5, 5), to);
/** `add to, first, wSecond, sxtb|sxth|sxtw|uxtb|uxth #amount` */
export const addExtended = (to: number, first: number, second: number, extend: number, amount: number): number =>
  word(0x8b200000, field(second, 5, 16), field(extend, 3, 13), field(amount, 3, 10), field(first, 5, 5), to);
export const EXTENSION = { uxtb: 0, uxth: 1, uxtw: 2, sxtb: 4, sxth: 5, sxtw: 6 } as const;

/** Of 64 bits, `part` times 16 bits to the left. */
export const movz = (to: number, value: number, part = 0): number =>
  word(0xd2800000, field(part, 2, 21), field(value, 16, 5), to);
export const movk = (to: number, value: number, part = 0): number =>
  word(0xf2800000, field(part, 2, 21), field(value, 16, 5), to);
/** `mov wN, #~value` */
export const movn32 = (to: number, value: number): number => word(0x12800000, field(value, 16, 5), to);
export const mov = (to: number, from: number): number => word(0xaa0003e0, field(from, 5, 16), to);

/** `ldr xT, [xN, #bytes]` and the store. */
export const load = (to: number, base: number, bytes = 0): number =>
  word(0xf9400000, field(bytes / 8, 12, 10), field(base, 5, 5), to);
export const store = (from: number, base: number, bytes = 0): number =>
  word(0xf9000000, field(bytes / 8, 12, 10), field(base, 5, 5), from);
/** `ldr xT, [xN], #bytes` */
export const loadPost = (to: number, base: number, bytes: number): number =>
  word(0xf8400400, field(bytes, 9, 12), field(base, 5, 5), to);
/** `ldur xT, [xN, #bytes]` */
export const loadUnscaled = (to: number, base: number, bytes: number): number =>
  word(0xf8400000, field(bytes, 9, 12), field(base, 5, 5), to);
/** `ldp xT, xU, [xN, #bytes]` */
export const loadPair = (to: number, other: number, base: number, bytes: number): number =>
  word(0xa9400000, field(bytes / 8, 7, 15), field(other, 5, 10), field(base, 5, 5), to);
/** A load from a table: `ldrb wT, [xN, wM, uxtw]`, `ldrh ... #1`, `ldrsw xT, [xN, xM, lsl #2]`, `ldr xT, [xN, xM, lsl #3]`. */
export const loadByte = (to: number, base: number, index: number): number =>
  word(0x38604800, field(index, 5, 16), field(base, 5, 5), to);
export const loadHalf = (to: number, base: number, index: number): number =>
  word(0x78605800, field(index, 5, 16), field(base, 5, 5), to);
export const loadWord = (to: number, base: number, index: number): number =>
  word(0xb8a07800, field(index, 5, 16), field(base, 5, 5), to);
export const loadPointer = (to: number, base: number, index: number): number =>
  word(0xf8607800, field(index, 5, 16), field(base, 5, 5), to);

export const eor = (to: number, first: number, second: number): number =>
  word(0xca000000, field(second, 5, 16), field(first, 5, 5), to);
/** `eor vD.16b, vN.16b, vM.16b` */
export const eorVectors = (to: number, first: number, second: number): number =>
  word(0x6e201c00, field(second, 5, 16), field(first, 5, 5), to);
export const svc = (number: number): number => word(0xd4000001, field(number, 16, 5));

export interface A64Code {
  readonly bytes: Uint8Array;
  readonly labels: ReadonlyMap<string, number>;
}

/** Assembles lines; labels of other places can be given. */
export function assembleA64(
  start: number,
  lines: readonly Line[],
  others: Readonly<Record<string, number>> = {},
): A64Code {
  const labels = new Map(Object.entries(others));
  let at = start;
  for (const line of lines) {
    if (typeof line === 'string') labels.set(line, at);
    else at += 4;
  }
  const bytes = new DataView(new ArrayBuffer(at - start));
  const addressOf = (label: string): number => {
    const address = labels.get(label);
    if (address === undefined) throw new Error(`no label ${label}`);
    return address;
  };
  at = start;
  for (const line of lines) {
    if (typeof line === 'string') continue;
    bytes.setUint32(at - start, typeof line === 'number' ? line : line(at, addressOf), true);
    at += 4;
  }
  return { bytes: new Uint8Array(bytes.buffer), labels };
}
