// Several inputs in one run: each in a worker, results in the order given (or, as JSON lines, in the order in which they are
// ready). A result that is not its turn waits in its worker, so memory stays bounded and the output is the same for any number
// of workers. One bad input does not stop the rest.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { CapaxError, type ErrorCode } from '../errors.ts';
import type { NamedInput } from '../node/expand-inputs.ts';
import { withoutSecrets } from '../node/hide-secrets.ts';
import type { JobOptions } from '../node/job-options.ts';
import { OUTPUTS } from '../render/registry.ts';
import { escapeText } from '../render/terminal/escape.ts';
import { EXIT_CODES, EXIT_OK, EXIT_UNEXPECTED } from './exit-codes.ts';
import type { Talk } from './job-host.ts';
import { writeOut } from './terminal.ts';
import type { Done, FromWorker, ToWorker } from './worker.ts';

export interface ManyOptions {
  readonly jobs: number | undefined;
  readonly jsonl: boolean;
  readonly talk: Talk;
}

/** Text of a result that may wait outside its worker, in UTF-16 units. */
const MAX_WAITING = 4 * 1024 * 1024;
/** Errors of files that nobody named and that are no inputs. */
const STRAY_CODES: ReadonlySet<string> = new Set<ErrorCode>(['input-unsupported', 'input-not-found']);
/** A worker that does not stop by itself is stopped this long after its time budget, in seconds. */
const GRACE_SECONDS = 30;

/**
 * Runs all inputs; returns the exit code of the first that failed, or 0. Files of a folder that are no inputs do not count, unless nothing
 * else is there.
 */
export async function runMany(inputs: readonly NamedInput[], options: JobOptions, many: ManyOptions): Promise<number> {
  const job: JobOptions = many.jsonl ? { ...options, output: 'json' } : options;
  const jobs = Math.max(1, Math.min(many.jobs ?? availableParallelism(), inputs.length));
  const turns = new Turns(inputs.length, many.jsonl);
  const tell = tellOnce();
  const exitCodes: number[] = [];
  let next = 0;
  let strays = 0;
  const work = async (): Promise<void> => {
    let worker: InputWorker | undefined;
    while (next < inputs.length) {
      const index = next++;
      worker ??= new InputWorker(job, tell);
      const named = inputs[index] as NamedInput;
      const out = new InputOutput(named, index, job, many, turns);
      const exitCode = await worker.run(named.input, job, many.talk, out);
      exitCodes[index] = out.isStray ? EXIT_OK : exitCode;
      if (out.isStray) strays++;
      if (worker.isDead) worker = undefined;
    }
    await worker?.end();
  };
  await Promise.all(Array.from({ length: jobs }, work));
  if (strays === inputs.length) {
    throw new CapaxError('input-not-found', `none of the ${strays} files in the folder is an input`, {
      hint: 'The inputs that capax reads are listed in the documentation; --format forces one.',
    });
  }
  return exitCodes.find((code) => code !== EXIT_OK) ?? EXIT_OK;
}

/** Writes to standard error what has not been written before: all workers load the same rules. */
function tellOnce(): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) process.stderr.write(text);
    told.add(text);
  };
}

/** Who may write to standard output: in order of the inputs, or first come first served. */
class Turns {
  readonly #asTheyCome: boolean;
  readonly #waiting: (() => void)[] = [];
  #holder: number;
  #queue: number[] = [];

  constructor(count: number, asTheyCome: boolean) {
    this.#asTheyCome = asTheyCome;
    this.#holder = asTheyCome ? -1 : 0;
    this.#waiting.length = count;
  }

