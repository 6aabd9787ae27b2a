// A PML file: its header says where everything is. Events are read in their order through a window that moves forward, so that a capture
// of gigabytes takes no more memory than its tables of processes, texts and hosts. Layout: see pml-events.ts.

import { ByteView } from '../../bytes/byte-view.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import { type RandomSource, readRange, toRandomSource } from '../../bytes/random-access.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { Budget } from '../../bytes/watched-source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import type { ObservedProcess } from '../shared/facts/run-facts.ts';
import type { ProcmonCode } from './codes.ts';
import { decodeUnits, endOfEvent, readAct, readHead } from './pml-events.ts';
import type { ProcmonReader } from './reader.ts';

const HEADER_BYTES = 0x3a8;
const VERSION = 9;
/** Places in the header. */
const AT = {
  version: 4,
  wide: 8,
  events: 0x234,
  offsets: 0x248,
  processes: 0x250,
  strings: 0x258,
  icons: 0x260,
  hosts: 0x3a0,
};
const OFFSET_BYTES = 5;
const WINDOW_BYTES = 1 << 20;
/** Offsets that are read at once. */
const OFFSETS = 50_000;
const EVENT_HEAD_BYTES = 0x34;
/** Nothing real comes near it. */
const LARGEST_EVENT = 4 << 20;
const PROCESS_BYTES = 0x4c;
const ADDRESS_BYTES = 16;

/** Reads the whole file. What is damaged is told and left out. Throws CapaxError for what is no such file, or one that cannot be read at random. */
export async function readPml(
  source: ByteSource,
  reader: ProcmonReader,
  diagnostics: Diagnostics<ProcmonCode>,
  budget: Budget | undefined,
): Promise<boolean> {
  const whole = await toRandomSource(source);
  const header = new ByteView(await readRange(whole, 0, HEADER_BYTES));
  if (header.length < HEADER_BYTES) {
    throw new CapaxError('input-corrupt', 'The PML file breaks off in its header', {
      where: source.name,
      hint: 'Save the capture again with File > Save in ProcMon.',
    });
  }
  if (header.u32(AT.version) !== VERSION) {
    throw new CapaxError(
      'input-unsupported',
      `The PML file has version ${header.u32(AT.version)}; only version ${VERSION} is known`,
      {
        where: source.name,
        hint: 'Open it in ProcMon and save it as CSV.',
      },
    );
  }
  const file = new PmlFile(whole, header, reader, diagnostics, budget);
  await file.readProcesses();
  await file.readEvents();
  return true;
}

class PmlFile {
  readonly #source: RandomSource;
  readonly #header: ByteView;
  readonly #wide: boolean;
  readonly #reader: ProcmonReader;
  readonly #diagnostics: Diagnostics<ProcmonCode>;
  readonly #budget: Budget | undefined;
  readonly #hosts = new Map<string, string>();
  /** Processes by their index. */
  readonly #processes = new IntegerMap<ObservedProcess>();
  /** Bytes of the file from `#start` on. */
  #window = new ByteView(new Uint8Array());
  #start = 0;

  constructor(
    source: RandomSource,
    header: ByteView,
    reader: ProcmonReader,
    diagnostics: Diagnostics<ProcmonCode>,
    budget: Budget | undefined,
  ) {
    this.#source = source;
    this.#header = header;
    this.#wide = header.u32(AT.wide) !== 0;
    this.#reader = reader;
    this.#diagnostics = diagnostics;
    this.#budget = budget;
  }

