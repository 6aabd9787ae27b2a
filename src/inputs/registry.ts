// Every kind of input, one line each. Order decides between inputs that are equally sure.

import { capeInput } from './cape/index.ts';
import { cuckoo2Input } from './cuckoo2/index.ts';
import { drakvufInput } from './drakvuf/index.ts';
import { elfInput } from './elf/index.ts';
import { freezeInput } from './freeze/index.ts';
import type { Input } from './input.ts';
import { ltraceInput } from './ltrace/index.ts';
import { peInput } from './pe/index.ts';
import { sc32Input, sc64Input } from './shellcode/index.ts';
import { straceInput } from './strace/index.ts';
import { vmrayInput } from './vmray/index.ts';
import { wineInput } from './wine-relay/index.ts';

export const INPUTS: readonly Input[] = [
  capeInput,
  cuckoo2Input,
  drakvufInput,
  elfInput,
  freezeInput,
  ltraceInput,
  peInput,
  sc32Input,
  sc64Input,
  straceInput,
  vmrayInput,
  wineInput,
];
