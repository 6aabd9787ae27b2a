// What the output goes to: its width, whether colours make sense, and writing with backpressure.

import { once } from 'node:events';
import { CapaxError } from '../errors.ts';
import type { RenderOptions } from '../render/terminal/paint.ts';

/** Where messages go into a file: long enough for lines that people write, short enough to read. */
const DEFAULT_MESSAGE_WIDTH = 160;

export type ColourChoice = 'auto' | 'always' | 'never';

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** How to print on standard output. */
export function renderOptions(
  choice: ColourChoice,
  output: OutputStream = process.stdout,
  environment: NodeJS.ProcessEnv = process.env,
): RenderOptions {
  const colours = wantsColours(choice);
  return { width: terminalWidth(output, environment), colours, links: colours };
}

/** Columns of a terminal that does not know them: some say 0, as in containers and under `script`. */
const USUAL_COLUMNS = 80;

/** Columns to wrap at; undefined where the output is not a terminal and COLUMNS says nothing. */
function terminalWidth(output: OutputStream, environment: NodeJS.ProcessEnv): number | undefined {
  const stated = Number.parseInt(environment['COLUMNS'] ?? '', 10);
  if (Number.isInteger(stated) && stated > 0) return stated;
  return output.isTTY === true ? output.columns || USUAL_COLUMNS : undefined;
}

/** Columns of a message on standard error. */
export function messageWidth(): number {
  return terminalWidth(process.stderr, process.env) ?? DEFAULT_MESSAGE_WIDTH;
}

/** Colours only on a terminal, unless the user or NO_COLOR, FORCE_COLOR, TERM=dumb say otherwise. */
function wantsColours(choice: ColourChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') return false;
  if (process.env['FORCE_COLOR'] !== undefined && process.env['FORCE_COLOR'] !== '0') return true;
  return process.stdout.isTTY === true && process.env['TERM'] !== 'dumb';
}

/**
 * Writes to standard error. Where that cannot be written, messages are lost and nothing else: who has no use for them may still have
 * one for the result.
 */
export function tell(text: string): void {
  process.stderr.write(text);
}

/** Writes to standard output and waits while its buffer is full. */
export async function writeOut(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Lines of one write to standard output. */
const LINES_AT_ONCE = 500;

/** Writes each row as a line. */
export async function writeLines<T>(rows: AsyncIterable<T> | Iterable<T>, format: (row: T) => string): Promise<void> {
  let text = '';
  let held = 0;
  for await (const row of rows) {
    text += `${format(row)}\n`;
    if (++held % LINES_AT_ONCE !== 0) continue;
    await writeOut(text);
    text = '';
  }
  await writeOut(text);
}

/** The last second of the year 9999: a later one has no date in ISO 8601. */
const LAST_SECOND = 253_402_300_799;

/**
 * Local time in the document's form: ISO 8601, microseconds, no zone. SOURCE_DATE_EPOCH makes runs reproducible; throws
 * `option-invalid` where that is beyond all dates.
 */
export function localTimestamp(): string {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  if (epoch !== undefined && /^\d+$/.test(epoch)) {
    if (Number(epoch) <= LAST_SECOND) return isoTime(Number(epoch) * 1000);
    throw new CapaxError('option-invalid', 'SOURCE_DATE_EPOCH is beyond the year 9999', {
      hint: 'It is the number of seconds since 1970.',
    });
  }
  const now = new Date();
  return isoTime(now.getTime() - now.getTimezoneOffset() * 60_000);
}

function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23)}000`;
}
