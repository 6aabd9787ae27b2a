// Features of where calls and jumps go.

import { FLOW } from '../../../../code/flow.ts';
import type { ProgramCode } from '../../../../code/program-code.ts';
import { branchTarget } from '../../../../code/x86/branch-target.ts';
import { type Instruction, OPERAND } from '../../../../code/x86/instruction.ts';
import type { FeatureCache } from '../feature-cache.ts';
import type { FeatureList } from '../feature-list.ts';
import type { ApiNames } from './api-names.ts';
import type { Definitions } from './definitions.ts';
import { TRAIT, traitsOf } from './mnemonic-traits.ts';
import type { Place } from './place.ts';

/** Bytes of a call to the next instruction, by which code learns where it is. */
const SELF_CALL = 5;

export class FlowFeatures {
  readonly #code: ProgramCode;
  readonly #features: FeatureCache;
  readonly #names: ApiNames;
  readonly #definitions: Definitions;

  constructor(code: ProgramCode, features: FeatureCache, names: ApiNames, definitions: Definitions) {
    this.#code = code;
    this.#features = features;
    this.#names = names;
    this.#definitions = definitions;
  }

  addTo(list: FeatureList, place: Place): void {
    const { instruction } = place;
    const traits = traitsOf(instruction.mnemonic);
    const isCall = (traits & TRAIT.call) !== 0;
    // What a thunk goes to is said of those who call it.
    if (isCall || ((traits & TRAIT.jmp) !== 0 && !place.function.isThunk)) this.#addApi(list, instruction);
    const target = branchTarget(instruction);
    if (target >= 0 && this.#leavesSection(instruction, target, isCall)) this.#add(list, 'cross section flow');
    if (isCall) this.#addCall(list, place, target);
  }

  #addApi(list: FeatureList, instruction: Instruction): void {
    for (const number of this.#apis(instruction)) list.add(number);
  }

  #apis({ address, kind, register, target }: Instruction): readonly number[] {
    switch (kind[0]) {
      case OPERAND.absolute:
      case OPERAND.ripRelative:
        return this.#names.ofSlot(target);
      case OPERAND.relative: {
        const [reference] = this.#code.references.from(address);
        return reference === undefined ? [] : this.#names.ofFunction(reference.target);
      }
      case OPERAND.register: {
        const slot = this.#definitions.find(address, register[0] as number);
        return slot < 0 ? [] : this.#names.ofSlot(slot);
      }
      default:
        return [];
    }
  }

  /** Whether a branch goes to another region of memory. Calls of imported functions do not count; jumps to them do, as in the reference. */
  #leavesSection({ address, kind, flow }: Instruction, target: number, isCall: boolean): boolean {
    const { image, imports } = this.#code;
    const isSlot = kind[0] !== OPERAND.relative;
    if (isCall && flow === FLOW.call && isSlot && imports.has(target)) return false;
    const to = image.regionAt(target);
    return to !== undefined && to !== image.regionAt(address);
  }

  #addCall(list: FeatureList, { instruction: { address, kind }, function: own }: Place, target: number): void {
    const isIndirect = kind[0] === OPERAND.register || kind[0] === OPERAND.memory || kind[0] === OPERAND.sib;
    if (isIndirect) this.#add(list, 'indirect call');
    if (target < 0 || isIndirect) return;
    if (target === address + SELF_CALL && !this.#isStub(target)) this.#add(list, 'call $+5');
    const to = { type: 'absolute', value: this.#code.image.addressOf(target) } as const;
    list.addAt(this.#features.text('characteristic', 'calls from'), to);
    if (target === own.address) list.addAt(this.#features.text('characteristic', 'recursive call'), to);
  }

  /** Linkers for macOS put the stubs of imported functions right behind the code. */
  #isStub(target: number): boolean {
    return this.#code.platform === 'other' && this.#names.ofFunction(target).length > 0;
  }

  #add(list: FeatureList, characteristic: string): void {
    list.add(this.#features.text('characteristic', characteristic));
  }
}
