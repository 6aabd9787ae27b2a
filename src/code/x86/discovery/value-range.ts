// Between which bounds a value lies in a block, as the comparisons before it say: `cmp index, 8; ja default`.

import { FLOW } from '../../flow.ts';
import type { CodeBlock } from '../../program-code.ts';
import { byMnemonic } from '../mnemonics.ts';
import type { BlockWays } from './block-ways.ts';
import type { CodeMap } from './code-map.ts';
import { type Sum, sumKey, unknownPart } from './sum.ts';
import type { Values } from './values.ts';

/** First and last value. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Blocks between a comparison and the jump that relies on it. */
const MAX_WAY = 8;
const MAX_WAYS = 32;

/** By the last four bits of the opcode of a jump: what is added to the bound that the compared value does not exceed. */
const IF_TAKEN: Readonly<Record<number, number>> = { 2: -1, 6: 0, 12: -1, 14: 0 };
const IF_PASSED: Readonly<Record<number, number>> = { 3: -1, 7: 0, 13: -1, 15: 0 };

const isCompare = byMnemonic((name) => name === 'cmp' || name === 'sub');
/** What leaves flags as they are, of the instructions that compilers put between. */
const keepsFlags = byMnemonic((name) => /^(?:mov|lea|push|pop|cdqe|set|nop|not)/.test(name));

export class ValueRanges {
  readonly #map: CodeMap;
  readonly #ways: BlockWays;
  readonly #values: Values;

  constructor(map: CodeMap, ways: BlockWays, values: Values) {
    this.#map = map;
    this.#ways = ways;
    this.#values = values;
  }

  /** The range of a value without a constant part; undefined where nothing bounds it on every way. */
  find(value: Sum, block: CodeBlock): Range | undefined {
    const compared = this.#before(sumKey(value), block, { ways: MAX_WAYS }, 0);
    const [only] = value.terms;
    const most = value.terms.length === 1 && only?.factor === 1 ? only.most : undefined;
    if (most === undefined) return compared;
    return { low: Math.max(compared?.low ?? 0, 0), high: Math.min(compared?.high ?? most, most) };
  }

  #before(value: string, block: CodeBlock, left: { ways: number }, depth: number): Range | undefined {
    let all: Range | undefined;
    if (depth === MAX_WAY) return undefined;
    for (const from of this.#ways.before(block)) {
      if (left.ways-- === 0) return undefined;
      const range = this.#onWay(value, from, block) ?? this.#before(value, from, left, depth + 1);
      if (range === undefined) return undefined;
      all = all === undefined ? range : { low: Math.min(all.low, range.low), high: Math.max(all.high, range.high) };
    }
    return all;
  }

  /** What the jump at the end of a block says if it leads to another. */
  #onWay(value: string, from: CodeBlock, to: CodeBlock): Range | undefined {
    const last = from.instructions.length - 1;
    const jump = this.#map.decode(from.instructions[last] as number);
    if (jump === undefined || jump.flow !== FLOW.conditional) return undefined;
    const bounds = jump.target === to.start ? IF_TAKEN : IF_PASSED;
    const more = bounds[jump.opcode & 15];
    const index = more === undefined ? -1 : this.#compareBefore(from, last);
    if (more === undefined || index < 0) return undefined;
    const compared = this.#values.operandAt({ block: from, index }, 0);
    const bound = this.#values.operandAt({ block: from, index }, 1);
    if (compared.terms.length === 0 || sumKey(unknownPart(compared)) !== value) return undefined;
    if (bound.terms.length > 0 || bound.constant + more < 0) return undefined;
    return { low: -compared.constant, high: bound.constant + more - compared.constant };
  }

  /** Position of the instruction whose flags the jump asks for; -1 if it does not compare. */
  #compareBefore({ instructions }: CodeBlock, last: number): number {
    for (let i = last - 1; i >= 0; i--) {
      const mnemonic = this.#map.decode(instructions[i] as number)?.mnemonic ?? 0;
      if (isCompare(mnemonic)) return i;
      if (!keepsFlags(mnemonic)) return -1;
    }
    return -1;
  }
}
