import { describe, expect, it } from 'vitest';
import type { NativeFacts } from '../../../../../../src/inputs/shared/native/native-facts.ts';
import { type Assembly, DATA, listInstructions, TEXT } from '../../../../../support/native-code.ts';

const SLOT = DATA + 0x10;
const imports = { [SLOT]: { module: 'KERNEL32.dll', name: 'CreateFileA' } };
const CREATE_FILE = ['api(CreateFileA)', 'api(CreateFile)'];
/** jmp ds:[SLOT] */
const THUNK = 'ff 25 10304000';

/** APIs of the first instruction, or another one. */
function apis(assembly: Assembly, facts: Partial<NativeFacts> = {}, place = 0): string[] {
  const features = listInstructions({ imports, ...assembly }, facts)[place] as string[];
  return features.filter((text) => text.startsWith('api('));
}

describe('the names of what is called', () => {
  it('are those of the import, also without A or W at the end', () => {
    expect(apis({ text: 'ff 15 10304000' })).toEqual(CREATE_FILE);
    expect(apis({ text: 'ff 15 0a200000', bits: 64 })).toEqual(CREATE_FILE);
    const read = { [SLOT]: { module: 'KERNEL32.dll', name: 'ReadFile' } };
    expect(apis({ text: 'ff 15 10304000', imports: read })).toEqual(['api(ReadFile)']);
  });

  it('are those of tail jumps too, but not of conditional ones and not of pushes', () => {
    expect(apis({ text: THUNK })).toEqual(CREATE_FILE);
    expect(apis({ text: `74 00 ${THUNK}`, functions: [[0], [2]] })).toEqual([]);
    expect(apis({ text: 'ff 35 10304000' })).toEqual([]);
  });

  it('are not said of the jump in a thunk', () => {
    expect(apis({ text: THUNK, thunks: [0] })).toEqual([]);
  });

  it('are found through thunks, also marked ones', () => {
    const call = 'e8 01000000 c3';
    expect(apis({ text: `${call} ${THUNK}`, functions: [[0], [6]], thunks: [6] })).toEqual(CREATE_FILE);
    expect(apis({ text: `${call} eb 00 ${THUNK}`, functions: [[0], [6], [8]] })).toEqual(CREATE_FILE);
    expect(apis({ text: `${call} f30f1efb ${THUNK}`, functions: [[0], [6]] })).toEqual(CREATE_FILE);
  });

  it('are found through at most four jumps', () => {
    const jumps = (count: number): Assembly => ({
      text: `e8 01000000 c3 ${'eb 00 '.repeat(count)} ${THUNK}`,
      functions: [[0], ...Array.from({ length: count + 1 }, (_, i) => [6 + i * 2])],
    });
    expect(apis(jumps(3))).toEqual(CREATE_FILE);
    expect(apis(jumps(4))).toEqual([]);
  });

  it('end where code goes in circles', () => {
    expect(apis({ text: 'e8 01000000 c3 eb fe', functions: [[0], [6]] })).toEqual([]);
  });

  it('are found through a function that begins with a call by register', () => {
    const text = 'e8 07000000 8b 35 10304000 c3 ff d6 c3';
    // The function at 12 calls esi, which the instruction before it in the text does not define: nothing falls into it.
    expect(apis({ text, functions: [[0], [12]] })).toEqual([]);
    // In one function, a jump to the call of a known register names it.
    const inOne = '8b 35 10304000 eb 00 ff d6 c3';
    expect(apis({ text: inOne, functions: [[0, 8]] }, {}, 1)).toEqual(CREATE_FILE);
  });

  it('are those of the symbol table and of library functions', () => {
    const call: Assembly = { text: 'e8 01000000 c3 c3', functions: [[0], [6]] };
    const symbolNames = (address: number): string[] => (address === TEXT + 6 ? ['connect', '__connect'] : []);
    expect(apis(call, { symbolNames })).toEqual(['api(connect)', 'api(__connect)']);
    const libraryName = (address: number): string | undefined => (address === TEXT + 6 ? '_strlen' : undefined);
    expect(apis(call, { libraryName })).toEqual(['api(_strlen)', 'api(strlen)']);
    expect(apis(call, { libraryName: () => '?' })).toEqual(['api(?)']);
  });

  it('are not looked for behind a library function', () => {
    const text = `e8 01000000 c3 ${THUNK}`;
    const libraryName = (address: number): string | undefined => (address === TEXT + 6 ? 'named' : undefined);
    expect(apis({ text, functions: [[0], [6]] }, { libraryName })).toEqual(['api(named)']);
  });

  it('are those that the format knows for the slot', () => {
    const apiNames = (slot: number): string[] => (slot === SLOT ? ['WSAStartup', 'ws2_32.#115'] : []);
    expect(apis({ text: 'ff 15 10304000' }, { apiNames })).toEqual(['api(WSAStartup)', 'api(ws2_32.#115)']);
    expect(apis({ text: 'ff 15 14304000' }, { apiNames: () => ['other'] })).toEqual([]);
  });
});
