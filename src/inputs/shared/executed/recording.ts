// Recordings of instructions without records of calls, of any format, as traces: calls are what leaves the recorded code and comes back.

import { IntegerMap, IntegerSet } from '../../../bytes/integer-map.ts';
import type { ByteSource } from '../../../bytes/source.ts';
import { findProgram } from '../../../code/executed/find-program.ts';
import { RecordedCode } from '../../../code/executed/recorded-code.ts';
import type { CallOut } from '../../../code/executed/recording-options.ts';
import { Diagnostics, type Severity } from '../../../diagnostics.ts';
import { CapaxError } from '../../../errors.ts';
import { NO_ADDRESS } from '../../../features/address.ts';
import { argumentCountOf } from '../../../features/argument-positions.ts';
import type { CallParts } from '../../../features/call.ts';
import type { Feature } from '../../../features/feature.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { Program } from '../../../features/program.ts';
import type { SampleHashes } from '../../../features/sample.ts';
import type { Trace, TraceSink, TraceSummary } from '../../../features/trace.ts';
import type { ExecutionListener, RecordedMachine } from '../../../formats/execution.ts';
import type { OpenOptions } from '../../input.ts';
import { type NativeCode, nativeCodeOf } from '../native/open-program.ts';
import { CallArguments, registerText } from './call-arguments.ts';
import { CallTargets } from './call-targets.ts';
import type { ExecutedCodeDiagnostic } from './codes.ts';
import { executedProgram, tellSampled } from './executed-program.ts';
import { Observations } from './observations.ts';
import { apiNames, describeRecorded, type RecordedCall, type RecordedReturn } from './recorded-call.ts';
import { type CallingThread, RecordedCalls } from './recorded-calls.ts';

/** What a recording says of itself. */
export interface RecordingFacts extends RecordedMachine {
  /** Of the program, as the recorder had it. */
  readonly path?: string;
}

/** A listener that also takes code of which nobody knows after what it ran. */
export interface RecordingListener extends ExecutionListener {
  covers(address: number, length: number, position: number, times: number): void;
}

/** One format of recordings. */
export interface RecordingFormat<Code extends string> {
  /** Name of the input, and of who writes such files. */
  readonly format: string;
  readonly producer: string;
  /** The reader's name in result documents. */
  readonly extractor: string;
  /** Whether it has the bytes of instructions. */
  readonly tellsCode: boolean;
  /** Whether calls can be told: that what ran is in order, and registers are there. */
  readonly tellsCalls: boolean;
  /** What it does not have, and what follows from that. */
  readonly missing: readonly MissingPart[];
  /** Reads all of it. `begin` is told what it says of itself, once. Throws CapaxError where nothing can be read. */
  read(
    begin: (facts: RecordingFacts) => RecordingListener,
    report: (severity: Severity, code: Code, message: string, where?: string) => void,
  ): Promise<void>;
}

/** What formats have in common that say which code ran and nothing else. */
export const COVERAGE = {
  tellsCode: false,
  tellsCalls: false,
  missing: [
    {
      part: 'the order of what ran, calls, registers and memory',
      consequence:
        'rules about calls cannot match; functions and loops follow from branches whose both ends ran; code that is not in the file of the program is not known',
    },
  ],
} as const;

/** The machine of the program, for formats that do not name one; without a program it does not matter. */
export function sampleMachine({ ranProgram }: OpenOptions): RecordedMachine {
  const image = ranProgram === undefined ? undefined : nativeCodeOf(ranProgram)?.code.image;
  return { machine: image?.machine ?? 'x86', bits: image?.bits ?? 64 };
}

type RecordingDiagnostic<Code extends string> = Code | ExecutedCodeDiagnostic;

/** What is known once a recording has been read. */
interface Followed {
  readonly facts: RecordingFacts;
  readonly code: RecordedCode;
  readonly observations: Observations;
}

