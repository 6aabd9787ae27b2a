// Every kind of input, one line each. Order decides between inputs that are equally sure.

import { anyrunInput } from './anyrun/index.ts';
import { capeInput } from './cape/index.ts';
import { cuckoo2Input } from './cuckoo2/index.ts';
import { drakvufInput } from './drakvuf/index.ts';
import { elfInput } from './elf/index.ts';
import { freezeInput } from './freeze/index.ts';
import type { Input } from './input.ts';
import { joeInput } from './joe/index.ts';
import { ltraceInput } from './ltrace/index.ts';
import { peInput } from './pe/index.ts';
import { sc32Input, sc64Input } from './shellcode/index.ts';
import { straceInput } from './strace/index.ts';
import { triageInput } from './triage/index.ts';
import { virustotalInput } from './virustotal/index.ts';
import { vmrayInput } from './vmray/index.ts';

export const INPUTS: readonly Input[] = [
  anyrunInput,
  capeInput,
  cuckoo2Input,
  drakvufInput,
  elfInput,
  freezeInput,
  joeInput,
  ltraceInput,
  peInput,
  sc32Input,
  sc64Input,
  straceInput,
  triageInput,
  virustotalInput,
  vmrayInput,
];
