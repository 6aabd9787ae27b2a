// From lines of text to rows: what the tables of this folder mean.
//
// A line is `BITS NAME OPERAND... ?CHECK... !FLOW`. BITS are the 32 bits in four parts: 0 and 1 are fixed, `x` does not matter, and every other
// letter is a field of all the bits that have it, the highest first. A field list such as `ab` puts `b` below `a`.
// `{z:b|h|-|d}`, in a name or an operand, stands for as many rows as the field has values, each with its text; `-` says that this value is
// no instruction. `R:` is short for `{s:W|X}:`. `?z:0,2` says which values a field may have, `?z:!3` which not, `?@name` is a check of checks.ts.
// A line that comes first wins, so what is more special (aliases above all) stands above what is general.

/** A row before its operands are compiled. */
export interface Row {
  readonly mask: number;
  readonly value: number;
  readonly name: string;
  readonly operands: readonly string[];
  readonly checks: readonly string[];
  readonly flow: string;
  readonly fields: FieldBits;
}

/** By letter, the positions of its bits, the highest first. */
export type FieldBits = ReadonlyMap<string, readonly number[]>;

const BITS = 32;
const PARTS = 4;

/** The rows of a table. */
export function parseRows(table: string): Row[] {
  const rows: Row[] = [];
  for (const line of table.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words.length > PARTS) addRows(rows, words);
  }
  return rows;
}

function addRows(rows: Row[], words: readonly string[]): void {
  const bits = words.slice(0, PARTS).join('');
  if (bits.length !== BITS) throw new Error(`not 32 bits: ${words.join(' ')}`);
  const fields = fieldsOf(bits);
  const text = words
    .slice(PARTS)
    .join(' ')
    .replace(/(^| )R(S?):/g, '$1{s:W|X}$2:');
  const choosers = [...new Set([...text.matchAll(/\{(\w+):/g)].map((match) => match[1] as string))];
  const [mask, value] = fixedOf(bits);
  let open: { text: string; mask: number; value: number }[] = [{ text, mask, value }];
  for (const chooser of choosers) {
    const positions = bitsOf(fields, chooser);
    open = open.flatMap((one) => choose(one, chooser, positions));
  }
  for (const one of open) rows.push(rowOf(one.text, one.mask, one.value, fields));
}

function choose(
  row: { readonly text: string; readonly mask: number; readonly value: number },
  chooser: string,
  positions: readonly number[],
): { text: string; mask: number; value: number }[] {
  const chosen: { text: string; mask: number; value: number }[] = [];
  for (let choice = 0; choice < 1 << positions.length; choice++) {
    let { mask, value } = row;
    let isAllowed = true;
    positions.forEach((position, i) => {
      const bit = (choice >>> (positions.length - 1 - i)) & 1;
      // Another list of fields, with this one in it, may have chosen already.
      if ((mask >>> position) & 1 && ((value >>> position) & 1) !== bit) isAllowed = false;
      mask |= 1 << position;
      value |= bit << position;
    });
    if (!isAllowed) continue;
    const text = row.text.replace(/\{(\w+):([^}]*)\}/g, (whole, letters: string, texts: string) => {
      if (letters !== chooser) return whole;
      const replacement = texts.split('|')[choice];
      if (replacement === undefined || replacement === '-') isAllowed = false;
      return replacement ?? '';
    });
    if (isAllowed) chosen.push({ text, mask, value });
  }
  return chosen;
}

function rowOf(text: string, mask: number, value: number, fields: FieldBits): Row {
  const [name = '', ...rest] = text.split(' ');
  return {
    mask,
    value,
    name,
    operands: rest.filter((word) => !/^[?!]/.test(word)),
    checks: rest.filter((word) => word.startsWith('?')).map((word) => word.slice(1)),
    flow: rest.find((word) => word.startsWith('!'))?.slice(1) ?? 'next',
    fields,
  };
}

function fieldsOf(bits: string): FieldBits {
  const fields = new Map<string, number[]>();
  for (let i = 0; i < BITS; i++) {
    const letter = bits.charAt(i);
    if ('01x'.includes(letter)) continue;
    const positions = fields.get(letter);
    if (positions === undefined) fields.set(letter, [BITS - 1 - i]);
    else positions.push(BITS - 1 - i);
  }
  return fields;
}

function fixedOf(bits: string): [mask: number, value: number] {
  let mask = 0;
  let value = 0;
  for (let i = 0; i < BITS; i++) {
    const letter = bits.charAt(i);
    if (letter === '0' || letter === '1') mask |= 1 << (BITS - 1 - i);
    if (letter === '1') value |= 1 << (BITS - 1 - i);
  }
  return [mask, value];
}

/** The bits of a list of fields, the highest first. */
export function bitsOf(fields: FieldBits, letters: string): number[] {
  return [...letters].flatMap((letter) => {
    const positions = fields.get(letter);
    if (positions === undefined) throw new Error(`no field ${letter}`);
    return positions;
  });
}
