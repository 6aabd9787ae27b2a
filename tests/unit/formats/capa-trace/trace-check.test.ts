// What exporters of capa-trace are told.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORD_FIELDS } from '../../../../src/formats/capa-trace/records.ts';
import { TRACE_RULES, TraceCheck } from '../../../../src/formats/capa-trace/trace-check.ts';
import { checkTrace } from '../../../support/check-trace.ts';
import { root } from '../../../support/run-capax.ts';
import { sharedPath } from '../../../support/shared.ts';

const page = readFileSync(join(root, 'docs/capa-trace.md'), 'utf8');
const EXAMPLE = /```json\n([\s\S]*?)\n```/.exec(page)?.[1]?.split('\n') ?? [];
const schema = JSON.parse(readFileSync(join(root, 'schemas/capa-trace.schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: false }).compile(schema);

/** The example with a line replaced, or with lines behind one. */
const changed = (at: number, ...lines: string[]): string => EXAMPLE.toSpliced(at, 1, ...lines).join('\n');
const line = (at: number, more: object): string => JSON.stringify({ ...JSON.parse(EXAMPLE[at] as string), ...more });

describe('the example of the documentation', () => {
  it('has no fault, and each line fits the schema', async () => {
    expect(await checkTrace(EXAMPLE.join('\n'))).toMatchObject({
      faults: [],
      counts: { records: 9, instructions: 2, calls: 1, threads: 1, uniqueInstructions: 2, level: 'insn' },
    });
    for (const text of EXAMPLE) expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);
  });

  it('has a row for each kind of record and for each rule', () => {
    for (const type of RECORD_FIELDS.keys()) expect(page).toContain(`\n| \`${type}\` |`);
    for (const rule of TRACE_RULES) expect(page).toContain(`\n| \`${rule}\` |`);
  });
});

describe('a fault', () => {
  it.each([
    ['a line that is no JSON', changed(2, '{"t":'), ['json 3', 'thread 5']],
    ['no header', EXAMPLE.slice(1).join('\n'), ['header 1']],
    ['a second header', changed(1, EXAMPLE[0] as string), ['header 2']],
    ['another version', changed(0, line(0, { version: 2 })), ['header 1']],
    ['a key that is missing', changed(1, line(1, { path: undefined })), ['fields 2']],
    ['an address as a number', changed(3, line(3, { base: 4194304 })), ['fields 4']],
    ['a word that is not known', changed(0, line(0, { level: 'all' })), ['fields 1']],
    ['time that goes back', changed(7, line(7, { s: 2 })), ['order 8']],
    ['a thread that nobody announced', changed(2), ['thread 4']],
    ['an instruction that was not reached', changed(5, line(5, { pc: '0x400104' })), ['continuity 6']],
    ['an instruction without bytes', changed(5, line(5, { b: undefined })), ['bytes 6', 'end 9']],
    ['a return from nowhere', changed(7, line(7, { call: 2 })), ['return 8']],
    ['more than the level says', changed(0, line(0, { level: 'call' })), ['level 5', 'level 6']],
    ['no end', EXAMPLE.slice(0, -1).join('\n'), ['end 8']],
    ['counts that are wrong', changed(8, line(8, { calls: 2 })), ['end 9']],
  ])('is told with its line: %s', async (_, text, faults) => {
    expect((await checkTrace(text)).faults).toEqual(faults);
  });

  it('is none where code was changed, later versions wrote more, or the thread begins anew', async () => {
    const again = line(4, { s: 3, b: '33c0' });
    const text = EXAMPLE.toSpliced(6, 0, again, '{"t":"later","x":1}', line(4, { s: 3, b: undefined, later: true }))
      .join('\n')
      .replace('"insns":2', '"insns":4')
      .replace('"unique_insns":2', '"unique_insns":3');
    expect(await checkTrace(text)).toMatchObject({ faults: [], counts: { changedInstructions: 1, unknownRecords: 1 } });
  });
});

describe('any other bytes', () => {
  it('end in faults, never in an error', async () => {
    const whole = new TextEncoder().encode(EXAMPLE.join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 8 }), async (at, piece) => {
        const damaged = Uint8Array.from([...whole.subarray(0, at), ...piece, ...whole.subarray(at + piece.length)]);
        await checkTrace(damaged);
      }),
      { numRuns: 200 },
    );
    expect((await checkTrace('')).faults).toEqual(['header 0', 'end 0']);
  });

  it('agree with the schema about fields', async () => {
    const values = [
      0,
      -1,
      1.5,
      'x',
      '0x1f',
      '0X1F',
      'ab',
      'abc',
      null,
      true,
      [],
      {},
      ['a'],
      [['r', '0x1', 'ff']],
      { a: '0x1' },
    ];
    for (const [type, fields] of RECORD_FIELDS) {
      for (const name of fields.keys()) {
        for (const value of values) {
          const base = EXAMPLE.map((text) => JSON.parse(text)).find(({ t }) => t === type);
          if (base === undefined) continue;
          const record = { ...base, [name]: value };
          const faults: string[] = [];
          const checking = new TraceCheck(({ rule }) => faults.push(rule));
          checking.add(1, record);
          const isHeaderFault = type === 'header' && (name === 'version' || name === 'bits');
          const isValid = !faults.includes('fields') && !(isHeaderFault && faults.includes('header'));
          expect([type, name, value, validate(record)]).toEqual([type, name, value, isValid]);
        }
      }
    }
  });
});

const folder = sharedPath('data/formats/trace_ndjson');

describe.skipIf(folder === undefined)('recorded files (needs shared data)', () => {
  const COUNTS: Readonly<Record<string, readonly number[]>> = {
    'demo.ndjson': [2060, 8, 90, 2],
    'demo_stripped.ndjson': [2071, 9, 101, 2],
    'unpack.ndjson': [783, 3, 53, 1],
    'unpack_qemu_remote.ndjson': [421, 4, 31, 1],
    'unpack_stripped.ndjson': [794, 4, 64, 1],
  };

  it.each(folder === undefined ? [] : readdirSync(folder))('have no fault: %s', async (name) => {
    const { faults, counts } = await checkTrace(readFileSync(join(folder as string, name)));
    expect(faults).toEqual([]);
    const { instructions, calls, uniqueInstructions, threads } = counts;
    expect([instructions, calls, uniqueInstructions, threads]).toEqual(COUNTS[name]);
  });
});
