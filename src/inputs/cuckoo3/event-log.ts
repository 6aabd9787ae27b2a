// A log of events of Cuckoo 3's kernel monitor, one JSON object a line: file.json, registry.json, process.json, mutant.json and others of a
// task, or several of them one after another. Facts: the events' definition in cert-ee/cuckoo3 (processing/event/events.py).

import type { JsonObject } from '../../bytes/exact-json.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import { readJsonRecords } from '../shared/facts/json-lines.ts';
import { hostAndPort, idOf, textOf } from '../shared/facts/json-records.ts';
import type { RunFacts } from '../shared/facts/run-facts.ts';
import type { FactOutcome } from '../shared/facts/trace-of-facts.ts';
import type { Cuckoo3Code } from './codes.ts';

/** What was done to a file or key, by the monitor's word. Opening a key and asking for its properties reads no value. */
const ACTIONS: ReadonlyMap<string, readonly BehaviorKind[]> = new Map<string, readonly BehaviorKind[]>([
  ['open_read', ['file/read']],
  ['open_modify', ['file/write']],
  ['create_read', ['file/create', 'file/read']],
  ['create_modify', ['file/create', 'file/write']],
  ['delete', ['file/delete']],
  ['rename', ['file/move']],
  ['truncate', ['file/write']],
  ['create_key', ['registry/create']],
  ['create_key_ex', ['registry/create']],
  ['delete_key', ['registry/delete']],
  ['delete_value_key', ['registry/delete']],
  ['set_value', ['registry/set']],
  ['query_value_key', ['registry/read']],
  ['query_multiple_value_key', ['registry/read']],
  ['enumerate_value_key', ['registry/read']],
  ['rename_key', ['registry/set']],
]);

/** Kinds of events that say what a process did. */
const KINDS: ReadonlySet<string> = new Set(['file', 'registry', 'mutant', 'process_injection', 'networkflow']);

/** Behaviours that some event can show. */
export const EVENT_BEHAVIORS: readonly BehaviorKind[] = [
  ...new Set([...ACTIONS.values()].flat()),
  'process/create',
  'process/inject',
  'mutex/create',
  'network/connect',
];

/** Reads the events of a log. */
export async function readEventLog(
  source: ByteSource,
  facts: RunFacts,
  diagnostics: Diagnostics<Cuckoo3Code>,
): Promise<FactOutcome> {
  const log = new EventLog(facts);
  let [empty, complete, isReport] = [true, true, false];
  for await (const { at, record, cut } of readJsonRecords(source)) {
    empty = false;
    const where = `byte ${at}`;
    if (record !== undefined && log.read(record)) isReport = true;
    else if (cut) {
      complete = false;
      diagnostics.add('error', 'cuckoo3-truncated', 'the log breaks off in the middle of an event', where);
    } else facts.skipRecord('fact-malformed', 'a line is no event that is known and is left out', where);
  }
  log.finish();
  facts.globals = [{ type: 'os', value: 'windows' }];
  return { empty, complete, isReport };
}

class EventLog {
  readonly #facts: RunFacts;
  /** Pids of processes that did something, by their ids in the log. */
  readonly #pids = new Map<string, number>();

  constructor(facts: RunFacts) {
    this.#facts = facts;
  }

  /** Takes an event; false if it says nothing that is known. */
  read(event: JsonObject): boolean {
    const by = textOf(event, 'procid');
    const pid = idOf(event['pid']);
    if (pid === undefined || by === '') return false;
    const kind = textOf(event, 'kind');
    if (kind === 'process') return this.#readProcess(event, by, pid);
    if (!KINDS.has(kind)) return false;
    if (!this.#pids.has(by)) this.#pids.set(by, pid);
    if (kind === 'mutant') return this.#see('mutex/create', textOf(event, 'path'), by);
    if (kind === 'networkflow') {
      return this.#see('network/connect', hostAndPort(textOf(event, 'dstip'), event['dstport']), by);
    }
    if (kind !== 'process_injection') return this.#readAccess(event, by);
    const target = this.#facts.processOf(textOf(event, 'dstprocid'))?.facts.name ?? '';
    this.#facts.addBehavior('process/inject', target, by);
    return true;
  }

  /** Puts in the processes of which only deeds were logged. */
  finish(): void {
    for (const [key, pid] of this.#pids) {
      if (this.#facts.processOf(key) === undefined) this.#facts.addProcess({ pid, name: '', key, parentKey: '' });
    }
  }

  #readProcess(event: JsonObject, key: string, pid: number): boolean {
    const status = textOf(event, 'status');
    if (status !== 'created' && status !== 'existing') return true;
    const image = textOf(event, 'image');
    this.#facts.addProcess({
      pid,
      ppid: idOf(event['ppid']),
      name: image.slice(Math.max(image.lastIndexOf('\\'), image.lastIndexOf('/')) + 1),
      image,
      commandLine: textOf(event, 'commandline'),
      key,
      parentKey: status === 'created' ? textOf(event, 'parentprocid') : '',
    });
    return true;
  }

  #readAccess(event: JsonObject, by: string): boolean {
    const path = textOf(event, 'srcpath', 'path');
    if (path === '') return false;
    const kinds = ACTIONS.get(textOf(event, 'action')) ?? [];
    if (kinds.length === 0) this.#facts.addText(path, by);
    for (const kind of kinds) this.#facts.addBehavior(kind, path, by);
    const target = textOf(event, 'dstpath');
    if (kinds.includes('file/move') && target !== '') this.#facts.addBehavior('file/move', target, by);
    return true;
  }

  #see(kind: BehaviorKind, object: string, by: string): boolean {
    if (object !== '') this.#facts.addBehavior(kind, object, by);
    return object !== '';
  }
}
