// What an analysis cost: counters that are the same on every machine, then time and memory, which are not.

import type { AnalysisStats } from '../analyze.ts';

/** Lines for standard error. */
export function formatStats(stats: AnalysisStats, milliseconds: number): string {
  const rows: readonly (readonly [string, string])[] = [
    ['bytes read', String(stats.bytes)],
    ['calls', `${stats.calls} (${stats.distinctCalls} different to the rules)`],
    ['scope instances evaluated', String(stats.instances)],
    ['rule evaluations', String(stats.evaluations)],
    ['strings scanned', String(stats.stringScans)],
    ['regular expressions run', String(stats.regexRuns)],
    ['matches', String(stats.matches)],
    ['time', `${Math.round(milliseconds)} ms`],
    ['peak memory', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(26)} ${value}`).join('\n');
}
