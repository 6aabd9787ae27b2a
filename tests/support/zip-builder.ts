// Builds zip archives for tests, and byte sources that behave like awkward ones.

import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { ByteSource } from '../../src/bytes/source.ts';

export interface ZipContent {
  readonly [name: string]: string | Uint8Array;
}

export interface ZipBuildOptions {
  readonly password?: string;
  /** With a password: the legacy cipher instead of AES-256. */
  readonly zipCrypto?: boolean;
  /** 0 stores the entries. */
  readonly level?: number;
}

/** A zip archive of `content`, in its order. */
export async function buildZip(content: ZipContent, options: ZipBuildOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, ...options });
  for (const [name, data] of Object.entries(content)) {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    await writer.add(name, new Uint8ArrayReader(bytes));
  }
  return new Uint8Array(await writer.close());
}

/** The same bytes as a source that neither seeks nor knows its size, like a pipe. */
export function pipeSource(name: string, bytes: Uint8Array, chunkBytes = 1000): ByteSource {
  return {
    name,
    seekable: false,
    async *open(from = 0) {
      for (let at = from; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
    },
  };
}

/** All bytes of a source. */
export async function readAll(source: ByteSource, from = 0): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source.open(from)) parts.push(chunk.slice());
  return new Uint8Array(Buffer.concat(parts));
}

/** All bytes of a source as UTF-8 text. */
export async function readText(source: ByteSource, from = 0): Promise<string> {
  return new TextDecoder().decode(await readAll(source, from));
}
