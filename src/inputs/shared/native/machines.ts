// Every machine whose code is taken apart.

import type { Machine } from '../../../code/image.ts';
import { ARM64 } from './arm64/index.ts';
import type { MachineCode } from './machine.ts';
import { X86 } from './x86/index.ts';

export const MACHINES: Readonly<Record<Machine, MachineCode>> = { arm64: ARM64, x86: X86 };
