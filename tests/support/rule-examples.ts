// The examples that rules name: samples by hash or name, often with the address of a function. `index.jsonl` of the shared samples says which of
// them are here.

import { readFileSync } from 'node:fs';
import type { Rule } from '../../src/rules/rule.ts';

/** A line of an index of samples. */
export interface IndexedSample {
  readonly md5: string;
  readonly name: string;
  readonly file: string;
  readonly format: string;
  /** Name of the recorded outputs of the reference, where there are some. */
  readonly golden?: string;
}

export interface RuleExample {
  readonly rule: Rule;
  readonly text: string;
  /** Of a function in which the rule should match; anywhere, if there is none. */
  readonly address: number | undefined;
}

export interface ResolvedExamples {
  readonly bySample: ReadonlyMap<IndexedSample, readonly RuleExample[]>;
  /** Those whose sample is not here. */
  readonly elsewhere: readonly RuleExample[];
}

/** Lines of a file of JSON lines. */
export function readIndex(path: string): IndexedSample[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as IndexedSample);
}

/** Assigns the examples of rules to the samples that they name: `HASH`, `HASH:0xADDRESS`, `NAME.exe_:0xADDRESS`. */
export function resolveExamples(rules: readonly Rule[], samples: readonly IndexedSample[]): ResolvedExamples {
  const byName = new Map<string, IndexedSample>();
  for (const sample of samples) {
    const name = sample.name.slice(sample.name.lastIndexOf('/') + 1).toLowerCase();
    for (const key of [sample.md5, name, name.slice(0, name.lastIndexOf('.'))]) byName.set(key, sample);
  }
  const bySample = new Map<IndexedSample, RuleExample[]>();
  const elsewhere: RuleExample[] = [];
  for (const rule of rules) {
    for (const text of rule.meta.examples) {
      const [, name = '', address] = /^(.*?)(?::(0x[0-9A-Fa-f]+))?$/.exec(text.trim()) ?? [];
      const example = { rule, text, address: address === undefined ? undefined : Number(address) };
      const sample = byName.get(name.toLowerCase());
      if (sample === undefined) elsewhere.push(example);
      else bySample.set(sample, [...(bySample.get(sample) ?? []), example]);
    }
  }
  return { bySample, elsewhere };
}
