// One worker: takes a job, sends back text, and waits when the other side cannot pass it on.

import { parentPort } from 'node:worker_threads';
import type { Progress } from '../analyze.ts';
import { CapaxError } from '../errors.ts';
import type { Health } from '../features/health.ts';
import { runJob } from '../node/job.ts';
import type { JobOptions } from '../node/job-options.ts';
import { EXIT_OK } from './exit-codes.ts';
import { describeFailure, describeProblemsOf, exitCodeOf } from './failure.ts';
import { createJobHost, type JobMeans, type Talk } from './job-host.ts';

const PROGRESS_EVERY_MS = 100;

/** Sent to a worker. */
export type ToWorker =
  | {
      readonly type: 'run';
      readonly input: string;
      readonly options: JobOptions;
      readonly talk: Talk;
      readonly debug: boolean;
    }
  | { readonly type: 'taken' }
  | { readonly type: 'interrupt' };

/** Sent by a worker. Each `text` is answered by `taken`. */
export type FromWorker =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'warn'; readonly text: string }
  /** About the run rather than the input. */
  | { readonly type: 'tell'; readonly text: string }
  /** What is under way. */
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'progress'; readonly progress: Progress }
  /** From now on the time of the input is counted. */
  | { readonly type: 'timed' }
  /** Whether `interrupt` would be heeded. */
  | { readonly type: 'interruptible'; readonly isSo: boolean }
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
  const asked: Asked = {};
  let isFirst = true;
  let health: Health | undefined;
  const keepHealth = (found: Health): void => {
    health = found;
  };
  const send = (message: FromWorker): void => port.postMessage(message);
  port.on('message', async (message: ToWorker) => {
    if (message.type !== 'run') {
      asked[message.type]?.();
      return;
    }
    health = undefined;
    const done = await run(message, createMeans(message.talk, send, asked, keepHealth));
    if (isFirst) onFirstDone();
    isFirst = false;
    send(health === undefined ? done : { ...done, health });
  });
}

/** What the next message of its kind calls. */
type Asked = { [K in Exclude<ToWorker['type'], 'run'>]?: () => void };

/** The means of a job here: everything is sent. */
function createMeans(
  { isAlone }: Talk,
  send: (message: FromWorker) => void,
  asked: Asked,
  health: JobMeans['health'],
): JobMeans {
  const means: JobMeans = {
    write: (text) =>
      new Promise((resolve) => {
        asked.taken = resolve;
        send({ type: 'text', text });
      }),
    warn: (text) => send({ type: 'warn', text }),
    tell: (text) => send({ type: 'tell', text }),
    timed: () => send({ type: 'timed' }),
    say: () => undefined,
    progress: () => undefined,
    health,
  };
  if (!isAlone) return means;
  const sendProgress = atIntervals((progress: Progress) => send({ type: 'progress', progress }));
  return {
    ...means,
    say: (text) => send({ type: 'say', text }),
    progress: sendProgress,
    onInterrupt: (abort) => {
      asked.interrupt = abort;
      send({ type: 'interruptible', isSo: true });
      return () => {
        delete asked.interrupt;
        send({ type: 'interruptible', isSo: false });
      };
    },
  };
}

/** Progress is told at every chunk; nobody reads so fast. */
function atIntervals<T>(send: (value: T) => void): (value: T) => void {
  let sent = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - sent < PROGRESS_EVERY_MS) return;
    sent = now;
    send(value);
  };
}

async function run(
  { input, options, talk, debug }: Extract<ToWorker, { type: 'run' }>,
  means: JobMeans,
): Promise<Done> {
  try {
    await runJob(input, options, createJobHost(talk, means));
    return { type: 'done', exitCode: EXIT_OK };
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
