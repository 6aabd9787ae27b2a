// `capax disassemble SAMPLE FUNCTION`: one function, and what rules see in it.

import { disassemble, disassemblyJson } from '../../export/disassemble.ts';
import { requireCode } from '../../export/list-functions.ts';
import { printBlocks } from '../../render/terminal/print.ts';
import { disassemblyBlocks } from '../../render/view/disassembly.ts';
import { type OpenInputOptions, warnOfLosses, withInput } from '../open-input.ts';
import { type ColourChoice, renderOptions, writeLines, writeOut } from '../terminal.ts';

export interface DisassembleCommandOptions extends OpenInputOptions {
  readonly jsonl?: boolean;
  readonly color: ColourChoice;
}

/** Runs the command; returns its exit code. */
export async function runDisassemble(
  input: string,
  wanted: string,
  options: DisassembleCommandOptions,
): Promise<number> {
  await withInput(input, options, async (opened) => {
    const { program, code } = await requireCode(opened, input);
    const disassembly = disassemble(program, code, wanted);
    warnOfLosses(program.health().diagnostics, options.quiet);
    if (options.jsonl === true) await writeLines(disassemblyJson(disassembly), (line) => line);
    else {
      const blocks = disassemblyBlocks(disassembly);
      for await (const text of printBlocks(blocks, renderOptions(options.color))) await writeOut(text);
    }
  });
  return 0;
}
