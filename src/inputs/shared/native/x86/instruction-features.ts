// All features of one instruction.

import { FLOW } from '../../../../code/flow.ts';
import type { ProgramCode } from '../../../../code/program-code.ts';
import { type Instruction, OPERAND, PREFIX } from '../../../../code/x86/instruction.ts';
import { byMnemonic } from '../../../../code/x86/mnemonics.ts';
import type { FeatureCache } from '../feature-cache.ts';
import type { FeatureList } from '../feature-list.ts';
import type { NativeFacts } from '../native-facts.ts';
import { Pointers } from '../pointers.ts';
import { ApiNames } from './api-names.ts';
import { Constants } from './constants.ts';
import { Definitions } from './definitions.ts';
import { FlowFeatures } from './flow-features.ts';
import { isNamedByOpcode, mnemonicNames, nameByOpcode } from './mnemonic-names.ts';
import { isNonZeroingXor } from './nzxor.ts';
import type { Place } from './place.ts';
import { readsPeb, segmentAccess } from './segments.ts';

export class InstructionFeatures {
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #flow: FlowFeatures;
  readonly #constants: Constants;
  readonly #names: (mnemonic: number) => readonly string[];
  readonly #isNamedByOpcode: (mnemonic: number) => boolean;
  /** Numbers of the names of a mnemonic, once it was met. */
  readonly #mnemonics: (readonly number[] | undefined)[] = [];

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#facts = facts;
    this.#features = features;
    this.#names = mnemonicNames(code.image.bits, facts.semantics);
    this.#isNamedByOpcode = byMnemonic((name) => code.image.bits === 64 && isNamedByOpcode(name));
    const definitions = new Definitions(code);
    this.#flow = new FlowFeatures(code, features, new ApiNames(code, facts, features, definitions), definitions);
    this.#constants = new Constants(code.image, features, new Pointers(code, facts, features), facts.semantics);
  }

  addTo(list: FeatureList, place: Place): void {
    const { instruction } = place;
    const { semantics } = this.#facts;
    this.#addMnemonic(list, instruction);
    if (instruction.flow !== FLOW.next && instruction.kind[0] !== OPERAND.far) this.#flow.addTo(list, place);
    this.#constants.addTo(list, instruction);
    if (isNonZeroingXor(place, semantics)) this.#add(list, 'nzxor');
    if (instruction.segment === 0) return;
    const access = segmentAccess(instruction);
    if (access !== undefined) this.#add(list, access);
    if (readsPeb(instruction, semantics)) this.#add(list, 'peb access');
  }

  #addMnemonic(list: FeatureList, instruction: Instruction): void {
    if (!this.#facts.semantics['mnemonic-names'] && (instruction.prefixes & PREFIX.evex) !== 0) {
      list.add(this.#features.text('mnemonic', 'bound'));
      return;
    }
    const other = this.#otherName(instruction);
    if (other !== undefined) list.add(this.#features.text('mnemonic', other));
    if (other !== undefined && !this.#facts.semantics['mnemonic-names']) return;
    for (const number of this.#mnemonic(instruction.mnemonic)) list.add(number);
  }

  /** The reference's name where the mnemonic does not tell it. Calls and jumps to another segment, which 32-bit code can write, are among these. */
  #otherName(instruction: Instruction): string | undefined {
    const { kind, mnemonic } = instruction;
    if (kind[0] === OPERAND.far) return `${this.#names(mnemonic)[0]}f`;
    return this.#isNamedByOpcode(mnemonic) ? nameByOpcode(instruction) : undefined;
  }

  #mnemonic(mnemonic: number): readonly number[] {
    const known = this.#mnemonics[mnemonic];
    if (known !== undefined) return known;
    const names = this.#names(mnemonic);
    const numbers = names.map((name) => this.#features.text('mnemonic', name));
    this.#mnemonics[mnemonic] = numbers;
    return numbers;
  }

  #add(list: FeatureList, characteristic: string): void {
    list.add(this.#features.text('characteristic', characteristic));
  }
}
