// Traces as x64dbg writes them, block by block.

export interface TraceBlock {
  readonly thread?: number;
  /** Written without saying so in the flags, as x64dbg does behind a switch of threads. */
  readonly hiddenThread?: number;
  readonly code: readonly number[];
  /** Values by their words. */
  readonly words?: Readonly<Record<number, bigint>>;
  readonly accesses?: readonly { readonly at: bigint; readonly old: bigint; readonly now?: bigint }[];
}

const WORD_COUNT = { 4: 216, 8: 172 } as const;
/** Where the instruction pointer is among the words. */
export const PC_WORD = { 4: 8, 8: 16 } as const;

/** Every word, zero where `words` has none: the first block of a trace has all. */
export function allWords(width: 4 | 8, words: Readonly<Record<number, bigint>>): Record<number, bigint> {
  return { ...Object.fromEntries(Array.from({ length: WORD_COUNT[width] }, (_, i) => [i, 0n])), ...words };
}

export function traceHeader(fields: object = {}): Uint8Array {
  const known = { ver: 1, arch: 'x64', hashAlgorithm: 'murmurhash', hash: '0x12', compression: '', path: 'C:\\a.exe' };
  const json = Buffer.from(JSON.stringify({ ...known, ...fields }));
  const head = Buffer.from('TRAC\0\0\0\0');
  head.writeUInt32LE(json.length, 4);
  return Buffer.concat([head, json]);
}

export function traceBlock(block: TraceBlock, width: 4 | 8 = 8): Uint8Array {
  const words = Object.entries(block.words ?? {}).map(([word, value]) => [Number(word), value] as const);
  const accesses = block.accesses ?? [];
  const thread = block.thread ?? block.hiddenThread;
  const bytes = [0, words.length, accesses.length, (block.thread === undefined ? 0 : 0x80) | block.code.length];
  const push = (value: bigint, count: number): void => {
    for (let i = 0; i < count; i++) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
  };
  if (thread !== undefined) push(BigInt(thread), 4);
  bytes.push(...block.code);
  words.forEach(([word], i) => {
    bytes.push(word - (i === 0 ? -1 : (words[i - 1] as readonly [number, bigint])[0]) - 1);
  });
  for (const [, value] of words) push(value, width);
  for (const { now } of accesses) bytes.push(now === undefined ? 1 : 0);
  for (const { at } of accesses) push(at, width);
  for (const { old } of accesses) push(old, width);
  for (const { now } of accesses) if (now !== undefined) push(now, width);
  return Uint8Array.from(bytes);
}

/** A block of a plug-in. */
export function userBlock(content: Uint8Array): Uint8Array {
  const start = Buffer.from([0x80, 0, 0, 0, 0]);
  start.writeUInt32LE(content.length, 1);
  return Buffer.concat([start, content]);
}
