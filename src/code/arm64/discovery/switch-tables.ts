// Tables of `switch`: what a jump through a register may go to. The register is the sum of an address and a distance that was loaded from a table,
// or was loaded itself; how many there are follows from the comparison before it.

import { FLOW } from '../../flow.ts';
import { LOCATION } from '../../location-map.ts';
import type { CodeBlock } from '../../program-code.ts';
import { EXTEND, type Instruction, OPERAND, signedImmediateOf, TRAIT } from '../instruction.ts';
import { MNEMONICS, mnemonicNumber } from '../mnemonics.ts';
import type { ArmCode } from './arm-code.ts';
import { addressIn, type FunctionValues, type Values } from './values.ts';

/** Slots of a table of which nothing says how long it is. */
const MOST_UNBOUNDED = 1024;
/** Blocks before a jump in which its parts are looked for, and instructions at the end of each. */
const MOST_BLOCKS = 3;
const MOST_STEPS = 48;

export interface TableContext {
  readonly code: ArmCode;
  readonly values: FunctionValues;
  /** By the beginning of a block: the one that goes on to it, where there is only one. */
  readonly before: ReadonlyMap<number, CodeBlock | undefined>;
}

const ADD = mnemonicNumber('add');
const CMP = mnemonicNumber('cmp');
const SUBS = mnemonicNumber('subs');
const LOADS: ReadonlyMap<number, { readonly bytes: number; readonly signed: boolean }> = new Map([
  [mnemonicNumber('ldrb'), { bytes: 1, signed: false }],
  [mnemonicNumber('ldrsb'), { bytes: 1, signed: true }],
  [mnemonicNumber('ldrh'), { bytes: 2, signed: false }],
  [mnemonicNumber('ldrsh'), { bytes: 2, signed: true }],
  [mnemonicNumber('ldrsw'), { bytes: 4, signed: true }],
  [mnemonicNumber('ldr'), { bytes: 4, signed: false }],
]);

/** A table as the code reads it. */
interface Table {
  readonly at: number;
  readonly bytes: number;
  readonly signed: boolean;
  /** The register that chooses. */
  readonly index: number;
  /** What is added to the slots, and how far they are shifted before. */
  readonly origin: number;
  readonly shift: number;
  readonly extend: number;
}

/** Where the jump at the end of `block` through `register` goes; none where that is not understood. */
export function switchTargets(context: TableContext, block: CodeBlock, register: number): ReadonlySet<number> {
  const targets = new Set<number>();
  const steps = stepsBefore(context, block);
  const table = findTable(steps, register);
  if (table === undefined) return targets;
  const { code } = context;
  const bound = boundOf(steps, table.index);
  // Nearly every short number is a distance to some code.
  if (bound === undefined && table.bytes < 4) return targets;
  const count = Math.min(bound ?? MOST_UNBOUNDED, MOST_UNBOUNDED);
  for (let i = 0; i < count && code.allowance.takeSlot(); i++) {
    const slot = table.at + i * table.bytes;
    // Where other code begins to read, another table begins.
    if (bound === undefined && i > 0 && code.formed.has(slot)) break;
    const target = targetOf(code, table, i);
    if (target === undefined) break;
    targets.add(target);
    // Between functions it would look like code.
    if (bound !== undefined && code.locations.kindAt(slot) === LOCATION.none && code.image.isExecutable(slot))
      code.locations.add(slot, table.bytes, LOCATION.number);
  }
  return targets;
}

function targetOf({ image, locations }: ArmCode, table: Table, i: number): number | undefined {
  const { at, bytes, signed, origin, shift, extend } = table;
  const slot = at + i * bytes;
  let value = bytes === 8 ? image.pointer(slot) : image.unsigned(slot, bytes);
  const kind = locations.kindAt(slot);
  if (value < 0 || (i > 0 && bytes === 8 && kind !== LOCATION.none && kind !== LOCATION.number)) return undefined;
  const bits = bytes * 8;
  const isSigned = signed || extend === EXTEND.sxtb || extend === EXTEND.sxth || extend === EXTEND.sxtw;
  if (bytes < 8 && isSigned && value >= 2 ** (bits - 1)) value -= 2 ** bits;
  const target = origin + value * 2 ** shift;
  return target % 4 === 0 && image.isExecutable(target) ? target : undefined;
}

