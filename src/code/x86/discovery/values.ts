// What a register or a place on the stack holds at an instruction of a function, found by going back to where it was written. Nothing is run:
// additions, loads and copies are followed, everything else is a value of its own. Widths are left out, a value and its extension are the same.

import { FLOW } from '../../flow.ts';
import type { CodeBlock } from '../../program-code.ts';
import { decodeAt } from '../decode-at.ts';
import { Instruction, OPERAND } from '../instruction.ts';
import { MNEMONICS } from '../mnemonics.ts';
import { BANK, generalNumber, isGeneral } from '../registers.ts';
import type { BlockWays } from './block-ways.ts';
import type { CodeMap } from './code-map.ts';
import { addSums, constantSum, type Sum, sumKey, termSum } from './sum.ts';
import { returnedPlace, type Variable, writes } from './writes.ts';

/** Before an instruction of a block. */
export interface CodePlace {
  readonly block: CodeBlock;
  /** Position in its instructions. */
  readonly index: number;
}

/** Instructions that are looked at to find one value. */
const MAX_STEPS = 30_000;
/** Values that lead to each other. */
const MAX_DEPTH = 24;
/** Blocks that are gone back through, to find one value. */
const MAX_BLOCKS = 4096;
/** Places where ways come together, one before the other. */
const MAX_NESTING = 1000;
/** Bits that a value is shifted by. */
const MAX_SHIFT = 32;
const STACK_POINTER = 4;
const FRAME_POINTER = 5;
const COPIES: ReadonlySet<string> = new Set(['mov', 'movzx', 'movsx', 'movsxd']);
const EXTENSIONS: ReadonlySet<string> = new Set(['cdqe', 'cwde', 'cbw']);

export class Values {
  readonly #map: CodeMap;
  readonly #ways: BlockWays;
  /**
   * Whether small numbers that code puts into a variable count as values of their own. The first number of a variable that a loop changes
   * is all that is known of it before the rest of the loop is.
   */
  isOpen = false;
  /** What instructions write, while one value is looked for. */
  readonly #known = new Map<string, Sum>();
  #steps = 0;
  /** Whether no more instructions are to be looked at. */
  #isSpent = false;
  #depth = 0;
  #nesting = 0;

  constructor(map: CodeMap, ways: BlockWays) {
    this.#map = map;
    this.#ways = ways;
  }

  /** The operand of the instruction at a place, as it is before that. */
  operandAt(place: CodePlace, operand: number): Sum {
    this.#steps = 0;
    this.#isSpent = false;
    this.#known.clear();
    const instruction = this.#decode(place.block.instructions[place.index] as number);
    return this.#operand(instruction, operand, place);
  }

  #decode(at: number): Instruction {
    const instruction = new Instruction();
    decodeAt(this.#map.image, at, instruction);
    return instruction;
  }

