// Inputs that are cut, damaged or made to do harm. Whatever comes, the outcome is a result that says what was wrong, or a CapaxError
// that says what to do; in bounded time, and nothing else is touched.

import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../src/bytes/source.ts';
import { type Content, HOSTILE_KINDS } from './contract-entry.ts';
import { CONTRACT_ENTRIES } from './entries.ts';
import { survive, surviveBytes } from './survive.ts';

async function toSource(content: Content): Promise<ByteSource> {
  const found = await content;
  return found instanceof Uint8Array ? memorySource('report', found) : found;
}

function spliced(bytes: Uint8Array, at: number, piece: Uint8Array, removed = 0): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + removed)]);
}

describe.each(CONTRACT_ENTRIES)('hostile bytes: $title', (entry) => {
  const { input, name, sound, hostile, mayEnd } = entry;

  it('that are missing at the end are told', async () => {
    const bytes = await sound();
    for (let step = 1; step < 50; step++) {
      const end = Math.floor((bytes.length * step) / 50);
      const outcome = await surviveBytes(entry, bytes.slice(0, end));
      if (outcome.kind === 'result' && mayEnd?.(bytes, end) !== true) {
        expect(outcome.diagnostics, `cut at byte ${end} of ${bytes.length}`).not.toEqual([]);
      }
    }
  });

  it('that are missing at the start do no harm', async () => {
    const bytes = await sound();
    for (let step = 1; step < 50; step += 5) {
      await surviveBytes(entry, bytes.slice(Math.floor((bytes.length * step) / 50)));
    }
  });

  it('are refused where there are none', async () => {
    const nothing = { kind: 'error', code: 'input-empty' };
    expect(await surviveBytes(entry, new Uint8Array())).toEqual(nothing);
    expect(await survive(memorySource('report', new Uint8Array()))).toEqual(nothing);
  });

  it.each([
    ['NULs', Buffer.alloc(9)],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80])],
    ['line ends', Buffer.from('\n\r\n')],
    ['the beginning of another', Buffer.from('{"behavior":{"processes":[')],
  ])('do no harm between the others: %s', async (_, piece) => {
    const bytes = await sound();
    for (let step = 0; step <= 10; step++) {
      const at = Math.floor((bytes.length * step) / 10);
      await surviveBytes(entry, spliced(bytes, at, piece, (step % 2) * piece.length));
    }
  });

  it.each([
    ['a megabyte of NULs', new Uint8Array(1_000_000)],
    ['a megabyte of blanks', new Uint8Array(1_000_000).fill(0x20)],
    ['a megabyte of brackets', new Uint8Array(1_000_000).fill(0x5b)],
    ['a megabyte of quotes', new Uint8Array(1_000_000).fill(0x22)],
  ])('are refused if they are nothing but %s', async (_, bytes) => {
    // Raw code takes any bytes for code, and a part shows as much.
    const { kind } = await surviveBytes(entry, bytes.subarray(0, 65_536));
    if (name === undefined) expect(kind).toBe('error');
    expect((await survive(memorySource('report', bytes))).kind).toBe('error');
  });

  for (const kind of HOSTILE_KINDS) {
    const build = hostile[kind];
    if (typeof build === 'string') {
      it.skip(`do no harm with ${kind}: ${build}`);
      continue;
    }
    it(`do no harm with ${kind}`, async () => {
      const outcome = await survive(await toSource(build()), input.format, ['json', 'timeline']);
      if (outcome.kind === 'result') expect(outcome.text).toContain('"argv"');
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  }
});
