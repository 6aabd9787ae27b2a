import { describe, expect, it } from 'vitest';
import type { Address } from '../../../../../../src/features/address.ts';
import type { PlacedFeatures } from '../../../../../../src/features/program.ts';
import { nativeProgram } from '../../../../../../src/inputs/shared/native/native-program.ts';
import {
  add,
  addLow,
  adr,
  adrp,
  b,
  bCond,
  bl,
  blr,
  br,
  cbz,
  compare,
  eor,
  eorVectors,
  type Line,
  load,
  loadLow,
  loadPair,
  loadPost,
  loadUnscaled,
  movk,
  movn32,
  movz,
  NOP,
  POP_FRAME,
  PUSH_FRAME,
  RET,
  store,
  sub,
  svc,
  tbz,
} from '../../../../../support/a64-words.ts';
import { type ArmRecipe, CODE, DATA, discoverArm, pointers, SLOTS } from '../../../../../support/arm-program.ts';
import { ListingRegistrar, NO_FACTS } from '../../../../../support/native-code.ts';

type RecipeOf = Parameters<typeof discoverArm>[1];

/** Features of functions, blocks and instructions, by address; `names`: those of functions. */
function extract(lines: readonly Line[], recipe: RecipeOf = {}, names: ReadonlyMap<number, string> = new Map()) {
  const { code, addressOf } = discoverArm(lines, recipe);
  const registrar = new ListingRegistrar();
  const facts = {
    ...NO_FACTS,
    symbolNames: (address: number): string[] => (names.has(address) ? [names.get(address) as string] : []),
    apiNames: (slot: number): string[] => [code.imports.get(slot)?.name ?? []].flat(),
  };
  const functions = new Map<number, string[]>();
  const blocks = new Map<number, string[]>();
  const instructions = new Map<number, string[]>();
  const note = (
    into: Map<number, string[]>,
    { address, features }: { address: Address; features: PlacedFeatures },
  ): void => {
    into.set((address as { value: number }).value, registrar.list(features, address));
  };
  for (const found of nativeProgram(code, facts)(registrar)) {
    note(functions, found);
    for (const block of found.blocks) {
      note(blocks, block);
      for (const one of block.instructions) note(instructions, one);
    }
  }
  return { functions, blocks, instructions, addressOf };
}

const bytesOf = (text: string, encoding: BufferEncoding = 'latin1'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding));

/** Features of the last of some instructions that `ret` follows. */
function last(lines: readonly Line[], data?: Uint8Array): string[] {
  const { instructions } = extract(['main', ...lines, RET], data === undefined ? {} : { data });
  return instructions.get(CODE + (lines.length - 1) * 4) ?? [];
}
const number = (value: string, operand: number): string[] => [
  `number(${value})`,
  `operand[${operand}].number(${value})`,
];
const offset = (value: string, operand: number): string[] => [
  `offset(${value})`,
  `operand[${operand}].offset(${value})`,
];

describe('numbers', () => {
  it.each<[string, readonly Line[], readonly string[]]>([
    ['an operand', [movz(0, 0x55)], number('0x55', 1)],
    ['the width of the register', [movn32(0, 0)], ['mnemonic(mov)', ...number('0xFFFFFFFF', 1)]],
    ['a shift', [movz(0, 0x1234, 1)], number('0x12340000', 1)],
    ['a comparison', [compare(0, 0x12)], ['mnemonic(cmp)', ...number('0x12', 1)]],
    ['a bit that is tested', [tbz(0, 7, 'main')], ['mnemonic(tbz)', ...number('0x7', 1)]],
    ['a call of the system', [svc(0x80)], ['mnemonic(svc)', ...number('0x80', 0)]],
    [
      'what is put together',
      [movz(0, 0xbeef), movk(0, 0xdead, 1)],
      ['mnemonic(movk)', ...number('0xDEAD0000', 1), ...number('0xDEADBEEF', 1)],
    ],
    ['what is added to the base', [loadPost(0, 1, -8)], number('0xFFFFFFFFFFFFFFF8', 2)],
    ['what may be a place in a structure', [add(0, 1, 0x18)], [...number('0x18', 2), ...offset('0x18', 2)]],
    ['what is taken away', [sub(0, 1, 0x18)], ['mnemonic(sub)', ...number('0x18', 2)]],
  ])('are %s', (_, lines, expected) => {
    expect(last(lines)).toEqual(expect.arrayContaining([...expected]));
    if (expected[0]?.startsWith('mnemonic')) expect(last(lines)).toHaveLength(expected.length);
  });

  it('are none that move the stack pointer or are addresses', () => {
    expect(last([sub(31, 31, 0x20)])).toEqual(['mnemonic(sub)']);
    expect(last([movz(0, DATA >> 16, 1), movk(0, DATA & 0xffff)]).join()).not.toContain(DATA.toString(16));
  });
});

describe('offsets', () => {
  it.each<[string, Line, readonly string[]]>([
    ['of loads', load(0, 1, 0x18), offset('0x18', 1)],
    ['of stores', store(0, 1, 0x18), offset('0x18', 1)],
    ['of pairs', loadPair(0, 2, 1, -0x10), offset('-0x10', 2)],
    ['with a sign', loadUnscaled(0, 1, -1), offset('-0x1', 1)],
    ['behind the base', loadPost(0, 1, 8), [...offset('0x8', 1), ...number('0x8', 2)]],
  ])('are places %s', (_, line, expected) => {
    expect(last([line]).slice(1).sort()).toEqual([...expected].sort());
  });

  it('are none of the stack, and none where there is nothing to add', () => {
    expect(last([load(0, 31, 0x18)])).toEqual(['mnemonic(ldr)']);
    expect(last([load(0, 1)])).toEqual(['mnemonic(ldr)']);
  });
});