  async readProcesses(): Promise<void> {
    const strings = await this.#table(AT.strings, AT.icons);
    const table = await this.#table(AT.processes, AT.strings);
    await this.#readHosts();
    const count = table.u32(0);
    const text = (at: number): string => textAt(strings, table.u32(at)) ?? '';
    let lost = count < 0 ? 1 : 0;
    for (let n = 0; n < count; n++) {
      if (n >= LIMITS.traceProcesses || !table.has(4 + 4 * (count + n), 4)) {
        lost++;
        break;
      }
      const at = table.u32(4 + 4 * (count + n));
      if (!table.has(at, PROCESS_BYTES)) lost++;
      else {
        const process = this.#reader.addProcess({
          pid: table.u32(at + 0x04),
          ppid: table.u32(at + 0x08),
          name: text(at + 0x40),
          image: text(at + 0x44),
          commandLine: text(at + 0x48),
        });
        if (process !== undefined) this.#processes.set(table.u32(at), process);
      }
    }
    if (lost > 0) this.#complain('processes are missing in the table of processes');
  }

  async readEvents(): Promise<void> {
    const count = this.#header.u32(AT.events);
    const offsetsAt = this.#header.u64(AT.offsets);
    let last = -1;
    for (let first = 0; first < count; first += OFFSETS) {
      const wanted = Math.min(OFFSETS, count - first);
      this.#reader.rows += wanted;
      const offsets = new ByteView(
        await readRange(this.#source, offsetsAt + first * OFFSET_BYTES, wanted * OFFSET_BYTES),
      );
      for (let n = 0; n < wanted; n++) {
        const at = this.#offset(offsets, n * OFFSET_BYTES);
        // In a file that is sound they ascend; others would have the window go back and forth without end.
        if (at <= last || !(await this.#load(at, EVENT_HEAD_BYTES))) {
          this.#skip('events are missing or not where they should be');
          if (!offsets.has(n * OFFSET_BYTES, OFFSET_BYTES)) return;
          continue;
        }
        last = at;
        await this.#readEvent(at);
      }
      if (this.#budget?.() !== undefined) return;
    }
  }

  /** Offsets have 40 bits; -1 where there is none. */
  #offset(offsets: ByteView, at: number): number {
    const low = offsets.u32(at);
    const wide = low + Math.max(offsets.u8(at + 4), 0) * 0x1_0000_0000;
    return wide < this.#source.size ? wide : low;
  }

  async #readEvent(at: number): Promise<void> {
    let head = readHead(this.#window, at - this.#start, this.#wide);
    const length = endOfEvent(head) - (at - this.#start);
    if (length > LARGEST_EVENT) {
      this.#skip('events are larger than any real one');
      return;
    }
    if (!(await this.#load(at, length))) this.#complain('the file ends in the middle of an event');
    head = readHead(this.#window, at - this.#start, this.#wide);
    const read = readAct(this.#window, head, this.#wide, this.#hostName);
    const process = this.#processes.get(head.process);
    if (process === undefined) this.#skip('events are of processes that are not in the table of processes');
    else if (read !== undefined) this.#reader.add(read, process);
  }

  /** Moves the window so that it holds these bytes; false if the file does not have them all. */
  async #load(at: number, length: number): Promise<boolean> {
    if (this.#window.has(at - this.#start, length)) return true;
    if (at < 0 || at >= this.#source.size) return false;
    this.#window = new ByteView(
      await readRange(this.#source, at, Math.min(Math.max(length, WINDOW_BYTES), this.#source.size - at)),
    );
    this.#start = at;
    return this.#window.has(0, length);
  }

  /** A table of the file: from where the header says it begins to where it says that the next begins. */
  async #table(from: number, to: number): Promise<ByteView> {
    const start = this.#header.u64(from);
    const end = this.#header.u64(to);
    const size = this.#source.size;
    const stop = end > start && end <= size ? end : size;
    if (start >= size) return new ByteView(new Uint8Array());
    if (stop - start > LIMITS.pmlTableBytes) this.#complain('a table is larger than any real one; its end is left out');
    return new ByteView(await readRange(this.#source, start, Math.min(stop - start, LIMITS.pmlTableBytes)));
  }

  async #readHosts(): Promise<void> {
    const start = this.#header.u64(AT.hosts);
    const size = Math.min(this.#source.size - start, LIMITS.pmlTableBytes);
    const table = new ByteView(await readRange(this.#source, start, Math.max(size, 0)));
    const count = table.u32(0);
    let at = 4;
    for (let n = 0; n < count && table.has(at, ADDRESS_BYTES + 4); n++) {
      const bytes = table.u32(at + ADDRESS_BYTES);
      const name = at + ADDRESS_BYTES + 4;
      if (table.has(name, bytes)) {
        this.#hosts.set(addressKey(table.slice(at, ADDRESS_BYTES)), decodeUnits(table.slice(name, bytes), false));
      }
      at = name + bytes;
    }
    // The number of ports, which nobody asks for, is behind the last host.
    if (!table.has(at, 4)) this.#complain('the table of hosts, the last part of the file, is not all there');
  }

  readonly #hostName = (address: Uint8Array, isV4: boolean): string =>
    this.#hosts.get(addressKey(address)) || (isV4 ? address.subarray(0, 4).join('.') : v6Text(address));

  #skip(message: string): void {
    this.#reader.facts.skipped++;
    this.#complain(message);
  }

  #complain(message: string): void {
    this.#diagnostics.add('warning', 'procmon-pml-damaged', message, this.#source.name);
  }
}

function addressKey(address: Uint8Array): string {
  return address.join('.');
}

function v6Text(address: Uint8Array): string {
  const groups: string[] = [];
  for (let at = 0; at + 1 < address.length; at += 2) {
    groups.push((((address[at] as number) << 8) | (address[at + 1] as number)).toString(16));
  }
  return groups.join(':');
}

/** Text `number` of a table of texts. */
function textAt(table: ByteView, number: number): string | undefined {
  if (number < 0 || number >= table.u32(0)) return undefined;
  const at = table.u32(4 + 4 * number);
  const bytes = table.u32(at);
  return at >= 0 && table.has(at + 4, bytes) ? decodeUnits(table.slice(at + 4, bytes), false) : undefined;
}
