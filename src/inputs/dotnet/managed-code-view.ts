// What people see of managed code: its methods with names and callers, and its instructions.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { CilDecoder } from '../../code/cil/decode.ts';
import { formatCil, type TokenTexts } from '../../code/cil/format.ts';
import type { Address } from '../../features/address.ts';
import type { CodeView, ListedFunction, ListedInstruction } from '../../features/code-view.ts';
import { rowOf, USER_STRING } from '../../formats/dotnet/schema.ts';
import type { ManagedMethod } from './find-methods.ts';
import type { ManagedCode } from './managed-program.ts';
import type { Members } from './members.ts';

/** Calls are not looked up by where they are: nothing that records runs tells of places in methods. */
export function managedCodeView({ methods, callers, members }: ManagedCode, entryPoint: number): CodeView {
  const byToken = new IntegerMap<ManagedMethod>();
  for (const method of methods) byToken.set(method.token, method);
  const texts = tokenTexts(members);
  const list = (method: ManagedMethod): ListedFunction => ({
    address: addressOf(method.token),
    names: namesOf(method, members),
    isThunk: false,
    evidence: method.token === entryPoint ? 'entry point' : 'method',
    blocks: Math.max(method.blocks.length, 1),
    instructions: method.instructions,
    callers: (callers.get(method.row) ?? []).map(addressOf),
  });
  return {
    functions: () => methods.map(list),
    functionsWith: (address) => {
      if (address.type === 'no address') return [];
      const token = Number(typeof address.value === 'object' ? address.value[0] : address.value);
      return byToken.has(token) ? [addressOf(token)] : [];
    },
    functionCallingFrom: () => undefined,
    functionCallingAt: () => undefined,
    returnOffsets: () => [],
    addressAt: () => undefined,
    instructionAt: (address) => {
      if (address.type !== 'dn token offset') return undefined;
      const method = byToken.get(Number(address.value[0]));
      return method === undefined ? undefined : instructionAt(method, Number(address.value[1]), texts);
    },
  };
}

function namesOf({ token }: ManagedMethod, members: Members): string[] {
  const name = members.shownName(token);
  return name === undefined ? [] : [name];
}

function addressOf(token: number): Address {
  return { type: 'dn token', value: token };
}

function instructionAt({ code, end }: ManagedMethod, at: number, texts: TokenTexts): ListedInstruction | undefined {
  const decoder = new CilDecoder(code);
  if (at >= end || !decoder.decode(at)) return undefined;
  return { text: formatCil(decoder, texts), bytes: code.subarray(at, decoder.end) };
}

function tokenTexts(members: Members): TokenTexts {
  return {
    nameOf: (token) => members.shownName(token) ?? members.types.of(token).asType[0]?.full,
    stringOf: (token) => {
      const { table, row } = rowOf(token);
      return table === USER_STRING ? members.metadata.userString(row)?.text : undefined;
    },
  };
}
