// Builds BinExport2 files from what a test writes down: functions with their blocks and instructions, and whatever else there is as fields.

/** A field of a message: its number, and a number, a text, or bytes (a message, a run of numbers). */
export type WireField = readonly [number: number, value: number | bigint | string | Uint8Array];

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}

/** Numbers one behind the other, as repeated fields may be. */
export function packed(...numbers: readonly (number | bigint)[]): Uint8Array {
  return Buffer.concat(numbers.map(varint));
}

export function message(...fields: readonly WireField[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) => {
    if (typeof value === 'number' || typeof value === 'bigint') return [varint(number * 8), varint(value)];
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    return [varint(number * 8 + 2), varint(bytes.length), bytes];
  });
  return Buffer.concat(parts);
}

/** A node of an operand's tree. */
export interface OperandNode {
  readonly type: number;
  readonly symbol?: string;
  readonly immediate?: number | bigint;
  readonly children: readonly OperandNode[];
}

export const symbol = (name: string, ...children: OperandNode[]): OperandNode => ({ type: 1, symbol: name, children });
export const int = (immediate: number | bigint): OperandNode => ({ type: 2, immediate, children: [] });
export const op = (sign: string, ...children: OperandNode[]): OperandNode => ({ type: 4, symbol: sign, children });
export const reg = (name: string): OperandNode => ({ type: 5, symbol: name, children: [] });
export const size = (name: string, child: OperandNode): OperandNode => ({ type: 6, symbol: name, children: [child] });
/** A place in memory; parts of its address are added up. */
export const mem = (...parts: OperandNode[]): OperandNode => ({
  type: 7,
  symbol: '[',
  children: parts.length === 1 ? parts : [op('+', ...parts)],
});

export interface BuiltInstruction {
  readonly mnemonic: string;
  readonly operands?: readonly OperandNode[];
  /** Left out: it stands behind the one before. */
  readonly address?: number | bigint;
  /** In hexadecimal; default one byte. */
  readonly bytes?: string;
  readonly calls?: readonly (number | bigint)[];
  readonly texts?: readonly string[];
  readonly data?: readonly (number | bigint)[];
}

export interface BuiltBlock {
  readonly instructions: readonly BuiltInstruction[];
  /** Positions in the function of the blocks that it goes on to. */
  readonly to?: readonly number[];
}

export interface BuiltVertex {
  readonly address: number | bigint;
  readonly type?: number;
  readonly name?: string;
  readonly demangled?: string;
}

export interface BuiltListing {
  readonly id?: string;
  readonly arch?: string;
  /** Each begins with its first block, whose first instruction has an address. */
  readonly functions: readonly (readonly BuiltBlock[])[];
  readonly vertices?: readonly BuiltVertex[];
  /** Pairs of positions of vertices: who calls whom. */
  readonly calls?: readonly (readonly [number, number])[];
  readonly sections?: readonly { address: number | bigint; size: number; isMapped?: boolean }[];
  /** Whatever else, behind all others. */
  readonly more?: readonly WireField[];
}

/** Positions of things in a table of the file, each once. */
class Table {
  readonly fields: WireField[] = [];
  readonly #number: number;
  readonly #known = new Map<string, number>();

  constructor(number: number) {
    this.#number = number;
  }

  at(entry: Uint8Array | string): number {
    const key = Buffer.from(entry).toString('hex');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.fields.length);
    return this.fields.push([this.#number, entry]) - 1;
  }

  /** Adds an entry even if there is an equal one. */
  add(entry: Uint8Array): number {
    return this.fields.push([this.#number, entry]) - 1;
  }
}

class Builder {
  readonly #expressions = new Table(2);
  readonly #operands = new Table(3);
  readonly #mnemonics = new Table(4);
  readonly #instructions = new Table(5);
  readonly #blocks = new Table(6);
  readonly #graphs = new Table(7);
  readonly #texts = new Table(9);
  readonly #references: WireField[] = [];

  build({
    id = 'ab'.repeat(32),
    arch = 'x86-64',
    functions,
    vertices = [],
    calls = [],
    ...rest
  }: BuiltListing): Uint8Array {
    for (const blocks of functions) this.#graph(blocks);
    const graph = [
      ...vertices.map(
        ({ address, type, name, demangled }): WireField => [
          1,
          message(
            [1, address],
            ...(type === undefined ? [] : [[2, type] as const]),
            ...(name === undefined ? [] : [[3, name] as const]),
            ...(demangled === undefined ? [] : [[4, demangled] as const]),
          ),
        ],
      ),
      ...calls.map(([from, to]): WireField => [2, message([1, from], [2, to])]),
    ];
    const sections = (rest.sections ?? []).map(
      ({ address, size: length, isMapped = true }): WireField => [
        13,
        message([1, address], [2, length], [3, isMapped ? 1 : 0]),
      ],
    );
    return message(
      [1, message([1, 'program.exe'], [2, id], [3, arch])],
      ...[this.#expressions, this.#operands, this.#mnemonics, this.#instructions, this.#blocks, this.#graphs].flatMap(
        ({ fields }) => fields,
      ),
      [8, message(...graph)],
      ...this.#texts.fields,
      ...this.#references,
      ...sections,
      ...(rest.more ?? []),
    );
  }

  #graph(blocks: readonly BuiltBlock[]): void {
    const positions = blocks.map(({ instructions }) => {
      const [first = 0, ...others] = instructions.map((one) => this.#instruction(one));
      const end = first + others.length + 1;
      // One that is alone needs no end.
      return this.#blocks.add(message([1, others.length === 0 ? message([1, first]) : message([1, first], [2, end])]));
    });
    const edges = blocks.flatMap(({ to = [] }, from) =>
      to.map((target): WireField => [2, message([1, positions[from] as number], [2, positions[target] as number])]),
    );
    const blockFields = positions.map((position): WireField => [1, position]);
    this.#graphs.add(message(...blockFields, [3, positions[0] as number], ...edges));
  }

  #instruction({
    mnemonic,
    operands = [],
    address,
    bytes = '90',
    calls = [],
    texts = [],
    data = [],
  }: BuiltInstruction): number {
    const number = this.#instructions.add(
      message(
        ...(address === undefined ? [] : [[1, address] as const]),
        ...calls.map((target): WireField => [2, target]),
        [3, this.#mnemonics.at(message([1, mnemonic]))],
        ...operands.map((operand): WireField => [4, this.#operand(operand)]),
        [5, Buffer.from(bytes, 'hex')],
      ),
    );
    for (const text of texts) this.#references.push([11, message([1, number], [4, this.#texts.at(text)])]);
    for (const at of data) this.#references.push([15, message([1, number], [2, at])]);
    return number;
  }

  #operand(root: OperandNode): number {
    const positions: number[] = [];
    const write = ({ type, symbol: text, immediate, children }: OperandNode, parent: number | undefined): void => {
      const fields: WireField[] = [[1, type]];
      if (text !== undefined) fields.push([2, text]);
      if (immediate !== undefined) fields.push([3, immediate]);
      if (parent !== undefined) fields.push([4, parent]);
      // Equal parts of one tree are different nodes.
      const position = this.#expressions.add(message(...fields));
      positions.push(position);
      for (const child of children) write(child, position);
    };
    write(root, undefined);
    return this.#operands.at(message(...positions.map((position): WireField => [1, position])));
  }
}

export function buildBinExport2(listing: BuiltListing): Uint8Array {
  return new Builder().build(listing);
}
