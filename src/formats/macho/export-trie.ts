// What a program exports: a trie whose edges are pieces of names. Nodes are places in the table, so hostile ones lead in circles.

import { IntegerSet } from '../../bytes/integer-map.ts';
import type { NameBudget } from '../name-budget.ts';
import { LebReader } from './leb-reader.ts';

export interface MachOExport {
  /** With the leading underscore of C, one character a byte. */
  readonly name: string;
  /** Undefined for what another library has. */
  readonly address: number | undefined;
}

const MAX_EXPORTS = 1_000_000;
const MAX_NAME = 8192;
const FLAGS = { kind: 3, absolute: 2, elsewhere: 8 } as const;

interface Node {
  readonly at: number;
  readonly prefix: string;
}

/** All exports, in the order of the trie. `tell` is called where it is damaged. */
export function readExportTrie(bytes: Uint8Array, base: number, names: NameBudget, tell: () => void): MachOExport[] {
  const exports: MachOExport[] = [];
  if (bytes.length === 0) return exports;
  const seen = new IntegerSet([0]);
  const todo: Node[] = [{ at: 0, prefix: '' }];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    const reader = new LebReader(bytes, node.at);
    const size = reader.uleb();
    const children = reader.at + size;
    if (size > 0) {
      const found = readTerminal(reader, node.prefix, base);
      if (found !== undefined && exports.length < MAX_EXPORTS) exports.push(found);
    }
    if (reader.isBroken || size < 0 || children >= bytes.length) {
      tell();
      continue;
    }
    reader.at = children;
    const edges: Node[] = [];
    for (let left = reader.u8(); left > 0; left--) {
      const piece = reader.text(MAX_NAME);
      const at = reader.uleb();
      if (reader.isBroken || at < 0 || at >= bytes.length || seen.has(at)) {
        tell();
        if (reader.isBroken) break;
        continue;
      }
      seen.add(at);
      const prefix = names.take(() => node.prefix + piece);
      if (prefix === undefined || prefix.length > MAX_NAME) tell();
      else edges.push({ at, prefix });
    }
    for (const edge of edges.reverse()) todo.push(edge);
  }
  return exports;
}

function readTerminal(reader: LebReader, name: string, base: number): MachOExport | undefined {
  const flags = reader.uleb();
  const value = reader.uleb();
  if (reader.isBroken || name === '') return undefined;
  if ((flags & FLAGS.elsewhere) !== 0) return { name, address: undefined };
  return { name, address: (flags & FLAGS.kind) === FLAGS.absolute ? value : base + value };
}
