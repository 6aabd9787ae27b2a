// Call frame information of ELF and Mach-O files (`.eh_frame`, Linux Standard Base 10.6): where each function begins and ends. Compilers write it for
// all functions, stripped programs keep it.

import { IntegerMap } from '../bytes/integer-map.ts';
import type { MappedView } from './mapped-view.ts';

/** A range of code that has frame information, as loaded. */
export interface FrameRange {
  readonly start: number;
  /** Behind the last instruction. */
  readonly end: number;
}

const MAX_FRAMES = 1_000_000;
/** Bytes of a number of variable length, of 64 bits. */
const MAX_LEB = 10;
const HIGHEST_ADDRESS = 2 ** 48;
/** Encodings of pointers (DWARF exception header encoding). */
const OMITTED = 0xff;
const FORMAT = { pointer: 0, uleb: 1, u16: 2, u32: 3, u64: 4, sleb: 9, s16: 10, s32: 11, s64: 12 } as const;
const RELATIVE = { absolute: 0, toPlace: 1 } as const;

interface Context {
  readonly view: MappedView;
  readonly bits: 32 | 64;
}

/** A value and where the next one begins. */
interface Read {
  readonly value: number;
  readonly next: number;
}

/** What may be wrong with the table as a whole: it breaks off, or has more than is read. */
export type FrameTrouble = 'damaged' | 'cut';

/** All ranges of the table at a place, in its order. */
export function readFrames(
  context: Context,
  place: number,
  size: number,
  tell: (trouble: FrameTrouble) => void,
): FrameRange[] {
  const { view } = context;
  const encodings = new IntegerMap<number>();
  const frames: FrameRange[] = [];
  const end = place + size;
  let entries = 0;
  for (let at = place; at + 4 <= end && entries < MAX_FRAMES; entries++) {
    const length = view.u32(at);
    // Zero ends the table; 2^32 - 1 announces a length of 64 bits, which no compiler uses here.
    if (length <= 0 || length === 0xffffffff) break;
    const body = at + 4;
    const back = view.u32(body);
    if (back < 0 || body + length > end) {
      tell('damaged');
      break;
    }
    // Entries that are no common parts themselves name theirs by its distance.
    if (back !== 0) {
      const frame = readFrame(context, body + 4, encodings, body - back);
      if (frame !== undefined) frames.push(frame);
    }
    at = body + length;
  }
  if (entries >= MAX_FRAMES) tell('cut');
  return frames;
}

function readFrame(
  context: Context,
  at: number,
  encodings: IntegerMap<number>,
  common: number,
): FrameRange | undefined {
  let encoding = encodings.get(common);
  if (encoding === undefined) {
    encoding = pointerEncoding(context, common);
    encodings.set(common, encoding);
  }
  const start = readEncoded(context, at, encoding);
  const length = start && readEncoded(context, start.next, encoding & 0x0f);
  if (start === undefined || length === undefined || length.value <= 0) return undefined;
  return { start: start.value, end: start.value + length.value };
}

/** How the frames of a common part write addresses; -1 where it cannot be read. */
function pointerEncoding({ view, bits }: Context, common: number): number {
  if (view.u32(common + 4) !== 0) return -1;
  const version = view.u8(common + 8);
  const augmentation = view.text(common + 9, 32);
  if (augmentation === undefined) return -1;
  if (!augmentation.startsWith('z')) return augmentation === '' ? FORMAT.pointer : -1;
  let at = common + 9 + augmentation.length + 1;
  if (version >= 4) at += 2;
  at = skipLeb(view, skipLeb(view, at));
  at = version === 1 ? at + 1 : skipLeb(view, at);
  at = skipLeb(view, at);
  for (const letter of augmentation.slice(1)) {
    if (letter === 'R') return view.u8(at);
    if (letter === 'L') at += 1;
    else if (letter === 'P') {
      const personality = readEncoded({ view, bits }, at + 1, view.u8(at) & 0x0f);
      if (personality === undefined) return -1;
      at = personality.next;
    } else if (letter !== 'S' && letter !== 'B') return -1;
  }
  return FORMAT.pointer;
}

/** A pointer or a length; undefined where it cannot be read, or is relative to something that is not known here. */
function readEncoded({ view, bits }: Context, at: number, encoding: number): Read | undefined {
  if (encoding < 0 || encoding === OMITTED) return undefined;
  const relative = (encoding >> 4) & 7;
  if (relative !== RELATIVE.absolute && relative !== RELATIVE.toPlace) return undefined;
  const read = readValue(view, at, encoding & 0x0f, bits);
  if (read === undefined) return undefined;
  if (relative !== RELATIVE.toPlace) return read;
  const value = read.value + at;
  // Distances backwards, written as a whole word, are its low 48 bits here.
  if (bits === 64) return { value: value >= HIGHEST_ADDRESS ? value - HIGHEST_ADDRESS : value, next: read.next };
  return { value: value >>> 0, next: read.next };
}

function readValue(view: MappedView, at: number, format: number, bits: 32 | 64): Read | undefined {
  const word = bits / 8;
  if (format === FORMAT.pointer)
    return view.has(at, word) ? { value: view.address(at, bits), next: at + word } : undefined;
  if (format === FORMAT.u16 || format === FORMAT.s16) {
    const value = view.u16(at);
    if (value < 0) return undefined;
    return { value: format === FORMAT.s16 ? (value << 16) >> 16 : value, next: at + 2 };
  }
  if (format === FORMAT.u32 || format === FORMAT.s32) {
    const value = view.u32(at);
    if (value < 0) return undefined;
    return { value: format === FORMAT.s32 ? value | 0 : value, next: at + 4 };
  }
  if (format !== FORMAT.u64 && format !== FORMAT.s64) return undefined;
  if (!view.has(at, 8)) return undefined;
  return { value: Number(BigInt.asIntN(64, view.big64(at))), next: at + 8 };
}

/** The place behind a number of variable length. */
function skipLeb(view: MappedView, at: number): number {
  let next = at;
  while (view.u8(next) >= 0x80 && next < at + MAX_LEB) next++;
  return next + 1;
}

/** Where the table is, by the header that programs carry for finding it (`.eh_frame_hdr`). */
export function frameTableOf(context: Context, header: number): number | undefined {
  if (context.view.u8(header) !== 1) return undefined;
  return readEncoded(context, header + 4, context.view.u8(header + 1))?.value;
}
