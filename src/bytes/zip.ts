// Zip archives as lists of re-readable byte sources. Nothing is ever written to disk, so entry names are only labels and
// traversal names (`../x`) are harmless. Stored, deflate, ZipCrypto and WinZip-AES entries; decoding by zip.js, which is loaded
// when the first archive is opened. An archive that lies about itself ends in a CapaxError or a diagnostic.

import type { FileEntry, ZipReader } from '@zip.js/zip.js';
import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError, type ErrorCode } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { ZipCode } from './codes.ts';
import { type RandomSource, readRange, streamRange, toRandomSource } from './random-access.ts';
import type { ByteSource } from './source.ts';

/** One file of an archive. */
export interface ZipEntry {
  /** As the directory writes it. Sample-controlled: a label, never a path. */
  readonly name: string;
  /** Unpacked size in bytes as the directory states it; the source fails if the data is longer or shorter. */
  readonly size: number;
  /** Unpacks anew, streamed, on every `open`. Not seekable: `open(from)` unpacks and skips. */
  readonly source: ByteSource;
}

/** The part of LIMITS that concerns archives. */
export type ZipLimits = Readonly<
  Record<
    | 'archiveEntries'
    | 'archiveEntryBytes'
    | 'archiveDirectoryBytes'
    | 'bufferedSourceBytes'
    | 'expansionRatio'
    | 'ratioFreeBytes',
    number
  >
>;

export interface ZipOptions {
  /** Tried in this order, before the customary `infected`. */
  readonly passwords?: readonly string[];
  readonly diagnostics: Diagnostics;
  /** Default: LIMITS. */
  readonly limits?: ZipLimits;
}

/** What sandboxes and malware collections encrypt their archives with. */
const CUSTOMARY_PASSWORD = 'infected';

/** Messages of zip.js for archives that are sound but use something that it cannot read. */
const UNSUPPORTED =
  /not supported|^Split zip file|^Encrypted central directory|^64-bit value exceeds|^Codec out of memory/;

