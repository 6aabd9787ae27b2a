// The functions of native code with their features, for the Program contract. Nothing is found before somebody asks for it, and nothing is
// kept that a walk has passed, except for blocks that several functions have.

import { IntegerMap, IntegerSet } from '../../../bytes/integer-map.ts';
import type { CodeBlock, CodeFunction, ProgramCode } from '../../../code/program-code.ts';
import type { Program, ProgramBlock, ProgramFunction } from '../../../features/program.ts';
import type { FeatureRegistrar } from '../../../features/registrar.ts';
import { FeatureCache } from './feature-cache.ts';
import type { CodeFeatures } from './machine.ts';
import { MACHINES } from './machines.ts';
import type { NativeFacts } from './native-facts.ts';
import { withObserved } from './observed-features.ts';

/** The functions of a program; see `Program`. */
export function nativeProgram(code: ProgramCode, facts: NativeFacts): Program['functions'] {
  return (registrar) => functionsOf(code, facts, registrar);
}

function* functionsOf(
  code: ProgramCode,
  facts: NativeFacts,
  registrar: FeatureRegistrar,
): Generator<ProgramFunction, void, void> {
  const features = new FeatureCache(registrar);
  const ofCode = withObserved(MACHINES[code.image.machine].features(code, facts, features), facts, registrar);
  const blocks = new SharedBlocks(code, ofCode);
  for (const found of code.functions) {
    const address = { type: 'absolute', value: code.image.addressOf(found.address) } as const;
    const library = facts.libraryName(found.address);
    yield {
      address,
      ...(library === undefined ? {} : { library }),
      features: ofCode.ofFunction(found, address),
      blocks: blocks.of(found),
    };
  }
}

/** A block that several functions have, and its features where they are the same in each. */
interface SharedBlock {
  readonly block: CodeBlock;
  found: ProgramBlock | undefined;
}

/** Blocks with their features. Those that are in several functions are kept. */
class SharedBlocks {
  readonly #code: ProgramCode;
  readonly #features: CodeFeatures;
  /** By where they begin. */
  readonly #shared = new IntegerMap<SharedBlock>();

  constructor(code: ProgramCode, features: CodeFeatures) {
    this.#code = code;
    this.#features = features;
    const met = new IntegerSet();
    for (const { blocks } of code.functions) {
      for (const block of blocks) {
        if (met.has(block.start)) this.#shared.set(block.start, { block, found: undefined });
        else met.add(block.start);
      }
    }
  }

  of(owner: CodeFunction): Iterable<ProgramBlock> {
    return { [Symbol.iterator]: () => this.#walk(owner) };
  }

  *#walk(owner: CodeFunction): Generator<ProgramBlock, void, void> {
    const first = owner.blocks[0];
    const callers = Float64Array.from(this.#code.references.to(owner.address), ({ source }) => source).sort();
    for (const block of owner.blocks) {
      const shared = block === first ? undefined : this.#sharedOf(block, owner, callers);
      const found = shared?.found ?? this.#features.ofBlock(block, owner);
      if (shared !== undefined) shared.found = found;
      yield found;
    }
  }

  /** The shared block that this one is, if its features are those that it has in other functions, of which it is not the first block. */
  #sharedOf(
    { start, end, instructions }: CodeBlock,
    { isThunk }: CodeFunction,
    callers: Float64Array,
  ): SharedBlock | undefined {
    const shared = this.#shared.get(start);
    if (shared === undefined || isThunk) return undefined;
    if (shared.block.end !== end || shared.block.instructions.length !== instructions.length) return undefined;
    const caller = callers[firstFrom(callers, start)];
    return caller !== undefined && caller < end ? undefined : shared;
  }
}

/** Position of the first value that is not less. */
function firstFrom(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
