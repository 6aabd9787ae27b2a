// One worker of a run over many inputs: takes a job, sends back text, and waits when the other side cannot pass it on.

import { parentPort } from 'node:worker_threads';
import { CapaxError } from '../errors.ts';
import type { Health } from '../features/health.ts';
import { runJob } from '../node/job.ts';
import type { JobOptions } from '../node/job-options.ts';
import { describeFailure, describeProblemsOf, exitCodeOf } from './failure.ts';
import { createJobHost, EXIT_CODES_OF_OUTCOMES, type JobMeans, type Talk } from './job-host.ts';

/** Sent to a worker. */
export type ToWorker =
  | {
      readonly type: 'run';
      readonly input: string;
      readonly options: JobOptions;
      readonly talk: Talk;
      readonly debug: boolean;
    }
  | { readonly type: 'taken' };

/** Sent by a worker. Each `text` is answered by `taken`. */
export type FromWorker =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'warn'; readonly text: string }
  /** About the run rather than the input. */
  | { readonly type: 'tell'; readonly text: string }
  | {
      readonly type: 'done';
      readonly exitCode: number;
      readonly health?: Health;
      /** For people, and for JSON lines. */
      readonly failure?: string;
      readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
    };

export type Done = Extract<FromWorker, { readonly type: 'done' }>;

/** Serves the thread that started this worker, which may end it once it is told that a job is done. `onFirstDone` is called before. */
export function serveJobs(onFirstDone: () => void): void {
  const port = parentPort;
  if (port === null) throw new Error('this module runs in a worker');
  let taken: (() => void) | undefined;
  let isFirst = true;
  let health: Health | undefined;
  const send = (message: FromWorker): void => port.postMessage(message);
  const means: JobMeans = {
    write: (text) =>
      new Promise((resolve) => {
        taken = resolve;
        send({ type: 'text', text });
      }),
    warn: (text) => send({ type: 'warn', text }),
    tell: (text) => send({ type: 'tell', text }),
    say: () => undefined,
    progress: () => undefined,
    health: (found) => {
      health = found;
    },
  };
  port.on('message', async (message: ToWorker) => {
    if (message.type === 'taken') return taken?.();
    health = undefined;
    const done = await run(message, means);
    if (isFirst) onFirstDone();
    isFirst = false;
    send(health === undefined ? done : { ...done, health });
  });
}

async function run(
  { input, options, talk, debug }: Extract<ToWorker, { type: 'run' }>,
  means: JobMeans,
): Promise<Done> {
  try {
    const outcome = await runJob(input, options, createJobHost(talk, means));
    return { type: 'done', exitCode: EXIT_CODES_OF_OUTCOMES[outcome] };
  } catch (error) {
    const problems = describeProblemsOf(error, talk.width);
    if (problems !== '') means.tell(problems);
    return {
      type: 'done',
      exitCode: exitCodeOf(error),
      failure: describeFailure(error, { debug, width: talk.width }),
      error: plainError(error),
    };
  }
}

function plainError(error: unknown): { code: string; message: string; hint?: string } {
  if (!(error instanceof CapaxError)) return { code: 'internal', message: String(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}