  /** Waits until `index` may write. */
  take(index: number): Promise<void> {
    if (this.#asTheyCome && this.#holder < 0) this.#holder = index;
    if (this.#holder === index) return Promise.resolve();
    if (this.#asTheyCome && !this.#queue.includes(index)) this.#queue.push(index);
    return new Promise((resolve) => {
      this.#waiting[index] = resolve;
    });
  }

  /** `index` has written everything; it holds the turn. */
  pass(index: number): void {
    if (this.#asTheyCome) {
      this.#holder = this.#queue.shift() ?? -1;
    } else {
      this.#holder = index + 1;
    }
    this.#waiting[this.#holder]?.();
  }
}

/** What one input writes, around and between the texts of its worker. */
class InputOutput {
  readonly #input: string;
  readonly #index: number;
  readonly #isMachine: boolean;
  readonly #isFound: boolean;
  readonly #many: ManyOptions;
  readonly #turns: Turns;
  /** Whether it was found in a folder and is no input. */
  isStray = false;
  #started = false;
  #held = '';

  constructor({ input, isFound }: NamedInput, index: number, job: JobOptions, many: ManyOptions, turns: Turns) {
    this.#input = withoutSecrets(input);
    this.#isFound = isFound;
    this.#index = index;
    this.#isMachine = OUTPUTS.some(({ name, isMachine }) => name === job.output && isMachine);
    this.#many = many;
    this.#turns = turns;
  }

  async text(text: string): Promise<void> {
    await this.#turns.take(this.#index);
    await this.#start();
    if (!this.#many.jsonl) return writeOut(text);
    // The document's own line end must not split the line; it may come at the end of any text.
    const whole = this.#held + text;
    this.#held = whole.endsWith('\n') ? '\n' : '';
    await writeOut(whole.slice(0, whole.length - this.#held.length));
  }

  async end(message: Done): Promise<void> {
    this.isStray = this.#isFound && STRAY_CODES.has(message.error?.code ?? '');
    await this.#turns.take(this.#index);
    if (this.#many.jsonl) {
      const health = message.health === undefined ? '' : `"health":${JSON.stringify(message.health)},`;
      const tail = `${health}"exitCode":${message.exitCode}}\n`;
      if (this.#started) await writeOut(`,${tail}`);
      else
        await writeOut(
          `{"input":${JSON.stringify(this.#input)},"error":${JSON.stringify(message.error ?? null)},${tail}`,
        );
    }
    if (this.isStray) {
      if (!this.#many.talk.quiet) this.warn(`left out: ${this.#reason(message)}`);
    } else if (message.failure !== undefined) process.stderr.write(message.failure);
    this.#turns.pass(this.#index);
  }

  /** What is wrong with the input, without naming it again. */
  #reason({ error }: Done): string {
    return escapeText((error?.message ?? '').replace(`${this.#input} `, 'it '));
  }

  warn(text: string): void {
    process.stderr.write(`${escapeText(this.#input)}: ${text}\n`);
  }

  async #start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    if (this.#many.jsonl) await writeOut(`{"input":${JSON.stringify(this.#input)},"document":`);
    else if (!this.#isMachine) await writeOut(`==> ${escapeText(this.#input)} <==\n`);
  }
}

/** A worker that runs one input after another. */
class InputWorker {
  readonly #worker: Worker;
  readonly #tell: (text: string) => void;
  isDead = false;

  constructor({ maxMemoryMegabytes }: JobOptions, tell: (text: string) => void) {
    this.#tell = tell;
    const limits =
      maxMemoryMegabytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxMemoryMegabytes } };
    this.#worker = new Worker(new URL('./capax.mjs', import.meta.url), { argv: process.argv.slice(2), ...limits });
  }

  /** Runs one input to its end, whatever happens to the worker; returns the exit code. */
  run(input: string, options: JobOptions, talk: Talk, output: InputOutput): Promise<number> {
    return new Promise((resolve) => {
      let waiting = 0;
      let chain: Promise<void> = Promise.resolve();
      let timer: NodeJS.Timeout | undefined;
      const finish = (message: Done): void => {
        clearTimeout(timer);
        // Not `removeAllListeners`: Node listens to its workers itself, and without that no message comes any more.
        this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        chain = chain.then(() => output.end(message));
        void chain.then(() => resolve(message.exitCode));
      };
      const die = (code: keyof typeof EXIT_CODES | 'internal', reason: string): void => {
        this.isDead = true;
        finish({
          type: 'done',
          exitCode: EXIT_CODES[code] ?? EXIT_UNEXPECTED,
          failure: `capax: ${escapeText(withoutSecrets(input))}: ${reason}\n`,
          error: { code, message: reason },
        });
      };
      const onMessage = (message: FromWorker): void => {
        if (message.type === 'warn') output.warn(message.text);
        else if (message.type === 'tell') this.#tell(message.text);
        else if (message.type === 'done') finish(message);
        else {
          waiting += message.text.length;
          const isRoom = waiting < MAX_WAITING;
          if (isRoom) this.#send({ type: 'taken' });
          chain = chain
            .then(() => output.text(message.text))
            .then(() => {
              waiting -= message.text.length;
              if (!isRoom) this.#send({ type: 'taken' });
            });
        }
      };
      const onError = (error: NodeJS.ErrnoException): void => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          die('budget-exceeded', 'it needed more memory than --max-memory allows');
        else die('internal', `unexpected failure: ${escapeText(String(error))}`);
      };
      const onExit = (): void => die('internal', 'its worker ended unexpectedly');
      this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      if (options.timeoutSeconds !== undefined) {
        timer = setTimeout(
          () => {
            void this.#worker.terminate();
            die('budget-exceeded', `it took longer than ${options.timeoutSeconds} s and did not stop by itself`);
          },
          (options.timeoutSeconds + GRACE_SECONDS) * 1000,
        );
      }
      this.#send({
        type: 'run',
        input,
        options,
        talk,
        debug: process.argv.includes('-d') || process.argv.includes('--debug'),
      });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
