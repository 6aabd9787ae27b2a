// The header of a `.sig` file, little endian, in six versions (spec: static-native.md, 4.2).

/** What the beginning of such a file says. */
export interface SigHeader {
  readonly version: number;
  /** 0 is x86, of 32 and 64 bits. */
  readonly processor: number;
  readonly isCompressed: boolean;
  /** Bytes of a pattern; checksums begin behind them. */
  readonly patternSize: number;
  /** What the library calls itself. */
  readonly title: string;
  /** Where the tree begins. */
  readonly treeAt: number;
}

const MAGIC = [...'IDASGN'].map((letter) => letter.charCodeAt(0));
const OLDEST = 5;
const NEWEST = 10;
const FLAG_COMPRESSED = 0x10;
const DEFAULT_PATTERN_SIZE = 32;
/** Up to here all versions are the same. */
const COMMON_LENGTH = 0x25;

/** Whether these are the first bytes of a `.sig` file, of any version. */
export function isSig(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

/** The header of a `.sig` file, or what is wrong with it. */
export function readSigHeader(bytes: Uint8Array): SigHeader | string {
  if (bytes.length < COMMON_LENGTH) return 'The file breaks off within its header.';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  if (version < OLDEST || version > NEWEST)
    return `The file is of version ${version}; read are ${OLDEST} to ${NEWEST}.`;
  let at = COMMON_LENGTH;
  if (version >= 6) at += 4;
  const sizeAt = at;
  if (version >= 8) at += 2;
  if (version >= 10) at += 2;
  const treeAt = at + view.getUint8(0x22);
  if (treeAt > bytes.length) return 'The file breaks off within its header.';
  return {
    version,
    processor: view.getUint8(7),
    isCompressed: (view.getUint16(0x10, true) & FLAG_COMPRESSED) !== 0,
    patternSize: version >= 8 ? view.getUint16(sizeAt, true) : DEFAULT_PATTERN_SIZE,
    title: new TextDecoder().decode(bytes.subarray(at, treeAt)),
    treeAt,
  };
}
