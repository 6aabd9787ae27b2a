// What the contract suite has to know about an input: small inputs of its kind, sound and hostile, and what is in them. Every
// input of src/inputs/registry.ts has at least one entry in entries.ts.

import type { ByteSource } from '../../src/bytes/source.ts';
import type { Input } from '../../src/inputs/input.ts';
import type { DifferenceName } from '../../src/semantics.ts';

export type Content = Uint8Array | ByteSource | Promise<Uint8Array>;
/** Builds an input, or says why there is none of this kind. */
export type Build = (() => Content) | string;

/** Harm that everybody who writes an input can do. */
export const HOSTILE_KINDS = [
  'duplicate keys',
  'keys called __proto__ and constructor',
  'recycled process ids',
  'huge ids',
  'negative ids',
  'nesting 100,000 deep',
  'a text of 100 MB',
] as const;

export type HostileKind = (typeof HOSTILE_KINDS)[number];

export interface ContractEntry {
  /** The name of the input, and which of its shapes. */
  readonly title: string;
  readonly input: Input;
  /** How a file of the kind is called, where nothing but its name tells what it is: any bytes are sound. */
  readonly name?: string;
  /** Whether it is a zip archive, which is recognised by its members. */
  readonly isArchive?: true;
  /** A small sound input with several processes and threads (functions), with every kind of feature that the input can have. */
  readonly sound: () => Uint8Array | Promise<Uint8Array>;
  /**
   * What a trace holds: a line for each process (`PPID/PID NAME`), thread (`  TID`) and call (`    ID NAME`) in listing order; a
   * line for each function, block and instruction (address, indented) of a program.
   */
  readonly expected: readonly string[];
  /** Inputs that lack a part, by a word that the health of such an input must mention among what is missing. */
  readonly lacking: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>>;
  /** The sound input with so many equal broken records among its own, or why it can have none. */
  readonly broken: ((times: number) => Uint8Array | Promise<Uint8Array>) | string;
  /** The differences from the reference that reading knows, and an input that shows each of them. */
  readonly differences: readonly DifferenceName[];
  readonly different: () => Uint8Array | Promise<Uint8Array>;
  readonly hostile: Readonly<Record<HostileKind, Build>>;
  /** An input of `count` calls, call n with a text that `longText(n)` makes, too much for any table of features. */
  readonly longTexts: ((count: number) => ByteSource) | string;
  /** For inputs in a container: what is inside, and how it is packed. */
  readonly packed?: {
    readonly content: () => Uint8Array;
    readonly pack: (content: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  };
  /** How many rules can ask for what its calls show, where that is little; most have more than six. */
  readonly leastRules?: number;
  /** Calls may begin inside of others and are in the order in which they end, but the time that is shown is that of their beginning. */
  readonly orderedByEnd?: true;
  /** Calls hold their text beside their features, and either may be anything. */
  readonly textIsApart?: true;
  /** Whether nobody can tell that an input that ends before byte `at` is not all. */
  readonly mayEnd?: (bytes: Uint8Array, at: number) => boolean;
}

/** Most of a long text; readers do not remember texts that are longer still. */
const PADDING = 'x'.repeat(16_000);

/** The text of call `n` in an input that is too much for any table of features. */
export function longText(n: number): string {
  return `${n} ${PADDING}`;
}

/** A source of pieces of text that are made while they are read. Not seekable. */
export function generatedSource(name: string, pieces: () => Iterable<string | Uint8Array>): ByteSource {
  return {
    name,
    seekable: false,
    async *open(from = 0) {
      let skip = from;
      for (const piece of pieces()) {
        const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
        if (skip < bytes.length) yield bytes.subarray(skip);
        skip = Math.max(0, skip - bytes.length);
      }
    },
  };
}

/** 100 MB of one letter, a megabyte at a time. */
export function* hugeText(): Iterable<Uint8Array> {
  const piece = new Uint8Array(1_000_000).fill(0x41);
  for (let i = 0; i < 100; i++) yield piece;
}

/** `[[[...]]]`, 100,000 deep. */
export const DEEP_LIST: string = '['.repeat(100_000) + ']'.repeat(100_000);
