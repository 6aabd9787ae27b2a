// Which blocks of a function lead to which: the ways between them, backwards.

import type { CodeBlock } from '../../program-code.ts';
import type { CodeMap } from './code-map.ts';

const NONE: readonly CodeBlock[] = [];

export class BlockWays {
  readonly #before = new Map<CodeBlock, CodeBlock[]>();

  constructor(map: CodeMap, blocks: readonly CodeBlock[]) {
    const starts = new Map(blocks.map((block) => [block.start, block]));
    const add = (from: CodeBlock, to: number): void => {
      const block = starts.get(to);
      if (block === undefined) return;
      const known = this.#before.get(block);
      if (known === undefined) this.#before.set(block, [from]);
      else if (known.at(-1) !== from) known.push(from);
    };
    for (const block of blocks) {
      const last = block.instructions.at(-1) as number;
      for (const { target, isCall } of map.references.from(last)) if (!isCall) add(block, target);
      if (!map.ends.has(last)) add(block, block.end);
    }
  }

  /** Blocks that go on to this one, in the order of their addresses. */
  before(block: CodeBlock): readonly CodeBlock[] {
    return this.#before.get(block) ?? NONE;
  }
}
