// What V8 has compiled of the bundle, kept beside the compiled rules: without it every start parses and compiles the same functions
// again. V8 refuses data of another version or other flags by itself, but neither damaged data nor data of another source of the same
// length, and runs what it takes; so the file states whose it is, has a checksum, and must be the user's own.

import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type CacheFiles, readOwnFile, writeCacheFile } from './cache-folder.ts';

const FILES: CacheFiles = { names: /^code-[0-9a-f]{8}\.bin(?:\.[0-9a-f-]{36}\.tmp)?$/, kept: 4 };

/** The first line's length is a multiple of this, so that V8 can use the data where it lies. */
const ALIGNMENT = 64;

export interface StoredCode {
  /** For V8. */
  readonly data: Buffer;
  /** Parts of the bundle that were in use when it was stored; the functions of others are not in it. */
  readonly parts: readonly string[];
}

/** First line of the file. */
interface Head {
  readonly identity: string;
  readonly parts: readonly string[];
  readonly checksum: number;
}

/** Identity of the code that this process compiles from a file of this size and time of change. */
export function codeIdentity(version: string, size: number, changedMs: number): string {
  const { version: node, versions, platform, arch, execArgv, env } = process;
  // Flags of V8 are part of what it checks; processes with other flags must not take turns in replacing one file.
  const flags = [...execArgv, env['NODE_OPTIONS'] ?? ''];
  return JSON.stringify([version, size, changedMs, node, versions.v8, platform, arch, ...flags]);
}

/** The code that was stored for this identity; undefined if there is none, or it is damaged or somebody else's. */
export function readCode(folder: string, identity: string): StoredCode | undefined {
  try {
    const bytes = readOwnFile(join(folder, fileName(identity)));
    const end = bytes.indexOf(0x0a);
    const head = JSON.parse(bytes.toString('utf8', 0, end)) as Head;
    const data = bytes.subarray(end + 1);
    if (head.identity !== identity || head.checksum !== crc32(data)) return undefined;
    return { data, parts: head.parts };
  } catch {
    return undefined;
  }
}

/** Stores what `compiled` returns, which is called only if the folder can be written. */
export function writeCode(
  folder: string,
  identity: string,
  parts: readonly string[],
  compiled: () => Uint8Array,
): void {
  writeCacheFile(folder, fileName(identity), FILES, () => {
    const data = compiled();
    const head: Head = { identity, parts, checksum: crc32(data) };
    const line = Buffer.from(JSON.stringify(head));
    const padding = ALIGNMENT - ((line.length + 1) % ALIGNMENT);
    return Buffer.concat([line, Buffer.from(`${' '.repeat(padding)}\n`), data]);
  });
}

function fileName(identity: string): string {
  return `code-${crc32(identity).toString(16).padStart(8, '0')}.bin`;
}
