// How a payload is called where there is little room.

import type { Payload } from './document.ts';

/** Digits of a hash that tell one payload from the others, for people. */
const SHORT_HASH = 8;
/** UTF-16 units of what a report says, which may be anything. */
const SHOWN_WORDS = 80;
/** Processes that are named. */
const SHOWN_PROCESSES = 3;

/** `payload 1a2b3c4d (Unpacked Shellcode) of sample.exe (1234)`; what is no file has no hash. */
export function payloadName({ source, sha256, words, processes }: Payload): string {
  const kind = words === '' ? '' : ` (${short(words)})`;
  const holders = processes
    .slice(0, SHOWN_PROCESSES)
    .map(({ name, pid }) => `${name === '' ? 'process' : short(name)} (${pid})`);
  if (processes.length > SHOWN_PROCESSES) holders.push(`${processes.length - SHOWN_PROCESSES} more`);
  const hash = sha256 === '' ? '' : ` ${sha256.slice(0, SHORT_HASH)}`;
  return `${source}${hash}${kind}${holders.length === 0 ? '' : ` of ${holders.join(', ')}`}`;
}

function short(text: string): string {
  return text.length > SHOWN_WORDS ? `${text.slice(0, SHOWN_WORDS)}…` : text;
}
