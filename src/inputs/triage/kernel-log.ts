// The log of Triage's kernel monitor (onemon.json): one event after another, most of them what was done to a file or a key, some of
// them calls. Members that are zero may be left out, and words may be numbers. Facts: the messages' definition in hatching/ekhunting
// (realtime/events/onemon), logs in public tests.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import type { LoggedCall } from '../shared/calls/trace-of-calls.ts';
import { readJsonRecords } from '../shared/facts/json-lines.ts';
import { asObject, asText, hostAndPort, idOf, textOf } from '../shared/facts/json-records.ts';
import type { RunFacts } from '../shared/facts/run-facts.ts';
import type { FactOutcome } from '../shared/facts/trace-of-facts.ts';

const PREFIX = 'onemon.';
/** Words by their numbers. */
const FILE_KINDS = [
  'Unknown',
  'OpenRead',
  'OpenModify',
  'CreateRead',
  'CreateModify',
  'Delete',
  'DeleteDelayed',
  'Rename',
  'Truncate',
];
const PROCESS_STATUS = ['Create', 'Terminate', 'Existing', 'Ignore'];
const REGISTRY_KINDS: Readonly<Record<string, string>> = {
  0: 'CreateKey',
  1: 'CreateKeyEx',
  2: 'DeleteKey',
  10: 'QueryKey',
  13: 'QueryValueKey',
  18: 'DeleteValueKey',
  19: 'SetValueKeyInt',
  20: 'SetValueKeyStr',
  21: 'SetValueKeyDat',
};
/** What was done to a file, by the monitor's word. */
const FILE_BEHAVIORS: Readonly<Record<string, readonly BehaviorKind[]>> = {
  OpenRead: ['file/read'],
  OpenModify: ['file/write'],
  CreateRead: ['file/create', 'file/read'],
  CreateModify: ['file/create', 'file/write'],
  Delete: ['file/delete'],
  DeleteDelayed: ['file/delete'],
  Rename: ['file/move'],
  Truncate: ['file/write'],
};
const REGISTRY_BEHAVIORS: Readonly<Record<string, BehaviorKind>> = {
  CreateKey: 'registry/create',
  CreateKeyEx: 'registry/create',
  DeleteKey: 'registry/delete',
  DeleteValueKey: 'registry/delete',
  QueryValueKey: 'registry/read',
  SetValueKeyInt: 'registry/set',
  SetValueKeyStr: 'registry/set',
  SetValueKeyDat: 'registry/set',
};
/** Statuses of Windows from which on a call has failed. */
const FIRST_ERROR = 0x80000000;

/** Reads the events of a log. */
export async function readKernelLog(source: ByteSource, facts: RunFacts): Promise<FactOutcome> {
  let [isReport, complete, empty] = [false, true, true];
  const log = new KernelLog(facts);
  for await (const { at, record, cut } of readJsonRecords(source)) {
    empty = false;
    complete = !cut;
    if (record === undefined) facts.skipRecord('fact-malformed', 'a line is no record and is left out', `byte ${at}`);
    else if (log.read(record)) isReport = true;
    else facts.skipRecord('fact-malformed', 'a record of the log is of no use and is left out', `byte ${at}`);
  }
  facts.globals = [{ type: 'os', value: 'windows' }];
  const consequence = 'the hashes of the sample are unknown, and rules that ask for its format or arch cannot match';
  facts.missing.push({ part: 'sample', consequence });
  return { empty, complete, isReport };
}

class KernelLog {
  readonly #facts: RunFacts;
  /** Whether a process was started: the first one is the sample's, or what opens it. */
  #hasSample = false;

  constructor(facts: RunFacts) {
    this.#facts = facts;
  }

