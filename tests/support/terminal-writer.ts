// Writes logs as a tracer does that follows several tasks and shares its terminal with them, from calls that are known: what is read
// from such a log can be compared with what was written. Knows nothing of the readers in src/.

export interface WrittenCall {
  readonly name: string;
  /** Written when the call begins, and when it has ended. */
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly result: string;
  /** What the call puts out on the terminal. */
  readonly prints?: string;
}

export interface WriterOptions {
  /** What stands in front of a line: nothing is possible only for one task. */
  readonly leader: 'none' | 'id' | 'pid';
  readonly time: boolean;
  /** Marks with numbers, as in coming versions of strace. */
  readonly numbered: boolean;
}

export class TerminalWriter {
  text = '';
  readonly #options: WriterOptions;
  /** Calls that have begun, by task, and the task whose call the current line is about. */
  readonly #begun = new Map<number, { call: WrittenCall; number?: number }>();
  #current: number | undefined;
  #marks = 0;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Whether output would begin a line. */
  get atLineStart(): boolean {
    return this.text === '' || this.text.endsWith('\n');
  }

  /** The task begins a call, or ends the one that it has begun. */
  step(tid: number, call: WrittenCall): void {
    if (this.#begun.has(tid)) this.#end(tid);
    else this.#begin(tid, call);
  }

  /** Whether the task has a call that has not ended. */
  isBusy(tid: number): boolean {
    return this.#begun.has(tid);
  }

  #begin(tid: number, call: WrittenCall): void {
    this.#interrupt();
    const comma = call.entry.length > 0 && call.exit.length > 0 ? ', ' : '';
    this.text += `${this.#leader(tid)}${call.name}(${call.entry.join(', ')}${comma}${call.prints ?? ''}`;
    this.#begun.set(tid, { call });
    this.#current = tid;
  }

  #end(tid: number): void {
    const { call, number } = this.#begun.get(tid)!;
    if (this.#current !== tid) {
      this.#interrupt();
      this.text += `${this.#leader(tid)}<... ${call.name} resumed${number === undefined ? '' : ` #${number}`}>`;
    }
    this.text += `${call.exit.join(', ')})      = ${call.result}\n`;
    this.#begun.delete(tid);
    this.#current = undefined;
  }

  /** Another line has to begin. */
  #interrupt(): void {
    if (this.#current === undefined) return;
    const begun = this.#begun.get(this.#current)!;
    if (this.#options.numbered) begun.number = ++this.#marks;
    this.text += ` <unfinished ${begun.number === undefined ? '' : `#${begun.number} `}...>\n`;
    this.#current = undefined;
  }

  #leader(tid: number): string {
    const time = this.#options.time ? '12:34:56.000001 ' : '';
    switch (this.#options.leader) {
      case 'none':
        return time;
      case 'id':
        return `${tid} ${time}`;
      case 'pid':
        return `[pid ${String(tid).padStart(5)}] ${time}`;
    }
  }
}
