// What one of many inputs writes to standard output, around and between the texts of its worker, and when it may.

import { plainJson } from '../bytes/plain-json.ts';
import { KeptBytes } from '../bytes/spool.ts';
import type { ErrorCode } from '../errors.ts';
import { createTemporarySpool } from '../node/temporary-spool.ts';
import { escapeText } from '../render/terminal/escape.ts';
import type { ProgressLine } from './progress.ts';
import { tell, writeOut } from './terminal.ts';
import type { Turns } from './turns.ts';
import type { Done } from './worker.ts';

/** Errors of files that nobody named and that are no inputs. */
const STRAY_CODES: ReadonlySet<string> = new Set<ErrorCode>(['input-unsupported', 'input-not-found']);

/** Bytes of a result that wait in memory until they may be written. */
const KEPT_BYTES = 512 * 1024;

/** Who writes, and where. */
export interface InputPlace {
  /** Without secrets. */
  readonly input: string;
  /** Whether it was found in a folder; it may then be something else than an input. */
  readonly isFound: boolean;
  readonly quiet: boolean;
  readonly index: number;
  readonly turns: Turns;
  /** Shows what is under way; cleared before anything else is written. */
  readonly progress: ProgressLine;
  /** Stands before warnings. */
  readonly warnPrefix: string;
}

/** Output of one input. */
export abstract class InputOutput {
  protected readonly place: InputPlace;
  readonly #kept = new KeptBytes(KEPT_BYTES, createTemporarySpool());
  readonly #encoder = new TextEncoder();
  /** Whether it was found in a folder and is no input. */
  isStray = false;

  constructor(place: InputPlace) {
    this.place = place;
  }

  /** Takes text of the result, and waits while it cannot be passed on. */
  abstract text(text: string): Promise<void>;

  /** Writes what is left to write; the input has the turn. */
  protected abstract finish(done: Done): Promise<void>;

  /** The input has come to its end. */
  async end(done: Done): Promise<void> {
    const { turns, index, progress, isFound, quiet } = this.place;
    this.isStray = isFound && STRAY_CODES.has(done.error?.code ?? '');
    await turns.take(index);
    progress.done();
    try {
      await this.finish(done);
    } finally {
      await this.#kept.remove();
    }
    if (!this.isStray) {
      if (done.failure !== undefined) tell(done.failure);
    } else if (!quiet) this.warn(`left out: ${this.#reason(done)}`);
    turns.pass(index);
  }

  protected async keep(text: string): Promise<void> {
    await this.#kept.append(this.#encoder.encode(text));
  }

  protected get hasKept(): boolean {
    return this.#kept.length > 0;
  }

  /** Writes what was kept; without the last line end, if it is to be part of a line. */
  protected async writeKept(isInLine = false): Promise<void> {
    const { length } = this.#kept;
    for (let at = 0; at < length; ) {
      const chunk = await this.#kept.read(at);
      at += chunk.length;
      await writeOut(isInLine && at === length && chunk.at(-1) === 0x0a ? chunk.subarray(0, -1) : chunk);
    }
  }

  /** What is wrong with the input, without naming it again. */
  #reason({ error }: Done): string {
    return escapeText((error?.message ?? '').replace(`${this.place.input} `, 'it '));
  }

  warn(text: string): void {
    this.place.progress.done();
    tell(`${this.place.warnPrefix}${text}\n`);
  }

  get progress(): ProgressLine {
    return this.place.progress;
  }
}

/** Text as it comes, under a heading if there is one. What comes before its turn is kept, so that the next input can begin. */
export class TextOutput extends InputOutput {
  readonly #heading: string;
  #isStarted = false;

  constructor(place: InputPlace, heading: string) {
    super(place);
    this.#heading = heading;
  }

  async text(text: string): Promise<void> {
    const { turns, index, progress } = this.place;
    if (!turns.has(index)) {
      await this.keep(text);
      return;
    }
    progress.done();
    await this.#start();
    await writeOut(text);
  }

  protected async finish(): Promise<void> {
    if (this.hasKept) await this.#start();
  }

  async #start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (this.#heading !== '') await writeOut(this.#heading);
    await this.writeKept();
  }
}

/** One JSON line. It is written when the document is complete: whatever fails before that, the line is an error and still a line. */
export class LineOutput extends InputOutput {
  text(text: string): Promise<void> {
    return this.keep(text);
  }

  protected async finish({ exitCode, error, health }: Done): Promise<void> {
    const start = `{"input":${plainJson(JSON.stringify(this.place.input))},`;
    const ofInput = health === undefined ? '' : `,"health":${plainJson(JSON.stringify(health))}`;
    const tail = `${ofInput},"exitCode":${exitCode}}\n`;
    if (error !== undefined || !this.hasKept) {
      await writeOut(`${start}"error":${plainJson(JSON.stringify(error ?? null))}${tail}`);
      return;
    }
    await writeOut(`${start}"document":`);
    await this.writeKept(true);
    await writeOut(tail);
  }
}

/** How an input stands before what is said about it, where several are analysed. */
export function warningPrefix(input: string): string {
  return `${escapeText(input)}: `;
}
