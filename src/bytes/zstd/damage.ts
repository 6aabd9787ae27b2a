// What a decoder of Zstandard throws where it cannot go on. Nobody outside of this folder sees it.

/** The bytes cannot be what an encoder wrote, or end too early. */
export class ZstdDamage extends Error {}

/** A frame that is sound, for all that can be said, and is not unpacked all the same. */
export class FrameRefused extends ZstdDamage {
  readonly code: 'input-limit' | 'input-unsupported';
  readonly hint: string;

  constructor(code: FrameRefused['code'], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Ends the decoding of the block or frame. */
export function damaged(reason: string): never {
  throw new ZstdDamage(reason);
}