  #operand(instruction: Instruction, operand: number, place: CodePlace): Sum {
    const size = instruction.size[operand] as number;
    switch (instruction.kind[operand]) {
      case OPERAND.register:
        return this.#register(instruction.register[operand] as number, place);
      case OPERAND.immediate:
        return constantSum(signedOf(instruction.low[operand] as number, instruction.high[operand] as number, size));
      case OPERAND.absolute:
      case OPERAND.ripRelative:
      case OPERAND.memory:
      case OPERAND.sib:
        return instruction.segment >= 5
          ? this.#unknown(instruction.address, 'fs')
          : this.#loaded(instruction, size, place);
      default:
        return this.#unknown(instruction.address, `o${operand}`);
    }
  }

  #register(register: number, place: CodePlace): Sum {
    const isHighByte = register >= BANK.byte + 16 && register < BANK.word;
    if (!isGeneral(register) || isHighByte) return this.#unknown(place.block.start, `r${register}`);
    return this.#find({ register: generalNumber(register) }, place);
  }

  /** A place on the stack is followed like a register. */
  #loaded(instruction: Instruction, size: number, place: CodePlace): Sum {
    const { base, index, displacement } = instruction;
    const register = generalNumber(base);
    if (base !== 0 && index === 0 && (register === STACK_POINTER || register === FRAME_POINTER)) {
      return this.#find({ register, displacement }, place);
    }
    const address = this.#address(instruction, place);
    return termSum({ key: `[${size}:${sumKey(address)}]`, load: { size, address } });
  }

  #address(instruction: Instruction, place: CodePlace): Sum {
    const { memory, base, index, scale, displacement, target, address: at } = instruction;
    if (memory === OPERAND.absolute || memory === OPERAND.ripRelative) return constantSum(target);
    let sum: Sum | undefined = constantSum(base === 0 ? target : displacement);
    if (base !== 0) sum = addSums(sum, this.#register(base, place));
    if (index !== 0 && sum !== undefined) sum = addSums(sum, this.#register(index, place), scale);
    return sum ?? this.#unknown(at, 'address');
  }

  /** The value of a variable before a place. */
  #find(variable: Variable, place: CodePlace): Sum {
    return this.#search(variable, place, new Set()) ?? this.#unknown(place.block.start, nameOf(variable));
  }

  /** Undefined where all ways go in circles. */
  #search(variable: Variable, { block: first, index }: CodePlace, met: Set<CodeBlock>): Sum | undefined {
    let block = first;
    let from = index;
    for (;;) {
      const writer = this.#writerBefore(variable, block, from);
      if (writer >= 0) return this.#written(variable, { block, index: writer });
      met.add(block);
      const before = this.#ways.before(block);
      if (this.#isSpent || met.size > MAX_BLOCKS || before.length === 0) break;
      const [only] = before;
      if (before.length > 1 || only === undefined) return this.#joined(variable, block, met);
      if (met.has(only)) return undefined;
      block = only;
      from = block.instructions.length;
    }
    return this.#unknown(block.start, nameOf(variable));
  }

  /** What all ways to a block have in common. */
  #joined(variable: Variable, block: CodeBlock, met: Set<CodeBlock>): Sum | undefined {
    const own = this.#unknown(block.start, nameOf(variable));
    if (this.#nesting >= MAX_NESTING) return own;
    this.#nesting++;
    let found: Sum | undefined;
    for (const from of this.#ways.before(block)) {
      if (met.has(from)) continue;
      const value = this.#search(variable, { block: from, index: from.instructions.length }, met);
      if (value === undefined) continue;
      if (found !== undefined && sumKey(found) !== sumKey(value)) {
        found = own;
        break;
      }
      found = value;
    }
    this.#nesting--;
    return found;
  }

  /** Position of the last instruction before another one of a block that writes to a variable; -1 if none does. */
  #writerBefore(variable: Variable, { instructions }: CodeBlock, index: number): number {
    for (let i = index - 1; i >= 0 && !this.#isSpent; i--) {
      if (++this.#steps > MAX_STEPS || !this.#map.allowance.takeTrialStep()) this.#isSpent = true;
      const instruction = this.#map.decode(instructions[i] as number);
      if (instruction !== undefined && writes(this.#map, instruction, variable)) return i;
    }
    return -1;
  }

  /** What the instruction at a place writes to a variable. In circles, that is a value of its own. */
  #written(variable: Variable, place: CodePlace): Sum {
    const at = place.block.instructions[place.index] as number;
    const name = nameOf(variable);
    const key = `${name}@${at}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const own = this.#unknown(at, name);
    if (this.#depth >= MAX_DEPTH) return own;
    this.#known.set(key, own);
    this.#depth++;
    const value = this.#result(variable, this.#decode(at), place) ?? own;
    this.#depth--;
    this.#known.set(key, value);
    return value;
  }

  #result(variable: Variable, instruction: Instruction, place: CodePlace): Sum | undefined {
    if (instruction.flow === FLOW.call) {
      const returned = returnedPlace(this.#map, instruction);
      return returned?.register === variable.register ? constantSum(returned.address) : undefined;
    }
    const name = MNEMONICS[instruction.mnemonic] as string;
    const operand = (i: number): Sum => this.#operand(instruction, i, place);
    if (COPIES.has(name)) return this.#copied(operand(1));
    if (EXTENSIONS.has(name)) return this.#find({ register: 0 }, place);
    switch (name) {
      case 'lea':
        return this.#address(instruction, place);
      case 'add':
        return addSums(operand(0), operand(1));
      case 'sub':
        return addSums(operand(0), operand(1), -1);
      case 'inc':
        return addSums(operand(0), constantSum(1));
      case 'dec':
        return addSums(operand(0), constantSum(-1));
      case 'shl':
      case 'sal':
        return instruction.kind[1] === OPERAND.immediate && (instruction.low[1] as number) <= MAX_SHIFT
          ? addSums(constantSum(0), operand(0), 2 ** (instruction.low[1] as number))
          : undefined;
      case 'and':
        return instruction.kind[1] === OPERAND.immediate ? masked(operand(0), operand(1).constant) : undefined;
      case 'xor':
        return instruction.kind[1] === OPERAND.register && instruction.register[0] === instruction.register[1]
          ? this.#copied(constantSum(0))
          : undefined;
      case 'pop':
        return this.#popped(instruction.address, place);
      default:
        return undefined;
    }
  }

  #copied(value: Sum): Sum | undefined {
    const isNumber = value.terms.length === 0 && !this.#map.image.isMapped(value.constant);
    return this.isOpen && isNumber ? undefined : value;
  }

  /** What `pop` takes: the return address behind a call of the next instruction, or what was pushed before in the block. */
  #popped(at: number, { block, index }: CodePlace): Sum | undefined {
    const { image } = this.#map;
    if (image.u8(at - 5) === 0xe8 && image.unsigned(at - 4, 4) === 0) return constantSum(at);
    let open = 0;
    for (let i = index - 1; i >= 0; i--) {
      const before = this.#map.decode(block.instructions[i] as number);
      if (before === undefined || before.flow === FLOW.call) return undefined;
      const name = MNEMONICS[before.mnemonic];
      if (name === 'pop') open++;
      if (name !== 'push' || open-- > 0) continue;
      return this.#operand(this.#decode(before.address), 0, { block, index: i });
    }
    return undefined;
  }

  #unknown(at: number, name: string): Sum {
    return termSum({ key: `${name}@${at}` });
  }
}

function masked(value: Sum, mask: number): Sum | undefined {
  return mask < 0 ? undefined : termSum({ key: `(${sumKey(value)}&${mask})`, most: mask });
}

function nameOf({ register, displacement }: Variable): string {
  return displacement === undefined ? `r${register}` : `s${register}:${displacement}`;
}

function signedOf(low: number, high: number, size: number): number {
  if (size === 8) return (high | 0) * 2 ** 32 + low;
  const bits = 32 - size * 8;
  return (low << bits) >> bits;
}
