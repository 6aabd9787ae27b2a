import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBudget } from '../../../src/node/budget.ts';

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
