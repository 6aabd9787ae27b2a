// Activities of a process in a report of Joe Sandbox, by their names, and what was done. Facts: spec of this report as clients of Joe
// Sandbox read it (jbxapi, MISP's import of Joe reports).

import type { BehaviorKind } from '../../features/behaviors.ts';

/** What an activity means, and which members of its records say to what it was done: the first that is there of each list. */
export interface ActivityFacts {
  readonly kind: BehaviorKind;
  readonly objects: readonly (readonly string[])[];
  /** Member that is the name of a value in the key. */
  readonly value?: string;
}

const PATH = [['path', 'filepath', 'filename', 'name']] as const;
const MOVED = [
  ['oldpath', 'path', 'oldname'],
  ['newpath', 'newname'],
] as const;
const KEY = [['path', 'keypath', 'key']] as const;
const NAME = [['name', 'path']] as const;
const COMMAND = [['cmdline', 'commandline', 'newprocesspath', 'path', 'name']] as const;

/** By name in lower case. */
export const ACTIVITIES: ReadonlyMap<string, ActivityFacts> = new Map<string, ActivityFacts>([
  ['filecreated', { kind: 'file/create', objects: PATH }],
  ['filewritten', { kind: 'file/write', objects: PATH }],
  ['fileread', { kind: 'file/read', objects: PATH }],
  ['fileopened', { kind: 'file/read', objects: PATH }],
  ['filedeleted', { kind: 'file/delete', objects: PATH }],
  ['filemoved', { kind: 'file/move', objects: MOVED }],
  ['filerenamed', { kind: 'file/move', objects: MOVED }],
  ['keycreated', { kind: 'registry/create', objects: KEY }],
  ['keydeleted', { kind: 'registry/delete', objects: KEY }],
  ['keyvaluecreated', { kind: 'registry/set', objects: KEY, value: 'name' }],
  ['keyvaluemodified', { kind: 'registry/set', objects: KEY, value: 'name' }],
  ['keyvalueset', { kind: 'registry/set', objects: KEY, value: 'name' }],
  ['keyvaluedeleted', { kind: 'registry/delete', objects: KEY, value: 'name' }],
  ['keyvaluequeried', { kind: 'registry/read', objects: KEY, value: 'name' }],
  ['mutexcreated', { kind: 'mutex/create', objects: NAME }],
  ['mutantcreated', { kind: 'mutex/create', objects: NAME }],
  ['processcreated', { kind: 'process/create', objects: COMMAND }],
  ['processterminated', { kind: 'process/terminate', objects: [['path', 'name', 'pid']] }],
  ['threadinjected', { kind: 'process/inject', objects: [['path', 'name', 'pid']] }],
  ['moduleloaded', { kind: 'module/load', objects: PATH }],
  ['sectionloaded', { kind: 'module/load', objects: PATH }],
  ['driverloaded', { kind: 'module/load', objects: PATH }],
  ['servicecreated', { kind: 'service/create', objects: NAME }],
  ['servicestarted', { kind: 'service/start', objects: NAME }],
  ['servicestopped', { kind: 'service/stop', objects: NAME }],
]);
