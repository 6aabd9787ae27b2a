// Inputs that are cut, damaged or made to do harm. Whatever comes, the outcome is a result that says what was wrong, or a CapaxError
// that says what to do; in bounded time, and nothing else is touched.

import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { type ByteSource, memorySource } from '../../src/bytes/source.ts';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { CapaxError, type ErrorCode } from '../../src/errors.ts';
import { OUTPUTS } from '../../src/render/registry.ts';
import { loadRules } from '../../src/rules/load.ts';
import { damage, randomNumbers } from '../support/damage.ts';
import { collect } from '../support/result-documents.ts';
import { ruleText } from '../support/rule-text.ts';
import { type Content, type ContractEntry, HOSTILE_KINDS } from './contract-entry.ts';
import { CONTRACT_ENTRIES } from './entries.ts';

/** Damaged inputs of each kind. */
const FUZZ_RUNS = Number(process.env['CAPAX_FUZZ_RUNS'] ?? 40);

/** Those that are read twice, whole and in chunks. */
const CHUNK_RUNS = Math.ceil(FUZZ_RUNS / 2);

const RULES = loadRules([
  { path: 'a.yml', text: ruleText('- api: Sleep', { name: 'sleep', static: 'instruction', dynamic: 'call' }) },
  { path: 'b.yml', text: ruleText('- string: /./', { name: 'any text', static: 'file', dynamic: 'span of calls' }) },
]).ruleSet;
const LAYOUT = { width: 80, colours: false, links: false };

type Outcome =
  | { readonly kind: 'error'; readonly code: ErrorCode }
  | { readonly kind: 'result'; readonly diagnostics: readonly Diagnostic[]; readonly text: string };

/** Analyses and prints. `format` is given unless the input shall be detected. */
async function survive(source: ByteSource, format?: string, outputs: readonly string[] = ['json']): Promise<Outcome> {
  try {
    const { document, diagnostics } = await analyze(source, {
      rules: RULES,
      ...(format === undefined ? {} : { format }),
    });
    let text = '';
    for (const { name, render } of OUTPUTS) {
      if (outputs.includes(name)) text += await collect(render(document, LAYOUT));
    }
    return { kind: 'result', diagnostics, text };
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    expect(error.hint, error.message).toMatch(/^\S.*\.$/);
    expect(error.code).not.toBe('internal');
    return { kind: 'error', code: error.code };
  }
}

function surviveBytes({ input }: ContractEntry, bytes: Uint8Array, chunkBytes = 1000): Promise<Outcome> {
  return survive(memorySource('report', bytes, chunkBytes), input.format);
}

async function toSource(content: Content): Promise<ByteSource> {
  const found = await content;
  return found instanceof Uint8Array ? memorySource('report', found) : found;
}

function spliced(bytes: Uint8Array, at: number, piece: Uint8Array, removed = 0): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + removed)]);
}

describe.each(CONTRACT_ENTRIES)('hostile bytes: $title', (entry) => {
  const { input, sound, hostile, mayEnd, packed } = entry;

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
    expect((await surviveBytes(entry, bytes)).kind).toBe('error');
    expect((await survive(memorySource('report', bytes))).kind).toBe('error');
  });

  it(`that are damaged at random never end in anything but a typed error (fuzz, ${FUZZ_RUNS} runs)`, async () => {
    const bytes = await sound();
    for (let run = 0; run < FUZZ_RUNS; run++) {
      const random = randomNumbers(run);
      const isInside = packed !== undefined && run % 2 === 1;
      const damaged = isInside ? await packed.pack(damage(packed.content(), random)) : damage(bytes, random);
      await surviveBytes(entry, damaged).catch((error: unknown) => {
        throw new Error(`seed ${run}: ${String(error)}`, { cause: error });
      });
    }
  }, 600_000);

  it(`that are damaged at random mean the same however they come in chunks (fuzz, ${CHUNK_RUNS} runs)`, async () => {
    const bytes = await sound();
    for (let run = 0; run < CHUNK_RUNS; run++) {
      const random = randomNumbers(run);
      const isInside = packed !== undefined && run % 2 === 1;
      const damaged = isInside ? await packed.pack(damage(packed.content(), random)) : damage(bytes, random);
      const whole = await surviveBytes(entry, damaged, damaged.length);
      const chunkBytes = 1 + Math.floor(random() ** 3 * 2000);
      expect(await surviveBytes(entry, damaged, chunkBytes), `seed ${run}, chunks of ${chunkBytes}`).toEqual(whole);
    }
  }, 600_000);

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
