// Features of a function as a whole.

import { FLOW } from '../../../../code/flow.ts';
import type { CodeBlock, CodeFunction, ProgramCode } from '../../../../code/program-code.ts';
import { branchTarget, fallsThrough } from '../../../../code/x86/branch-target.ts';
import { decodeAt } from '../../../../code/x86/decode-at.ts';
import { Instruction } from '../../../../code/x86/instruction.ts';
import type { Address } from '../../../../features/address.ts';
import type { PlacedFeatures } from '../../../../features/program.ts';
import type { FeatureCache } from '../feature-cache.ts';
import { FeatureList } from '../feature-list.ts';
import { hasCircle } from '../loop.ts';
import type { NativeFacts } from '../native-facts.ts';

export class FunctionFeatures {
  readonly #code: ProgramCode;
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #list = new FeatureList();
  readonly #last = new Instruction();

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#code = code;
    this.#facts = facts;
    this.#features = features;
  }

  find(found: CodeFunction, address: Address): PlacedFeatures {
    const { image, references } = this.#code;
    for (const { source } of references.to(found.address)) {
      const caller = { type: 'absolute', value: image.addressOf(source) } as const;
      this.#list.addAt(this.#features.text('characteristic', 'calls to'), caller);
    }
    if (hasCircle(found.blocks, (block) => this.#next(block))) {
      this.#list.add(this.#features.text('characteristic', 'loop'));
    }
    for (const name of this.#facts.symbolNames(found.address)) {
      this.#list.add(this.#features.text('function name', name));
    }
    return this.#list.take(address);
  }

  /** Where a block goes on to, as far as its last instruction says it: cases of a switch are not known here, as in the reference. */
  #next(block: CodeBlock): readonly number[] {
    const last = this.#last;
    if (!decodeAt(this.#code.image, block.instructions.at(-1) as number, last)) return [];
    const next = fallsThrough(last) ? [block.end] : [];
    if (last.flow === FLOW.conditional || last.flow === FLOW.jump) {
      const target = branchTarget(last);
      if (target >= 0) next.push(target);
    }
    return next;
  }
}
