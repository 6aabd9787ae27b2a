import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessAddress } from '../../../src/features/address.ts';
import { placeProcesses, processForest } from '../../../src/render/view/process-tree.ts';

function draw(processes: readonly (readonly [number, number])[]): string[] {
  const forest = processForest(processes.map((value): ProcessAddress => ({ type: 'process', value })));
  return [...placeProcesses(forest, new Set(forest.values()))].map(
    ({ node, branch }) => `${branch}${node.address.value[1]}`,
  );
}

describe('process trees', () => {
  it('hang children below their parents, also those that are listed earlier', () => {
    expect(
      draw([
        [10, 11],
        [1, 10],
        [11, 12],
        [10, 13],
        [5, 6],
      ]),
    ).toEqual(['10', '├─ 11', '│  └─ 12', '└─ 13', '6']);
  });

  it('give the child of a recycled id to the process that had it then', () => {
    expect(
      draw([
        [1, 7],
        [7, 8],
        [2, 7],
        [7, 9],
      ]),
    ).toEqual(['7', '└─ 8', '7', '└─ 9']);
  });

  it('survive loops', () => {
    expect(draw([[5, 5]])).toEqual(['5']);
    expect(
      draw([
        [2, 1],
        [1, 2],
      ]),
    ).toEqual(['2', '└─ 1']);
  });

  it('hold every process exactly once', () => {
    const pid = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(pid, pid), { selector: String }), (processes) => {
        expect(draw(processes).length).toBe(processes.length);
      }),
    );
  });

  it('stay narrow and quick for endless chains', () => {
    const lines = draw(Array.from({ length: 50_000 }, (_, i) => [i, i + 1] as const));
    expect(lines).toHaveLength(50_000);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(80);
  });
});
