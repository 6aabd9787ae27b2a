import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Gunzip, gunzipSource as gunzipWithStreams, isGzip } from '../../../src/bytes/gunzip.ts';
import { type ByteSource, memorySource } from '../../../src/bytes/source.ts';
import { Diagnostics } from '../../../src/diagnostics.ts';
import { CapaxError } from '../../../src/errors.ts';
import { LIMITS } from '../../../src/limits.ts';
import { unpackSource } from '../../../src/node/gunzip.ts';
import { readAll } from '../../support/zip-builder.ts';

const gunzipWithZlib: Gunzip = (source, diagnostics) => unpackSource(source, 'gzip', diagnostics);

/** Bytes that do not pack well, so that cutting the packed file matters. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** Vitest compares long arrays item by item, which takes seconds. */
function isEqual(one: Uint8Array, two: Uint8Array): boolean {
  return Buffer.compare(one, two) === 0;
}

const PLAIN = noise(1_500_000);
const PACKED = new Uint8Array(gzipSync(PLAIN));

describe.each<[string, Gunzip, number]>([
  ['web streams', gunzipWithStreams, 1 << 17],
  ['zlib', gunzipWithZlib, 1 << 16],
])('gunzip with %s', (_, gunzip, slack) => {
  it('unpacks, again and from any position', async () => {
    const source = gunzip(memorySource('x.gz', PACKED, 10_000));
    expect(source).toMatchObject({ name: 'x.gz', seekable: false });
    expect(isEqual(await readAll(source), PLAIN)).toBe(true);
    expect(isEqual(await readAll(source), PLAIN)).toBe(true);
    expect(isEqual(await readAll(source, 1_000_001), PLAIN.subarray(1_000_001))).toBe(true);
  });

  it('can be left before the end', async () => {
    for await (const chunk of gunzip(memorySource('x.gz', PACKED, 10_000)).open()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });

  it('does not mind a source that reuses its chunks', async () => {
    const source: ByteSource = {
      ...memorySource('x.gz', PACKED),
      async *open() {
        const buffer = new Uint8Array(5000);
        for (let at = 0; at < PACKED.length; at += buffer.length) {
          const part = PACKED.subarray(at, at + buffer.length);
          buffer.set(part);
          yield buffer.subarray(0, part.length);
          buffer.fill(0);
        }
      },
    };
    expect(isEqual(await readAll(gunzip(source)), PLAIN)).toBe(true);
  });

  it('delivers what there is of a file that breaks off', async () => {
    const diagnostics = new Diagnostics();
    const cut = PACKED.subarray(0, PACKED.length - 200_000);
    const bytes = await readAll(gunzip(memorySource('x.gz', cut, 10_000), diagnostics));
    expect(isEqual(PLAIN.subarray(0, bytes.length), bytes)).toBe(true);
    expect(bytes.length).toBeGreaterThan(PLAIN.length - 200_000 - slack);
    expect(diagnostics.list()).toMatchObject([{ code: 'gzip-damaged', severity: 'error' }]);
  });

  it('records damage in the middle', async () => {
    const damaged = PACKED.slice();
    damaged.fill(0xff, 900_000, 900_100);
    const diagnostics = new Diagnostics();
    const bytes = await readAll(gunzip(memorySource('x.gz', damaged, 10_000), diagnostics));
    expect(bytes.length).toBeGreaterThan(100_000);
    expect(diagnostics.list()).toMatchObject([{ code: 'gzip-damaged' }]);
  });

  it('delivers the same of a damaged file, into whatever pieces it is cut', async () => {
    const text = Array.from({ length: 15_000 }, (_, n) => `line ${n * 7919}\n`).join('');
    const packed = new Uint8Array(gzipSync(text));
    for (const at of [200, 30_001, packed.length - 8]) {
      const damaged = packed.slice();
      damaged.fill(0xff, at, at + 8);
      const lengths: number[] = [];
      for (const chunk of [1000, 15_681, packed.length]) {
        const diagnostics = new Diagnostics();
        const bytes = await readAll(gunzip(memorySource('x.gz', damaged, chunk), diagnostics));
        lengths.push(bytes.length);
        expect(diagnostics.list()).toMatchObject([
          { code: 'gzip-damaged', where: `x.gz, after ${bytes.length} unpacked bytes` },
        ]);
        if (at > 200) expect(isEqual(bytes.subarray(0, 400), Buffer.from(text.slice(0, 400)))).toBe(true);
      }
      expect(new Set(lengths).size).toBe(1);
      if (at >= packed.length - 8) expect(lengths[0]).toBe(text.length);
    }
  });

  it('delivers a small file whose checksum is wrong', async () => {
    const packed = new Uint8Array(gzipSync('all of it'));
    packed[packed.length - 6] = (packed[packed.length - 6] as number) ^ 1;
    const diagnostics = new Diagnostics();
    const bytes = await readAll(gunzip(memorySource('x.gz', packed), diagnostics));
    expect(new TextDecoder().decode(bytes)).toBe('all of it');
    expect(diagnostics.list()).toMatchObject([{ code: 'gzip-damaged', count: 1 }]);
  });

  it('refuses what only begins like gzip', async () => {
    for (const bytes of [PACKED.subarray(0, 5), new Uint8Array([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])]) {
      const work = readAll(gunzip(memorySource('x.gz', bytes)));
      await expect(work).rejects.toBeInstanceOf(CapaxError);
      await expect(work).rejects.toMatchObject({ code: 'input-corrupt', where: 'x.gz' });
    }
  });

  it('passes failures of the packed source through', async () => {
    const failing: ByteSource = {
      ...memorySource('x.gz', PACKED),
      async *open() {
        yield PACKED.slice(0, 500_000);
        throw new CapaxError('sandbox-unreachable', 'gone');
      },
    };
    await expect(readAll(gunzip(failing))).rejects.toMatchObject({ code: 'sandbox-unreachable' });
  });

  it('unpacks files of several members', async () => {
    const both = new Uint8Array(Buffer.concat([gzipSync('one'), gzipSync('two')]));
    expect(new TextDecoder().decode(await readAll(gunzip(memorySource('x.gz', both))))).toBe('onetwo');
  });
});

describe('the expansion ratio', () => {
  it('ends a file that unpacks to absurdly much', async () => {
    // Deflate itself cannot exceed the limit, so the packed size is understated here.
    const bomb = new Uint8Array(gzipSync(new Uint8Array(LIMITS.ratioFreeBytes + 1_000_000)));
    const half: ByteSource = {
      ...memorySource('x.gz', bomb),
      async *open() {
        yield Object.defineProperty(bomb.slice(), 'length', { value: 1000 });
      },
    };
    await expect(readAll(gunzipWithZlib(half))).rejects.toMatchObject({ code: 'input-limit' });
  });
});

describe('isGzip', () => {
  it('looks at the first two bytes', () => {
    expect(isGzip(PACKED)).toBe(true);
    expect(isGzip(new Uint8Array([0x1f]))).toBe(false);
    expect(isGzip(new TextEncoder().encode('{"a":1}'))).toBe(false);
  });
});
