// Operands as the disassembler wrote them: its trees from left to right.

import { type BinExport2, EXPRESSION } from '../../formats/binexport2/binexport2.ts';

/** Expressions of one operand that are shown. */
const MOST_NODES = 64;
const MOST_OPERANDS = 16;
/** Most of a name that is shown, in UTF-16 units. */
const MOST_TEXT = 256;

export class OperandTexts {
  readonly #file: BinExport2;
  /** Expressions that may still be written: one that is listed twice has its parts twice. */
  #left = 0;

  constructor(file: BinExport2) {
    this.#file = file;
  }

  /** Operands of an instruction, with commas between them. */
  of(instruction: number): string {
    return this.#file.instructionOperands
      .of(instruction, MOST_OPERANDS)
      .map((operand) => this.#text(operand))
      .filter((text) => text !== '')
      .join(', ');
  }

  #text(operand: number): string {
    const numbers = this.#file.operands.of(operand, MOST_NODES);
    this.#left = MOST_NODES;
    return numbers.length === 0 ? '' : this.#write(numbers, 0);
  }

  /** What begins at a position in the list, whose parts stand behind it and name it as their parent. */
  #write(numbers: readonly number[], position: number): string {
    const number = numbers[position] as number;
    const expression = this.#file.expressions.get(number);
    if (expression === undefined || this.#left-- <= 0) return '';
    const children: string[] = [];
    for (let i = position + 1; i < numbers.length && this.#left > 0; i++) {
      if (this.#file.expressions.get(numbers[i] as number)?.parent === number) children.push(this.#write(numbers, i));
    }
    const { type, immediate } = expression;
    const symbol = expression.symbol.slice(0, MOST_TEXT);
    switch (type) {
      case EXPRESSION.operator:
        // Written back before it is used.
        if (symbol === '!') return `${children.join('')}!`;
        return children.length < 2 ? `${symbol}${children[0] ?? ''}` : children.join(symbol === ',' ? ', ' : symbol);
      case EXPRESSION.dereference:
        return `[${children.join('')}]`;
      case EXPRESSION.integer:
        return integerText(immediate);
      case EXPRESSION.sizePrefix:
        return children.join('');
      default:
        return symbol + children.join('');
    }
  }
}

/** Of 64 bits those whose highest is set are negative. */
function integerText(value: number | bigint): string {
  const signed = BigInt.asIntN(64, BigInt(value));
  const size = signed < 0n ? -signed : signed;
  const text = size < 10n ? String(size) : `0x${size.toString(16)}`;
  return signed < 0n ? `-${text}` : text;
}
