// Operands of SVE and SME as texts with fields: `z<d>.s`, `[<Sn>,#<~i*4+1>,mul_vl]`.
//
// `<a>` is the number of field a; `S`, `X` and `W` before it a general register (31 is sp, xzr, wzr), `~` a sign; then what it is multiplied with,
// what is added, and a mask. `_` is a space and round brackets are braces, which mean something else in lines.

import { compileField, gather } from './fields.ts';
import { bitsOf, type FieldBits } from './rows.ts';

interface Part {
  readonly text: string;
  readonly kind: string;
  readonly shift: number;
  readonly mask: number;
  readonly unused: number;
  readonly factor: number;
  readonly added: number;
  readonly wrap: number;
}

/** What an operand is, as far as the record of an instruction says it. */
export const TEMPLATE = { other: 0, vector: 1, predicate: 2, memory: 3, vectorMemory: 4, list: 5 } as const;

const templates: Part[][] = [];
const numbers = new Map<string, number>();
const PART = /([^<]*)(?:<(S|X|W|)(~?)([a-z])(?:\*(-?\d+))?([+-]\d+)?(?:&(\d+))?>)?/g;

/** The number of a template of a line with such fields, what it is, and the field of its first register. */
export function compileTemplate(
  text: string,
  fields: FieldBits,
): { number: number; kind: number; first: [number, number] } {
  const parts: Part[] = [];
  for (const match of text.matchAll(PART)) {
    const [whole, before = '', kind = '', sign, letter, factor, added, wrap] = match;
    if (whole === '') continue;
    const bits = letter === undefined ? [] : bitsOf(fields, letter);
    const [shift, mask] = compileField(bits);
    parts.push({
      text: before.replaceAll('_', ' ').replaceAll(',', ', ').replaceAll('(', '{ ').replaceAll(')', ' }'),
      kind: letter === undefined ? 'none' : kind,
      shift,
      mask,
      unused: sign === '~' ? 32 - bits.length : 0,
      factor: Number(factor ?? 1),
      added: Number(added ?? 0),
      wrap: Number(wrap ?? -1),
    });
  }
  const key = JSON.stringify(parts);
  let number = numbers.get(key);
  if (number === undefined) {
    number = templates.length;
    numbers.set(key, number);
    templates.push(parts);
  }
  const [first] = parts;
  return { number, kind: kindOf(text), first: first === undefined ? [0, 0] : [first.shift, first.mask] };
}

function kindOf(text: string): number {
  if (/^z<\w>/.test(text)) return TEMPLATE.vector;
  if (/^p<\w>/.test(text)) return TEMPLATE.predicate;
  if (/^\(z</.test(text)) return TEMPLATE.list;
  if (/^\[<S/.test(text)) return TEMPLATE.memory;
  return /^\[z</.test(text) ? TEMPLATE.vectorMemory : TEMPLATE.other;
}

/** The text of a template for a word. */
export function templateText(number: number, word: number): string {
  return (templates[number] as Part[]).map((part) => part.text + fieldText(part, word)).join('');
}

function fieldText({ kind, shift, mask, unused, factor, added, wrap }: Part, word: number): string {
  if (kind === 'none') return '';
  const field = shift >= 0 ? (word >>> shift) & mask : gather(word, ~shift);
  const value = (((field << unused) >> unused) * factor + added) & wrap;
  if (kind === '') return String(value);
  if (value === 31) return kind === 'S' ? 'sp' : `${kind.toLowerCase()}zr`;
  return `${kind === 'W' ? 'w' : 'x'}${value}`;
}
