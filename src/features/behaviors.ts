// What programs do, told apart by kind and object whatever recorded it: calls of any family of functions, or the summary of a report
// that has none. Rules ask for `behavior: KIND`, alone or with its object under the word that stands here.

import type { Feature } from './feature.ts';

export interface BehaviorFacts {
  /** The key of the object in rules. */
  readonly object: 'path' | 'key' | 'name' | 'host' | 'url' | 'command';
  /** What was done, and what the object says. */
  readonly means: string;
}

export type BehaviorKind =
  | 'file/read'
  | 'file/write'
  | 'file/create'
  | 'file/delete'
  | 'file/move'
  | 'registry/read'
  | 'registry/set'
  | 'registry/delete'
  | 'registry/create'
  | 'process/create'
  | 'process/inject'
  | 'process/terminate'
  | 'mutex/create'
  | 'service/create'
  | 'service/start'
  | 'service/stop'
  | 'network/connect'
  | 'network/dns'
  | 'network/http'
  | 'network/listen'
  | 'module/load'
  | 'task/create'
  | 'pipe/create'
  | 'memory/allocate-executable';

/** What each kind means. */
export const BEHAVIORS: Readonly<Record<BehaviorKind, BehaviorFacts>> = {
  'file/read': { object: 'path', means: 'read from a file, or opened it for reading' },
  'file/write': { object: 'path', means: 'wrote to a file, or opened it for writing' },
  'file/create': { object: 'path', means: 'created a file that was not there' },
  'file/delete': { object: 'path', means: 'deleted a file, or had it deleted when it is closed' },
  'file/move': {
    object: 'path',
    means: 'moved, renamed or copied a file; the object is the new path, and seen once more as the old one',
  },
  'registry/read': { object: 'key', means: 'read a value of the registry; the object ends in the name of the value' },
  'registry/set': { object: 'key', means: 'set a value of the registry; the object ends in the name of the value' },
  'registry/delete': { object: 'key', means: 'deleted a key or a value of the registry' },
  'registry/create': { object: 'key', means: 'created a key of the registry' },
  'process/create': {
    object: 'command',
    means: 'started a process; the object is its command line, or its path where only that is known',
  },
  'process/inject': {
    object: 'name',
    means: 'wrote to another process, or started a thread in it; the object is that process',
  },
  'process/terminate': { object: 'name', means: 'ended another process; the object is that process' },
  'mutex/create': { object: 'name', means: 'created or opened a named mutex' },
  'service/create': { object: 'name', means: 'installed a service' },
  'service/start': { object: 'name', means: 'started a service' },
  'service/stop': { object: 'name', means: 'stopped, changed or deleted a service' },
  'network/connect': {
    object: 'host',
    means: 'connected or sent to a host; the object is its name or address, with `:port` where that is known',
  },
  'network/dns': { object: 'host', means: 'asked for the address of a name' },
  'network/http': { object: 'url', means: 'made a request; the object is the URL as far as it is known' },
  'network/listen': {
    object: 'host',
    means: 'waited for connections; the object is the local address, with `:port` where that is known',
  },
  'module/load': { object: 'path', means: 'loaded a library or a driver' },
  'task/create': { object: 'name', means: 'created a scheduled task' },
  'pipe/create': { object: 'name', means: 'created a named pipe' },
  'memory/allocate-executable': {
    object: 'name',
    means: 'made memory both writable and executable; the object is the process that it is in, where that is known',
  },
};

/** Every kind of behaviour. */
export const BEHAVIOR_KINDS: readonly BehaviorKind[] = Object.keys(BEHAVIORS) as BehaviorKind[];

/** Every word that an object has as a key in rules. */
export const OBJECT_KEYS: readonly string[] = [...new Set(BEHAVIOR_KINDS.map((kind) => BEHAVIORS[kind].object))];

/** True for a word that is a kind of behaviour. */
export function isBehaviorKind(word: string): word is BehaviorKind {
  return Object.hasOwn(BEHAVIORS, word);
}

/** What is seen of a behaviour. `object`: what it was done to; empty where the input does not say. */
export function behaviorFeature(kind: BehaviorKind, object: string): Feature {
  return { type: 'behavior', name: kind, value: object };
}
