// ltrace logs: library calls of a Linux program, and with -S its system calls, as text. How ltrace writes is said here; the reading
// is shared with strace (inputs/shared/tracer/: open.ts is where to start).

import type { Input, Probe } from '../input.ts';
import { tracerCodes } from '../shared/tracer/codes.ts';
import type { TracerDialect } from '../shared/tracer/dialect.ts';
import { inspectHead } from '../shared/tracer/inspect-head.ts';

/** `-S` writes system calls as `SYS_openat`, or as `openat@SYS`; those that ltrace has no name for keep their number. */
const SYSTEM_CALL = /^(?:SYS_([a-z_]\w*)|([a-z_]\w*)@SYS)$/;
/** What -l and -x put around a function: the library that calls it or the one that has it, which may be followed by a version. */
const LIBRARY = /^(?!operator->)[\w.+/-]+->|@[\w.@+/-]+$/g;

function symbolName(name: string): string {
  return name.replace(LIBRARY, '');
}

const DIALECT: TracerDialect = {
  format: 'ltrace',
  producer: 'ltrace',
  extractor: 'LtraceExtractor',
  cxxNames: true,
  characters: true,
  nested: true,
  result: /^ *= *\S/,
  shownResult: /^.*/,
  resumedName: symbolName,
  plainName: (name) => {
    const [, first, second] = SYSTEM_CALL.exec(name) ?? [];
    const system = first ?? second;
    return system === undefined ? { name: symbolName(name), system: false } : { name: system, system: true };
  },
};

function recognise({ head }: Probe): 0 | 1 | 2 {
  const { lines, tracer, calls, strace, ltrace } = inspectHead(head, DIALECT);
  return calls > 0 && ltrace > 0 && ltrace >= strace && tracer * 4 >= lines ? 2 : 0;
}

/** ltrace logs as an input. */
export const ltraceInput: Input = {
  format: 'ltrace',
  flavour: 'dynamic',
  codes: tracerCodes('ltrace'),
  summary: 'ltrace log of a Linux program (ltrace -f -S -o FILE)',
  recognise,
  open: async (source, options) => (await import('../shared/tracer/open.ts')).openTracerLog(source, DIALECT, options),
};
