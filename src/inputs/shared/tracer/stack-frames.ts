// Where system calls come from, as tracers say it: `-i` writes an address in front of a call, `strace -k` a stack behind it, innermost
// frame first (spec wine-relay.md sections 7 and 8). Frames name a file and a place in it; what has no file stands with its address.

import { copyText } from '../../../bytes/copy-text.ts';
import { IntegerSet } from '../../../bytes/integer-map.ts';
import { FileBases, type MappedMemory } from '../../../features/callers.ts';
import { LIMITS } from '../../../limits.ts';

const FRAME = ' > ';
const PLACE = ' [0x';
const HEXADECIMAL = /^[0-9a-f]{1,16}$/;
/** strace pads addresses to their width, and numbers of system calls are shorter; ltrace writes `0x`. */
const INSTRUCTION = /\[(?:0x([0-9a-f]{1,16})|([0-9a-f]{8}|[0-9a-f]{16}))\] /y;
/** What may stand in front of it. */
const MOST_IN_FRONT = 400;
const PAGE = 0x1000;

/** The address in front of a call; 0 where there is none. `end`: where the line's own text begins. */
export function instructionAddress(text: string, end: number): number {
  for (let at = text.lastIndexOf('[', end); at >= 0 && at >= end - MOST_IN_FRONT; at = text.lastIndexOf('[', at - 1)) {
    INSTRUCTION.lastIndex = at;
    const [, prefixed, padded] = INSTRUCTION.exec(text) ?? [];
    const digits = prefixed ?? padded;
    if (digits !== undefined) return toAddress(digits);
    if (at === 0) break;
  }
  return 0;
}

function pageOf(address: number): number {
  return address - (address % PAGE);
}

function toAddress(digits: string): number {
  const address = Number.parseInt(digits, 16);
  return Number.isSafeInteger(address) ? address : 0;
}

export class StackFrames {
  readonly #files = new FileBases();
  /** Pages without a file that frames lie in. */
  readonly #pages = new IntegerSet();

  /**
   * The address of a frame; 0 for what is none. Where strace cannot read a stack it shows a wrong innermost frame without a file, so such a
   * frame must be in the page of the `instruction` that made the call.
   */
  read(text: string, isInnermost: boolean, instruction: number): number {
    const end = text.lastIndexOf(PLACE);
    const digits = text.slice(end + PLACE.length, -1);
    if (!text.startsWith(FRAME) || end < FRAME.length || !text.endsWith(']') || !HEXADECIMAL.test(digits)) return 0;
    const place = toAddress(digits);
    const symbol = text.indexOf('(', FRAME.length);
    if (symbol > 0 && symbol < end) return this.#files.addressOf(copyText(text.slice(FRAME.length, symbol)), place);
    if (place === 0 || (isInnermost && pageOf(instruction) !== pageOf(place))) return 0;
    if (this.#pages.size < LIMITS.mappedModules) this.#pages.add(pageOf(place - 1));
    return place;
  }

  /** What is mapped, in any process. */
  describe(isSample: (path: string) => boolean): MappedMemory {
    const unbacked = Array.from(this.#pages, (start) => ({ start, end: start + PAGE }));
    return { modules: this.#files.list(isSample), unbacked };
  }
}
