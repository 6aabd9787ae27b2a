// Streaming XML for logs: start tags with their attributes, end tags, and text where somebody wants it. Built for hostile and damaged
// files: nothing is declared, included or expanded; nesting and tags are bounded; malformed parts are skipped and a file that ends early
// simply ends. Time is linear in the size of the file, and what is delivered does not depend on how its bytes come, but for texts beyond
// the longest tag, which come in several pieces.
//
// Hot file: every byte of a flog.xml passes through here. Tags are cut out of decoded chunks as slices, attribute values are
// decoded only when somebody asks: twice as fast as saxes 6.0.0 on a 150 MB log (measured side by side).

import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { XmlCode } from './codes.ts';
import type { ByteSource } from './source.ts';
import { decodeAttribute, decodeText } from './xml-text.ts';

/** A start tag. Valid only while the handler runs. */
export interface XmlTag {
  readonly name: string;
  /** 1 for the root. */
  readonly depth: number;
  /** Decoded value of an attribute; the first where it is repeated. May be a slice of a larger text: copy what is kept. */
  attribute(name: string): string | undefined;
}

/** Receives the elements of a document. End tags match start tags whatever the document does. */
export interface XmlHandler {
  open(tag: XmlTag): void;
  /** Called for empty elements too, and at an early end of the file for every open element. */
  close(name: string, depth: number): void;
  /** Decoded text directly in the innermost open element, in one or more pieces. Without it, texts cost nothing. */
  text?(text: string): void;
}

const SPACE = 0x20;
const EXCLAMATION = 0x21;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

/** Characters that are compared one by one before `indexOf` is worth its call. */
const NEAR = 32;

const INCOMPLETE = -1;
const MALFORMED = -2;

/** Attributes of one tag that are remembered without need; real tags have about a dozen. */
const USUAL_ATTRIBUTES = 64;
/** Bytes that are decoded at once. */
const PIECE_BYTES = 1_048_576;
/**
 * Characters that may be read again because a tag turned out to be malformed, and how many more for each character before it.
 * Beyond that, what the malformed tag has swallowed is lost.
 */
const REREAD = 65_536;
const REREAD_RATIO = 4;

/** White space, and the control characters that do not belong into a document at all. */
function isBlank(code: number): boolean {
  return code <= SPACE;
}

/** `indexOf` of one character, faster where it is near. */
function findCode(text: string, code: number, from: number): number {
  const near = Math.min(from + NEAR, text.length);
  for (let at = from; at < near; at++) if (text.charCodeAt(at) === code) return at;
  return text.indexOf(String.fromCharCode(code), near);
}

