// Lengths of instructions of which a log shows the first four bytes.

import { describe, expect, it } from 'vitest';
import { x86Length } from '../../../../src/formats/qemu/code-length.ts';

/** The first bytes of an instruction, as a log has them. */
const code = (...bytes: number[]): number => Buffer.from([...bytes, 0, 0, 0]).readUInt32LE(0);

describe('the length of an instruction', () => {
  it('is where the next one begins', () => {
    expect(x86Length(code(0x48, 0x89, 0xe5), 0x1000, 0x1003)).toBe(3);
    expect(x86Length(code(0x66, 0x0f, 0x1f, 0x84), 0x1000, 0x100f)).toBe(15);
  });

  it('is not known where the next one is elsewhere', () => {
    for (const next of [-1, 0xfff, 0x1000, 0x1010]) expect(x86Length(code(0x48, 0x89, 0xe5), 0x1000, next)).toBe(0);
  });

  it('of jumps, calls and returns does not depend on where they lead', () => {
    const branches: [number, number[]][] = [
      [1, [0xc3]],
      [3, [0xc2, 0x08]],
      [2, [0xeb, 0x02]],
      [2, [0x74, 0x02]],
      [2, [0x7f, 0x02]],
      [2, [0xe2, 0x02]],
      [5, [0xe8]],
      [5, [0xe9]],
      [6, [0x0f, 0x84]],
      [2, [0xff, 0xd0]],
      [2, [0xff, 0xe7]],
    ];
    for (const [length, bytes] of branches) {
      for (const next of [-1, 0x1004, 0x2000]) expect(x86Length(code(...bytes), 0x1000, next)).toBe(length);
    }
  });
});
