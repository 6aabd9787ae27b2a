// One line of a `.pat` file: a function as it was in an object file, in text (spec: static-native.md, 4.5).
//
//   PATTERN CRC-LENGTH CRC16 LENGTH :OFFSET name ^OFFSET reference [TRAILING-PATTERN] (OFFSET: BYTE)

import type { SignatureName } from './signature-tree.ts';

export interface TailByte {
  /** From the end of what is summed up. */
  readonly offset: number;
  readonly value: number;
}

export interface PatReference {
  readonly offset: number;
  readonly name: string;
}

export interface PatModule {
  /** Two letters for each byte, in capitals: digits, or `..` for any byte. */
  readonly pattern: string;
  readonly crcLength: number;
  readonly crc: number;
  readonly length: number;
  /** At least one. */
  readonly names: readonly SignatureName[];
  readonly references: readonly PatReference[];
  readonly tail: readonly TailByte[];
}

const HEAD = /^((?:[0-9A-F]{2}|\.\.){1,64})\s+([0-9A-F]{2})\s+([0-9A-F]{4})\s+([0-9A-F]{4,8})(?=\s)/i;
const PART =
  /\s+(?:([:^])(-?)([0-9A-F]{1,8})(@?)\s+(\S+)|\(([0-9A-F]{1,8}):\s*([0-9A-F]{2})\)|((?:[0-9A-F]{2}|\.\.)+)(?=\s|$))/iy;
/** What cannot stand in a name, for the tree ends names there. */
const CONTROL = /[\u0000-\u001f]/;
/** Longest name of a reference that the tree can hold, in UTF-16 units. */
const MAX_REFERENCE = 8000;

/** Reads a line; undefined if it is none of this kind. */
export function readPatLine(line: string): PatModule | undefined {
  const head = HEAD.exec(line);
  if (head === null) return undefined;
  const [all, pattern = '', crcLength = '', crc = '', length = ''] = head;
  const parts = readParts(line.trimEnd(), all.length);
  if (parts === undefined || parts.names.length === 0) return undefined;
  return {
    pattern: pattern.toUpperCase(),
    crcLength: Number.parseInt(crcLength, 16),
    crc: Number.parseInt(crc, 16),
    length: Number.parseInt(length, 16),
    ...parts,
  };
}

function readParts(line: string, from: number): Pick<PatModule, 'names' | 'references' | 'tail'> | undefined {
  const names: SignatureName[] = [];
  const references: PatReference[] = [];
  const tail: TailByte[] = [];
  PART.lastIndex = from;
  for (let at = from; at < line.length; at = PART.lastIndex) {
    const part = PART.exec(line);
    if (part === null) return undefined;
    const [, kind, sign, digits = '', mark, name = '', offset = '', value = '', trailing] = part;
    if (kind === undefined) {
      if (trailing === undefined) tail.push({ offset: Number.parseInt(offset, 16), value: Number.parseInt(value, 16) });
      else for (const byte of literalBytes(trailing)) tail.push(byte);
      continue;
    }
    const distance = Number.parseInt(digits, 16);
    if (CONTROL.test(name)) return undefined;
    if (kind === ':') names.push({ offset: sign === '-' ? -distance : distance, text: name, isLocal: mark === '@' });
    else if (sign === '-' || name.length > MAX_REFERENCE) return undefined;
    else references.push({ offset: distance, name });
  }
  return { names, references, tail };
}

function literalBytes(pattern: string): TailByte[] {
  const bytes: TailByte[] = [];
  for (let at = 0; at < pattern.length; at += 2) {
    const digits = pattern.slice(at, at + 2);
    if (digits !== '..') bytes.push({ offset: at / 2, value: Number.parseInt(digits, 16) });
  }
  return bytes;
}
