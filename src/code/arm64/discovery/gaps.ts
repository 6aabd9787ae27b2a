// Functions that nothing leads to: what stands between the others, and what pointers in data lead to.

import { FLOW } from '../../flow.ts';
import { LOCATION } from '../../location-map.ts';
import { mnemonicNumber } from '../mnemonics.ts';
import type { ArmCode } from './arm-code.ts';
import { hasPrologue, isPadding, looksLikeFunction, runLength } from './beginnings.ts';

const BRK = mnemonicNumber('brk');

/**
 * Beginnings of what looks like functions in bytes that are nothing yet, each behind the end of another or behind padding. Each is to be followed before
 * the next one is asked for: what belongs to it is no gap any more.
 */
export function* gapFunctions(code: ArmCode): Generator<number, void, void> {
  const { image, locations } = code;
  for (const { start, end, isExecutable, bytes } of image.regions) {
    if (!isExecutable) continue;
    const last = Math.min(end, start + bytes.length) - 4;
    let isBehindEnd = true;
    for (let at = Math.ceil(start / 4) * 4; at <= last; at += 4) {
      if (locations.kindAt(at) === LOCATION.instruction) {
        isBehindEnd = true;
        continue;
      }
      if (locations.kindAt(at) !== LOCATION.none || isPadding(image.unsigned(at, 4))) continue;
      if (!code.allowance.takeTrialStep()) return;
      // What a function that was cut goes on to is none.
      if (isBehindEnd && goesOn(code, at - 4)) isBehindEnd = false;
      if (!isBehindEnd && !hasPrologue(code, at)) continue;
      // What stops the program at once ends a function, too.
      if (code.decode(at)?.mnemonic === BRK) continue;
      const length = runLength(code, at);
      if (length === 0) {
        isBehindEnd = false;
        continue;
      }
      yield at;
      if (locations.kindAt(at) === LOCATION.none) at += length - 4;
    }
  }
}

/** Whether there is an instruction of a function from which the next one is reached. */
function goesOn(code: ArmCode, at: number): boolean {
  if (code.locations.kindAt(at) !== LOCATION.instruction || code.lastCalls.has(at)) return false;
  const flow = code.decode(at)?.flow;
  return flow !== FLOW.return && flow !== FLOW.jump && flow !== FLOW.stop;
}

/** What pointers in data lead to that begins as functions do. */
export function* pointedFunctions(code: ArmCode): Generator<number, void, void> {
  const { image, locations } = code;
  const word = image.bits / 8;
  for (const { start, end, bytes, isExecutable } of image.regions) {
    if (isExecutable) continue;
    const last = Math.min(end, start + bytes.length) - word;
    for (let at = Math.ceil(start / word) * word; at <= last; at += word) {
      const target = image.pointer(at);
      if (target < 0 || target % 4 !== 0 || !image.isExecutable(target)) continue;
      if (locations.kindAt(target) !== LOCATION.none) continue;
      if (!code.allowance.takePointer()) return;
      if (looksLikeFunction(code, target)) yield target;
    }
  }
}