function concatenate(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

class XmlScanner implements XmlTag {
  name = '';
  depth = 0;
  readonly #handler: XmlHandler;
  readonly #diagnostics: Diagnostics<XmlCode>;
  readonly #where: string;
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  #count = 0;
  readonly #open: string[] = [];
  /** Open elements below the deepest level that is delivered. */
  #ignored = 0;
  #text = '';
  /** Characters before `#text`. */
  #offset = 0;
  /** Length of `#text` before which it is no use to look again: a tag is looked at whenever it has doubled. */
  #awaited = 0;
  /** Where reading of the current markup ended. */
  #stop = 0;
  /** Characters that were read more than once. */
  #reread = 0;
  /** What ends the construct that is being skipped (`-->`), or empty. */
  #skipTo = '';
  /** Whether what is being skipped is text. */
  #isText = false;

  constructor(handler: XmlHandler, diagnostics: Diagnostics<XmlCode>, where: string) {
    this.#handler = handler;
    this.#diagnostics = diagnostics;
    this.#where = where;
  }

  attribute(name: string): string | undefined {
    const at = this.#names.indexOf(name);
    if (at < 0 || at >= this.#count) return undefined;
    return decodeAttribute(this.#values[at] as string, this.#refuseEntity);
  }

  readonly #refuseEntity = (): void => this.#warn('xml-entity-refused', 'an entity reference is left as it is written');

  #warn(code: XmlCode, message: string): void {
    this.#diagnostics.add('warning', code, message, this.#where);
  }

  push(chunk: string): void {
    this.#text = this.#text === '' ? chunk : this.#text + chunk;
    if (this.#text.length >= this.#awaited) this.#scan();
  }

  #scan(): void {
    const text = this.#text;
    let at = 0;
    for (;;) {
      if (this.#skipTo !== '') {
        const end = text.indexOf(this.#skipTo, at);
        // Keep what may be the beginning of the end.
        const stop = end < 0 ? Math.max(at, text.length - this.#skipTo.length + 1) : end;
        if (this.#isText) this.#deliver(text.slice(at, stop));
        if (end < 0) {
          this.#keep(stop, 0);
          return;
        }
        at = end + this.#skipTo.length;
        this.#skipTo = '';
        this.#isText = false;
      }
      const start = text.indexOf('<', at);
      if (start < 0) {
        this.#keepText(text, at);
        return;
      }
      if (start > at && this.#wantsText) this.#deliver(decodeText(text.slice(at, start), this.#refuseEntity));
      at = this.#readMarkup(text, start);
      if (at === INCOMPLETE && text.length - start <= LIMITS.xmlTagLength) {
        this.#keep(start, Math.min(2 * (text.length - start), LIMITS.xmlTagLength + 1));
        return;
      }
      if (at < 0) at = this.#passOver(start, at === INCOMPLETE ? text.length : this.#stop);
    }
  }

  get #wantsText(): boolean {
    return this.#handler.text !== undefined && this.#open.length > 0 && this.#ignored === 0;
  }

  #deliver(text: string): void {
    if (text !== '') this.#handler.text?.(text);
  }

  /** What is there of a text whose end is not: kept where somebody wants it, so that it comes in one piece. */
  #keepText(text: string, at: number): void {
    const length = text.length - at;
    if (!this.#wantsText || length === 0) this.#keep(text.length, 0);
    else if (length <= LIMITS.xmlTagLength) this.#keep(at, Math.min(2 * length, LIMITS.xmlTagLength + 1));
    else {
      this.#deliver(decodeText(text.slice(at), this.#refuseEntity));
      this.#keep(text.length, 0);
    }
  }

  /** Keeps the text from `at` on, to be looked at when it is `awaited` characters long. */
  #keep(at: number, awaited: number): void {
    this.#offset += at;
    this.#text = this.#text.slice(at);
    this.#awaited = awaited;
  }

  /** Where to go on after markup that cannot be used and was read up to `stop`. */
  #passOver(start: number, stop: number): number {
    const length = stop - start;
    if (length > LIMITS.xmlTagLength) {
      this.#warn('xml-malformed', 'a tag that is too long is skipped');
      return start + LIMITS.xmlTagLength;
    }
    this.#warn('xml-malformed', 'a malformed tag is skipped');
    if (this.#reread + length > REREAD + REREAD_RATIO * (this.#offset + start)) return Math.max(stop, start + 1);
    this.#reread += length;
    return start + 1;
  }

  end(): void {
    this.#scan();
    if (this.#open.length > 0 || this.#text !== '') {
      this.#diagnostics.add('error', 'xml-truncated', 'the document ends before its last end tag', this.#where);
    }
    this.#ignored = 0;
    while (this.#open.length > 0) this.#pop();
  }

  /** Position after the markup that starts at `start`, or why there is none. */
  #readMarkup(text: string, start: number): number {
    const code = text.charCodeAt(start + 1);
    if (code === SLASH) return this.#readEndTag(text, start);
    if (code === QUESTION) return this.#skip('?>', start + 2);
    if (code === EXCLAMATION) return this.#readDeclaration(text, start);
    return Number.isNaN(code) ? INCOMPLETE : this.#readTag(text, start);
  }

  #readEndTag(text: string, start: number): number {
    let at = start + 2;
    let code = text.charCodeAt(at);
    while (code > SPACE && code !== GREATER && code !== LESS) code = text.charCodeAt(++at);
    const name = text.slice(start + 2, at);
    while (isBlank(code)) code = text.charCodeAt(++at);
    if (Number.isNaN(code)) return INCOMPLETE;
    if (code !== GREATER || at - start > LIMITS.xmlTagLength) return this.#refuse(at);
    this.#close(name);
    return at + 1;
  }

  #refuse(at: number): number {
    this.#stop = at;
    return MALFORMED;
  }

  #skip(to: string, from: number): number {
    this.#skipTo = to;
    return from;
  }

  #readDeclaration(text: string, start: number): number {
    const kind = text.slice(start, start + 9);
    if (kind.startsWith('<!--')) return this.#skip('-->', start + 4);
    if (kind === '<![CDATA[') {
      this.#isText = this.#wantsText;
      return this.#skip(']]>', start + 9);
    }
    if (text.length < start + 9) return INCOMPLETE;
    // A document type can declare entities and point at files. None of it is read; what follows an inner `>` is text.
    this.#warn('xml-doctype-refused', 'the document type declaration is ignored');
    return this.#skip('>', start + 2);
  }

  #readTag(text: string, start: number): number {
    let at = start + 1;
    let code = text.charCodeAt(at);
    while (code > SPACE && code !== SLASH && code !== GREATER && code !== EQUALS && code !== LESS) {
      code = text.charCodeAt(++at);
    }
    if (Number.isNaN(code)) return INCOMPLETE;
    if (at === start + 1 || code === EQUALS || code === LESS) return this.#refuse(at);
    const name = text.slice(start + 1, at);
    this.#forgetAttributes();
    for (;;) {
      while (isBlank(code)) code = text.charCodeAt(++at);
      if (code === GREATER || code === SLASH) return this.#endTag(text, start, name, at);
      const nameStart = at;
      while (code > SPACE && code !== EQUALS && code !== GREATER && code !== LESS) code = text.charCodeAt(++at);
      const nameEnd = at;
      while (isBlank(code)) code = text.charCodeAt(++at);
      if (Number.isNaN(code)) return INCOMPLETE;
      if (code !== EQUALS || nameEnd === nameStart) return this.#refuse(at);
      do code = text.charCodeAt(++at);
      while (isBlank(code));
      if (Number.isNaN(code)) return INCOMPLETE;
      if (code !== QUOTE && code !== APOSTROPHE) return this.#refuse(at);
      const end = findCode(text, code, at + 1);
      if (end < 0) return INCOMPLETE;
      this.#names[this.#count] = text.slice(nameStart, nameEnd);
      this.#values[this.#count++] = text.slice(at + 1, end);
      at = end + 1;
      code = text.charCodeAt(at);
    }
  }

  /** Names of earlier tags stay where they are, to be written over; never so many that looking among them costs. */
  #forgetAttributes(): void {
    this.#count = 0;
    if (this.#names.length > USUAL_ATTRIBUTES) this.#names.length = this.#values.length = 0;
  }

  /** Delivers the tag that ends with the `>` or `/>` at `at`. */
  #endTag(text: string, start: number, name: string, at: number): number {
    const isEmpty = text.charCodeAt(at) === SLASH;
    const next = isEmpty ? text.charCodeAt(at + 1) : GREATER;
    if (Number.isNaN(next)) return INCOMPLETE;
    const end = at + (isEmpty ? 2 : 1);
    if (next !== GREATER || end - start > LIMITS.xmlTagLength) return this.#refuse(end);
    const isDelivered = this.#push(name);
    if (isEmpty && isDelivered) this.#pop();
    else if (isEmpty) this.#ignored--;
    return end;
  }

  /** Enters an element; false if it is too deep to be delivered. */
  #push(name: string): boolean {
    if (this.#open.length >= LIMITS.xmlDepth) {
      this.#ignored++;
      this.#warn('xml-too-deep', `elements nested deeper than ${LIMITS.xmlDepth} are left out`);
      return false;
    }
    this.#open.push(name);
    this.name = name;
    this.depth = this.#open.length;
    this.#handler.open(this);
    return true;
  }

  #pop(): void {
    const name = this.#open.pop() as string;
    this.#handler.close(name, this.#open.length + 1);
  }

  #close(name: string): void {
    if (this.#ignored > 0) {
      this.#ignored--;
      return;
    }
    const at = this.#open.lastIndexOf(name);
    if (at !== this.#open.length - 1 || at < 0) {
      this.#warn('xml-malformed', 'an end tag does not match its start tag');
      if (at < 0) return;
    }
    while (this.#open.length > at) this.#pop();
  }
}

