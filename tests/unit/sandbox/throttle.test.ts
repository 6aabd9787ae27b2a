import { describe, expect, it } from 'vitest';
import { CapeError } from '../../../src/sandbox/cape-error.ts';
import { backOffMs, readRetryAfterMs, retryThrottled, SYSTEM_PACE } from '../../../src/sandbox/throttle.ts';
import { createFakePace } from '../../support/fake-pace.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('readRetryAfterMs', () => {
  it.each([
    ['12', '', 12_000],
    ['0', '', 1000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', '', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', '', 1000],
    [null, 'Request was throttled. Expected available in 7 seconds.', 7000],
    ['soon', 'Expected available in 1 second.', 1000],
    ['5', 'Expected available in 9 seconds.', 5000],
    [null, 'Rate limit exceeded for this API', undefined],
    ['', '', undefined],
    ['99999999999999999999', '', undefined],
  ])('reads %j with %j as %j', (header, text, expected) => {
    expect(readRetryAfterMs(header, text, NOW)).toBe(expected);
  });
});

describe('retryThrottled', () => {
  const throttled = (retryAfterMs?: number): CapeError =>
    new CapeError('sandbox-refused', 'slow down', { kind: 'throttled', retryAfterMs });

  it('backs off 5, 10, 20, 40 and then 60 seconds', async () => {
    const pace = createFakePace();
    let tries = 0;
    const attempt = async (): Promise<string> => {
      if (tries++ < 6) throw throttled();
      return 'done';
    };
    const waits: number[] = [];
    const result = await retryThrottled(attempt, { pace, longestMs: 600_000, onWait: (ms) => waits.push(ms) });
    expect(result).toBe('done');
    expect(pace.sleeps).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(waits).toEqual(pace.sleeps);
    expect(backOffMs(100)).toBe(60_000);
  });

  it('obeys the server and gives up when it asks for too much', async () => {
    const pace = createFakePace();
    const delays = [12_000, 3000, 86_400_000];
    const attempt = (): Promise<never> => Promise.reject(throttled(delays.shift()));
    await expect(retryThrottled(attempt, { pace, longestMs: 600_000, onWait: () => undefined })).rejects.toMatchObject({
      kind: 'throttled',
    });
    expect(pace.sleeps).toEqual([12_000, 3000]);
  });

  it('passes other failures on at once', async () => {
    const pace = createFakePace();
    const attempt = (): Promise<never> => Promise.reject(new CapeError('sandbox-refused', 'no'));
    await expect(retryThrottled(attempt, { pace, longestMs: 1, onWait: () => undefined })).rejects.toThrow('no');
    expect(pace.sleeps).toEqual([]);
  });
});

describe('SYSTEM_PACE', () => {
  it('sleeps for the time, or until the signal', async () => {
    await SYSTEM_PACE.sleep(1);
    const controller = new AbortController();
    const long = SYSTEM_PACE.sleep(1e9, controller.signal);
    controller.abort();
    await long;
    await SYSTEM_PACE.sleep(1e9, controller.signal);
  });
});
