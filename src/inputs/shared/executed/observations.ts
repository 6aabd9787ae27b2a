// What a recording shows of instructions beside themselves: which functions they called, and what they wrote.

import { toHexadecimal } from '../../../bytes/hexadecimal.ts';
import { IntegerMap } from '../../../bytes/integer-map.ts';
import { StringScanner } from '../../../bytes/strings.ts';
import { type CodeVersions, NOTE } from '../../../code/executed/code-versions.ts';
import type { Feature } from '../../../features/feature.ts';
import { LIMITS } from '../../../limits.ts';

/** Bytes of one feature. */
const MOST_BYTES = 0x100;
/** Fewer bytes are what every program writes. */
const LEAST_BYTES = 8;

export class Observations {
  readonly #features = new IntegerMap<Map<string, Feature>>();
  #texts = 0;
  #units = 0;
  /** Whether there was more than is kept. */
  isFull = false;

  /** An instruction called functions that have these names. */
  called(version: number, names: readonly string[]): void {
    for (const value of names) this.#add(version, { type: 'api', value });
  }

  /** An instruction wrote these bytes, or the last of them. */
  wrote(version: number, bytes: Uint8Array): void {
    const add = (value: string): void => this.#add(version, { type: 'string', value });
    const scanner = new StringScanner(add, add);
    scanner.push(bytes);
    scanner.end();
    if (bytes.length < LEAST_BYTES || bytes.every((byte) => byte === 0)) return;
    this.#add(version, { type: 'bytes', value: toHexadecimal(bytes.subarray(0, MOST_BYTES)) });
  }

  #add(version: number, feature: Feature & { readonly value: string }): void {
    let known = this.#features.get(version);
    if (known === undefined) {
      known = new Map();
      this.#features.set(version, known);
    }
    const key = `${feature.type} ${feature.value}`;
    if (known.has(key)) return;
    this.#units += feature.value.length;
    if (
      known.size >= LIMITS.writtenTextsEach ||
      this.#texts >= LIMITS.writtenTexts ||
      this.#units > LIMITS.writtenText
    ) {
      this.isFull = true;
      return;
    }
    this.#texts++;
    known.set(key, feature);
  }

  /** Features of an instruction that its bytes do not show. */
  featuresOf(version: number, { notes }: CodeVersions): readonly Feature[] {
    const found = [...(this.#features.get(version)?.values() ?? [])];
    if (((notes[version] as number) & NOTE.mixed) !== 0) found.push(OBSERVED_NZXOR);
    return found;
  }
}

const OBSERVED_NZXOR: Feature = { type: 'characteristic', value: 'observed nzxor' };