/** What takes the calls of a recording, in their order: `number` counts them. */
type TakeCall = (number: number, call: RecordedCall, returned: RecordedReturn, out: CallOut) => void;

/** Instructions that are looked at to find the program, the first time and in all, and different ones of them: loaders may run before it. */
const FIRST_LOOK = 1 << 14;
const MOST_LOOKED_AT = 1 << 24;
const MOST_MET = 200_000;
const NO_HASHES: SampleHashes = { md5: '', sha1: '', sha256: '' };

/** The trace. Its `read` throws what the format's does, and CapaxError `report-no-calls` where nothing ran that is known. */
export function openRecording<Code extends string>(
  source: ByteSource,
  options: OpenOptions,
  format: RecordingFormat<Code>,
): Trace {
  return new Recording(source, options, format).trace;
}

class Recording<Code extends string> {
  readonly #source: ByteSource;
  readonly #options: OpenOptions;
  readonly #format: RecordingFormat<Code>;
  readonly #sample: NativeCode | undefined;
  #executed: Program | undefined;
  /** Where the recording has the program, once it was looked for: that takes reading the beginning of it. */
  #base: Promise<number | undefined> | undefined;

  constructor(source: ByteSource, options: OpenOptions, format: RecordingFormat<Code>) {
    this.#source = source;
    this.#options = options;
    this.#format = format;
    this.#sample = options.ranProgram && nativeCodeOf(options.ranProgram);
  }

  get trace(): Trace {
    const { format, extractor } = this.#format;
    return {
      ...{ flavour: 'dynamic', format, extractor },
      read: (sink) => this.#read(sink),
      executed: () => this.#executed,
      describeCalls: (at, receive) => this.#describe(at, receive),
    };
  }

