// How long to wait when a server says "not now". CAPE limits each of its calls per second, minute and user, and says so in three
// ways: 429 with Retry-After, the sentence of its web framework ("… available in 12 seconds"), or an error text inside a 200.

import { CapeError } from './cape-error.ts';

/** Clock and sleep, replaceable so that tests take no time. */
export interface Pace {
  /** Milliseconds since some fixed moment; for Retry-After dates, since 1970. */
  now(): number;
  /** Resolves after the time, or at once when the signal is raised: the caller looks at the signal. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const SYSTEM_PACE: Pace = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      signal?.addEventListener('abort', finish);
    }),
};

const BACK_OFF_SECONDS = [5, 10, 20, 40, 60] as const;

/** 5, 10, 20, 40 and then always 60 seconds, in milliseconds; `tries` counts from 0. */
export function backOffMs(tries: number): number {
  return (BACK_OFF_SECONDS[tries] ?? 60) * 1000;
}

/**
 * The wait that a server asks for, in milliseconds and at least one second: the Retry-After header (seconds or a date), else the
 * number of seconds in the text. Undefined where it names none.
 */
export function readRetryAfterMs(header: string | null, text: string, now: number): number | undefined {
  const value = header?.trim() ?? '';
  const inText = /available in (\d{1,9}) second/i.exec(text)?.[1];
  let delay = Number.NaN;
  if (/^\d{1,9}$/.test(value)) delay = Number(value) * 1000;
  else if (value !== '') delay = Date.parse(value) - now;
  if (Number.isNaN(delay) && inText !== undefined) delay = Number(inText) * 1000;
  return Number.isNaN(delay) ? undefined : Math.max(1000, delay);
}

export interface ThrottleOptions {
  readonly pace: Pace;
  readonly signal?: AbortSignal | undefined;
  /** Longest time to spend on waiting for one answer, in milliseconds. */
  readonly longestMs: number;
  readonly onWait: (milliseconds: number) => void;
}

/**
 * Repeats `attempt` while it fails because the server throttles, as long as the next wait fits into `longestMs`; other failures,
 * and the last throttled one, go to the caller.
 */
export async function retryThrottled<T>(attempt: () => Promise<T>, options: ThrottleOptions): Promise<T> {
  const { pace, signal, longestMs, onWait } = options;
  const end = pace.now() + longestMs;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CapeError) || error.kind !== 'throttled') throw error;
      const delay = error.retryAfterMs ?? backOffMs(tries);
      if (pace.now() + delay > end) throw error;
      onWait(delay);
      await pace.sleep(delay, signal);
    }
  }
}
