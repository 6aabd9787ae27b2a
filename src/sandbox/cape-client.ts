// The calls of CAPE's REST API that capax needs: find tasks of a sample, submit it, wait, and open the report as a byte source.
// Prints nothing and uploads nothing by itself; what to do with several tasks is decided in cape-tasks.ts.

import type { Spool } from '../bytes/spool.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { parseCapeAddress, taskPage } from './cape-address.ts';
import { CapeError, failureText, isObject, type JsonObject } from './cape-error.ts';
import { CapeHttp, type TimeLimit } from './cape-http.ts';
import { openReport, type TaskReport } from './cape-report.ts';
import type { Transport } from './exchange.ts';
import { encodeForm, type UploadFile } from './multipart.ts';
import { backOffMs, type Pace, SYSTEM_PACE } from './throttle.ts';

/** What the client is doing, for a progress line. Times in milliseconds, sizes in bytes. `status` is the server's text. */
export type CapeProgress =
  | { readonly step: 'uploading'; readonly bytes: number }
  | { readonly step: 'submitted'; readonly tasks: readonly number[] }
  | { readonly step: 'waiting'; readonly task: number; readonly status: string; readonly waitedMs: number }
  | { readonly step: 'throttled'; readonly delayMs: number }
  | {
      readonly step: 'downloading';
      readonly task: number;
      readonly received: number;
      readonly size: number | undefined;
    };

export interface CapeClientOptions {
  /** The server (`https://cape.example/`), or any of its pages. */
  readonly url: string;
  /** API token. It is sent to this server only and never shown. */
  readonly token?: string | undefined;
  /** Default: the global fetch. */
  readonly transport?: Transport | undefined;
  /** Ends whatever is under way with `sandbox-timeout`; the hint says how to pick it up. */
  readonly signal?: AbortSignal | undefined;
  /** Where reports too large for memory are kept for a second pass; without it they are downloaded again. */
  readonly spool?: Spool | undefined;
  readonly onProgress?: ((progress: CapeProgress) => void) | undefined;
  /** Largest report to accept. Default 8 GiB. */
  readonly maxReportBytes?: number | undefined;
  /** Part of a report to keep in memory. Default 64 MiB. */
  readonly keptBytes?: number | undefined;
  /** Time between two questions for the status. Default 10 s. */
  readonly pollMs?: number | undefined;
  /** Longest silence of the server. Default 120 s. */
  readonly idleMs?: number | undefined;
  /** Longest time to obey throttling for one answer. Default 10 minutes. */
  readonly throttleMs?: number | undefined;
  /** Longest time for a search, for an upload, and for a packed report, which cannot be read before all of it is there. Default one hour. */
  readonly waitMs?: number | undefined;
  /** What is asked at a deadline may be answered so much later. Default 5 s. */
  readonly answerMs?: number | undefined;
  readonly pace?: Pace | undefined;
}

/** How the sandbox should run the sample; everything is the server's default where absent. */
export interface SubmitOptions {
  readonly machine?: string | undefined;
  readonly package?: string | undefined;
  /** Length of the run, in seconds. */
  readonly timeout?: number | undefined;
  readonly route?: string | undefined;
  /** Tags that the machine must have, separated by commas. */
  readonly tags?: string | undefined;
}

export interface Submission {
  /** One upload can become several tasks: members of an archive, platforms. Never empty. */
  readonly tasks: readonly number[];
  /** What the server did not take although it took the rest; empty if nothing. */
  readonly rejected: string;
}

export interface FoundTask {
  readonly task: number;
  readonly status: string;
  /** End of the run as the server writes it, in its own time zone; empty if unknown. */
  readonly completedOn: string;
  /** Lower case. Another one than was asked for if the sample is an archive and the task ran a member of it. */
  readonly sampleSha256: string | undefined;
}

/** Failed questions for the status in a row that a wait survives. */
const MAX_LOST_POLLS = 5;
const MAX_RECOVERIES = 3;
/** Tasks of one upload that are waited for. An archive with more members is none of one sample. */
const MAX_TASKS = 100;
/** Categories of tasks that run nothing, so have no calls. */
const IDLE_CATEGORIES: ReadonlySet<unknown> = new Set(['static', 'pcap']);

export class CapeClient {
  readonly #options: CapeClientOptions;
  readonly #http: CapeHttp;
  readonly #pace: Pace;

