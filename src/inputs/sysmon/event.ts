// One event of Sysmon, and what it says was done (Microsoft's documentation of Sysmon; spec formats.md section 6.7). Events are no calls.
// An event that somebody looked at another process (10) or at a pipe (18) is not enough for a behaviour: what it names is a text.

import type { BehaviorKind } from '../../features/behaviors.ts';

/** An event: its number, and its data by their names. */
export interface SysmonEvent {
  readonly id: number;
  data(name: string): string | undefined;
}

/** What the process of an event did; without a kind it only had to do with the object. */
export interface Deed {
  readonly kind?: BehaviorKind;
  readonly object: string;
  /** Whether it was done to the process of the event, by one that the event does not name. */
  readonly isVictim?: boolean;
}

/** Events whose one object has the name that stands here. */
const SIMPLE: Readonly<Record<number, readonly [kind: BehaviorKind, name: string]>> = {
  6: ['module/load', 'ImageLoaded'],
  7: ['module/load', 'ImageLoaded'],
  8: ['process/inject', 'TargetImage'],
  9: ['file/read', 'Device'],
  11: ['file/create', 'TargetFilename'],
  13: ['registry/set', 'TargetObject'],
  15: ['file/create', 'TargetFilename'],
  17: ['pipe/create', 'PipeName'],
  22: ['network/dns', 'QueryName'],
  23: ['file/delete', 'TargetFilename'],
  26: ['file/delete', 'TargetFilename'],
  29: ['file/create', 'TargetFilename'],
};

const PIPE_CREATED = 17;

/** Data that are texts, by event. */
const TEXTS: Readonly<Record<number, readonly string[]>> = {
  2: ['TargetFilename'],
  8: ['StartModule', 'StartFunction'],
  10: ['TargetImage'],
  13: ['Details'],
  18: ['PipeName'],
  19: ['Name', 'Query'],
  20: ['Name', 'Destination'],
  21: ['Consumer', 'Filter'],
  22: ['QueryResults'],
  27: ['TargetFilename'],
  28: ['TargetFilename'],
};

/** Kinds that some event can show. */
export const SYSMON_BEHAVIORS: readonly BehaviorKind[] = [
  'file/read',
  'file/create',
  'file/delete',
  'registry/set',
  'registry/delete',
  'registry/create',
  'process/create',
  'process/inject',
  'network/connect',
  'network/dns',
  'network/listen',
  'module/load',
  'pipe/create',
];

/** What Sysmon writes where it knows nothing. */
const NOTHING: ReadonlySet<string | undefined> = new Set([undefined, '', '-']);

/** What the event says, but for the start of a process. */
export function deedsOf(event: SysmonEvent): readonly Deed[] {
  const { id } = event;
  const object = (name: string): string | undefined => {
    const value = event.data(name);
    return NOTHING.has(value) ? undefined : value;
  };
  const deeds: Deed[] = [];
  const add = (kind: BehaviorKind, value: string | undefined, isVictim = false): void => {
    if (value !== undefined) deeds.push({ kind, object: value, isVictim });
  };
  const simple = SIMPLE[id];
  // The names of pipes stand below the root of their own file system: `\\name`.
  if (simple !== undefined)
    add(simple[0], id === PIPE_CREATED ? object(simple[1])?.replace(/^\\/, '') : object(simple[1]));
  for (const name of TEXTS[id] ?? []) {
    const text = object(name);
    if (text !== undefined) deeds.push({ object: text });
  }
  if (id === 3) addConnection(event, object, add);
  else if (id === 12)
    add(event.data('EventType') === 'CreateKey' ? 'registry/create' : 'registry/delete', object('TargetObject'));
  else if (id === 14) {
    add('registry/delete', object('TargetObject'));
    add('registry/create', object('NewName'));
  } else if (id === 25) add('process/inject', object('Image'), true);
  return deeds;
}

function addConnection(
  event: SysmonEvent,
  object: (name: string) => string | undefined,
  add: (kind: BehaviorKind, value: string | undefined) => void,
): void {
  const port = object('DestinationPort');
  const kind = event.data('Initiated') === 'false' ? 'network/listen' : 'network/connect';
  for (const name of ['DestinationHostname', 'DestinationIp']) {
    const host = object(name);
    if (host !== undefined) add(kind, port === undefined ? host : `${host}:${port}`);
  }
}
