import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../src/bytes/source.ts';
import { packingOf, unpackSource } from '../../../src/bytes/unpack.ts';
import { Xxh64 } from '../../../src/bytes/zstd/xxh64.ts';
import { type Diagnostic, Diagnostics } from '../../../src/diagnostics.ts';
import { CapaxError } from '../../../src/errors.ts';
import { LIMITS } from '../../../src/limits.ts';
import { readAll } from '../../support/zip-builder.ts';
import { packedBlock, rawBlock, repeatedBlock, skippedFrame, zstdFrame, zstdOf } from '../../support/zstd-builder.ts';

// Made by the zstd command line: a text with matches (-19), and letters that only a Huffman code makes shorter (-3).
const SENTENCE = 'Each of us reads what each of us wrote, and each of us wrote what each of us reads.\n';
const WITH_MATCHES = {
  text: `${SENTENCE.repeat(3)}The end of it.\n`,
  packed: 'KLUv/QRo/QEAIgMLEcBrDGBbMSCWCGG90fehY5UFQKyz2RHlqQQIRHfItanl67St8DKt2GbXciMFAKUrKCwCj6c2ACaa8GwCEWtjNA==',
};
const WITH_LETTERS = {
  text: letters(1500),
  packed:
    'KLUv/QRYDQ8AFtQXBeAPabAOFQAVABUAXHHfMmIcwQWTQUV0KUEtMJRAcwAGr5bH3SSTqAldRXGGKE3wgciCAw0GqL3kDrZi9cr0lWFjHSQps/gYzkIFHPbR9OEZVOzyuDsGvyBLn2ud8xeAyKgBLquhSVKYNgMgAkKIYS5vEBAPiQsHBAcN9SjGCIkozskH5osVS+zWFKA6CpoJ7OHbZwVa3c1ZK8e0oBBSsTkcnvr7EBm48Q8I5JMo5QhNodTDczw5VR+RGxtiY7elQi6gasiyMfORI9v4P1pDhpCRlwCeT2GljzcX3THHSe5rky/T4qe9vPULXMdz9HnpaY7qNLLReFRWu1VR+DvjzirGcAuFDGEw4cZYRyioXCffofwMqiJ77uZ/YknOmwLG8rAdYBIHtgM2BkpbuNhkErjOSRXVhNA0rDdyAs053BlUNsu/rPC2qiEPshl8YoDQk3ducpyZQwv6kW8qYGVSJwy/lRUdglnot8xh366EFwjQiA1bdSjcFVWqPFsquhi8B30adRbDcpo+l0m0FxBBNycjFhyBeA3JBzkBWP/QtwrvChZAFbKlgKXlohh5FzCtNg/8xm2Uf3a8SGRTsPZ0yb7ntF2TSDrh7wJNGyRJVeaoCkxomGP34MgPqJeLBr5vIQA=',
};

function letters(count: number): string {
  let state = 7;
  let text = '';
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += 'aaaabbcd'[state >>> 29];
  }
  return text;
}

const fixture = ({ packed }: { readonly packed: string }): Uint8Array => new Uint8Array(Buffer.from(packed, 'base64'));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Unpacked {
  readonly bytes: Uint8Array;
  readonly told: readonly Diagnostic[];
}

async function unpack(packed: Uint8Array | ByteSource, chunk = 7): Promise<Unpacked> {
  const diagnostics = new Diagnostics();
  const source = packed instanceof Uint8Array ? memorySource('x.zst', packed, chunk) : packed;
  const bytes = await readAll(unpackSource(source, 'zstd', diagnostics));
  return { bytes, told: diagnostics.list() };
}

async function textOf(packed: Uint8Array): Promise<string> {
  const { bytes, told } = await unpack(packed);
  expect(told).toEqual([]);
  return new TextDecoder().decode(bytes);
}

