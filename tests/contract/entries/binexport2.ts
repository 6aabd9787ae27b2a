// What a disassembler saw, for the contract suite.

import { binexport2Input } from '../../../src/inputs/binexport2/index.ts';
import { buildBinExport2, int, mem, message, reg, type WireField } from '../../support/binexport2-builder.ts';
import { type ContractEntry, hugeText } from '../contract-entry.ts';

const eax = reg('eax');

/** A program with a loop and a call; with `broken`, so many sections that break off. */
function listing(broken = 0): Uint8Array {
  const section: WireField = [13, Uint8Array.from([0x08])];
  return buildBinExport2({
    functions: [
      [
        {
          instructions: [
            {
              address: 0x401000,
              mnemonic: 'mov',
              operands: [eax, mem(reg('ecx'), int(2n ** 64n - 8n))],
              bytes: '8b41f8',
            },
            { mnemonic: 'push', operands: [int(7)], bytes: '6a07', texts: ['settings.txt'] },
            { mnemonic: 'call', operands: [int(0x403000)], bytes: 'e800000000', calls: [0x403000] },
          ],
          to: [1],
        },
        { instructions: [{ mnemonic: 'xor', operands: [eax, reg('ecx')], bytes: '33c1' }], to: [0, 1] },
      ],
      [{ instructions: [{ address: 0x402000, mnemonic: 'ret', bytes: 'c3' }] }],
    ],
    vertices: [
      { address: 0x401000, name: 'main' },
      { address: 0x402000 },
      { address: 0x403000, type: 2, name: 'CreateFileW' },
    ],
    calls: [
      [0, 2],
      [0, 1],
    ],
    sections: [{ address: 0x401000, size: 0x1000 }],
    more: Array<WireField>(broken).fill(section),
  });
}

/** A text of 100 MB in its table. */
function hugeTable(): Uint8Array {
  return Buffer.concat([listing(), message([9, Buffer.concat([...hugeText()])])]);
}

const NO_KEYS = 'its tables have no keys';
const NO_PROCESSES = 'it has no processes';

export const binexport2Entry: ContractEntry = {
  title: 'binexport2',
  input: binexport2Input,
  sound: () => listing(),
  expected: [
    ...['4198400', '  4198400', '    4198400', '    4198403', '    4198405', '  4198410', '    4198410'],
    ...['4202496', '  4202496', '    4202496'],
  ],
  lacking: {},
  broken: listing,
  differences: ['binexport2-offsets'],
  different: () => listing(),
  // Tables that are cut between two entries look whole.
  mayEnd: () => true,
  hostile: {
    'duplicate keys': NO_KEYS,
    'keys called __proto__ and constructor': NO_KEYS,
    'recycled process ids': NO_PROCESSES,
    'huge ids': NO_PROCESSES,
    'negative ids': NO_PROCESSES,
    'nesting 100,000 deep': 'trees of operands are tested in tests/unit/inputs/binexport2/hostile.test.ts',
    'a text of 100 MB': hugeTable,
  },
  longTexts: 'it is in memory as a whole, so nothing is forgotten',
};
