// Operations of `sys` that have instructions of their own, as lines and as names.

import { OPERATIONS } from './system-operations.ts';

interface Operation {
  readonly instruction: string;
  readonly name: string;
  readonly encoding: number;
  /** Whether a register is written, and if not, whether its field must be full of ones. */
  readonly register: 'written' | 'ignored' | 'none';
}

let names: Map<number, string> | undefined;

/** Lines of the tables for them. */
export function operationLines(): string {
  return operations()
    .map(({ instruction, encoding, register }) => {
      const bits = `1101010100001${encoding.toString(2).padStart(14, '0')}${register === 'none' ? '11111' : 'ttttt'}`;
      const parts = [0, 8, 16, 24].map((at) => bits.slice(at, at + 8)).join(' ');
      const operand = `sys.operation#${encoding}`;
      return `${parts} ${instruction} ${operand}${register === 'written' ? ' X:t !next,reads' : ''}`;
    })
    .join('\n');
}

/** Their names by encoding. */
export function operationNames(): ReadonlyMap<number, string> {
  names ??= new Map(operations().map(({ encoding, name }) => [encoding, name]));
  return names;
}

function operations(): Operation[] {
  return OPERATIONS.trim()
    .split('\n')
    .flatMap((line) => {
      const [instruction = '', ...entries] = line.split(' ');
      return entries.map((entry) => {
        const [name = '', encoding = ''] = entry.split(':');
        const register = name.endsWith('!') ? 'ignored' : name.endsWith('?') ? 'none' : 'written';
        return { instruction, name: name.replace(/[!?]/, ''), encoding: Number.parseInt(encoding, 16), register };
      });
    });
}
