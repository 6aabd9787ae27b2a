// Twice as much of any part of an input costs about twice the time, also where ids are chosen so that they collide in tables of the
// engine. Times depend on the machine, so this is tried by `npm run fuzz` only; what is known to grow is counted in steps elsewhere
// (tests/unit/match/growth.test.ts).

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { collidingIntegers } from '../support/colliding.ts';
import { startCpuClock } from '../support/cpu-time.ts';
import { randomNumbers } from '../support/damage.ts';
import { fuzzRuns } from './damaged-inputs.ts';
import { CONTRACT_ENTRIES } from './entries.ts';
import { survive } from './survive.ts';

/** Parts that are repeated; each takes seconds. */
const RUNS = Math.ceil(fuzzRuns(0) / 500);

/** Milliseconds from which on a time says something, and how often the part is there at most. */
const ENOUGH_MS = 150;
const MOST = 1 << 16;
/** What four times as much may cost. */
const ALLOWED = 9;

/** A part of a text: a line, or something in brackets with the comma behind it. */
function pickPart(text: string, random: () => number): readonly [start: number, end: number] {
  const at = Math.floor(random() * text.length);
  const line = [text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at) + 1] as const;
  if (random() < 0.5 && line[1] > line[0]) return line;
  for (let start = at; start >= 0; start--) {
    const closing = { '{': '}', '[': ']', '<': '>' }[text[start] as string];
    if (closing === undefined) continue;
    let depth = 0;
    for (let end = start; end < text.length; end++) {
      if (text[end] === text[start]) depth++;
      else if (text[end] === closing && --depth === 0) return [start, end + 1];
    }
  }
  return [0, text.length];
}

/** The text with a part many times, each with other numbers. */
function repeated(text: string, [start, end]: readonly [number, number], ids: readonly number[]): Uint8Array {
  const part = text.slice(start, end);
  const separator = part.endsWith('}') || part.endsWith(']') ? ',' : '';
  const copies = ids.map((id) => part.replace(/\d+/g, (digits) => (digits.length > 6 ? digits : String(id))));
  return Buffer.from([text.slice(0, start), copies.join(separator), text.slice(end)].join(''), 'latin1');
}

describe.skipIf(RUNS === 0)('growth (in npm run fuzz)', () => {
  const colliding = collidingIntegers(MOST, 14);
  const ascending = colliding.map((_, n) => n);

  it.each(CONTRACT_ENTRIES)(
    'is linear: $title',
    async ({ input, sound, packed }) => {
      const text = Buffer.from(packed?.content() ?? (await sound())).toString('latin1');
      const cost = async (part: readonly [number, number], ids: readonly number[]): Promise<number> => {
        const content = repeated(text, part, ids);
        const source = memorySource('report', packed === undefined ? content : await packed.pack(content));
        const times = [];
        for (let i = 0; i < 2; i++) {
          const used = startCpuClock();
          await survive(source, input.format, ['default']);
          times.push(used());
        }
        return Math.min(...times);
      };
      for (let run = 0; run < RUNS; run++) {
        const part = pickPart(text, randomNumbers(run));
        const ids = run % 2 === 0 ? ascending : colliding;
        for (let count = 256; count * 4 <= MOST; count *= 2) {
          const once = await cost(part, ids.slice(0, count));
          if (once < ENOUGH_MS && count * 8 <= MOST) continue;
          const more = await cost(part, ids.slice(0, count * 4));
          const what = `seed ${run}: ${count} times ${text.slice(...part).slice(0, 200)}`;
          expect(more, what).toBeLessThan(Math.max(once, ENOUGH_MS) * ALLOWED);
          break;
        }
      }
    },
    3_600_000,
  );
});
