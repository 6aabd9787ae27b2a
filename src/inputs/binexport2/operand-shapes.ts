// Operands as shapes: their trees written down from left to right. `R` is a register, `s` one that points into the stack, `I` an integer, `S` a
// symbol, `[` a place in memory, everything else an operator: `[s+I`, `[R+R*I+I`. Rules about operands are rules about shapes.

import { ABSENT, type BinExport2, EXPRESSION, type Expression } from '../../formats/binexport2/binexport2.ts';

export interface OperandShape {
  readonly text: string;
  /** The same with `R` for all registers. */
  readonly anyText: string;
  /** Integers in the order in which they are written. */
  readonly integers: readonly (number | bigint)[];
  /** Whether it is a single register, and which; empty if it is not. */
  readonly register: string;
  /** Whether it speaks of a register that points into the stack. */
  readonly isOfStack: boolean;
}

const NOTHING: OperandShape = { text: '', anyText: '', integers: [], register: '', isOfStack: false };
const STACK: ReadonlySet<string> = new Set(['rsp', 'esp', 'sp', 'rbp', 'ebp', 'bp']);
/** Expressions of one operand that are looked at. */
const MOST_NODES = 64;
/** Operands of one instruction; no rule is about so many. */
const MOST_OPERANDS = 8;
/** Shapes that are kept; a power of two. */
const KEPT = 1 << 16;
/** Longest name of a register, a place or an operator. */
const LONGEST_SYMBOL = 1024;
const SHIFTS: ReadonlySet<string> = new Set(['lsl', 'lsr']);

interface Node {
  readonly expression: Expression;
  readonly children: readonly Node[];
}

/** Shapes of the operands of a file, made once as long as there are not too many. */
export class OperandShapes {
  readonly #file: BinExport2;
  /** Shapes at the last bits of the positions of their operands, and whose they are. */
  readonly #kept = new Array<OperandShape>(KEPT).fill(NOTHING);
  readonly #keptOf = new Int32Array(KEPT).fill(ABSENT);

  constructor(file: BinExport2) {
    this.#file = file;
  }

  /** Shapes of the operands of an instruction. */
  of(instruction: number): readonly OperandShape[] {
    const shapes: OperandShape[] = [];
    for (const operand of this.#file.instructionOperands.of(instruction, MOST_OPERANDS))
      shapes.push(this.#shape(operand));
    return shapes;
  }

  #shape(operand: number): OperandShape {
    const slot = operand & (KEPT - 1);
    if (this.#keptOf[slot] !== operand) {
      this.#kept[slot] = shapeOf(this.#tree(operand));
      this.#keptOf[slot] = operand;
    }
    return this.#kept[slot] as OperandShape;
  }

  /** The tree of an operand. A node's children are the later ones that name it as their parent, so that they are ready before it. */
  #tree(operand: number): Node | undefined {
    const { operands, expressions } = this.#file;
    const numbers: number[] = [];
    const found: Expression[] = [];
    for (const number of operands.of(operand, MOST_NODES)) {
      const expression = expressions.get(number);
      if (expression === undefined) continue;
      numbers.push(number);
      found.push(expression);
    }
    const nodes = new Array<Node | undefined>(found.length);
    for (let i = found.length - 1; i >= 0; i--) {
      const children: (Node | undefined)[] = [];
      for (let child = i + 1; child < found.length; child++) {
        if (found[child]?.parent === numbers[i]) children.push(nodes[child]);
      }
      nodes[i] = repaired(found[i] as Expression, children);
    }
    return nodes[0];
  }
}

/** Without shifts of nothing and what only had those, and without lists of one. */
function repaired(expression: Expression, children: readonly (Node | undefined)[]): Node | undefined {
  const isOperator = expression.type === EXPRESSION.operator;
  const kept = children.filter((child) => child !== undefined);
  if (isOperator && kept.length === 0 && (SHIFTS.has(expression.symbol) || children.length > 0)) return undefined;
  if (isOperator && expression.symbol === ',' && kept.length === 1) return kept[0];
  return { expression, children: kept };
}

interface Writing {
  text: string;
  readonly integers: (number | bigint)[];
  register: string;
  isOfStack: boolean;
  isUnknown: boolean;
  /** Nodes that were written: one that is listed twice has its children twice. */
  nodes: number;
}

function shapeOf(root: Node | undefined): OperandShape {
  if (root === undefined) return NOTHING;
  const writing: Writing = { text: '', integers: [], register: '', isOfStack: false, isUnknown: false, nodes: 0 };
  write(root, writing);
  if (writing.isUnknown) return NOTHING;
  const { text, integers, register, isOfStack } = writing;
  return { text, anyText: text.replaceAll('s', 'R'), integers, register: text.length === 1 ? register : '', isOfStack };
}

function write({ expression: { type, symbol, immediate }, children }: Node, into: Writing): void {
  if (++into.nodes > MOST_NODES || symbol.length > LONGEST_SYMBOL) into.isUnknown = true;
  if (into.isUnknown) return;
  switch (type) {
    case EXPRESSION.register: {
      const isOfStack = STACK.has(symbol.toLowerCase());
      into.text += isOfStack ? 's' : 'R';
      into.register = symbol.toLowerCase();
      into.isOfStack ||= isOfStack;
      break;
    }
    case EXPRESSION.symbol:
      into.text += 'S';
      break;
    case EXPRESSION.integer:
      into.text += 'I';
      into.integers.push(immediate);
      break;
    case EXPRESSION.dereference:
      into.text += '[';
      break;
    case EXPRESSION.sizePrefix:
      break;
    case EXPRESSION.operator:
      writeOperator(symbol, children, into);
      return;
    default:
      // A shape that no rule is about.
      into.isUnknown = true;
      return;
  }
  if (children.length > 1) into.isUnknown = true;
  for (const child of children) write(child, into);
}

/** Before a single thing, or between two or three. */
function writeOperator(symbol: string, children: readonly Node[], into: Writing): void {
  if (children.length > 3) into.isUnknown = true;
  if (children.length < 2) into.text += symbol;
  for (const [i, child] of children.entries()) {
    if (i > 0) into.text += symbol;
    write(child, into);
  }
}
