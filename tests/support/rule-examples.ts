// The examples that rules name: programs by hash or name, often with the address of a function.

import type { Rule } from '../../src/rules/rule.ts';
import type { ProgramRow } from './programs.ts';

export interface RuleExample {
  readonly rule: Rule;
  readonly text: string;
  /** Of a function in which the rule should match; anywhere, if there is none. */
  readonly address: number | undefined;
}

export interface ResolvedExamples {
  readonly byProgram: ReadonlyMap<ProgramRow, readonly RuleExample[]>;
  /** Those whose program is not here. */
  readonly elsewhere: readonly RuleExample[];
}

/** Assigns the examples of rules to the programs that they name: `HASH`, `HASH:0xADDRESS`, `NAME.exe_:0xADDRESS`. */
export function resolveExamples(rules: readonly Rule[], programs: readonly ProgramRow[]): ResolvedExamples {
  const byName = new Map<string, ProgramRow>();
  for (const program of programs) {
    const name = program.name.slice(program.name.lastIndexOf('/') + 1).toLowerCase();
    for (const key of [program.md5, name, name.slice(0, name.lastIndexOf('.'))]) byName.set(key, program);
  }
  const byProgram = new Map<ProgramRow, RuleExample[]>();
  const elsewhere: RuleExample[] = [];
  for (const rule of rules) {
    for (const text of rule.meta.examples) {
      const [, name = '', address] = /^(.*?)(?::(0x[0-9A-Fa-f]+))?$/.exec(text.trim()) ?? [];
      const example = { rule, text, address: address === undefined ? undefined : Number(address) };
      const program = byName.get(name.toLowerCase());
      if (program === undefined) elsewhere.push(example);
      else byProgram.set(program, [...(byProgram.get(program) ?? []), example]);
    }
  }
  return { byProgram, elsewhere };
}
