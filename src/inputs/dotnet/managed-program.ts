// The methods of an assembly as the Program contract wants them. As in the reference, a method is one block: rules about blocks were written
// for that.

import { CilDecoder } from '../../code/cil/decode.ts';
import type { Address } from '../../features/address.ts';
import type { PlacedFeatures, ProgramFunction, ProgramInstruction } from '../../features/program.ts';
import type { FeatureRegistrar } from '../../features/registrar.ts';
import type { Semantics } from '../../semantics.ts';
import type { Callers } from './call-graph.ts';
import type { FieldData } from './field-data.ts';
import type { ManagedMethod } from './find-methods.ts';
import { InstructionFeatures, NO_FEATURES } from './instruction-features.ts';
import type { Members } from './members.ts';

/** All that is known of the methods of an assembly. */
export interface ManagedCode {
  readonly methods: readonly ManagedMethod[];
  readonly callers: Callers;
  readonly members: Members;
  readonly fieldData: FieldData;
  readonly semantics: Semantics;
}

export function* managedFunctions(
  code: ManagedCode,
  registrar: FeatureRegistrar,
): Generator<ProgramFunction, void, void> {
  const features = new InstructionFeatures(code.members, code.fieldData, code.semantics, registrar);
  for (const method of code.methods) {
    const address: Address = { type: 'dn token', value: method.token };
    const instructions = { [Symbol.iterator]: () => walk(method, features) };
    yield {
      address,
      features: functionFeatures(method, code, features, address),
      blocks: [{ address, features: NO_FEATURES, instructions }],
    };
  }
}

function* walk({ code, token, end }: ManagedMethod, features: InstructionFeatures): Generator<ProgramInstruction> {
  const decoder = new CilDecoder(code);
  for (let at = 0; at < end && decoder.decode(at); at = decoder.end) {
    yield { address: { type: 'dn token offset', value: [token, at] }, features: features.of(decoder) };
  }
}

function functionFeatures(
  { row, token, calls, hasLoop, hasTightLoop, blocks }: ManagedMethod,
  code: ManagedCode,
  features: InstructionFeatures,
  address: Address,
): PlacedFeatures {
  const numbers: number[] = [];
  const addresses: Address[] = [];
  const add = (value: string, at: Address): void => {
    numbers.push(features.number({ type: 'characteristic', value }));
    addresses.push(at);
  };
  const callers = code.callers.get(row) ?? [];
  for (const caller of callers) add('calls to', { type: 'dn token', value: caller });
  for (const call of calls) add('calls from', { type: 'dn token', value: call });
  if (callers.includes(token)) add('recursive call', address);
  if (hasLoop) add('loop', address);
  if (hasTightLoop) add('tight loop', address);
  for (const start of blocks) {
    numbers.push(features.number({ type: 'basic block' }));
    addresses.push({ type: 'dn token offset', value: [token, start] });
  }
  return numbers.length === 0 ? NO_FEATURES : { numbers, addresses };
}
