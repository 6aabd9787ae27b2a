// One function with its blocks and instructions, and beside them the features that rules see: what an author needs to know why a rule does
// not match.

import { toHexadecimal } from '../bytes/hexadecimal.ts';
import { plainJson } from '../bytes/plain-json.ts';
import { parsePrefixed } from '../bytes/python-integer.ts';
import { CapaxError } from '../errors.ts';
import { type Address, addressKey, compareAddresses } from '../features/address.ts';
import type { CodeView, Disassembly, ListedFunction, ListedInstruction } from '../features/code-view.ts';
import { addressJson, featureJson } from '../features/feature-json.ts';
import { formatHexadecimal } from '../features/feature-text.ts';
import type { LocatedFeature } from '../features/located.ts';
import { locateFunctions } from '../features/located-program.ts';
import type { Program } from '../features/program.ts';
import { didYouMean } from '../suggest.ts';

/**
 * Takes a function apart. `wanted`: its address or one of its names. Throws CapaxError `option-invalid` if there is no such function, with
 * what may have been meant.
 */
export function disassemble(program: Program, code: CodeView, wanted: string): Disassembly {
  const listed = findFunction(code, wanted);
  const key = addressKey(listed.address);
  for (const { features, blocks } of locateFunctions(program, (address) => addressKey(address) === key)) {
    return {
      listed,
      features,
      blocks: blocks.map((block) => ({
        address: block.address,
        features: block.features,
        instructions: block.instructions.map(({ address, features: own }) => ({
          address,
          instruction: code.instructionAt(address),
          features: own,
        })),
      })),
    };
  }
  return { listed, features: [], blocks: [] };
}

function findFunction(code: CodeView, wanted: string): ListedFunction {
  const functions = code.functions();
  const value = parsePrefixed(wanted);
  if (value === undefined) return findByName(functions, wanted);
  const address: Address = { type: 'absolute', value };
  const key = addressKey(address);
  const found = functions.find((one) => addressKey(one.address) === key);
  if (found !== undefined) return found;
  throw new CapaxError('option-invalid', `no function begins at ${formatHexadecimal(value)}`, {
    hint: hintFor(code, functions, address),
  });
}

function findByName(functions: readonly ListedFunction[], wanted: string): ListedFunction {
  const named = functions.filter(({ names, library }) => library === wanted || names.includes(wanted));
  const [found, ...others] = named;
  if (found === undefined) {
    const all = functions.flatMap(({ names, library }) => (library === undefined ? names : [...names, library]));
    const hint = didYouMean(wanted, all) ?? '`capax functions` lists all.';
    throw new CapaxError('option-invalid', `no function has the name ${wanted}`, { hint });
  }
  if (others.length === 0) return found;
  throw new CapaxError('option-invalid', `several functions have the name ${wanted}`, {
    hint: `Give the address of one: ${named.slice(0, 8).map(textOf).join(', ')}.`,
  });
}

/** The functions around an address: those that hold it, or the nearest ones. */
function hintFor(code: CodeView, functions: readonly ListedFunction[], address: Address): string {
  const holding = code.functionsWith(address).slice(0, 8);
  if (holding.length > 0) {
    return `It lies in the function at ${holding.map((one) => textOf({ address: one })).join(', and in that at ')}.`;
  }
  if (functions.length === 0) return 'No function was found in it.';
  const next = functions.findIndex((one) => compareAddresses(one.address, address) > 0);
  const around = next < 0 ? functions.slice(-1) : functions.slice(Math.max(0, next - 1), next + 1);
  return `Functions near it begin at ${around.map(textOf).join(' and ')}; \`capax functions\` lists all.`;
}

function textOf({ address }: { readonly address: Address }): string {
  return 'value' in address && typeof address.value !== 'object' ? formatHexadecimal(address.value) : address.type;
}

/** Places of a disassembly as lines of JSON: the function, then each block before its instructions. */
export function* disassemblyJson({ listed, features, blocks }: Disassembly): Generator<string, void, void> {
  yield placeJson('function', listed.address, features);
  for (const block of blocks) {
    yield placeJson('basic block', block.address, block.features);
    for (const { address, instruction, features: own } of block.instructions) {
      yield placeJson('instruction', address, own, instruction);
    }
  }
}

function placeJson(
  scope: string,
  address: Address,
  features: readonly LocatedFeature[],
  instruction?: ListedInstruction,
): string {
  const own = addressKey(address);
  const listed = features.map(({ feature, address: at }) =>
    addressKey(at) === own
      ? `{"feature":${featureJson(feature)}}`
      : `{"feature":${featureJson(feature)},"address":${addressJson(at)}}`,
  );
  const code =
    instruction === undefined
      ? ''
      : `,"text":${JSON.stringify(instruction.text)},"bytes":"${toHexadecimal(instruction.bytes)}"`;
  return plainJson(`{"scope":"${scope}","address":${addressJson(address)}${code},"features":[${listed.join(',')}]}`);
}
