// What people see of native code: its functions with names and callers, and its instructions.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import { decodeAt } from '../../../code/decode-at.ts';
import { LOCATION } from '../../../code/location-map.ts';
import type { CodeFunction, ImportedSymbol, ProgramCode } from '../../../code/program-code.ts';
import { formatInstruction, type NameOf } from '../../../code/x86/format.ts';
import { Instruction } from '../../../code/x86/instruction.ts';
import type { Address } from '../../../features/address.ts';
import type { CodeView, ListedFunction } from '../../../features/code-view.ts';
import type { NativeFacts } from './native-facts.ts';
import { addressOfValue } from './operand-values.ts';

/** Native code as a view. Everything is found when it is asked for. */
export function nativeCodeView(code: ProgramCode, facts: NativeFacts): CodeView {
  const { image, locations, functions } = code;
  const addressOf = (address: number): Address => ({ type: 'absolute', value: image.addressOf(address) });
  const list = (): ListedFunction[] => {
    const callers = callersOf(code);
    return functions.map((found): ListedFunction => {
      const { address, blocks, evidence, isThunk } = found;
      const library = facts.libraryName(address);
      const thunkTo = isThunk ? nameOfTarget(code, facts, found) : undefined;
      return {
        address: addressOf(address),
        names: namesOf(code, facts, address),
        ...(library === undefined ? {} : { library }),
        ...(thunkTo === undefined ? {} : { thunkTo }),
        isThunk,
        evidence,
        blocks: blocks.length,
        instructions: blocks.reduce((sum, { instructions }) => sum + instructions.length, 0),
        callers: (callers.get(address) ?? []).map(addressOf),
      };
    });
  };
  const placeOf = (address: Address): number =>
    address.type === 'absolute' ? addressOfValue(image, address.value) : -1;
  const instruction = new Instruction();
  const nameOf = namerOf(code, facts);
  return {
    functions: list,
    instructionAt: (address) => {
      const at = placeOf(address);
      if (at < 0 || !locations.begins(at, LOCATION.instruction) || !decodeAt(image, at, instruction)) return undefined;
      return { text: formatInstruction(instruction, nameOf), bytes: image.bytesAt(at, instruction.length) };
    },
    functionsWith: (address) => {
      const place = placeOf(address);
      if (place < 0 || locations.kindAt(place) !== LOCATION.instruction) return [];
      const at = locations.startOf(place);
      const holds = ({ blocks }: CodeFunction): boolean => blocks.some(({ start, end }) => at >= start && at < end);
      return functions.filter(holds).map((found) => addressOf(found.address));
    },
  };
}

/** Names that the file gives an address, each once. */
function namesOf({ names }: ProgramCode, { symbolNames }: NativeFacts, address: number): string[] {
  return [...new Set([...(names.get(address) ?? []), ...symbolNames(address)])].filter((name) => name !== '');
}

/** Beginnings of functions that go to the beginning of each, ascending as functions are. */
function callersOf({ functions, references }: ProgramCode): IntegerMap<number[]> {
  const callers = new IntegerMap<number[]>();
  for (const { address } of functions) callers.set(address, []);
  for (const { address, blocks } of functions) {
    for (const { instructions } of blocks) {
      for (const at of instructions) {
        for (const { target, isCall } of references.from(at)) {
          const known = callers.get(target);
          // A jump to the own beginning is a loop.
          if (known === undefined || known.at(-1) === address || (!isCall && target === address)) continue;
          known.push(address);
        }
      }
    }
  }
  return callers;
}

/** Names of what instructions refer to: imported symbols, and functions. */
function namerOf(code: ProgramCode, facts: NativeFacts): NameOf {
  return (address) => {
    const symbol = code.imports.get(address);
    if (symbol !== undefined) return symbolText(symbol, facts, address);
    const library = facts.libraryName(address);
    return library === undefined || library === '?' ? namesOf(code, facts, address)[0] : library;
  };
}

/** Name of the imported function, or of the own one, that a thunk goes on to. */
function nameOfTarget(code: ProgramCode, facts: NativeFacts, { blocks }: CodeFunction): string | undefined {
  for (const { instructions } of blocks) {
    for (const at of instructions) {
      for (const { target } of code.references.from(at)) {
        const symbol = code.imports.get(target);
        if (symbol !== undefined) return symbolText(symbol, facts, target);
        const [name] = namesOf(code, facts, target);
        if (name !== undefined) return name;
      }
    }
  }
  return undefined;
}

function symbolText({ module, name, ordinal }: ImportedSymbol, { apiNames }: NativeFacts, slot: number): string {
  const known = apiNames(slot).find((one) => !one.includes('#'));
  const text = name ?? known ?? (ordinal === undefined ? '' : `#${ordinal}`);
  return module === '' ? text : `${module}!${text}`;
}
