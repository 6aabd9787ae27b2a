// Whether a text is a Tenet trace, and of which machine: by its first lines, which are nothing but registers and accesses of memory.

import { TENET_MACHINES, type TenetMachine } from './registers.ts';

/** How much of a file is looked at. */
export const HEAD_BYTES = 65_536;
const MAX_LINES = 16;
const FIELD = /^(?:[a-z][a-z0-9_]{1,15}=0x[0-9a-f]{1,16}|(?:mrw?|mw)=0x[0-9a-f]{1,16}:(?:[0-9a-f]{2})+)$/i;

/** Whether a text that begins like this is a Tenet trace of a machine that is read. */
export function recogniseTenet(head: Uint8Array): boolean {
  const lines = firstLines(head);
  return lines.length > 0 && lines.flat().every((field) => FIELD.test(field)) && machineOf(lines) !== undefined;
}

/** The machine of a trace whose first lines these are, though some of them may be damaged. */
export function tenetMachine(head: Uint8Array): TenetMachine | undefined {
  return machineOf(firstLines(head).map((line) => line.filter((field) => FIELD.test(field))));
}

/** The fields of the first lines that are not empty, in lower case. */
function firstLines(head: Uint8Array): string[][] {
  const lines = new TextDecoder('latin1').decode(head.subarray(0, HEAD_BYTES)).split(/\r?\n/);
  // The last line may go on beyond the head.
  const last = lines.pop() ?? '';
  const whole = lines.filter((line) => line !== '').slice(0, MAX_LINES);
  if (whole.length === 0 && last.includes(',')) whole.push(last.slice(0, last.lastIndexOf(',')));
  return whole.map((line) => line.toLowerCase().split(','));
}

function machineOf(lines: readonly (readonly string[])[]): TenetMachine | undefined {
  const names = new Set(lines.flat().map((field) => field.slice(0, field.indexOf('='))));
  // `pc` and `sp` are names of registers of other machines too.
  return TENET_MACHINES.find(({ pc, generals }) => {
    return names.has(pc) && generals.some((name) => name !== 'sp' && names.has(name));
  });
}
