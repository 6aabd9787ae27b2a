// Addresses as text (spec core.md section 4).

import { type Address, addressKey, compareAddresses, type ThreadAddress } from '../../features/address.ts';
import { formatHexadecimal } from '../../features/feature-text.ts';

/** The ids of a process, thread or call in braces: `{pid:4,tid:8}`. */
function idsText(address: Extract<Address, { type: 'process' | 'thread' | 'call' }>): string {
  const [, pid, tid, call] = address.value as readonly number[];
  const ids = [`pid:${pid}`];
  if (tid !== undefined) ids.push(`tid:${tid}`);
  if (call !== undefined) ids.push(`call:${call}`);
  return `{${ids.join(',')}}`;
}

/** An address without names. */
export function addressText(address: Address): string {
  switch (address.type) {
    case 'absolute':
      return formatHexadecimal(address.value);
    case 'relative':
      return `base address+${formatHexadecimal(address.value)}`;
    case 'file':
      return `file+${formatHexadecimal(address.value)}`;
    case 'dn token':
      return `token(${formatHexadecimal(address.value)})`;
    case 'dn token offset':
      return `token(${formatHexadecimal(address.value[0])})+${formatHexadecimal(address.value[1])}`;
    case 'process':
    case 'thread':
    case 'call':
      return `process${idsText(address)}`;
    case 'no address':
      return 'global';
  }
}

/** A process, thread or call under its process's name: `NAME{pid:4,tid:8}`. Other addresses as `addressText`. */
export function namedAddressText(address: Address, name: string | undefined): string {
  if (name === undefined || !(address.type === 'process' || address.type === 'thread' || address.type === 'call')) {
    return addressText(address);
  }
  return name + idsText(address);
}

/** Key of the process that a process, thread or call address belongs to. */
export function processKey(address: Address): string {
  const [ppid, pid] = 'value' in address && typeof address.value === 'object' ? address.value : [];
  return `${ppid},${pid}`;
}

/** Distinct addresses in order. */
export function sortAddresses<T extends Address>(addresses: Iterable<T>): readonly T[] {
  if (Array.isArray(addresses) && areSorted(addresses)) return addresses as T[];
  const distinct = new Map<string, T>();
  for (const address of addresses) distinct.set(addressKey(address), address);
  return [...distinct.values()].sort(compareAddresses);
}

/** Whether addresses of one type are distinct and in order, as those of a recorded thread are. */
function areSorted(addresses: readonly Address[]): boolean {
  for (let i = 1; i < addresses.length; i++) {
    const before = addresses[i - 1] as Address;
    const address = addresses[i] as Address;
    if (before.type !== address.type || compareAddresses(before, address) >= 0) return false;
  }
  return true;
}

/** The thread that a call belongs to; a thread address itself. */
export function threadOf(address: Address): ThreadAddress | undefined {
  if (address.type === 'thread') return address;
  if (address.type !== 'call') return undefined;
  const [ppid, pid, tid] = address.value;
  return { type: 'thread', value: [ppid, pid, tid] };
}
