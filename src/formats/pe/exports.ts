// Exports of a PE file: functions by number, some of them with names, some of which stand for a symbol of another module.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { PeCode } from './codes.ts';
import type { DataDirectory } from './headers.ts';

export interface PeExport {
  readonly ordinal: number;
  /** One character a byte; absent where it has only a number. */
  readonly name?: string;
  /** Place of what is exported, relative to the base; of the text that names it where it is forwarded. */
  readonly rva: number;
  /** `NTDLL.RtlAllocateHeap` or `OTHER.#12`: the symbol of another module that it stands for. */
  readonly forwardedTo?: string;
}

export interface PeExports {
  /** Name that the library gave itself. */
  readonly module?: string;
  /** By number, ascending; several names of one are several entries. */
  readonly entries: readonly PeExport[];
}

/** An export has 16 bits as its number. */
const MAX_EXPORTS = 65_536;

/** Reads the export table. */
export function readExports(view: MappedView, directory: DataDirectory, diagnostics: Diagnostics<PeCode>): PeExports {
  const { rva } = directory;
  if (!view.has(rva, 40)) {
    diagnostics.add('warning', 'pe-table-damaged', 'The export table lies outside of the program.');
    return { entries: [] };
  }
  const module = view.text(view.u32(rva + 12));
  const base = view.u32(rva + 16);
  const functions = bounded(view.u32(rva + 20), diagnostics);
  const names = namesByIndex(view, rva, functions, diagnostics);
  const table = view.u32(rva + 28);
  const entries: PeExport[] = [];
  for (let i = 0; i < functions; i++) {
    const place = view.u32(table + i * 4);
    if (place < 0) {
      diagnostics.add('warning', 'pe-table-damaged', 'The exported functions leave the program.');
      break;
    }
    if (place === 0) continue;
    const isForwarded = place >= directory.rva && place < directory.rva + directory.size;
    const forwardedTo = isForwarded ? view.text(place) : undefined;
    const common = { ordinal: base + i, rva: place, ...(forwardedTo === undefined ? {} : { forwardedTo }) };
    for (const name of names.get(i) ?? [undefined]) entries.push(name === undefined ? common : { ...common, name });
  }
  return { ...(module === undefined ? {} : { module }), entries };
}

function namesByIndex(
  view: MappedView,
  rva: number,
  functions: number,
  diagnostics: Diagnostics<PeCode>,
): Map<number, string[]> {
  const count = bounded(view.u32(rva + 24), diagnostics);
  const [table, ordinals] = [view.u32(rva + 32), view.u32(rva + 36)];
  const names = new Map<number, string[]>();
  for (let i = 0; i < count; i++) {
    const index = view.u16(ordinals + i * 2);
    const name = view.text(view.u32(table + i * 4));
    if (index < 0 || index >= functions || name === undefined) {
      diagnostics.add('warning', 'pe-entry-skipped', 'A name of the export table names nothing.');
      if (index < 0) break;
      continue;
    }
    const known = names.get(index);
    if (known === undefined) names.set(index, [name]);
    else known.push(name);
  }
  return names;
}

function bounded(count: number, diagnostics: Diagnostics<PeCode>): number {
  if (count > MAX_EXPORTS) diagnostics.add('warning', 'pe-table-cut', 'More exports are announced than there can be.');
  return Math.min(Math.max(count, 0), MAX_EXPORTS);
}
