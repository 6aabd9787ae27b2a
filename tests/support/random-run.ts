// Random programs of x86 with loops, calls and returns, and runs of them: streams of executed instructions as recorders have them.

export interface RanInstruction {
  readonly address: number;
  readonly bytes: Uint8Array;
}

interface ProgramInstruction extends RanInstruction {
  readonly end: number;
  readonly kind: 'plain' | 'branch' | 'jump' | 'call' | 'return';
  /** Of branches, jumps and calls. */
  readonly target: number;
}

/** Instructions that go on to the next one. */
const PLAIN = ['90', 'ffc0', '31c8', 'b805000000', '8b4508', '48c7c001000000', 'f30f1efa', '0fb6c0'].map((digits) =>
  Buffer.from(digits, 'hex'),
);
const BASE = 0x401000;
/** Bytes between functions. */
const DISTANCE = 0x400;
/** Open calls, beyond which no more are made. */
const DEEPEST = 20;

export interface RandomProgram {
  readonly instructions: ReadonlyMap<number, ProgramInstruction>;
  /** Beginnings of its functions. */
  readonly functions: readonly number[];
}

/** Functions of random instructions; `random` gives numbers from 0 to 1. */
export function randomProgram(random: () => number): RandomProgram {
  const pick = (count: number): number => Math.floor(random() * count);
  const functions = Array.from({ length: 1 + pick(5) }, (_, i) => BASE + i * DISTANCE);
  const instructions = new Map<number, ProgramInstruction>();
  for (const start of functions) {
    const kinds = Array.from({ length: 1 + pick(24) }, () => pickKind(pick(10)));
    kinds.push('return');
    const places: number[] = [];
    const plain = kinds.map(() => PLAIN[pick(PLAIN.length)] as Uint8Array);
    let at = start;
    for (const [i, kind] of kinds.entries()) {
      places.push(at);
      at += lengthOf(kind, plain[i] as Uint8Array);
    }
    for (const [i, kind] of kinds.entries()) {
      const address = places[i] as number;
      const inner = places[pick(places.length)] as number;
      const target = kind === 'call' ? (functions[pick(functions.length)] as number) : inner;
      const length = lengthOf(kind, plain[i] as Uint8Array);
      const bytes = encode(kind, plain[i] as Uint8Array, target - address - length);
      instructions.set(address, { address, bytes, end: address + length, kind, target });
    }
  }
  return { instructions, functions };
}

function pickKind(number: number): ProgramInstruction['kind'] {
  if (number === 0) return 'call';
  if (number === 1) return 'jump';
  return number < 4 ? 'branch' : 'plain';
}

function lengthOf(kind: ProgramInstruction['kind'], plain: Uint8Array): number {
  return { plain: plain.length, branch: 6, jump: 5, call: 5, return: 1 }[kind];
}

function encode(kind: ProgramInstruction['kind'], plain: Uint8Array, distance: number): Uint8Array {
  const relative = Buffer.alloc(4);
  relative.writeInt32LE(distance);
  switch (kind) {
    case 'plain':
      return plain;
    case 'branch':
      return Buffer.concat([Uint8Array.of(0x0f, 0x85), relative]);
    case 'jump':
      return Buffer.concat([Uint8Array.of(0xe9), relative]);
    case 'call':
      return Buffer.concat([Uint8Array.of(0xe8), relative]);
    case 'return':
      return Uint8Array.of(0xc3);
  }
}

/** A run of at most so many instructions from the first function on. Calls that would go too deep are those of functions that are not recorded. */
export function runProgram(
  { instructions, functions }: RandomProgram,
  random: () => number,
  most: number,
): RanInstruction[] {
  const ran: RanInstruction[] = [];
  const open: number[] = [];
  let at: number | undefined = functions[0];
  while (at !== undefined && ran.length < most) {
    const instruction: ProgramInstruction | undefined = instructions.get(at);
    if (instruction === undefined) break;
    ran.push(instruction);
    const { kind, target, end } = instruction;
    const isTaken = random() < 0.5;
    if (kind === 'return') at = open.pop();
    else if (kind === 'jump' || (kind === 'branch' && isTaken)) at = target;
    else if (kind === 'call' && open.length < DEEPEST) {
      open.push(end);
      at = target;
    } else at = end;
  }
  return ran;
}