describe('exclusive ors', () => {
  const NZXOR = 'characteristic(nzxor)';
  it('of two things are no zeroing, in vectors, too', () => {
    expect(last([eor(0, 1, 2)])).toContain(NZXOR);
    expect(last([eor(0, 1, 1)])).not.toContain(NZXOR);
    expect(last([eorVectors(0, 1, 2)])).toContain(NZXOR);
    expect(last([eorVectors(0, 1, 1)])).not.toContain(NZXOR);
    // eor w0, w0, #1
    expect(last([0x52000000])).toContain(NZXOR);
  });
});

describe('what an address leads to', () => {
  const form: Line[] = [adrp(0, 'data'), addLow(0, 0, 'data')];
  it('is a text, or bytes', () => {
    expect(last(form, bytesOf('settings.txt\0'))).toContain('string(settings.txt)');
    expect(last(form, bytesOf('settings.txt\0', 'utf16le'))).toContain('string(settings.txt)');
    expect(last(form, Uint8Array.of(1, 2, 3, 4, 0xff)).join()).toMatch(/bytes\(01 ?02 ?03 ?04 ?FF/i);
    expect(last(form, new Uint8Array(64)).join()).not.toContain('bytes');
  });

  it('is seen where it is read', () => {
    expect(last([adrp(0, 'data'), loadLow(0, 0, 'data')], bytesOf('settings.txt\0'))).toContain('string(settings.txt)');
    expect(last([adr(0, 'main')])).toEqual(['mnemonic(adr)']);
  });

  it('is followed through pointers', () => {
    const data = new Uint8Array([...pointers(DATA + 8), ...bytesOf('settings.txt\0')]);
    expect(last(form, data)).toContain('string(settings.txt)');
  });
});

describe('calls', () => {
  const imports: ArmRecipe = { imports: new Map([[SLOTS, { module: '', name: 'puts' }]]) };
  const stub: Line[] = ['puts', adrp(16, 'slots'), loadLow(17, 16, 'slots'), addLow(16, 16, 'slots'), br(17)];

  it('of imports have their names, through stubs and thunks, and at jumps that a function ends in', () => {
    const { instructions, addressOf } = extract(
      [
        'main',
        PUSH_FRAME,
        bl('thunk'),
        adrp(8, 'slots'),
        loadLow(8, 8, 'slots'),
        blr(8),
        POP_FRAME,
        b('puts'),
        'thunk',
        b('puts'),
        ...stub,
      ],
      imports,
    );
    expect(instructions.get(CODE + 4)).toContain('api(puts)');
    expect(instructions.get(CODE + 16)).toEqual(['mnemonic(blr)', 'api(puts)', 'characteristic(indirect call)']);
    expect(instructions.get(CODE + 24)).toContain('api(puts)');
    // What calls the thunk has it.
    expect(instructions.get(addressOf('thunk'))?.join()).not.toContain('api');
    expect(instructions.get(addressOf('puts') + 12)).toEqual(['mnemonic(br)']);
  });

  it('are told on both sides, also jumps that a function ends in', () => {
    const at = (label: string): string => `0x${addressOf(label).toString(16)}`;
    const { instructions, functions, addressOf } = extract([
      'main',
      PUSH_FRAME,
      'call',
      bl('leaf'),
      'self',
      bl('main'),
      POP_FRAME,
      'tail',
      b('other'),
      'leaf',
      RET,
      'other',
      PUSH_FRAME,
      POP_FRAME,
      RET,
    ]);
    expect(instructions.get(addressOf('call'))).toContain(`characteristic(calls from) at ${at('leaf')}`);
    expect(instructions.get(addressOf('self'))).toContain(`characteristic(recursive call) at ${at('main')}`);
    expect(instructions.get(addressOf('tail'))).toContain(`characteristic(calls from) at ${at('other')}`);
    expect(functions.get(addressOf('leaf'))).toEqual([`characteristic(calls to) at ${at('call')}`]);
    expect(functions.get(addressOf('other'))).toEqual([`characteristic(calls to) at ${at('tail')}`]);
  });

  it('are no jumps back to the own beginning', () => {
    const { functions } = extract(['main', cbz(0, 'end'), b('main'), 'end', RET]);
    expect(functions.get(CODE)).toEqual(['characteristic(loop)']);
  });
});

describe('functions and blocks', () => {
  it('have loops, tight loops and names', () => {
    const loop = extract(
      ['main', NOP, 'again', sub(0, 0, 1), cbz(1, 'end'), b('again'), 'end', RET],
      {},
      new Map([[CODE, 'main']]),
    );
    expect(loop.functions.get(CODE)).toEqual(['characteristic(loop)', 'function-name(main)']);
    const tight = extract(['main', NOP, 'again', sub(0, 0, 1), bCond('ne', 'again'), RET]);
    expect(tight.functions.get(CODE)).toEqual([]);
    expect(tight.blocks.get(CODE + 4)).toEqual(['basic block', 'characteristic(tight loop)']);
  });
});
