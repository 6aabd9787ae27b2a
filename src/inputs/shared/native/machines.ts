// Every machine whose code is taken apart.

import type { Machine } from '../../../code/image.ts';
import type { MachineCode } from './machine.ts';
import { X86 } from './x86/index.ts';

export const MACHINES: Readonly<Record<Machine, MachineCode>> = { x86: X86 };
