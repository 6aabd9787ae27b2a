import { randomBytes } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/source.ts';
import { deflateZlib, inflateZlib } from '../../../src/bytes/zlib.ts';
import { CapaxError } from '../../../src/errors.ts';

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function inflate(bytes: Uint8Array, maxBytes = 1e9, chunkBytes = 1000): Promise<Buffer> {
  return collect(inflateZlib(memorySource('x', bytes, chunkBytes).open(), 'x', maxBytes));
}

async function failure(run: Promise<unknown>): Promise<CapaxError> {
  try {
    await run;
  } catch (error) {
    if (error instanceof CapaxError) return error;
    throw error;
  }
  throw new Error('accepted');
}

const text = Buffer.concat([randomBytes(200_000), Buffer.alloc(200_000, 'abc')]);

describe('inflateZlib', () => {
  it.each([1000, 1 << 20])('unpacks in chunks of %d bytes', async (chunkBytes) => {
    expect(text.equals(await inflate(deflateSync(text), 1e9, chunkBytes))).toBe(true);
    expect(await inflate(deflateSync(Buffer.alloc(0)))).toHaveLength(0);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no zlib stream', Buffer.from('this is not a zlib stream')],
    ['a stream that ends early', deflateSync(text).subarray(0, 100_000)],
    ['a stream without its checksum', deflateSync(text).subarray(0, -4)],
    ['a wrong checksum', Buffer.concat([deflateSync(text).subarray(0, -1), Buffer.from([0])])],
  ])('refuses %s', async (_, bytes) => {
    expect(await failure(inflate(bytes))).toMatchObject({ code: 'input-corrupt', where: 'x' });
  });

  it('stops at the size limit', async () => {
    expect((await failure(inflate(deflateSync(text), text.length - 1))).code).toBe('input-limit');
    expect(await inflate(deflateSync(text), text.length)).toHaveLength(text.length);
  });

  it('passes failures of the source through', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield deflateSync(text).subarray(0, 1000);
      throw new CapaxError('input-unreadable', 'disk gone');
    };
    expect((await failure(collect(inflateZlib(broken(), 'x', 1e9)))).code).toBe('input-unreadable');
  });

  it('closes the source when reading is given up', async () => {
    let closed = false;
    const packed = deflateSync(text);
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (let at = 0; at < packed.length; at += 1000) yield packed.subarray(at, at + 1000);
      } finally {
        closed = true;
      }
    };
    for await (const _ of inflateZlib(source(), 'x', 1e9)) break;
    expect(closed).toBe(true);
  });
});

describe('deflateZlib', () => {
  it('packs what inflate unpacks', async () => {
    const packed = await collect(deflateZlib(memorySource('x', text, 12_345).open()));
    expect(text.equals(inflateSync(packed))).toBe(true);
    expect(packed.length).toBeLessThan(text.length);
    expect(text.equals(await inflate(packed))).toBe(true);
  });

  it('passes failures of the source through', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield text;
      throw new CapaxError('input-unreadable', 'disk gone');
    };
    expect((await failure(collect(deflateZlib(broken())))).code).toBe('input-unreadable');
  });
});