  async #read(sink: TraceSink): Promise<TraceSummary> {
    // Of its own for each reading, so that a second one says the same as the first.
    const diagnostics = new Diagnostics<RecordingDiagnostic<Code>>();
    const calls = new RecordedCalls(sink, this.#options.semantics, () => this.#system(facts));
    const threads = new IntegerMap<CallingThread>();
    const process = { number: 0 };
    let facts: RecordingFacts | undefined;
    const followed = await this.#follow(diagnostics, calls.wantsObserved, (known) => {
      facts = known;
      return (number, call, returned, { thread: id, observed }) => {
        let thread = threads.get(id);
        if (thread === undefined) {
          thread = { number: threads.size, process, calls: 0 };
          threads.set(id, thread);
        }
        calls.emit(thread, call, number, returned, observed);
      };
    });
    this.#executed = this.#programOf(followed, diagnostics);
    return this.#summarise(followed, threads, calls, diagnostics);
  }

  async #describe(at: Float64Array, receive: (index: number, call: CallParts) => void): Promise<void> {
    let next = 0;
    await this.#follow(new Diagnostics(), false, () => (number, call, returned) => {
      while (next < at.length && at[next] === number) receive(next++, describeRecorded(call, returned));
    });
    while (next < at.length) receive(next++, { api: '(unreadable call)' });
  }

  /** Reads it all; calls go to what `start` gives when the recording has said what it is. */
  async #follow(
    diagnostics: Diagnostics<RecordingDiagnostic<Code>>,
    observesNumbers: boolean,
    start: (facts: RecordingFacts) => TakeCall,
  ): Promise<Followed> {
    this.#base ??= this.#findProgram();
    const base = await this.#base;
    let followed: Followed | undefined;
    await this.#format.read(
      (facts) => {
        const taker = start(facts);
        followed = this.#begin(facts, base, observesNumbers, taker);
        return followed.code;
      },
      (severity, code, message, where) => diagnostics.add(severity, code, message, where),
    );
    if (followed === undefined) {
      throw new CapaxError('input-corrupt', 'The recording does not say what it is', {
        where: this.#source.name,
        hint: 'Record it again.',
      });
    }
    followed.code.end();
    if (this.#sample !== undefined && base === undefined) {
      const message = 'nothing that ran is code of the program that was given: it is not used';
      diagnostics.add('warning', 'executed-elsewhere', message);
    }
    return followed;
  }

  #begin(facts: RecordingFacts, base: number | undefined, observesNumbers: boolean, take: TakeCall): Followed {
    const { maxInstructions } = this.#options;
    const { tellsCode, tellsCalls } = this.#format;
    const image = this.#sample?.code.image;
    const observations = new Observations();
    let number = 0;
    const code: RecordedCode = new RecordedCode({
      ...{ machine: facts.machine, bits: facts.bits, tellsCode },
      program: image === undefined || base === undefined ? undefined : { image, base },
      imports: base === undefined ? undefined : this.#sample?.code.imports,
      ...(maxInstructions === undefined ? {} : { maxInstructions }),
      observesNumbers,
      onCallOut: tellsCalls ? (call) => onCall(call) : undefined,
      onSlotRead: tellsCalls ? (slot, value) => targets.read(slot, value) : undefined,
      onWritten: (version, bytes) => observations.wrote(version, bytes),
    });
    const targets = new CallTargets(base === undefined ? undefined : this.#sample, code);
    const system = this.#system(facts);
    const readers = new CallArguments(code, system === 'windows');
    const onCall = (out: CallOut): void => {
      const name = targets.nameOf(out);
      const args = readers.read(out.before, argumentCountOf(name ?? ''));
      const result = out.after.every((half) => half === 0) ? undefined : registerText(out.after, 0);
      const returned: RecordedReturn = result === undefined ? {} : { val: result };
      if (name !== undefined) {
        observations.called(out.version, apiNames(name, system));
        const texts = args.map(({ str }) => str);
        targets.returned(name, texts, Number(result ?? 0));
      }
      const from = `0x${code.recordedAddressOf(code.versions.endOf(out.version)).toString(16)}`;
      const to = out.target < 0 ? '0x0' : `0x${out.target.toString(16)}`;
      take(number++, { from, to, name: name ?? null, args, argsrc: 'abi', s: out.position }, returned, out);
    };
    return { facts, code, observations };
  }

  /** Where the recording has the program: its first instructions say it. */
  async #findProgram(): Promise<number | undefined> {
    const sample = this.#sample;
    if (sample === undefined) return undefined;
    const met = new IntegerSet();
    const enough = new Error('enough');
    let found: number | undefined;
    let count = 0;
    let next = FIRST_LOOK;
    const look = (): void => {
      found = findProgram(sample.code, [...met]);
      next *= 4;
    };
    const meet = (address: number): void => {
      if (met.size < MOST_MET) met.add(address);
      if (++count < next) return;
      look();
      if (found !== undefined || count >= MOST_LOOKED_AT) throw enough;
    };
    const nothing = (): void => undefined;
    const registers = new Uint32Array(64);
    const silent = { reads: nothing, holds: nothing, writes: nothing, loses: nothing };
    const thread = { registers, executes: meet, executesBytes: meet, ...silent };
    await this.#format
      .read(
        () => ({ thread: () => thread, code: nothing, covers: meet }),
        () => undefined,
      )
      .catch((error: unknown) => {
        if (error !== enough) throw error;
      });
    if (found === undefined) look();
    return found;
  }

  /** The operating system, where something says it. */
  #system(facts: RecordingFacts | undefined): string {
    const os = this.#options.ranProgram?.globals.find(({ type }) => type === 'os');
    if (os !== undefined && 'value' in os) return String(os.value);
    const path = facts?.path ?? '';
    if (path === '') return '';
    return path.startsWith('/') ? 'linux' : 'windows';
  }

  #globalsOf(facts: RecordingFacts): readonly Feature[] {
    const known = this.#options.ranProgram?.globals;
    if (known !== undefined) return known;
    const system = this.#system(facts);
    const arch = facts.machine === 'arm64' ? 'aarch64' : facts.bits === 64 ? 'amd64' : 'i386';
    const format: Feature[] =
      system === ''
        ? []
        : [
            { type: 'format', value: system === 'windows' ? 'pe' : 'elf' },
            { type: 'os', value: system },
          ];
    return [...format, { type: 'arch', value: arch }];
  }

  #programOf(
    { facts, code, observations }: Followed,
    diagnostics: Diagnostics<RecordingDiagnostic<Code>>,
  ): Program | undefined {
    if (code.versions.count === 0) return undefined;
    const system = this.#system(facts);
    const sampled = { followed: code.executed, passedOver: code.passedOver };
    tellSampled(sampled, diagnostics);
    return executedProgram(
      {
        ...{ format: this.#format.format, producer: this.#format.producer, sample: this.#sample },
        hashes: this.#options.ranProgram?.hashes ?? NO_HASHES,
        globals: this.#globalsOf(facts),
        semantics: this.#options.semantics,
        platform: system === 'windows' || system === 'linux' ? system : 'other',
        processes: [{ code, observations, modules: [] }],
        missing: this.#format.missing,
        sampled,
      },
      new Diagnostics(),
    );
  }

  #summarise(
    { facts, code }: Followed,
    threads: IntegerMap<CallingThread>,
    calls: RecordedCalls,
    diagnostics: Diagnostics<RecordingDiagnostic<Code>>,
  ): TraceSummary {
    if (code.executed === 0) {
      throw new CapaxError('report-no-calls', 'The recording has no instruction that can be used', {
        where: this.#source.name,
        hint: 'Record it again.',
      });
    }
    if (this.#executed === undefined) {
      throw new CapaxError('report-no-calls', 'The recording has no bytes of instructions', {
        where: this.#source.name,
        hint:
          this.#sample === undefined
            ? 'Give the program with --sample: its instructions are taken from there.'
            : 'Nothing that ran is code of the program that was given: give the one that ran.',
      });
    }
    const { ranProgram: sample, diagnostics: told } = this.#options;
    const path = facts.path ?? '';
    const missing: MissingPart[] = [
      { part: 'analysis of the file', consequence: 'import, export, section and file-scope string rules cannot match' },
      ...(sample === undefined ? [NO_SAMPLE] : []),
      ...(this.#system(facts) === '' ? [NO_SYSTEM] : []),
      ...this.#format.missing,
    ];
    const traced = code.options.program;
    const modules = traced === undefined ? [] : [{ path, base: traced.base, size: traced.image.size, isSample: true }];
    return {
      hashes: sample?.hashes ?? NO_HASHES,
      baseAddress: NO_ADDRESS,
      globals: this.#globalsOf(facts),
      file: [],
      processes: [
        {
          address: { type: 'process', value: [0, 0] },
          name: path.replace(/^.*[\\/]/, ''),
          features: [],
          threads: [...code.threads.keys()].map((tid) => ({
            thread: threads.get(tid)?.number ?? -1,
            ...{ tid, features: [] },
          })),
          ...(calls.wantsCallers ? { modules, unbacked: code.otherCode() } : {}),
        },
      ],
      lost: { calls: 0, processes: [] },
      health: {
        flavour: 'dynamic',
        producer: this.#format.producer,
        processes: 1,
        threads: code.threads.size,
        calls: calls.count,
        skippedRecords: diagnostics
          .list()
          .reduce((sum, { code: of, count }) => sum + (SKIPPED.test(of) ? count : 0), 0),
        missing,
        diagnostics: [...told.list(), ...diagnostics.list()],
      },
    };
  }
}

/** Diagnostics of records that could not be used. */
const SKIPPED = /-malformed$/;
const NO_SYSTEM: MissingPart = {
  part: 'operating system',
  consequence: 'rules that ask for the os or the format cannot match',
};
const NO_SAMPLE: MissingPart = {
  part: 'the program (--sample)',
  consequence: 'names of called functions, texts and tables that the code uses are not known',
};
