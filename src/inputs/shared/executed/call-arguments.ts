// Arguments of calls by the calling convention: registers and words of the stack when the call was made, with the texts that they point at.

import { u32At } from '../../../bytes/little-endian.ts';
import type { RecordedCode } from '../../../code/executed/recorded-code.ts';
import { numberOf } from '../../../code/executed/register-values.ts';
import type { RecordedArgument } from './recorded-call.ts';

/** Registers of arguments in order, as recordings number them. */
const WINDOWS = [1, 2, 8, 9];
const SYSTEM_V = [7, 6, 2, 1, 8, 9];
const ARM = [0, 1, 2, 3, 4, 5, 6, 7];
const STACK = 4;
const ARM_STACK = 31;
/** Words of the stack that are looked at, and bytes between them and the stack pointer on Windows. */
const STACK_WORDS = 8;
const SHADOW = 32;
/** Bytes of a text. */
const MOST_TEXT = 1024;
/** No text lies below. */
const LOWEST = 0x1000;
/** Shorter ones are as likely numbers. */
const SHORTEST_TEXT = 2;

/** Reads arguments of one run. */
export class CallArguments {
  readonly #code: RecordedCode;
  readonly #registers: readonly number[];
  readonly #isWindows: boolean;
  /** The word of the stack that was read last. */
  #low = 0;
  #high = 0;

  constructor(code: RecordedCode, isWindows: boolean) {
    this.#code = code;
    this.#isWindows = isWindows;
    const { machine, bits } = code.options;
    if (machine === 'arm64') this.#registers = ARM;
    else if (bits === 32) this.#registers = [];
    else this.#registers = isWindows ? WINDOWS : SYSTEM_V;
  }

  /** So many; where that is not known, as many as the convention has registers for. Words of the stack are there as far as they are known. */
  read(registers: Uint32Array, count: number | undefined): RecordedArgument[] {
    // Recordings without registers leave them as they were at the beginning.
    if (registers.every((half) => half === 0)) return [];
    const inRegisters = this.#registers.length;
    const wanted = Math.min(count ?? (inRegisters === 0 ? STACK_WORDS : inRegisters), inRegisters + STACK_WORDS);
    const found: RecordedArgument[] = [];
    for (let i = 0; i < wanted; i++) {
      const isInRegister = i < inRegisters;
      if (!isInRegister && !this.#readWord(registers, i - inRegisters)) break;
      const register = this.#registers[i] as number;
      const low = isInRegister ? (registers[register * 2] as number) : this.#low;
      const high = isInRegister ? (registers[register * 2 + 1] as number) : this.#high;
      const text = this.#textAt(low, high);
      found.push({ val: hexadecimal(low, high), ...(text === undefined ? {} : { str: text }) });
    }
    return found;
  }

  /** Reads a word of the stack into its halves; false where it is not known. */
  #readWord(registers: Uint32Array, word: number): boolean {
    const { machine, bits } = this.#code.options;
    const size = bits / 8;
    const shadow = machine === 'x86' && bits === 64 && this.#isWindows ? SHADOW : 0;
    const start = numberOf(registers, machine === 'x86' ? STACK : ARM_STACK) + shadow + word * size;
    const bytes = this.#code.memory.bytesNow(start, start + size);
    if (bytes.length < size) return false;
    this.#low = u32At(bytes, 0);
    this.#high = size > 4 ? u32At(bytes, 4) : 0;
    return true;
  }

  /** The text at an address of two halves; undefined where there is none. */
  #textAt(low: number, high: number): string | undefined {
    if ((high === 0 && low < LOWEST) || high > 0xffff) return undefined;
    const start = this.#code.placeOf(high * 2 ** 32 + low);
    return this.#text(start, 1) ?? this.#text(start, 2);
  }

  /** A text of characters of so many bytes, up to its end. */
  #text(start: number, width: 1 | 2): string | undefined {
    let text = '';
    for (let at = 0; at < MOST_TEXT; at += width) {
      const byte = this.#byteAt(start + at);
      const isWide = width === 1 || this.#byteAt(start + at + 1) === 0;
      if (!isWide) return undefined;
      if (byte === 0) return text.length >= SHORTEST_TEXT ? text : undefined;
      if (byte < 0x09 || byte > 0x7e || (byte > 0x0d && byte < 0x20)) return undefined;
      text += String.fromCharCode(byte);
    }
    return text;
  }

  #byteAt(address: number): number {
    const byte = this.#code.memory.now.byteAt(address);
    return byte >= 0 ? byte : (this.#code.options.program?.image.u8(address) ?? -1);
  }
}

/** The value of a register as text. */
export function registerText(registers: Uint32Array, register: number): string {
  return hexadecimal(registers[register * 2] as number, registers[register * 2 + 1] as number);
}

function hexadecimal(low: number, high: number): string {
  const digits = low.toString(16);
  return high === 0 ? `0x${digits}` : `0x${high.toString(16)}${digits.padStart(8, '0')}`;
}
