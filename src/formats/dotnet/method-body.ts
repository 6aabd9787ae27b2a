// Bodies of methods (ECMA-335, II.25.4): a header of one or twelve bytes, the instructions, and what handles exceptions.

import { ByteView } from '../../bytes/byte-view.ts';
import type { MappedView } from '../mapped-view.ts';

const FORMAT_BITS = 7;
const FAT = 3;
const FAT_BYTES = 12;
const MORE_SECTIONS = 8;
const SECTION = { kind: 0x3f, exceptions: 1, isFat: 0x40, more: 0x80 } as const;

export interface ExceptionClause {
  /** 0 catch, 1 filter, 2 finally, 4 fault */
  readonly kind: number;
  readonly tryOffset: number;
  readonly tryLength: number;
  readonly handlerOffset: number;
  readonly handlerLength: number;
  /** Token of what is caught, or offset of the filter. */
  readonly detail: number;
}

export interface MethodBody {
  /** The instructions and all that comes behind them: the last one may go on there. */
  readonly code: Uint8Array;
  /** Where the instructions end. */
  readonly size: number;
  /** Whether the file ends before. */
  readonly isCut: boolean;
  readonly clauses: readonly ExceptionClause[];
  /** Whether what should say how exceptions are handled says nothing. */
  readonly areClausesDamaged: boolean;
}

/** Undefined where no body begins. */
export function readMethodBody(view: MappedView, rva: number): MethodBody | undefined {
  if (rva === 0) return undefined;
  const bytes = view.fileBytesAt(rva, Number.MAX_SAFE_INTEGER);
  const header = new ByteView(bytes);
  const first = header.u8(0);
  if (first < 0) return undefined;
  const format = first & FORMAT_BITS;
  if (format === 2 || format === 6) return bodyAt(bytes, 1, first >> 2, false);
  if (format !== FAT || !header.has(0, FAT_BYTES)) return undefined;
  const flags = header.u16(0);
  return bodyAt(bytes, (flags >> 12) * 4, header.u32(4), (flags & MORE_SECTIONS) !== 0);
}

function bodyAt(bytes: Uint8Array, start: number, size: number, hasSections: boolean): MethodBody {
  const end = start + size;
  const isCut = end > bytes.length;
  const clauses = hasSections && !isCut ? readClauses(bytes, Math.ceil(end / 4) * 4) : [];
  const code = bytes.subarray(start);
  const there = Math.min(size, code.length);
  return { code, size: there, isCut, clauses: clauses ?? [], areClausesDamaged: clauses === undefined };
}

/** Undefined where they cannot be read. Sections start at addresses that 4 divides; bodies with any do, too. */
function readClauses(bytes: Uint8Array, at: number): ExceptionClause[] | undefined {
  const view = new ByteView(bytes);
  const kind = view.u8(at);
  if (kind < 0 || (kind & SECTION.kind) !== SECTION.exceptions || !view.has(at, 4)) return undefined;
  const isFat = (kind & SECTION.isFat) !== 0;
  const size = isFat ? view.u32(at) >>> 8 : view.u8(at + 1);
  const clauseBytes = isFat ? 24 : 12;
  const count = Math.floor(Math.max(size - 4, 0) / clauseBytes);
  if (!view.has(at + 4, count * clauseBytes)) return undefined;
  return Array.from({ length: count }, (_, i) => {
    const clause = at + 4 + i * clauseBytes;
    return isFat ? fatClause(view, clause) : smallClause(view, clause);
  });
}

function fatClause(view: ByteView, at: number): ExceptionClause {
  return {
    kind: view.u32(at),
    tryOffset: view.u32(at + 4),
    tryLength: view.u32(at + 8),
    handlerOffset: view.u32(at + 12),
    handlerLength: view.u32(at + 16),
    detail: view.u32(at + 20),
  };
}

function smallClause(view: ByteView, at: number): ExceptionClause {
  return {
    kind: view.u16(at),
    tryOffset: view.u16(at + 2),
    tryLength: view.u8(at + 4),
    handlerOffset: view.u16(at + 5),
    handlerLength: view.u8(at + 7),
    detail: view.u32(at + 8),
  };
}
