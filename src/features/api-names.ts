// Names under which one imported or called symbol is known to rules (spec: the reference's symbol variants).

/** Lower-case module name without one trailing `.dll`, then `.drv`, then `.so`. */
function trimModule(module: string): string {
  let name = module.toLowerCase();
  for (const suffix of ['.dll', '.drv', '.so']) if (name.endsWith(suffix)) name = name.slice(0, -suffix.length);
  return name;
}

/** True if the symbol ends in the A or W of an ANSI/wide pair. Purely textual, as in the reference. */
function hasCharsetSuffix(symbol: string): boolean {
  return symbol.length >= 2 && (symbol.endsWith('A') || symbol.endsWith('W'));
}

/** Names of a called function without its module: the name, and the name without a trailing A or W. `#12` becomes `.#12`. */
export function callNames(symbol: string): string[] {
  if (symbol.startsWith('#')) return [`.${symbol}`];
  return hasCharsetSuffix(symbol) ? [symbol, symbol.slice(0, -1)] : [symbol];
}

/** Names of an import: with and without its module, with and without a trailing A or W. Ordinals (`#12`) only with the module. */
export function importNames(module: string, symbol: string): string[] {
  const dll = trimModule(module);
  if (symbol.startsWith('#')) return [`${dll}.${symbol}`];
  const names = [`${dll}.${symbol}`, symbol];
  if (hasCharsetSuffix(symbol)) names.push(`${dll}.${symbol.slice(0, -1)}`, symbol.slice(0, -1));
  return names;
}
