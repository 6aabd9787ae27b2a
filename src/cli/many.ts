// Inputs in workers: several in one run, or one that must be stopped when its time is spent. Results are in the order given (or, as
// JSON lines, in the order in which they are ready). A result whose turn has not come is kept aside while its worker goes on, in memory or,
// if it is long, in a file; and only so many are kept, so memory stays bounded. The output is the same for any number of workers. One bad input does not stop the rest.

import { availableParallelism } from 'node:os';
import { CapaxError } from '../errors.ts';
import type { WorkItem } from '../node/group-inputs.ts';
import { withoutSecrets } from '../node/hide-secrets.ts';
import type { JobOptions } from '../node/job-options.ts';
import { OUTPUTS } from '../render/registry.ts';
import { escapeText } from '../render/terminal/escape.ts';
import { EXIT_OK } from './exit-codes.ts';
import { type InputOutput, type InputPlace, LineOutput, TextOutput, warningPrefix } from './input-output.ts';
import { InputWorker } from './input-worker.ts';
import type { Talk } from './job-host.ts';
import { ProgressLine } from './progress.ts';
import { tell } from './terminal.ts';
import { Room, Turns } from './turns.ts';
import type { Done } from './worker.ts';

/** Results that may wait for their turn. */
const MOST_WAITING = 128;

export interface ManyOptions {
  readonly jobs: number | undefined;
  readonly jsonl: boolean;
  readonly talk: Talk;
}

/**
 * Runs all inputs; returns the exit code of the first that failed, or 0. Files of a folder that are no inputs do not count, unless nothing
 * else is there.
 */
export async function runMany(inputs: readonly WorkItem[], options: JobOptions, many: ManyOptions): Promise<number> {
  const job: JobOptions = many.jsonl ? { ...options, output: 'json' } : options;
  const jobs = Math.max(1, Math.min(many.jobs ?? availableParallelism(), inputs.length));
  const turns = new Turns(inputs.length, many.jsonl);
  const isAlone = many.talk.isAlone;
  const isHeaded = !isAlone && !OUTPUTS.some(({ name, isMachine }) => name === job.output && isMachine);
  const createOutput = ({ input: given, isFound }: WorkItem, index: number): InputOutput => {
    const input = withoutSecrets(given);
    const { quiet } = many.talk;
    const progress = new ProgressLine(input, quiet || !isAlone);
    const warnPrefix = isAlone ? '' : warningPrefix(input);
    const place: InputPlace = { input, isFound, quiet, index, turns, progress, warnPrefix };
    if (many.jsonl) return new LineOutput(place);
    return new TextOutput(place, isHeaded ? `==> ${escapeText(input)} <==\n` : '');
  };
  const tellRun = tellOnce();
  const exitCodes: number[] = [];
  const leftOf: (readonly string[])[] = [];
  const room = new Room(jobs + MOST_WAITING);
  let next = 0;
  let strays = 0;
  // What cannot be written ends the run at once, whatever the workers are at.
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const finish = async (index: number, out: InputOutput, done: Done): Promise<void> => {
    await out.end(done);
    exitCodes[index] = out.isStray ? EXIT_OK : done.exitCode;
    if (out.isStray) strays++;
    room.leave();
  };
  const work = async (): Promise<void> => {
    let worker: InputWorker | undefined;
    const finishing: Promise<void>[] = [];
    while (next < inputs.length) {
      const index = next++;
      await room.enter();
      worker ??= new InputWorker(job, tellRun);
      const item = inputs[index] as WorkItem;
      const out = createOutput(item, index);
      const done = await worker.run(item, job, many.talk, out);
      leftOf[index] = done.left ?? [];
      finishing.push(finish(index, out, done).catch(fail));
      if (worker.isDead) worker = undefined;
    }
    await worker?.end();
    await Promise.all(finishing);
  };
  await Promise.race([Promise.all(Array.from({ length: jobs }, work)), failed]);
  if (strays === inputs.length) {
    throw new CapaxError('input-not-found', `none of the ${strays} files in the folder is an input`, {
      hint: 'The inputs that capax reads are listed in the documentation; --format forces one.',
    });
  }
  const exitCode = exitCodes.find((code) => code !== EXIT_OK) ?? EXIT_OK;
  const exitCodeOfRest = await runLeft(leftOf.flat(), options, many);
  return exitCode === EXIT_OK ? exitCodeOfRest : exitCode;
}

/** Runs, one by one, inputs that turned out not to belong together; returns the exit code as `runMany` does. */
export async function runLeft(left: readonly string[], options: JobOptions, many: ManyOptions): Promise<number> {
  if (left.length === 0) return EXIT_OK;
  const items = left.map((input) => ({ input, isFound: false }));
  return runMany(items, options, { ...many, talk: { ...many.talk, isAlone: false } });
}

/** Writes to standard error what has not been written before: all workers load the same rules. */
function tellOnce(): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) tell(text);
    told.add(text);
  };
}
