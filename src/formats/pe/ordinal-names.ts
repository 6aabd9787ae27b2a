// Names of functions that system libraries export by number: programs import `ws2_32.dll` 115 and mean WSAStartup. The database is an asset
// of its own compact form; a module of it is decoded when a program first imports from it by number. scripts/build-ordinal-names.mjs
// writes it; the layout is described there.

import { ByteView, byteText } from '../../bytes/byte-view.ts';
import { CapaxError } from '../../errors.ts';

/** Where names of numbered exports are looked up. */
export interface OrdinalNames {
  /** `module` in lower case without extension: `ws2_32`. */
  find(module: string, ordinal: number): string | undefined;
}

/** For whoever has no database: every function stays a number. */
export const NO_ORDINAL_NAMES: OrdinalNames = { find: () => undefined };

const MAGIC = 0x44524f43; // "CORD"
const VERSION = 1;

/** Opens a database of names. Throws CapaxError `internal` for bytes that are not one, because the database is part of capax. */
export function openOrdinalNames(bytes: Uint8Array): OrdinalNames {
  const encoded = findModules(new ByteView(bytes));
  const decoded = new Map<string, ReadonlyMap<number, string>>();
  return {
    find(module, ordinal) {
      const functions = encoded.get(module);
      if (functions === undefined) return undefined;
      let names = decoded.get(module);
      if (names === undefined) {
        names = decodeFunctions(new ByteView(functions));
        decoded.set(module, names);
      }
      return names.get(ordinal);
    },
  };
}

function findModules(view: ByteView): Map<string, Uint8Array> {
  const modules = new Map<string, Uint8Array>();
  let at = 12;
  if (view.u32(0) === MAGIC && view.u32(4) === VERSION) {
    for (let i = 0; i < view.u32(8) && view.has(at, 1); i++) {
      const nameEnd = at + 1 + view.u8(at);
      const length = view.u32(nameEnd);
      modules.set(byteText(view.slice(at + 1, nameEnd - at - 1)), view.slice(nameEnd + 4, length));
      at = nameEnd + 4 + length;
    }
  }
  if (at !== view.length || modules.size === 0) {
    const hint = 'Reinstall capax, or rebuild the file with scripts/build-ordinal-names.mjs.';
    throw new CapaxError('internal', 'The database of ordinal names is damaged.', { hint });
  }
  return modules;
}

function decodeFunctions(view: ByteView): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let name = '';
  for (let at = 0; view.has(at, 4); ) {
    const length = view.u8(at + 3);
    name = name.slice(0, view.u8(at + 2)) + byteText(view.slice(at + 4, length));
    names.set(view.u16(at), name);
    at += 4 + length;
  }
  return names;
}
