// `capax calls INPUT`: every recorded call, or those that are asked for.

import { CapaxError } from '../../errors.ts';
import { compileCallFilter } from '../../export/calls/call-filter.ts';
import { indexCalls } from '../../export/calls/call-index.ts';
import { type ListedCall, listCalls, listedCallJson } from '../../export/calls/list-calls.ts';
import { chooseProcesses } from '../../features/choose-processes.ts';
import type { Subject } from '../../features/subject.ts';
import type { Trace } from '../../features/trace.ts';
import { printBlocks } from '../../render/terminal/print.ts';
import type { Block } from '../../render/view/blocks.ts';
import { parseTime } from '../../render/view/moments.ts';
import { recordedCallBlock } from '../../render/view/recorded-call.ts';
import { type OpenInputOptions, warn, warnOfLosses, withInput } from '../open-input.ts';
import { type ColourChoice, renderOptions, writeLines, writeOut } from '../terminal.ts';

export interface CallsCommandOptions extends OpenInputOptions {
  readonly process?: readonly string[];
  readonly api?: readonly string[];
  readonly arg?: string;
  readonly from?: string;
  readonly to?: string;
  readonly jsonl?: boolean;
  readonly quiet?: boolean;
  readonly color: ColourChoice;
}

/** Runs the command; returns its exit code. */
export async function runCalls(input: string, options: CallsCommandOptions): Promise<number> {
  const { api, arg, from, to } = options;
  const filter = compileCallFilter({ apis: api, argument: arg, from, to }, parseTime);
  await withInput(input, options, async (opened) => {
    const trace = asTrace(opened, input);
    const index = await indexCalls(trace, filter.api);
    warnOfLosses(index.summary.health.diagnostics, options.quiet);
    const all = index.summary.processes;
    const { processes, warning } =
      options.process === undefined ? { processes: all, warning: undefined } : chooseProcesses(all, options.process);
    if (warning !== undefined) warn(warning, options.quiet);
    let shown = 0;
    const calls = counted(
      listCalls(trace, index, { processes: new Set(processes), filter, readTime: parseTime }),
      () => shown++,
    );
    if (options.jsonl === true) await writeLines(calls, listedCallJson);
    else for await (const text of printBlocks(blocksOf(calls), renderOptions(options.color))) await writeOut(text);
    if (shown === 0) warn(`none of the ${index.size} recorded calls is what was asked for`, options.quiet);
  });
  return 0;
}

function asTrace(opened: Subject, where: string): Trace {
  switch (opened.flavour) {
    case 'dynamic':
      return opened;
    case 'static':
      throw new CapaxError('option-invalid', 'a program file records no calls', {
        where,
        hint: 'Give a sandbox report of it, or list what is in it with `capax features`.',
      });
  }
}

async function* counted<T>(rows: AsyncIterable<T>, count: () => void): AsyncGenerator<T, void, void> {
  for await (const row of rows) {
    count();
    yield row;
  }
}

async function* blocksOf(calls: AsyncIterable<ListedCall>): AsyncGenerator<Block, void, void> {
  for await (const { process, address, call } of calls) yield recordedCallBlock(address, process.name, call);
}