describe('unpacking zstd', () => {
  it.each([WITH_MATCHES, WITH_LETTERS])('reads what the command line writes', async (made) => {
    expect(await textOf(fixture(made))).toBe(made.text);
  });

  it('reads blocks that need no packing, several frames, and passes over what is to be passed over', async () => {
    const file = Buffer.concat([
      skippedFrame(ascii('a note'), 3),
      zstdFrame([rawBlock(ascii('ab')), repeatedBlock(0x63, 3)]),
      skippedFrame(new Uint8Array()),
      zstdFrame([rawBlock(new Uint8Array())]),
      fixture(WITH_MATCHES),
    ]);
    expect(packingOf(file)).toBe('zstd');
    expect(await textOf(new Uint8Array(file))).toBe(`abccc${WITH_MATCHES.text}`);
  });

  it('reads again, from any position, and can be left before the end', async () => {
    const source = unpackSource(memorySource('x.zst', zstdOf(ascii(letters(250_000))), 1000), 'zstd');
    expect(source).toMatchObject({ name: 'x.zst', seekable: false });
    expect(await readAll(source)).toHaveLength(250_000);
    expect(await readAll(source, 249_990)).toEqual(ascii(letters(250_000).slice(-10)));
    for await (const chunk of source.open()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });

  it('does not mind a source that reuses its chunks, and passes its failures through', async () => {
    const packed = fixture(WITH_LETTERS);
    const reusing = (fails: boolean): ByteSource => ({
      ...memorySource('x.zst', packed),
      async *open() {
        const buffer = new Uint8Array(10);
        for (let at = 0; at < packed.length; at += buffer.length) {
          const part = packed.subarray(at, at + buffer.length);
          buffer.set(part);
          yield buffer.subarray(0, part.length);
          buffer.fill(0);
          if (fails) throw new CapaxError('sandbox-unreachable', 'gone');
        }
      },
    });
    expect(new TextDecoder().decode((await unpack(reusing(false))).bytes)).toBe(WITH_LETTERS.text);
    await expect(unpack(reusing(true))).rejects.toMatchObject({ code: 'sandbox-unreachable' });
  });

  it('keeps what matches reach and no more, however much comes', async () => {
    const block = repeatedBlock(0x78, 131_072);
    const { bytes } = await unpack(zstdFrame(new Array(100).fill(block)), 1000);
    expect(bytes).toHaveLength(100 * 131_072);
    expect(bytes.every((byte) => byte === 0x78)).toBe(true);
  });
});

describe('a zstd file that is damaged', () => {
  it('is delivered up to there', async () => {
    const sound = zstdFrame([rawBlock(ascii('sound')), rawBlock(ascii('lost'))]);
    const { bytes, told } = await unpack(sound.subarray(0, sound.length - 1));
    expect(new TextDecoder().decode(bytes)).toBe('sound');
    expect(told).toMatchObject([
      { code: 'zstd-damaged', severity: 'error', where: 'x.zst, after 5 unpacked bytes', count: 1 },
    ]);
  });

  it('is delivered whole where only the checksum is wrong or something follows', async () => {
    const wrong = fixture(WITH_MATCHES);
    wrong[wrong.length - 1] = (wrong[wrong.length - 1] as number) ^ 1;
    for (const packed of [wrong, new Uint8Array([...fixture(WITH_MATCHES), 1, 2, 3])]) {
      const { bytes, told } = await unpack(packed);
      expect(new TextDecoder().decode(bytes)).toBe(WITH_MATCHES.text);
      expect(told).toMatchObject([{ code: 'zstd-damaged' }]);
    }
  });

  it('is refused where nothing can be unpacked', async () => {
    const reserved = zstdFrame([{ kind: 3, size: 0, bytes: new Uint8Array() }]);
    const odd = zstdFrame([rawBlock(ascii('x'))], { header: [8, 56] });
    for (const packed of [reserved, odd, reserved.subarray(0, 5), skippedFrame(ascii('cut')).subarray(0, 9)]) {
      await expect(unpack(packed)).rejects.toMatchObject({ code: 'input-corrupt', where: 'x.zst' });
    }
  });

  it('lies about its length in vain', async () => {
    const text = ascii('twelve bytes');
    for (const said of [11, 13]) {
      const { told } = await unpack(
        new Uint8Array([...fixture(WITH_MATCHES), ...zstdFrame([rawBlock(text)], { header: [32, said] })]),
      );
      expect(told).toMatchObject([{ code: 'zstd-damaged' }]);
    }
    // 100 MB of which there is nothing: room is made as bytes come.
    const huge = zstdFrame([rawBlock(text)], { header: [0xa0, 0, 0, 0, 6] });
    expect((await unpack(huge)).bytes).toEqual(text);
  });

  it('says what is refused: windows that are too large, and dictionaries', async () => {
    const block = [rawBlock(ascii('x'))];
    const refused: [string, Uint8Array][] = [
      ['input-limit', zstdFrame(block, { header: [0, (17 << 3) | 1] })],
      ['input-limit', zstdFrame(block, { header: [0, 255] })],
      ['input-limit', zstdFrame(block, { header: [0xe0, ...new Array(8).fill(255)] })],
      ['input-unsupported', zstdFrame(block, { header: [1, 56, 9] })],
    ];
    for (const [code, packed] of refused) {
      await expect(unpack(packed)).rejects.toMatchObject({ code, where: 'x.zst', hint: expect.any(String) });
      const { bytes, told } = await unpack(new Uint8Array([...zstdFrame(block), ...packed]));
      expect([bytes.length, told.map((one) => one.code)]).toEqual([1, ['zstd-damaged']]);
    }
    expect(await textOf(zstdFrame(block, { windowLog: 27 }))).toBe('x');
    expect(await textOf(zstdFrame(block, { header: [1, 56, 0] }))).toBe('x');
  });

  it('never fails otherwise, wherever it is cut or bits are flipped', async () => {
    for (const made of [WITH_MATCHES, WITH_LETTERS]) {
      const sound = fixture(made);
      for (let at = 0; at < sound.length; at++) {
        const flipped = sound.slice();
        flipped[at] = (flipped[at] as number) ^ (1 << (at & 7));
        await expectTyped(sound.subarray(0, at));
        await expectTyped(flipped);
      }
    }
  });

  it('never fails otherwise for any bytes in a packed block', async () => {
    const byte = fc.integer({ min: 0, max: 255 });
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { minLength: 1, maxLength: 60 }), (bytes) =>
        expectTyped(zstdFrame([repeatedBlock(1, 100), packedBlock(...bytes), packedBlock(...bytes)])),
      ),
      { numRuns: Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 3000) },
    );
  });
});

