// The part of a JSON text that is in memory, and a position in it. The buffer ends in zero bytes, which stop every loop over the
// text, so that loops need not look for the end. Hot file, as json-cursor.ts.

/** Zero bytes behind `end`. */
export const PADDING = 8;

/** Thrown, as one of the two values below, to leave a reading method. */
class JsonSignal extends Error {
  override readonly name = 'JsonSignal';
}

/** The value goes on behind the last byte that is there. */
export const INCOMPLETE: JsonSignal = new JsonSignal('more bytes are needed');
/** The bytes are not JSON; `fault` says why and `pos` where. */
export const MALFORMED: JsonSignal = new JsonSignal('not JSON');

const SPACE = 0x20;
/** The double that eight spaces are; no other bytes are equal to it. */
export const EIGHT_SPACES: number = new Float64Array(new Uint8Array(8).fill(SPACE).buffer)[0] as number;

export class JsonWindow {
  /** `end` bytes of text, then at least PADDING zero bytes. */
  bytes: Uint8Array = new Uint8Array(PADDING);
  /** Over `bytes`. */
  view: DataView = new DataView(this.bytes.buffer);
  pos = 0;
  end = 0;
  /** True when the text is over at `end`, so that a number there is complete. */
  final = false;
  /** Why MALFORMED was thrown. */
  fault = '';

  /** Shows the first `end` bytes of a buffer, which must be longer by PADDING; those bytes are set to zero. */
  load(bytes: Uint8Array, end: number): void {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.end = end;
    bytes.fill(0, end, end + PADDING);
  }

  fail(fault: string): never {
    this.fault = fault;
    throw MALFORMED;
  }

  /** Moves to the next byte that is not white space and returns it. */
  peek(): number {
    const { bytes } = this;
    let { pos } = this;
    let byte = bytes[pos] as number;
    if (byte > SPACE) return byte;
    for (;;) {
      if (byte === SPACE) pos += this.view.getFloat64(pos, true) === EIGHT_SPACES ? 8 : 1;
      else if (byte === 0x0a || byte === 0x0d || byte === 0x09) pos++;
      else break;
      byte = bytes[pos] as number;
    }
    this.pos = pos;
    if (byte > SPACE) return byte;
    if (pos >= this.end) throw INCOMPLETE;
    return this.fail('unexpected control character');
  }
}
