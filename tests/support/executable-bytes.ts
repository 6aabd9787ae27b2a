// The executable bytes of a program, found with as little as possible: decoders are tested and measured on them.

export interface ExecutableBytes {
  readonly bits: 32 | 64;
  readonly parts: readonly Uint8Array[];
}

/** The executable sections of a PE file or segments of an ELF file of 32 or 64 bit x86 code; undefined for anything else. */
export function executableBytes(file: Uint8Array): ExecutableBytes | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    if (file[0] === 0x4d && file[1] === 0x5a) return ofPe(file, view);
    if (view.getUint32(0) === 0x7f454c46) return ofElf(file, view);
  } catch (error) {
    // Damaged: nothing to be had.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

function ofPe(file: Uint8Array, view: DataView): ExecutableBytes | undefined {
  const header = view.getUint32(0x3c, true);
  const machine = view.getUint16(header + 4, true);
  if (machine !== 0x14c && machine !== 0x8664) return undefined;
  const table = header + 24 + view.getUint16(header + 20, true);
  const parts: Uint8Array[] = [];
  for (let i = 0; i < view.getUint16(header + 6, true); i++) {
    const section = table + i * 40;
    const size = view.getUint32(section + 16, true);
    const start = view.getUint32(section + 20, true);
    if ((view.getUint32(section + 36, true) & 0x20000000) !== 0) parts.push(file.subarray(start, start + size));
  }
  return { bits: machine === 0x14c ? 32 : 64, parts };
}

function ofElf(file: Uint8Array, view: DataView): ExecutableBytes | undefined {
  const machine = view.getUint16(18, true);
  if (machine !== 3 && machine !== 62) return undefined;
  const isLong = file[4] === 2;
  const word = (at: number): number => (isLong ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true));
  const table = word(isLong ? 32 : 28);
  const size = view.getUint16(isLong ? 54 : 42, true);
  const parts: Uint8Array[] = [];
  for (let i = 0; i < view.getUint16(isLong ? 56 : 44, true); i++) {
    const segment = table + i * size;
    const rights = view.getUint32(segment + (isLong ? 4 : 24), true);
    const start = word(segment + (isLong ? 8 : 4));
    if (view.getUint32(segment, true) === 1 && (rights & 1) !== 0) {
      parts.push(file.subarray(start, start + word(segment + (isLong ? 32 : 16))));
    }
  }
  return { bits: machine === 3 ? 32 : 64, parts };
}
