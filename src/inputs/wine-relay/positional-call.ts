// A call of a Wine log whose arguments are asked for by name: the log has their positions only.

import type { NamedCall } from '../shared/memory/memory-acts.ts';
import { splitRelayArguments } from './relay-text.ts';

/** Parameters by position (Microsoft's documentation of each). Structures and what is behind pointers are not in the log. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  VirtualAlloc: ['lpAddress', 'dwSize', 'flAllocationType', 'flProtect'],
  VirtualAllocEx: ['hProcess', 'lpAddress', 'dwSize', 'flAllocationType', 'flProtect'],
  VirtualProtect: ['lpAddress', 'dwSize', 'flNewProtect', 'lpflOldProtect'],
  VirtualProtectEx: ['hProcess', 'lpAddress', 'dwSize', 'flNewProtect', 'lpflOldProtect'],
  OpenProcess: ['dwDesiredAccess', 'bInheritHandle', 'dwProcessId'],
};
/** Parameters of 32 bits: the upper half of their registers is rubbish. */
const NARROW: ReadonlySet<string> = new Set(['flAllocationType', 'flProtect', 'flNewProtect', 'dwProcessId']);
const TWO_TO_32 = 2 ** 32;

export class PositionalCall implements NamedCall {
  readonly api: string;
  readonly result: number | undefined;
  readonly #numbers = new Map<string, number>();

  /** `args`: the text between the parentheses; `result`: hexadecimal. */
  constructor(api: string, args: string, result: string) {
    this.api = api;
    this.result = Number.parseInt(result, 16);
    for (const [at, { number }] of splitRelayArguments(args).entries()) {
      const name = PARAMETERS[api]?.[at];
      if (name === undefined) continue;
      const value = Number.parseInt(number, 16);
      this.#numbers.set(name, NARROW.has(name) ? value % TWO_TO_32 : value);
    }
  }

  number(...names: readonly string[]): number | undefined {
    for (const name of names) {
      const value = this.#numbers.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  text(): undefined {
    // Modules are known from the channel loaddll.
    return undefined;
  }
}
