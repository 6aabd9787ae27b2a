// Inputs in workers: several in one run, or one that must be stopped when its time is spent. Results are in the order given (or, as
// JSON lines, in the order in which they are ready). A result that is not its turn waits in its worker, so memory stays bounded and
// the output is the same for any number of workers. One bad input does not stop the rest.

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
import { Turns } from './turns.ts';

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
  let next = 0;
  let strays = 0;
  const work = async (): Promise<void> => {
    let worker: InputWorker | undefined;
    while (next < inputs.length) {
      const index = next++;
      worker ??= new InputWorker(job, tellRun);
      const item = inputs[index] as WorkItem;
      const out = createOutput(item, index);
      const { exitCode, left = [] } = await worker.run(item, job, many.talk, out);
      leftOf[index] = left;
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
  const exitCode = exitCodes.find((code) => code !== EXIT_OK) ?? EXIT_OK;
  // What did not belong together comes behind, one by one.
  const left = leftOf.flat().map((input) => ({ input, isFound: false }));
  if (left.length === 0) return exitCode;
  const exitCodeOfRest = await runMany(left, options, { ...many, talk: { ...many.talk, isAlone: false } });
  return exitCode === EXIT_OK ? exitCodeOfRest : exitCode;
}

/** Writes to standard error what has not been written before: all workers load the same rules. */
function tellOnce(): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) tell(text);
    told.add(text);
  };
}
