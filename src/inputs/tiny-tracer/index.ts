// `.tag` files of tiny_tracer (a Pin tool): calls from a program to the functions of libraries, in order (docs/tiny-tracer.md). open.ts is
// where to start.

import type { Input, Probe } from '../input.ts';
import { TAG_CODES } from './codes.ts';
import { isSystemModule } from './system-of.ts';

/** Lines of the head that are looked at, and of each how much. */
const MAX_LINES = 1000;
const MAX_LENGTH = 4096;
const NAME = /\.tag(?:\.(?:gz|zst))?$/i;
/** What only this tracer writes. */
const CERTAIN =
  /^(?:> *[0-9a-f]+\+)?[0-9a-f]+;(?:called: \S|section: \S|\[[^\]]*\] -> \[|SYSCALL:0x[0-9a-f]|CPUID:[0-9a-f]|RDTSC$)/i;
/** The short form, and what may stand between calls. */
const SHORT = /^(?:> *[0-9a-f]+\+)?[0-9a-f]+;([^\s;:[\]()]+)\.[^\s;:().]+$/i;
const BETWEEN = /^(?:\tArg\[\d+\] = |[\w.@?$#:~]+:$|;|(?:> *[0-9a-f]+\+)?[0-9a-f]+;)/i;

function recognise({ name, head }: Probe): 0 | 1 | 2 {
  let lines = 0;
  let own = 0;
  let certain = 0;
  for (const full of new TextDecoder().decode(head).split('\n', MAX_LINES)) {
    const line = full.slice(0, MAX_LENGTH).trimEnd();
    if (line === '') continue;
    lines++;
    const module = SHORT.exec(line)?.[1];
    if (CERTAIN.test(line) || (module !== undefined && isSystemModule(module))) certain++;
    else if (module === undefined && !BETWEEN.test(line)) continue;
    own++;
  }
  if (certain > 0 && own * 2 >= lines) return 2;
  return NAME.test(name) && own > 0 ? 1 : 0;
}

/** Logs of tiny_tracer as an input. */
export const tinyTracerInput: Input = {
  format: 'tinytracer',
  flavour: 'dynamic',
  codes: TAG_CODES,
  summary: 'log of tiny_tracer (calls that a program makes, .tag)',
  recognise,
  open: async (source, options) => (await import('./open.ts')).openTag(source, options),
};
