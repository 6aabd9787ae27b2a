// Operands as shapes: their trees written down from left to right. `R` is a register, `s` one that points into the stack, `I` an integer, `S` a
// symbol, `[` a place in memory, everything else an operator: `[s+I`, `[R+R*I+I`. Rules about operands are rules about shapes.

import { ABSENT, type BinExport2, EXPRESSION, type Expression } from '../../formats/binexport2/binexport2.ts';

export interface OperandShape {
  readonly text: string;
  /** Integers in the order in which they are written. */
  readonly integers: readonly (number | bigint)[];
  /** Whether it is a single register, and which; empty if it is not. */
  readonly register: string;
  /** Whether it speaks of a register that points into the stack. */
  readonly isOfStack: boolean;
}

const NOTHING: OperandShape = { text: '', integers: [], register: '', isOfStack: false };
const STACK: ReadonlySet<string> = new Set(['rsp', 'esp', 'sp', 'rbp', 'ebp', 'bp']);
/** Expressions of one operand that are looked at. */
const MOST_NODES = 64;
const SHIFTS: ReadonlySet<string> = new Set(['lsl', 'lsr']);

interface Node {
  readonly expression: Expression;
  readonly children: Node[];
}

/** Shapes of the operands of a file, each made once. */
export class OperandShapes {
  readonly #file: BinExport2;
  readonly #known: (OperandShape | undefined)[] = [];

  constructor(file: BinExport2) {
    this.#file = file;
  }

  /** Shapes of the operands of an instruction. */
  of(instruction: number): readonly OperandShape[] {
    const shapes: OperandShape[] = [];
    for (const operand of this.#file.instructionOperands.of(instruction)) shapes.push(this.#shape(operand));
    return shapes;
  }

  #shape(operand: number): OperandShape {
    let shape = this.#known[operand];
    if (shape === undefined) {
      shape = shapeOf(this.#tree(operand));
      if (operand < this.#file.operands.length) this.#known[operand] = shape;
    }
    return shape;
  }

  /** The tree of an operand. A node's children are the later ones that name it as their parent. */
  #tree(operand: number): Node | undefined {
    const numbers = this.#file.operands.of(operand).slice(0, MOST_NODES);
    const nodes = numbers.flatMap((number): { number: number; node: Node }[] => {
      const expression = this.#file.expressions[number];
      return expression === undefined ? [] : [{ number, node: { expression, children: [] } }];
    });
    for (const [i, { node }] of nodes.entries()) {
      const { parent } = node.expression;
      if (parent === ABSENT) continue;
      const above = nodes.slice(0, i).filter(({ number }) => number === parent);
      for (const { node: owner } of above) owner.children.push(node);
    }
    const root = nodes[0]?.node;
    return root === undefined ? undefined : repaired(root, 0);
  }
}

/** Without shifts of nothing and what only had those, and without lists of one. */
function repaired(node: Node, depth: number): Node | undefined {
  const { expression, children } = node;
  const isOperator = expression.type === EXPRESSION.operator;
  const kept = depth > MOST_NODES ? [] : children.flatMap((child) => repaired(child, depth + 1) ?? []);
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
}

function shapeOf(root: Node | undefined): OperandShape {
  if (root === undefined) return NOTHING;
  const writing: Writing = { text: '', integers: [], register: '', isOfStack: false, isUnknown: false };
  write(root, writing);
  if (writing.isUnknown) return NOTHING;
  const { text, integers, register, isOfStack } = writing;
  return { text, integers, register: text.length === 1 ? register : '', isOfStack };
}

function write({ expression: { type, symbol, immediate }, children }: Node, into: Writing): void {
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
