// One argument as strace or ltrace writes it -> features. Types are known from the spelling: what stands in quotes is a string and
// never a number, bare integers are numbers. Names of flags are neither; see linux-constants.ts for the names that count as numbers.

import { type Feature, type Integer, toInteger } from '../../../features/feature.ts';
import type { Semantics } from '../../../semantics.ts';
import { numberFeatures } from '../value-features.ts';
import { argumentValue } from './argument-name.ts';
import { decodeEscapes } from './escaped-text.ts';
import { LINUX_CONSTANTS } from './linux-constants.ts';
import { CUT_MARK, Pieces } from './pieces.ts';

/** Digits of the longest integer that is read; no argument of a call has more. */
const MAX_DIGITS = 40;
/** Also octal (`0644`); what follows may only be what the tracer explains the number with. */
const NUMBER = /^(-?)(0x[0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)(?=$| |<(?!<))/;
const WORD = /[A-Za-z0-9_]+/y;
/** Ends of a connection: `TCP:[10.0.0.1:5->10.0.0.2:80]`, `TCPv6:[[::1]:5->[::1]:80]`. A socket that only listens has one. */
const CONNECTION = /^(?:TCP|UDP|UDPLITE|DCCP|RAW|PING|SCTP)[A-Za-z0-9]*:\[(.*)\]$/;
const HOST = /^\[?(.+?)\]?:\d+$/;

/** Reads arguments of one trace. */
export class ArgumentReader {
  readonly #characters: boolean;
  readonly #semantics: Semantics;
  /** Whether a quoted text was met that the tracer had cut. */
  metCutText = false;

  /** `characters`: see `Pieces`. */
  constructor(characters: boolean, semantics: Semantics) {
    this.#characters = characters;
    this.#semantics = semantics;
  }

  /**
   * Features of one argument: its value if it is a number, then, from left to right and at any depth, quoted texts, the paths and
   * addresses behind descriptors, and known constants. A text that was cut ends in `...`, so that it cannot equal a rule's.
   */
  features(argument: string): Feature[] {
    const value = argumentValue(argument);
    const number = this.#readNumber(value);
    const features = number === undefined ? [] : numberFeatures(number, this.#semantics);
    this.#walk(value, features);
    return features;
  }

  #readNumber(text: string): Integer | undefined {
    if (text === 'NULL' || text === 'nil') return 0;
    if (this.#characters && text.startsWith("'") && text.endsWith("'") && text.length > 2) {
      return decodeEscapes(text.slice(1, -1)).codePointAt(0);
    }
    const match = NUMBER.exec(text);
    const digits = match?.[2];
    if (match === null || digits === undefined || digits.length > MAX_DIGITS) return undefined;
    const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return toInteger(match[1] === '-' ? -value : value);
  }

  #walk(text: string, features: Feature[]): void {
    const pieces = new Pieces(text, this.#characters);
    for (let at = 0; at < text.length; ) {
      const character = text[at] as string;
      const end = pieces.end(at);
      if (end < 0) return;
      if (end > at) {
        if (character === '"') this.#addText(text, at, end, features);
        else if (character === '<') this.#addDescriptor(text, at, end, features);
        at = end;
        continue;
      }
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0];
      if (word === undefined) {
        at++;
        continue;
      }
      const constant = LINUX_CONSTANTS.get(word);
      if (constant !== undefined) features.push({ type: 'number', value: constant });
      at += word.length;
    }
  }

  #addText(text: string, start: number, end: number, features: Feature[]): void {
    const cut = text.startsWith(CUT_MARK, end);
    if (cut) this.metCutText = true;
    const value = decodeEscapes(text.slice(start + 1, end - 1));
    features.push({ type: 'string', value: cut ? value + CUT_MARK : value });
  }

  /** What lies between `<` and `>`. The current directory, which strace puts at AT_FDCWD, says nothing about the call. */
  #addDescriptor(text: string, start: number, end: number, features: Feature[]): void {
    if (text.endsWith('AT_FDCWD', start)) return;
    for (const value of describeDescriptor(text.slice(start + 1, end - 1))) features.push({ type: 'string', value });
  }
}

/** The path of a descriptor, or the hosts at the ends of its connection. Kernel objects without a name have none. */
function describeDescriptor(description: string): string[] {
  // Behind the path of a device its numbers follow: `/dev/null<char 1:3>`.
  const text = decodeEscapes(/^[^<]*/.exec(description)?.[0] ?? '');
  if (text.startsWith('/')) return [text];
  const ends = CONNECTION.exec(text)?.[1]?.split('->', 2) ?? [];
  return ends.flatMap((end) => HOST.exec(end)?.[1] ?? []);
}
