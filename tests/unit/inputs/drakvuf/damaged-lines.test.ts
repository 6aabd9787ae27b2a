// Lines that are not one sound JSON object. A sample chooses the bytes of its arguments; none of them may hide a call.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import type { Trace } from '../../../../src/features/trace.ts';
import { drakvufInput } from '../../../../src/inputs/drakvuf/index.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { apiLine, syscallLine } from '../../../support/drakvuf-log.ts';
import { featureLine, readTrace } from '../../../support/recording-sink.ts';

const at = (microseconds: number) => ({ TimeStamp: `1716999134.${String(microseconds).padStart(6, '0')}` });
const first = syscallLine('First', at(1));
const second = syscallLine('Second', { ...at(2), Handle: '0x10' });
const third = syscallLine('Third', at(3));

/** Bytes of a text in which `~` stands for a byte that is no UTF-8. */
const bytesOf = (text: string): Uint8Array => Buffer.from(text).map((byte) => (byte === 0x7e ? 0xff : byte));

async function read(bytes: Uint8Array, semantics: Semantics = DEFAULT_SEMANTICS, chunkBytes?: number) {
  const source = memorySource('drakmon.log', bytes, chunkBytes);
  const trace = (await drakvufInput.open(source, { semantics, diagnostics: new Diagnostics() })) as Trace;
  const { summary, sink, names } = await readTrace(trace);
  const { diagnostics } = summary.health;
  return {
    names: sink.calls.map((call) => names.get(call.at)),
    features: sink.calls.map(({ features }) => features),
    codes: diagnostics.map(({ code }) => code),
    summary,
  };
}

const readText = (text: string, semantics?: Semantics) => read(bytesOf(text), semantics);

