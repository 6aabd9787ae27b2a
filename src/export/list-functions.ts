// The functions of a program, for people and scripts.

import { plainJson } from '../bytes/plain-json.ts';
import { CapaxError } from '../errors.ts';
import type { CodeView, ListedFunction } from '../features/code-view.ts';
import { addressJson } from '../features/feature-json.ts';
import type { Program } from '../features/program.ts';
import type { Subject } from '../features/subject.ts';

/** The program and its code. Throws CapaxError `option-invalid` for inputs that have none: `where` names them. */
export function requireCode(input: Subject, where: string): { readonly program: Program; readonly code: CodeView } {
  switch (input.flavour) {
    case 'static':
      if (input.code !== undefined) return { program: input, code: input.code };
      throw new CapaxError('option-invalid', 'this holds features of a program, not its code', {
        where,
        hint: 'Give the program itself; `capax features` lists what is here.',
      });
    case 'dynamic':
      throw new CapaxError('option-invalid', 'a recorded run has no code', {
        where,
        hint: 'Give the program that ran; `capax calls` lists what was recorded.',
      });
  }
}

/** A function as one line of JSON. */
export function listedFunctionJson(listed: ListedFunction): string {
  const { address, names, library, thunkTo, isThunk, evidence, blocks, instructions, callers } = listed;
  const parts = [
    `"address":${addressJson(address)}`,
    `"names":${JSON.stringify(names)}`,
    ...(library === undefined ? [] : [`"library":${JSON.stringify(library)}`]),
    `"thunk":${isThunk}`,
    ...(thunkTo === undefined ? [] : [`"thunkTo":${JSON.stringify(thunkTo)}`]),
    `"evidence":${JSON.stringify(evidence)}`,
    `"blocks":${blocks}`,
    `"instructions":${instructions}`,
    `"callers":[${callers.map(addressJson).join(',')}]`,
  ];
  return plainJson(`{${parts.join(',')}}`);
}
