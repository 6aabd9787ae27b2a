// What a program imports, under the names that rules know: the module as the reference writes it, symbols by name, by number, or by both.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import { callNames, importNames } from '../../../features/api-names.ts';
import type { OrdinalNames } from '../../../formats/pe/ordinal-names.ts';
import type { PeFile } from '../../../formats/pe/pe-file.ts';
import type { Semantics } from '../../../semantics.ts';

/** One name of an imported symbol; a symbol may have several. */
export interface ImportName {
  /** Where the loader puts its address; relative to the base for PE files. */
  readonly slot: number;
  /** `kernel32`; `*` for ELF files, which do not say. */
  readonly module: string;
  /** `CreateFileW`, or `#12` of one that has only a number. */
  readonly symbol: string;
}

export interface NamingOptions {
  readonly ordinalNames: OrdinalNames;
  readonly semantics: Semantics;
}

/** Everything that a PE file imports, in the order of its tables. */
export function peImportNames(pe: PeFile, { ordinalNames, semantics }: NamingOptions): ImportName[] {
  const symbols: ImportName[] = [];
  for (const { module: file, name, ordinal, slotRva: slot } of pe.imports) {
    const module = moduleName(file);
    const named = name ?? ordinalNames.find(module, ordinal as number);
    const modules = semantics['import-spellings'] ? new Set([module, plainModuleName(file)]) : [module];
    for (const spelling of modules) {
      if (named !== undefined) symbols.push({ slot, module: spelling, symbol: named });
      const isNumberUsed = named === undefined || semantics['import-spellings'];
      if (ordinal !== undefined && isNumberUsed) symbols.push({ slot, module: spelling, symbol: `#${ordinal}` });
    }
  }
  return symbols;
}

/** Names of the `import` features of a symbol. */
export function importFeatureNames({ module, symbol }: ImportName): string[] {
  return importNames(module, symbol);
}

/** Names of the `api` features of a call of it. */
function apiFeatureNames({ module, symbol }: ImportName): string[] {
  return symbol.startsWith('#') ? [`${module}.${symbol}`] : callNames(symbol);
}

/** Names of the `api` features of calls through each slot. `base` is added to the slots. */
export function apiNamesBySlot(symbols: readonly ImportName[], base: number): (slot: number) => readonly string[] {
  const names = new IntegerMap<string[]>();
  for (const symbol of symbols) {
    const slot = base + symbol.slot;
    names.set(slot, [...new Set([...(names.get(slot) ?? []), ...apiFeatureNames(symbol)])]);
  }
  return (slot) => names.get(slot) ?? [];
}

/** As the reference writes modules: without extension, and with `_` for what cannot stand in an identifier. */
function moduleName(file: string): string {
  return plainModuleName(file).replaceAll(/[^a-z0-9_]/g, '_');
}

function plainModuleName(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
