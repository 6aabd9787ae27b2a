// Tree -> instructions of a non-deterministic automaton. Both engines run these: the linear one follows all paths at once,
// the backtracking one follows them in order and also understands the operations that remember (groups, atomic parts).

import { compileCode, compileSet } from './characters.ts';
import type { AssertionTest, Fold, LookNode, RegexNode, RepeatNode } from './syntax.ts';

/** Instructions; `a` and `b` are their operands. Execution goes on at the next one unless said otherwise. */
export const OPERATION = {
  /** Takes one code point of set `a`. */
  set: 0,
  /** Goes on at `a`, or else at `b`. */
  split: 1,
  /** Goes on at `a`. */
  jump: 2,
  /** Passes if test `a` holds here (an index of `TESTS`). */
  assert: 3,
  /** Passes if look-around `a` holds here. */
  look: 4,
  /** The pattern has matched. */
  match: 5,
  /** Stores the position in slot `a`. */
  store: 6,
  /** Goes on at `b` if nothing was taken since slot `a` was stored: an empty round ends a loop. */
  leaveIfEmpty: 7,
  /** Takes the text of the group with slots `a` and `a + 1` again; `b` is an index of `FOLDS`. */
  reference: 8,
  /** Goes on at `b` unless the group with slots `a` and `a + 1` has taken part. */
  branchUnlessGroup: 9,
  /** Takes what the first match of part `a` takes, and never another. */
  atomic: 10,
} as const;

/** `end-mirrored` is `end` for a program that runs from the end of the text to its start. */
export type PlaceTest = AssertionTest | 'end-mirrored';

/** Operands of `assert`. */
export const TESTS: readonly PlaceTest[] = [
  'text-start',
  'text-end',
  'end',
  'end-mirrored',
  'line-start',
  'line-end',
  'boundary',
  'not-boundary',
  'ascii-boundary',
  'not-ascii-boundary',
];

/** Operands of `reference`. */
export const FOLDS: readonly Fold[] = ['none', 'ascii', 'unicode'];

const MIRRORED: Readonly<Record<AssertionTest, PlaceTest>> = {
  'text-start': 'text-end',
  'text-end': 'text-start',
  end: 'end-mirrored',
  'line-start': 'line-end',
  'line-end': 'line-start',
  boundary: 'boundary',
  'not-boundary': 'not-boundary',
  'ascii-boundary': 'ascii-boundary',
  'not-ascii-boundary': 'not-ascii-boundary',
};

export interface Look {
  readonly program: Program;
  readonly behind: boolean;
  readonly negated: boolean;
  /** Code points that look-behind goes back. */
  readonly width: number;
}

export interface Program {
  readonly operations: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Tests of single code points. */
  readonly sets: readonly ((code: number) => boolean)[];
  readonly looks: readonly Look[];
  readonly atoms: readonly Program[];
  /** Slots that `store` uses, shared with the programs of look-around and atomic parts. */
  readonly slots: number;
}

/**
 * `forward` and `backward` are for the linear engine: groups leave no trace, and look-ahead is compiled to be run from the end
 * of the text. `remembering` is for the backtracking engine: everything runs forward.
 */
export type Direction = 'forward' | 'backward' | 'remembering';

class Builder {
  readonly #direction: Direction;
  readonly #operations: number[] = [];
  readonly #a: number[] = [];
  readonly #b: number[] = [];
  readonly #sets: ((code: number) => boolean)[] = [];
  readonly #setNumbers = new Map<string, number>();
  readonly #looks: Look[] = [];
  readonly #atoms: Program[] = [];
  /** Next free slot; shared by all parts of one pattern. */
  readonly #slots: { used: number };

  constructor(direction: Direction, slots: { used: number }) {
    this.#direction = direction;
    this.#slots = slots;
  }

