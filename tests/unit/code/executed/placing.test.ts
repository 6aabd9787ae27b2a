// Where a recording that names no modules has the program, and which code in it is of libraries.

import { describe, expect, it } from 'vitest';
import { IntegerSet } from '../../../../src/bytes/integer-map.ts';
import { findProgram } from '../../../../src/code/executed/find-program.ts';
import { outlineRun, Run } from '../../../support/executed-run.ts';
import { assemble, TEXT } from '../../../support/native-code.ts';

/** A function of eight instructions and one of two. */
const PROGRAM = assemble({
  bits: 64,
  text: '90 90 90 90 90 90 90 c3 0000000000000000 90 c3',
  functions: [[0], [0x10]],
});
const OWN = [0, 1, 2, 3, 4, 5, 6, 7, 0x10, 0x11];

/** Addresses of the program where it is loaded at `base`. */
const at = (base: number): number[] => OWN.map((place) => base + (TEXT - 0x400000) + place);

describe('a program is found in a recording', () => {
  it.each([
    ['where its file says', 0x400000],
    ['elsewhere', 0x7f12_3456_7000],
    ['at the beginning of memory', 0],
  ])('%s', (_, base) => {
    expect(findProgram(PROGRAM, at(base))).toBe(base);
  });

  it('among code of others', () => {
    const others = Array.from({ length: 5000 }, (_, i) => 0x7fff_0000_0000 + i * 3);
    expect(findProgram(PROGRAM, [...others, ...at(0x550000000000), ...others.map((one) => one + 0x100000)])).toBe(
      0x550000000000,
    );
  });

  it('not where too little of it ran, or where something else ran at the same places', () => {
    expect(findProgram(PROGRAM, at(0x500000).slice(0, 7))).toBeUndefined();
    const between = Array.from({ length: 40 }, (_, i) => 0x501100 + i);
    expect(findProgram(PROGRAM, [...at(0x500000), ...between])).toBeUndefined();
    expect(findProgram(PROGRAM, [])).toBeUndefined();
  });
});

/** A program at 0x400000 with a slot, which is at 0x10000000 in the recording. */
const SLOT = 0x403008;
const BASE = 0x10000000;

function runWithLibraries(): Run {
  const imports = new IntegerSet([SLOT]);
  return new Run({ program: { image: PROGRAM.image, base: BASE }, imports });
}

describe('libraries that a recording has too', () => {
  it('are left out from where they are entered through a slot to where they come back', () => {
    const run = runWithLibraries();
    run.executes(
      '10001000:90 10001001:ff1501200000 70001000:90 70001001:e8fa0f0000 70002000:c3 70001006:c3 10001007:c3',
    );
    expect(outlineRun(run)).toEqual(['401000 entry point 401000-401008:3']);
    expect(run.code.outside).toBe(4);
    expect(run.callsOut).toMatchObject([{ slot: SLOT }]);
  });

  it('are left out before the program begins', () => {
    const run = runWithLibraries().executes('70001000:90 70001001:ffd0 10001000:90 10001001:c3');
    expect(outlineRun(run)).toEqual(['401000 entry point 401000-401002:2']);
    expect(run.code.outside).toBe(2);
  });

  it('call the program back', () => {
    const run = runWithLibraries();
    run.executes('10001000:ff1502200000 70001000:ffd0 10001010:90 10001011:c3 70001002:c3 10001006:c3');
    expect(outlineRun(run)).toEqual(['401000 entry point 401000-401007:2', '401010 call 401010-401012:2']);
  });

  it('are not what the program made itself and goes to without a slot', () => {
    const run = runWithLibraries();
    run.executes('10001000:ffd0 20000000:90 20000001:c3 10001002:c3');
    expect(outlineRun(run)).toEqual(['401000 entry point 401000-401003:2', '20000000 call 20000000-20000002:2']);
    expect(run.code.outside).toBe(0);
  });

  it('are followed where nobody knows the slots', () => {
    const run = new Run().executes('1000:ff1500000000 70001000:90 70001001:c3 1006:c3');
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1007:2', '70001000 call 70001000-70001002:2']);
  });
});

describe('how many instructions are followed', () => {
  it('may be bounded: the others are counted', () => {
    const run = new Run({ maxInstructions: 3 }).executes('1000:90 1001:90 1002:90 1003:90').writes(0x7000, 'not seen');
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1003:3']);
    expect(run.code).toMatchObject({ executed: 3, passedOver: 1 });
    expect(run.written).toEqual([]);
  });
});
