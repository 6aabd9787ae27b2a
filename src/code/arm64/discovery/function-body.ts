// The body of one function: everything that its beginning goes on to, calls left out. Jumps through registers are resolved by what the code
// itself says of them: a slot of an import, a table of a switch.

import { FLOW } from '../../flow.ts';
import { LOCATION } from '../../location-map.ts';
import type { CodeBlock } from '../../program-code.ts';
import { type Instruction, OPERAND } from '../instruction.ts';
import type { ArmCode } from './arm-code.ts';
import { hasPrologue, isStub } from './beginnings.ts';
import { switchTargets } from './switch-tables.ts';
import { FunctionValues, formedBy, placeOf, type Value, type Values, valueIn } from './values.ts';

/** Tables that lead to further tables. */
const MOST_ROUNDS = 32;

/** What the rest of the program is, as far as it is known. */
export interface Surroundings {
  /** Whether another function begins at an address. */
  isFunction(address: number): boolean;
  /** Whether calls of a function, or of what is imported into a slot, do not come back. */
  isLast(target: number): boolean;
}

export interface FunctionBody {
  readonly start: number;
  readonly blocks: readonly CodeBlock[];
  /** Functions that it calls or jumps to. */
  readonly called: ReadonlySet<number>;
  /** Addresses of code that it forms, for whoever is given them. */
  readonly pointed: ReadonlySet<number>;
  /** Ends in a return, in a jump that may go anywhere, or where nobody looked. */
  readonly canReturn: boolean;
  /** Functions and slots that it ends in by jumping there. */
  readonly tails: ReadonlySet<number>;
}

/** Follows a function from its beginning. */
export function followBody(
  code: ArmCode,
  start: number,
  surroundings: Surroundings,
  found: () => number,
): FunctionBody {
  return new BodyWalk(code, start, surroundings, found).follow();
}

class BodyWalk {
  readonly #code: ArmCode;
  readonly #start: number;
  readonly #around: Surroundings;
  readonly #found: () => number;
  readonly #met = new Set<number>();
  readonly #leaders: Set<number>;
  readonly #ends = new Set<number>();
  /** Where instructions jump to inside of the function. */
  readonly #jumps = new Map<number, Set<number>>();
  readonly #indirect = new Set<number>();
  readonly #called = new Set<number>();
  readonly #pointed = new Set<number>();
  readonly #tails = new Set<number>();
  #canReturn = false;
  #isCut = false;

  constructor(code: ArmCode, start: number, around: Surroundings, found: () => number) {
    this.#code = code;
    this.#start = start;
    this.#around = around;
    this.#found = found;
    this.#leaders = new Set([start]);
  }

