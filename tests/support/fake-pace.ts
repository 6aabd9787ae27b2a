// A clock that only moves when somebody sleeps, so tests of hours take no time.

import type { Pace } from '../../src/sandbox/throttle.ts';

export interface FakePace extends Pace {
  /** All sleeps so far, in milliseconds. */
  readonly sleeps: number[];
  /** Called in each sleep, before it ends. */
  onSleep: ((count: number) => void) | undefined;
}

export function createFakePace(start: number = Date.UTC(2026, 0, 1)): FakePace {
  let now = start;
  const pace: FakePace = {
    sleeps: [],
    onSleep: undefined,
    now: () => now,
    sleep: async (milliseconds) => {
      pace.sleeps.push(milliseconds);
      now += milliseconds;
      pace.onSleep?.(pace.sleeps.length);
    },
  };
  return pace;
}
