// One call as flog.txt writes it:
//   [0086.848] GetClientRect (in: hWnd=0x401f0, lpRect=0x14d0c0 | out: lpRect=0x14d0c0*(left=0x0, top=0x5)) returned 1
// A text stands in quotes without the pointer to it; `0x10*=0x5` is a pointer and what it points to, `0x10*=0x20*="text"` two of them,
// `0x10*(name=value, ...)` a structure and `0x10*([0]=value, ...)` an array, which may stand inside of each other. Types are not
// written. Read from left to right once, in linear time.

import { LIMITS } from '../../limits.ts';
import { type FlogParameter, plainName } from './records.ts';

const QUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const STAR = 0x2a;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const BAR = 0x7c;
const SPACE = 0x20;

const BEGINNING = /^\s*\[(\d{1,12})\.(\d{3})\d*\]\s*/;
const INPUTS = 'in:';
const OUTPUTS = '| out:';
const ONLY_OUTPUTS = 'out:';
const RETURNED = /\s*returned[ =]\s*/y;
const RETURN_NAME = 'ret_val';

/**
 * Names of parameters that are pointers by the habits of Windows programmers: `lp` or `p`, perhaps the kind of what is there in a few
 * consonants, then the name. Without types nothing else tells an address from a number.
 */
const POINTER_NAME = /^(?:lp|pp?)[bcdfhklnstuvwz]{0,4}(?:[A-Z]|$)/;

export interface TextCall {
  readonly name: string;
  /** Milliseconds since the start. */
  readonly time: string;
  readonly inputs: FlogParameter[];
  /** With what was returned at the end. */
  readonly outputs: FlogParameter[];
  /** Whether the parameters have an end. */
  readonly closed: boolean;
  /** Whether there are more of them than LIMITS allow; the rest is left out. */
  readonly overflow: boolean;
}

class ParameterScanner {
  readonly #text: string;
  #at: number;
  #values = 0;
  closed = false;
  readonly inputs: FlogParameter[] = [];
  readonly outputs: FlogParameter[] = [];

  /** `at` is the position after the opening parenthesis. */
  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  get overflow(): boolean {
    return this.#values > LIMITS.callParameters;
  }

  scan(): void {
    let list = this.inputs;
    this.#skipBlanks();
    if (this.#skipWord(INPUTS)) this.#skipBlanks();
    else if (this.#skipWord(ONLY_OUTPUTS)) list = this.outputs;
    for (;;) {
      this.#skipBlanks();
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code)) return;
      if (code === CLOSE) break;
      if (code === COMMA) this.#at++;
      else if (this.#skipWord(OUTPUTS)) list = this.outputs;
      else this.#readInto(list);
    }
    this.#at++;
    this.closed = true;
    RETURNED.lastIndex = this.#at;
    if (RETURNED.test(this.#text)) {
      this.#at = RETURNED.lastIndex;
      this.outputs.push(this.#readValue(RETURN_NAME));
    }
  }

  #readInto(list: FlogParameter[]): void {
    const hasRoom = this.#values++ < LIMITS.callParameters;
    const parameter = this.#readParameter();
    if (hasRoom) list.push(parameter);
  }

  #skipBlanks(): void {
    while (this.#text.charCodeAt(this.#at) <= SPACE) this.#at++;
  }

  #skipWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  /** Reads up to a character that ends a name or a plain value. */
  #readToken(): string {
    const start = this.#at;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code) || code === COMMA || code === CLOSE || code === OPEN || code === EQUALS) break;
      if (code === STAR || code === QUOTE || code === BAR || code <= SPACE) break;
      this.#at++;
    }
    return this.#text.slice(start, this.#at);
  }

  /** Reads a text whose opening quote is next. */
  #readText(): string {
    const start = ++this.#at;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code)) return this.#text.slice(start);
      this.#at++;
      if (code === BACKSLASH) this.#at++;
      else if (code === QUOTE) return this.#text.slice(start, this.#at - 1);
    }
  }

  #readParameter(): FlogParameter {
    const start = this.#at;
    const name = this.#readToken();
    if (this.#text.charCodeAt(this.#at) !== EQUALS) {
      this.#at = start;
      return this.#readValue('');
    }
    this.#at++;
    return this.#readValue(name);
  }

  #readValue(name: string): FlogParameter {
    const parameter = this.#readOuter(name);
    this.#readInner(parameter);
    return parameter;
  }

  /** The value itself, and what it points to. */
  #readOuter(name: string): FlogParameter {
    const texts = undefined;
    if (this.#text.charCodeAt(this.#at) === QUOTE) {
      return { name, type: 'ptr', value: undefined, target: { type: 'str', value: this.#readText() }, texts };
    }
    const value = this.#readToken();
    const next = this.#text.charCodeAt(this.#at);
    if (next !== STAR && next !== OPEN) {
      return { name, type: POINTER_NAME.test(name) ? 'void_ptr' : 'unknown', value, target: undefined, texts };
    }
    if (next === OPEN || !this.#skipWord('*=')) {
      return { name, type: 'ptr', value, target: { type: 'container', value: undefined }, texts };
    }
    if (this.#text.charCodeAt(this.#at) === QUOTE) {
      return { name, type: 'ptr', value, target: { type: 'str', value: this.#readText() }, texts };
    }
    const target = this.#readToken();
    const type = this.#text.charCodeAt(this.#at) === STAR ? 'ptr' : 'unknown';
    return { name, type: 'ptr', value, target: { type, value: target }, texts };
  }

  /** Reads on to the end of the parameter; a text there that something is equal to is one of its inner texts. */
  #readInner(parameter: FlogParameter): void {
    let depth = 0;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code)) return;
      if (code === QUOTE) {
        const isValue = this.#text.charCodeAt(this.#at - 1) === EQUALS;
        const text = this.#readText();
        if (isValue && text !== '') this.#addText(parameter, text);
        continue;
      }
      if (code === OPEN) depth++;
      else if (depth === 0 && (code === COMMA || code === CLOSE || this.#isAtOutputs(code))) return;
      else if (code === CLOSE) depth--;
      this.#at++;
    }
  }

  #isAtOutputs(code: number): boolean {
    return code === BAR && this.#text.startsWith(OUTPUTS, this.#at);
  }

  #addText(parameter: FlogParameter, text: string): void {
    if (this.#values++ >= LIMITS.callParameters) return;
    if (parameter.texts === undefined) parameter.texts = [text];
    else parameter.texts.push(text);
  }
}

/** Reads a line; undefined if it is no call. */
export function readTextCall(line: string): TextCall | undefined {
  const beginning = BEGINNING.exec(line);
  if (beginning === null) return undefined;
  const [whole, seconds, milliseconds] = beginning;
  const open = line.indexOf('(', whole.length);
  const name = line.slice(whole.length, open).trimEnd();
  if (open < 0 || name === '') return undefined;
  const scanner = new ParameterScanner(line, open + 1);
  scanner.scan();
  const { inputs, outputs, closed, overflow } = scanner;
  const time = String(Number(seconds) * 1000 + Number(milliseconds));
  return { name: plainName(name), time, inputs, outputs, closed, overflow };
}
