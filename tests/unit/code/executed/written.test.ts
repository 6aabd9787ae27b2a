// What code writes, and whether what it mixes is there: what only a run shows of an instruction.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Run } from '../../../support/executed-run.ts';

const TEXT = 'http://example.invalid/';
const hexOf = (text: string, encoding: 'latin1' | 'utf16le' = 'latin1'): string =>
  Buffer.from(text, encoding).toString('hex');
/** The texts that an instruction wrote. */
const textsAt = (run: Run, address: number): unknown[] =>
  run.observed(address).filter((feature) => String(feature).startsWith('string'));

/** A loop that stores a byte or more in each round. */
function storeInLoop(run: Run, pieces: readonly Uint8Array[], start = 0x7000): Run {
  let at = start;
  for (const piece of pieces) {
    run
      .executes('1000:8807')
      .writes(at, [...piece])
      .executes('1002:75fc');
    at += piece.length;
  }
  return run.executes('1004:c3');
}

const pieces = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

describe('texts that code writes', () => {
  it('are one text of the loop that stores them byte by byte', () => {
    const run = storeInLoop(new Run(), pieces(Buffer.from(TEXT), 1));
    run.end();
    expect(run.written).toEqual([hexOf(TEXT)]);
    expect(textsAt(run, 0x1000)).toEqual([`string ${TEXT}`]);
  });

  it('may be of two bytes a character', () => {
    const run = storeInLoop(new Run(), pieces(Buffer.from(TEXT, 'utf16le'), 2));
    run.end();
    expect(textsAt(run, 0x1000)).toEqual([`string ${TEXT}`]);
  });

  it('may be stored from the end on', () => {
    const run = new Run();
    for (const [i, byte] of [...Buffer.from('backward')].reverse().entries()) {
      run
        .executes('1000:8807')
        .writes(0x7007 - i, [byte])
        .executes('1002:75fc');
    }
    run.end();
    expect(run.written).toEqual([hexOf('backward')]);
  });

  it('are whole though several instructions store parts of them on the stack', () => {
    const run = new Run();
    run.executes('1000:c745f061626364').writes(0x7ff0, 'abcd');
    run.executes('1007:c745f465666768').writes(0x7ff4, 'efgh');
    run.executes('100e:c645f869').writes(0x7ff8, 'i');
    run.executes('1012:c3').end();
    expect(run.written).toEqual([hexOf('abcdefghi')]);
  });

  it('are those that were there when the loop was over, if they were decrypted where they are', () => {
    const run = new Run();
    const hidden = Buffer.from(TEXT).map((byte) => byte ^ 0x42);
    for (const [i, byte] of hidden.entries()) {
      run
        .executes('1000:803742')
        .reads(0x7000 + i, [byte])
        .writes(0x7000 + i, [byte ^ 0x42])
        .executes('1003:75fb');
    }
    run.executes('1005:c3').end();
    expect(run.written).toEqual([hexOf(TEXT)]);
  });

  it('are whole though a call is made for each character', () => {
    const run = new Run();
    for (const [i, byte] of Buffer.from(TEXT).entries()) {
      run
        .executes('1000:e8fb0f0000 2000:8807')
        .writes(0x7000 + i, [byte])
        .executes('2002:c3 1005:75f9');
    }
    run.executes('1007:c3').end();
    expect(run.written).toEqual([hexOf(TEXT)]);
  });

  it('are taken before others are written over them', () => {
    const run = new Run();
    for (const text of ['first text', 'second one']) storeInLoop(run, pieces(Buffer.from(text), 1));
    run.end();
    expect(run.written).toEqual([hexOf('first text'), hexOf('second one')]);
  });

  it('are taken when two calls were made since the last piece', () => {
    const run = storeInLoop(new Run(), pieces(Buffer.from('whole'), 1));
    const call = '3000:e8fb0f0000 4000:c3 3005:e8f60f0000 4000 300a:90';
    run.executes(call);
    expect(run.written).toEqual([hexOf('whole')]);
    run.end();
    expect(run.written).toHaveLength(1);
  });

  it('are none where calls and pushes keep what they take back', () => {
    const run = new Run();
    run.executes('1000:50').writes(0x7000, 'push text').executes('1001:e8fa0f0000').writes(0x7100, 'return address');
    run.end();
    expect(run.written).toEqual([]);
  });

  it('are taken when something of the recording was lost', () => {
    const run = storeInLoop(new Run(), pieces(Buffer.from('before'), 1));
    run.code.thread(1)?.loses();
    expect(run.written).toEqual([hexOf('before')]);
  });

  it('of different threads are apart, also at the same time', () => {
    const run = new Run();
    for (let i = 0; i < 6; i++) {
      run.executes('1000:8807', 1).writes(0x7000 + i, [...Buffer.from('first!')].slice(i, i + 1), 1);
      run.executes('1000:8807', 2).writes(0x8000 + i, [...Buffer.from('second')].slice(i, i + 1), 2);
    }
    run.end();
    expect([...run.written].sort()).toEqual([hexOf('first!'), hexOf('second')]);
  });

  it('are all there, whatever the length of the stores', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 4, maxLength: 200 }), (sizes) => {
        const run = new Run();
        const bytes = Uint8Array.from({ length: sizes.reduce((sum, size) => sum + size, 0) }, (_, i) => (i % 251) + 1);
        let at = 0;
        storeInLoop(
          run,
          sizes.map((size) => bytes.subarray(at, (at += size))),
        );
        run.end();
        expect(run.written).toEqual([Buffer.from(bytes).toString('hex')]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what an exclusive or mixes in', () => {
  const observed = 'characteristic observed nzxor';

  it.each([
    ['a register that is not zero', 5, [observed]],
    ['a register that is zero', 0, []],
  ])('counts only if it is something: %s', (_, value, expected) => {
    const run = new Run().register(1, value).executes('1000:31c8 1002:c3');
    run.end();
    expect(run.observed(0x1000)).toEqual(expected);
  });

  it('counts when its upper half is not zero', () => {
    const run = new Run();
    (run.code.thread(1) as { readonly registers: Uint32Array }).registers[3] = 1;
    run.executes('1000:4831c8');
    expect(run.observed(0x1000)).toEqual([observed]);
  });

  it.each([
    ['zeros', [0, 0, 0, 0], []],
    ['something', [0, 0, 1, 0], [observed]],
  ])('is looked up in memory: %s', (_, bytes, expected) => {
    const run = new Run().executes('1000:3307').reads(0x7000, bytes);
    expect(run.observed(0x1000)).toEqual(expected);
  });

  it('is nothing where a register is cleared, and always something where it is a constant', () => {
    const run = new Run().register(0, 5).executes('1000:31c0 1002:83f005 1005:83f000');
    expect([0x1000, 0x1002, 0x1005].map((at) => run.observed(at))).toEqual([[], [observed], []]);
  });
});

describe('memory', () => {
  it('is shown as code saw it first, and as it is now', () => {
    const run = new Run().executes('1000:8a07').reads(0x7000, 'seen');
    run.executes('1002:8807').writes(0x7000, 'over').writes(0x7010, 'made').writes(0x7010, 'last');
    run.end();
    const { memory } = run.code;
    const text = (from: 'seen' | 'now', at: number): string =>
      [0, 1, 2, 3].map((i) => String.fromCharCode(memory[from].byteAt(at + i))).join('');
    expect([text('seen', 0x7000), text('now', 0x7000)]).toEqual(['seen', 'over']);
    expect([text('seen', 0x7010), text('now', 0x7010)]).toEqual(['last', 'last']);
    expect([memory.isWritten(0x7000), memory.isWritten(0x7004)]).toEqual([true, false]);
  });

  it('is of the image of the code, also where it goes over the end of a page', () => {
    const run = new Run().executes('6ffe:90 6fff:e800000000 7004:c3').reads(0x7ffe, 'across');
    const [layer] = run.end().layers;
    expect(Buffer.from(layer?.code.image.bytesAt(0x7ffe, 6) ?? []).toString()).toBe('across');
    expect(layer?.code.image.u8(0x7000)).toBe(0);
    expect(layer?.code.image.unsigned(0x6fff, 6)).toBe(0xe8 + 0xc3 * 2 ** 40);
  });
});
