// Which function start-up code calls as `main`: the one that is given three arguments or more and whose result the program ends with. Both
// are followed through registers and places in memory in one way through the code, in the order of addresses; what is known at a jump is
// known again at its target.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { FLOW } from '../flow.ts';
import type { CodeFunction } from '../program-code.ts';
import { type Instruction, OPERAND } from '../x86/instruction.ts';
import { generalNumber, isGeneral, REGISTER } from '../x86/registers.ts';
import type { Callee, CodeReader } from './code-reader.ts';

const EXITS: ReadonlySet<string> = new Set(['exit', '_exit', '_Exit', 'quick_exit', 'ExitProcess']);
/** `exit` calls a common part, which calls the one that asks Windows. */
const EXIT_DEPTH = 4;
/** Functions that are looked at behind one call, about. */
const MOST_BEHIND_EXIT = 1000;
/** Registers that calls change, of all conventions. */
const VOLATILE = [0, 1, 2, 8, 9, 10, 11].map((number) => `r${number}`);
const RESULT = 'r0';
/** Instructions of the longest start-up code, by far. */
const MOST_INSTRUCTIONS = 10_000;
/** `main` has three arguments, `WinMain` four. */
const LEAST_ARGUMENTS = 3;
/** Where the first ones are: registers of 64-bit code, or, where 32-bit code does not push them, places on the stack. */
const ARGUMENTS_64 = ['r1', 'r2', 'r8'];
const ARGUMENTS_32 = [0, 4, 8].map((offset) => `m${REGISTER.esp}:${offset}`);
/** Instructions that do not change their first operand. */
const ONLY_READS: ReadonlySet<string> = new Set(['cmp', 'test', 'push']);

/** The functions that are called as `main` is. */
export function findMains(reader: CodeReader, startUp: CodeFunction): ReadonlySet<CodeFunction> {
  const length = startUp.blocks.reduce((sum, { instructions }) => sum + instructions.length, 0);
  if (length > MOST_INSTRUCTIONS) return new Set();
  const follower = new Follower(reader);
  for (const instruction of reader.instructions(startUp)) follower.step(instruction);
  return follower.mains;
}

class Follower {
  readonly mains = new Set<CodeFunction>();
  readonly #reader: CodeReader;
  readonly #argumentPlaces: readonly string[];
  /** Whose result is where; only of functions that were called as `main` is. */
  #results = new Map<string, CodeFunction>();
  /** The same, at targets of jumps that lie ahead. */
  readonly #ahead = new IntegerMap<ReadonlyMap<string, CodeFunction>>();
  /** What was written since the last call of a function of the program. */
  readonly #written = new Set<string>();
  #pushes = 0;
  #pushed: CodeFunction | undefined;

  constructor(reader: CodeReader) {
    this.#reader = reader;
    this.#argumentPlaces = reader.code.image.bits === 64 ? ARGUMENTS_64 : ARGUMENTS_32;
  }

  step(instruction: Instruction): void {
    const { flow } = instruction;
    const arriving = this.#ahead.get(instruction.address);
    if (arriving !== undefined) this.#results = new Map([...this.#results, ...arriving]);
    if (flow === FLOW.jump || flow === FLOW.conditional) this.#ahead.set(instruction.target, new Map(this.#results));
    if (flow === FLOW.jump || flow === FLOW.return) this.#results.clear();
    if (flow === FLOW.call) {
      this.#call(this.#reader.calleesAt(instruction.address)[0]);
      return;
    }
    const mnemonic = this.#reader.mnemonic(instruction);
    if (mnemonic === 'push') {
      this.#pushes++;
      this.#pushed = this.#results.get(placeOf(instruction, 0));
    }
    if (ONLY_READS.has(mnemonic) || instruction.operands === 0 || flow !== FLOW.next) return;
    const value = mnemonic === 'mov' ? this.#results.get(placeOf(instruction, 1)) : undefined;
    const place = placeOf(instruction, 0);
    this.#written.add(place);
    if (value === undefined) this.#results.delete(place);
    else this.#results.set(place, value);
  }

  #call(callee: Callee | undefined): void {
    const [first = ''] = this.#argumentPlaces;
    const given = this.#pushed ?? this.#results.get(first);
    if (given !== undefined && callee !== undefined && endsProgram(this.#reader, callee)) this.mains.add(given);
    const isGivenAll =
      this.#pushes >= LEAST_ARGUMENTS || this.#argumentPlaces.every((place) => this.#written.has(place));
    for (const place of VOLATILE) this.#results.delete(place);
    this.#pushed = undefined;
    if (callee?.imported !== undefined) return;
    if (callee?.inner !== undefined && isGivenAll) this.#results.set(RESULT, callee.inner);
    this.#written.clear();
    this.#pushes = 0;
  }
}

/** Whether a function ends the program, perhaps only with some arguments: `exit` of the run-time has a common part with `_cexit`. */
function endsProgram(reader: CodeReader, { inner, imported }: Callee): boolean {
  if (imported !== undefined) return EXITS.has(imported.name ?? '');
  const seen = new Set<CodeFunction>(inner === undefined ? [] : [inner]);
  let level = [...seen];
  for (let depth = 0; depth < EXIT_DEPTH && seen.size <= MOST_BEHIND_EXIT; depth++) {
    const uses = level.map((one) => reader.uses(one));
    if (uses.some((one) => one.imported.some(({ name }) => EXITS.has(name ?? '')))) return true;
    level = [...new Set(uses.flatMap((one) => one.inner))].filter((one) => !seen.has(one));
    for (const one of level) seen.add(one);
  }
  return false;
}

/** A name for where an operand is, empty for none; operands with one name are in one place. */
function placeOf(instruction: Instruction, operand: number): string {
  const { base, index, displacement, target, segment } = instruction;
  const register = instruction.register[operand] as number;
  switch (instruction.kind[operand]) {
    case OPERAND.register:
      return isGeneral(register) ? `r${generalNumber(register)}` : '';
    case OPERAND.absolute:
    case OPERAND.ripRelative:
      return segment === 0 ? `m${target}` : '';
    case OPERAND.memory:
    case OPERAND.sib:
      return segment === 0 && index === 0 ? `m${base}:${displacement}` : '';
    default:
      return '';
  }
}
