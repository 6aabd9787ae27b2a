import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBudget, withHeartbeat } from '../../../src/node/budget.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('createBudget', () => {
  it('looks at the memory at the first question, however young the process is, and then now and then', () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(5);
    const ask = createBudget(undefined, 1);
    expect(ask()).toBe('it needed more than 1 MB of memory');
    expect(ask()).toBeUndefined();
    clock.mockReturnValue(106);
    expect(ask()).toBe('it needed more than 1 MB of memory');
  });

  it('counts seconds from now', () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(50_000);
    const ask = createBudget(2);
    expect(ask()).toBeUndefined();
    clock.mockReturnValue(52_001);
    expect(ask()).toBe('it took longer than 2 s');
  });
});

describe('withHeartbeat', () => {
  const endless = {
    name: 'endless',
    seekable: false,
    async *open(): AsyncGenerator<Uint8Array> {
      for (;;) yield new Uint8Array(1);
    },
  };
  const afterTen = (): (() => string | undefined) => {
    let asked = 0;
    return () => (++asked > 10 ? 'enough' : undefined);
  };

  it('ends bytes that keep coming where nobody else asks the budget', async () => {
    let count = 0;
    const read = async (): Promise<void> => {
      for await (const chunk of withHeartbeat(endless, afterTen(), () => true).open()) count += chunk.length;
    };
    await expect(read()).rejects.toMatchObject({ code: 'budget-exceeded' });
    expect(count).toBe(10);
  });

  it('leaves them to who asks it', async () => {
    let count = 0;
    for await (const chunk of withHeartbeat(endless, afterTen()).open()) {
      count += chunk.length;
      if (count === 1000) break;
    }
    expect(count).toBe(1000);
  });
});
