// Whether a function comes back to who called it.

import { FLOW } from '../../flow.ts';
import type { CodeBlock } from '../../program-code.ts';
import type { CodeMap } from './code-map.ts';

/** False where no block without a successor ends in a return, or in a jump that may go anywhere. `isLast`: whether a call does not come back. */
export function comesBack(map: CodeMap, blocks: readonly CodeBlock[], isLast: (address: number) => boolean): boolean {
  const starts = new Set(blocks.map(({ start }) => start));
  return blocks.some(({ end, instructions }) => {
    const at = instructions.at(-1) as number;
    const follows = map.references.from(at).some(({ target, isCall }) => !isCall && starts.has(target));
    if (follows || (!map.ends.has(at) && starts.has(end)) || isLast(at)) return false;
    const flow = map.decode(at)?.flow;
    return flow === FLOW.return || flow === FLOW.jump || flow === FLOW.conditional;
  });
}
