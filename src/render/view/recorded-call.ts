// A recorded call on a line of its own, with everything that was recorded of it: when, who, what with what, and what came of it.

import type { CallAddress } from '../../features/address.ts';
import { type CallParts, formatCall } from '../../features/call.ts';
import { namedAddressText } from './addresses.ts';
import type { Block } from './blocks.ts';
import { piece } from './markup.ts';
import { parseTime } from './moments.ts';

/** Columns by which the further parts of a line that is broken hang. */
const HANG = 4;

/** A time with its day, where it has one; in the input's own words if they are not understood. */
function timeText(text: string): string {
  const time = parseTime(text);
  if (time === undefined) return text;
  return time.day === undefined ? time.clock : `${time.day} ${time.clock}`;
}

/** The line of a call of a process with this name; nothing of it is cut. */
export function recordedCallBlock(address: CallAddress, processName: string, call: CallParts): Block {
  const name = processName === '' ? undefined : processName;
  const { time } = call;
  return {
    kind: 'flow',
    line: [
      piece(time === undefined ? '' : `${timeText(time)}  `, 'dim'),
      piece(namedAddressText(address, name), 'emphasis'),
      piece('  '),
      piece(formatCall(call), 'value'),
    ],
    indent: 0,
    hang: HANG,
  };
}
