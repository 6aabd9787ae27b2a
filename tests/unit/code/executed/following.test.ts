// Which functions and blocks follow from what ran after what. Instructions are told by hand.

import { describe, expect, it } from 'vitest';
import { outlineCode, outlineRun, Run } from '../../../support/executed-run.ts';

const NOP = '90';
const RET = 'c3';
/** A near call or jump, from an address to another one. */
const branch = (code: string, from: number, to: number): string => {
  const digits = Buffer.alloc(4);
  digits.writeInt32LE(to - from - 5);
  return `${from.toString(16)}:${code}${digits.toString('hex')}`;
};
const call = (from: number, to: number): string => branch('e8', from, to);
const jump = (from: number, to: number): string => branch('e9', from, to);

describe('functions', () => {
  it('begin where a thread does and where calls go, and go on behind calls that came back', () => {
    const run = new Run().executes(`${call(0x1000, 0x2000)} 2000:${NOP} 2001:${RET} 1005:${NOP} 1006:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1007:3', '2000 call 2000-2002:2']);
  });

  it('that call themselves are one', () => {
    const run = new Run().executes(`1000:7505 ${call(0x1002, 0x1000)} 1000 1007:${RET} 1007`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1002:1 1002-1007:1 1007-1008:1']);
    const [layer] = run.end().layers;
    expect([...(layer?.code.references.from(0x1002) ?? [])]).toMatchObject([{ target: 0x1000, isCall: true }]);
  });

  it('end where they jump to another one', () => {
    const run = new Run().executes(
      `${call(0x1000, 0x2000)} 2000:${RET} ${call(0x1005, 0x3000)} ${jump(0x3000, 0x2000)} 2000 100a:${RET}`,
    );
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-100b:3', '2000 call 2000-2001:1', '3000 call 3000-3005:1']);
  });

  it('take in what they jump to that nobody calls, and share it', () => {
    const run = new Run().executes(
      `${call(0x1000, 0x2000)} ${jump(0x2000, 0x2100)} 2100:${RET} ${call(0x1005, 0x3000)} ${jump(0x3000, 0x2100)} 2100 100a:${RET}`,
    );
    expect(outlineRun(run)).toEqual([
      '1000 entry point 1000-100b:3',
      '2000 call 2000-2005:1 2100-2101:1',
      '3000 call 2100-2101:1 3000-3005:1',
    ]);
  });

  it('go on behind a call to the next instruction, which asks for its address', () => {
    const run = new Run().executes(`1000:e800000000 1005:58 1006:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1007:3']);
    expect(run.callsOut).toEqual([]);
  });

  it('begin where something that nobody called returns to', () => {
    const run = new Run().executes(`1000:6800200000 1005:${RET} 2000:${NOP} 2001:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1006:2', '2000 callback 2000-2002:2']);
  });

  it('that a library calls back begin there, however often', () => {
    const back = `2000:${NOP} 2001:${RET}`;
    const direct = new Run().executes(`${call(0x1000, 0x5000)} ${back} ${back} ${back} 1005:${RET}`);
    expect(outlineRun(direct)).toEqual(['1000 entry point 1000-1006:2', '2000 callback 2000-2002:2']);
    const indirect = new Run().executes(`1000:ff1500000000 ${back} ${back} 1006:${RET}`);
    expect(outlineRun(indirect)).toEqual(['1000 entry point 1000-1007:2', '2000 call 2000-2002:2']);
  });

  it('go on behind an exception or a signal, whose handler is another one', () => {
    const handler = `3000:${NOP} 3001:${RET}`;
    const returns = new Run().executes(`1000:${NOP} 1001:${NOP} ${handler} 1002:${NOP} 1003:${RET}`);
    expect(outlineRun(returns)).toEqual(['1000 entry point 1000-1004:4', '3000 callback 3000-3002:2']);
    const byKernel = new Run().executes(`1000:${NOP} 3000:${NOP} 3001:0f05 1001:${RET}`);
    expect(outlineRun(byKernel)).toEqual(['1000 entry point 1000-1002:2', '3000 callback 3000-3003:2']);
  });

  it('are not made of a repeated instruction, which comes after itself', () => {
    const run = new Run().executes(`1000:f3a4 1000 1000 1002:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1003:2']);
    expect(run.code.versions.times[run.code.versions.at(0x1000)]).toBe(3);
  });

  it('are those of the program where its file is known', () => {
    const run = new Run().executes(`1000:${NOP} ${jump(0x1001, 0x1800)} 1800:${NOP} 1801:${RET}`);
    expect(outlineRun(run, { functions: [0x1800] })).toEqual([
      '1000 entry point 1000-1006:2',
      '1800 symbol 1800-1802:2',
    ]);
  });

  it('of another module are not a part of those that jump there', () => {
    const modules = [
      { start: 0x1000, end: 0x2000 },
      { start: 0x8000, end: 0x9000 },
    ];
    const run = new Run().executes(`${jump(0x1000, 0x8000)} 8000:${RET}`);
    expect(outlineRun(run, { modules })).toEqual([
      '1000 entry point 1000-1005:1',
      '8000 jump from elsewhere 8000-8001:1',
    ]);
  });

  it('begin where it went on after something was lost, if nothing else leads there', () => {
    const run = new Run().executes(`1000:${NOP}`);
    run.code.thread(1)?.loses();
    run.executes(`1001:${NOP} 1002:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1001:1', '1001 executed 1001-1003:2']);
  });

  it('are not confused by another thread in between', () => {
    const run = new Run();
    run.executes(`1000:${NOP}`, 1).executes(`2000:${NOP}`, 2).executes(`1001:${RET}`, 1).executes(`2001:${RET}`, 2);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1002:2', '2000 entry point 2000-2002:2']);
  });
});

describe('calls that leave the code', () => {
  it('are told when they come back, with registers before and after', () => {
    const run = new Run().register(0, 7).executes(call(0x1000, 0x5000));
    run.register(0, 8).executes(`1005:${RET}`);
    expect(run.callsOut).toMatchObject([{ target: 0x5000, slot: -1, before: 7, after: 8, position: 0, thread: 1 }]);
  });

  it('may go through a slot, which was read', () => {
    const run = new Run().executes('1000:ff15fa0f0000').reads(0x2000, [0x34, 0x12, 0, 0, 0, 0, 0, 0]);
    run.executes(`1006:${RET}`);
    expect(run.callsOut).toMatchObject([{ slot: 0x2000, slotValue: 0x1234, target: 0x1234 }]);
  });

  it('may be the last thing that a function does: a jump', () => {
    const run = new Run().executes(`${call(0x1000, 0x2000)} 2000:ff25fa0f0000 1005:${RET}`);
    expect(run.callsOut).toMatchObject([{ slot: 0x3000 }]);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1006:2', '2000 call 2000-2006:1']);
  });
});

describe('blocks', () => {
  it('end at branches and begin where one goes that ran by another way', () => {
    const run = new Run().executes(`1000:7501 1002:${NOP} 1003:${NOP} 1004:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1002:1 1002-1003:1 1003-1005:2']);
  });

  it('do not begin where a branch goes that nobody took, if nothing ran there', () => {
    const run = new Run().executes(`1000:7508 1002:${NOP} 1003:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1002:1 1002-1004:2']);
  });

  it('are counted as often as they ran', () => {
    const loop = Array<string>(100).fill('1002 1003').join(' ');
    const run = new Run().executes(`1000:31c0 1002:${NOP} 1003:75fd ${loop} 1005:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1002:1 1002-1005:2 1005-1006:1']);
    const { versions } = run.code;
    expect([0x1000, 0x1002, 0x1003, 0x1005].map((at) => versions.times[versions.at(at)])).toEqual([1, 101, 101, 1]);
    expect(versions.first[versions.at(0x1005)]).toBe(203);
  });

  it('may lie in each other where bytes are of two instructions', () => {
    const run = new Run().executes(`1000:ebff 1001:ffc0 1003:${RET}`);
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1002:1 1001-1004:2']);
  });
});

describe('code that changes', () => {
  it('is one function for each content, in layers of their own', () => {
    const run = new Run().executes(`1000:b801000000 1005:ebf9 1000:b802000000 1005 1000:b801000000 1005`);
    const code = run.end();
    expect(outlineCode(code)).toEqual(['0 1000 entry point 1000-1007:2', '1 1000 executed 1000-1007:2']);
    const { versions } = run.code;
    expect([...versions.times.subarray(0, versions.count)]).toEqual([2, 3, 1]);
    const [first, second] = code.layers;
    expect([first, second].map((layer) => layer?.code.image.u8(0x1001))).toEqual([1, 2]);
    expect([first, second].map((layer) => code.isUnpacked(layer?.versionAt(0x1000) ?? -1))).toEqual([false, true]);
  });

  it('is taken from memory where recordings have no bytes, as it is when it runs', () => {
    const run = new Run({ tellsCode: false });
    run.executes('1000').writes(0x2000, [0x90, 0xc3]).executes('2000 2001');
    run.writes(0x2000, [0xff, 0xc0, 0xc3]).executes('2000 2002');
    expect(outlineCode(run.end())).toEqual(['0 2000 executed 2000-2002:2', '1 2000 callback 2000-2003:2']);
    expect(run.code).toMatchObject({ executed: 5, unknown: 1 });
  });

  it('was written by what ran, or is not in the file, or lies where no file is', () => {
    const run = new Run();
    run.executes(`1000:${NOP}`).writes(0x1002, [0xc3]);
    run.executes(`${jump(0x1001, 0x9000)} 9000:${NOP} 9001:${RET}`);
    const { isUnpacked } = run.end({ modules: [{ start: 0x1000, end: 0x2000 }] });
    expect([0x1000, 0x1001, 0x9000].map((at) => isUnpacked(run.code.versions.at(at)))).toEqual([false, true, true]);
    // Without modules nobody knows what has a file.
    expect(run.end().isUnpacked(run.code.versions.at(0x9000))).toBe(false);
  });

  it('is not followed where it is none', () => {
    const run = new Run().executes(`1000:${NOP} 1001:ff 1002:${NOP} 1003:${RET}`);
    expect(run.code).toMatchObject({ executed: 4, unknown: 1 });
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1001:1', '1002 executed 1002-1004:2']);
  });
});

describe('blocks of instructions that are told at once', () => {
  const CODE = Uint8Array.from([0x90, 0x90, 0x75, 0xfc]);

  it('are the same as their instructions one by one, as often as they are said to run', () => {
    const run = new Run();
    run.code.code(0x1000, CODE, 0, CODE.length);
    const thread = run.code.thread(1);
    if (thread === undefined) throw new Error('no thread');
    run.code.executesBlock(thread, 0x1000, CODE.length, 0, 1000);
    run.executes(`1004:${RET}`);
    const single = new Run();
    const round = '1000:90 1001:90 1002:75fc ';
    single.executes(`${round.repeat(1000)} 1004:${RET}`);
    expect(outlineRun(run)).toEqual(outlineRun(single));
    expect(outlineRun(run)).toEqual(['1000 entry point 1000-1004:3 1004-1005:1']);
    const { versions } = run.code;
    expect([0x1000, 0x1002, 0x1004].map((at) => versions.times[versions.at(at)])).toEqual([1000, 1000, 1]);
  });

  it('do nothing where they ran no times, or where nothing is known of them', () => {
    const run = new Run();
    const thread = run.code.thread(1);
    if (thread === undefined) throw new Error('no thread');
    run.code.code(0x1000, CODE, 0, CODE.length);
    run.code.executesBlock(thread, 0x1000, CODE.length, 0, 0);
    run.code.executesBlock(thread, 0x5000, 4, 0, 9);
    expect(run.code).toMatchObject({ unknown: 2 });
    expect(outlineRun(run)).toEqual([]);
  });

  it('may have run in an order that nobody knows: functions follow from branches then', () => {
    const run = new Run();
    const code = Buffer.from('e8fb0f000090c3', 'hex');
    run.code.code(0x1000, code, 0, code.length);
    run.code.code(0x2000, Buffer.from('7501909090c3', 'hex'), 0, 6);
    run.code.covers(0x1000, code.length, 0, 1);
    run.code.covers(0x2000, 2, 1, 5);
    run.code.covers(0x2003, 3, 2, 5);
    expect(outlineRun(run)).toEqual(['1000 executed 1000-1007:3', '2000 call 2000-2002:1 2003-2006:3']);
    expect(run.code.versions.times[run.code.versions.at(0x2003)]).toBe(5);
  });
});
