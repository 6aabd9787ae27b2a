// The decoder against another one: length, name, every operand with its size, decorations and segment, of random strings in both modes.
// CAPAX_X86_STRINGS says how many of each kind and mode; a million take about four minutes.

import { describe, expect, it } from 'vitest';
import { EXPLAINED, Oracle, type Outcome } from '../../../support/x86-oracle.ts';
import {
  fillWithStrings,
  randomNumbers,
  STRING_BYTES,
  STRING_KINDS,
  type StringKind,
} from '../../../support/x86-strings.ts';

const COUNT = Number(process.env['CAPAX_X86_STRINGS'] ?? 3000);
const SEED = Number(process.env['CAPAX_X86_SEED'] ?? 1);
const CHUNK = 1000;
const ADDRESS = 0x401000;

/** Some of the differences, as text, of so many strings. */
function differences(kind: StringKind, bits: 32 | 64): string[] {
  const random = randomNumbers(SEED + STRING_KINDS.indexOf(kind) * 2 + bits);
  const bytes = new Uint8Array(CHUNK * STRING_BYTES);
  const found: string[] = [];
  for (let done = 0; done < COUNT && found.length < 10; done += CHUNK) {
    fillWithStrings(bytes, kind, bits, random);
    const oracle = new Oracle(bytes, bits);
    for (let at = 0; at < bytes.length; at += STRING_BYTES) {
      const outcome = oracle.compare(at, ADDRESS);
      if (outcome !== undefined && !isExplained(outcome)) {
        const code = Buffer.from(bytes.subarray(at, at + 15)).toString('hex');
        found.push(`${code}: ${outcome.ours} <> ${outcome.theirs}`);
      }
    }
    oracle.free();
  }
  return found;
}

function isExplained(outcome: Outcome): boolean {
  return EXPLAINED.some(({ applies }) => applies(outcome));
}

describe.each([32, 64] as const)('in code of %i bits, random strings', (bits) => {
  it.each(STRING_KINDS)('of kind %s are what another decoder says', (kind) => {
    expect(differences(kind, bits)).toEqual([]);
  });
});

describe('every opcode with every ModRM', () => {
  const ESCAPES = [[], [0x0f], [0x0f, 0x38], [0x0f, 0x3a]];
  // All 15 times 65,536 of them take half a minute: a sixteenth of ModRM's values at a time.
  const step = process.env['CAPAX_X86_STRINGS'] === undefined ? 37 : 1;
  const PREFIXES = [[], [0x66], [0xf2], [0xf3], [0x48], [0x66, 0xf3], [0x66, 0x48], [0xf3, 0x48], [0xf0]];

  it.each([32, 64] as const)('is what another decoder says, in code of %i bits', (bits) => {
    const found: string[] = [];
    const tail = [0x25, 0x11, 0x22, 0x33, 0x44, 0x85, 0x16, 0x77, 0x28, 0x99];
    const strings = ESCAPES.flatMap((map) => PREFIXES.map((prefix) => [...prefix, ...map]));
    for (const head of strings) {
      const bytes = new Uint8Array(256 * 256 * STRING_BYTES);
      for (let i = 0; i < 65536; i += step) bytes.set([...head, i >> 8, i & 255, ...tail], i * STRING_BYTES);
      const oracle = new Oracle(bytes, bits);
      for (let i = 0; i < 65536; i += step) {
        const outcome = oracle.compare(i * STRING_BYTES, ADDRESS);
        if (outcome !== undefined && !isExplained(outcome)) found.push(`${outcome.ours} <> ${outcome.theirs}`);
      }
      oracle.free();
    }
    expect(found.slice(0, 10)).toEqual([]);
  });
});

describe('the differences that are explained', () => {
  it.each(EXPLAINED)('$reason', ({ code, bits, applies }) => {
    const bytes = new Uint8Array(STRING_BYTES);
    bytes.set(Buffer.from(code, 'hex'));
    const outcome = new Oracle(bytes, bits).compare(0, ADDRESS);
    expect(outcome !== undefined && applies(outcome)).toBe(true);
  });
});
