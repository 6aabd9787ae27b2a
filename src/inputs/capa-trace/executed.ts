// The code that ran in a capa-trace file, as a program.

import { Diagnostics } from '../../diagnostics.ts';
import type { MissingPart } from '../../features/health.ts';
import type { Program } from '../../features/program.ts';
import type { TraceSummary } from '../../features/trace.ts';
import { addressOfText } from '../../formats/capa-trace/instruction-record.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import type { ExecutedCodeDiagnostic } from '../shared/executed/codes.ts';
import { executedProgram } from '../shared/executed/executed-program.ts';
import type { NativeCode } from '../shared/native/open-program.ts';
import type { CapaTraceReader } from './read.ts';
import { samplePathOf } from './sample-path.ts';

const PLATFORMS: Readonly<Record<string, 'windows' | 'linux'>> = { windows: 'windows', linux: 'linux' };

/** What cannot be seen at each level of detail. */
const LACKING: Readonly<Record<string, MissingPart>> = {
  block: { part: 'single instructions', consequence: 'what code wrote, and values of registers, are not known' },
  call: { part: 'the order of code', consequence: 'functions and loops follow from branches, not from what was seen' },
  coverage: {
    part: 'the order of code',
    consequence: 'functions and loops follow from branches, not from what was seen',
  },
};

/** Undefined where no code was recorded. */
export function executedTrace(
  { code, header, tasks, executed, passedOver }: CapaTraceReader,
  { hashes, globals }: TraceSummary,
  sample: NativeCode | undefined,
  semantics: Semantics,
): Program | undefined {
  if (code === undefined || header === undefined || executed === 0) return undefined;
  const lacking = LACKING[header.level];
  const path = samplePathOf(header, tasks);
  const diagnostics = new Diagnostics<ExecutedCodeDiagnostic>();
  if (code.isOfAnother) {
    diagnostics.add(
      'warning',
      'executed-elsewhere',
      'the program that was given is for another machine: it is not used',
    );
  }
  if (code.isFull) {
    const message = `instructions of more than ${LIMITS.executedProcesses} processes are left out`;
    diagnostics.add('warning', 'executed-left-out', message);
  }
  const module = tasks.processes.flatMap(({ modules }) => modules).find((one) => one.path === path);
  return executedProgram(
    {
      ...{ format: 'capatrace', producer: header.producer.name, hashes, globals, semantics },
      sample: code.isOfAnother ? undefined : sample,
      platform: PLATFORMS[header.os] ?? 'other',
      processes: code.processes,
      sampleBase: module === undefined ? undefined : addressOfText(module.base),
      missing: lacking === undefined ? [] : [lacking],
      sampled: { followed: executed - passedOver, passedOver },
    },
    diagnostics,
  );
}
