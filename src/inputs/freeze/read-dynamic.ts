// The features of a dynamic freeze file: processes, their threads, their calls. Enumeration is by address, as the reference does
// after loading one.

import type { CallAddress, ProcessAddress, ThreadAddress } from '../../features/address.ts';
import { type Address, compareAddresses } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { Children, FreezeReader } from './reader.ts';

export interface FrozenCall {
  readonly address: CallAddress;
  readonly name: string;
  readonly features: readonly Feature[];
}

interface FrozenThread {
  readonly address: ThreadAddress;
  readonly features: readonly LocatedFeature[];
  readonly calls: readonly FrozenCall[];
}

interface FrozenProcess {
  readonly address: ProcessAddress;
  readonly name: string;
  readonly features: readonly LocatedFeature[];
  readonly threads: readonly FrozenThread[];
}

export interface DynamicFeatures {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly processes: readonly FrozenProcess[];
}

/** The address, if it is of this kind. Throws JsonSyntaxError otherwise. */
function demand<T extends Address['type']>(
  reader: FreezeReader,
  address: Address,
  type: T,
  start: number,
): Extract<Address, { type: T }> {
  if (address.type !== type) return reader.json.fail(`the address is not of a ${type}`, start);
  return address as Extract<Address, { type: T }>;
}

const CALLS: Children<FrozenCall> = {
  keys: ['calls'],
  what: 'call',
  read: (reader) => {
    const start = reader.json.position;
    const place = reader.readPlace(undefined, true);
    const address = demand(reader, place.address, 'call', start);
    // A trace has no addresses of its own for the features of a call.
    if (place.features.some((located) => compareAddresses(located.address, address) !== 0)) {
      reader.warn('freeze-feature-moved', 'features of a call that name another address were taken as its own', start);
    }
    return { address, name: place.name, features: place.features.map((located) => located.feature) };
  },
};

const THREADS: Children<FrozenThread> = {
  keys: ['threads'],
  what: 'thread',
  read: (reader) => {
    const start = reader.json.position;
    const { address, features, children } = reader.readPlace(CALLS);
    const thread = demand(reader, address, 'thread', start);
    if (children.some((call) => !belongsTo(call.address, thread))) {
      reader.warn(
        'freeze-call-moved',
        'calls that name another thread were taken as calls of the one they are in',
        start,
      );
    }
    return { address: thread, features, calls: children };
  },
};

function readProcesses(keepRepeated: boolean): Children<FrozenProcess> {
  return {
    keys: ['processes'],
    what: 'process',
    keepRepeated,
    read: (reader) => {
      const start = reader.json.position;
      const { address, name, features, children } = reader.readPlace(THREADS, true);
      const process = demand(reader, address, 'process', start);
      if (children.some((thread) => !belongsTo(thread.address, process))) {
        reader.warn(
          'freeze-thread-moved',
          'threads that name another process were taken as threads of the one they are in',
          start,
        );
      }
      return { address: process, name, features, threads: children };
    },
  };
}

/** Whether the ids of `inner` start with those of `outer`. */
function belongsTo(inner: ThreadAddress | CallAddress, outer: ProcessAddress | ThreadAddress): boolean {
  const ids: readonly number[] = inner.value;
  return outer.value.every((id, i) => id === ids[i]);
}

/** Reads the value of the key `features`. `keepRepeated`: two processes with equal ids are two. Throws JsonSyntaxError. */
export function readDynamicFeatures(reader: FreezeReader, keepRepeated: boolean): DynamicFeatures {
  const { globals, file, children } = reader.readSample(readProcesses(keepRepeated));
  return { globals, file, processes: children };
}
