// Jumps through tables as GCC, Clang and MSVC make them of `switch` for A64.

import { describe, expect, it } from 'vitest';
import {
  addExtended,
  addLow,
  addRegisters,
  adr,
  adrp,
  b,
  bCond,
  br,
  compare,
  EXTENSION,
  type Line,
  load,
  loadByte,
  loadHalf,
  loadPointer,
  loadWord,
  movz,
  RET,
} from '../../../../support/a64-words.ts';
import { DATA, discoverArm, pointers } from '../../../../support/arm-program.ts';

/** The cases, and what comes when none fits. */
const CASES: readonly Line[] = [
  'one',
  movz(0, 1),
  RET,
  'two',
  movz(0, 2),
  RET,
  'three',
  movz(0, 3),
  RET,
  'other',
  movz(0, 9),
  RET,
];
const TABLE: readonly Line[] = [adrp(9, 'data'), addLow(9, 9, 'data')];

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const halves = (...values: number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
const words = (...values: number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);

type Make = (of: (label: string) => number) => Uint8Array;
const blocksOf = (lines: readonly Line[], data: Make): readonly string[] | undefined =>
  discoverArm(['main', ...lines, ...CASES], (of) => ({ data: data(of) })).functions['main'];
const cases = ['one', 'two', 'three'];
const hasAll = (blocks: readonly string[] | undefined): string[] =>
  [...cases, 'other'].filter((label) => blocks?.includes(label));

/** In which direction a slot leads from the first case. */
const fromOne =
  (size: 1 | 2, ...wanted: string[]): Make =>
  (of) =>
    (size === 1 ? bytes : halves)(...wanted.map((label) => (of(label) - of('one')) / 4));
const fromTable =
  (...wanted: string[]): Make =>
  (of) =>
    words(...wanted.map((label) => of(label) - DATA));

const CHECKED: readonly Line[] = [compare(0, 2), bCond('hi', 'other')];

describe('tables of distances', () => {
  it('of bytes are followed as far as the index is checked', () => {
    const lines = [
      ...CHECKED,
      ...TABLE,
      adr(10, 'one'),
      loadByte(11, 9, 0),
      addExtended(10, 10, 11, EXTENSION.sxtb, 2),
      br(10),
    ];
    expect(hasAll(blocksOf(lines, fromOne(1, ...cases)))).toEqual([...cases, 'other']);
    expect(hasAll(blocksOf(lines, fromOne(1, 'one', 'one', 'one', 'two', 'three')))).toEqual(['one', 'other']);
  });

  it('of two bytes are followed', () => {
    const lines = [
      ...CHECKED,
      ...TABLE,
      adr(10, 'one'),
      loadHalf(11, 9, 0),
      addExtended(10, 10, 11, EXTENSION.sxth, 2),
      br(10),
    ];
    expect(hasAll(blocksOf(lines, fromOne(2, ...cases)))).toEqual([...cases, 'other']);
  });

  it('of four bytes are followed, added plainly, from the table', () => {
    const lines = [...CHECKED, ...TABLE, loadWord(11, 9, 0), addRegisters(9, 9, 11), br(9)];
    expect(hasAll(blocksOf(lines, fromTable(...cases)))).toEqual([...cases, 'other']);
    expect(
      hasAll(blocksOf([...CHECKED, ...TABLE, loadWord(11, 9, 0), addRegisters(9, 11, 9), br(9)], fromTable(...cases))),
    ).toEqual([...cases, 'other']);
  });

  it('in the code are not taken for code', () => {
    const lines: Line[] = [
      'main',
      ...CHECKED,
      adr(9, 'table'),
      loadWord(11, 9, 0),
      addRegisters(9, 9, 11),
      br(9),
      ...CASES,
      'table',
      ...cases.map(
        (label): Line =>
          (_, of) =>
            (of(label) - of('table')) >>> 0,
      ),
      0xd65f03c0,
    ];
    expect(Object.keys(discoverArm(lines).functions)).toEqual(['main', '+44']);
  });
});

describe('tables of addresses', () => {
  const lines = [...TABLE, loadPointer(10, 9, 0), br(10)];

  it('are followed', () => {
    expect(hasAll(blocksOf([...CHECKED, ...lines], (of) => pointers(...cases.map(of))))).toEqual([...cases, 'other']);
  });

  it('without a check are followed while they lead to code', () => {
    expect(hasAll(blocksOf(lines, (of) => pointers(of('one'), of('two'), 3, of('three'))))).toEqual(['one', 'two']);
  });

  it('without a check end where other code begins to read', () => {
    const more: Line[] = [
      'main',
      ...lines,
      ...CASES,
      'next',
      adrp(3, 'data'),
      (at, of) => addLow(3, 3, 'data')(at, (label) => of(label) + 16) as number,
      load(0, 3),
      RET,
    ];
    const { functions } = discoverArm(more, (of) => ({ data: pointers(of('one'), of('two'), of('three')) }));
    expect(hasAll(functions['main'])).toEqual(['one', 'two']);
  });
});

describe('the bound of a table', () => {
  const jump = [...TABLE, loadWord(11, 9, 0), addRegisters(9, 9, 11), br(9)];
  it.each([
    ['b.hi to the rest', 1, [compare(0, 1), bCond('hi', 'other'), ...jump]],
    ['b.hs to the rest', 1, [compare(0, 2), bCond('hs', 'other'), ...jump]],
    ['b.ls to the jump', 1, [compare(0, 1), bCond('ls', 'jump'), b('other'), 'jump', ...jump]],
    ['b.lo to the jump', 1, [compare(0, 2), bCond('lo', 'jump'), b('other'), 'jump', ...jump]],
    ['b.gt to the rest', 1, [compare(0, 1), bCond('gt', 'other'), ...jump]],
  ] as const)('is told by %s', (_, __, lines) => {
    expect(hasAll(blocksOf(lines, fromTable(...cases)))).toEqual(['one', 'two', 'other']);
  });

  it('is needed where slots are short', () => {
    const lines = [...TABLE, adr(10, 'one'), loadByte(11, 9, 0), addExtended(10, 10, 11, EXTENSION.uxtb, 2), br(10)];
    expect(hasAll(blocksOf(lines, fromOne(1, ...cases)))).toEqual([]);
  });
});
