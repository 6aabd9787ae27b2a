import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type InputPlace, LineOutput, TextOutput } from '../../../src/cli/input-output.ts';
import { ProgressLine } from '../../../src/cli/progress.ts';
import { Room, Turns } from '../../../src/cli/turns.ts';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += typeof text === 'string' ? text : new TextDecoder().decode(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const place = (index: number, turns: Turns): InputPlace => {
  const input = `${index}.json`;
  return {
    input,
    index,
    turns,
    progress: new ProgressLine(input, true),
    isFound: false,
    quiet: false,
    warnPrefix: '',
  };
};

describe('LineOutput', () => {
  it('writes a document when it is complete, without the line end in it', async () => {
    const output = new LineOutput(place(0, new Turns(1, true)));
    for (const text of ['{"meta":', '"é"}', '\n']) await output.text(text);
    expect(written).toBe('');
    await output.end({ type: 'done', exitCode: 0 });
    expect(written).toBe('{"input":"0.json","document":{"meta":"é"},"exitCode":0}\n');
  });

  it('writes an error alone where a document breaks off', async () => {
    const output = new LineOutput(place(0, new Turns(1, true)));
    await output.text('{"meta":{"timestamp":"20');
    const error = { code: 'input-unreadable', message: 'the input has changed' };
    await output.end({ type: 'done', exitCode: 11, error });
    expect(JSON.parse(written)).toEqual({ input: '0.json', error, exitCode: 11 });
  });

  it('keeps lines whole, whatever their size and order', async () => {
    const turns = new Turns(2, true);
    const [large, small] = [0, 1].map((index) => new LineOutput(place(index, turns))) as [LineOutput, LineOutput];
    const text = 'x'.repeat(3_000_000);
    for (const part of ['["', text, text, text, '"]\n']) await large.text(part);
    await small.text('[1]\n');
    await Promise.all([large, small].map((output) => output.end({ type: 'done', exitCode: 0 })));
    const documents = written.split('\n').filter((line) => line !== '');
    expect(documents.map((line) => JSON.parse(line) as object)).toEqual([
      { input: '0.json', document: [text.repeat(3)], exitCode: 0 },
      { input: '1.json', document: [1], exitCode: 0 },
    ]);
  });
});

describe('TextOutput', () => {
  it('keeps what comes before its turn, whatever its size, and writes the rest as it comes', async () => {
    const turns = new Turns(2, false);
    const [first, second] = [0, 1].map((index) => new TextOutput(place(index, turns), `== ${index}\n`)) as [
      TextOutput,
      TextOutput,
    ];
    const long = `${'é'.repeat(600_000)}\n`;
    await second.text(long);
    await first.text('one\n');
    expect(written).toBe('== 0\none\n');
    await first.end({ type: 'done', exitCode: 0 });
    await second.text('two\n');
    expect(written).toBe(`== 0\none\n== 1\n${long}two\n`);
    await second.end({ type: 'done', exitCode: 0 });
    expect(written).toBe(`== 0\none\n== 1\n${long}two\n`);
  });

  it('writes no heading where there is no text', async () => {
    const output = new TextOutput(place(0, new Turns(1, false)), '== 0\n');
    await output.end({ type: 'done', exitCode: 0 });
    expect(written).toBe('');
  });
});

describe('Room', () => {
  it('lets in as many as it has places, and then whoever came first', async () => {
    const room = new Room(2);
    const entered: string[] = [];
    const all = ['a', 'b', 'c', 'd'].map((name) => room.enter().then(() => entered.push(name)));
    await Promise.all(all.slice(0, 2));
    expect(entered).toEqual(['a', 'b']);
    room.leave();
    await all[2];
    expect(entered).toEqual(['a', 'b', 'c']);
    room.leave();
    await Promise.all(all);
    room.leave();
    room.leave();
    await Promise.all([room.enter(), room.enter()]);
  });
});
