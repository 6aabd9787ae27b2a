// Arguments of calls by the calling convention: registers and words of the stack when the call was made, with the texts that they point at.

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
/** Shorter ones are as likely numbers. */
const SHORTEST_TEXT = 2;

const hexadecimal = (value: bigint): string => `0x${value.toString(16)}`;

/** Reads arguments of one run. */
export class CallArguments {
  readonly #code: RecordedCode;
  readonly #registers: readonly number[];
  readonly #isWindows: boolean;

  constructor(code: RecordedCode, isWindows: boolean) {
    this.#code = code;
    this.#isWindows = isWindows;
    const { machine, bits } = code.options;
    if (machine === 'arm64') this.#registers = ARM;
    else if (bits === 32) this.#registers = [];
    else this.#registers = isWindows ? WINDOWS : SYSTEM_V;
  }

  /** As many as the convention has; of words of the stack those that are known. */
  read(registers: Uint32Array): RecordedArgument[] {
    // Recordings without registers leave them as they were at the beginning.
    if (registers.every((half) => half === 0)) return [];
    const values = this.#registers.map((register) => registerValue(registers, register));
    for (let word = 0; word < STACK_WORDS; word++) {
      const value = this.#stackWord(registers, word);
      if (value === undefined) break;
      values.push(value);
    }
    return values.map((value) => {
      const text = this.#textAt(value);
      return { val: hexadecimal(value), ...(text === undefined ? {} : { str: text }) };
    });
  }

  #stackWord(registers: Uint32Array, word: number): bigint | undefined {
    const { machine, bits } = this.#code.options;
    const size = bits / 8;
    const shadow = machine === 'x86' && bits === 64 && this.#isWindows ? SHADOW : 0;
    const start = numberOf(registers, machine === 'x86' ? STACK : ARM_STACK) + shadow + word * size;
    const bytes = this.#code.memory.bytesNow(start, start + size);
    if (bytes.length < size) return undefined;
    return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  #textAt(value: bigint): string | undefined {
    if (value < 0x1000n || value > 0xffff_ffff_ffffn) return undefined;
    const start = this.#code.placeOf(Number(value));
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
  return hexadecimal(registerValue(registers, register));
}

function registerValue(registers: Uint32Array, register: number): bigint {
  return (BigInt(registers[register * 2 + 1] as number) << 32n) | BigInt(registers[register * 2] as number);
}
