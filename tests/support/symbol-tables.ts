// Import and export tables of small PE files.

import { Layout } from './program-builder.ts';

const SIZE = 0x2000;
const NAMES = 0x1000;

/** Import directory at an RVA, and the RVA of the slot of each function by its name. */
export function importTable(
  imports: readonly string[],
  { bits, rva }: { readonly bits: 32 | 64; readonly rva: number },
): { readonly bytes: Uint8Array; readonly slots: ReadonlyMap<string, number> } {
  const layout = new Layout(SIZE);
  const width = bits / 8;
  const slots = new Map<string, number>();
  const modules = new Map<string, string[]>();
  for (const name of imports) {
    const module = name.slice(0, name.lastIndexOf('.'));
    modules.set(module, [...(modules.get(module) ?? []), name.slice(module.length + 1)]);
  }
  let thunks = (modules.size + 1) * 20;
  let names = NAMES;
  const placeName = (name: string, hint: number): number => {
    const at = names;
    layout.text(at + hint, name);
    names += hint + name.length + 2;
    return rva + at;
  };
  [...modules].forEach(([module, members], index) => {
    const lookup = thunks;
    const slot = lookup + (members.length + 1) * width;
    thunks = slot + (members.length + 1) * width;
    layout.u32(index * 20, rva + lookup, 0, 0, placeName(`${module}.dll`, 0), rva + slot);
    members.forEach((symbol, position) => {
      const entry = placeName(symbol, 2);
      layout.u32(lookup + position * width, entry).u32(slot + position * width, entry);
      slots.set(symbol, rva + slot + position * width);
    });
  });
  if (thunks > NAMES) throw new Error('too many imports');
  return { bytes: new Uint8Array(layout.bytes), slots };
}

/** Export directory at an RVA, where each name leads to the same place. */
export function exportTable(
  exports: readonly string[],
  { rva, target }: { readonly rva: number; readonly target: number },
): Uint8Array {
  const layout = new Layout(SIZE);
  const count = exports.length;
  const [functions, names, ordinals] = [40, 40 + count * 4, 40 + count * 8];
  layout.u32(12, rva + NAMES, 1, count, count, rva + functions, rva + names, rva + ordinals).text(NAMES, 'case.dll');
  let at = NAMES + 16;
  [...exports].sort().forEach((name, index) => {
    layout
      .u32(functions + index * 4, target)
      .u32(names + index * 4, rva + at)
      .u16(ordinals + index * 2, index);
    layout.text(at, name);
    at += name.length + 1;
  });
  return new Uint8Array(layout.bytes);
}