/** Everything that zip.js, a decoder or a stream can throw becomes a typed error; those of the source pass through. */
function zipError(error: unknown, where: string, encrypted: boolean): CapaxError {
  if (error instanceof CapaxError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const fail = (code: ErrorCode, message: string, hint: string): CapaxError =>
    new CapaxError(code, `${message} (${reason})`, { hint, where, cause: error });
  if (UNSUPPORTED.test(reason)) {
    return fail(
      'input-unsupported',
      'The archive uses a feature of the zip format that capax cannot read',
      'Unpack it with another tool and pack the files again as a plain zip archive.',
    );
  }
  if (encrypted) {
    return fail(
      'input-encrypted',
      'The archive entry cannot be decrypted: the password is wrong or the entry is damaged',
      'Give the right password with --password.',
    );
  }
  return fail(
    'input-corrupt',
    'The file is not a zip archive, or is damaged, or its directory is wrong',
    'Export or download the archive again.',
  );
}

function limitError(message: string, where: string): CapaxError {
  return new CapaxError('input-limit', message, {
    where,
    hint: 'If you trust the archive, unpack it with another tool and analyse its files.',
  });
}

class Archive {
  readonly #source: RandomSource;
  readonly #passwords: readonly string[];
  readonly #diagnostics: Diagnostics<ZipCode>;
  readonly #limits: ZipLimits;

  constructor(
    source: RandomSource,
    passwords: readonly string[],
    diagnostics: Diagnostics<ZipCode>,
    limits: ZipLimits,
  ) {
    this.#source = source;
    this.#passwords = passwords;
    this.#diagnostics = diagnostics;
    this.#limits = limits;
  }

  async list(): Promise<ZipEntry[]> {
    const reader = await this.#createReader();
    const entries: ZipEntry[] = [];
    let count = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (++count > this.#limits.archiveEntries) {
        throw limitError(`The archive has more than ${this.#limits.archiveEntries} entries.`, this.#source.name);
      }
      if (!entry.directory) entries.push(this.#toEntry(entry));
    }
    for (const { reason, filename } of reader.warnings ?? []) {
      this.#diagnostics.add('warning', 'zip-directory-odd', `the archive's directory is unusual: ${reason}`, filename);
    }
    return entries;
  }

  async #createReader(): Promise<ZipReader<unknown>> {
    const zip = await import('@zip.js/zip.js');
    // Without workers every entry is decoded inline, so the size of the pool has no cost; a small one would make the reader of
    // a second entry wait for the first.
    zip.configure({ useWebWorkers: false, maxWorkers: 4096 });
    const source = this.#source;
    const maxRead = this.#limits.archiveDirectoryBytes;
    class SourceReader extends zip.Reader<undefined> {
      override size = source.size;
      override async readUint8Array(from: number, count: number): Promise<Uint8Array> {
        const wanted = Math.max(0, Math.min(count, source.size - from));
        if (wanted > maxRead) throw limitError(`The archive's directory exceeds ${maxRead} bytes.`, source.name);
        return readRange(source, from, wanted);
      }
      override createReadable(range: { offset?: number; size?: number } = {}): ReadableStream<Uint8Array> {
        return streamRange(source, range.offset ?? 0, range.size ?? source.size);
      }
    }
    return new zip.ZipReader(new SourceReader(undefined), {
      filenameValidation: 'tolerant',
      // A local header that disagrees with the directory becomes a diagnostic instead of an error.
      checkLocalDirectory: false,
      checkCrc32: true,
    });
  }

  #toEntry(entry: FileEntry): ZipEntry {
    const name = entry.filename;
    const where = `${this.#source.name}: ${name}`;
    const open = (from: number): AsyncIterable<Uint8Array> => this.#open(entry, where, from);
    return {
      name,
      size: entry.uncompressedSize,
      source: { name: where, size: entry.uncompressedSize, seekable: false, open: (from = 0) => open(from) },
    };
  }

  async *#open(entry: FileEntry, where: string, from: number): AsyncGenerator<Uint8Array> {
    try {
      const password = entry.encrypted ? await this.#findPassword(entry, where) : undefined;
      let skip = from;
      for await (const chunk of this.#unpack(entry, password, where)) {
        if (skip >= chunk.length) {
          skip -= chunk.length;
          continue;
        }
        yield skip > 0 ? chunk.subarray(skip) : chunk;
        skip = 0;
      }
      for (const { reason } of entry.warnings ?? []) {
        this.#diagnostics.add('warning', 'zip-directory-odd', `the archive's directory is unusual: ${reason}`, where);
      }
    } catch (error) {
      throw zipError(error, where, entry.encrypted);
    }
  }

  async *#unpack(entry: FileEntry, password: string | undefined, where: string): AsyncGenerator<Uint8Array> {
    const { archiveEntryBytes, ratioFreeBytes, expansionRatio } = this.#limits;
    if (entry.uncompressedSize > archiveEntryBytes) {
      throw limitError(`The archive entry exceeds ${archiveEntryBytes} bytes.`, where);
    }
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const reader = readable.getReader();
    // A failure before zip.js touches the stream (a missing local header) must end the reader as well.
    const finished = entry
      .getData(writable, password === undefined ? {} : { password })
      .catch((error: unknown) => writable.abort(error).catch(() => {}));
    let length = 0;
    try {
      for (;;) {
        const next = await reader.read();
        if (next.done) return;
        length += next.value.length;
        if (length > entry.uncompressedSize) throw new Error('Entry longer than its directory says');
        if (length > ratioFreeBytes && length > entry.compressedSize * expansionRatio) {
          throw limitError(`The archive entry unpacks to more than ${expansionRatio} times its packed size.`, where);
        }
        yield next.value;
      }
    } finally {
      await reader.cancel().catch(() => {});
      await finished;
    }
  }

  /**
   * The first password that fits. The quick check lets one wrong password in 256 (ZipCrypto) or 65,536 (AES) pass, so where
   * several pass the entry is unpacked to tell.
   */
  async #findPassword(entry: FileEntry, where: string): Promise<string> {
    const passed: string[] = [];
    for (const password of this.#passwords) {
      const { writable } = new TransformStream<Uint8Array, Uint8Array>();
      const accepted = await entry.getData(writable, { password, checkPasswordOnly: true }).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && error.message === 'Invalid password') return false;
          throw error;
        },
      );
      if (accepted) passed.push(password);
    }
    const [first] = passed;
    if (first === undefined) {
      throw new CapaxError('input-encrypted', 'The archive is encrypted and no known password fits.', {
        where,
        hint: 'Give the password with --password.',
      });
    }
    if (passed.length > 1) {
      for (const password of passed) {
        try {
          for await (const _ of this.#unpack(entry, password, where));
          return password;
        } catch {
          // Not this one.
        }
      }
    }
    return first;
  }
}

/**
 * Opens a zip archive and lists its files (directories are left out) in the order of its directory. Only the directory is
 * read; an entry is unpacked when its source is opened. The archive is read at random where the source can seek, else it is
 * buffered up to `LIMITS.bufferedSourceBytes`.
 *
 * Throws CapaxError, here and while an entry is read: `input-empty`, `input-corrupt` (not a zip archive, or one that lies),
 * `input-encrypted` (no password fits; only when the entry is opened), `input-unsupported`, `input-limit`.
 */
export async function openZip(source: ByteSource, options: ZipOptions): Promise<readonly ZipEntry[]> {
  const { diagnostics, limits = LIMITS } = options;
  const passwords = new Set([...(options.passwords ?? []), CUSTOMARY_PASSWORD].filter((password) => password !== ''));
  const random = await toRandomSource(source, limits.bufferedSourceBytes);
  if (random.size === 0) {
    throw new CapaxError('input-empty', 'The archive is empty.', {
      where: source.name,
      hint: 'Export or download the archive again.',
    });
  }
  try {
    return await new Archive(random, [...passwords], diagnostics, limits).list();
  } catch (error) {
    throw zipError(error, source.name, false);
  }
}
