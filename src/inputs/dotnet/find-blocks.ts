// Where the basic blocks of a method begin: at targets of jumps, behind jumps and ends, and where exceptions are handled.

import { findLastAtMost } from '../../bytes/growable.ts';
import type { CilDecoder } from '../../code/cil/decode.ts';
import type { ExceptionClause } from '../../formats/dotnet/method-body.ts';

/** Kind of an exception clause with a filter, of which the detail is an offset. */
const FILTER = 1;

export class BlockFinder {
  readonly #instructions: number[] = [];
  readonly #leaders: number[] = [0];
  /** Places of jumps back, each before its target. */
  readonly #back: number[] = [];

  constructor(clauses: readonly ExceptionClause[]) {
    for (const { kind, tryOffset, handlerOffset, detail } of clauses) {
      this.#leaders.push(tryOffset, handlerOffset);
      if (kind === FILTER) this.#leaders.push(detail);
    }
  }

  /** Told of each instruction once. */
  see({ at, end, isBranch, isEnd }: CilDecoder): void {
    this.#instructions.push(at);
    if (isBranch || isEnd) this.#leaders.push(end);
  }

  /** Told of each target of a jump. */
  seeTarget(at: number, target: number): void {
    this.#leaders.push(target);
    if (target <= at) this.#back.push(at, target);
  }

  /** Ascending. Only where an instruction begins. */
  starts(): Int32Array {
    const starts = Int32Array.from(this.#instructions);
    const leaders = Float64Array.from(this.#leaders).sort();
    let count = 0;
    let next = 0;
    for (const start of starts) {
      while (next < leaders.length && (leaders[next] as number) < start) next++;
      if (leaders[next] === start) starts[count++] = start;
    }
    return starts.slice(0, count);
  }

  /** Whether a block goes on to its own beginning. */
  hasTightLoop(starts: Int32Array): boolean {
    for (let i = 0; i < this.#back.length; i += 2) {
      const block = findLastAtMost(starts, this.#back[i] as number);
      if (block >= 0 && starts[block] === this.#back[i + 1]) return true;
    }
    return false;
  }
}
