// Phase 1 of a `.tag` file: one pass over the lines. What stays in memory is the call whose arguments may follow, and a little for each
// section and each piece of memory without a file.

import { copyText } from '../../bytes/copy-text.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Line } from '../../bytes/lines.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { MemoryRegion } from '../../features/callers.ts';
import type { TraceSink } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import type { TagCode } from './codes.ts';
import { PendingCall } from './pending-call.ts';
import { systemOf } from './system-of.ts';
import { addressOf, TagCalls } from './tag-calls.ts';
import { readTagLine, type TagLine, type TagPlace } from './tag-line.ts';

/** Sections that are kept; real files have some ten. */
const MOST_SECTIONS = 1000;

export class TagReader {
  readonly calls: TagCalls;
  /** Lines that could not be used, and those of them that were calls. */
  skipped = 0;
  lostCalls = 0;
  /** Names of sections in the order in which they were executed. */
  readonly sections: Set<string> = new Set<string>();
  /** Events that are no calls: instructions, jumps into memory without a file. */
  events = 0;
  changes = 0;
  hasArguments = false;
  os: 'windows' | 'linux' | undefined;
  isWow64 = false;
  readonly #diagnostics: Diagnostics<TagCode>;
  readonly #pending = new PendingCall();
  /** Ends of memory without a file, by its beginning. */
  readonly #unbacked = new IntegerMap<number>();

  constructor(sink: TraceSink, diagnostics: Diagnostics<TagCode>, semantics: Semantics) {
    this.calls = new TagCalls(sink, semantics);
    this.#diagnostics = diagnostics;
  }

  add(line: Line): void {
    if (!line.complete) {
      this.#skip('error', 'tinytracer-truncated', 'the log breaks off in the middle of a line', line);
      return;
    }
    const read = line.tooLong ? undefined : readTagLine(decoder.decode(line.bytes));
    if (read === undefined) {
      if (line.tooLong) this.#skip('warning', 'tinytracer-line-malformed', 'a line is too long', line);
      else this.#skip('warning', 'tinytracer-line-foreign', 'a line is not one of tiny_tracer', line);
      return;
    }
    const before = this.#pending.call;
    const part = this.#pending.take(read, line.at);
    if (before !== undefined && before !== this.#pending.call) this.calls.emit(before);
    if (part === 'its own') this.hasArguments ||= read.kind === 'argument';
    else if (part === 'another') this.#noteCall(read, line);
    else if (part === 'too much') {
      this.#skip('warning', 'tinytracer-line-malformed', 'a call has too many arguments', line);
    } else this.#noteEvent(read, line);
  }

  /** The log is over. */
  finish(): void {
    if (this.#pending.call !== undefined) this.calls.emit(this.#pending.call);
    this.#pending.call = undefined;
  }

  /** Memory without a file that code ran in. How far it reaches is not known: as far as it called from. */
  get unbacked(): readonly MemoryRegion[] {
    return Array.from(this.#unbacked, ([start, end]) => ({ start, end }));
  }

  #noteCall(read: TagLine, { at }: Line): void {
    if (this.#pending.isApart) {
      const message = 'arguments stand behind the line of another call; they count as a call whose place is not known';
      this.#diagnostics.add('note', 'tinytracer-arguments-apart', message, `byte ${at}`);
    }
    if (read.kind !== 'call' && read.kind !== 'syscall') return;
    this.#noteMemory(read.place);
    // A module without a function is an event: nothing that rules name was called.
    if (this.#pending.call === undefined) this.events++;
    if (this.os !== undefined && this.isWow64) return;
    const { os, isWow64 } = systemOf(read);
    this.os ??= os;
    this.isWow64 ||= isWow64;
  }

  #noteEvent(read: TagLine, line: Line): void {
    switch (read.kind) {
      case 'unbacked':
        this.events++;
        this.#noteMemory(read.place);
        break;
      case 'section':
        this.#noteSection(read.to);
        break;
      case 'change': {
        this.changes++;
        this.#noteSection(read.from);
        this.#noteSection(read.to);
        const message = 'execution went on in another section, as when a packed program has unpacked itself';
        const where = `[${read.from}] -> [${read.to}] at 0x${read.place.offset.toString(16)}`;
        this.#diagnostics.add('note', 'tinytracer-section-changes', message, where);
        break;
      }
      case 'event': {
        this.events++;
        this.#noteMemory(read.place);
        const message = 'what is no call is not matched: instructions such as CPUID and RDTSC, and notes of the tracer';
        this.#diagnostics.add('note', 'tinytracer-events', message, `byte ${line.at}`);
        break;
      }
      default:
        this.#skip('warning', 'tinytracer-line-foreign', 'a line is not one of tiny_tracer', line);
    }
  }

  #noteSection(name: string): void {
    if (name !== '' && name !== '?' && name.length <= 64 && this.sections.size < MOST_SECTIONS) {
      this.sections.add(copyText(name));
    }
  }

  #noteMemory(place: TagPlace): void {
    if (place.base === undefined || !this.calls.wantsCallers) return;
    const end = addressOf(place) + 1;
    const known = this.#unbacked.get(place.base);
    if (known === undefined && this.#unbacked.size >= LIMITS.mappedModules) return;
    if (end > 1 && end > (known ?? 0)) this.#unbacked.set(place.base, end);
  }

  #skip(severity: 'error' | 'warning', code: TagCode, message: string, { at }: Line): void {
    this.skipped++;
    if (code !== 'tinytracer-line-foreign') this.lostCalls++;
    this.#diagnostics.add(severity, code, message, `byte ${at}`);
  }
}

const decoder = new TextDecoder();
