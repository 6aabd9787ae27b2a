import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/source.ts';
import { openZip, type ZipLimits } from '../../../src/bytes/zip.ts';
import { Diagnostics } from '../../../src/diagnostics.ts';
import { CapaxError } from '../../../src/errors.ts';
import { LIMITS } from '../../../src/limits.ts';
import { buildZip, pipeSource, readAll, readText } from '../../support/zip-builder.ts';

const LONG = 'capax reads archives. '.repeat(40_000);

async function open(bytes: Uint8Array, passwords: string[] = [], limits?: Partial<ZipLimits>) {
  const diagnostics = new Diagnostics();
  const entries = await openZip(memorySource('test.zip', bytes, 4096), {
    passwords,
    diagnostics,
    ...(limits === undefined ? {} : { limits: { ...LIMITS, ...limits } }),
  });
  return { entries, diagnostics };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    expect(error).toBeInstanceOf(CapaxError);
    expect((error as CapaxError).hint).toBeTruthy();
    return (error as CapaxError).code;
  }
  return 'no error';
}

/** Position of the n-th record with this signature (`PK` and two bytes). */
function findRecord(bytes: Uint8Array, third: number, fourth: number, nth = 0): number {
  for (let at = 0, seen = 0; at + 4 <= bytes.length; at++) {
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === third && bytes[at + 3] === fourth) {
      if (seen++ === nth) return at;
    }
  }
  throw new Error('no such record');
}

function patch(bytes: Uint8Array, at: number, value: number, width: 2 | 4): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  if (width === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return copy;
}

