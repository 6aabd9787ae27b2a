// The functions of native code with their features, for the Program contract. Nothing is found before somebody asks for it, and nothing is
// kept that a walk has passed, except for blocks that several functions have.

import type { CodeBlock, CodeFunction, ProgramCode } from '../../../code/program-code.ts';
import type { Program, ProgramBlock, ProgramFunction } from '../../../features/program.ts';
import type { FeatureRegistrar } from '../../../features/registrar.ts';
import { BlockFeatures } from './block-features.ts';
import { FeatureCache } from './feature-cache.ts';
import { FunctionFeatures } from './function-features.ts';
import type { NativeFacts } from './native-facts.ts';

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
  const ofFunctions = new FunctionFeatures(code, facts, features);
  const blocks = new SharedBlocks(code, new BlockFeatures(code, facts, features));
  for (const found of code.functions) {
    const address = { type: 'absolute', value: code.image.addressOf(found.address) } as const;
    const library = facts.libraryName(found.address);
    yield {
      address,
      ...(library === undefined ? {} : { library }),
      features: ofFunctions.find(found, address),
      blocks: blocks.of(found),
    };
  }
}

/** Blocks with their features. Those that are in several functions are kept. */
class SharedBlocks {
  readonly #code: ProgramCode;
  readonly #features: BlockFeatures;
  /** Blocks that several functions have, and their features where they are the same in each. */
  readonly #shared = new Map<CodeBlock, ProgramBlock | undefined>();

  constructor(code: ProgramCode, features: BlockFeatures) {
    this.#code = code;
    this.#features = features;
    const met = new Set<CodeBlock>();
    for (const { blocks } of code.functions) {
      for (const block of blocks) {
        if (met.has(block)) this.#shared.set(block, undefined);
        met.add(block);
      }
    }
  }

  of(owner: CodeFunction): Iterable<ProgramBlock> {
    return { [Symbol.iterator]: () => this.#walk(owner) };
  }

  *#walk(owner: CodeFunction): Generator<ProgramBlock, void, void> {
    const first = owner.blocks[0];
    for (const block of owner.blocks) {
      const isSame = block !== first && this.#shared.has(block) && this.#isSameInEach(block, owner);
      const found = (isSame ? this.#shared.get(block) : undefined) ?? this.#features.find(block, owner);
      if (isSame) this.#shared.set(block, found);
      yield found;
    }
  }

  /** Whether the features of a block that is not a function's first are those that it has in other functions. */
  #isSameInEach({ start, end }: CodeBlock, { address, isThunk }: CodeFunction): boolean {
    const { references } = this.#code;
    return !isThunk && !references.to(address).some(({ source }) => source >= start && source < end);
  }
}
