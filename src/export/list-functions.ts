// The functions of a program, for people and scripts.

import { plainJson } from '../bytes/plain-json.ts';
import { CapaxError } from '../errors.ts';
import type { CodeView, ListedFunction } from '../features/code-view.ts';
import { addressJson } from '../features/feature-json.ts';
import type { Program } from '../features/program.ts';
import type { Subject } from '../features/subject.ts';
import { NO_SINK } from '../features/trace.ts';

/**
 * The program and its code; of a recording of executed instructions the code that ran. Throws CapaxError `option-invalid` for inputs that have
 * none, which `where` names, and what reading a recording throws.
 */
export async function requireCode(
  input: Subject,
  where: string,
): Promise<{ readonly program: Program; readonly code: CodeView }> {
  switch (input.flavour) {
    case 'static':
      if (input.code !== undefined) return { program: input, code: input.code };
      throw new CapaxError('option-invalid', 'this holds features of a program, not its code', {
        where,
        hint: 'Give the program itself; `capax features` lists what is here.',
      });
    case 'dynamic': {
      await input.read(NO_SINK);
      const executed = input.executed?.();
      if (executed?.code !== undefined) return { program: executed, code: executed.code };
      throw new CapaxError('option-invalid', 'no code was recorded in this run', {
        where,
        hint: 'Give the program that ran; `capax calls` lists what was recorded.',
      });
    }
  }
}

/** A function as one line of JSON. */
export function listedFunctionJson(listed: ListedFunction): string {
  const { address, names, library, thunkTo, isThunk, evidence, blocks, instructions, callers, ran } = listed;
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
    ...(ran === undefined
      ? []
      : [`"ran":${JSON.stringify({ first: ran.first, times: ran.times, unpacked: ran.isUnpacked })}`]),
  ];
  return plainJson(`{${parts.join(',')}}`);
}