  /** Takes a record; false if it says nothing that is known. */
  read(record: JsonObject): boolean {
    const kind = textOf(record, 'kind');
    const event = asObject(record['event']);
    if (!kind.startsWith(PREFIX)) return false;
    const by = asText(event['pid']);
    switch (kind.slice(PREFIX.length)) {
      case 'Process':
        return this.#readProcess(event);
      case 'File':
        return this.#readFile(event, by);
      case 'Registry':
        return this.#readRegistry(event, by);
      case 'Mutant':
        return this.#see('mutex/create', textOf(event, 'path', 'name'), by);
      case 'NetworkFlow':
        return this.#see('network/connect', hostAndPort(hostOf(event['dstip']), event['dstport']), by);
      default:
        // Calls are read by themselves; what else there is, the monitor says of itself or of the guest.
        return true;
    }
  }

  #readProcess(event: JsonObject): boolean {
    const pid = idOf(event['pid']);
    if (pid === undefined) return false;
    const status = wordOf(event['status'], PROCESS_STATUS);
    if (status === 'Terminate' || status === 'Ignore') return true;
    const image = textOf(event, 'image');
    const isStarted = status === 'Create';
    const isSample = isStarted && !this.#hasSample;
    this.#hasSample ||= isStarted;
    this.#facts.addProcess({
      pid,
      ppid: idOf(event['ppid']),
      name: /[^\\/]*$/.exec(image)?.[0] ?? '',
      image,
      commandLine: textOf(event, 'command'),
      isSample,
    });
    return true;
  }

  #readFile(event: JsonObject, by: string): boolean {
    const kinds = FILE_BEHAVIORS[wordOf(event['kind'], FILE_KINDS)] ?? [];
    const path = textOf(event, 'srcpath');
    if (path === '') return false;
    if (hasFailed(event)) return true;
    for (const kind of kinds) this.#see(kind, path, by);
    if (kinds.includes('file/move')) this.#see('file/move', textOf(event, 'dstpath'), by);
    return true;
  }

  #readRegistry(event: JsonObject, by: string): boolean {
    const path = textOf(event, 'path');
    if (path === '') return false;
    if (hasFailed(event)) return true;
    const kind = REGISTRY_BEHAVIORS[wordOf(event['kind'], REGISTRY_KINDS)];
    if (kind !== undefined) this.#see(kind, path, by);
    this.#facts.addText(textOf(event, 'values'), by);
    return true;
  }

  #see(kind: BehaviorKind, object: string, by: string): boolean {
    if (object === '') return false;
    this.#facts.addBehavior(kind, object, by || undefined);
    return true;
  }
}

/** A word that may be written as its number, or left out for the first. */
function wordOf(value: JsonValue | undefined, words: Readonly<Record<string, string>> | readonly string[]): string {
  const text = value === undefined ? '0' : asText(value);
  return (words as Readonly<Record<string, string>>)[text] ?? text;
}

function hasFailed(event: JsonObject): boolean {
  const { status } = event;
  return typeof status === 'number' && status >= FIRST_ERROR;
}

/** An address as text, or as the number whose lowest byte comes first. */
function hostOf(value: JsonValue | undefined): string {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 0xffffffff) return asText(value);
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24].join('.');
}

/** The calls of a log. It does not say which thread made them: those of a process count as those of its first one. */
export async function* kernelCalls(source: ByteSource, from: number): AsyncGenerator<LoggedCall> {
  for await (const { at, record } of readJsonRecords(source, from)) {
    const event = asObject(record?.['event']);
    const api = textOf(event, 'kind');
    const pid = idOf(event['pid']);
    if (!textOf(record ?? {}, 'kind').startsWith(`${PREFIX}Syscall`) || api === '' || pid === undefined) continue;
    const args = ['arg0', 'arg1', 'arg2', 'arg3'].flatMap((name) => {
      const value = event[name];
      return value === undefined || typeof value === 'object' ? [] : [{ name, value: asText(value) }];
    });
    const time = asText(event['ts']);
    // Milliseconds since the monitor began.
    const ms = Number(time);
    const when = time === '' || Number.isNaN(ms) ? {} : { ms, time: `${ms / 1000} s` };
    yield { at, pid, tid: pid, api, args, ...when };
  }
}
