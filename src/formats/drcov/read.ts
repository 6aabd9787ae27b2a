// drcov files: which blocks of which modules were executed, as DynamoRIO's tool of that name writes it, and Frida, QEMU and others after it.
// A header, a table of modules and a table of blocks, the first two as lines (DynamoRIO's drcovlib and its documentation):
//
//   DRCOV VERSION: 2
//   DRCOV FLAVOR: drcov
//   Module Table: version 2, count 39
//   Columns: id, base, end, entry, checksum, timestamp, path
//    0, 0x10c83b000, 0x10c83dfff, 0x0000000000000000, 0x00000000, 0x00000000, /home/me/bar
//   BB Table: 1234 bbs

import type { ByteSource } from '../../bytes/source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { type BlockBatch, Blocks } from './block-batch.ts';
import { readBinaryTable, readTextTable, type TableEnd } from './block-table.ts';
import type { DrcovCode } from './codes.ts';
import { type DrcovModule, readColumns, readModule } from './module-row.ts';
import { TextThenBytes } from './text-then-bytes.ts';

/** What takes a file, in this order. */
export interface DrcovSink {
  module(module: DrcovModule): void;
  /** In the order of the file, which is no order of time. Only blocks of modules that came before. */
  blocks(batch: BlockBatch): void;
}

export interface DrcovFile {
  /** 2 or 3. */
  readonly version: number;
  /** Who wrote it, as it says. */
  readonly flavor: string;
  readonly tableVersion: number;
  /** What starts of blocks are offsets in: the whole module, from its first segment on, or (since version 3) the segment of the row. */
  readonly startsIn: 'module' | 'segment';
  readonly blocks: number;
  /** Blocks that lie in no module: code that was made at run time, of which only half an address is known. */
  readonly withoutModule: number;
}

const VERSION = /^DRCOV VERSION: *(\d{1,4})$/;
const FLAVOR = /^DRCOV FLAVOR: *(.*)$/;
const MODULES = /^Module Table: *(?:version *(\d{1,4}), *count *)?(\d{1,16})$/;
const BLOCKS = /^BB Table: *(\d{1,16}) bbs$/;
const TEXT_TABLE = new TextEncoder().encode('module id');

/** A line of the header: paths are its longest part. */
const MOST_LINE = 65_536;
/** Ids have 16 bits. */
const MOST_MODULES = 65_536;

/**
 * Reads the file into the sink. Damage costs the damaged part and is told in `diagnostics`. Throws CapaxError: `input-corrupt` for a file that
 * has no tables, `input-unsupported` for another version.
 */
export async function readDrcov(
  source: ByteSource,
  sink: DrcovSink,
  diagnostics: Diagnostics<DrcovCode>,
): Promise<DrcovFile> {
  const input = new TextThenBytes(source.open());
  try {
    return await new DrcovReader(input, sink, diagnostics, source.name).read();
  } finally {
    await input.close();
  }
}

class DrcovReader {
  readonly #input: TextThenBytes;
  readonly #sink: DrcovSink;
  readonly #diagnostics: Diagnostics<DrcovCode>;
  readonly #name: string;
  /** For each id whether the table of modules has it. */
  readonly #known = new Uint8Array(MOST_MODULES);

  constructor(input: TextThenBytes, sink: DrcovSink, diagnostics: Diagnostics<DrcovCode>, name: string) {
    this.#input = input;
    this.#sink = sink;
    this.#diagnostics = diagnostics;
    this.#name = name;
  }

  async read(): Promise<DrcovFile> {
    const version = Number(VERSION.exec((await this.#line()) ?? '')?.[1] ?? 0);
    if (version === 0) throw this.#corrupt('The file does not begin as one of drcov');
    if (version !== 2 && version !== 3) {
      throw new CapaxError('input-unsupported', `The file is of version ${version} of drcov`, {
        where: this.#name,
        hint: 'Versions 2 and 3 are read.',
      });
    }
    let line = await this.#line();
    const flavor = FLAVOR.exec(line ?? '')?.[1];
    if (flavor !== undefined) line = await this.#line();
    const table = MODULES.exec(line ?? '');
    if (table === null) throw this.#corrupt('The file has no table of modules');
    const announced = await this.#readModules(Number(table[2]));
    const blocks = new Blocks(this.#known, (batch) => this.#sink.blocks(batch));
    if (announced !== undefined) await this.#readBlocks(announced, blocks);
    return {
      version,
      flavor: flavor ?? '',
      tableVersion: Number(table[1] ?? 1),
      startsIn: version === 2 ? 'module' : 'segment',
      blocks: blocks.count,
      withoutModule: blocks.withoutModule,
    };
  }

  /** Returns how many blocks are announced behind the modules; undefined where the file ends before. */
  async #readModules(announced: number): Promise<number | undefined> {
    let columns: readonly string[] | undefined;
    let rows = 0;
    for (let line = await this.#line(); line !== undefined; line = await this.#line()) {
      const blocks = BLOCKS.exec(line)?.[1];
      if (blocks !== undefined) {
        if (rows !== announced) {
          const message = `the table of modules has ${rows} rows, not ${announced} as it says`;
          this.#diagnostics.add('warning', 'drcov-module-count', message);
        }
        return Number(blocks);
      }
      if (line.startsWith('Columns:')) {
        columns = readColumns(line);
        continue;
      }
      // Nothing may keep the reader busy that announces no blocks.
      if (++rows > 2 * MOST_MODULES) throw this.#corrupt('The file has no table of blocks');
      this.#addModule(readModule(line, columns));
    }
    this.#diagnostics.add('error', 'drcov-truncated', 'the file ends before its table of blocks', this.#name);
    return undefined;
  }

  #addModule(module: DrcovModule | undefined): void {
    if (module === undefined || this.#known[module.id] === 1) {
      const message = 'a row of the table of modules is malformed or has the id of another; it is left out';
      this.#diagnostics.add('warning', 'drcov-module-malformed', message);
      return;
    }
    this.#known[module.id] = 1;
    this.#sink.module(module);
  }

  async #readBlocks(announced: number, blocks: Blocks): Promise<void> {
    const isText = await this.#input.beginsWith(TEXT_TABLE);
    if (isText) await this.#line();
    const end = await (isText ? readTextTable : readBinaryTable)(this.#input.rest(), announced, blocks);
    blocks.flush();
    this.#judge(end, announced);
    if (blocks.unknown > 0) {
      const message = `blocks of modules that the table does not have are left out: ${blocks.unknown}`;
      this.#diagnostics.add('warning', 'drcov-module-unknown', message);
    }
  }

  #judge({ entries, malformed, isCut, hasMore }: TableEnd, announced: number): void {
    if (malformed > 0) {
      this.#diagnostics.add('warning', 'drcov-block-malformed', `malformed lines of blocks are left out: ${malformed}`);
    }
    if (isCut || entries < announced) {
      const message = `the table of blocks ends after ${entries} of ${announced}`;
      this.#diagnostics.add('error', 'drcov-truncated', message, this.#name);
    } else if (hasMore) {
      const message = `something follows the ${announced} blocks that the file announces; it is left out`;
      this.#diagnostics.add('warning', 'drcov-block-count', message, this.#name);
    }
  }

  #line(): Promise<string | undefined> {
    return this.#input.line(MOST_LINE);
  }

  #corrupt(message: string): CapaxError {
    return new CapaxError('input-corrupt', message, {
      where: this.#name,
      hint: 'Write it again with `drrun -t drcov -- PROGRAM`.',
    });
  }
}
