import { describe, expect, it } from 'vitest';
import { arm64Disassembler } from '../../../../src/code/arm64/disassembler.ts';
import type { Disassembler } from '../../../../src/code/disassembler.ts';
import { FLOW } from '../../../../src/code/flow.ts';
import { Image } from '../../../../src/code/image.ts';

const START = 0x10000;

function disassembler(...bytes: number[]): Disassembler {
  const region = {
    start: START,
    end: START + bytes.length,
    bytes: Uint8Array.from(bytes),
    fileOffset: 0,
    isReadable: true,
    isWritable: false,
    isExecutable: true,
    name: '.text',
  };
  return arm64Disassembler(new Image({ bits: 64, base: START, regions: [region] }));
}

describe('the A64 disassembler', () => {
  it('reads instructions where they are, with names of what they go to', () => {
    const code = disassembler(0x02, 0x00, 0x00, 0x94, 0xc0, 0x03, 0x5f, 0xd6);
    expect(code.decode(START)).toBe(4);
    expect([code.flow, code.text(), code.text(() => 'f')]).toEqual([FLOW.call, 'bl 0x10008', 'bl f']);
    expect(code.decode(START + 4)).toBe(4);
    expect([code.flow, code.text()]).toEqual([FLOW.return, 'ret']);
  });

  it('has none between instructions, at cut ones, at unknown ones and where nothing is', () => {
    const code = disassembler(0xff, 0xff, 0xff, 0xff, 0xc0, 0x03);
    expect([START, START + 2, START + 4, START + 8].map((address) => code.decode(address))).toEqual([0, 0, 0, 0]);
  });
});
