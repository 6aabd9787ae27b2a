// A thread that runs one input after another, and that can be ended whatever it is doing: nothing else can end a loop that is never left.

import { Worker } from 'node:worker_threads';
import { CapaxError } from '../errors.ts';
import { graceOf } from '../node/budget.ts';
import { withoutSecrets } from '../node/hide-secrets.ts';
import type { JobOptions } from '../node/job-options.ts';
import { describeFailure, exitCodeOf } from './failure.ts';
import type { InputOutput } from './input-output.ts';
import type { Talk } from './job-host.ts';
import type { Done, FromWorker, ToWorker } from './worker.ts';

/** Text of a result that may wait outside its worker, in UTF-16 units. */
const MAX_WAITING = 4 * 1024 * 1024;

export class InputWorker {
  readonly #worker: Worker;
  /** Takes what is about the run rather than the input. */
  readonly #tell: (text: string) => void;
  isDead = false;

  constructor({ maxMemoryMegabytes }: JobOptions, tell: (text: string) => void) {
    this.#tell = tell;
    const limits =
      maxMemoryMegabytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxMemoryMegabytes } };
    this.#worker = new Worker(new URL('./capax.mjs', import.meta.url), {
      argv: process.argv.slice(2),
      // Node would not see that a polled pipe is closed already, and close what has its number then.
      trackUnmanagedFds: false,
      ...limits,
    });
  }

  /** Runs one input to its end, whatever happens to the worker. The output has all of its text then, and is not ended. */
  async run(input: string, options: JobOptions, talk: Talk, output: InputOutput): Promise<Done> {
    const debug = process.argv.includes('-d') || process.argv.includes('--debug');
    const run = new WorkerRun(this.#worker, input, options.timeoutSeconds, { talk, debug }, output, this.#tell);
    const done = run.start({ type: 'run', input, options, talk, debug });
    const { isDead, message } = await done;
    this.isDead = isDead;
    return message;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** One input in a worker. */
class WorkerRun {
  readonly #worker: Worker;
  readonly #input: string;
  readonly #seconds: number | undefined;
  readonly #how: { readonly talk: Talk; readonly debug: boolean };
  readonly #output: InputOutput;
  readonly #tell: (text: string) => void;
  #waiting = 0;
  /** What has been handed to the output and is not written yet. */
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #finish: (end: { isDead: boolean; message: Done }) => void = () => undefined;

  constructor(
    worker: Worker,
    input: string,
    seconds: number | undefined,
    how: { readonly talk: Talk; readonly debug: boolean },
    output: InputOutput,
    tell: (text: string) => void,
  ) {
    this.#worker = worker;
    this.#input = input;
    this.#seconds = seconds;
    this.#how = how;
    this.#output = output;
    this.#tell = tell;
  }

  /** Resolves when all text is written. */
  async start(order: ToWorker): Promise<{ isDead: boolean; message: Done }> {
    const ended = new Promise<{ isDead: boolean; message: Done }>((resolve) => {
      this.#finish = resolve;
    });
    this.#worker.on('message', this.#onMessage).on('error', this.#onError).on('exit', this.#onExit);
    this.#send(order);
    const end = await ended;
    clearTimeout(this.#timer);
    process.off('SIGINT', this.#onInterrupt);
    // Not `removeAllListeners`: Node listens to its workers itself, and without that no message comes any more.
    this.#worker.off('message', this.#onMessage).off('error', this.#onError).off('exit', this.#onExit);
    await this.#writing;
    return end;
  }

  readonly #onMessage = (message: FromWorker): void => {
    if (message.type === 'text') this.#write(message.text);
    else if (message.type === 'warn') this.#output.warn(message.text);
    else if (message.type === 'tell') this.#tell(message.text);
    else if (message.type === 'say') this.#output.progress.say(message.text);
    else if (message.type === 'progress') this.#output.progress.show(message.progress);
    else if (message.type === 'timed') this.#limitTime();
    else if (message.type === 'done') this.#finish({ isDead: false, message });
    else if (message.isSo) process.once('SIGINT', this.#onInterrupt);
    else process.off('SIGINT', this.#onInterrupt);
  };

  readonly #onInterrupt = (): void => this.#send({ type: 'interrupt' });

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#die(
      isMemory
        ? new CapaxError('budget-exceeded', 'it needed more memory than --max-memory allows', {
            where: withoutSecrets(this.#input),
          })
        : error,
    );
  };

  readonly #onExit = (): void =>
    this.#die(new CapaxError('internal', 'its worker ended unexpectedly', { where: withoutSecrets(this.#input) }));

  /** From now on time is counted: what came before, such as waiting for a sandbox, has limits of its own. */
  #limitTime(): void {
    const seconds = this.#seconds;
    if (seconds === undefined) return;
    clearTimeout(this.#timer);
    const grace = graceOf(seconds);
    const stop = (): void => {
      void this.#worker.terminate();
      this.#die(
        new CapaxError('budget-exceeded', `it took longer than ${seconds} s and did not stop by itself`, {
          where: withoutSecrets(this.#input),
          hint: 'Such an input may be made to exhaust the machine. If you trust it, allow it more time with --timeout.',
        }),
      );
    };
    // A timer of more milliseconds than fit into 32 bits would end at once.
    this.#timer = setTimeout(stop, Math.min((seconds + grace) * 1000, 0x7fffffff));
  }

  #die(error: Error): void {
    const { talk, debug } = this.#how;
    const code = error instanceof CapaxError ? error.code : 'internal';
    const message: Done = {
      type: 'done',
      exitCode: exitCodeOf(error),
      failure: describeFailure(error, { debug, width: talk.width }),
      error: { code, message: error.message },
    };
    this.#finish({ isDead: true, message });
  }

  #write(text: string): void {
    this.#waiting += text.length;
    const isRoom = this.#waiting < MAX_WAITING;
    if (isRoom) this.#send({ type: 'taken' });
    this.#writing = this.#writing
      .then(() => this.#output.text(text))
      .then(() => {
        this.#waiting -= text.length;
        if (!isRoom) this.#send({ type: 'taken' });
      });
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
