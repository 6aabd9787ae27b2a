import { describe, expect, it } from 'vitest';
import { readJsonAt } from '../../../src/bytes/json-at.ts';
import { type ByteSource, memorySource } from '../../../src/bytes/source.ts';
import { CapaxError } from '../../../src/errors.ts';
import { toBytes } from '../../support/json-bytes.ts';

const VALUES = [1, 'two', { three: [3, 'x'.repeat(500)] }, null, ['\u00e9'], 6, 'y'.repeat(3000), true];

/** A list with far gaps, and where its values stand. */
function build(gap: number): { text: string; at: number[] } {
  let text = '[';
  const at = VALUES.map((value, index) => {
    if (index > 0) text += ',';
    text += ' '.repeat(gap);
    const position = toBytes(text).length;
    text += JSON.stringify(value);
    return position;
  });
  return { text: `${text}]`, at };
}

async function readAt(source: ByteSource, at: readonly number[]): Promise<unknown[]> {
  const found: unknown[] = [];
  await readJsonAt(source, Float64Array.from(at), (cursor, index) => {
    const value = cursor.readValue();
    expect(index).toBe(found.length);
    found.push(value);
  });
  return found;
}

describe('reading values at positions', () => {
  it.each([1, 2, 3, 7, 64, 1000, 1 << 18])('finds them in chunks of %i bytes', async (size) => {
    const { text, at } = build(20);
    const source = memorySource('x', toBytes(text), size);
    expect(await readAt(source, at)).toEqual(VALUES);
    expect(await readAt({ ...source, seekable: false }, at)).toEqual(VALUES);
    expect(await readAt(source, [at[6] as number])).toEqual([VALUES[6]]);
    // The same call may be asked for twice.
    expect(await readAt(source, [at[1], at[1]] as number[])).toEqual([VALUES[1], VALUES[1]]);
    expect(await readAt(source, [])).toEqual([]);
  });

  it('seeks over far gaps and reads no further than it must', async () => {
    const gap = 6_000_000;
    const bytes = new Uint8Array(3 * gap).fill(0x20);
    [0, 1, 4].forEach((n, i) => {
      bytes.set(toBytes(JSON.stringify(VALUES[n])), i * gap + 7);
    });
    const opened: number[] = [];
    let delivered = 0;
    const source: ByteSource = {
      name: 'x',
      seekable: true,
      async *open(from = 0) {
        opened.push(from);
        for await (const chunk of memorySource('x', bytes, 65_536).open(from)) {
          delivered += chunk.length;
          yield chunk;
        }
      },
    };
    const at = [7, gap + 7, 2 * gap + 7];
    expect(await readAt(source, at)).toEqual([VALUES[0], VALUES[1], VALUES[4]]);
    expect(opened).toEqual(at);
    expect(delivered).toBeLessThan(400_000);
  });

  it('says when the source has changed', async () => {
    const source = memorySource('report.json', toBytes('[1, 2, }'));
    for (const at of [7, 8, 500]) {
      const work = readAt(source, [1, at]);
      await expect(work).rejects.toBeInstanceOf(CapaxError);
      await expect(work).rejects.toMatchObject({ code: 'input-unreadable', where: 'report.json' });
    }
  });
});
