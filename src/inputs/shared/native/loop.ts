// Whether the blocks of a function go in circles.

import type { CodeBlock } from '../../../code/program-code.ts';

/** Whether blocks that go on to each other form a circle of two or more. A block that goes on to itself is none. `nextOf`: addresses that a block goes on to; those where none of the blocks begins lead nowhere. */
export function hasCircle(blocks: readonly CodeBlock[], nextOf: (block: CodeBlock) => readonly number[]): boolean {
  const successors = blocks.map((block, i) => {
    return nextOf(block)
      .map((address) => indexOf(blocks, address))
      .filter((next) => next >= 0 && next !== i);
  });
  return goesInCircles(successors);
}

/** Whether things go on to each other in a circle of two or more; `successors` says to which others each goes on, by position. */
export function goesInCircles(successors: readonly (readonly number[])[]): boolean {
  const incoming = new Int32Array(successors.length);
  for (const next of successors) for (const one of next) incoming[one] = (incoming[one] as number) + 1;
  // What nothing leads to is in no circle; without it, neither is what only it leads to.
  const free: number[] = [];
  for (let i = 0; i < successors.length; i++) if (incoming[i] === 0) free.push(i);
  for (let i = 0; i < free.length; i++) {
    for (const one of successors[free[i] as number] as readonly number[]) {
      incoming[one] = (incoming[one] as number) - 1;
      if (incoming[one] === 0) free.push(one);
    }
  }
  return free.length < successors.length;
}

/** Which of the blocks begins at an address; -1 if none does. */
function indexOf(blocks: readonly CodeBlock[], address: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as CodeBlock).start < address) low = middle + 1;
    else high = middle;
  }
  return blocks[low]?.start === address ? low : -1;
}
