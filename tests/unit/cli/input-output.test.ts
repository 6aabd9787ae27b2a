import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type InputPlace, LineOutput } from '../../../src/cli/input-output.ts';
import { ProgressLine } from '../../../src/cli/progress.ts';
import { Turns } from '../../../src/cli/turns.ts';

describe('LineOutput', () => {
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
