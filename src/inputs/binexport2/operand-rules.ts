// Which operands of which instructions are numbers and offsets to rules: for each machine, shapes (operand-shapes.ts). What the reference looks for
// in the trees of operands, so that its rules mean the same here.

import type { OperandShape } from './operand-shapes.ts';

/** A number in an operand. */
export interface FoundValue {
  readonly operand: number;
  readonly value: number | bigint;
}

export interface MachineRules {
  readonly bits: 32 | 64;
  /** Bits of offsets, which have a sign. */
  readonly offsetBits: 32 | 64;
  numbers(mnemonic: string, shapes: readonly OperandShape[]): FoundValue[];
  offsets(mnemonic: string, shapes: readonly OperandShape[]): FoundValue[];
  isXor(mnemonic: string, shapes: readonly OperandShape[]): boolean;
  isIndirectCall(mnemonic: string, shapes: readonly OperandShape[]): boolean;
  /** Whether what it adds may be a place in a structure. */
  addsOffset(mnemonic: string, operand: number): boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const CHANGING = words('cmp and or test mov add adc sub shl shr sal sar');
const PLACES = words('R [R [R+I [R+R+I [R+R*I [R+R*I+I');
const MOVING = words('mov movzx movsb cmp');
const MOVING_OR_LEA = words('mov movzx movsb cmp lea');
const STORING = words('mov movzx movsb');
const XORS = words('xor xorpd xorps pxor');
const BRANCHES = words('call jmp');
const GONE_TO = words('R [R [R+I [R+R+I [R*I+I [R+R*I [R+R*I+I');

const last = ({ integers }: OperandShape): number | bigint => integers.at(-1) ?? 0;

/** The displacement of a place in memory whose address is made of registers: `[R+4`, not `[4`, nor a place on the stack. */
function hasDisplacement({ text }: OperandShape): boolean {
  return /^\[(?:R\+I|[Rs]\+[Rs]\*I\+I|[Rs]\*I\+I|[Rs]\+[Rs]\+I)$/.test(text);
}

export const INTEL: Omit<MachineRules, 'bits' | 'offsetBits'> = {
  numbers(mnemonic, shapes) {
    const [first, second, third] = shapes;
    const found = (operand: number, shape: OperandShape): FoundValue[] => [{ operand, value: last(shape) }];
    if (first === undefined) return [];
    switch (shapes.length) {
      case 1:
        return mnemonic === 'push' && first.text === 'I' ? found(0, first) : [];
      case 2: {
        const other = second as OperandShape;
        if ((mnemonic === 'add' || mnemonic === 'sub') && first.text === 's' && other.text === 'I') return [];
        if (CHANGING.has(mnemonic) && PLACES.has(first.anyText) && other.text === 'I') return found(1, other);
        if ((mnemonic === 'cmp' || mnemonic === 'test') && first.text === 'I' && other.anyText === 'R')
          return found(0, first);
        return mnemonic === 'lea' && first.anyText === 'R' && other.anyText === '[R+I' ? found(1, other) : [];
      }
      case 3:
        return mnemonic === 'imul' && first.anyText === 'R' && second?.anyText === 'R' && third?.text === 'I'
          ? found(2, third)
          : [];
      default:
        return [];
    }
  },
  offsets(mnemonic, shapes) {
    const [first, second] = shapes;
    if (shapes.length !== 2 || first === undefined || second === undefined) return [];
    const isValue = (shape: OperandShape): boolean => shape.anyText === 'R' || shape.text === 'I';
    if (MOVING.has(mnemonic) && hasDisplacement(first) && isValue(second)) return [{ operand: 0, value: last(first) }];
    if (MOVING_OR_LEA.has(mnemonic) && first.anyText === 'R' && hasDisplacement(second))
      return [{ operand: 1, value: last(second) }];
    const isPlain = STORING.has(mnemonic) && first.text === '[R' && isValue(second);
    const isLea = mnemonic === 'lea' && first.anyText === 'R' && second.text === '[R';
    return isPlain || isLea ? [{ operand: 1, value: 0 }] : [];
  },
  isXor(mnemonic, [first, second, more]) {
    if (!XORS.has(mnemonic) || first === undefined || second === undefined || more !== undefined) return false;
    const isPlain = first.anyText === 'R' && (second.anyText === 'R' || second.text === 'I');
    return isPlain && (second.text === 'I' || first.register !== second.register);
  },
  isIndirectCall: (mnemonic, [only, more]) =>
    BRANCHES.has(mnemonic) && only !== undefined && more === undefined && GONE_TO.has(only.anyText),
  addsOffset: (mnemonic) => mnemonic.startsWith('add'),
};

const LOADS = words('ldr ldrb ldrh ldrsb ldrsh ldrex ldrd str strb strh strex strd');
const PAIRS = words('ldp ldpd stp stpd');
const LINKING = words('blx bx blr');

export const ARM: Omit<MachineRules, 'bits' | 'offsetBits'> = {
  numbers(mnemonic, shapes) {
    const isFrame = (mnemonic === 'add' || mnemonic === 'sub') && shapes.length === 3;
    if (isFrame && shapes[1]?.register.endsWith('sp') === true) return [];
    return shapes.flatMap((shape, operand) => (shape.text === 'I' ? [{ operand, value: last(shape) }] : []));
  },
  offsets(mnemonic, shapes) {
    const registers = LOADS.has(mnemonic) ? 1 : PAIRS.has(mnemonic) ? 2 : 0;
    if (registers === 0 || shapes.slice(0, registers).some(({ anyText }) => anyText !== 'R')) return [];
    const [place, behind, more] = shapes.slice(registers);
    if (place === undefined || more !== undefined) return [];
    if (behind === undefined) {
      const isOffset = place.text === '[R,I' || place.text === '![R,I';
      return isOffset ? [{ operand: registers, value: last(place) }] : [];
    }
    return place.text === '[R' && behind.text === 'I' ? [{ operand: registers + 1, value: last(behind) }] : [];
  },
  isXor(mnemonic, [first, second, third, more]) {
    if (mnemonic !== 'eor' || first === undefined || second === undefined || third === undefined || more !== undefined)
      return false;
    if (first.anyText !== 'R' || second.anyText !== 'R') return false;
    return third.text === 'I' || (third.anyText === 'R' && second.register !== third.register);
  },
  isIndirectCall: (mnemonic, [only, more]) =>
    LINKING.has(mnemonic) && only !== undefined && more === undefined && only.anyText === 'R',
  addsOffset: (mnemonic, operand) => mnemonic === 'add' && operand === 2,
};
