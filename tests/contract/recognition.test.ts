// Every input has its entry here, and is recognised by what it is, never by how it is called.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { type Unpack, unpackSource } from '../../src/bytes/unpack.ts';
import { detectInput } from '../../src/inputs/detect.ts';
import { drcovInput } from '../../src/inputs/drcov/index.ts';
import type { Input } from '../../src/inputs/input.ts';
import { lackeyInput } from '../../src/inputs/lackey/index.ts';
import { INPUTS } from '../../src/inputs/registry.ts';
import { writeDocument } from '../../src/result/capa-json/write.ts';
import { readBuiltInRuleSet } from '../support/built-in-rules.ts';
import { collect } from '../support/result-documents.ts';
import { zstdOf } from '../support/zstd-builder.ts';
import { CONTRACT_ENTRIES } from './entries.ts';

const NAMES = ['report', 'x.bin', 'a.json', 'a.json_', 'a.log', 'a.frz', 'a.zip', 'a.exe', 'a.xml', 'a.txt', '-', ''];

/** They say nothing without the program that ran, nor of any call: tests/unit/inputs/coverage. */
const OF_A_PROGRAM: readonly Input[] = [drcovInput, lackeyInput];

describe('the contract suite', () => {
  it('knows every input of the registry', () => {
    const known = new Set([...CONTRACT_ENTRIES.map(({ input }) => input), ...OF_A_PROGRAM]);
    expect(INPUTS.filter((input) => !known.has(input)).map(({ format }) => format)).toEqual([]);
  });

  it('knows no input that users cannot choose', () => {
    const unregistered = CONTRACT_ENTRIES.filter(({ input }) => !INPUTS.includes(input));
    expect(unregistered.map(({ title }) => title)).toEqual([]);
  });
});

describe('inputs', () => {
  it('have names and summaries of their own', () => {
    expect(new Set(INPUTS.map(({ format }) => format)).size).toBe(INPUTS.length);
    for (const { format, summary } of INPUTS) {
      expect(format).toMatch(/^[a-z][a-z0-9]*$/);
      expect(summary).toMatch(/^\S.{10,}\S$/);
    }
  });
});

/** What nothing but its name tells. */
const NAMED_ENTRIES = CONTRACT_ENTRIES.filter(({ name }) => name !== undefined);

describe.each(CONTRACT_ENTRIES.filter(({ name }) => name === undefined))('$title', ({ input, sound }) => {
  it.each(NAMES)('is recognised by content when it is called "%s"', async (name) => {
    const bytes = await sound();
    for (const packed of [bytes, gzipSync(bytes), zstdOf(bytes)]) {
      const detected = await detectInput(memorySource(name, packed), { unpack: unpackSource });
      expect(detected.input).toBe(input);
    }
  });
});

describe.each(NAMED_ENTRIES)('$title', ({ input, sound, name = '' }) => {
  it('is recognised by its name, also when it is packed', async () => {
    const bytes = await sound();
    for (const source of [
      memorySource(name, bytes),
      memorySource(name.toUpperCase(), bytes),
      memorySource(`${name}.gz`, gzipSync(bytes)),
    ]) {
      expect((await detectInput(source, { unpack: unpackSource })).input).toBe(input);
    }
  });

  it('is not found under another name, unless somebody says what it is', async () => {
    const bytes = await sound();
    const unknown = detectInput(memorySource('x.bin', bytes), { unpack: unpackSource });
    await expect(unknown).rejects.toMatchObject({ code: 'input-unsupported' });
    for (const other of NAMES) {
      const told = await detectInput(memorySource(other, bytes), { unpack: unpackSource, format: input.format });
      expect(told.input).toBe(input);
    }
  });

  it('gives way to what the content says', async () => {
    for (const entry of CONTRACT_ENTRIES) {
      if (entry.name !== undefined) continue;
      const detected = await detectInput(memorySource(name, await entry.sound()), { unpack: unpackSource });
      expect(detected.input).toBe(entry.input);
    }
  });
});

/** Archives are opened before inputs are asked about what is in them, and their directory is at the end. */
const BARE_ENTRIES = CONTRACT_ENTRIES.filter(({ isArchive, name }) => isArchive !== true && name === undefined);

describe.each(BARE_ENTRIES)('$title, not in an archive', ({ input, sound }) => {
  it('is claimed by no other input', async () => {
    const bytes = await sound();
    const head = bytes.subarray(0, 65_536);
    const sure = INPUTS.filter(({ recognise }) => recognise({ name: 'x', raw: head, head }) === 2);
    expect(sure.map(({ format }) => format)).toEqual([input.format]);
  });

  it('is recognised by its beginning, however long it is', async () => {
    const bytes = await sound();
    const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
    expect(input.recognise({ name: 'x', raw: half, head: half })).toBeGreaterThan(0);
  });
});

describe('what was detected', () => {
  it('is analysed without being looked at again: a packed head is unpacked once', async () => {
    const [entry] = CONTRACT_ENTRIES;
    const packed = gzipSync((await entry?.sound()) as Uint8Array);
    let unpacked = 0;
    const unpack: Unpack = (source, packing, diagnostics) => {
      unpacked++;
      return unpackSource(source, packing, diagnostics);
    };
    const detected = await detectInput(memorySource('x', packed), { unpack });
    expect(unpacked).toBe(1);
    const rules = readBuiltInRuleSet();
    const { document } = await analyze(detected, { rules, unpack });
    expect(unpacked).toBe(2);
    const again = await analyze(memorySource('x', packed), { rules });
    expect(await collect(writeDocument(document))).toEqual(await collect(writeDocument(again.document)));
  });

  it('may be opened by an input of the caller, which is asked first', async () => {
    const [entry] = CONTRACT_ENTRIES;
    const bytes = (await entry?.sound()) as Uint8Array;
    const own: Input = { ...(entry?.input as Input), format: 'own', recognise: () => 2 };
    for (const format of ['auto', 'own']) {
      const { input } = await detectInput(memorySource('x', bytes), { unpack: unpackSource, format, inputs: [own] });
      expect(input).toBe(own);
    }
    const unknown = detectInput(memorySource('x', bytes), { unpack: unpackSource, format: 'none', inputs: [own] });
    await expect(unknown).rejects.toMatchObject({
      code: 'option-invalid',
      hint: expect.stringContaining('own, anyrun'),
    });
  });
});
