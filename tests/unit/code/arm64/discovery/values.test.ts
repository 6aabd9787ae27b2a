import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../src/code/arm64/decode.ts';
import { FunctionValues, type Value, valueIn } from '../../../../../src/code/arm64/discovery/values.ts';
import { Instruction } from '../../../../../src/code/arm64/instruction.ts';
import type { CodeBlock } from '../../../../../src/code/program-code.ts';
import {
  add,
  addLow,
  adrp,
  assembleA64,
  type Line,
  load,
  loadPost,
  mov,
  movk,
  movn32,
  movz,
  NOP,
  sub,
  svc,
} from '../../../../support/a64-words.ts';

const START = 0x10000;
const TO_DATA = { data: 0x23456 };

/** What is known before the last line of blocks, each of which goes on to others by number. */
function known(
  blocks: readonly { readonly lines: readonly Line[]; readonly next?: readonly number[] }[],
): (register: number) => Value | undefined {
  const { bytes } = assembleA64(
    START,
    blocks.flatMap(({ lines }) => lines),
    TO_DATA,
  );
  const view = new DataView(bytes.buffer);
  const instruction = new Instruction();
  let at = START;
  const made = blocks.map(({ lines }): CodeBlock => {
    const start = at;
    at += lines.length * 4;
    return { start, end: at, instructions: Float64Array.from(lines, (_, i) => start + i * 4) };
  });
  const next = new Map(made.map((block, i) => [block, (blocks[i]?.next ?? []).map((to) => made[to]?.start as number)]));
  const values = new FunctionValues(
    (address) => (decode(view.getUint32(address - START, true), address, instruction) ? instruction : undefined),
    made,
    START,
    (block) => next.get(block) ?? [],
  );
  let seen: (Value | undefined)[] = [];
  values.walk(made.at(-1) as CodeBlock, (one, held) => {
    if (one.address === at - 4) seen = [...held];
  });
  return (register) => valueIn(seen, register);
}

const constant = (value: number | bigint): Value => ({ kind: 'constant', value });

describe('what registers hold', () => {
  it('is formed in steps', () => {
    const value = known([
      {
        lines: [
          adrp(0, 'data'),
          addLow(1, 0, 'data'),
          sub(2, 1, 6),
          mov(3, 2),
          movz(4, 0xbeef),
          movk(4, 0xdead, 1),
          movk(4, 0x8000, 3),
          movn32(5, 0),
          load(6, 1, 16),
          NOP,
        ],
      },
    ]);
    expect([0, 1, 2, 3].map(value)).toEqual([0x23000, 0x23456, 0x23450, 0x23450].map(constant));
    expect(value(4)).toEqual(constant(0x8000_0000_dead_beefn));
    expect(value(5)).toEqual(constant(0xffffffff));
    expect(value(6)).toEqual({ kind: 'loaded', from: 0x23466 });
    expect(value(7)).toBeUndefined();
  });

  it('is changed by what writes the base back, and forgotten by what writes something else', () => {
    // casp x2, x3, x4, x5, [x0]; swp x6, x7, [x0]; ldp x8, x9, [x0]
    const all = [1, 2, 3, 6, 7, 8, 9, 10].map((register) => movz(register, register));
    const value = known([
      { lines: [adrp(0, 'data'), ...all, loadPost(1, 0, 8), 0x48227c04, 0xf8268007, 0xa9402408, NOP] },
    ]);
    expect(value(0)).toEqual(constant(0x23008));
    expect([1, 2, 3, 7, 8, 9].map(value).filter((one) => one?.kind === 'constant')).toEqual([]);
    expect([6, 10].map(value)).toEqual([constant(6), constant(10)]);
  });

  it('is lost in calls, except in registers that these keep', () => {
    const all = [0, 18, 19, 28, 30].map((register) => movz(register, register));
    const keptBy = (call: Line): (number | bigint | undefined)[] =>
      [0, 18, 19, 28, 30].map((register) => {
        const value = known([{ lines: [...all, call, NOP] }])(register);
        return value?.kind === 'constant' ? value.value : undefined;
      });
    expect(keptBy(0x94000000)).toEqual([undefined, undefined, 19, 28, undefined]);
    expect(keptBy(svc(0))).toEqual([undefined, 18, 19, 28, 30]);
  });

  it('flows from block to block, and is nothing where different ways meet', () => {
    const value = known([
      { lines: [movz(0, 1), movz(1, 1), movz(2, 1)], next: [1, 2] },
      { lines: [movz(0, 2), movz(1, 1)], next: [2] },
      { lines: [NOP] },
    ]);
    expect([0, 1, 2].map(value)).toEqual([undefined, constant(1), constant(1)]);
  });

  it('is nothing in a loop that changes it', () => {
    const value = known([
      { lines: [movz(0, 1), movz(1, 5)], next: [1] },
      { lines: [add(0, 0, 1)], next: [1, 2] },
      { lines: [NOP] },
    ]);
    expect([0, 1].map(value)).toEqual([undefined, constant(5)]);
  });
});
