import { describe, expect, it } from 'vitest';
import { nativeProgram } from '../../../../../src/inputs/shared/native/native-program.ts';
import {
  type Assembly,
  assemble,
  ListingRegistrar,
  listFunctions,
  NO_FACTS,
  TEXT,
} from '../../../../support/native-code.ts';

const walk = (functions: ReturnType<ReturnType<typeof nativeProgram>>) =>
  Array.from(functions, ({ blocks }) => Array.from(blocks, ({ instructions }) => [...instructions]));

describe('a program of native code', () => {
  it('has functions, blocks and instructions with their features', () => {
    expect(listFunctions({ text: '33 c0 74 00 c3', functions: [[0, 4]] })).toEqual([
      {
        address: '0x401000',
        features: [],
        blocks: [
          {
            address: '0x401000',
            features: ['basic block'],
            instructions: [
              { address: '0x401000', features: ['mnemonic(xor)'] },
              { address: '0x401002', features: ['mnemonic(jz)'] },
            ],
          },
          {
            address: '0x401004',
            features: ['basic block'],
            instructions: [{ address: '0x401004', features: ['mnemonic(ret)'] }],
          },
        ],
      },
    ]);
  });

  it('names library functions', () => {
    const libraryName = (address: number): string | undefined => (address === TEXT + 1 ? '_memcpy' : undefined);
    const listed = listFunctions({ text: 'c3 c3', functions: [[0], [1]] }, { libraryName });
    expect(listed.map(({ library }) => library)).toEqual([undefined, '_memcpy']);
  });

  it('registers a feature once for each value', () => {
    const registrar = new ListingRegistrar();
    const text = '6a 05 6a 05 68 78563412 68 78563412 83 c1 05 68 00304000 68 00304000';
    const code = assemble({ text, data: 'ff' });
    walk(nativeProgram(code, NO_FACTS)(registrar));
    const keys = registrar.features.map((feature) => JSON.stringify(feature));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(8);
  });

  it('registers nothing for functions that nobody asks for', () => {
    const registrar = new ListingRegistrar();
    const functions = nativeProgram(assemble({ text: '40 c3 41 48 c3', functions: [[0], [2]] }), NO_FACTS)(registrar);
    const [first] = functions;
    walk([first as NonNullable<typeof first>]);
    const names = registrar.features.filter(({ type }) => type === 'mnemonic');
    expect(names.map((feature) => 'value' in feature && feature.value)).toEqual(['inc', 'ret']);
  });

  it('gives the same when it is walked again', () => {
    const registrar = new ListingRegistrar();
    const code = assemble({ text: '33 c8 75 fc b8 11111111 c3', functions: [[0, 4]] });
    const [first] = [...nativeProgram(code, NO_FACTS)(registrar)];
    const blocks = (): unknown => Array.from(first?.blocks ?? [], (block) => ({ ...block }));
    const once = blocks();
    const registered = registrar.features.length;
    expect(blocks()).toEqual(once);
    expect(registrar.features).toHaveLength(registered);
  });

  it('makes the features of a block that functions share once, if they are the same in each', () => {
    // 0: nop, jmp 6; 3: nop, jmp 6; 6: ret
    const shared: Assembly = {
      text: '90 eb 03 90 eb 00 c3',
      functions: [
        [0, 6],
        [3, 6],
      ],
    };
    const [first, second] = walk(nativeProgram(assemble(shared), NO_FACTS)(new ListingRegistrar()));
    expect(second?.[1]?.[0]).toBe(first?.[1]?.[0]);
  });

  it('makes them anew where they are not', () => {
    // 0: jmp 7; 2: nop, jmp 7; 5: two nops; 7: call 0. The call is recursive in the first function only.
    const calling: Assembly = {
      text: 'eb 05 90 eb 02 90 90 e8 f4ffffff',
      functions: [
        [0, 7],
        [2, 7],
      ],
    };
    const recursive = listFunctions(calling).map(({ blocks }) =>
      blocks[1]?.instructions[0]?.features.some((text) => text.includes('recursive call')),
    );
    expect(recursive).toEqual([true, false]);
    // 0: jmp 71; 71: xor eax, ebp. It is at the beginning of the second function only, where cookies are made.
    const cookie: Assembly = { text: `eb 45 ${'90'.repeat(69)} 33 c5 eb fe`, functions: [[0, 71], [71]] };
    const xors = listFunctions(cookie).map(({ blocks }) => blocks.at(-1)?.instructions[0]?.features.at(-1));
    expect(xors).toEqual(['characteristic(nzxor)', 'mnemonic(xor)']);
  });

  it('has the whole addresses of programs that are based high', () => {
    const low = assemble({ text: 'e8 fbffffff', bits: 64 });
    const { image } = low;
    const high = new (image.constructor as new (parts: object) => typeof image)({
      bits: 64,
      base: image.base,
      regions: image.regions,
      shift: 0xffffn << 48n,
    });
    const [found] = [...nativeProgram({ ...low, image: high }, NO_FACTS)(new ListingRegistrar())];
    expect(found?.address).toEqual({ type: 'absolute', value: 0xffff_0000_0040_1000n });
    expect(found?.features.addresses).toEqual([{ type: 'absolute', value: 0xffff_0000_0040_1000n }]);
  });
});
