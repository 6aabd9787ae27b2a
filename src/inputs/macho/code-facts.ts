// What a Mach-O program says about its code.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Image } from '../../code/image.ts';
import type { CodeFacts, ImportedSymbol, Seed } from '../../code/program-code.ts';
import { SECTION_TYPE } from '../../formats/macho/headers.ts';
import type { MachOFile } from '../../formats/macho/macho-file.ts';
import type { Semantics } from '../../semantics.ts';
import { addGoFunctions } from '../shared/native/go-functions.ts';
import type { ObjectiveC } from './objective-c.ts';
import { libraryFile, plainName } from './symbol-names.ts';

const MAX_STUBS = 100_000;
/** Bytes of a stub, at least. */
const LEAST_STUB = 4;
/** Labels that assemblers make. */
const LABEL = /^(?:ltmp\d+|[lL]_?\w*\.)/;

/** Names of functions, the program's own ones and those of Objective-C methods, as the file has them. */
export type FunctionNames = IntegerMap<string[]>;

export function functionNamesOf(macho: MachOFile, image: Image, { methods }: ObjectiveC): FunctionNames {
  const names: FunctionNames = new IntegerMap();
  const add = (address: number, name: string): void => {
    if (name === '' || !image.isExecutable(address)) return;
    const known = names.get(address);
    if (known === undefined) names.set(address, [name]);
    else if (!known.includes(name) && known.length < MAX_NAMES) known.push(name);
  };
  for (const symbol of macho.symbols) {
    if (symbol?.isDefined && !symbol.isInner && !LABEL.test(symbol.name)) add(symbol.address, symbol.name);
  }
  for (const { address, name } of methods) add(address, name);
  for (const { address, name } of macho.exports) if (address !== undefined) add(address, name);
  return names;
}

/** Names of one address; hostile tables have a million. */
const MAX_NAMES = 64;

/** `functionNames` are those of `functionNamesOf`. */
export function codeFactsOfMachO(
  macho: MachOFile,
  image: Image,
  functionNames: FunctionNames,
  objectiveC: ObjectiveC,
  semantics: Semantics,
): CodeFacts {
  const imports = new IntegerMap<ImportedSymbol>();
  for (const { slot, name, library } of macho.imports)
    if (slot !== undefined) imports.set(slot, { module: libraryFile(library), name: plainName(name) });
  const names = new IntegerMap<string[]>();
  for (const [address, own] of functionNames) names.set(address, own.map(plainName));
  const seeds = seedsOf(macho, functionNames, objectiveC);
  if (semantics['function-tables']) {
    for (const address of macho.unwoundFunctions) seeds.push({ address, evidence: 'frame description' });
    addGoFunctions(image, seeds, names);
  }
  const relocations: number[] = [];
  for (const [address, value] of macho.fixups.pointers)
    if (value !== 0 && !imports.has(address)) relocations.push(address);
  return { image, platform: 'other', imports, seeds, relocations, names };
}

/** In the order in which they are looked at. */
function seedsOf(macho: MachOFile, functionNames: FunctionNames, { stubs }: ObjectiveC): Seed[] {
  const seeds: Seed[] = [];
  for (const address of stubsOf(macho)) seeds.push({ address, evidence: 'procedure linkage table' });
  for (const address of stubs.keys()) seeds.push({ address, evidence: 'procedure linkage table' });
  if (macho.entry !== undefined) seeds.push({ address: macho.entry, evidence: 'entry point' });
  for (const address of macho.startFunctions) seeds.push({ address, evidence: 'initialiser' });
  for (const { address, name } of macho.exports)
    if (address !== undefined) seeds.push({ address, evidence: 'export', name: plainName(name) });
  for (const [address, [name = '']] of functionNames)
    seeds.push({ address, evidence: 'symbol', name: plainName(name) });
  for (const address of macho.functionStarts) seeds.push({ address, evidence: 'function table' });
  return seeds;
}

/** Stubs of all sections of them. */
function stubsOf({ sections, bytes }: MachOFile): number[] {
  const stubs: number[] = [];
  const most = Math.min(MAX_STUBS, bytes.length / LEAST_STUB);
  for (const { type, address, size, entrySize } of sections) {
    if (type !== SECTION_TYPE.stubs || entrySize <= 0) continue;
    for (let at = 0; at + entrySize <= size && stubs.length < most; at += entrySize) stubs.push(address + at);
  }
  return stubs;
}
