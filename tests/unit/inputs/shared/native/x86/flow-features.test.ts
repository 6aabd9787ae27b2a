import { describe, expect, it } from 'vitest';
import { type Assembly, DATA, listInstructions } from '../../../../../support/native-code.ts';

function characteristics(assembly: Assembly, place = 0): string[] {
  const features = listInstructions(assembly)[place] as string[];
  return features.filter((text) => text.startsWith('characteristic'));
}
const imports = { [DATA]: { module: 'a.dll', name: 'f' } };
const FROM = 'characteristic(calls from)';
const CROSS = 'characteristic(cross section flow)';
const INDIRECT = 'characteristic(indirect call)';

describe('a call', () => {
  it('counts where it goes to, also for slots', () => {
    expect(characteristics({ text: 'e8 01000000 c3 c3', functions: [[0], [6]] })).toEqual([`${FROM} at 0x401006`]);
    expect(characteristics({ text: 'ff 15 00304000', imports })).toEqual([`${FROM} at 0x403000`]);
    expect(characteristics({ text: 'ff 15 fa1f0000', bits: 64, imports })).toEqual([`${FROM} at 0x403000`]);
  });

  it('of its own function is recursive', () => {
    expect(characteristics({ text: 'e8 fbffffff' })).toEqual([
      `${FROM} at 0x401000`,
      'characteristic(recursive call) at 0x401000',
    ]);
  });

  it('of the next instruction finds out where the code is', () => {
    expect(characteristics({ text: 'e8 00000000 58' })).toEqual(['characteristic(call $+5)', `${FROM} at 0x401005`]);
  });

  it('by register and memory is indirect, by an address is not', () => {
    expect(characteristics({ text: 'ff d0' })).toEqual([INDIRECT]);
    expect(characteristics({ text: 'ff 50 0c' })).toEqual([INDIRECT]);
    expect(characteristics({ text: 'ff 14 85 00304000' })).toEqual([INDIRECT]);
    expect(characteristics({ text: 'ff e0' })).toEqual([]);
  });
});

describe('flow into another section', () => {
  it('is that of calls and jumps', () => {
    expect(characteristics({ text: 'e9 fb1f0000' })).toEqual([CROSS]);
    expect(characteristics({ text: '0f 84 fa1f0000' })).toEqual([CROSS]);
    expect(characteristics({ text: 'e8 fb1f0000' })).toEqual([CROSS, `${FROM} at 0x403000`]);
    expect(characteristics({ text: 'eb 00 c3', functions: [[0, 2]] })).toEqual([]);
  });

  it('is that of jumps to imported functions, but not of calls', () => {
    expect(characteristics({ text: 'ff 25 00304000', imports })).toEqual([CROSS]);
    expect(characteristics({ text: 'ff 15 00304000' })).toEqual([CROSS, `${FROM} at 0x403000`]);
    expect(characteristics({ text: 'ff 15 00304000', imports })).toEqual([`${FROM} at 0x403000`]);
  });

  it('is that of a table of jumps', () => {
    expect(characteristics({ text: 'ff 24 85 00304000' })).toEqual([CROSS]);
  });

  it('is none where nothing is', () => {
    expect(characteristics({ text: 'e9 fb0f0000' })).toEqual([]);
  });
});
