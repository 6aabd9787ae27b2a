// A model of what WinDbg shows scripts of a recording: as much of its objects as exporters/windbg uses, for lack of WinDbg. It is as awkward as
// the real ones are said to be: 64-bit values are objects, properties that are absent may throw, and memory is that of where one stands.

import { createContext, Script, type Context as ScriptContext } from 'node:vm';

/** `host.Int64`. */
class Int64 {
  readonly #value: bigint;

  constructor(value: bigint | number | string) {
    this.#value = BigInt.asUintN(64, BigInt(value));
  }

  compareTo(other: Int64): number {
    return this.#value < other.#value ? -1 : this.#value > other.#value ? 1 : 0;
  }

  asNumber(): number {
    return Number(this.#value);
  }

  toString(radix = 10): string {
    return radix === 16 ? `0x${this.#value.toString(16)}` : this.#value.toString(radix);
  }
}

/** `SEQUENCE:STEPS`, in hexadecimal digits. */
export type Place = `${string}:${string}`;

export interface ModelText {
  readonly at: number;
  readonly bytes: Uint8Array;
  /** The only place where it is there; everywhere if it is absent. */
  readonly only?: Place;
}

export interface ModelModule {
  readonly name: string;
  readonly base: number;
  readonly size: number;
}

export interface ModelCall {
  readonly thread: readonly [tid: number, utid: number];
  readonly name: string;
  readonly to: number;
  readonly from: number;
  readonly args: readonly unknown[];
  readonly start: Place;
  readonly end: Place;
  /** Absent for a function without a result. */
  readonly result?: number;
  /** Words of the stack from the return address on. */
  readonly stack?: readonly number[];
}

export interface ModelCode {
  readonly at: number;
  readonly bytes: string;
  readonly place: Place;
}

export interface ModelRecording {
  readonly bits?: 32 | 64;
  readonly program: string;
  readonly modules: readonly ModelModule[];
  readonly events: readonly (readonly [Place, type: string, details: object])[];
  readonly calls: readonly ModelCall[];
  readonly code: readonly ModelCode[];
  readonly texts: readonly ModelText[];
  /** By address: `module!name`. */
  readonly symbols?: Readonly<Record<number, string>>;
}

export interface Debugger {
  /** What was written, by path. */
  readonly files: ReadonlyMap<string, { readonly lines: readonly string[]; readonly isClosed: boolean }>;
  readonly log: readonly string[];
  /** Where the debugger stands. */
  readonly place: Place;
  /** Calls the alias of a function that the script has. */
  run(alias: string, ...args: unknown[]): unknown;
}

/** What goes wrong, by the parts of the model. */
export interface Faults {
  readonly noRecording?: boolean;
  /** The error that asking for calls gives behind so many of them. */
  readonly calls?: readonly [count: number, message: string];
  /** Patterns that are an error. */
  readonly patterns?: readonly string[];
  readonly memory?: string;
  readonly seek?: string;
  readonly files?: string;
  readonly events?: string;
}

/** What later versions of the language have, and the debugger's has not. */
const LATER = `
  delete globalThis.BigInt; delete globalThis.Intl;
  for (const name of ['padStart', 'padEnd', 'trimStart', 'trimEnd', 'matchAll', 'replaceAll', 'at']) delete String.prototype[name];
  for (const name of ['includes', 'flat', 'flatMap', 'at', 'findLast', 'toSorted', 'toSpliced', 'with']) delete Array.prototype[name];
  for (const name of ['entries', 'values', 'fromEntries', 'getOwnPropertyDescriptors', 'hasOwn']) delete Object[name];
`;

/** A debugger with a recording open and a script loaded. */
export function loadIntoDebugger(source: string, recording: ModelRecording, faults: Faults = {}): Debugger {
  const model = new Model(recording, faults);
  const context = createContext({ host: model.host });
  new Script(LATER).runInContext(context);
  new Script(source).runInContext(context);
  return model.serve(context);
}

const STACK = 0x10_0000;

class Model {
  readonly host: object;
  readonly #recording: ModelRecording;
  readonly #faults: Faults;
  readonly #files = new Map<string, { lines: string[]; isClosed: boolean }>();
  readonly #log: string[] = [];
  #place: Place = '1:0';

  constructor(recording: ModelRecording, faults: Faults) {
    this.#recording = recording;
    this.#faults = faults;
    this.host = this.#createHost();
  }

  serve(context: ScriptContext): Debugger {
    const aliases: { name: string; call: (...args: unknown[]) => unknown }[] = context['initializeScript']();
    const standing = (): Place => this.#place;
    return {
      files: this.#files,
      log: this.#log,
      get place() {
        return standing();
      },
      run: (alias, ...args) => aliases.find(({ name }) => name === alias)?.call(...args),
    };
  }

