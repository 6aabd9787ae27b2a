// strace logs: system calls of a Linux program and of what it started, as text. How strace writes is said here; the reading is
// shared with ltrace (inputs/shared/tracer/: open.ts is where to start).

import type { Input, Probe } from '../input.ts';
import { tracerCodes } from '../shared/tracer/codes.ts';
import type { TracerDialect } from '../shared/tracer/dialect.ts';
import { inspectHead } from '../shared/tracer/inspect-head.ts';

const DIALECT: TracerDialect = {
  format: 'strace',
  producer: 'strace',
  extractor: 'StraceExtractor',
  cxxNames: false,
  characters: false,
  nested: false,
  result: /^ *= +(?:-?\d|0x[0-9a-fA-F]|\?)/,
  // The value, the path that -y puts behind it, and the name of an error; not the words that explain it.
  shownResult: /^(?:\?|-?\w+)(?:<[^ ]*>)?(?: E[A-Z0-9]+\b)?/,
  resumedName: (name) => name,
  plainName: (name) => ({ name, system: true }),
};

function recognise({ head }: Probe): 0 | 1 | 2 {
  const { lines, tracer, calls, strace, ltrace } = inspectHead(head, DIALECT);
  return calls > 0 && strace > ltrace && tracer * 4 >= lines ? 2 : 0;
}

/** strace logs as an input. */
export const straceInput: Input = {
  format: 'strace',
  flavour: 'dynamic',
  codes: tracerCodes('strace'),
  summary: 'strace log of a Linux program (strace -f -o FILE)',
  recognise,
  open: async (source, options) => (await import('../shared/tracer/open.ts')).openTracerLog(source, DIALECT, options),
};
