// Names of system registers, operations, barriers and prefetches. The tables of registers are read when the first name is asked for.

import { SYSTEM } from './tables/operands.ts';
import { operationNames } from './tables/system-lines.ts';
import { NUMBERED_REGISTERS, SYSTEM_REGISTERS } from './tables/system-registers.ts';

interface RegisterNames {
  readonly read: ReadonlyMap<number, string>;
  readonly written: ReadonlyMap<number, string>;
}

const BARRIERS = '|oshld|oshst|osh||nshld|nshst|nsh||ishld|ishst|ish||ld|st|sy'.split('|');
const TYPES = ['pld', 'pli', 'pst'];
const TARGETS = ['l1', 'l2', 'l3'];
const POLICIES = ['keep', 'strm'];
const BRANCH_TARGETS = ['', 'c', 'j', 'jc'];
const PATTERNS: Readonly<Record<number, string>> = { 0: 'pow2', 29: 'mul4', 30: 'mul3', 31: 'all' };
const VECTOR_PREFETCHES =
  'pldl1keep pldl1strm pldl2keep pldl2strm pldl3keep pldl3strm   pstl1keep pstl1strm pstl2keep pstl2strm pstl3keep pstl3strm'.split(
    ' ',
  );
/** By op1 and op2 of `msr` with an immediate. */
const STATE_FIELDS: Readonly<Record<number, string>> = {
  3: 'uao',
  4: 'pan',
  5: 'spsel',
  25: 'ssbs',
  26: 'dit',
  28: 'tco',
  30: 'daifset',
  31: 'daifclr',
};
const MATRIX_STATES: Readonly<Record<number, string>> = { 1: 'sm', 2: 'za' };

let registers: RegisterNames | undefined;

/** The name of a value of a kind of system operand; a number where there is none. */
export function systemName(kind: number, value: number): string {
  const name = known(kind, value);
  return name === undefined || name === '' ? `#${value}` : name;
}

function known(kind: number, value: number): string | undefined {
  switch (kind) {
    case SYSTEM.register:
      return registerNames().read.get(value) ?? plainName(value);
    case SYSTEM.writtenRegister:
      return registerNames().written.get(value) ?? plainName(value);
    case SYSTEM.barrier:
      return BARRIERS[value];
    case SYSTEM.barrierNxs:
      return `${['osh', 'nsh', 'ish', 'sy'][value]}nxs`;
    case SYSTEM.prefetch:
      return prefetchName(value);
    case SYSTEM.field:
      return STATE_FIELDS[value];
    case SYSTEM.control:
      return `c${value}`;
    case SYSTEM.target:
      return BRANCH_TARGETS[value];
    case SYSTEM.trace:
      return 'csync';
    case SYSTEM.pattern:
      return PATTERNS[value] ?? (value >= 1 && value <= 13 ? `vl${value <= 8 ? value : 2 ** (value - 5)}` : undefined);
    case SYSTEM.scalablePrefetch:
      return VECTOR_PREFETCHES[value];
    case SYSTEM.matrixState:
      return MATRIX_STATES[value];
    case SYSTEM.matrixTiles:
      return tileNames(value);
    default:
      return operationNames().get(value);
  }
}

function prefetchName(value: number): string | undefined {
  const type = TYPES[value >>> 3];
  const target = TARGETS[(value >>> 1) & 3];
  return type === undefined || target === undefined ? undefined : `${type}${target}${POLICIES[value & 1]}`;
}

/** The largest tiles that eight bits, one for each of 64-bit elements, are made of. */
function tileNames(value: number): string {
  if (value === 255) return '{za}';
  const sizes = [
    ['h', 2],
    ['s', 4],
    ['d', 8],
  ] as const;
  for (const [suffix, count] of sizes) {
    const names: string[] = [];
    let left = value;
    for (let tile = 0; tile < count; tile++) {
      let bits = 0;
      for (let bit = tile; bit < 8; bit += count) bits |= 1 << bit;
      if ((value & bits) !== bits) continue;
      left &= ~bits;
      names.push(`za${tile}.${suffix}`);
    }
    if (left === 0) return `{${names.join(', ')}}`;
  }
  return '{}';
}

function plainName(value: number): string {
  const parts = [(value >>> 14) & 3, (value >>> 11) & 7, (value >>> 7) & 15, (value >>> 3) & 15, value & 7];
  return `s${parts[0]}_${parts[1]}_c${parts[2]}_c${parts[3]}_${parts[4]}`;
}

function registerNames(): RegisterNames {
  if (registers !== undefined) return registers;
  const read = new Map<number, string>();
  const written = new Map<number, string>();
  const add = (text: string, place: string, number: number): void => {
    const [name = '', access] = text.split('/');
    if (access !== 'w') read.set(number, name.replace('#', place));
    if (access !== 'r') written.set(number, name.replace('#', place));
  };
  for (const line of NUMBERED_REGISTERS.trim().split('\n')) {
    const [name = '', start = '', first, count, distance] = line.split(' ');
    for (let i = 0; i < Number(count); i++) {
      add(name, String(Number(first) + i), Number.parseInt(start, 16) + i * Number(distance));
    }
  }
  for (const line of SYSTEM_REGISTERS.trim().split('\n')) {
    const [high = '', ...names] = line.split(' ');
    for (const entry of names) {
      const [name = '', low = ''] = entry.split(':');
      add(name, '', Number.parseInt(high, 16) * 128 + Number.parseInt(low, 16));
    }
  }
  registers = { read, written };
  return registers;
}
