// The instructions of a capa-trace file -> the code that ran, process by process.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { RecordedCode } from '../../code/executed/recorded-code.ts';
import { addressOfText, InstructionRecord } from '../../formats/capa-trace/instruction-record.ts';
import type { RecordedMachine, RecordedThread } from '../../formats/execution.ts';
import { LIMITS } from '../../limits.ts';
import type { FollowedProcess } from '../shared/executed/executed-part.ts';
import { Observations } from '../shared/executed/observations.ts';
import { apiNames, functionOf } from '../shared/executed/recorded-call.ts';
import type { NativeCode } from '../shared/native/open-program.ts';
import type {
  BlockRecord,
  CallRecord,
  CoverageRecord,
  HeaderRecord,
  InstructionRecord as InstructionFields,
} from './records.ts';
import { samplePathOf } from './sample-path.ts';
import type { TracedProcess, TracedThread, TraceTasks } from './trace-tasks.ts';

/** Machines by the name that a header gives them. */
const MACHINES: Readonly<Record<string, RecordedMachine>> = {
  amd64: { machine: 'x86', bits: 64 },
  i386: { machine: 'x86', bits: 32 },
  aarch64: { machine: 'arm64', bits: 64 },
};

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A block that was described, so that it can be told by its number from then on. */
interface KnownBlock {
  readonly address: number;
  readonly length: number;
}

export interface TracedCodeOptions {
  /** The program, where it is known. */
  readonly sample: NativeCode | undefined;
  /** Whether numbers that registers held are asked for. */
  readonly observesNumbers: boolean;
}

interface ProcessCode extends FollowedProcess {
  readonly pid: number;
  readonly process: TracedProcess;
}

export class TracedCode {
  readonly #tasks: TraceTasks;
  readonly #sample: NativeCode | undefined;
  readonly #machine: RecordedMachine;
  readonly #header: HeaderRecord;
  readonly #os: string;
  readonly #record: InstructionRecord;
  readonly #processes: ProcessCode[] = [];
  readonly #blocks = new IntegerMap<KnownBlock>();
  #position = 0;
  /** Whether the program that was given is for another machine; it is not used then. */
  isOfAnother = false;
  /** Whether there were more processes than are followed. */
  isFull = false;
  /** The latest thread: most records are of the same one as the record before. */
  #latest: TracedThread | undefined;
  #following: RecordedThread | undefined;

  readonly #observesNumbers: boolean;

  private constructor(header: HeaderRecord, machine: RecordedMachine, tasks: TraceTasks, options: TracedCodeOptions) {
    const { sample, observesNumbers } = options;
    this.#observesNumbers = observesNumbers;
    this.#header = header;
    this.#machine = machine;
    this.#os = header.os;
    this.#tasks = tasks;
    this.#sample = sample;
    this.#record = new InstructionRecord(machine);
  }

  /** Undefined for a machine whose code is not taken apart. */
  static of(header: HeaderRecord, tasks: TraceTasks, options: TracedCodeOptions): TracedCode | undefined {
    const machine = Object.hasOwn(MACHINES, header.arch) ? MACHINES[header.arch] : undefined;
    if (machine === undefined) return undefined;
    const image = options.sample?.code.image;
    const fits = image === undefined || (image.machine === machine.machine && image.bits === machine.bits);
    const traced = new TracedCode(header, machine, tasks, fits ? options : { ...options, sample: undefined });
    traced.isOfAnother = !fits;
    return traced;
  }

