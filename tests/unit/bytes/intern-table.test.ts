import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABSENT, InternTable } from '../../../src/bytes/intern-table.ts';
import { startCpuClock } from '../../support/cpu-time.ts';
import { toBytes } from '../../support/json-bytes.ts';

/** Uses a table as its users do: look up, and add what is new. Texts stand at changing places of a padded buffer. */
function intern(table: InternTable, text: string, hash: number, offset = 3): number {
  const bytes = toBytes(text);
  const buffer = new Uint8Array(offset + bytes.length + 8).fill(0x41);
  buffer.set(bytes, offset);
  const known = table.find(new DataView(buffer.buffer), offset, offset + bytes.length, hash);
  return known === ABSENT ? table.add(buffer, offset, offset + bytes.length, hash) : known;
}

function sumOf(text: string): number {
  let sum = 0x811c9dc5;
  for (const char of text) sum = Math.imul(sum ^ (char.codePointAt(0) as number), 0x01000193);
  return sum ^ (sum >>> 15);
}

describe('InternTable', () => {
  it('gives equal bytes the same number and others another, dense from 0', () => {
    // A poor hash on purpose: many different texts share it.
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 }), { maxLength: 200 }), (texts) => {
        const table = new InternTable();
        const numbers = new Map<string, number>();
        texts.forEach((text, i) => {
          const number = intern(table, text, text.length % 20, i % 7);
          if (!numbers.has(text)) numbers.set(text, number);
          expect(number).toBe(numbers.get(text));
        });
        const given = [...numbers.values()].filter((number) => number !== ABSENT);
        expect(given).toEqual(given.map((_, index) => index));
      }),
    );
  });

  it('grows', () => {
    const table = new InternTable();
    const texts = Array.from({ length: 20_000 }, (_, n) => `value ${n} ${'x'.repeat(n % 50)}`);
    const numbers = texts.map((text) => intern(table, text, sumOf(text)));
    expect(numbers).toEqual(texts.map((_, n) => n));
    expect(texts.map((text) => intern(table, text, sumOf(text)))).toEqual(numbers);
  });

  it('refuses what exceeds its limits, says when it is full, and starts anew when cleared', () => {
    const table = new InternTable({ entries: 4, bytes: 1000 });
    for (const text of ['a', 'b', 'c']) expect(intern(table, text, sumOf(text))).not.toBe(ABSENT);
    expect(table.full).toBe(false);
    intern(table, 'd', sumOf('d'));
    expect(table.full).toBe(true);
    expect(intern(table, 'e', sumOf('e'))).toBe(ABSENT);
    expect(intern(table, 'a', sumOf('a'))).toBe(0);
    table.clear();
    expect(table.full).toBe(false);
    expect(intern(table, 'e', sumOf('e'))).toBe(0);
    expect(intern(table, 'a', sumOf('a'))).toBe(1);
    expect(intern(table, 'x'.repeat(1000), 1)).toBe(ABSENT);
    expect(intern(table, 'x'.repeat(900), 1)).toBe(2);
    expect(table.full).toBe(true);
  });

  it('does not slow down on values that were made to share one hash', () => {
    const table = new InternTable();
    const cpuTime = startCpuClock();
    let absent = 0;
    for (let n = 0; n < 100_000; n++) if (intern(table, `value ${n}`, 7) === ABSENT) absent++;
    expect(absent).toBeGreaterThan(99_000);
    expect(cpuTime()).toBeLessThan(3000);
  });
});