describe('openZip reads', () => {
  it.each([
    ['stored', { level: 0 }],
    ['deflate', {}],
    ['ZipCrypto', { password: 'infected', zipCrypto: true }],
    ['stored ZipCrypto', { password: 'infected', zipCrypto: true, level: 0 }],
    ['AES-256', { password: 'infected' }],
    ['stored AES-256', { password: 'infected', level: 0 }],
  ])('%s entries, again and again, from any position', async (_, options) => {
    const bytes = await buildZip({ 'logs/a.txt': LONG, 'empty.txt': '', 'b.txt': 'b' }, options);
    const { entries, diagnostics } = await open(bytes);
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['logs/a.txt', LONG.length],
      ['empty.txt', 0],
      ['b.txt', 1],
    ]);
    const [a, empty, b] = entries.map(({ source }) => source);
    expect(await readText(a!)).toBe(LONG);
    expect(await readText(a!)).toBe(LONG);
    expect(await readText(a!, 800_000)).toBe(LONG.slice(800_000));
    expect(await readText(a!, LONG.length + 5)).toBe('');
    expect(await readText(empty!)).toBe('');
    expect(await readText(b!)).toBe('b');
    expect(diagnostics.list()).toEqual([]);
  });

  it('an archive from a source that cannot seek', async () => {
    const bytes = await buildZip({ 'a.txt': LONG });
    const [entry] = await openZip(pipeSource('pipe', bytes), { diagnostics: new Diagnostics() });
    expect(await readText(entry!.source)).toBe(LONG);
  });

  it('several entries at once, with readers that pause and leave', async () => {
    const content = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.txt`, `${i} ${LONG}`]));
    const { entries } = await open(await buildZip(content));
    const paused = entries.map(({ source }) => source.open()[Symbol.asyncIterator]());
    for (const iterator of paused) expect((await iterator.next()).done).toBe(false);
    expect(await readText(entries[3]!.source)).toBe(`3 ${LONG}`);
    for (const iterator of paused) await iterator.return?.();
  });

  it('names that would leave the folder as plain labels', async () => {
    const names = ['../../etc/passwd', '/etc/x', 'C:\\x', '__proto__'];
    const content = Object.fromEntries(names.map((name) => [`n${name}`, 'x']));
    let bytes = await buildZip(content, { level: 0 });
    bytes = Uint8Array.from(
      Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('n../../', '../../.'), 'latin1'),
    );
    const { entries } = await open(bytes);
    expect(entries[0]!.name).toBe('../../.etc/passwd');
    expect(await readText(entries[0]!.source)).toBe('x');
    expect(entries).toHaveLength(4);
  });

  it('without delivering directories', async () => {
    const { entries } = await open(await buildZip({ 'logs/': '', 'logs/a': 'a' }));
    expect(entries.map(({ name }) => name)).toEqual(['logs/a']);
  });
});

describe('passwords', () => {
  it.each([true, false])('are tried before the customary one (ZipCrypto: %s)', async (zipCrypto) => {
    const bytes = await buildZip({ 'a.txt': LONG }, { password: 'geheim', zipCrypto });
    const { entries } = await open(bytes, ['', 'wrong', 'geheim']);
    expect(await readText(entries[0]!.source)).toBe(LONG);
  });

  it.each([true, false])('that do not fit end in input-encrypted (ZipCrypto: %s)', async (zipCrypto) => {
    // The quick check passes one wrong password in 256; the content check must catch those too.
    const bytes = await buildZip({ 'a.txt': LONG }, { password: 'geheim', zipCrypto });
    const wrong = Array.from({ length: 20 }, (_, i) => `wrong${i}`);
    const { entries } = await open(bytes, wrong);
    expect(entries[0]!.name).toBe('a.txt');
    expect(await codeOf(readAll(entries[0]!.source))).toBe('input-encrypted');
  });

  it('that pass the one-byte check by chance do not win', async () => {
    const bytes = await buildZip({ 'a.txt': LONG }, { password: 'geheim', zipCrypto: true });
    const many = Array.from({ length: 600 }, (_, i) => `wrong${i}`);
    const { entries } = await open(bytes, [...many, 'geheim']);
    expect(await readText(entries[0]!.source)).toBe(LONG);
  });
});

describe('an archive that lies', () => {
  it.each([
    ['nothing', new Uint8Array(0), 'input-empty'],
    ['zeros', new Uint8Array(100_000), 'input-corrupt'],
    ['text', new TextEncoder().encode('PK\u0003\u0004 is not enough'.repeat(3)), 'input-corrupt'],
    ['an end record alone', Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(255)]), 'input-corrupt'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await codeOf(open(bytes))).toBe(code);
  });

  it('cut anywhere is refused or fails when read', async () => {
    const bytes = await buildZip({ 'a.txt': LONG.slice(0, 500), 'b.txt': 'b' });
    for (let length = 1; length < bytes.length; length += 7) {
      expect(await codeOf(open(bytes.slice(0, length)))).toMatch(/input-corrupt|input-unsupported/);
    }
  });

  it('about sizes fails when the entry is read', async () => {
    const bytes = await buildZip({ 'a.txt': LONG });
    const record = findRecord(bytes, 1, 2);
    for (const size of [LONG.length - 1, LONG.length + 1, 0]) {
      const { entries } = await open(patch(bytes, record + 24, size, 4));
      expect(await codeOf(readAll(entries[0]!.source))).toBe('input-corrupt');
    }
    for (const packed of [0, 5, 0x7fffffff]) {
      const { entries } = await open(patch(bytes, record + 20, packed, 4));
      expect(await codeOf(readAll(entries[0]!.source))).toBe('input-corrupt');
    }
  });

  it('about the place or the checksum of an entry fails when the entry is read', async () => {
    const bytes = await buildZip({ 'a.txt': LONG, 'b.txt': 'b' }, { level: 0 });
    const record = findRecord(bytes, 1, 2);
    for (const patched of [
      patch(bytes, record + 42, 17, 4),
      patch(bytes, record + 42, 0x7fffffff, 4),
      patch(bytes, record + 16, 1, 4),
    ]) {
      const { entries } = await open(patched);
      expect(await codeOf(readAll(entries[0]!.source))).toBe('input-corrupt');
      expect(await readText(entries[1]!.source)).toBe('b');
    }
  });

  it('in a local header is read by its directory, with a diagnostic', async () => {
    const bytes = await buildZip({ 'a.txt': 'a' }, { level: 0 });
    const { entries, diagnostics } = await open(patch(bytes, findRecord(bytes, 3, 4) + 8, 8, 2));
    expect(await readText(entries[0]!.source)).toBe('a');
    expect(diagnostics.list().map(({ code }) => code)).toEqual(['zip-directory-odd']);
  });

  it('about the number of its entries is refused', async () => {
    const bytes = await buildZip({ 'a.txt': 'a' });
    expect(await codeOf(open(patch(bytes, findRecord(bytes, 5, 6) + 10, 500, 2)))).toBe('input-corrupt');
  });

  it('with an unknown method is unsupported', async () => {
    const bytes = await buildZip({ 'a.txt': 'a' }, { level: 0 });
    const { entries } = await open(patch(bytes, findRecord(bytes, 1, 2) + 10, 99, 2));
    expect(await codeOf(readAll(entries[0]!.source))).toBe('input-unsupported');
  });
});

describe('limits', () => {
  it('stop at too many entries', async () => {
    const bytes = await buildZip(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}`, ''])));
    expect(await codeOf(open(bytes, [], { archiveEntries: 29 }))).toBe('input-limit');
    expect((await open(bytes, [], { archiveEntries: 30 })).entries).toHaveLength(30);
  });

  it('stop at a directory, an entry or a buffer that is too large', async () => {
    const bytes = await buildZip({ 'a.txt': LONG });
    expect(await codeOf(open(bytes, [], { archiveDirectoryBytes: 20 }))).toBe('input-limit');
    const { entries } = await open(bytes, [], { archiveEntryBytes: LONG.length - 1 });
    expect(await codeOf(readAll(entries[0]!.source))).toBe('input-limit');
    const limits = { ...LIMITS, bufferedSourceBytes: 100 };
    const work = openZip(pipeSource('pipe', bytes), { diagnostics: new Diagnostics(), limits });
    expect(await codeOf(work)).toBe('input-limit');
  });

  it('stop a bomb while it unpacks', async () => {
    const bytes = await buildZip({ bomb: new Uint8Array(20_000_000) });
    const { entries } = await open(bytes, [], { expansionRatio: 200, ratioFreeBytes: 1_000_000 });
    let seen = 0;
    const work = (async () => {
      for await (const chunk of entries[0]!.source.open()) seen += chunk.length;
    })();
    expect(await codeOf(work)).toBe('input-limit');
    expect(seen).toBeLessThan(6_000_000);
  });
});

describe('random damage', () => {
  it('ends in a CapaxError or in the right number of bytes', async () => {
    const archives = [
      await buildZip({ 'a.txt': LONG.slice(0, 3000), 'b.txt': 'b' }),
      await buildZip({ 'a.txt': LONG.slice(0, 3000) }, { password: 'infected', zipCrypto: true }),
      await buildZip({ 'a.txt': LONG.slice(0, 3000) }, { password: 'infected' }),
    ];
    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 4294967296) * below);
    };
    for (let round = 0; round < 400; round++) {
      const bytes = archives[round % archives.length]!.slice();
      for (let flips = 1 + random(3); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
      try {
        const { entries } = await open(bytes);
        for (const entry of entries) expect((await readAll(entry.source)).length).toBe(entry.size);
      } catch (error) {
        expect(error).toBeInstanceOf(CapaxError);
      }
    }
  });
});
