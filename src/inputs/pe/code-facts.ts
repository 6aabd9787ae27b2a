// What a PE file says about its code.

import type { Image } from '../../code/image.ts';
import type { CodeFacts, ImportedSymbol, Seed } from '../../code/program-code.ts';
import type { PeFile } from '../../formats/pe/pe-file.ts';

export function codeFactsOfPe(pe: PeFile, image: Image): CodeFacts {
  const { base } = image;
  const names = new Map<number, string[]>();
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
  return {
    image,
    platform: 'windows',
    imports: importsOf(pe, base),
    seeds,
    relocations: Array.from(pe.relocations, (rva) => base + rva),
    names,
  };
}

function importsOf(pe: PeFile, base: number): ReadonlyMap<number, ImportedSymbol> {
  return new Map(
    pe.imports.map(({ slotRva, module, name, ordinal }): [number, ImportedSymbol] => [
      base + slotRva,
      { module, ...(name === undefined ? {} : { name }), ...(ordinal === undefined ? {} : { ordinal }) },
    ]),
  );
}
