// The tables of BinExport2 files from their bytes.

import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { BinExport2, TablesFull } from '../../../../src/formats/binexport2/binexport2.ts';
import { compareNear, toFar, toNear } from '../../../../src/formats/binexport2/near.ts';
import { readBinExport2 } from '../../../../src/formats/binexport2/read.ts';
import { WireReader } from '../../../../src/formats/binexport2/wire.ts';
import { LIMITS } from '../../../../src/limits.ts';
import { message, packed, type WireField } from '../../../support/binexport2-builder.ts';

function read(...fields: readonly WireField[]): { file: BinExport2; codes: string[] } {
  const diagnostics = new Diagnostics();
  const file = readBinExport2(message(...fields), diagnostics);
  return { file, codes: diagnostics.list().map(({ code, count }) => `${code} ${count}`) };
}

describe('a field', () => {
  it.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1])('may be the number %d', (value) => {
    const reader = new WireReader(message([1, value]));
    expect(reader.next()).toBe(true);
    expect(reader.number()).toBe(value);
    expect(reader.next()).toBe(false);
  });

  it.each([2n ** 53n, 2n ** 63n + 1n, 2n ** 64n - 1n])('may be a number of 64 bits: %d', (value) => {
    const reader = new WireReader(message([1, value]));
    reader.next();
    expect(reader.exactNumber()).toBe(value);
  });

  it.each([
    ['a number without end', [0x08, 0xff, 0xff]],
    ['a number of eleven bytes', [0x08, ...Array<number>(10).fill(0x80), 0]],
    ['a text that is longer than the message', [0x0a, 5, 0x41]],
    ['four bytes of which there are two', [0x0d, 1, 2]],
    ['eight bytes of which there are two', [0x09, 1, 2]],
    ['a group', [0x0b]],
  ])('ends where it is %s', (_, bytes) => {
    const reader = new WireReader(Uint8Array.from(bytes));
    reader.next();
    expect(() => reader.skip()).toThrow(/^[a-z].*(?:early|long|kind)/);
  });

  it('is passed over whatever kind it has', () => {
    const reader = new WireReader(
      Uint8Array.from([0x08, 1, 0x0d, 1, 2, 3, 4, 0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x0a, 1, 0x41]),
    );
    let fields = 0;
    for (; reader.next(); fields++) reader.skip();
    expect(fields).toBe(4);
  });

  it('is no number where it is a text, and the other way round', () => {
    const text = new WireReader(message([1, 'a']));
    text.next();
    expect(() => text.number()).toThrow('kind 2');
    const number = new WireReader(message([1, 7]));
    number.next();
    expect(() => number.text()).toThrow('kind 0');
  });
});

describe('addresses', () => {
  it.each([0, 0x401000, 2 ** 53 - 1, 0xffffffff81000123n, 0xffff800000000001n])('are exact: %s', (address) => {
    expect(toFar(toNear(address))).toBe(address);
  });

  it('are in order, those of a kernel last', () => {
    const ordered = [0, 1, 0x400000, 0xffff800000000000n, 0xffffffff81000000n];
    expect(ordered.map(toNear).reverse().sort(compareNear).map(toFar)).toEqual(ordered);
  });
});

describe('tables', () => {
  it('take what is left out for what the format says', () => {
    const { file, codes } = read([2, message()], [5, message()], [6, message([1, message()])], [7, message()]);
    expect(file.expressions.get(0)).toEqual({ type: 2, symbol: '', immediate: 0, parent: -1 });
    expect(file.addresses.get(0)).toBe(-1);
    expect(file.instructionMnemonics.get(0)).toBe(0);
    expect(file.blockRanges.of(0)).toEqual([0, 1]);
    expect(file.graphEntries.get(0)).toBe(0);
    expect(codes).toEqual([]);
  });

  it('tell an end of 0 from none', () => {
    const { file } = read([6, message([1, message([1, 3])], [1, message([1, 3], [2, 0])])]);
    expect(file.blockRanges.of(0)).toEqual([3, 4, 3, 0]);
  });

  it('know lists of single numbers and of runs', () => {
    const single = read([3, message([1, 4], [1, 300])]).file;
    const run = read([3, message([1, packed(4, 300)])]).file;
    const both = read([3, message([1, packed(4)], [1, 300])]).file;
    for (const { operands } of [single, run, both]) expect(operands.of(0)).toEqual([4, 300]);
  });

  it('know addresses of a kernel, single and in runs', () => {
    const far = 0xffffffff81000123n;
    const { file } = read([5, message([1, far], [2, far], [2, packed(far, 0x1000)])]);
    expect(toFar(file.addresses.get(0))).toBe(far);
    expect(file.callTargets.of(0).map(toFar)).toEqual([far, far, 0x1000]);
  });

  it('need both ends of an edge, of which either may be 0', () => {
    const edges = [message([1, 0], [2, 1]), message([1, 1]), message([2, 1]), message([1, 1], [2, 0])];
    const { file } = read([7, message(...edges.map((edge): WireField => [2, edge]))]);
    expect(file.graphEdges.of(0)).toEqual([0, 1, 1, 0]);
  });

  it('keep the places of damaged entries', () => {
    const { file, codes } = read(
      [4, message([1, 'mov'])],
      [4, Uint8Array.from([0x0a, 9, 0x61])],
      [4, message([1, 'ADD'])],
    );
    expect(file.mnemonics).toEqual(['mov', '', 'add']);
    expect(codes).toEqual(['binexport2-entry-skipped 1']);
  });

  it('count what stands before the end of a file that breaks off', () => {
    const diagnostics = new Diagnostics();
    const whole = message([4, message([1, 'mov'])], [4, message([1, 'add'])]);
    const { mnemonics } = readBinExport2(whole.subarray(0, -1), diagnostics);
    expect(mnemonics).toEqual(['mov']);
    expect(diagnostics.list()).toMatchObject([{ code: 'binexport2-truncated', severity: 'error' }]);
  });

  it('are kept as far as there is room', () => {
    const file = new BinExport2(new Uint8Array());
    file.spend(LIMITS.binexport2Tables);
    expect(() => file.spend(1)).toThrow(TablesFull);
  });

  it('take no identity that is no SHA-256', () => {
    const id = (text: string): string => read([1, message([2, text])]).file.executableId;
    expect(id('AB'.repeat(32))).toBe('ab'.repeat(32));
    expect(id('../../etc/passwd')).toBe('');
  });

  it('hold texts as the file has them', () => {
    const { file } = read([9, '\ufeffa'], [9, Uint8Array.from([0xff, 0x41])], [9, '']);
    expect([0, 1, 2, 3, -1].map((at) => file.text(at))).toEqual(['\ufeffa', '\ufffdA', '', undefined, undefined]);
  });
});
