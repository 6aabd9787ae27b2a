import { describe, expect, it } from 'vitest';
import { REGISTER } from '../../../../../../src/code/x86/registers.ts';
import { Definitions } from '../../../../../../src/inputs/shared/native/x86/definitions.ts';
import { LIMITS } from '../../../../../../src/limits.ts';
import { type Assembly, assemble, DATA, TEXT } from '../../../../../support/native-code.ts';

const SLOT = DATA + 0x10;
/** mov esi, ds:[SLOT] */
const LOAD = '8b 35 10304000';
const CALL = 'ff d6';

/** What esi holds at a place. */
function esiAt(assembly: Assembly, place: number): number {
  return new Definitions(assemble(assembly)).find(TEXT + place, REGISTER.esi);
}

describe('what a register holds', () => {
  it('is the slot or constant that it was loaded from', () => {
    expect(esiAt({ text: `${LOAD} ${CALL}` }, 6)).toBe(SLOT);
    expect(esiAt({ text: `be 10304000 ${CALL}` }, 5)).toBe(SLOT);
    const wide = assemble({ text: '48 8b 35 09200000 ff d6', bits: 64 });
    expect(new Definitions(wide).find(TEXT + 7, REGISTER.rsi)).toBe(SLOT);
  });

  it('is not known of a part of the register, after other definitions, and without one', () => {
    expect(esiAt({ text: `66 be 1030 ${CALL}` }, 4)).toBe(-1);
    expect(esiAt({ text: `${LOAD} 5e ${CALL}` }, 7)).toBe(-1);
    expect(esiAt({ text: `${LOAD} 33 f6 ${CALL}` }, 8)).toBe(-1);
    expect(esiAt({ text: `${LOAD} 8b f0 ${CALL}` }, 8)).toBe(-1);
    expect(esiAt({ text: CALL }, 0)).toBe(-1);
  });

  it('is what it was before calls and arithmetic, as the reference has it', () => {
    expect(esiAt({ text: `${LOAD} e8 00000000 83 c6 04 ${CALL}` }, 14)).toBe(SLOT);
  });

  it('is looked for over jumps, and not over what does not come back', () => {
    // 0: mov esi; 6: jmp 9; 8: ret; 9: call esi
    expect(esiAt({ text: `${LOAD} eb 01 c3 ${CALL}`, functions: [[0, 8, 9]] }, 9)).toBe(SLOT);
    // The ret before does not lead to it.
    expect(esiAt({ text: `${LOAD} c3 ${CALL}`, functions: [[0], [7]] }, 7)).toBe(-1);
    // 0: mov esi; 6: je 15; 8: xor esi, esi; 10: a call that does not come back; 15: call esi
    const text = `${LOAD} 74 07 33 f6 e8 00000000 ${CALL}`;
    const functions = [[0, 8, 15]];
    expect(esiAt({ text, functions }, 15)).toBe(-1);
    expect(esiAt({ text, functions, lastCalls: [10] }, 15)).toBe(SLOT);
  });

  it('is not looked for at who calls the function', () => {
    expect(esiAt({ text: `${LOAD} e8 01000000 c3 ${CALL}`, functions: [[0], [12]] }, 12)).toBe(-1);
  });

  it('is the nearest definition, and an end comes in circles', () => {
    // 0: mov esi, SLOT; 6: je 13; 8: mov esi, 1; 13: call esi
    const text = `${LOAD} 74 05 be 01000000 ${CALL}`;
    expect(esiAt({ text, functions: [[0, 8, 13]] }, 13)).toBe(1);
    // 0: nop; 1: jmp 0
    expect(esiAt({ text: '90 eb fd', functions: [[0]] }, 1)).toBe(-1);
  });

  it('is where a call or jump by a register goes to', () => {
    const code = assemble({ text: `${LOAD} ${CALL} 90` });
    const definitions = new Definitions(code);
    expect(definitions.targetAt(TEXT + 6)).toBe(SLOT);
    expect(definitions.targetAt(TEXT + 8)).toBe(-1);
    expect(definitions.targetAt(TEXT + 7)).toBe(-1);
  });

  it('is looked for in a bounded number of steps', () => {
    const far = (distance: number): Assembly => ({ text: `${LOAD} ${'90'.repeat(distance)} ${CALL}` });
    expect(esiAt(far(3000), 3006)).toBe(SLOT);
    const definitions = new Definitions(assemble(far(3000)));
    const searches = Math.ceil(LIMITS.definitionSteps / 3000) + 1;
    for (let i = 0; i < searches; i++) definitions.find(TEXT + 3006, REGISTER.edi);
    expect(definitions.find(TEXT + 3006, REGISTER.esi)).toBe(-1);
  });
});
