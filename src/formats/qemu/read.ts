// A log of executed instructions by QEMU from its bytes, told to a listener instruction by instruction.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { readWholeLines } from '../../bytes/whole-lines.ts';
import { CapaxError } from '../../errors.ts';
import type { ExecutionListener, RecordedMachine } from '../execution.ts';
import { BlockLog } from './block-log.ts';
import { Execlog } from './execlog.ts';
import type { QemuReport } from './problems.ts';
import { HEAD_BYTES, qemuMachine, recogniseQemu } from './recognise.ts';

const LF = 0x0a;
const CR = 0x0d;
/** Names of symbols can be long, and an instruction may access much memory. */
const MAX_LINE = 1 << 20;

/**
 * Reads a log. `begin` is told which machine it is of and gives who listens. Ids of threads are numbers of QEMU's processors (one for each
 * thread where it runs a program only); positions of instructions are their numbers in the log, from 0. Returns how many there were. Of
 * memory nothing is told, because the logs do not say what was there. Throws CapaxError where the text does not begin as such a log; what is
 * wrong behind goes to `report`.
 */
export async function readQemu(
  source: ByteSource,
  begin: (facts: RecordedMachine) => ExecutionListener,
  report: QemuReport,
): Promise<number> {
  const head = await readHead(source, HEAD_BYTES);
  const kind = recogniseQemu(head);
  const machine = kind === undefined ? undefined : qemuMachine(head);
  if (machine === undefined) {
    throw new CapaxError(
      'input-unsupported',
      'This does not begin as a log of instructions that QEMU ran on x86 or arm64.',
      {
        where: source.name,
        hint: 'Record with -d in_asm,exec,cpu,nochain and -one-insn-per-tb, or with the plugin execlog.',
      },
    );
  }
  const log =
    kind === 'blocks' ? new BlockLog(begin(machine), report, machine) : new Execlog(begin(machine), report, machine);
  const leaveOut = (what: 'too-long' | 'unclosed', at: number): void => {
    if (what === 'too-long') log.lose();
    report(what === 'too-long' ? 'line-too-long' : 'cut-short', at);
  };
  for await (const { bytes, from, to, at } of readWholeLines(source, MAX_LINE, leaveOut)) {
    let start = from;
    while (start < to) {
      const end = bytes.indexOf(LF, start);
      const isPair = end > start && bytes[end - 1] === CR;
      log.read(bytes, start, isPair ? end - 1 : end, at + start - from);
      start = end + 1;
    }
  }
  log.finish();
  return log.instructions;
}
