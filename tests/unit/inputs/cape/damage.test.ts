import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { CapaxError } from '../../../../src/errors.ts';
import { capeInput } from '../../../../src/inputs/cape/index.ts';
import { capeCall, capeProcess, capeReport, openCape } from '../../../support/cape-report.ts';
import { readTrace } from '../../../support/recording-sink.ts';

const BYTES = new TextEncoder().encode(
  JSON.stringify(
    capeReport([
      capeProcess(10, [
        capeCall(1, 'CreateFileW', { FileName: 'C:\\a\\"b"\u00e9', Access: '0x80000000', Size: '12' }),
        capeCall(2, 'NtClose', { Handle: '0xffffffff80000001', List: [] }, { pretty_return: 'OK' }),
      ]),
      capeProcess(11, [capeCall(1, 'Sleep', { Milliseconds: 5 })], { parent_id: 10 }),
    ]),
    null,
    1,
  ),
);

/** Reads and describes; anything but CapaxError fails the test. */
async function outcome(bytes: Uint8Array, chunkBytes: number): Promise<unknown> {
  capeInput.recognise({ name: 'x.json', raw: bytes, head: bytes });
  try {
    const { sink, summary, names } = await readTrace(await openCape(memorySource('x.json', bytes, chunkBytes)));
    return { calls: sink.calls, summary, names: [...names] };
  } catch (error) {
    expect(error).toBeInstanceOf(CapaxError);
    return (error as CapaxError).code;
  }
}

describe('a damaged report', () => {
  it('gives a trace or a typed error wherever it breaks off', async () => {
    for (let end = 0; end < BYTES.length; end += 13) {
      const cut = BYTES.subarray(0, end);
      expect(await outcome(cut, 64)).toEqual(await outcome(cut, 1 << 20));
    }
  });

  it('gives a trace or a typed error for any changed bytes, however it is cut', async () => {
    const flips = fc.array(fc.tuple(fc.nat(BYTES.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(flips, fc.integer({ min: 1, max: 200 }), async (changes, size) => {
        const damaged = BYTES.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(await outcome(damaged, size)).toEqual(await outcome(damaged, 1 << 20));
      }),
      { numRuns: 300 },
    );
  });

  it('gives a trace or a typed error for pieces of reports in any order', async () => {
    const pieces = fc.array(fc.tuple(fc.nat(BYTES.length), fc.nat(40)), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(pieces, async (cuts) => {
        const parts = cuts.map(([at, length]) => BYTES.subarray(at, at + length));
        const shuffled = new Uint8Array(Buffer.concat([BYTES.subarray(0, 1500), ...parts]));
        await outcome(shuffled, 50);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the calls before the place where it breaks off', async () => {
    const end = BYTES.length - 1400;
    const { sink, summary } = await readTrace(await openCape(memorySource('x', BYTES.subarray(0, end))));
    expect(sink.calls.length).toBeGreaterThan(0);
    expect(summary.health.diagnostics).toContainEqual(expect.objectContaining({ code: 'json-truncated' }));
  });
});
