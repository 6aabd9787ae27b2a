// A block with its instructions and all features of both. A block is decoded as a whole: what its instructions are depends on its end.

import { FLOW } from '../../../../code/flow.ts';
import type { CodeBlock, CodeFunction, ProgramCode } from '../../../../code/program-code.ts';
import { branchTarget } from '../../../../code/x86/branch-target.ts';
import { decodeAt } from '../../../../code/x86/decode-at.ts';
import { Instruction } from '../../../../code/x86/instruction.ts';
import type { Address } from '../../../../features/address.ts';
import type { ProgramBlock, ProgramInstruction } from '../../../../features/program.ts';
import type { FeatureCache } from '../feature-cache.ts';
import { FeatureList } from '../feature-list.ts';
import type { NativeFacts } from '../native-facts.ts';
import { InstructionFeatures } from './instruction-features.ts';
import type { Place } from './place.ts';
import { STACK_STRING_LENGTH, stackCharacters } from './stack-string.ts';

export class BlockFeatures {
  readonly #code: ProgramCode;
  readonly #features: FeatureCache;
  readonly #ofInstructions: InstructionFeatures;
  readonly #list = new FeatureList();
  readonly #instruction = new Instruction();
  readonly #last = new Instruction();

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#code = code;
    this.#features = features;
    this.#ofInstructions = new InstructionFeatures(code, facts, features);
  }

  /** The block as a part of a function: some features depend on that. */
  find(block: CodeBlock, owner: CodeFunction): ProgramBlock {
    const isDecoded = decodeAt(this.#code.image, block.instructions.at(-1) as number, this.#last);
    const place: Place = {
      instruction: this.#instruction,
      function: owner,
      block,
      isFirstBlock: block === owner.blocks[0],
      returns: isDecoded && this.#last.flow === FLOW.return,
    };
    const instructions: ProgramInstruction[] = [];
    let characters = 0;
    for (const start of block.instructions) {
      const address = this.#addressOf(start);
      if (decodeAt(this.#code.image, start, this.#instruction)) {
        this.#ofInstructions.addTo(this.#list, place);
        characters += stackCharacters(this.#instruction);
      }
      instructions.push({ address, features: this.#list.take(address) });
    }
    const isTightLoop = isDecoded && this.#last.flow === FLOW.conditional && branchTarget(this.#last) === block.start;
    const address = this.#addressOf(block.start);
    this.#list.add(this.#features.basicBlock);
    if (isTightLoop) this.#list.add(this.#features.text('characteristic', 'tight loop'));
    if (characters >= STACK_STRING_LENGTH) this.#list.add(this.#features.text('characteristic', 'stack string'));
    return { address, features: this.#list.take(address), instructions };
  }

  #addressOf(address: number): Address {
    return { type: 'absolute', value: this.#code.image.addressOf(address) };
  }
}