describe('a record whose text is not sound', () => {
  const withText = (raw: string): string => apiLine('f', ['a=TEXT']).replace('TEXT', () => raw);

  it.each([
    ['bytes that are not UTF-8', 'x~y', 'x\ufffdy'],
    ['half of a surrogate pair', 'x\\ud800y', 'x\ufffdy'],
    ['an escape that JSON does not have', 'x\\qy', 'x\\qy'],
    ['a control character', 'x\u0001y', 'x\u0001y'],
    ['NUL', 'x\0y', 'x\0y'],
    ['a line feed', 'x\ny', 'x\ny'],
    ['a line end of two bytes', 'x\r\ny', 'x\r\ny'],
    ['empty lines', 'x\n\n\ny', 'x\n\n\ny'],
    ['a brace at the end of a line', 'x}\ny{', 'x}\ny{'],
  ])('is a call all the same: %s', async (_, raw, value) => {
    const { names, features, codes } = await readText(`${first}\n${withText(raw)}\n${third}\n`);
    expect(names).toEqual(['First()', `f(a=${value}) -> 0x0`, 'Third()']);
    expect(features[1]).toEqual([featureLine({ type: 'string', value }), 'api\t"f"']);
    expect(codes).toEqual(['drakvuf-line-repaired']);
  });

  it('is left out in compatible mode', async () => {
    const { names, codes } = await readText(`${first}\n${withText('x~y')}\n${third}\n`, COMPAT_SEMANTICS);
    expect(names).toEqual(['First()', 'Third()']);
    expect(codes).toEqual(['drakvuf-line-malformed']);
  });

  it('hides its call by no byte at all', async () => {
    for (let byte = 0; byte < 256; byte++) {
      // What DRAKVUF escapes.
      if (byte === 0x22 || byte === 0x5c) continue;
      const bytes = Buffer.from(`${first}\n${withText('x~y')}\n${third}\n`).map((old) => (old === 0x7e ? byte : old));
      const { names } = await read(bytes);
      expect(names, `byte ${byte}`).toHaveLength(3);
      expect(names[1]).toMatch(/^f\(a=x/);
    }
  });
});

describe('a record of another plugin in several lines', () => {
  it.each(['x', 'é'])('is one, and no call is said to be lost', async (letter) => {
    const text = `{"Plugin": "clipboardmon", "Text": "${letter}\nmore\n\nand more"}`;
    const { names, summary } = await readText(`${first}\n${text}\n${third}\n`);
    expect(names).toEqual(['First()', 'Third()']);
    expect(summary.lost.calls).toBe(0);
    expect(summary.health.missing.map(({ part }) => part)).toContain('1 record of clipboardmon that is not read');
  });
});

describe('several records on a line', () => {
  it.each([
    ['whole', second + third, []],
    ['whole, with a blank between them', `${second} ${third}`, []],
    ['whole, with a comma between them', `${second},${third}`, ['drakvuf-line-damaged']],
    ['after text', `xen: ${second}${third}`, ['drakvuf-line-damaged']],
    ['before text', `${second}${third} and more`, ['drakvuf-line-damaged']],
    ['the first cut in a key', `${first.slice(0, 55)}${second}${third}`, ['drakvuf-line-damaged']],
    ['the first cut before a value', `{"Plugin":"syscall","PID":${second}${third}`, ['drakvuf-line-damaged']],
    ['the first cut in a value', `{"Plugin":"syscall","x":"\\\\De${second}${third}`, ['drakvuf-line-damaged']],
    ['the first cut behind a backslash', `{"Plugin":"syscall","x":"\\${second}${third}`, ['drakvuf-line-damaged']],
    ['that of another plugin cut', `{"Plugin": "sysret", "TimeSt${second}${third}`, ['drakvuf-line-damaged']],
  ])('are all read: %s', async (_, line, expected) => {
    const { names, codes } = await readText(`${first}\n${line}\n`);
    expect(names).toEqual(['First()', 'Second(Handle=0x10)', 'Third()']);
    expect(codes).toEqual(expected);
  });

  it('are read wherever one is cut', async () => {
    for (let cut = 1; cut < second.length; cut++) {
      const { names, summary } = await readText(`${first}\n${second.slice(0, cut)}${third}\n`);
      expect(names, `cut at ${cut}`).toEqual(['First()', 'Third()']);
      expect(summary.lost.calls).toBe(1);
    }
  });

  it('are not looked for inside of a sound record', async () => {
    const { names } = await readText(`${syscallLine('Outer', { x: second })}\n`);
    expect(names).toHaveLength(1);
  });

  it('are found in time that grows with the line, however often others begin', async () => {
    const opened = '{"a":'.repeat(400);
    const long = `{"Plugin":"syscall","x":${`${opened}1,"b":[`.repeat(500)}`;
    const stop = startCpuClock();
    const { names } = await readText(`${first}\n${long}\n${third}\n`);
    expect(names).toEqual(['First()', 'Third()']);
    expect(stop()).toBeLessThan(3000);
  });
});

describe('any damage', () => {
  const lines = [
    first,
    apiLine('g', ['a=0x6f:"x{"', 'b=1'], at(4)),
    syscallLine('h', { ...at(5), x: 'é{', Arguments: { y: '0x1' } }),
    '{"Plugin": "sysret", "x": "abc"}',
    second,
  ];
  const sound = Buffer.from(`${lines.join('\n')}\n`);
  const change = fc.record({
    at: fc.nat(sound.length),
    removed: fc.nat(40),
    put: fc.constantFrom('', '\n', '\r\n', '~', '{', '{"', '"', '}', '\0', '\\', second, `${third}\n`),
  });

  it('gives the same calls and diagnostics for every size of chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let bytes: Uint8Array = Buffer.concat([Buffer.from(`${first}\n`), sound]);
        for (const { at, removed, put } of changes)
          bytes = Buffer.concat([bytes.subarray(0, at), bytesOf(put), bytes.subarray(at + removed)]);
        const outcome = (chunkBytes?: number) => read(bytes, DEFAULT_SEMANTICS, chunkBytes).catch(String);
        const whole = await outcome();
        for (const chunkBytes of [1, 2, 7, 64, 999]) expect(await outcome(chunkBytes)).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves every record whole that it did not touch, and shows each call as it was read', async () => {
    await fc.assert(
      fc.asyncProperty(change, async ({ at, removed, put }) => {
        const damaged = Buffer.concat([sound.subarray(0, at), bytesOf(put), sound.subarray(at + removed)]);
        const { names } = await read(Buffer.concat([Buffer.from(`${third}\n`), damaged, Buffer.from(`${third}\n`)]));
        expect(names.filter((name) => name === 'Third()').length).toBeGreaterThanOrEqual(2);
        expect(names).not.toContain('(unreadable call)');
      }),
      { numRuns: 400 },
    );
  });
});
