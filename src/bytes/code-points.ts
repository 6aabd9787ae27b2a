// Order of text by code points, as Python and UTF-8 have it. JavaScript's own order, by UTF-16 units, puts characters beyond
// U+FFFF before U+E000 to U+FFFF.

/** Negative, zero or positive, for sorting. Lone surrogates come after all other units. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Moves surrogates, the halves of characters beyond U+FFFF, behind all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
