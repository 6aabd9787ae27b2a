// Recordings of instructions in files, opened with the program that they are of, and matched as code.

import { analyzeInput, analyzeSubject } from '../../src/analyze.ts';
import type { ByteSource } from '../../src/bytes/source.ts';
import type { Program } from '../../src/features/program.ts';
import type { Trace } from '../../src/features/trace.ts';
import type { RuleSet } from '../../src/rules/rule.ts';

export interface RecordedFile {
  readonly source: ByteSource;
  readonly sample?: Program | undefined;
  /** Files beside it, by their names. */
  readonly beside?: (name: string) => Promise<ByteSource | undefined>;
}

export interface MatchedRecording {
  readonly trace: Trace;
  readonly program: Program;
  /** Names of the rules that matched the code that ran, in order of text. */
  readonly matched: readonly string[];
}

/** Reads a recording and matches the code that ran. */
export async function matchRecording(
  { source, sample, beside }: RecordedFile,
  rules: RuleSet,
): Promise<MatchedRecording> {
  const { input } = await analyzeInput(source, { rules, ranProgram: sample, beside });
  const program = input.flavour === 'dynamic' ? input.executed?.() : undefined;
  if (input.flavour !== 'dynamic' || program === undefined) throw new Error('no code was recorded');
  const { analysis } = await analyzeSubject(program, { rules });
  return { trace: input, program, matched: analysis.document.rules.map(({ meta }) => meta.name).sort() };
}

/** The program in a file. */
export async function openSample(source: ByteSource, rules: RuleSet): Promise<Program> {
  const { input } = await analyzeInput(source, { rules });
  if (input.flavour !== 'static') throw new Error('this is no program');
  return input;
}