/** Walks back from the jump: the sum, the load, the registers in them. Each is the latest one that writes what the next one needs. */
function findTable(steps: readonly Step[], register: number): Table | undefined {
  let wanted = register;
  let origin = 0;
  let shift = 0;
  let extend: number = EXTEND.uxtx;
  let hasSum = false;
  for (const { instruction, values } of steps) {
    const { flow, traits, kind, register: written } = instruction;
    if (flow !== FLOW.next || (traits & TRAIT.readsFirst) !== 0) continue;
    if (kind[0] !== OPERAND.register || written[0] !== wanted) continue;
    const load = LOADS.get(instruction.mnemonic);
    if (load !== undefined && instruction.index >= 0) {
      const at = addressIn(values, instruction.base);
      const bytes = load.bytes === 4 && instruction.width[0] === 64 && !load.signed ? 8 : load.bytes;
      if (at < 0 || (bytes < 8 && !hasSum)) return undefined;
      return { ...load, at, bytes, index: instruction.index, origin, shift, extend };
    }
    if (instruction.mnemonic !== ADD || hasSum || instruction.operands < 3) return undefined;
    const sum = partsOf(instruction, values);
    if (sum === undefined) return undefined;
    hasSum = true;
    ({ origin, shift, extend, wanted } = sum);
  }
  return undefined;
}

interface Step {
  readonly instruction: Instruction;
  readonly values: Values;
}

/** The last instructions before the end of a block, the latest first, with what is known before each. */
function stepsBefore({ code, values, before }: TableContext, block: CodeBlock): Step[] {
  const steps: Step[] = [];
  let current: CodeBlock | undefined = block;
  for (let i = 0; i < MOST_BLOCKS && current !== undefined; i++) {
    const { instructions, start } = current;
    if (!code.allowance.takeDefinitionSteps(instructions.length)) break;
    const from = instructions[Math.max(instructions.length - MOST_STEPS, 0)] as number;
    const own: Step[] = [];
    values.walk(current, (instruction, known) => {
      if (instruction.address >= from) own.push({ instruction: copyOf(instruction), values: [...known] });
    });
    for (const step of own.reverse()) steps.push(step);
    current = before.get(start);
  }
  return steps;
}

/** The record is filled again by the next one that is decoded. */
function copyOf(instruction: Instruction): Instruction {
  const { address, mnemonic, flow, operands, mode, base, index, displacement, target } = instruction;
  return {
    ...instruction,
    ...{ address, mnemonic, flow, operands, mode, base, index, displacement, target },
    kind: instruction.kind.slice(),
    register: instruction.register.slice(),
    width: instruction.width.slice(),
    low: instruction.low.slice(),
    high: instruction.high.slice(),
    extend: instruction.extend.slice(),
    amount: instruction.amount.slice(),
  };
}

/** The known address in a sum, and how the other part becomes a distance. */
function partsOf(
  { kind, register, extend, amount }: Instruction,
  values: Values,
): { origin: number; shift: number; extend: number; wanted: number } | undefined {
  if (kind[1] !== OPERAND.register) return undefined;
  const isPlain = kind[2] === OPERAND.register || (kind[2] === OPERAND.shiftedRegister && amount[2] === 0);
  if (!isPlain && kind[2] !== OPERAND.shiftedRegister && kind[2] !== OPERAND.extendedRegister) return undefined;
  const [first, second] = [register[1] as number, register[2] as number];
  const origin = addressIn(values, first);
  if (origin >= 0) {
    return {
      origin,
      shift: isPlain ? 0 : (amount[2] as number),
      extend: isPlain ? EXTEND.uxtx : (extend[2] as number),
      wanted: second,
    };
  }
  const other = isPlain ? addressIn(values, second) : -1;
  return other < 0 ? undefined : { origin: other, shift: 0, extend: EXTEND.uxtx, wanted: first };
}

/** How many slots there are: what the index is compared with before the jump, of another comparison where it is not seen itself. */
function boundOf(steps: readonly Step[], index: number): number | undefined {
  let isReached = true;
  let other: number | undefined;
  for (const { instruction } of steps) {
    const { mnemonic, kind, register } = instruction;
    if (instruction.flow === FLOW.conditional) isReached = !EXCLUDES.test(MNEMONICS[mnemonic] ?? '');
    const operand = mnemonic === CMP ? 0 : mnemonic === SUBS ? 1 : -1;
    if (operand < 0 || kind[operand] !== OPERAND.register || kind[operand + 1] !== OPERAND.immediate) continue;
    const bound = signedImmediateOf(instruction, operand + 1) + (isReached ? 1 : 0);
    if (register[operand] === index) return bound;
    other ??= bound;
  }
  return other;
}

/** Conditions after which what was compared with is none of the cases. */
const EXCLUDES = /^b\.(?:hs|cs|lo|cc|ge|lt)$/;
