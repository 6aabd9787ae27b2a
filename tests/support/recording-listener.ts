// Writes down what a reader tells of executed instructions, as lines that read well in a failing test.

import type { ExecutionListener, RecordedThread } from '../../src/formats/execution.ts';

const hex = (bytes: Uint8Array, from: number, length: number): string =>
  Buffer.from(bytes.subarray(from, from + length)).toString('hex');

export interface ToldInstruction {
  readonly thread: number;
  readonly address: number;
  /** Hexadecimal digits; undefined where none were told with it. */
  readonly bytes?: string;
  /** Values of the registers before it, in their order. */
  readonly registers: readonly bigint[];
  readonly position: number;
}

export class RecordingListener implements ExecutionListener {
  /** Everything, in the order in which it was told. */
  readonly lines: string[] = [];
  readonly instructions: ToldInstruction[] = [];
  readonly #threads = new Map<number, RecordedThread>();
  readonly #code = new Map<number, string>();
  readonly #maxThreads: number;

  constructor(maxThreads = Infinity) {
    this.#maxThreads = maxThreads;
  }

  /** Bytes of the instruction at an address, which were told before it. */
  codeAt(address: number): string | undefined {
    return this.#code.get(address);
  }

  code(address: number, bytes: Uint8Array, from: number, length: number): void {
    this.#code.set(address, hex(bytes, from, length));
    this.lines.push(`code ${address.toString(16)} ${hex(bytes, from, length)}`);
  }

  thread(id: number): RecordedThread | undefined {
    const known = this.#threads.get(id);
    if (known !== undefined || this.#threads.size >= this.#maxThreads) return known;
    const thread = this.#record(id);
    this.#threads.set(id, thread);
    return thread;
  }

  #record(id: number): RecordedThread {
    const registers = new Uint32Array(64);
    const values = (): bigint[] =>
      Array.from(
        { length: 32 },
        (_, i) => (BigInt(registers[2 * i + 1] as number) << 32n) | BigInt(registers[2 * i] as number),
      );
    const tell = (what: string, address: number, bytes: string): void => {
      this.lines.push(`${id} ${what} ${address.toString(16)} ${bytes}`);
    };
    return {
      registers,
      executes: (address, position) => {
        this.instructions.push({ thread: id, address, registers: values(), position });
        this.lines.push(`${id} executes ${address.toString(16)} @${position}`);
      },
      executesBytes: (address, bytes, from, length, position) => {
        const code = hex(bytes, from, length);
        this.instructions.push({ thread: id, address, bytes: code, registers: values(), position });
        this.lines.push(`${id} executes ${address.toString(16)} ${code} @${position}`);
      },
      reads: (address, bytes, from, length) => tell('reads', address, hex(bytes, from, length)),
      holds: (address, bytes, from, length) => tell('holds', address, hex(bytes, from, length)),
      writes: (address, bytes, from, length) => tell('writes', address, hex(bytes, from, length)),
      loses: () => this.lines.push(`${id} loses`),
    };
  }
}