  /** Throws `option-invalid` for an address or a token that cannot be one. */
  constructor(options: CapeClientOptions) {
    this.#options = options;
    this.#pace = options.pace ?? SYSTEM_PACE;
    this.#http = new CapeHttp({
      base: parseCapeAddress(options.url).base,
      token: options.token,
      transport: options.transport ?? ((url, request) => fetch(url, request)),
      pace: this.#pace,
      signal: options.signal,
      idleMs: options.idleMs ?? 120_000,
      throttleMs: this.#throttleMs,
      onThrottle: (delayMs) => options.onProgress?.({ step: 'throttled', delayMs }),
    });
  }

  /** The page of a task. */
  page(task: number): string {
    return taskPage(this.#http.base, task);
  }

  get #throttleMs(): number {
    return this.#options.throttleMs ?? 600_000;
  }

  get #answerMs(): number {
    return this.#options.answerMs ?? 5000;
  }

  get #waitMs(): number {
    return this.#options.waitMs ?? 3_600_000;
  }

  get interrupted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** The tasks of a sample that ran something, newest first; those of the sample itself before those of an archive's members. */
  async find(sha256: string): Promise<FoundTask[]> {
    if (!/^[0-9a-f]{64}$/i.test(sha256)) throw new CapaxError('option-invalid', 'This is not a SHA-256 hash.');
    const wanted = sha256.toLowerCase();
    const path = `tasks/search/sha256/${wanted}/`;
    const body = await this.#http.within(this.deadlineIn(this.#waitMs), (limit) => this.#http.json(path, limit));
    const found: FoundTask[] = [];
    for (const entry of Array.isArray(body['data']) ? body['data'] : []) {
      const task = isObject(entry) && !IDLE_CATEGORIES.has(entry['category']) ? readFoundTask(entry) : undefined;
      if (task !== undefined) found.push(task);
    }
    const rank = (task: FoundTask): number => (task.sampleSha256 === wanted ? 0 : 1);
    return found.sort((a, b) => rank(a) - rank(b) || compareText(b.completedOn, a.completedOn) || b.task - a.task);
  }

  /** Uploads a file, which discloses it to everybody who may use the server. Throws `sandbox-refused` if no task comes of it. */
  async submit(file: UploadFile, options: SubmitOptions = {}): Promise<Submission> {
    if (file.content.size === 0) throw new CapaxError('input-empty', 'The file is empty.', { where: file.name });
    const fields: [string, string][] = [];
    for (const name of ['machine', 'package', 'timeout', 'route', 'tags'] as const) {
      const value = options[name];
      if (value !== undefined && value !== '') fields.push([name, String(value)]);
    }
    const path = 'tasks/create/file/';
    this.#options.onProgress?.({ step: 'uploading', bytes: file.content.size });
    const form = encodeForm(fields, 'file', file);
    const sent = this.#http.within(this.deadlineIn(this.#waitMs), (limit) => this.#http.json(path, limit, form));
    const body = await sent.catch((error: unknown) => {
      const unsure = error instanceof CapeError && (error.kind === 'transient' || error.kind === 'interrupted');
      throw unsure
        ? error.withHint('The file may have arrived: look with --from-cape before submitting it again.')
        : error;
    });
    const data = isObject(body['data']) ? body['data'] : {};
    const ids: unknown[] = Array.isArray(data['task_ids']) ? data['task_ids'] : [];
    const made = [...new Set(ids.filter(isTaskNumber))];
    const tasks = made.slice(0, MAX_TASKS);
    const refused = this.#http.quote(failureText({ errors: body['errors'] }));
    const left = `The server made ${made.length} tasks of the file, of which the first ${MAX_TASKS} are waited for.`;
    const rejected = tasks.length < made.length ? `${left} ${refused}`.trim() : refused;
    if (tasks.length === 0) {
      throw new CapeError(
        'sandbox-refused',
        `CAPE made no task of the file${rejected === '' ? '.' : `: ${rejected}`}`,
        {
          where: `${this.#http.base}apiv2/${path}`,
          hint: 'Look whether the server takes files of this type and has a machine for them.',
        },
      );
    }
    this.#options.onProgress?.({ step: 'submitted', tasks });
    return { tasks, rejected };
  }

  /** The status of a task, as the server names it. */
  status(task: number): Promise<string> {
    return this.#http.within(this.deadlineIn(this.#waitMs), (limit) => this.#status(task, limit));
  }

  async #status(task: number, limit: TimeLimit): Promise<string> {
    const body = await this.#http.json(`tasks/status/${task}/`, limit);
    const status = body['data'];
    if (typeof status !== 'string') throw this.#http.explain(`tasks/status/${task}/`, '');
    return this.#http.quote(status);
  }

  /**
   * Waits until the report of a task can be fetched and returns the number to fetch it by, which is another one for a recovered
   * task. Throws `sandbox-task-failed` where there will be none and `sandbox-timeout` at the deadline (milliseconds of the
   * client's clock) or when interrupted; every hint says how to pick the task up later.
   */
  async wait(task: number, deadline: number): Promise<number> {
    const start = this.#pace.now();
    let served = task;
    // The first question must be answered: a wrong address shall not look like a long wait.
    let lost = MAX_LOST_POLLS;
    for (let status = '?'; ; ) {
      const end = deadline + this.#answerMs;
      try {
        if (this.#pace.now() >= end) throw this.#stopped(task, 'Not finished in time', status);
        ({ served, status } = await this.#http.within(end, (limit) => this.#follow(served, limit)));
        lost = 0;
      } catch (error) {
        if (!(error instanceof CapeError)) throw error;
        if (error.kind === 'interrupted') throw this.#stopped(task, 'Interrupted', status);
        if (error.code === 'sandbox-timeout') throw error.withHint(this.#pickUp(task));
        if (error.kind !== 'transient' || ++lost > MAX_LOST_POLLS) {
          const passes = error.kind === 'transient' || error.kind === 'throttled';
          throw passes && status !== '?' ? error.withHint(this.#pickUp(task)) : error;
        }
      }
      if (status === 'reported') return served;
      if (status === 'banned' || status === 'recovered' || status.startsWith('failed_')) {
        throw this.#failed(task, status);
      }
      this.#options.onProgress?.({ step: 'waiting', task, status, waitedMs: this.#pace.now() - start });
      const left = deadline - this.#pace.now();
      if (left <= 0) throw this.#stopped(task, 'Not finished in time', status);
      await this.#pace.sleep(Math.min(this.#options.pollMs ?? 10_000, left), this.#options.signal);
      if (this.interrupted) throw this.#stopped(task, 'Interrupted', status);
    }
  }

  /** The moment `milliseconds` from now, for `wait`. */
  deadlineIn(milliseconds: number): number {
    return this.#pace.now() + milliseconds;
  }

  /**
   * Opens the JSON report of a task. Its bytes arrive while they are read; a zip, which some servers send in its place, is
   * downloaded first. While the server says that the task is still being analysed, asks again until the deadline.
   */
  async report(task: number, deadline: number): Promise<TaskReport> {
    const end = Math.min(deadline, this.deadlineIn(this.#waitMs));
    // The server may throttle longer than a report lags behind.
    const longestMs = Math.min(this.#throttleMs, this.#waitMs);
    for (let tries = 0; ; tries++) {
      try {
        return await this.#http.within(Math.max(end, this.deadlineIn(longestMs)) + this.#answerMs, (limit) =>
          this.#http.patiently(() => this.#openReport(task, limit), limit),
        );
      } catch (error) {
        if (!(error instanceof CapeError)) throw error;
        const isOver = error.kind === 'interrupted' || error.code === 'sandbox-timeout';
        if (isOver) throw error.withHint(this.#pickUp(task));
        if (error.kind !== 'not-ready') throw error;
        const left = end - this.#pace.now();
        if (left <= 0) throw this.#stopped(task, 'No report in time', 'not ready');
        await this.#pace.sleep(Math.min(backOffMs(tries), left), this.#options.signal);
      }
    }
  }

  #openReport(task: number, limit: TimeLimit): Promise<TaskReport> {
    const { maxReportBytes, keptBytes, spool, onProgress } = this.#options;
    return openReport(this.#http, limit, {
      task,
      page: this.page(task),
      pickUp: this.#pickUp(task),
      maxReportBytes: maxReportBytes ?? LIMITS.sandboxReportBytes,
      keptBytes: keptBytes ?? LIMITS.sandboxKeptBytes,
      packedMs: this.#waitMs,
      deadlineIn: (milliseconds) => this.deadlineIn(milliseconds),
      spool,
      onBytes: (received, size) => onProgress?.({ step: 'downloading', task, received, size }),
    });
  }

  /** The status of a task; a recovered one whose `custom` field says `Recovery_N` stands for task N. */
  async #follow(task: number, limit: TimeLimit): Promise<{ served: number; status: string }> {
    let served = task;
    for (let recoveries = 0; ; recoveries++) {
      const status = await this.#status(served, limit);
      if (status !== 'recovered' || recoveries === MAX_RECOVERIES) return { served, status };
      const body = await this.#http.json(`tasks/view/${served}/`, limit);
      const custom = isObject(body['data']) ? body['data']['custom'] : undefined;
      const next = typeof custom === 'string' ? Number(/^Recovery_(\d{1,15})$/.exec(custom)?.[1]) : Number.NaN;
      if (!isTaskNumber(next)) return { served, status };
      served = next;
    }
  }

  #pickUp(task: number): string {
    return `Pick it up later: capax ${this.page(task)}`;
  }

  #stopped(task: number, why: string, status: string): CapeError {
    const kind = this.interrupted ? 'interrupted' : 'final';
    const state = status === '?' ? '' : ` It was last seen as "${status}".`;
    return new CapeError('sandbox-timeout', `${why}: task ${task} goes on in the sandbox.${state}`, {
      where: this.page(task),
      kind,
      hint: this.#pickUp(task),
    });
  }

  #failed(task: number, status: string): CapeError {
    return new CapeError('sandbox-task-failed', `Task ${task} ended as "${status}" and has no report.`, {
      where: this.page(task),
      hint: 'Look at the page of the task for the reason and submit the sample again.',
    });
  }
}

function isTaskNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** One entry of a search: a task with its sample below, or flat with it. */
function readFoundTask(entry: JsonObject): FoundTask | undefined {
  const task = entry['id'];
  if (!isTaskNumber(task)) return undefined;
  const sample = isObject(entry['sample']) ? entry['sample'] : entry;
  const sha256 = sample['sha256'];
  const status = entry['status'];
  const completedOn = entry['completed_on'];
  return {
    task,
    status: typeof status === 'string' ? status : '',
    completedOn: typeof completedOn === 'string' ? completedOn : '',
    sampleSha256: typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : undefined,
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
