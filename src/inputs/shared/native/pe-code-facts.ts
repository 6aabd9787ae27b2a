// What a PE file says about its code.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import type { Image } from '../../../code/image.ts';
import type { CodeFacts, Evidence, ImportedSymbol, Seed } from '../../../code/program-code.ts';
import type { RuntimeFunction } from '../../../formats/pe/exceptions.ts';
import type { PeFile } from '../../../formats/pe/pe-file.ts';
import type { Semantics } from '../../../semantics.ts';
import { addGoFunctions } from './go-functions.ts';

export function codeFactsOfPe(pe: PeFile, image: Image, semantics: Semantics): CodeFacts {
  const { base } = image;
  const names = new IntegerMap<string[]>();
  const seeds: Seed[] = [];
  if (pe.headers.entryRva !== 0) seeds.push({ address: base + pe.headers.entryRva, evidence: 'entry point' });
  for (const { rva, name, forwardedTo } of pe.exports.entries) {
    if (forwardedTo !== undefined) continue;
    seeds.push({ address: base + rva, evidence: 'export', ...(name === undefined ? {} : { name }) });
    const known = names.get(base + rva);
    if (name === undefined) continue;
    if (known === undefined) names.set(base + rva, [name]);
    else known.push(name);
  }
  const add = (rvas: Iterable<number>, evidence: Evidence): void => {
    for (const rva of rvas) seeds.push({ address: base + rva, evidence });
  };
  add(pe.loadConfig.exceptionHandlers, 'exception handler');
  add(tableFunctions(pe, semantics), 'exception table');
  // Of other machines the reference finds no functions at all.
  if (semantics['function-tables'] || image.machine !== 'x86') {
    add(pe.tlsCallbacks, 'thread-local storage callback');
    add(pe.loadConfig.guardedFunctions, 'guard table');
    add(handlers(pe), 'exception handler');
    addGoFunctions(image, seeds, names);
  }
  return {
    image,
    platform: 'windows',
    imports: importsOf(pe, base),
    seeds,
    relocations: Array.from(pe.relocations, (rva) => base + rva),
    names,
  };
}

/** Functions of the exception table, without what is only a further part of one. */
function tableFunctions({ exceptions }: PeFile, semantics: Semantics): number[] {
  const isUsed = ({ version }: RuntimeFunction): boolean =>
    version === 1 || (version === 2 && semantics['function-tables']);
  const odd = semantics['function-tables'] ? -1 : exceptions.findIndex((entry) => !isUsed(entry));
  const used = odd < 0 ? exceptions : exceptions.slice(0, odd);
  return used.flatMap((entry) => (isUsed(entry) && entry.partOf === undefined ? [entry.begin] : []));
}

function handlers({ exceptions }: PeFile): number[] {
  return exceptions.flatMap(({ handler, scopeHandlers }) =>
    handler === undefined ? scopeHandlers : [handler, ...scopeHandlers],
  );
}

function importsOf(pe: PeFile, base: number): IntegerMap<ImportedSymbol> {
  const imports = new IntegerMap<ImportedSymbol>();
  for (const { slotRva, module, name, ordinal } of pe.imports) {
    imports.set(base + slotRva, {
      module,
      ...(name === undefined ? {} : { name }),
      ...(ordinal === undefined ? {} : { ordinal }),
    });
  }
  return imports;
}
