// A trace of x64dbg (`.trace32`, `.trace64`) from its bytes, told to a listener instruction by instruction.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import type { ExecutionListener } from '../execution.ts';
import { BlockReader } from './block-reader.ts';
import { LOOK_AHEAD_BYTES } from './block-shape.ts';
import { MAX_HEADER, readHeader, type X64dbgFacts } from './header.ts';
import type { X64dbgReport } from './problems.ts';

/** Holds many blocks, and more than the reader ever waits for. Chunks are copied here, so that no block lies in two of them. */
const BUFFER_BYTES = 4 * LOOK_AHEAD_BYTES;

/**
 * Reads a trace. `begin` is told what the header says and gives who listens. Positions of instructions are their numbers in the trace,
 * from 0, as x64dbg shows them. Returns how many there were. Throws CapaxError where the header cannot be read; what is wrong behind it
 * goes to `report`.
 */
export async function readX64dbg(
  source: ByteSource,
  begin: (facts: X64dbgFacts) => ExecutionListener,
  report: X64dbgReport,
): Promise<number> {
  const { facts, end } = readHeader(await readHead(source, MAX_HEADER), source.name);
  const blocks = new BlockReader(begin(facts), report, facts.bits, source.size);
  const buffer = new Uint8Array(BUFFER_BYTES);
  let start = 0;
  let filled = 0;
  /** Where `buffer[0]` is in the file. */
  let position = end;
  /** Bytes still to come that nobody reads. */
  let skipped = 0;
  for await (const chunk of source.open(end)) {
    let from = Math.min(skipped, chunk.length);
    skipped -= from;
    position += from;
    while (from < chunk.length) {
      if (filled === BUFFER_BYTES) {
        buffer.copyWithin(0, start);
        position += start;
        filled -= start;
        start = 0;
      }
      const added = Math.min(chunk.length - from, BUFFER_BYTES - filled);
      buffer.set(chunk.subarray(from, from + added), filled);
      filled += added;
      from += added;
      start = blocks.read(buffer, start, filled, position, false);
      if (start < filled) continue;
      skipped = Math.min(start - filled, chunk.length - from);
      from += skipped;
      position += filled + skipped;
      skipped = start - filled - skipped;
      start = filled = 0;
    }
  }
  start = blocks.read(buffer, start, filled, position, true);
  if (start !== filled || skipped > 0) report('cut-short', position + Math.min(start, filled));
  return blocks.instructions;
}
