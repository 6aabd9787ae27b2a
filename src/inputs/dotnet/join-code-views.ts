// The two halves of a mixed assembly as one view: methods by their tokens, native functions by their addresses.

import type { Address } from '../../features/address.ts';
import type { CodeView } from '../../features/code-view.ts';

export function joinCodeViews(managed: CodeView, native: CodeView | undefined): CodeView {
  if (native === undefined) return managed;
  const viewOf = (address: Address): CodeView => (address.type === 'absolute' ? native : managed);
  return {
    functions: () => [...managed.functions(), ...native.functions()],
    functionsWith: (address) => [...managed.functionsWith(address), ...native.functionsWith(address)],
    functionCallingFrom: (address) => native.functionCallingFrom(address),
    functionCallingAt: (address) => native.functionCallingAt(address),
    returnOffsets: () => native.returnOffsets(),
    addressAt: (offset, of) => native.addressAt(offset, of),
    instructionAt: (address) => viewOf(address).instructionAt(address),
  };
}
