// Bytes written as text, a line for each instruction or table: `A1 @slot ; mov eax, [slot]`.

import { Buffer } from 'node:buffer';

export interface ByteTextOptions {
  readonly bits: 32 | 64;
  /** Address of the first byte. */
  readonly base: number;
  /** Addresses of names that are no labels of the text. */
  readonly names?: ReadonlyMap<string, number>;
}

interface Reference {
  readonly at: number;
  readonly name: string;
}

/** A comment, a label, a text, a reference, or anything else, which has to be two hexadecimal digits. */
const TOKEN = /;.*|([A-Za-z_]\w*):|(u?)'([^']*)'|@([\w.#]+)|\S+/g;

/**
 * The bytes that a text stands for: pairs of hexadecimal digits, `'text'` and `u'text'` (UTF-16) with their ends, `label:`, and `@name` for
 * four bytes that lead to a label or a given name: its address, in 64-bit code its distance from the next byte. `;` begins a comment.
 */
export function assembleBytes(text: string, { bits, base, names = new Map() }: ByteTextOptions): Uint8Array {
  const bytes: number[] = [];
  const labels = new Map<string, number>();
  const references: Reference[] = [];
  for (const line of text.split('\n')) {
    for (const [token, label, wide, characters, name] of line.matchAll(TOKEN)) {
      if (token.startsWith(';')) break;
      if (label !== undefined) labels.set(label, base + bytes.length);
      else if (characters !== undefined)
        bytes.push(...Buffer.from(`${characters}\0`, wide === 'u' ? 'utf16le' : 'latin1'));
      else if (name !== undefined) {
        references.push({ at: bytes.length, name });
        bytes.push(0, 0, 0, 0);
      } else bytes.push(hexByte(token));
    }
  }
  const result = Buffer.from(bytes);
  for (const { at, name } of references) {
    const target = labels.get(name) ?? names.get(name);
    if (target === undefined) throw new Error(`nothing is called ${name}`);
    result.writeInt32LE(bits === 32 ? target : target - (base + at + 4), at);
  }
  return new Uint8Array(result);
}

function hexByte(token: string): number {
  if (!/^[0-9A-F]{2}$/.test(token)) throw new Error(`no byte: ${token}`);
  return Number.parseInt(token, 16);
}
