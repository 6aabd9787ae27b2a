// Files that a recorder kept of the memory of a run's processes: which of them are worth analysing as programs, and what they come to. Files and
// what a report says of them are hostile: bytes decide what a file is, and every number is bounded.

import { type AnalysedInput, type AnalyzeOptions, analyzeInput } from './analyze.ts';
import { hashBytes, sha256Of } from './bytes/hash-bytes.ts';
import { IntegerSet } from './bytes/integer-map.ts';
import { readWhole } from './bytes/read-whole.ts';
import { type ByteSource, memorySource, readHead } from './bytes/source.ts';
import { unpackSource } from './bytes/unpack.ts';
import { CapaxError } from './errors.ts';
import { KEPT_SOURCES, type KeptMemory, type KeptSource } from './features/kept-memory.ts';
import type { SampleHashes } from './features/sample.ts';
import type { TraceSummary } from './features/trace.ts';
import { fileOfImage } from './formats/pe/memory-layout.ts';
import { detectInput } from './inputs/detect.ts';
import { namesManagedCode, programFormat } from './inputs/program-file.ts';
import { LIMITS } from './limits.ts';
import type { ProgramOutcome } from './match/outcome.ts';

/** A file that was kept beside a run. */
export interface PayloadInput {
  /** Its name ends with the name of the file, which may be the file's hash. */
  readonly source: ByteSource;
  /** What the place where it lies says of it, for files of which the run says nothing. */
  readonly from: KeptSource;
}

/** A payload that was analysed as a program. */
export interface AnalysedPayload {
  readonly outcome: ProgramOutcome;
  readonly analysis: AnalysedInput['analysis'];
  /** Of the file. */
  readonly hashes: SampleHashes;
  readonly path: string;
  readonly size: number;
  readonly from: KeptSource;
  /** What runs say of it. */
  readonly held: readonly KeptMemory[];
  /** What it is, in words, where runs say nothing of it. */
  readonly words?: string;
}

/** Payloads that were not analysed for the same reason. */
export interface PayloadsLeft {
  readonly reason: string;
  readonly count: number;
  /** Names of the first of them. */
  readonly names: readonly string[];
}

export interface Payloads {
  readonly analysed: readonly AnalysedPayload[];
  readonly left: readonly PayloadsLeft[];
  /** Ids of the processes of the sample. */
  readonly own: IntegerSet;
}

/** Names of files that are listed for one reason. */
const NAMED = 5;
/** Bytes that show whether a file is a program, and those that are looked at of files of which many are none. */
const HEAD_BYTES = 65_536;
const FIRST_BYTES = 4096;
const NO_PROGRAM = 'no program';
/** What such files are where they are no programs: never code without a file's headers, so not worth being read. */
const NO_CODE: ReadonlyMap<KeptSource, string> = new Map([
  ['process memory', 'all memory of a process, which is no program'],
  ['dropped file', NO_PROGRAM],
]);
/** Folders of Windows' own programs: an image of one of their processes is that program, whoever started it. */
const OF_WINDOWS = /^[a-z]:\\windows\\(?:system32|syswow64|sysnative|servicing|winsxs|microsoft\.net)\\/i;

/** Analyses what is worth it of `files`, up to `most` of them; what is left out is told with its reason. */
export async function analyzePayloads(
  files: readonly PayloadInput[],
  sample: SampleHashes,
  runs: readonly TraceSummary[],
  options: AnalyzeOptions,
  most: number,
): Promise<Payloads> {
  const chooser = new PayloadChooser(sample, runs, options, most);
  for (const file of chooser.inOrder(files.slice(0, LIMITS.payloadFiles))) await chooser.take(file);
  for (const { source } of files.slice(LIMITS.payloadFiles)) chooser.leave(source, 'more files than are looked at');
  return chooser.payloads;
}

class PayloadChooser {
  readonly #sample: SampleHashes;
  readonly #options: AnalyzeOptions;
  readonly #most: number;
  readonly #kept = new Map<string, KeptMemory[]>();
  readonly #own = new IntegerSet();
  readonly #seen = new Set<string>();
  readonly #analysed: AnalysedPayload[] = [];
  readonly #left = new Map<string, { count: number; names: string[] }>();
  #bytes = 0;

  constructor(sample: SampleHashes, runs: readonly TraceSummary[], options: AnalyzeOptions, most: number) {
    this.#sample = sample;
    this.#options = options;
    this.#most = most;
    const processes = runs.flatMap((run) => run.processes);
    for (const { address, fromSample } of processes) if (fromSample === true) this.#own.add(address.value[1]);
    for (const memory of runs.flatMap(({ kept }) => kept ?? [])) {
      const known = this.#kept.get(memory.sha256) ?? [];
      this.#kept.set(memory.sha256, known);
      known.push(memory);
    }
  }

