// Processes as users name them, by pid or by name. What nobody is called is told with those that there are, so that nothing is left out in
// silence.

import { parsePrefixed } from '../bytes/python-integer.ts';
import { CapaxError } from '../errors.ts';
import type { TraceProcess } from './trace.ts';

/** Processes that a message names. */
const MAX_NAMED = 20;

type Named = Pick<TraceProcess, 'address' | 'name'>;

export interface ProcessChoice<T> {
  readonly processes: readonly T[];
  /** One sentence for whoever asked; undefined if there is a process for each of `wanted`. */
  readonly warning: string | undefined;
}

function isCalled({ address, name }: Named, wanted: string): boolean {
  return parsePrefixed(wanted) === address.value[1] || name.toLowerCase() === wanted.toLowerCase();
}

function listProcesses(processes: readonly Named[]): string {
  const texts = new Set(processes.map(({ address, name }) => `${address.value[1]} ${name}`.trimEnd()));
  const shown = [...texts].slice(0, MAX_NAMED).join(', ');
  return texts.size > MAX_NAMED ? `${shown} and ${texts.size - MAX_NAMED} more` : shown || 'none';
}

/**
 * The processes that have one of the ids (decimal or `0x`) or names (in any case) of `wanted`, in their order. Throws `option-invalid` if
 * there is none, and names those that there are.
 */
export function chooseProcesses<T extends Named>(processes: readonly T[], wanted: readonly string[]): ProcessChoice<T> {
  const chosen = processes.filter((process) => wanted.some((text) => isCalled(process, text)));
  const unknown = wanted.filter((text) => !processes.some((process) => isCalled(process, text)));
  if (unknown.length === 0) return { processes: chosen, warning: undefined };
  const message = `the input has no process ${unknown.join(', ')}`;
  const known = `It has: ${listProcesses(processes)}.`;
  if (chosen.length === 0) throw new CapaxError('option-invalid', message, { hint: known });
  return { processes: chosen, warning: `${message}. ${known}` };
}
