// One worker of a run over many inputs: takes a job, sends back text, and waits when the other side cannot pass it on.

import { parentPort } from 'node:worker_threads';
import { CapaxError } from '../errors.ts';
import { type JobOptions, runJob } from '../node/job.ts';
import { describeFailure, exitCodeOf } from './failure.ts';
import { createJobHost, EXIT_CODES_OF_OUTCOMES, type Talk } from './job-host.ts';

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
  | {
      readonly type: 'done';
      readonly exitCode: number;
      /** For people, and for JSON lines. */
      readonly failure?: string;
      readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
    };

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker');

const send = (message: FromWorker): void => port.postMessage(message);
let taken: (() => void) | undefined;

port.on('message', (message: ToWorker) => {
  if (message.type === 'taken') taken?.();
  else void run(message);
});

async function run({ input, options, talk, debug }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const host = createJobHost(talk, {
    write: (text) =>
      new Promise((resolve) => {
        taken = resolve;
        send({ type: 'text', text });
      }),
    warn: (text) => send({ type: 'warn', text }),
    say: () => undefined,
    progress: () => undefined,
  });
  try {
    send({ type: 'done', exitCode: EXIT_CODES_OF_OUTCOMES[await runJob(input, options, host)] });
  } catch (error) {
    send({
      type: 'done',
      exitCode: exitCodeOf(error),
      failure: describeFailure(error, debug),
      error: plainError(error),
    });
  }
}

function plainError(error: unknown): { code: string; message: string; hint?: string } {
  if (!(error instanceof CapaxError)) return { code: 'internal', message: String(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}
