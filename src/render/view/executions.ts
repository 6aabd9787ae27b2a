// What a recording says of code, in words.

import type { Executions } from '../../features/code-view.ts';
import { groupDigits } from '../../features/count-text.ts';

/** `at 1041, 2,048 times, eax=0x12, unpacked`. */
export function executionsText({ first, times, isUnpacked, values }: Executions): string {
  const known = values.map(([name, value]) => `${name}=${value}`);
  const place = first === undefined ? [] : [`at ${first}`];
  const often = times === undefined ? [] : [timesText(times)];
  return [...place, ...often, ...known, ...(isUnpacked ? ['unpacked'] : [])].join(', ');
}

/** `once`, `2,048 times`. */
export function timesText(times: number): string {
  return times === 1 ? 'once' : `${groupDigits(times)} times`;
}
