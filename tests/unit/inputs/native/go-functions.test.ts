import { describe, expect, it } from 'vitest';
import { IntegerMap } from '../../../../src/bytes/integer-map.ts';
import { Image } from '../../../../src/code/image.ts';
import type { Seed } from '../../../../src/code/program-code.ts';
import { addGoFunctions } from '../../../../src/inputs/shared/native/go-functions.ts';
import { goTable } from '../../../support/go-table.ts';

const CODE = 0x401000;
const DATA = 0x402000;

function functionsIn(data: Uint8Array, bits: 32 | 64 = 64): [number, string | undefined][] {
  const region = (start: number, bytes: Uint8Array, isExecutable: boolean) => ({
    ...{ start, end: start + bytes.length, bytes, fileOffset: 0, name: '', isReadable: true, isWritable: false },
    isExecutable,
  });
  const regions = [region(CODE, new Uint8Array(0x1000), true), region(DATA, data, false)];
  const seeds: Seed[] = [];
  const names = new IntegerMap<string[]>();
  addGoFunctions(new Image({ bits, base: 0x400000, regions }), seeds, names);
  for (const { evidence, address, name } of seeds) {
    expect(evidence).toBe('Go function table');
    expect(names.get(address)).toEqual(name === undefined ? undefined : [name]);
  }
  return seeds.map(({ address, name }) => [address, name]);
}

/** A table behind other bytes. */
const behind = (bytes: Uint8Array, table: Uint8Array): Uint8Array => Uint8Array.from([...bytes, ...table]);

describe('functions of Go programs', () => {
  const table = goTable({ form: '1.18', textStart: CODE, functions: [[0x10, 'main.main']] });

  it('are found wherever their table lies, with their names', () => {
    expect(functionsIn(behind(new Uint8Array(0x20).fill(0xff), table))).toEqual([[CODE + 0x10, 'main.main']]);
  });

  it('are none where they lie outside of code, or for another machine', () => {
    expect(functionsIn(goTable({ form: '1.18', textStart: DATA, functions: [[0x10, 'main.main']] }))).toEqual([]);
    expect(functionsIn(table, 32)).toEqual([]);
  });

  it('begin where the description of the module says, if the table does not', () => {
    // Go 1.26: 24 words, of which the first points to the table and the one at 22 to the code.
    const module = new BigUint64Array(24);
    module[0] = BigInt(DATA + 24 * 8);
    module[22] = BigInt(CODE);
    const unsaid = goTable({ form: '1.20', functions: [[0x10, 'main.main']] });
    expect(functionsIn(behind(new Uint8Array(module.buffer), unsaid))).toEqual([[CODE + 0x10, 'main.main']]);
  });
});
