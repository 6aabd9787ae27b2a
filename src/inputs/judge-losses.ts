// The one rule for what every input loses: nothing left is an error, and a large loss is the first thing that a person is told.

import type { Diagnostic } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { groupDigits } from '../features/count-text.ts';
import type { Trace, TraceSummary } from '../features/trace.ts';

/** Codes of its diagnostics; docs/errors.md explains each. */
export const LOSS_CODES = ['calls-lost'] as const;

/** A loss of more than this share of the recorded calls is large. */
const LARGE_SHARE = 0.1;
/** Processes that are named; of the others only the number is given. */
const NAMED_PROCESSES = 5;

type LossDiagnostic = Diagnostic<(typeof LOSS_CODES)[number]>;

/**
 * The trace, whose `read` throws CapaxError `report-no-calls` where calls were recorded and none could be used, and whose summary
 * begins with a diagnostic of severity `error` where much was lost. `where` names the input.
 */
export function judgeLosses(trace: Trace, where: string): Trace {
  return {
    flavour: trace.flavour,
    format: trace.format,
    extractor: trace.extractor,
    read: async (sink) => judge(await trace.read(sink), where),
    describeCalls: (at, receive) => trace.describeCalls(at, receive),
  };
}

function judge(summary: TraceSummary, where: string): TraceSummary {
  const { health } = summary;
  if (health.calls === 0 && (summary.lost.calls > 0 || health.skippedRecords > 0)) {
    const reason = health.diagnostics.find(({ severity }) => severity !== 'note');
    throw new CapaxError('report-no-calls', 'None of the recorded calls could be used', {
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

function largeLosses({ lost, health }: TraceSummary): LossDiagnostic[] {
  const told: LossDiagnostic[] = [];
  const add = (message: string): void => {
    told.push({ code: 'calls-lost', severity: 'error', message, count: 1 });
  };
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
