// The report of a task as a byte source: opened, told from an error by its beginning, guarded while it arrives.

import { readHead } from '../bytes/source.ts';
import type { Spool } from '../bytes/spool.ts';
import { CapaxError } from '../errors.ts';
import { CapeError, isFailure, pageTitle, parseObject } from './cape-error.ts';
import type { CapeHttp, TimeLimit } from './cape-http.ts';
import type { Download } from './exchange.ts';
import { ReportSource } from './report-source.ts';

/** A report that is being downloaded. `close` must be called. */
export interface TaskReport {
  readonly task: number;
  /** The task's page; `capax PAGE` fetches the report again. */
  readonly page: string;
  readonly source: ReportSource;
  close(): Promise<void>;
}

export interface ReportOptions {
  readonly task: number;
  readonly page: string;
  /** Hint that says how to fetch it later. */
  readonly pickUp: string;
  readonly maxReportBytes: number;
  readonly keptBytes: number;
  /** Longest time for a packed report, in milliseconds. */
  readonly packedMs: number;
  readonly deadlineIn: (milliseconds: number) => number;
  readonly spool: Spool | undefined;
  readonly onBytes: (received: number, size: number | undefined) => void;
}

/** So much of a report is looked at to tell it from an error. Error answers are far shorter, reports far longer. */
const SNIFF_BYTES = 65_536;

/** Opens a report. The limit holds until its beginning is there. */
export async function openReport(http: CapeHttp, limit: TimeLimit, options: ReportOptions): Promise<TaskReport> {
  const { task, page } = options;
  // The unpacked file: unlike the zip it can be analysed while it arrives.
  const path = `tasks/get/report/${task}/json/`;
  // Later downloads of the same report are not part of opening it.
  let current: TimeLimit | undefined = limit;
  const source = new ReportSource({
    name: page,
    download: async () => guard(await http.patiently(() => http.open(path, current), current), options),
    keptBytes: Math.max(options.keptBytes, 2 * SNIFF_BYTES),
    spool: options.spool,
    onBytes: options.onBytes,
  });
  try {
    await source.start();
    const head = await readHead(source, SNIFF_BYTES);
    current = undefined;
    const packed = head[0] === 0x50 && head[1] === 0x4b;
    if (packed) await keepAll(http, source, options);
    else if (head[0] !== 0x1f) checkHead(http, path, head);
    return { task, page, source, close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Downloads a report to its end. */
async function keepAll(http: CapeHttp, source: ReportSource, options: ReportOptions): Promise<void> {
  const { task, page, pickUp, packedMs, deadlineIn } = options;
  const isLate = await http.within(deadlineIn(packedMs), async ({ late }) => {
    late.addEventListener('abort', () => void source.close());
    try {
      await source.keepAll();
    } catch (error) {
      if (!late.aborted) throw error;
    }
    return late.aborted;
  });
  if (!isLate) return;
  throw new CapeError('sandbox-timeout', `The report of task ${task} did not arrive in time.`, {
    where: page,
    hint: pickUp,
  });
}

/** Refuses a report that says it is larger than allowed, stops one that becomes so; a broken one can be picked up later. */
async function guard(download: Download, { page, pickUp, maxReportBytes }: ReportOptions): Promise<Download> {
  let received = 0;
  const refuse = async (): Promise<never> => {
    await download.cancel();
    throw new CapaxError('input-limit', `The report is larger than ${maxReportBytes} bytes.`, {
      where: page,
      hint: 'Allow more with --cape-max-report, if the server is to be trusted with it.',
    });
  };
  if (download.size !== undefined && download.size > maxReportBytes) await refuse();
  return {
    size: download.size,
    next: async () => {
      const chunk = await download.next().catch((error: unknown) => {
        throw error instanceof CapeError ? error.withHint(pickUp) : error;
      });
      received += chunk?.length ?? 0;
      return received > maxReportBytes ? refuse() : chunk;
    },
    cancel: () => download.cancel(),
  };
}

/** Throws if the answer is a page, empty, or an error as a whole; larger answers are judged by the reader of the report. */
function checkHead(http: CapeHttp, path: string, head: Uint8Array): void {
  const text = new TextDecoder().decode(head);
  const body = head.length < SNIFF_BYTES ? parseObject(text) : undefined;
  const wrong = text.trim() === '' || pageTitle(text) !== undefined || (body !== undefined && isFailure(body));
  if (wrong) throw http.explain(path, text);
}
