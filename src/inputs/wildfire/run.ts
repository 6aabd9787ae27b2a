// What one run of a WildFire report says (spec formats.md section 5.10; the words of activities also in the MAEC exporter that Palo Alto
// Networks published). A process lists what it did by area and action: `<registry><Set key subkey data/></registry>`.

import type { JsonObject } from '../../bytes/exact-json.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import { asList, asObject, hostAndPort, idOf, textOf } from '../shared/facts/json-records.ts';
import type { ObservedProcess, RunFacts } from '../shared/facts/run-facts.ts';

/** Behaviours by area and action, in lower case. */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, BehaviorKind>>>> = {
  file: { create: 'file/create', write: 'file/write', delete: 'file/delete', rename: 'file/move' },
  registry: { create: 'registry/create', set: 'registry/set', delete: 'registry/delete' },
  mutex: { createmutex: 'mutex/create' },
  service: { create: 'service/create', start: 'service/start' },
  process_activity: { create: 'process/create', terminate: 'process/terminate' },
};

export const WILDFIRE_BEHAVIORS: readonly BehaviorKind[] = [
  ...new Set(Object.values(ACTIONS).flatMap((actions) => Object.values(actions))),
  'network/connect',
  'network/dns',
  'network/http',
];

/** Levels of the tree of processes that are followed. */
const MAX_DEPTH = 200;

export class WildfireRun {
  readonly #facts: RunFacts;
  /** Stands before the ids of processes, which every run uses again. */
  readonly #number: number;
  /** Command lines by pid. */
  readonly #commands = new Map<string, string>();

  constructor(facts: RunFacts, number: number) {
    this.#facts = facts;
    this.#number = number;
  }

  /** Takes a run; false if it is none, as a look at the file is. */
  add(report: JsonObject): boolean {
    const listed = asList(asObject(report['process_list'])['process']).map(asObject);
    for (const process of listed) this.#commands.set(textOf(process, '@pid'), textOf(process, '@command'));
    const roots = asList(asObject(report['process_tree'])['process']);
    for (const root of roots) this.#addTree(asObject(root), undefined, 0);
    for (const process of listed) this.#addActivities(process);
    const network = asObject(report['network']);
    const hasTraffic = Object.keys(network).length > 0;
    if (hasTraffic) this.#addNetwork(network);
    return listed.length > 0 || roots.length > 0 || hasTraffic;
  }

  #addTree(node: JsonObject, parent: ObservedProcess | undefined, depth: number): void {
    const process = this.#processOf(node, parent, parent === undefined);
    if (depth >= MAX_DEPTH) return;
    for (const child of asList(asObject(node['child'])['process'])) this.#addTree(asObject(child), process, depth + 1);
  }

  /** The process of an element, put in if it is new. */
  #processOf(node: JsonObject, parent: ObservedProcess | undefined, isSample: boolean): ObservedProcess | undefined {
    const id = textOf(node, '@pid');
    const pid = idOf(id);
    if (pid === undefined) {
      this.#facts.skipRecord('process-malformed', 'a process without a usable pid is left out, with what it did');
      return undefined;
    }
    const key = `${this.#number}/${pid}`;
    const known = this.#facts.processOf(key);
    if (known !== undefined) return known;
    const image = textOf(node, '@text');
    return this.#facts.addProcess({
      pid,
      ppid: parent?.facts.pid,
      name: textOf(node, '@name') || image,
      image,
      commandLine: this.#commands.get(id),
      isSample,
      key,
      parentKey: parent?.facts.key ?? '',
    });
  }

  #addActivities(listed: JsonObject): void {
    const process = this.#processOf(listed, undefined, false);
    if (process === undefined) return;
    for (const [area, kinds] of Object.entries(ACTIONS)) {
      for (const [action, values] of Object.entries(asObject(listed[area]))) {
        const kind = kinds[action.toLowerCase()];
        for (const value of asList(values)) this.#addActivity(kind, asObject(value), process);
      }
    }
    for (const call of asList(asObject(listed['java_api'])['Java_Runtime_API_Log'])) {
      this.#facts.addText(textOf(asObject(call), '@Arguments'), process);
    }
  }

  #addActivity(kind: BehaviorKind | undefined, activity: JsonObject, process: ObservedProcess): void {
    const object = objectOf(activity);
    if (object === '') this.#facts.skipRecord('fact-malformed', 'an activity without an object is left out');
    else if (kind === undefined) this.#facts.addText(object, process);
    else this.#facts.addBehavior(kind, object, process);
    for (const member of ['@data', '@path', '@child_process_image']) {
      this.#facts.addText(textOf(activity, member), process);
    }
  }

  #addNetwork(network: JsonObject): void {
    const each = (member: string, read: (record: JsonObject) => void): void => {
      for (const value of asList(network[member])) read(asObject(value));
    };
    for (const member of ['TCP', 'UDP', 'tcp', 'udp']) {
      each(member, (record) => this.#see('network/connect', hostAndPort(textOf(record, '@ip'), record['@port'])));
    }
    each('dns', (record) => {
      this.#see('network/dns', textOf(record, '@query'));
      this.#facts.addText(textOf(record, '@response'));
    });
    each('url', (record) => {
      const host = textOf(record, '@host');
      if (host !== '') this.#see('network/http', `http://${host}${textOf(record, '@uri')}`);
    });
  }

  #see(kind: BehaviorKind, object: string): void {
    if (object === '') this.#facts.skipRecord('fact-malformed', 'a network activity without an object is left out');
    else this.#facts.addBehavior(kind, object);
  }
}

/** What an activity was done to. */
function objectOf(activity: JsonObject): string {
  const key = textOf(activity, '@key');
  const subkey = textOf(activity, '@subkey');
  if (key !== '') return subkey === '' ? key : `${key}\\${subkey}`;
  return textOf(activity, '@command', '@name', '@child_process_image', '#text');
}