  get payloads(): Payloads {
    const left = [...this.#left].map(([reason, counted]) => ({ reason, ...counted }));
    return { analysed: this.#analysed, left, own: this.#own };
  }

  /** Those of the sample's processes first. The names of files, which may be hashes, say which those are: that decides nothing else. */
  inOrder(files: readonly PayloadInput[]): readonly PayloadInput[] {
    const places = new Map([...this.#kept.keys()].map((hash, place) => [hash, place]));
    const ranked = files.map((file) => {
      const name = fileName(file.source).toLowerCase();
      const held = this.#kept.get(name);
      const ranks = [
        this.#rankOf(held),
        Number(held?.every(({ isRawCode }) => isRawCode) ?? 0),
        KEPT_SOURCES.indexOf(held?.[0]?.source ?? file.from),
      ];
      return { file, name, ranks: [...ranks, places.get(name) ?? places.size] };
    });
    ranked.sort((a, b) => {
      const different = a.ranks.findIndex((rank, i) => rank !== b.ranks[i]);
      if (different >= 0) return (a.ranks[different] as number) - (b.ranks[different] as number);
      return a.name < b.name ? -1 : Number(a.name > b.name);
    });
    return ranked.map(({ file }) => file);
  }

  #rankOf(held: readonly KeptMemory[] | undefined): number {
    const processes = (held ?? []).flatMap(({ process }) => process ?? []);
    if (processes.some(({ pid }) => this.#own.has(pid))) return 0;
    return processes.length === 0 ? 1 : 2;
  }

  leave(source: ByteSource, reason: string): void {
    const left = this.#left.get(reason) ?? { count: 0, names: [] };
    this.#left.set(reason, left);
    left.count++;
    if (left.names.length < NAMED) left.names.push(fileName(source));
  }

  async take(file: PayloadInput): Promise<void> {
    const { source } = file;
    try {
      const reason = await this.#reasonAgainst(file);
      if (reason !== undefined) this.leave(source, reason);
    } catch (error) {
      if (!(error instanceof CapaxError)) throw error;
      this.leave(source, reasonOf(error));
    }
  }

  /** Analyses it, or says why not. */
  async #reasonAgainst({ source, from }: PayloadInput): Promise<string | undefined> {
    const { budget, matchingBudget } = this.#options;
    const asIs = NO_CODE.get(from);
    if (asIs !== undefined && programFormat(await readHead(source, FIRST_BYTES)) === undefined) return asIs;
    if (this.#analysed.length >= this.#most) return `beyond the first ${this.#most} (--payloads takes more)`;
    const spent = budget?.() ?? matchingBudget?.();
    if (spent !== undefined) return spent;
    if ((source.size ?? 0) > LIMITS.payloadBytes) return TOO_LARGE;
    if (this.#bytes + (source.size ?? 0) > LIMITS.payloadBytesTogether) return TOO_LARGE_TOGETHER;
    const bytes = await readBounded(source);
    this.#bytes += bytes.length;
    if (bytes.length === 0) return 'empty';
    const sha256 = sha256Of(bytes);
    if (sha256 === this.#sample.sha256) return 'the sample itself';
    if (this.#seen.has(sha256)) return 'the same bytes as another one';
    this.#seen.add(sha256);
    if (this.#isOfWindows(sha256)) return IMAGE_OF_WINDOWS;
    return this.#analyse({ source, from }, bytes, this.#kept.get(sha256) ?? []);
  }

  #isOfWindows(sha256: string): boolean {
    const held = this.#kept.get(sha256);
    return (
      held?.every(({ source, process }) => source === 'process image' && OF_WINDOWS.test(process?.path ?? '')) === true
    );
  }

  async #analyse(
    { source, from }: PayloadInput,
    bytes: Uint8Array,
    held: readonly KeptMemory[],
  ): Promise<string | undefined> {
    const format = formatOf(bytes, held);
    if ('reason' in format) return format.reason;
    const file = format.name === 'pe' || format.name === 'dotnet' ? fileOfImage(bytes) : bytes;
    const detected = await detectInput(memorySource(source.name, file), {
      unpack: this.#options.unpack ?? unpackSource,
      format: format.name,
    });
    const { outcome, analysis } = await analyzeInput(detected, {
      ...this.#options,
      path: source.name,
      argv: [],
      isHalf: true,
    });
    const hashes = file === bytes ? outcome.facts.hashes : hashBytes(bytes);
    const { document } = analysis;
    const { meta } = document;
    this.#analysed.push({
      outcome: outcome as ProgramOutcome,
      analysis: { ...analysis, document: { ...document, meta: { ...meta, sample: { ...meta.sample, ...hashes } } } },
      hashes,
      path: source.name,
      size: bytes.length,
      from: held[0]?.source ?? from,
      held,
    });
    return undefined;
  }
}

const TOO_LARGE = `larger than ${LIMITS.payloadBytes / 2 ** 20} MB`;
const TOO_LARGE_TOGETHER = `larger than ${LIMITS.payloadBytesTogether / 2 ** 20} MB together with those before`;
const IMAGE_OF_WINDOWS = "the image of one of Windows' own programs";

/** What the bytes are: a program by their beginning, or raw code where the run says so and for which machine. */
function formatOf(
  bytes: Uint8Array,
  held: readonly KeptMemory[],
): { readonly name: string } | { readonly reason: string } {
  const head = bytes.subarray(0, HEAD_BYTES);
  const program = programFormat(head);
  // An assembly that turns out to be none is read as a native program.
  if (program === 'PE') return { name: namesManagedCode(head) ? 'dotnet' : 'pe' };
  if (program === 'ELF') return { name: 'elf' };
  if (program === 'Mach-O') return { name: 'macho' };
  const code = held.filter(({ isRawCode }) => isRawCode);
  if (code.length === 0) return { reason: NO_PROGRAM };
  const bits = code.find((one) => one.bits !== undefined)?.bits;
  return bits === undefined
    ? { reason: 'raw code of which nothing says whether it has 32 or 64 bits' }
    : { name: `sc${bits}` };
}

function readBounded(source: ByteSource): Promise<Uint8Array> {
  return readWhole(() => source.open(), {
    onLength: (length) => {
      if (length > LIMITS.payloadBytes) throw new CapaxError('input-limit', TOO_LARGE, { where: source.name });
    },
  });
}

/** Why a file could not be analysed, without what differs from file to file. */
function reasonOf({ code, message }: CapaxError): string {
  if (code === 'input-limit' && message === TOO_LARGE) return message;
  return code === 'budget-exceeded' ? 'no time or memory was left' : `damaged or not readable (${code})`;
}

function fileName({ name }: ByteSource): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}
