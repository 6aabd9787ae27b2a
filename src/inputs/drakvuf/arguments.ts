// Arguments of a call, in each of the forms in which DRAKVUF writes them: members of the record (system calls), a list of
// `name=value` (hooked functions), and objects in objects (newer system calls: `Arguments`, `Extra`; records of other plugins).

import type { JsonValue } from '../../bytes/exact-json.ts';
import type { DrakvufCode } from './codes.ts';

/** Told about a part that could not be used. */
export type Complain = (code: DrakvufCode, message: string) => void;

/** Objects and lists within one another; real ones go two deep. */
const MAX_DEPTH = 16;
const CODE = 'drakvuf-argument-malformed';

export class ArgumentList {
  /** Names and values, at equal positions. */
  readonly names: string[] = [];
  readonly values: string[] = [];
  readonly #complain: Complain;

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  /** A member of the record itself; the reference knows texts only. */
  addMember(name: string, value: JsonValue | undefined): void {
    if (typeof value !== 'string') this.#complain(CODE, 'an argument is not text');
    if (typeof value === 'string' || typeof value === 'bigint' || Number.isInteger(value)) {
      this.#add(name, String(value));
    }
  }

  /** A list of `name=value`. A repeated name keeps its first place and takes the last value. */
  addPairs(list: readonly JsonValue[]): void {
    const positions = new Map<string, number>();
    for (const argument of list) {
      const equals = typeof argument === 'string' ? argument.indexOf('=') : -1;
      if (typeof argument !== 'string' || equals < 0) {
        this.#complain(CODE, 'an argument is not of the form name=value');
        continue;
      }
      const name = argument.slice(0, equals);
      const value = argument.slice(equals + 1);
      const known = positions.get(name);
      if (known !== undefined) {
        this.values[known] = value;
      } else {
        positions.set(name, this.names.length);
        this.#add(name, value);
      }
    }
  }

  /** A value of any kind: each single value in it is an argument by the name of the member that holds it; null is none. */
  addNested(name: string, value: JsonValue | undefined, depth: number = 0): void {
    if (value === null || value === undefined) return;
    if (typeof value !== 'object') {
      this.#add(name, String(value));
    } else if (depth >= MAX_DEPTH) {
      this.#complain(CODE, 'arguments are nested too deep');
    } else if (Array.isArray(value)) {
      for (const item of value) this.addNested(name, item, depth + 1);
    } else {
      for (const key of Object.keys(value)) this.addNested(key, value[key], depth + 1);
    }
  }

  /** What stands under `Arguments` of a hooked function. */
  addArguments(value: JsonValue | undefined): void {
    if (Array.isArray(value)) this.addPairs(value);
    else if (typeof value === 'object' && value !== null) this.addNested('Arguments', value);
    else this.#complain(CODE, 'the arguments of a call are not a list');
  }

  #add(name: string, value: string): void {
    this.names.push(name);
    this.values.push(value);
  }
}
