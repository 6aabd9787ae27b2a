// The three ways to a report on a CAPE server, as one call each: a task that the user names, a sample to submit, a sample that
// was analysed before. They end in tasks whose reports are opened one at a time.

import { CapaxError, type ErrorCode } from '../errors.ts';
import type { CapeClient, FoundTask, SubmitOptions } from './cape-client.ts';
import { CapeError } from './cape-error.ts';
import type { TaskReport } from './cape-report.ts';
import type { UploadFile } from './multipart.ts';

/** A task whose report can be opened. */
export interface FinishedTask {
  readonly task: number;
  /** The task's page; `capax PAGE` fetches the report again. */
  readonly page: string;
  /** SHA-256 of what ran, lower case, where the server said it. */
  readonly sampleSha256: string | undefined;
  open(): Promise<TaskReport>;
}

export interface SubmittedTasks {
  /** At least one. */
  readonly finished: readonly FinishedTask[];
  /** Why the other tasks of the same upload have no report. */
  readonly failed: readonly CapaxError[];
  /** Parts of the upload of which the server made no task; empty if none. */
  readonly rejected: string;
}

/** The report may lag behind the status for so long, in milliseconds. */
const REPORT_LAG_MS = 120_000;
/** So many finished tasks of one sample are tried for calls. */
const MAX_TRIED = 10;

/** Waits for a task, up to `waitMs`, and opens its report. Servers that keep the status to themselves are asked for the report. */
export async function fetchTask(client: CapeClient, task: number, waitMs: number): Promise<TaskReport> {
  const deadline = client.deadlineIn(waitMs);
  let served: number;
  try {
    served = await client.wait(task, deadline);
  } catch (error) {
    if (!(error instanceof CapeError) || error.kind !== 'disabled') throw error;
    return client.report(task, deadline);
  }
  return client.report(served, client.deadlineIn(REPORT_LAG_MS));
}

/**
 * Uploads a sample and waits, up to `waitMs` in all, for every task that comes of it. Throws the first task's failure if none
 * succeeds. When interrupted, the hint names all tasks. Call it only when the user has asked for the upload.
 */
export async function submitAndWait(
  client: CapeClient,
  sample: UploadFile,
  options: SubmitOptions,
  waitMs: number,
): Promise<SubmittedTasks> {
  const { tasks, rejected } = await client.submit(sample, options);
  const deadline = client.deadlineIn(waitMs);
  const finished: FinishedTask[] = [];
  const failed: CapaxError[] = [];
  for (const task of tasks) {
    try {
      finished.push(finishedTask(client, await client.wait(task, deadline), undefined));
    } catch (error) {
      if (!(error instanceof CapeError)) throw error;
      if (client.interrupted)
        throw error.withHint(`Pick it up later: capax ${tasks.map((id) => client.page(id)).join(' ')}`);
      failed.push(error);
    }
  }
  const [first] = failed;
  if (finished.length === 0 && first !== undefined) throw first;
  return { finished, failed, rejected };
}

/**
 * The finished tasks of a sample, newest first; only the hash is sent. Throws `sandbox-task-failed` if there are none, and says
 * whether one is under way.
 */
export async function findBySample(client: CapeClient, sha256: string): Promise<FinishedTask[]> {
  const found = await client.find(sha256);
  const finished = found.filter((entry) => entry.status === 'reported');
  if (finished.length > 0) return finished.map((entry) => finishedTask(client, entry.task, entry.sampleSha256));
  const running = found.find(isUnderWay);
  if (running !== undefined) {
    throw new CapaxError('sandbox-task-failed', `Task ${running.task} of this sample is not finished.`, {
      where: client.page(running.task),
      hint: `Wait for it with: capax ${client.page(running.task)}`,
    });
  }
  throw new CapaxError('sandbox-task-failed', 'The CAPE server has no finished task of this sample.', {
    where: sha256.toLowerCase(),
    hint: 'Submit the sample with --submit-to-cape; this discloses it to everybody who may use the server.',
  });
}

/** Failures after which the next task may do better: its report has no calls, or is gone. */
const TRY_NEXT: ReadonlySet<ErrorCode> = new Set(['report-no-processes', 'report-no-calls', 'sandbox-task-failed']);

/**
 * Hands the reports of `tasks`, in order, to `use` until one is good: `use` throws `report-no-calls` or `report-no-processes` for
 * one that is not. Each report is closed when `use` is done with it. Throws the newest task's failure if none is good.
 */
export async function useFirstWithCalls<T>(
  tasks: readonly FinishedTask[],
  use: (report: TaskReport, task: FinishedTask) => Promise<T>,
): Promise<T> {
  let first: CapaxError | undefined;
  const tried = tasks.slice(0, MAX_TRIED);
  for (const task of tried) {
    try {
      const report = await task.open();
      try {
        return await use(report, task);
      } finally {
        await report.close();
      }
    } catch (error) {
      if (!(error instanceof CapaxError) || !TRY_NEXT.has(error.code)) throw error;
      first ??= error;
    }
  }
  if (first !== undefined && tried.length === 1) throw first;
  const reason = first === undefined ? '' : ` The first one: ${first.message}`;
  throw new CapaxError(first?.code ?? 'sandbox-task-failed', `None of ${tried.length} tasks has API calls.${reason}`, {
    hint: first?.hint ?? 'Submit the sample again.',
    ...(first?.where === undefined ? {} : { where: first.where }),
  });
}

function finishedTask(client: CapeClient, task: number, sampleSha256: string | undefined): FinishedTask {
  return {
    task,
    page: client.page(task),
    sampleSha256,
    open: () => client.report(task, client.deadlineIn(REPORT_LAG_MS)),
  };
}

function isUnderWay({ status }: FoundTask): boolean {
  return status !== 'banned' && status !== 'recovered' && !status.startsWith('failed_');
}
