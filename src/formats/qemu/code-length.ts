// How many bytes an instruction of x86 has, as far as a log tells that shows its first four only: by where the next one is, unless it is
// one that may go elsewhere, whose length its first byte says.

const MAX_INSTRUCTION = 15;

/** Lengths of jumps, calls and returns by their first byte; those with prefixes or an operand in memory are not among them. */
const BRANCHES: ReadonlyMap<number, number> = new Map([
  [0xc2, 3],
  [0xc3, 1],
  [0xcb, 1],
  [0xcf, 1],
  [0xe8, 5],
  [0xe9, 5],
  [0xeb, 2],
  ...[0xe0, 0xe1, 0xe2, 0xe3].map((code): [number, number] => [code, 2]),
  ...Array.from({ length: 16 }, (_, i): [number, number] => [0x70 + i, 2]),
]);
const TWO_BYTES = 0x0f;
const NEAR_JUMPS = 0x80;
const INDIRECT = 0xff;

/** Length of the instruction at `address` that begins with the bytes of `code` (the first one lowest), followed by the one at `next`; 0 where it is not known. */
export function x86Length(code: number, address: number, next: number): number {
  const first = code & 0xff;
  const second = (code >>> 8) & 0xff;
  const branch = BRANCHES.get(first);
  if (branch !== undefined) return branch;
  if (first === TWO_BYTES && (second & 0xf0) === NEAR_JUMPS) return 6;
  // `call` and `jmp` to what a register holds.
  if (first === INDIRECT && second >= 0xd0) return 2;
  const distance = next - address;
  return distance > 0 && distance <= MAX_INSTRUCTION ? distance : 0;
}
