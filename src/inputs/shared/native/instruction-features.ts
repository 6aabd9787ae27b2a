// All features of one instruction.

import type { ProgramCode } from '../../../code/program-code.ts';
import { FLOW, OPERAND } from '../../../code/x86/instruction.ts';
import { ApiNames } from './api-names.ts';
import { Constants } from './constants.ts';
import { Definitions } from './definitions.ts';
import type { FeatureCache } from './feature-cache.ts';
import type { FeatureList } from './feature-list.ts';
import { FlowFeatures } from './flow-features.ts';
import { mnemonicNames } from './mnemonic-names.ts';
import type { NativeFacts } from './native-facts.ts';
import { isNonZeroingXor } from './nzxor.ts';
import type { Place } from './place.ts';
import { Pointers } from './pointers.ts';
import { readsPeb, segmentAccess } from './segments.ts';

export class InstructionFeatures {
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #flow: FlowFeatures;
  readonly #constants: Constants;
  readonly #names: readonly (readonly string[])[];
  /** Numbers of the names of a mnemonic, once it was met. */
  readonly #mnemonics: (readonly number[] | undefined)[];

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#facts = facts;
    this.#features = features;
    this.#names = mnemonicNames(facts.semantics);
    this.#mnemonics = this.#names.map(() => undefined);
    const definitions = new Definitions(code);
    this.#flow = new FlowFeatures(code, features, new ApiNames(code, facts, features, definitions), definitions);
    this.#constants = new Constants(code.image, features, new Pointers(code, facts, features), facts.semantics);
  }

  addTo(list: FeatureList, place: Place): void {
    const { instruction } = place;
    const { semantics } = this.#facts;
    if (instruction.kind[0] === OPERAND.far) this.#addFar(list, instruction.mnemonic);
    else for (const number of this.#mnemonic(instruction.mnemonic)) list.add(number);
    if (instruction.flow !== FLOW.next && instruction.kind[0] !== OPERAND.far) this.#flow.addTo(list, place);
    this.#constants.addTo(list, instruction);
    if (isNonZeroingXor(place, semantics)) this.#add(list, 'nzxor');
    if (instruction.segment === 0) return;
    const access = segmentAccess(instruction);
    if (access !== undefined) this.#add(list, access);
    if (readsPeb(instruction, semantics)) this.#add(list, 'peb access');
  }

  /** Calls and jumps to another segment, which 32-bit code can write, have names of their own in the reference. */
  #addFar(list: FeatureList, mnemonic: number): void {
    const [name] = this.#names[mnemonic] as readonly string[];
    list.add(this.#features.text('mnemonic', `${name}f`));
    if (this.#facts.semantics['mnemonic-names']) list.add(this.#features.text('mnemonic', name as string));
  }

  #mnemonic(mnemonic: number): readonly number[] {
    const known = this.#mnemonics[mnemonic];
    if (known !== undefined) return known;
    const names = this.#names[mnemonic] as readonly string[];
    const numbers = names.map((name) => this.#features.text('mnemonic', name));
    this.#mnemonics[mnemonic] = numbers;
    return numbers;
  }

  #add(list: FeatureList, characteristic: string): void {
    list.add(this.#features.text('characteristic', characteristic));
  }
}
