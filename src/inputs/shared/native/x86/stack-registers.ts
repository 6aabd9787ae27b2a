// The registers by which code finds its stack.

import { REGISTER } from '../../../../code/x86/registers.ts';

export function isStackRegister(register: number): boolean {
  return (
    register === REGISTER.esp || register === REGISTER.ebp || register === REGISTER.rsp || register === REGISTER.rbp
  );
}
