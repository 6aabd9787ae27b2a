// Which tracer wrote a text? Both write `name(args) = result`; each has habits that the other does not have (spec formats.md
// section 2).

import { BrokenCall } from './broken-call.ts';
import { splitCallText } from './call-parts.ts';
import type { TracerDialect } from './dialect.ts';
import { readTracerLine } from './tracer-line.ts';

/** Lines that are looked at. */
const MAX_LINES = 200;
/** Longer lines are looked at up to here. */
const MAX_LENGTH = 4096;

export interface HeadReport {
  /** Lines that hold something and are not known to be output of a call before, and how many of them a tracer can have written, and how many of these are calls. */
  readonly lines: number;
  readonly tracer: number;
  readonly calls: number;
  /** Lines with a habit of one of the tracers. */
  readonly strace: number;
  readonly ltrace: number;
}

/** Explained values: names of constants and flags, structures, decorated descriptors. ltrace has only numbers and texts. */
const STRACE =
  /\b(?:[A-Z]{1,8}_[A-Z][A-Z0-9_]+|NULL)\b|\{[a-z_]+=|\/\* \d+ vars? \*\/|\+\+\+ exited with |\d<\/|^\S* ?execve\(/;
/** Its own words, names of C++, and functions that are no system calls. */
const LTRACE =
  /\+\+\+ exited \(status |<no return \.\.\.>|\bSYS_\w+\(|\w@(?:SYS|[\w.+-]+\.so[\w.]*)\(|\[0x[0-9a-f]+\] |->\w+\(|^[^"]*\)(?: const)?\(|\b(?:__libc_start_main|malloc|calloc|realloc|free|str(?:len|n?cmp|n?cpy|r?chr|dup|str|cat|tok|to\w+)|mem(?:cpy|set|cmp|move|chr)|v?[fs]?n?printf|__\w+_chk|puts|putchar|f(?:open|close|gets|puts|write|read|flush)(?:64)?|getenv|setlocale|pthread_\w+|sleep|usleep|rand|srand|atoi)\(/;

/** Looks at the first lines of a file. */
export function inspectHead(head: Uint8Array, dialect: TracerDialect): HeadReport {
  let lines = 0;
  let tracer = 0;
  let calls = 0;
  let strace = 0;
  let ltrace = 0;
  let broken: BrokenCall | undefined;
  for (const full of new TextDecoder().decode(head).split('\n', MAX_LINES)) {
    const line = full.slice(0, MAX_LENGTH).trimEnd();
    if (broken?.takeOutput(full) || line === '') continue;
    if (broken?.takeRest(line) !== undefined) {
      broken = undefined;
      continue;
    }
    lines++;
    const read = readTracerLine(line, dialect);
    if (read.kind === 'unknown') continue;
    tracer++;
    if (read.kind === 'call') {
      // A cut line is as good as an open one.
      if (read.open || full.length > MAX_LENGTH || splitCallText(read.text, dialect).result !== undefined) calls++;
      else {
        broken = new BrokenCall(read, 0, dialect);
        // What the call says to write stands behind it: nothing but a tracer's line is like that.
        if (broken.beginning.sound) calls++;
        else {
          broken = undefined;
          tracer--;
        }
      }
    }
    if (STRACE.test(line)) strace++;
    if (LTRACE.test(line)) ltrace++;
  }
  return { lines, tracer, calls, strace, ltrace };
}
