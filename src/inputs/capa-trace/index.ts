// capa-trace: what debuggers and replayers saw, in the project's own format (docs/capa-trace.md; its records are in formats/capa-trace/).
// Calls become the calls of a trace. open.ts is where to start.

import type { Input, Probe } from '../input.ts';
import { CAPA_TRACE_CODES } from './codes.ts';

/** The first record names the format, usually as its second key; none is longer than this before that. */
const HEADER_BYTES = 4096;
const FORMAT = /"format"\s*:\s*"capa-trace"/;
const HEADER = /^\ufeff?\s*\{[^\n]*"t"\s*:\s*"header"/;
/** Files with calls in order may have code without one: their header says it, or it is there. */
const COVERS = /"covers"\s*:\s*true/;
const COVERED = /^\s*\{\s*"t"\s*:\s*"x"/m;
const CALLS_ONLY = /"level"\s*:\s*"call"/;
const RECORD = /^\s*\{\s*"t"\s*:\s*"(?:process|thread|module|i|bb|x|call|ret)"\s*,\s*"(?:s|pc)"\s*:/;

function recognise({ head }: Probe): 0 | 1 | 2 {
  const text = new TextDecoder().decode(head.subarray(0, HEADER_BYTES));
  if (HEADER.test(text) && FORMAT.test(text.split('\n', 1)[0] ?? '')) return 2;
  return RECORD.test(text) ? 2 : 0;
}

/** Unless its header says that it has calls alone. */
function followsCode({ head }: Probe): boolean {
  const [first = ''] = new TextDecoder().decode(head.subarray(0, HEADER_BYTES)).split('\n', 1);
  return !CALLS_ONLY.test(first) || COVERS.test(first) || COVERED.test(new TextDecoder().decode(head));
}

/** capa-trace files as an input. */
export const capaTraceInput: Input = {
  format: 'capatrace',
  flavour: 'dynamic',
  codes: CAPA_TRACE_CODES,
  summary: 'instructions and calls of a run that a debugger recorded (capa-trace, NDJSON)',
  recognise,
  followsCode,
  open: async (source, options) => (await import('./open.ts')).openCapaTrace(source, options),
};