  build(root: RegexNode): Program {
    this.#node(root);
    this.#emit(OPERATION.match);
    return {
      operations: Uint8Array.from(this.#operations),
      a: Int32Array.from(this.#a),
      b: Int32Array.from(this.#b),
      sets: this.#sets,
      looks: this.#looks,
      atoms: this.#atoms,
      slots: this.#slots.used,
    };
  }

  #emit(operation: number, a = 0, b = 0): number {
    this.#a.push(a);
    this.#b.push(b);
    return this.#operations.push(operation) - 1;
  }

  get #next(): number {
    return this.#operations.length;
  }

  #node(node: RegexNode): void {
    switch (node.kind) {
      case 'literal': {
        const codes = Array.from(node.text, (character) => character.codePointAt(0) as number);
        if (this.#direction === 'backward') codes.reverse();
        for (const code of codes) {
          this.#emit(
            OPERATION.set,
            this.#set(`${code}/${node.fold}`, () => compileCode(code, node.fold)),
          );
        }
        return;
      }
      case 'set':
        this.#emit(
          OPERATION.set,
          this.#set(JSON.stringify(node), () => compileSet(node)),
        );
        return;
      case 'assertion': {
        const test = this.#direction === 'backward' ? MIRRORED[node.test] : node.test;
        this.#emit(OPERATION.assert, TESTS.indexOf(test));
        return;
      }
      case 'sequence': {
        const { parts } = node;
        if (this.#direction === 'backward')
          for (let i = parts.length - 1; i >= 0; i--) this.#node(parts[i] as RegexNode);
        else for (const part of parts) this.#node(part);
        return;
      }
      case 'alternatives':
        this.#alternatives(node.branches);
        return;
      case 'repeat':
        if (node.mode === 'possessive') this.#atomic({ ...node, mode: 'greedy' });
        else this.#repeat(node);
        return;
      case 'group':
        if (this.#direction === 'remembering') this.#emit(OPERATION.store, slotOf(node.index));
        this.#node(node.child);
        if (this.#direction === 'remembering') this.#emit(OPERATION.store, slotOf(node.index) + 1);
        return;
      case 'look':
        this.#emit(OPERATION.look, this.#looks.push(this.#look(node)) - 1);
        return;
      case 'atomic':
        this.#atomic(node.child);
        return;
      case 'back-reference':
        this.#emit(OPERATION.reference, slotOf(node.group), FOLDS.indexOf(node.fold));
        return;
      case 'conditional': {
        const branch = this.#emit(OPERATION.branchUnlessGroup, slotOf(node.group));
        this.#node(node.yes);
        const leave = this.#emit(OPERATION.jump);
        this.#b[branch] = this.#next;
        this.#node(node.no);
        this.#a[leave] = this.#next;
      }
    }
  }

  #set(key: string, compile: () => (code: number) => boolean): number {
    let number = this.#setNumbers.get(key);
    if (number === undefined) {
      number = this.#sets.push(compile()) - 1;
      this.#setNumbers.set(key, number);
    }
    return number;
  }

  #alternatives(branches: readonly RegexNode[]): void {
    const leaves: number[] = [];
    for (const branch of branches.slice(0, -1)) {
      const split = this.#emit(OPERATION.split, this.#next + 1);
      this.#node(branch);
      leaves.push(this.#emit(OPERATION.jump));
      this.#b[split] = this.#next;
    }
    this.#node(branches[branches.length - 1] as RegexNode);
    for (const leave of leaves) this.#a[leave] = this.#next;
  }

  /** A choice between one more round and leaving; the target of leaving is filled in by `#leaveTo`. */
  #choice(lazy: boolean): number {
    const split = this.#emit(OPERATION.split);
    (lazy ? this.#b : this.#a)[split] = this.#next;
    return split;
  }

  #leaveTo(split: number, lazy: boolean, target: number): void {
    (lazy ? this.#a : this.#b)[split] = target;
  }

  #repeat({ child, min, max, mode }: RepeatNode): void {
    const lazy = mode === 'lazy';
    for (let round = 0; round < min; round++) this.#node(child);
    if (max === Number.POSITIVE_INFINITY) {
      const split = this.#choice(lazy);
      const check = this.#round(child);
      this.#emit(OPERATION.jump, split);
      this.#leaveTo(split, lazy, this.#next);
      if (check !== undefined) this.#b[check] = this.#next;
      return;
    }
    const splits: number[] = [];
    for (let round = min; round < max; round++) {
      splits.push(this.#choice(lazy));
      this.#node(child);
    }
    for (const split of splits) this.#leaveTo(split, lazy, this.#next);
  }

  /** One round of an open loop; for the backtracking engine with the check that it took something. */
  #round(child: RegexNode): number | undefined {
    if (this.#direction !== 'remembering') {
      this.#node(child);
      return undefined;
    }
    const slot = this.#slots.used++;
    this.#emit(OPERATION.store, slot);
    this.#node(child);
    return this.#emit(OPERATION.leaveIfEmpty, slot);
  }

  #look({ behind, negated, child, width }: LookNode): Look {
    const direction = this.#direction === 'remembering' ? 'remembering' : behind ? 'forward' : 'backward';
    return { program: new Builder(direction, this.#slots).build(child), behind, negated, width };
  }

  #atomic(child: RegexNode): void {
    this.#emit(OPERATION.atomic, this.#atoms.push(new Builder(this.#direction, this.#slots).build(child)) - 1);
  }
}

/** First of the two slots (start, end) of a group. */
function slotOf(group: number): number {
  return (group - 1) * 2;
}

/** Compiles the tree of a pattern with `groups` groups. */
export function compileProgram(root: RegexNode, groups: number, direction: Direction): Program {
  return new Builder(direction, { used: groups * 2 }).build(root);
}
