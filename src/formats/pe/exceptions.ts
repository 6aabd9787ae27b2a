// The exception directory of x86-64 programs (`.pdata`): where each function that calls or keeps registers begins and ends, and which
// handlers it has. Unwind information of versions 1 and 2.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { PeCode } from './codes.ts';
import type { DataDirectory } from './headers.ts';

/** A range of code with unwind information. Places are relative to the base. */
export interface RuntimeFunction {
  readonly begin: number;
  /** Behind the last instruction. */
  readonly end: number;
  /** Version of the unwind information: 1 or 2; another number where it is none. */
  readonly version: number;
  /** Begin of the function that this is only a further part of. */
  readonly partOf?: number;
  /** The language's handler. */
  readonly handler?: number;
  /** Filters and finally blocks, where the handler is C's. */
  readonly scopeHandlers: readonly number[];
}

const ENTRY_BYTES = 12;
const EMPTY: RuntimeFunction = { begin: -1, end: -1, version: -1, scopeHandlers: [] };
const MAX_ENTRIES = 1_000_000;
const MAX_CHAIN = 32;
/** Guarded ranges in one function, and in all. Real ones have a few dozen, and some thousand. */
const MAX_SCOPES = 1024;
const MAX_ALL_SCOPES = 1_000_000;
const FLAG = { handlers: 3, chained: 4 } as const;

/** All entries, in their order; of the empty ones that incremental linking leaves, places and version are -1. */
export function readExceptions(
  view: MappedView,
  directory: DataDirectory,
  diagnostics: Diagnostics<PeCode>,
): RuntimeFunction[] {
  const count = Math.floor(directory.size / ENTRY_BYTES);
  const functions: RuntimeFunction[] = [];
  const left = { scopes: MAX_ALL_SCOPES };
  for (let i = 0; i < Math.min(count, MAX_ENTRIES); i++) {
    const at = directory.rva + i * ENTRY_BYTES;
    const [begin, end, unwind] = [view.u32(at), view.u32(at + 4), view.u32(at + 8)];
    if (unwind < 0) {
      diagnostics.add('warning', 'pe-table-damaged', 'The exception directory leaves the program.');
      return functions;
    }
    functions.push(begin === 0 || end <= begin ? EMPTY : readFunction(view, { begin, end, unwind }, left));
  }
  if (count > MAX_ENTRIES) diagnostics.add('warning', 'pe-table-cut', 'Not all of the exception directory is read.');
  return functions;
}

interface Entry {
  readonly begin: number;
  readonly end: number;
  readonly unwind: number;
}

function readFunction(view: MappedView, entry: Entry, left: { scopes: number }): RuntimeFunction {
  const { begin, end } = entry;
  const next = chainedEntry(view, entry);
  const unwind = next === undefined ? entry.unwind : -1;
  const version = view.u8(entry.unwind & ~1) & 7;
  if (next !== undefined) return { begin, end, version, partOf: primaryOf(view, next), scopeHandlers: [] };
  const flags = view.u8(unwind) >> 3;
  if (view.u8(unwind) < 0 || version < 1 || version > 2 || (flags & FLAG.handlers) === 0) {
    return { begin, end, version, scopeHandlers: [] };
  }
  const behind = behindCodes(view, unwind);
  return { begin, end, version, handler: view.u32(behind), scopeHandlers: readScopes(view, behind + 4, entry, left) };
}

/** The entry that this one continues: it is named in the unwind information, or the entry points at it. */
function chainedEntry(view: MappedView, { unwind }: Entry): Entry | undefined {
  const isEntry = (unwind & 1) === 1;
  const first = view.u8(unwind);
  if (!isEntry && (first < 0 || ((first >> 3) & FLAG.chained) === 0)) return undefined;
  const at = isEntry ? unwind - 1 : behindCodes(view, unwind);
  const [begin, end, next] = [view.u32(at), view.u32(at + 4), view.u32(at + 8)];
  return next < 0 || end <= begin ? undefined : { begin, end, unwind: next };
}

function primaryOf(view: MappedView, entry: Entry): number {
  let current = entry;
  for (let i = 0; i < MAX_CHAIN; i++) {
    const next = chainedEntry(view, current);
    if (next === undefined) break;
    current = next;
  }
  return current.begin;
}

/** What follows the unwind codes, of which there is room for an even number. */
function behindCodes(view: MappedView, unwind: number): number {
  return unwind + 4 + Math.ceil(Math.max(view.u8(unwind + 2), 0) / 2) * 4;
}

/**
 * The table of C's handler: count, then ranges with a filter and a target each; a filter of 1 catches everything. Other handlers have data
 * of their own there, in which nothing looks like ranges of this function.
 */
function readScopes(view: MappedView, at: number, { begin, end }: Entry, left: { scopes: number }): number[] {
  const count = view.u32(at);
  if (count <= 0 || count > Math.min(MAX_SCOPES, left.scopes)) return [];
  left.scopes -= count;
  const handlers: number[] = [];
  for (let i = 0; i < count; i++) {
    const scope = at + 4 + i * 16;
    const [from, to, filter] = [view.u32(scope), view.u32(scope + 4), view.u32(scope + 8)];
    if (from < begin || to > end || from >= to) return [];
    if (filter > 1) handlers.push(filter);
  }
  return handlers;
}
