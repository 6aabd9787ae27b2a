import { describe, expect, it } from 'vitest';
import { type GoFunction, readGoFunctions, readGoTableLayout } from '../../../../src/formats/go/function-table.ts';
import { type GoForm, type GoTableRecipe, goTable } from '../../../support/go-table.ts';

const FUNCTIONS = [
  [0x1000, 'runtime.main'],
  [0x1040, 'main.main'],
] as const;

function read(bytes: Uint8Array, textStart = 0): GoFunction[] | undefined {
  const layout = readGoTableLayout(bytes);
  return layout === undefined ? undefined : readGoFunctions(bytes, layout, textStart);
}

const table = (recipe: Partial<GoTableRecipe> & { readonly form: GoForm }): Uint8Array =>
  goTable({ functions: FUNCTIONS, ...recipe });

describe('tables of functions of Go programs', () => {
  const forms: GoForm[] = ['1.2', '1.16', '1.18', '1.20'];
  const machines = [
    { word: 8, isBigEndian: false },
    { word: 8, isBigEndian: true },
    { word: 4, isBigEndian: false },
    { word: 4, isBigEndian: true },
  ] as const;

  it.each(forms)('are read as Go %s writes them, for every machine', (form) => {
    const textStart = form === '1.18' || form === '1.20' ? 0x400000 : 0;
    for (const machine of machines) {
      expect(read(table({ form, textStart, ...machine }))).toEqual(
        FUNCTIONS.map(([address, name]) => ({ address: address + textStart, name })),
      );
    }
  });

  it('may leave the beginning of the code to others', () => {
    expect(read(table({ form: '1.20' }), 0x500000)?.map(({ address }) => address)).toEqual([0x501000, 0x501040]);
  });

  it('end where functions are not in order', () => {
    const functions = [...FUNCTIONS, [0x1020, 'behind']] as const;
    expect(read(table({ form: '1.16', functions }))).toHaveLength(2);
  });

  it('are none without a header that says what they are, or with more functions than there are bytes', () => {
    const good = table({ form: '1.18' });
    for (const [at, value] of [
      [0, 0xf2],
      [4, 1],
      [6, 3],
      [7, 2],
      [10, 0xff],
    ] as const) {
      const bad = good.slice();
      bad[at] = value;
      expect(read(bad)).toBeUndefined();
    }
    expect(read(good.subarray(0, 7))).toBeUndefined();
    expect(read(new Uint8Array())).toBeUndefined();
  });

  it('have no names where these leave the table', () => {
    const bytes = table({ form: '1.18' });
    // The first description: beginning, place of the name.
    bytes.set([0xff, 0xff, 0xff, 0x7f], 0x804);
    expect(read(bytes)?.map(({ name }) => name)).toEqual([undefined, 'main.main']);
  });
});
