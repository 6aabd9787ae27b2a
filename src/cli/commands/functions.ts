// `capax functions SAMPLE`: the functions of a program, and why each is taken for one.

import { listedFunctionJson, requireCode } from '../../export/list-functions.ts';
import { printBlocks } from '../../render/terminal/print.ts';
import { functionTable } from '../../render/view/functions.ts';
import { type OpenInputOptions, warn, warnOfLosses, withInput } from '../open-input.ts';
import { type ColourChoice, renderOptions, writeLines, writeOut } from '../terminal.ts';

export interface FunctionsCommandOptions extends OpenInputOptions {
  readonly jsonl?: boolean;
  readonly color: ColourChoice;
}

/** Runs the command; returns its exit code. */
export async function runFunctions(input: string, options: FunctionsCommandOptions): Promise<number> {
  await withInput(input, options, async (opened) => {
    const { program, code } = await requireCode(opened, input);
    const functions = code.functions();
    warnOfLosses(program.health().diagnostics, options.quiet);
    if (options.jsonl === true) await writeLines(functions, listedFunctionJson);
    else if (functions.length > 0) {
      const table = [functionTable(functions)];
      for await (const text of printBlocks(table, renderOptions(options.color))) await writeOut(text);
    }
    if (functions.length === 0) warn('no function was found in it', options.quiet);
  });
  return 0;
}