  get processes(): readonly FollowedProcess[] {
    return this.#processes.map(({ code, observations, process }) => {
      const modules = process
        .describeModules(() => false)
        .flatMap(({ base, size = 0 }) => {
          const start = code.placeOf(base);
          return [{ start, end: start + size }];
        });
      return { code, observations, modules };
    });
  }

  /** Takes a line with an instruction and returns where it ends; -1 where it has to be read as JSON. */
  pass(bytes: Uint8Array, from: number, end: number): number {
    const lineEnd = this.#record.scan(bytes, from, end);
    if (lineEnd < 0) return -1;
    const feed = bytes[lineEnd] === CARRIAGE_RETURN ? lineEnd + 1 : lineEnd;
    if (feed >= end || bytes[feed] !== LINE_FEED) return -1;
    this.#tell();
    return lineEnd;
  }

  /** Takes a record of an instruction that was read as JSON. */
  take(record: InstructionFields): void {
    this.#record.take(record);
    this.#tell();
  }

  #tell(): void {
    const record = this.#record;
    const following = this.#threadOf(record.thread);
    if (following === undefined) return;
    if (record.codeLength > 0) {
      this.#codeOf(this.#latest?.process)?.code.code(record.address, record.bytes, record.codeStart, record.codeLength);
    }
    record.tell(following);
  }

  /** The thread of a record, in the code of its process. */
  #threadOf(tid: number): RecordedThread | undefined {
    const latest = this.#latest;
    if (latest !== undefined && latest.tid === tid && !latest.hasEnded) return this.#following;
    const thread = this.#tasks.thread(tid);
    this.#latest = thread;
    this.#following = thread === undefined ? undefined : this.#codeOf(thread.process)?.code.thread(thread.number);
    return this.#following;
  }

  #codeOf(process: TracedProcess | undefined): ProcessCode | undefined {
    if (process === undefined) return undefined;
    const known = this.#processes.find((one) => one.process === process);
    if (known !== undefined) return known;
    if (this.#processes.length === LIMITS.executedProcesses) {
      this.isFull = true;
      return undefined;
    }
    const observations = new Observations();
    const base = this.#sample === undefined ? undefined : this.#sampleBase(process);
    const code = new RecordedCode({
      ...this.#machine,
      tellsCode: true,
      observesNumbers: this.#observesNumbers,
      program: this.#sample === undefined || base === undefined ? undefined : { image: this.#sample.code.image, base },
      onWritten: (version, bytes) => observations.wrote(version, bytes),
    });
    const made = { pid: process.pid, process, code, observations, modules: [] };
    this.#processes.push(made);
    return made;
  }

  /** Where a process has the program. */
  #sampleBase({ modules }: TracedProcess): number | undefined {
    const path = samplePathOf(this.#header, this.#tasks);
    const found = modules.find((module) => module.path === path);
    return found === undefined ? undefined : addressOfText(found.base);
  }

  /** A block ran, `times` in a row. */
  takeBlock({ tid, id, s, pc, b, len = 0, n = 1 }: BlockRecord): void {
    const following = this.#threadOf(tid);
    const code = this.#codeOf(this.#latest?.process)?.code;
    if (following === undefined || code === undefined) return;
    if (pc !== undefined) {
      const bytes = bytesOf(b ?? '');
      const length = b === undefined ? len : bytes.length;
      if (this.#blocks.size < LIMITS.executedVersions) this.#blocks.set(id, { address: addressOfText(pc), length });
      code.code(addressOfText(pc), bytes, 0, bytes.length);
    }
    const block = this.#blocks.get(id);
    if (block === undefined) return;
    code.executesBlock(following, block.address, block.length, s, n);
  }

  /** Code ran, nobody knows after what. */
  cover({ pc, b, len = 0, n = 1, tid, s = this.#position++ }: CoverageRecord): void {
    const process = tid === undefined ? this.#tasks.processes.at(-1) : this.#tasks.thread(tid)?.process;
    const code = this.#codeOf(process ?? this.#tasks.process(0))?.code;
    if (code === undefined) return;
    const bytes = bytesOf(b ?? '');
    const address = addressOfText(pc);
    if (bytes.length > 0) code.code(address, bytes, 0, bytes.length);
    code.covers(address, Math.max(len, bytes.length, 1), s, n);
  }

  /** The latest instruction of a thread called a function. Returns numbers that registers held since the call before. */
  call(call: CallRecord): readonly string[] {
    const following = this.#threadOf(call.tid);
    const process = this.#codeOf(this.#latest?.process);
    const thread = process?.code.thread(this.#latest?.number ?? -1);
    if (following === undefined || process === undefined || thread === undefined) return [];
    if (thread.latest >= 0) process.observations.called(thread.latest, apiNames(functionOf(call), this.#os));
    return thread.takeObserved();
  }

  /** What a thread does next does not follow from what it did; without a thread, of none. */
  lose(tid: number | undefined): void {
    if (tid !== undefined) this.#threadOf(tid)?.loses();
    else for (const { code } of this.#processes) for (const thread of code.threads.values()) thread.loses();
  }

  end(): void {
    for (const { code } of this.#processes) code.end();
  }
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length >> 1 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
}
