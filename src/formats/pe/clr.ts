// The header of managed code in a PE file (ECMA-335, II.25.3.3).

import type { MappedView } from '../mapped-view.ts';
import type { DataDirectory } from './headers.ts';

export interface ClrHeader {
  /** Places relative to the base. */
  readonly metadata: DataDirectory;
  readonly flags: number;
  /** No code of a processor is in it. */
  readonly isIlOnly: boolean;
  readonly requires32Bits: boolean;
  /** Token of the first method, or place of native code. */
  readonly entryPoint: number;
}

const CLR_BYTES = 72;
const FLAG = { ilOnly: 1, requires32Bits: 2 } as const;

/** Undefined where the directory names nothing that is there. */
export function readClrHeader(view: MappedView, { rva }: DataDirectory): ClrHeader | undefined {
  if (!view.has(rva, CLR_BYTES)) return undefined;
  const flags = view.u32(rva + 16);
  return {
    metadata: { rva: view.u32(rva + 8), size: view.u32(rva + 12) },
    flags,
    isIlOnly: (flags & FLAG.ilOnly) !== 0,
    requires32Bits: (flags & FLAG.requires32Bits) !== 0,
    entryPoint: view.u32(rva + 20),
  };
}
