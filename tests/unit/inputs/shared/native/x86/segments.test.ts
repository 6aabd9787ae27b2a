import { describe, expect, it } from 'vitest';
import { DEFAULT_SEMANTICS, type Semantics } from '../../../../../../src/semantics.ts';
import { listInstructions } from '../../../../../support/native-code.ts';

function characteristics(text: string, bits: 32 | 64 = 32, semantics?: Semantics): string[] {
  const features = listInstructions({ text, bits }, semantics && { semantics })[0] as string[];
  return features.filter((feature) => feature.startsWith('characteristic'));
}
const FS = 'characteristic(fs access)';
const GS = 'characteristic(gs access)';
const PEB = 'characteristic(peb access)';

describe('access by segments', () => {
  it('is known by the override', () => {
    expect(characteristics('64 a1 00000000')).toEqual([FS]);
    expect(characteristics('64 8b 00')).toEqual([FS]);
    expect(characteristics('65 48 8b 04 25 28000000', 64)).toEqual([GS]);
    expect(characteristics('a1 30000000')).toEqual([]);
    expect(characteristics('26 a1 30000000')).toEqual([]);
  });

  it('is none beside lock or repetition', () => {
    expect(characteristics('f0 64 ff 00')).toEqual([]);
    expect(characteristics('f3 64 a5')).toEqual([]);
    expect(characteristics('66 64 8b 00')).toEqual([FS]);
  });

  it('to the process environment block is known by its place', () => {
    expect(characteristics('64 a1 30000000')).toEqual([FS, PEB]);
    expect(characteristics('64 8b 0d 30000000')).toEqual([FS, PEB]);
    expect(characteristics('64 8b 41 30')).toEqual([FS, PEB]);
    expect(characteristics('64 ff 35 30000000')).toEqual([FS, PEB]);
    expect(characteristics('65 48 8b 04 25 60000000', 64)).toEqual([GS, PEB]);
    expect(characteristics('65 48 8b 40 60', 64)).toEqual([GS, PEB]);
  });

  it('to another place, or by another instruction, is none to that block', () => {
    expect(characteristics('64 a1 60000000')).toEqual([FS]);
    expect(characteristics('65 48 8b 40 30', 64)).toEqual([GS]);
    expect(characteristics('64 83 3d 30000000 00')).toEqual([FS]);
    expect(characteristics('64 0f b6 05 30000000')).toEqual([FS]);
  });

  it('with a SIB byte is seen by default', () => {
    const byIndex = '65 48 8b 44 01 60';
    expect(characteristics(byIndex, 64)).toEqual([GS]);
    expect(characteristics(byIndex, 64, DEFAULT_SEMANTICS)).toEqual([GS, PEB]);
    const withoutBase = '64 8b 04 25 30000000';
    expect(characteristics(withoutBase)).toEqual([FS]);
    expect(characteristics(withoutBase, 32, DEFAULT_SEMANTICS)).toEqual([FS, PEB]);
  });
});
