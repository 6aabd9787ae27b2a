// Cases of the built-in rules: short recorded behaviour or small programs, written as YAML, that a rule must or must not match. One list
// entry for each rule: `rule`, `match` and `no match`, which are lists of cases (docs/built-in-rules.md).

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Diagnostics } from '../../src/diagnostics.ts';
import { callNames, importNames } from '../../src/features/api-names.ts';
import { argumentNameOf } from '../../src/features/argument-names.ts';
import { BEHAVIOR_KINDS, type BehaviorKind } from '../../src/features/behaviors.ts';
import { type Feature, toInteger } from '../../src/features/feature.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import type { Subject } from '../../src/features/subject.ts';
import type { Trace } from '../../src/features/trace.ts';
import { deriveBehaviors } from '../../src/inputs/derive-behaviors.ts';
import { traceOfFacts } from '../../src/inputs/shared/facts/trace-of-facts.ts';
import type { Semantics } from '../../src/semantics.ts';
import { openCaseProgram, type ProgramCase } from './case-program.ts';
import { type MemoryTrace, openMemoryTrace } from './memory-trace.ts';
import type { ToldCase } from './told-case.ts';

interface CaseCall {
  readonly api: string;
  readonly numbers?: readonly bigint[];
  readonly strings?: readonly string[];
  /** By the names that the sandbox gives them: what a behaviour is derived from. */
  readonly arguments?: Readonly<Record<string, bigint | string>>;
  /** How often the call is made, one time after the other. */
  readonly times?: bigint;
}

/** What a sandbox without calls tells: behaviours as `KIND OBJECT`, of one process and of nobody in particular. */
interface FactCase {
  readonly done?: readonly string[];
  readonly unattributed?: readonly string[];
  readonly os?: string;
}

interface LongCase {
  readonly calls?: readonly CaseCall[];
  /** Texts of the environment of the process. */
  readonly process?: readonly string[];
  /** Texts of the file and of the report as a whole. */
  readonly file?: readonly string[];
  /** `module.symbol`. */
  readonly imports?: readonly string[];
  readonly os?: string;
  readonly arch?: string;
  readonly format?: string;
}

/** A list of calls of one thread, or that and more. */
export type RunCase = readonly CaseCall[] | LongCase;

export type RuleCase = RunCase | FactCase | ProgramCase | ToldCase;

export interface RuleCases {
  readonly rule: string;
  readonly match: readonly RuleCase[];
  readonly 'no match': readonly RuleCase[];
}

/** Reads a YAML file with integers of any size. */
export function readYaml(path: string): unknown {
  return parse(readFileSync(path, 'utf8'), { intAsBigInt: true });
}

/** All cases below a folder, in order of file name. */
export function readRuleCases(folder: string): RuleCases[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .flatMap((name) => readYaml(join(folder, name)) as RuleCases[]);
}

function callFeatures({ api, numbers = [], strings = [], arguments: named = {} }: CaseCall): Feature[] {
  const details = Object.entries(named).map(([name, value]): Feature => {
    return {
      type: 'argument',
      name: argumentNameOf(api, name),
      value: typeof value === 'string' ? value : toInteger(value),
    };
  });
  return [
    // Inputs give arguments from the last to the first.
    ...details.reverse(),
    ...strings.map((value): Feature => ({ type: 'string', value })),
    ...numbers.map((value): Feature => ({ type: 'number', value: toInteger(value) })),
    ...callNames(api).map((value): Feature => ({ type: 'api', value })),
  ];
}

function fileFeatures({ file = [], imports = [] }: LongCase): LocatedFeature[] {
  return [
    ...file.map((value): LocatedFeature => ({ feature: { type: 'string', value }, address: { type: 'no address' } })),
    ...imports.flatMap((text, index) => {
      const dot = text.lastIndexOf('.');
      return importNames(text.slice(0, dot), text.slice(dot + 1)).map(
        (value): LocatedFeature => ({
          feature: { type: 'import', value },
          address: { type: 'absolute', value: 0x401000 + 8 * index },
        }),
      );
    }),
  ];
}

/** Whether a case is a program, not a recorded run. */
export function isProgramCase(ruleCase: RuleCase): ruleCase is ProgramCase {
  return ['sc32', 'sc64', 'pe32', 'pe64', 'elf64'].some((kind) => kind in ruleCase);
}

/** The case as an input; one that is told call by call may be two (`matchToldCase`). */
export async function openCase(ruleCase: Exclude<RuleCase, ToldCase>, semantics: Semantics): Promise<Subject> {
  if (isProgramCase(ruleCase)) return openCaseProgram(ruleCase, semantics);
  return isFactCase(ruleCase) ? openFacts(ruleCase) : deriveBehaviors(openMemoryTrace(traceOfCase(ruleCase)));
}

function isFactCase(ruleCase: RuleCase): ruleCase is FactCase {
  return 'done' in ruleCase || 'unattributed' in ruleCase;
}

/** The case as the report of a sandbox that tells facts alone. */
function openFacts({ done = [], unattributed = [], os = 'windows' }: FactCase): Trace {
  return traceOfFacts({
    sandbox: { format: 'case', extractor: 'CaseExtractor', producer: 'case', behaviors: BEHAVIOR_KINDS },
    where: 'case',
    told: new Diagnostics(),
    read: async (facts) => {
      facts.globals = [{ type: 'os', value: os }];
      const process = facts.addProcess({ pid: 1000, name: 'a' });
      for (const text of done) facts.addBehavior(...readBehavior(text), process);
      for (const text of unattributed) facts.addBehavior(...readBehavior(text));
      return { empty: false, complete: true, isReport: true };
    },
  });
}

/** `KIND OBJECT`. */
function readBehavior(text: string): readonly [BehaviorKind, string] {
  const kind = BEHAVIOR_KINDS.find((known) => text.startsWith(`${known} `));
  if (kind === undefined) throw new Error(`${text} names no behaviour`);
  return [kind, text.slice(kind.length + 1)];
}

/** The trace that a case describes: one process with one thread. */
function traceOfCase(ruleCase: RunCase): MemoryTrace {
  const long: LongCase = 'length' in ruleCase ? { calls: ruleCase } : ruleCase;
  const { os = 'windows', arch = 'amd64', format = os === 'windows' ? 'pe' : 'elf' } = long;
  const calls = (long.calls ?? []).flatMap((call) =>
    Array.from({ length: Number(call.times ?? 1n) }, () => ({ features: callFeatures(call) })),
  );
  return {
    globals: [
      { type: 'os', value: os },
      { type: 'arch', value: arch },
      { type: 'format', value: format },
    ],
    file: fileFeatures(long),
    processes: [
      {
        pid: 1000,
        features: (long.process ?? []).map((value): Feature => ({ type: 'string', value })),
        threads: [{ tid: 1, calls }],
      },
    ],
  };
}