  follow(): FunctionBody {
    this.#walk([this.#start]);
    let blocks = this.#blocks();
    let values = this.#valuesOf(blocks);
    for (let round = 0; round < MOST_ROUNDS && this.#indirect.size > 0; round++) {
      const targets = this.#resolve(blocks, values);
      if (targets.length === 0 || !this.#code.allowance.takeDefinitionSteps(this.#met.size)) break;
      this.#walk(targets);
      blocks = this.#blocks();
      values = this.#valuesOf(blocks);
    }
    for (const block of blocks) values.walk(block, (instruction, known) => this.#refer(instruction, known));
    this.#code.allowance.takeBlocks(blocks.length, this.#met.size);
    // A jump that nobody understands may go back to who called.
    const canReturn = this.#canReturn || this.#isCut || this.#indirect.size > 0;
    return {
      ...{ start: this.#start, blocks, canReturn, tails: this.#tails },
      ...{ called: this.#called, pointed: this.#pointed },
    };
  }

  #walk(todo: number[]): void {
    for (let at = todo.pop(); at !== undefined && !this.#isCut; at = todo.pop()) {
      for (let next = at; next >= 0 && !this.#met.has(next); ) {
        if (next !== this.#start && this.#around.isFunction(next)) {
          // What goes on into another function ends there.
          if (next !== at) this.#ends.add(next - 4);
          this.#leaveTo(next);
          break;
        }
        if (!this.#takeInstruction()) return;
        const instruction = this.#code.decode(next);
        if (instruction === undefined) {
          if (next !== at) this.#ends.add(next - 4);
          break;
        }
        this.#met.add(next);
        const { locations } = this.#code;
        if (!locations.begins(next, LOCATION.instruction)) locations.add(next, 4, LOCATION.instruction);
        next = this.#step(next, instruction, todo);
      }
    }
  }

  /** Whether one more may be followed; otherwise the function is cut there. */
  #takeInstruction(): boolean {
    const { allowance, references, image } = this.#code;
    const { functionInstructions, functionBlocks } = allowance.limits;
    if (
      this.#met.size < functionInstructions &&
      this.#leaders.size < functionBlocks &&
      allowance.takeInstruction(this.#found(), references.size)
    )
      return true;
    if (!this.#isCut) allowance.cut(image.addressOf(this.#start));
    this.#isCut = true;
    return false;
  }

  /** Where an instruction goes on to directly; -1 for nowhere. */
  #step(at: number, instruction: Instruction, todo: number[]): number {
    const { flow, target } = instruction;
    switch (flow) {
      case FLOW.conditional:
        this.#leaders.add(at + 4);
        if (target >= 0) this.#jump(at, target, true, todo);
        return at + 4;
      case FLOW.jump:
        this.#ends.add(at);
        this.#leaders.add(at + 4);
        if (target >= 0) this.#jump(at, target, false, todo);
        else this.#indirect.add(at);
        return -1;
      case FLOW.call:
        if (target < 0) return at + 4;
        this.#refersTo(at, target, true);
        if (this.#code.image.isExecutable(target)) this.#called.add(target);
        if (!this.#around.isLast(target)) return at + 4;
        return this.#endsHere(at);
      case FLOW.return:
        this.#canReturn = true;
        this.#ends.add(at);
        return -1;
      case FLOW.stop:
        this.#ends.add(at);
        return -1;
      default:
        return at + 4;
    }
  }

  /** The call at an address does not come back. */
  #endsHere(at: number): number {
    this.#ends.add(at);
    this.#code.lastCalls.add(at);
    return -1;
  }

  #jump(at: number, target: number, isConditional: boolean, todo: number[]): void {
    const { references, image } = this.#code;
    references.addCode({ source: at, target, isCall: false, isDereferenced: false, isConditional });
    if (!image.isExecutable(target)) {
      // Object files: what a linker will put there comes back, or does not.
      if (this.#code.facts.imports.has(target)) this.#tails.add(target);
      return;
    }
    if (
      target !== this.#start &&
      (this.#around.isFunction(target) || (!isConditional && isOther(this.#code, target)))
    ) {
      this.#leaveTo(target);
      return;
    }
    this.#goTo(at, target, todo);
  }

  #goTo(at: number, target: number, todo: number[]): void {
    this.#leaders.add(target);
    const known = this.#jumps.get(at);
    if (known === undefined) this.#jumps.set(at, new Set([target]));
    else known.add(target);
    todo.push(target);
  }

  #leaveTo(target: number): void {
    this.#tails.add(target);
    this.#called.add(target);
  }

  #refersTo(source: number, target: number, isCall: boolean, isDereferenced = false): void {
    this.#code.references.addCode({ source, target, isCall, isDereferenced, isConditional: false });
  }

  #blocks(): CodeBlock[] {
    const blocks: CodeBlock[] = [];
    let own: number[] = [];
    const close = (): void => {
      const [start] = own;
      if (start !== undefined)
        blocks.push({ start, end: (own.at(-1) as number) + 4, instructions: Float64Array.from(own) });
      own = [];
    };
    for (const at of [...this.#met].sort((a, b) => a - b)) {
      if (own.length > 0 && (own.at(-1) !== at - 4 || this.#leaders.has(at))) close();
      own.push(at);
      if (this.#ends.has(at) || this.#jumps.has(at)) close();
    }
    close();
    return blocks;
  }

  #valuesOf(blocks: readonly CodeBlock[]): FunctionValues {
    return new FunctionValues(
      (at) => this.#code.decode(at),
      blocks,
      this.#start,
      (block) => this.#nextOf(block),
    );
  }

  #nextOf({ end }: CodeBlock): readonly number[] {
    const jumps = [...(this.#jumps.get(end - 4) ?? [])];
    return this.#ends.has(end - 4) || !this.#met.has(end) ? jumps : [...jumps, end];
  }

  /** New places that jumps through registers go to. */
  #resolve(blocks: readonly CodeBlock[], values: FunctionValues): number[] {
    const targets: number[] = [];
    const before = this.#singleWays(blocks);
    for (const block of blocks) {
      const at = block.end - 4;
      if (!this.#indirect.has(at) || !this.#code.allowance.takeDefinitionSteps(block.instructions.length)) continue;
      const [register, value] = this.#jumpRegister(block, values);
      if (register < 0 || this.#jumpsTo(at, value, targets)) continue;
      const cases = switchTargets({ code: this.#code, values, before }, block, register);
      for (const target of cases) {
        if (!this.#takeInstruction()) return targets;
        this.#refersTo(at, target, false);
        this.#goTo(at, target, targets);
      }
      if (cases.size > 0) this.#indirect.delete(at);
    }
    return targets;
  }

  /** The register that the jump at the end of a block goes through, -1 for none, and what it holds. */
  #jumpRegister(block: CodeBlock, values: FunctionValues): [number, Value | undefined] {
    let register = -1;
    let value: Value | undefined;
    values.walk(block, (instruction, known) => {
      if (instruction.address !== block.end - 4 || instruction.kind[0] !== OPERAND.register) return;
      register = instruction.register[0] as number;
      value = valueIn(known, register);
    });
    return [register, value];
  }

  /** The block that goes on to another one, by the beginning of that, where there is only one. */
  #singleWays(blocks: readonly CodeBlock[]): ReadonlyMap<number, CodeBlock | undefined> {
    const ways = new Map<number, CodeBlock | undefined>();
    for (const block of blocks) {
      for (const to of this.#nextOf(block)) ways.set(to, ways.has(to) && ways.get(to) !== block ? undefined : block);
    }
    return ways;
  }

  /** Whether it is known where a jump goes, which then is told. */
  #jumpsTo(at: number, value: Value | undefined, targets: number[]): boolean {
    const { image, facts } = this.#code;
    if (value?.kind === 'loaded') {
      if (facts.imports.has(value.from)) {
        this.#indirect.delete(at);
        this.#refersTo(at, value.from, false, true);
        this.#tails.add(value.from);
        return true;
      }
      return false;
    }
    if (value?.kind !== 'constant' || typeof value.value !== 'number' || !image.isExecutable(value.value)) return false;
    this.#indirect.delete(at);
    this.#jump(at, value.value, false, targets);
    return true;
  }

  /** Notes what an instruction calls through a register, and which code and data it speaks of. */
  #refer(instruction: Instruction, values: Values): void {
    const { references, image, facts } = this.#code;
    const { address, flow, target, kind, register } = instruction;
    if (flow === FLOW.call && target < 0) {
      const value = kind[0] === OPERAND.register ? valueIn(values, register[0] as number) : undefined;
      if (value?.kind === 'loaded' && facts.imports.has(value.from)) this.#refersTo(address, value.from, true, true);
      else if (value?.kind === 'constant' && typeof value.value === 'number' && image.isExecutable(value.value)) {
        this.#refersTo(address, value.value, true);
        this.#called.add(value.value);
      }
      return;
    }
    if (flow !== FLOW.next) return;
    const place = placeOf(instruction, values);
    if (place >= 0 && image.isMapped(place)) references.addData(place);
    const formed = formedBy(instruction, values);
    if (formed >= 0 && image.isExecutable(formed) && formed % 4 === 0) this.#pointed.add(formed);
  }
}

/** Whether what is jumped to is a function of its own: it saves registers first, or is the stub of an import. */
function isOther(code: ArmCode, address: number): boolean {
  return hasPrologue(code, address) || isStub(code, address);
}
