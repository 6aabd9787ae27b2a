import { describe, expect, it } from 'vitest';
import { TreeDamage, TreeReader } from '../../../../src/code/flirt/tree-reader.ts';
import { TreeWriter } from '../../../../src/code/flirt/tree-writer.ts';

function reader(bytes: readonly number[], version = 10): TreeReader {
  return new TreeReader(Uint8Array.from(bytes), version);
}

describe('numbers of a signature tree', () => {
  it.each([
    [[0x7f], 0x7f],
    [[0x80, 0x80], 0x80],
    [[0xff, 0xff], 0x7fff],
  ])('of the short form: %j is %d', (bytes, value) => {
    expect(reader(bytes).short()).toBe(value);
  });

  it.each([
    [[0x7f], 0x7f],
    [[0xbf, 0xff], 0x3fff],
    [[0xc0, 0x00, 0x40, 0x00], 0x4000],
    [[0xdf, 0xff, 0xff, 0xff], 0x1fff_ffff],
    [[0xff, 0x89, 0xab, 0xcd, 0xef], 0x89ab_cdef],
  ])('of the long form: %j is %d', (bytes, value) => {
    expect(reader(bytes).long()).toBe(value);
    const writer = new TreeWriter();
    writer.long(value);
    expect([...writer.written()]).toEqual(bytes);
  });

  it('have the short form below version 9 and the long form from there on', () => {
    expect(reader([0xc0, 1, 0x40, 0], 8).word()).toBe(0x4001);
    expect(reader([0xc0, 1, 0x40, 0], 9).word()).toBe(0x1_4000);
  });

  it('break off with the place', () => {
    expect(() => reader([0x80]).short()).toThrow(TreeDamage);
    expect(() => reader([0xff, 1, 2, 3]).long()).toThrow(TreeDamage);
    expect(() => reader([1, 2]).skip(3)).toThrow(new TreeDamage('the tree breaks off', 2));
  });
});
