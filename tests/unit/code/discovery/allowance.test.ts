import { describe, expect, it } from 'vitest';
import type { CodeCode } from '../../../../src/code/codes.ts';
import type { CodeLimits } from '../../../../src/code/discovery/allowance.ts';
import { Image } from '../../../../src/code/image.ts';
import { discoverCode } from '../../../../src/code/x86/discovery/discover.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';

const START = 0x1000;

/** What is found in 32-bit code that begins at its first byte. */
function discover(hexadecimal: string, limits: Partial<CodeLimits>, budget?: () => string | undefined) {
  const bytes = Uint8Array.from(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'));
  const rights = { isReadable: true, isWritable: false, isExecutable: true };
  const region = { start: START, end: START + bytes.length, bytes, fileOffset: 0, name: 'code', ...rights };
  const diagnostics = new Diagnostics<CodeCode>();
  const code = discoverCode(
    {
      image: new Image({ bits: 32, base: START, regions: [region] }),
      platform: 'other',
      imports: new Map(),
      seeds: [{ address: START, evidence: 'entry point' }],
      relocations: [],
      names: new Map(),
    },
    { limits, budget, diagnostics },
  );
  const shapes = code.functions.map(({ address, blocks }) => ({
    address: address - START,
    blocks: blocks.map(({ instructions }) => instructions.length),
  }));
  return { shapes, told: diagnostics.list().map(({ code: name, message, where }) => [name, message, where]) };
}

/** Ten `nop` and `ret`. */
const PLAIN = `${'90'.repeat(10)} c3`;
/** Ten conditional jumps to the next instruction, and `ret`. */
const JUMPS = `${'7400'.repeat(10)} c3`;
/** Three calls of the functions behind them. */
const CALLS = 'e80b000000 e807000000 e803000000 c3 c3 cc c3 cc c3';

describe('limits of discovery', () => {
  it('leave ordinary code alone', () => {
    expect(discover(PLAIN, {})).toEqual({ shapes: [{ address: 0, blocks: [11] }], told: [] });
    expect(discover(JUMPS, {}).shapes).toEqual([{ address: 0, blocks: Array.from({ length: 11 }, () => 1) }]);
    expect(discover(CALLS, {}).shapes.length).toBeGreaterThan(2);
  });

  it('end with the instructions that were followed until then', () => {
    expect(discover(PLAIN, { programInstructions: 4 })).toEqual({
      shapes: [{ address: 0, blocks: [4] }],
      told: [
        ['code-left-out', 'the program has more than 4 instructions; what comes after them is left out', undefined],
      ],
    });
  });

  it.each([
    ['programFunctions', CALLS, 1, 'functions'],
    ['programReferences', JUMPS, 3, 'jumps and calls'],
  ] as const)('end with too many: %s', (limit, code, most, what) => {
    const { shapes, told } = discover(code, { [limit]: most });
    expect(shapes.length).toBeGreaterThan(0);
    expect(told).toEqual([
      ['code-left-out', `the program has more than ${most} ${what}; what comes after them is left out`, undefined],
    ]);
  });

  it('count blocks once for each function that has them', () => {
    // The second of the functions that are called lies in the first: of four blocks two are in both.
    const shared = 'e806000000 e803000000 c3 7400 7400 c3';
    expect(discover(shared, { programBlocks: 6 }).shapes.map(({ blocks }) => blocks.length)).toEqual([1, 3, 2]);
    expect(discover(shared, { programBlocks: 6 }).told).toEqual([]);
    expect(discover(shared, { programBlocks: 5 }).told.map(([code, message]) => [code, message])).toEqual([
      ['code-left-out', 'the program has more than 5 blocks of functions; what comes after them is left out'],
    ]);
  });

  it('cut what one function has, and name it', () => {
    const most = (blocks: string, instructions: string): string =>
      `a function has more than ${blocks} blocks or ${instructions} instructions; the rest of it is left out`;
    expect(discover(PLAIN, { functionInstructions: 4 })).toEqual({
      shapes: [{ address: 0, blocks: [4] }],
      told: [['code-function-cut', most('50,000', '4'), '0x1000']],
    });
    expect(discover(JUMPS, { functionBlocks: 4 })).toEqual({
      shapes: [{ address: 0, blocks: [1, 1, 1, 1] }],
      told: [['code-function-cut', most('4', '500,000'), '0x1000']],
    });
  });

  it('hold for functions as large as they may be', () => {
    expect(discover(PLAIN, { functionInstructions: 11, functionBlocks: 1, programBlocks: 1 }).told).toEqual([]);
    expect(discover(JUMPS, { functionBlocks: 11, functionInstructions: 11, programInstructions: 11 }).told).toEqual([]);
  });

  it('end where the budget is spent, and say why', () => {
    const { shapes, told } = discover(PLAIN, {}, () => 'enough');
    expect(shapes).toEqual([]);
    expect(told).toEqual([
      ['code-stopped', 'the search for functions was stopped: enough; 0 were found until then', undefined],
    ]);
  });

  it.each([
    // A function that only a pointer names: without a prologue it has to be tried.
    ['programTrialSteps', '680810 0000 c3 cc cc 31c0 40 c3', 'instructions that may be none'],
    // A jump through a table of two slots, both of which lead to code.
    ['programTableSlots', 'ff2485 09100000 c3 c3 07100000 08100000', 'slots of tables'],
  ] as const)('go on without what is left out: %s', (limit, code, what) => {
    const whole = discover(code, {});
    const part = discover(code, { [limit]: 1 });
    const size = ({ shapes }: ReturnType<typeof discover>): number => shapes.flatMap(({ blocks }) => blocks).length;
    expect(whole.told).toEqual([]);
    expect(size(part)).toBeLessThan(size(whole));
    expect(part.shapes[0]?.address).toBe(0);
    expect(part.told).toEqual([
      ['code-left-out', `the program has more than 1 ${what}; what comes after them is left out`, undefined],
    ]);
  });

  it('count instructions once for each function that has them, but in small programs', () => {
    const shared = `e802000000 90 ${PLAIN}`;
    expect(discover(shared, {}).told).toEqual([]);
    expect(discover(shared, { programBlockInstructions: 12 }).told.map(([, message]) => message)).toEqual([
      'the program has more than 12 instructions in its functions; what comes after them is left out',
    ]);
  });
});

describe('calls', () => {
  it('are followed to any depth', () => {
    const depth = 25_000;
    const { shapes, told } = discover(`${'e801000000 c3'.repeat(depth)} c3`, {});
    expect(shapes).toHaveLength(depth + 1);
    expect(told).toEqual([]);
  });
});
