// How places of each scope are put into words.

import type { Address } from '../../features/address.ts';
import type { Scope } from '../../features/scopes.ts';
import type { DocumentMatch } from '../../result/document.ts';
import { addressText, namedAddressText } from './addresses.ts';
import type { Names } from './names.ts';
import { callsOf } from './tree.ts';

/** What is said of a place. */
export interface PlaceWords {
  /** Where a match is. */
  text(address: Address, match: DocumentMatch, names: Names): string;
  /** Whether the place is one call, which is then shown as a whole. */
  readonly isCall: boolean;
  /** What stands behind a capability whose moment it is, because the moment alone would mislead. */
  readonly note: string;
}

function nameText(address: Address, _match: DocumentMatch, names: Names): string {
  return namedAddressText(address, names.processName(address));
}

/** The address and the function around it. */
function blockText(address: Address, _match: DocumentMatch, names: Names): string {
  const parent = names.functionOf(address);
  return `${addressText(address)}${parent === undefined ? '' : ` in function ${addressText(parent)}`}`;
}

/** The span's calls in one pair of braces: `NAME{pid:4,tid:8,calls:{1,2}}`. */
function spanText(address: Address, match: DocumentMatch, names: Names): string {
  const name = names.processName(address);
  const calls = callsOf(match);
  const [first] = calls;
  if (first === undefined) return namedAddressText(address, name);
  if (calls.length === 1) return namedAddressText(first, name);
  const [, pid, tid] = first.value;
  return `${name ?? 'process'}{pid:${pid},tid:${tid},calls:{${calls.map(({ value }) => value[3]).join(',')}}}`;
}

/** Of a rule that names no scope of the document's flavour. */
export const UNKNOWN_PLACE: PlaceWords = { text: nameText, isCall: false, note: '' };

export const PLACES: Readonly<Record<Scope, PlaceWords>> = {
  instruction: { text: nameText, isCall: false, note: '' },
  'basic block': { text: blockText, isCall: false, note: '' },
  function: { text: nameText, isCall: false, note: '' },
  call: { text: nameText, isCall: true, note: '' },
  'span of calls': { text: spanText, isCall: false, note: ' (span)' },
  thread: { text: nameText, isCall: false, note: '' },
  process: { text: nameText, isCall: false, note: '' },
  file: { text: nameText, isCall: false, note: '' },
};