  #createHost(): object {
    const { bits = 64, program, modules } = this.#recording;
    const { noRecording } = this.#faults;
    const findCalls = this.#findCalls.bind(this);
    const findCode = this.#findCode.bind(this);
    const events = this.#events.bind(this);
    return {
      Int64,
      parseInt64: (text: string, radix: number) =>
        new Int64(radix === 16 && !text.startsWith('0x') ? `0x${text}` : text),
      apiVersionSupport: class {},
      functionAlias: class {
        readonly call: unknown;
        readonly name: string;
        constructor(call: unknown, name: string) {
          this.call = call;
          this.name = name;
        }
      },
      diagnostics: { debugLog: (text: string) => this.#log.push(text) },
      currentSession: {
        Attributes: {
          Target: { IsTTDTarget: noRecording !== true },
          Machine: { PointerSize: new Int64(bits / 8) },
        },
        ...(noRecording === true ? {} : { TTD: { Calls: findCalls, Memory: findCode, DefaultParameterCount: 4 } }),
      },
      currentProcess: {
        Id: new Int64(4242),
        Name: program,
        Modules: modules.map(({ name, base, size }) => ({ Name: name, BaseAddress: new Int64(base), Size: size })),
        ...(noRecording === true
          ? {}
          : {
              TTD: {
                Lifetime: { MinPosition: this.#position('1:0'), MaxPosition: this.#position('fff:0') },
                get Events() {
                  return events();
                },
              },
            }),
      },
      currentThread: this.#createThread(),
      memory: { readMemoryValues: (at: Int64, count: number, size: number) => this.#readMemory(at, count, size) },
      namespace: { Debugger: { Utility: { FileSystem: this.#createFiles(), Control: this.#createControl() } } },
    };
  }

  #position(place: Place): object {
    const [sequence = '', steps = ''] = place.split(':');
    return {
      Sequence: new Int64(`0x${sequence}`),
      // Small ones are plain numbers.
      Steps: Number.parseInt(steps, 16),
      SeekTo: () => {
        if (this.#faults.seek !== undefined) throw new Error(this.#faults.seek);
        this.#place = place;
      },
    };
  }

  #createThread(): object {
    const standing = (): object => this.#position(this.#place);
    return {
      TTD: {
        get Position() {
          return standing();
        },
      },
      Registers: { User: { rsp: new Int64(STACK), esp: new Int64(STACK) } },
    };
  }

  *#events(): Generator<object, void, void> {
    for (const [place, type, details] of this.#recording.events) {
      yield { Type: type, Position: this.#position(place), ...details };
    }
    if (this.#faults.events !== undefined) throw new Error(this.#faults.events);
  }

  *#findCalls(...patterns: string[]): Generator<object, void, void> {
    const tests = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i'));
    const { calls = [Number.POSITIVE_INFINITY, ''], patterns: wrong = [] } = this.#faults;
    if (patterns.some((pattern) => wrong.includes(pattern))) throw new Error('unknown symbol');
    let count = 0;
    for (const call of this.#recording.calls) {
      // Where there is no symbol, the question is still answered by one.
      const name = this.#recording.symbols?.[call.to] ?? call.name;
      if (!tests.some((test) => test.test(name))) continue;
      if (count++ === calls[0]) throw new Error(calls[1]);
      yield this.#describeCall(call);
    }
  }

  #describeCall(call: ModelCall): object {
    return {
      EventType: 'Call',
      ThreadId: call.thread[0],
      UniqueThreadId: call.thread[1],
      Function: call.name,
      FunctionAddress: new Int64(call.to),
      ReturnAddress: new Int64(call.from),
      Parameters: call.args.map((value) => (typeof value === 'number' ? new Int64(value) : value)),
      TimeStart: this.#position(call.start),
      TimeEnd: this.#position(call.end),
      get ReturnValue() {
        if (call.result === undefined) throw new Error('Object does not have a property ReturnValue');
        return new Int64(call.result);
      },
    };
  }

  *#findCode(begin: Int64, end: Int64, mask: string): Generator<object, void, void> {
    if (mask !== 'EC') return;
    for (const { at, bytes, place } of this.#recording.code) {
      if (at < begin.asNumber() || at >= end.asNumber()) continue;
      const lowestFirst = Buffer.from(bytes, 'hex').subarray(0, 8).reverse().toString('hex');
      yield {
        AccessType: 'Execute',
        Address: new Int64(at),
        Size: bytes.length / 2,
        Value: new Int64(`0x${lowestFirst}`),
        ThreadId: 7,
        TimeStart: this.#position(place),
      };
    }
  }

  #readMemory(at: Int64, count: number, size: number): (number | Int64)[] {
    const address = at.asNumber();
    if (this.#faults.memory !== undefined) throw new Error(this.#faults.memory);
    const { calls, texts, bits = 64 } = this.#recording;
    const call = calls.find(({ start }) => start === this.#place);
    const first = (address - STACK) / (bits / 8);
    if (call?.stack !== undefined && first >= 0 && first < 64) {
      return Array.from({ length: count }, (_, index) => new Int64(call.stack?.[first + index] ?? 0));
    }
    const text = texts.find(
      (one) => one.at <= address && address < one.at + one.bytes.length && (one.only ?? this.#place) === this.#place,
    );
    if (text === undefined || size !== 1) throw new Error(`Unable to read memory at Address ${at.toString(16)}`);
    // Memory is there by pages, with zeros behind what is in them.
    return Array.from({ length: count }, (_, index) => text.bytes[address - text.at + index] ?? 0);
  }

  #createFiles(): object {
    return {
      CreateFile: (path: string) => {
        if (this.#faults.files !== undefined) throw new Error(this.#faults.files);
        const file = { lines: [], isClosed: false };
        this.#files.set(path, file);
        return {
          path,
          Close: () => {
            file.isClosed = true;
          },
        };
      },
      CreateTextWriter: ({ path }: { path: string }, encoding: string) => ({
        WriteLine: (line: string) =>
          this.#files.get(path)?.lines.push(Buffer.from(line, encoding as 'ascii').toString()),
      }),
    };
  }

  #createControl(): object {
    return {
      ExecuteCommand: (command: string) => {
        const address = Number(/^\.printf "%y", (0x[0-9a-f]+)$/.exec(command)?.[1]);
        const symbol = this.#recording.symbols?.[address];
        return [symbol === undefined ? address.toString(16) : `${symbol} (${address.toString(16)})`];
      },
    };
  }
}