/** The chunks of a source up to where it turns out to be corrupt. */
async function* readToDamage(source: ByteSource, diagnostics: Diagnostics<XmlCode>): AsyncGenerator<Uint8Array> {
  try {
    yield* source.open();
  } catch (error) {
    if (!(error instanceof CapaxError) || error.code !== 'input-corrupt') throw error;
    diagnostics.add('warning', 'xml-source-damaged', error.message, source.name);
  }
}

async function pushAll(chunks: AsyncIterable<Uint8Array>, scanner: XmlScanner): Promise<void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let parts: Uint8Array[] = [];
  let length = 0;
  const flush = (): void => {
    const bytes = parts.length === 1 ? (parts[0] as Uint8Array) : concatenate(parts, length);
    scanner.push(decoder.decode(bytes, { stream: true }));
    parts = [];
    length = 0;
  };
  const keep = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      const piece = chunk.subarray(from, from + PIECE_BYTES);
      // Text that ends with a tag leaves nothing to be joined to the next text, so the scanner sees flat strings only.
      const cut = piece.lastIndexOf(GREATER) + 1;
      if (cut > 0) {
        keep(piece.subarray(0, cut));
        flush();
      }
      if (cut < piece.length) keep(piece.slice(cut));
      if (length > PIECE_BYTES) flush();
    }
  }
  if (length > 0) flush();
  scanner.push(decoder.decode());
}

/**
 * Reads a UTF-8 document once. Never throws for what the document holds: malformed, too deep, too long and truncated parts are
 * diagnostics (`xml-...`), and so is a source that turns out to be corrupt on the way. Other errors of the source, and those of
 * the handler, pass through.
 */
export async function readXml(
  source: ByteSource,
  handler: XmlHandler,
  diagnostics: Diagnostics<XmlCode>,
): Promise<void> {
  const scanner = new XmlScanner(handler, diagnostics, source.name);
  await pushAll(readToDamage(source, diagnostics), scanner);
  scanner.end();
}
