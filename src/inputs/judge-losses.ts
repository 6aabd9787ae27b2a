// The one rule for what every input loses: nothing left is an error, and a large loss is the first thing that a person is told.

import type { Diagnostic } from '../diagnostics.ts';
import { CapaxError, type ErrorCode } from '../errors.ts';
import { NO_ADDRESS } from '../features/address.ts';
import { countOf, groupDigits } from '../features/count-text.ts';
import type { Trace, TraceSummary } from '../features/trace.ts';

/** Codes of its diagnostics; docs/errors.md explains each. */
export const LOSS_CODES = ['calls-lost', 'nothing-recorded'] as const;

/** A loss of more than this share of the recorded calls is large. */
const LARGE_SHARE = 0.1;
/** Processes that are named; of the others only the number is given. */
const NAMED_PROCESSES = 5;

/** Errors of runs in which the sample did nothing that was recorded. */
const NOTHING_RECORDED: ReadonlySet<ErrorCode> = new Set(['report-no-processes', 'report-no-calls']);

type LossDiagnostic = Diagnostic<(typeof LOSS_CODES)[number]>;

/**
 * The trace, whose `read` throws CapaxError `report-no-calls` where calls were recorded and none could be used, or may be among the
 * records that could not, and whose summary begins with a diagnostic of severity `error` where much was lost. `where` names the input.
 * `acceptsNothing`: a run of a known sample in which nothing was recorded has no processes, and says why.
 */
export function judgeLosses(trace: Trace, where: string, acceptsNothing = false): Trace {
  return {
    flavour: trace.flavour,
    format: trace.format,
    extractor: trace.extractor,
    async read(sink) {
      try {
        const summary = await trace.read(sink);
        // Of code that ran there is something to say without a call.
        return trace.executed?.() !== undefined && summary.health.calls === 0 ? summary : judge(summary, where);
      } catch (error) {
        const nothing = acceptsNothing ? nothingRecorded(error, trace.format) : undefined;
        if (nothing === undefined) throw error;
        return nothing;
      }
    },
    executed: () => trace.executed?.(),
    describeCalls: (at, receive) => trace.describeCalls(at, receive),
  };
}

/** What is left of a run in which nothing was recorded: whose it is. */
function nothingRecorded(error: unknown, producer: string): TraceSummary | undefined {
  if (!(error instanceof CapaxError) || !NOTHING_RECORDED.has(error.code) || error.sample === undefined)
    return undefined;
  const { message, sample } = error;
  return {
    ...{ hashes: sample, baseAddress: NO_ADDRESS, globals: [], file: [], processes: [] },
    lost: { calls: 0, processes: [] },
    health: {
      ...{ producer, flavour: 'dynamic', processes: 0, threads: 0, calls: 0, skippedRecords: 0, missing: [] },
      diagnostics: [{ code: 'nothing-recorded', severity: 'error', message, count: 1 } satisfies LossDiagnostic],
    },
  };
}

function judge(summary: TraceSummary, where: string): TraceSummary {
  const { health } = summary;
  if (health.factsOnly === true) return summary;
  if (isNothingLeft(summary)) {
    const reason = health.diagnostics.find(({ severity }) => severity !== 'note');
    const message = summary.lost.calls > 0 ? 'None of the recorded calls could be used' : describeSkipped(summary, 'N');
    throw new CapaxError('report-no-calls', message, {
      where,
      hint:
        reason === undefined
          ? 'Record the run again.'
          : `The first reason: ${reason.message}. Record or export it again.`,
    });
  }
  const told = largeLosses(summary);
  if (told.length === 0) return summary;
  return { ...summary, health: { ...health, diagnostics: [...told, ...health.diagnostics] } };
}

/**
 * No call, although calls or other records were lost, or the input ends early. Facts of the file are something where no process was
 * recorded either: then the sample was only looked at.
 */
function isNothingLeft({ lost, health, processes, file }: TraceSummary): boolean {
  if (health.calls > 0) return false;
  const isIncomplete = health.skippedRecords > 0 || health.diagnostics.some(({ severity }) => severity === 'error');
  return lost.calls > 0 || (isIncomplete && (processes.length > 0 || file.length === 0));
}

function describeSkipped({ health }: TraceSummary, initial: 'N' | 'n'): string {
  const none = `${initial}o call was recorded`;
  if (health.skippedRecords > 0) return `${none}, and ${countOf(health.skippedRecords, 'record')} could not be used`;
  return health.diagnostics.some(({ severity }) => severity === 'error') ? `${none} before the input ends` : none;
}

function largeLosses(summary: TraceSummary): LossDiagnostic[] {
  const { lost, health } = summary;
  const told: LossDiagnostic[] = [];
  const add = (message: string): void => {
    told.push({ code: 'calls-lost', severity: 'error', message, count: 1 });
  };
  if (health.calls === 0 && (health.skippedRecords > 0 || summary.processes.length > 0)) {
    add(`${describeSkipped(summary, 'n')}; what the sample did cannot match`);
  }
  const all = health.calls + lost.calls;
  if (lost.calls > all * LARGE_SHARE) {
    const share = Math.round((100 * lost.calls) / all);
    add(
      `${groupDigits(lost.calls)} of ${groupDigits(all)} recorded calls (${share} %) could not be used; what they did cannot match`,
    );
  }
  if (lost.processes.length > 0) {
    const more = lost.processes.length - NAMED_PROCESSES;
    const names = lost.processes.slice(0, NAMED_PROCESSES).join(', ');
    add(`no recorded call could be used of ${names}${more > 0 ? ` and ${more} more processes` : ''}`);
  }
  return told;
}
