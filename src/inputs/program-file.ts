// Programs, known by their first bytes, so that who gives one where a recorded run is needed is told so. Facts: the PE, ELF and Mach-O
// formats.

/** Architectures in a universal Mach-O file are few; a Java class, which begins with the same number, has its version there. */
const MAX_ARCHITECTURES = 42;

function startsWith(head: Uint8Array, bytes: readonly number[], at = 0): boolean {
  return bytes.every((byte, i) => head[at + i] === byte);
}

/** Begins with a DOS header, and where that says so, or out of sight, with a PE header. */
function isPe(head: Uint8Array): boolean {
  if (head.length < 64 || !startsWith(head, [0x4d, 0x5a])) return false;
  const at = new DataView(head.buffer, head.byteOffset, head.length).getUint32(0x3c, true);
  return at + 4 > head.length ? at < 0x10000000 : startsWith(head, [0x50, 0x45, 0, 0], at);
}

/** Where in the headers of a PE file it says where managed code is: the fifteenth table, also where they count fewer. */
const MANAGED_TABLE = { pe32: 96 + 14 * 8, pe32Plus: 112 + 14 * 8 } as const;

/** Whether the headers of a PE file name a place of managed code. Whether it is there shows only the whole file. */
export function namesManagedCode(head: Uint8Array): boolean {
  if (!isPe(head)) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const optional = view.getUint32(0x3c, true) + 24;
  if (optional + 2 > head.length) return false;
  const at = optional + (view.getUint16(optional, true) === 0x20b ? MANAGED_TABLE.pe32Plus : MANAGED_TABLE.pe32);
  return at + 8 <= head.length && view.getUint32(at, true) !== 0;
}

function isMachO(head: Uint8Array): boolean {
  if (head.length < 8) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const magics = [view.getUint32(0, true), view.getUint32(0, false)];
  if (magics.some((magic) => magic === 0xfeedface || magic === 0xfeedfacf)) return true;
  const isFat = magics[1] === 0xcafebabe || magics[1] === 0xcafebabf;
  return isFat && view.getUint32(4, false) <= MAX_ARCHITECTURES;
}

/** Format of the program that begins with these bytes; undefined if they are none. */
export function programFormat(head: Uint8Array): 'PE' | 'ELF' | 'Mach-O' | undefined {
  if (isPe(head)) return 'PE';
  if (startsWith(head, [0x7f, 0x45, 0x4c, 0x46])) return 'ELF';
  return isMachO(head) ? 'Mach-O' : undefined;
}
