// CIL as text, in the spelling of assemblers of it: `call System.IO.File::Delete`, `br.s IL_0012`, `ldc.i4 0x10`.

import type { CilDecoder } from './decode.ts';
import { mnemonicOf, OP, OPERAND, SECOND } from './opcodes.ts';

/** Targets of a switch that are shown. */
const MOST_TARGETS = 16;
/** Longest text of a string that is shown, in UTF-16 units. */
const MOST_TEXT = 200;

/** What tokens stand for. Who shows it makes it harmless. */
export interface TokenTexts {
  /** Name of a method, field or type. */
  nameOf(token: number): string | undefined;
  stringOf(token: number): string | undefined;
}

/** The latest instruction of a decoder. */
export function formatCil(decoder: CilDecoder, texts: TokenTexts): string {
  const { opcode } = decoder;
  const operand = operandText(decoder, texts);
  const name = mnemonicOf(opcode) ?? `.byte ${opcode < SECOND ? hex(opcode, 2) : `0xFE, ${hex(opcode - SECOND, 2)}`}`;
  return operand === '' ? name : `${name} ${operand}`;
}

function operandText(decoder: CilDecoder, texts: TokenTexts): string {
  const { kind, opcode } = decoder;
  switch (kind) {
    case OPERAND.none:
      return '';
    case OPERAND.int8:
    case OPERAND.int32:
    case OPERAND.int64:
    case OPERAND.float32:
    case OPERAND.float64:
      return numberText(decoder);
    case OPERAND.variable8:
    case OPERAND.variable16:
      return String(decoder.operand);
    case OPERAND.branch8:
    case OPERAND.branch32:
      return label(decoder.target(0));
    case OPERAND.switch: {
      const shown = Math.min(decoder.targetCount, MOST_TARGETS);
      const targets = Array.from({ length: shown }, (_, i) => label(decoder.target(i)));
      return `(${targets.join(', ')}${decoder.targetCount > shown ? ', …' : ''})`;
    }
    case OPERAND.string: {
      const text = texts.stringOf(decoder.operand);
      if (text === undefined) return hex(decoder.operand, 8);
      return JSON.stringify(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);
    }
    default:
      return (opcode === OP.calli ? undefined : texts.nameOf(decoder.operand)) ?? hex(decoder.operand, 8);
  }
}

function numberText(decoder: CilDecoder): string {
  const number = decoder.number();
  if (number === undefined) return '';
  const { value, isFloat } = number;
  if (isFloat) return String(value);
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

function label(offset: number): string {
  return `IL_${(offset >>> 0).toString(16).padStart(4, '0')}`;
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}