async function expectTyped(packed: Uint8Array): Promise<void> {
  try {
    await unpack(packed, 1000);
  } catch (error) {
    expect(error).toBeInstanceOf(CapaxError);
  }
}

describe('a zstd file that is made to exhaust the machine', () => {
  it('ends beyond the ratio', async () => {
    const blocks = Math.ceil(LIMITS.ratioFreeBytes / 131_072) + 10;
    const bomb = zstdFrame(new Array(blocks).fill(repeatedBlock(0, 131_072)));
    await expect(unpack(bomb, 1 << 16)).rejects.toMatchObject({ code: 'input-limit' });
  });

  it('does not execute matches for which a block has no room', async () => {
    // 65,535 matches of 65,539 bytes each.
    const matches = packedBlock(0, 255, 0xff, 0x80, 0x54, 0, 0, 52, 1);
    const started = performance.now();
    await unpack(zstdFrame([repeatedBlock(1, 100), ...new Array(1000).fill(matches)]), 1 << 16);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('does not move a large window for each of many tiny blocks', async () => {
    const tiny = new Array(50_000).fill(repeatedBlock(0x61, 1));
    const started = performance.now();
    const { bytes } = await unpack(zstdFrame(tiny, { windowLog: 27 }), 1 << 16);
    expect(bytes).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('XXH64', () => {
  it('equals what others compute, in whatever pieces', () => {
    const hash = (text: string, piece = 1000): string => {
      const hasher = new Xxh64();
      const bytes = ascii(text);
      for (let at = 0; at < bytes.length; at += piece) hasher.update(bytes.subarray(at, at + piece));
      return hasher.digestLow().toString(16);
    };
    expect(['', 'a', 'abc'].map((text) => hash(text))).toEqual(['51d8e999', 'a98c6e5b', 'ad770999']);
    for (const piece of [1, 5, 31, 32, 33, 64]) expect(hash(WITH_LETTERS.text, piece)).toBe(hash(WITH_LETTERS.text));
  });
});

const hasZstd = spawnSync('zstd', ['--version']).status === 0;

describe.skipIf(!hasZstd)('what the zstd command line (not on this machine: skipped) packs', () => {
  it.each(['-1', '-3', '-19', '--fast=3', '--long=27', '--no-check'])('is unpacked: %s', async (option) => {
    const contents = [
      ascii(letters(400_000)),
      ascii(Array.from({ length: 20_000 }, (_, n) => `${n} calls ${(n * n) % 101} ${(n * 7919) % 13}\n`).join('')),
    ];
    for (const content of contents) {
      const { stdout } = spawnSync('zstd', ['-q', '-c', option], { input: content, maxBuffer: 1 << 26 });
      const { bytes, told } = await unpack(new Uint8Array(stdout), 10_007);
      expect(told).toEqual([]);
      expect(Buffer.compare(bytes, content)).toBe(0);
    }
  });
});
