// The root of .NET metadata and its streams (ECMA-335, II.24.2). Protectors add streams that no runtime looks at, and headers that lie.

import { ByteView, byteText } from '../../bytes/byte-view.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { DotnetCode } from './codes.ts';

const SIGNATURE = 0x424a5342;
/** Longest name of a stream that is read; real ones have at most 9 characters. */
const MAX_NAME = 256;
/** Streams that are read. Real files have five or six. */
const MAX_STREAMS = 1024;

/** Bytes of the header of a stream of tables. */
const SMALLEST_TABLES = 24;

export type StreamKind = 'tables' | 'strings' | 'userStrings' | 'blob';

const KINDS: ReadonlyMap<string, StreamKind> = new Map([
  ['#~', 'tables'],
  ['#-', 'tables'],
  ['#Schema', 'tables'],
  ['#Strings', 'strings'],
  ['#US', 'userStrings'],
  ['#Blob', 'blob'],
]);

/** Where a stream is, from the beginning of the metadata. */
export interface StreamPlace {
  readonly offset: number;
  /** As much of it as is there. */
  readonly size: number;
}

export interface MetadataRoot {
  /** `v4.0.30319` */
  readonly version: string;
  /** Of each kind the last one whose beginning is in the file. */
  readonly streams: ReadonlyMap<StreamKind, StreamPlace>;
}

/** Undefined where no root of metadata begins. `bytes` go on to the end of what is mapped. */
export function readMetadataRoot(bytes: Uint8Array, diagnostics: Diagnostics<DotnetCode>): MetadataRoot | undefined {
  const view = new ByteView(bytes);
  const versionBytes = view.u32(12);
  if (view.u32(0) !== SIGNATURE || versionBytes < 0) return undefined;
  const count = view.u16(16 + versionBytes + 2);
  if (count < 0) return undefined;
  const streams = new Map<StreamKind, StreamPlace>();
  let at = 16 + versionBytes + 4;
  for (let i = 0; i < Math.min(count, MAX_STREAMS); i++) {
    const header = readStreamHeader(view, at);
    if (header === undefined) {
      const message = `The metadata ends in its list of streams, after ${i} of ${count}.`;
      diagnostics.add('warning', 'dotnet-stream-damaged', message);
      break;
    }
    at = header.end;
    const kind = KINDS.get(header.name);
    if (kind !== undefined) addStream(streams, kind, header, bytes.length, diagnostics);
  }
  const version = byteText(view.slice(16, Math.min(versionBytes, MAX_NAME)));
  return { version: version.replace(/\0+$/, ''), streams };
}

interface StreamHeader extends StreamPlace {
  readonly name: string;
  /** Where the next one begins. */
  readonly end: number;
}

function readStreamHeader(view: ByteView, at: number): StreamHeader | undefined {
  const name = view.text(at + 8, MAX_NAME);
  if (!view.has(at, 8) || name === undefined) return undefined;
  return { name, offset: view.u32(at), size: view.u32(at + 4), end: at + 8 + Math.ceil((name.length + 1) / 4) * 4 };
}

function addStream(
  streams: Map<StreamKind, StreamPlace>,
  kind: StreamKind,
  { name, offset, size }: StreamHeader,
  available: number,
  diagnostics: Diagnostics<DotnetCode>,
): void {
  if (offset >= available) {
    diagnostics.add('warning', 'dotnet-stream-damaged', 'A stream of the metadata lies outside of the file.', name);
    return;
  }
  if (streams.has(kind)) {
    // Nothing fits into so little.
    if (kind === 'tables' && size < SMALLEST_TABLES) return;
    const message = 'The metadata has several streams of one kind; the last one holds.';
    diagnostics.add('note', 'dotnet-stream-repeated', message, name);
  }
  if (offset + size > available) {
    diagnostics.add('warning', 'dotnet-stream-damaged', 'A stream of the metadata ends behind the file.', name);
  }
  streams.set(kind, { offset, size: Math.min(size, available - offset) });
}
