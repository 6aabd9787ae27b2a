import { describe, expect, it } from 'vitest';
import { programFormat } from '../../../src/inputs/program-file.ts';

const bytes = (...head: number[]): Uint8Array => Uint8Array.from([...head, ...Array<number>(200).fill(0)]);

describe('programFormat', () => {
  it('knows programs by their first bytes', () => {
    const pe = bytes(0x4d, 0x5a);
    pe[0x3c] = 0x40;
    pe.set([0x50, 0x45], 0x40);
    expect(programFormat(pe)).toBe('PE');
    expect(programFormat(bytes(0x7f, 0x45, 0x4c, 0x46))).toBe('ELF');
    for (const magic of [
      [0xfe, 0xed, 0xfa, 0xce],
      [0xcf, 0xfa, 0xed, 0xfe],
      [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2],
      [0xca, 0xfe, 0xba, 0xbf, 0, 0, 0, 2],
    ]) {
      expect(programFormat(bytes(...magic))).toBe('Mach-O');
    }
  });

  it('takes nothing else for one', () => {
    for (const head of [
      bytes(),
      bytes(0x4d, 0x5a),
      bytes(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52),
      new Uint8Array(),
      Uint8Array.of(0x4d, 0x5a),
      Uint8Array.of(0x7f, 0x45, 0x4c),
      new TextEncoder().encode('MZ is how this text begins, and it goes on for longer than a header would'),
    ]) {
      expect(programFormat(head)).toBeUndefined();
    }
  });
});
