// `capax check-trace FILE`: whether a capa-trace file is one that readers can rely on, for whoever writes an exporter.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { PACKING_HEAD_BYTES, packingOf } from '../../bytes/unpack.ts';
import { countOf } from '../../features/count-text.ts';
import { readRecords } from '../../formats/capa-trace/read-records.ts';
import { TraceCheck, type TraceCounts, type TraceFault } from '../../formats/capa-trace/trace-check.ts';
import { openFile } from '../../node/file-source.ts';
import { unpackSource } from '../../node/gunzip.ts';
import { openStandardInput } from '../../node/stream-source.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { EXIT_CODES, EXIT_OK } from '../exit-codes.ts';
import { writeOut } from '../terminal.ts';

export interface CheckTraceOptions {
  readonly jsonl?: boolean;
  /** Faults of each rule that are printed; the others are counted. */
  readonly most: number;
}

/** Runs the command; returns its exit code: 0 if there is no fault. */
export async function runCheckTrace(input: string, { jsonl, most }: CheckTraceOptions): Promise<number> {
  const source = await (input === '-' ? openStandardInput() : openFile(input));
  try {
    const faults = new Map<string, number>();
    const lines: string[] = [];
    const check = new TraceCheck((fault) => {
      const count = (faults.get(fault.rule) ?? 0) + 1;
      faults.set(fault.rule, count);
      if (count <= most) lines.push(jsonl === true ? JSON.stringify(fault) : textOf(fault));
    });
    for await (const batch of readRecords(await unpacked(source))) {
      for (const { line, record } of batch) check.add(line, record);
      await print(lines);
    }
    check.finish();
    await print(lines);
    await writeOut(jsonl === true ? `${summaryJson(check.counts, faults)}\n` : summaryText(check.counts, faults, most));
    return faults.size === 0 ? EXIT_OK : EXIT_CODES['input-corrupt'];
  } finally {
    await source.close?.();
  }
}

async function unpacked(source: ByteSource): Promise<ByteSource> {
  const packing = packingOf(await readHead(source, PACKING_HEAD_BYTES));
  return packing === undefined ? source : unpackSource(source, packing);
}

async function print(lines: string[]): Promise<void> {
  if (lines.length > 0) await writeOut(`${lines.join('\n')}\n`);
  lines.length = 0;
}

function textOf({ line, rule, message }: TraceFault): string {
  return `line ${line}: ${escapeText(message)} [${rule}]`;
}

function summaryText(counts: TraceCounts, faults: ReadonlyMap<string, number>, most: number): string {
  const { level = 'unknown', records, instructions, calls, threads, uniqueInstructions, changedInstructions } = counts;
  const parts = [
    `level ${level}: ${countOf(records, 'record')}`,
    countOf(threads, 'thread'),
    `${countOf(instructions, 'instruction')} (${uniqueInstructions} different, ${changedInstructions} of them changed)`,
    countOf(calls, 'call'),
  ];
  const more = [...faults].map(
    ([rule, count]) => `${countOf(count, 'fault')} of ${rule}${count > most ? ` (${most} shown)` : ''}`,
  );
  return `${parts.join(', ')}\n${more.length === 0 ? 'no fault' : more.join(', ')}\n`;
}

function summaryJson(counts: TraceCounts, faults: ReadonlyMap<string, number>): string {
  return JSON.stringify({ ...counts, faults: Object.fromEntries(faults) });
}
