// A Tenet trace (one thread) from its bytes, told to a listener instruction by instruction. It has no bytes of instructions.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { readWholeLines } from '../../bytes/whole-lines.ts';
import { CapaxError } from '../../errors.ts';
import type { ExecutionListener, RecordedMachine } from '../execution.ts';
import { LineReader } from './line-reader.ts';
import type { TenetReport } from './problems.ts';
import { HEAD_BYTES, tenetMachine } from './recognise.ts';

/** Copies of much memory by one instruction make long lines. */
const MAX_LINE = 1 << 22;

/**
 * Reads the trace of the thread with the id `thread`, which only the file's name says. `begin` is told which machine it is of and gives who
 * listens. Positions of instructions are numbers of lines, from 1. Returns how many instructions there were. Throws CapaxError where the
 * text does not begin as a Tenet trace; what is wrong behind goes to `report`.
 */
export async function readTenet(
  source: ByteSource,
  thread: number,
  begin: (facts: RecordedMachine) => ExecutionListener,
  report: TenetReport,
): Promise<number> {
  const machine = tenetMachine(await readHead(source, HEAD_BYTES));
  if (machine === undefined) {
    throw new CapaxError('input-unsupported', 'This does not begin as a Tenet trace of x86 or arm64.', {
      where: source.name,
      hint: 'The first line of a trace says the registers and the instruction pointer, as in rax=0x1,rip=0x401000.',
    });
  }
  const recorded = begin({ machine: machine.machine, bits: machine.bits }).thread(thread);
  if (recorded === undefined) return 0;
  const lines = new LineReader(machine, recorded, report);
  const leaveOut = (what: 'too-long' | 'unclosed', at: number): void => {
    if (what === 'too-long') lines.skipLine();
    report(what === 'too-long' ? 'line-too-long' : 'cut-short', at);
  };
  for await (const { bytes, from, to, at } of readWholeLines(source, MAX_LINE, leaveOut))
    lines.read(bytes, from, to, at);
  return lines.instructions;
}
