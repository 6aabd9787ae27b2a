// Runs of small programs, told instruction by instruction, and what becomes of them.

import { type ExecutedCode, executedCode } from '../../src/code/executed/executed-code.ts';
import { RecordedCode } from '../../src/code/executed/recorded-code.ts';
import type { CallOut, RecordedCodeOptions } from '../../src/code/executed/recording-options.ts';
import type { ProgramCode } from '../../src/code/program-code.ts';
import { Observations } from '../../src/inputs/shared/executed/observations.ts';

const hex = (value: number): string => value.toString(16);

export interface Around {
  readonly program?: ProgramCode;
  /** Beginnings of functions. */
  readonly functions?: readonly number[];
  readonly modules?: readonly { readonly start: number; readonly end: number }[];
}

export class Run {
  readonly code: RecordedCode;
  readonly observations: Observations = new Observations();
  /** Bytes that were written, in hexadecimal digits, in the order in which they were whole. */
  readonly written: string[] = [];
  readonly callsOut: (Omit<CallOut, 'before' | 'after'> & { readonly before: number; readonly after: number })[] = [];
  #position = 0;
  readonly #known = new Map<number, Uint8Array>();

  /** Of 64 bits, with bytes of code, unless something else is said. */
  constructor(options: Partial<RecordedCodeOptions> = {}) {
    this.code = new RecordedCode({
      ...{ machine: 'x86', bits: 64, tellsCode: true },
      onWritten: (version, bytes) => {
        this.written.push(Buffer.from(bytes).toString('hex'));
        this.observations.wrote(version, bytes);
      },
      onCallOut: ({ before, after, ...call }) =>
        this.callsOut.push({ ...call, before: before[0] as number, after: after[0] as number }),
      ...options,
    });
  }

  /** Executes instructions, each as `ADDRESS:BYTES` in hexadecimal digits; only `ADDRESS` where its bytes are those of before. */
  executes(text: string, id = 1): this {
    const thread = this.code.thread(id);
    for (const one of text.split(/\s+/).filter((part) => part !== '')) {
      const [place = '', digits] = one.split(':');
      const address = Number.parseInt(place, 16);
      if (digits !== undefined) this.#known.set(address, Buffer.from(digits, 'hex'));
      const bytes = this.#known.get(address);
      if (bytes === undefined) thread?.executes(address, this.#position++);
      else thread?.executesBytes(address, bytes, 0, bytes.length, this.#position++);
    }
    return this;
  }

  writes(address: number, bytes: string | readonly number[], id = 1): this {
    this.code.thread(id)?.writes(address, Buffer.from(bytes as string), 0, bytes.length);
    return this;
  }

  reads(address: number, bytes: string | readonly number[], id = 1): this {
    this.code.thread(id)?.reads(address, Buffer.from(bytes as string), 0, bytes.length);
    return this;
  }

  /** Sets the low half of a register. */
  register(number: number, value: number, id = 1): this {
    const { registers } = this.code.thread(id) as { readonly registers: Uint32Array };
    registers[number * 2] = value;
    return this;
  }

  end({ program, functions, modules = [] }: Around = {}): ExecutedCode {
    this.code.end();
    const known = functions === undefined ? undefined : new Set(functions);
    return executedCode(this.code, { platform: 'other', program, functions: known, modules });
  }

  /** Features of the instruction at an address, besides those that its bytes show. */
  observed(address: number): unknown[] {
    const { versions } = this.code;
    return this.observations
      .featuresOf(versions.at(address), versions)
      .map((feature) => ('value' in feature ? `${feature.type} ${feature.value}` : feature.type));
  }
}

/** A line for each function, layer by layer: where it begins, why, and its blocks with numbers of instructions. */
export function outlineCode({ layers }: Pick<ExecutedCode, 'layers'>): string[] {
  return layers.flatMap(({ code }, layer) =>
    code.functions.map(({ address, evidence, blocks }) => {
      const shown = blocks.map(({ start, end, instructions }) => `${hex(start)}-${hex(end)}:${instructions.length}`);
      return `${layer} ${hex(address)} ${evidence} ${shown.join(' ')}`;
    }),
  );
}

/** As `outlineCode`, of code that is all in one layer. */
export function outlineRun(run: Run, around?: Around): string[] {
  const code = run.end(around);
  return outlineCode(code).map((line) => {
    if (!line.startsWith('0 ')) throw new Error(`a second layer: ${line}`);
    return line.slice(2);
  });
}
