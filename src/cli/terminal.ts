// What the output goes to: its width, whether colours make sense, and writing with backpressure.

import { once } from 'node:events';

/** Where messages go into a file: long enough for lines that people write, short enough to read. */
const DEFAULT_MESSAGE_WIDTH = 160;

export type ColourChoice = 'auto' | 'always' | 'never';

/** Columns to wrap at; undefined where the output is not a terminal and COLUMNS says nothing. */
export function terminalWidth(): number | undefined {
  const stated = Number.parseInt(process.env['COLUMNS'] ?? '', 10);
  if (Number.isInteger(stated) && stated > 0) return stated;
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** Columns of a message on standard error. */
export function messageWidth(): number {
  const stated = Number.parseInt(process.env['COLUMNS'] ?? '', 10);
  if (Number.isInteger(stated) && stated > 0) return stated;
  return process.stderr.isTTY ? process.stderr.columns : DEFAULT_MESSAGE_WIDTH;
}

/** Colours only on a terminal, unless the user or NO_COLOR, FORCE_COLOR, TERM=dumb say otherwise. */
export function wantsColours(choice: ColourChoice): boolean {
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

/** Local time in the document's form: ISO 8601, microseconds, no zone. SOURCE_DATE_EPOCH makes runs reproducible. */
export function localTimestamp(): string {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  if (epoch !== undefined && /^\d+$/.test(epoch))
    return `${new Date(Number(epoch) * 1000).toISOString().slice(0, 23)}000`;
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return `${local.toISOString().slice(0, 23)}000`;
}
