// Features of A64 code. What operands are numbers and offsets is as the reference has it of what other disassemblers saw (BinExport2); what
// needs several instructions, addresses and numbers that are put together, follows from the values of registers.

import { IntegerMap } from '../../../../bytes/integer-map.ts';
import { decodeAt } from '../../../../code/arm64/decode-at.ts';
import { FunctionValues, type Values } from '../../../../code/arm64/discovery/values.ts';
import { Instruction } from '../../../../code/arm64/instruction.ts';
import { FLOW } from '../../../../code/flow.ts';
import type { CodeBlock, CodeFunction, ProgramCode } from '../../../../code/program-code.ts';
import type { Address } from '../../../../features/address.ts';
import type { PlacedFeatures, ProgramBlock, ProgramInstruction } from '../../../../features/program.ts';
import type { FeatureCache } from '../feature-cache.ts';
import { FeatureList } from '../feature-list.ts';
import { hasCircle } from '../loop.ts';
import type { CodeFeatures } from '../machine.ts';
import type { NativeFacts } from '../native-facts.ts';
import { ArmInstructionFeatures } from './instruction-features.ts';

export class ArmFeatures implements CodeFeatures {
  readonly #code: ProgramCode;
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #list = new FeatureList();
  readonly #instruction = new Instruction();
  readonly #ofInstructions: ArmInstructionFeatures;
  /** Of the function whose blocks are asked for: what registers hold, and where each block goes on to, by its beginning. */
  #owner: CodeFunction | undefined;
  #values: FunctionValues | undefined;
  readonly #next = new IntegerMap<readonly number[]>();

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#code = code;
    this.#facts = facts;
    this.#features = features;
    this.#ofInstructions = new ArmInstructionFeatures(code, facts, features);
  }

  ofFunction(found: CodeFunction, address: Address): PlacedFeatures {
    const { references, image } = this.#code;
    this.#turnTo(found);
    for (const { source, isCall } of references.to(found.address)) {
      // A jump to the own beginning is a loop.
      if (!isCall && isIn(found.blocks, source)) continue;
      const caller = { type: 'absolute', value: image.addressOf(source) } as const;
      this.#list.addAt(this.#features.text('characteristic', 'calls to'), caller);
    }
    if (hasCircle(found.blocks, (block) => this.#nextOf(block)))
      this.#list.add(this.#features.text('characteristic', 'loop'));
    for (const name of this.#facts.symbolNames(found.address))
      this.#list.add(this.#features.text('function name', name));
    return this.#list.take(address);
  }

  ofBlock(block: CodeBlock, owner: CodeFunction): ProgramBlock {
    const instructions: ProgramInstruction[] = [];
    this.#valuesOf(owner).walk(block, (instruction, values: Values) => {
      const address = this.#addressOf(instruction.address);
      this.#ofInstructions.addTo(this.#list, instruction, values, owner);
      instructions.push({ address, features: this.#list.take(address) });
    });
    const address = this.#addressOf(block.start);
    this.#list.add(this.#features.basicBlock);
    if (this.#nextOf(block).includes(block.start)) this.#list.add(this.#features.text('characteristic', 'tight loop'));
    return { address, features: this.#list.take(address), instructions };
  }

  #addressOf(address: number): Address {
    return { type: 'absolute', value: this.#code.image.addressOf(address) };
  }

  #turnTo(owner: CodeFunction): void {
    if (this.#owner === owner) return;
    this.#owner = owner;
    this.#values = undefined;
    this.#next.clear();
  }

  #valuesOf(owner: CodeFunction): FunctionValues {
    this.#turnTo(owner);
    this.#values ??= new FunctionValues(
      (at) => this.#decode(at),
      owner.blocks,
      owner.address,
      (block) => this.#nextOf(block),
    );
    return this.#values;
  }

  #decode(at: number): Instruction | undefined {
    return decodeAt(this.#code.image, at, this.#instruction) ? this.#instruction : undefined;
  }

  /** Where a block goes on to, in any function. */
  #nextOf(block: CodeBlock): readonly number[] {
    let next = this.#next.get(block.start);
    if (next === undefined) {
      next = this.#findNext(block);
      this.#next.set(block.start, next);
    }
    return next;
  }

  #findNext({ end, instructions }: CodeBlock): number[] {
    const last = instructions.at(-1) as number;
    const next: number[] = [];
    for (const { target, isCall, isDereferenced } of this.#code.references.from(last)) {
      if (!isCall && !isDereferenced) next.push(target);
    }
    const flow = this.#decode(last)?.flow;
    const goesOn = flow !== FLOW.jump && flow !== FLOW.return && flow !== FLOW.stop && !this.#code.lastCalls.has(last);
    if (goesOn) next.push(end);
    return next;
  }
}

/** Whether one of the blocks, which ascend, has an instruction at an address. */
function isIn(blocks: readonly CodeBlock[], address: number): boolean {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as CodeBlock).end <= address) low = middle + 1;
    else high = middle;
  }
  const found = blocks[low];
  return found !== undefined && found.start <= address;
}
