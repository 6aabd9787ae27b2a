// The exception directory of ARM64 programs (`.pdata`): records of two words, the second of which says all that is needed itself, or where it is
// said (`.xdata`). Functions that keep no register and call nothing have none. Facts: Microsoft's description of ARM64 exception handling.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { PeCode } from './codes.ts';
import type { RuntimeFunction } from './exceptions.ts';
import type { DataDirectory } from './headers.ts';

const ENTRY_BYTES = 8;
const MAX_ENTRIES = 1_000_000;
/** Low bits of the second word. */
const KIND = { elsewhere: 0, packed: 1, fragment: 2 } as const;

/** All entries, in their order. A fragment is a part of a function that stands elsewhere, of which nothing says which one. */
export function readArmExceptions(
  view: MappedView,
  directory: DataDirectory,
  diagnostics: Diagnostics<PeCode>,
): RuntimeFunction[] {
  const count = Math.floor(directory.size / ENTRY_BYTES);
  const functions: RuntimeFunction[] = [];
  for (let i = 0; i < Math.min(count, MAX_ENTRIES); i++) {
    const at = directory.rva + i * ENTRY_BYTES;
    const [begin, word] = [view.u32(at), view.u32(at + 4)];
    if (begin < 0 || word < 0) {
      diagnostics.add('warning', 'pe-table-damaged', 'The exception directory leaves the program.');
      return functions;
    }
    if (begin === 0) continue;
    const found = (word & 3) === KIND.elsewhere ? readElsewhere(view, begin, word) : readPacked(begin, word);
    if (found !== undefined) functions.push(found);
  }
  if (count > MAX_ENTRIES) diagnostics.add('warning', 'pe-table-cut', 'Not all of the exception directory is read.');
  return functions;
}

function readPacked(begin: number, word: number): RuntimeFunction | undefined {
  const end = begin + ((word >>> 2) & 0x7ff) * 4;
  switch (word & 3) {
    case KIND.packed:
      return { begin, end, version: 1, scopeHandlers: [] };
    case KIND.fragment:
      return { begin, end, version: 1, partOf: begin, scopeHandlers: [] };
    default:
      return undefined;
  }
}

function readElsewhere(view: MappedView, begin: number, at: number): RuntimeFunction | undefined {
  const header = view.u32(at);
  if (header < 0) return undefined;
  const end = begin + (header & 0x3ffff) * 4;
  const version = ((header >>> 18) & 3) + 1;
  const hasHandler = ((header >>> 20) & 1) === 1;
  if (!hasHandler) return { begin, end, version, scopeHandlers: [] };
  let epilogs = (header >>> 22) & 0x1f;
  let codes = header >>> 27;
  let behind = at + 4;
  if (epilogs === 0 && codes === 0) {
    const more = view.u32(behind);
    epilogs = more & 0xffff;
    codes = (more >>> 16) & 0xff;
    behind += 4;
  }
  // With one epilog in the header there is no list of them.
  const isSingle = ((header >>> 21) & 1) === 1;
  const handler = view.u32(behind + (isSingle ? 0 : epilogs * 4) + codes * 4);
  return { begin, end, version, ...(handler > 0 ? { handler } : {}), scopeHandlers: [] };
}
