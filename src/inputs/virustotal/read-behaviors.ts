// Behaviours that VirusTotal has of a file -> facts. Those of several sandboxes are put together: each saw another run.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import { asList, asObject, asText, hostAndPort, idOf, textOf } from '../shared/facts/json-records.ts';
import type { ReportParts } from '../shared/facts/json-report.ts';
import type { RunFacts } from '../shared/facts/run-facts.ts';
import { setGlobals } from '../shared/facts/sample-globals.ts';
import { ATTRIBUTES, type AttributeFacts, OLD_PARTS } from './attributes.ts';

/** Names that sandboxes put in place of that of the sample. */
const SAMPLE_NAMES = /^(?:<PATH_SAMPLE[^>]*>|\*{4}(?:\.\w+)?|%SAMPLEPATH%.*)$/i;
const SHA256 = /^[\da-f]{64}/i;

export function readBehaviors(facts: RunFacts): ReportParts {
  const behaviors = new Behaviors(facts);
  return { interest: behaviors.interest, finish: () => behaviors.finish() };
}

class Behaviors {
  readonly interest: JsonInterest;
  readonly #facts: RunFacts;
  readonly #sandboxes = new Set<string>();
  #isReport = false;
  #isWindows = false;
  /** Which of several behaviours is read: their processes may have the same ids. */
  #number = 0;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const others: JsonInterest = {
      value: (cursor, _at, _index, key) =>
        this.#read(
          key,
          () => cursor.readValue(),
          () => cursor.skipValue(),
        ),
    };
    const attributes: JsonInterest = { others };
    const members = new Map([['attributes', attributes]]);
    const object: JsonInterest = { members, others };
    const element: JsonInterest = {
      ...object,
      open: () => {
        this.#number++;
      },
    };
    this.interest = { members: new Map([...members, ['data', { ...object, elements: element }]]), others };
  }

  finish(): boolean {
    if (this.#sandboxes.size > 0) this.#facts.producerVersion = [...this.#sandboxes].join(', ');
    this.#facts.target = 'file';
    setGlobals(this.#facts, '', this.#isWindows ? 'windows' : '');
    return this.#isReport;
  }

  #read(name: string, value: () => JsonValue, skip: () => void): void {
    // Only Windows has a registry.
    this.#isWindows ||= name.startsWith('registry_keys_');
    const known = ATTRIBUTES.get(name);
    if (known !== undefined) this.#readList(known, value());
    else if (name === 'processes_tree') this.#readTree(value());
    else if (name === 'behaviour') this.#readOld(asObject(value()));
    else if (name === 'sandbox_name') this.#sandboxes.add(asText(value()));
    else if (name === 'id') this.#readId(asText(value()));
    else if (name === 'sha256' || name === 'sha1' || name === 'md5') {
      this.#facts.hashes = { ...this.#facts.hashes, [name]: asText(value()).toLowerCase() };
    } else skip();
  }

  /** A behaviour is called by the hash of its file and the sandbox. */
  #readId(id: string): void {
    const sha256 = SHA256.exec(id)?.[0];
    if (sha256 !== undefined && this.#facts.hashes.sha256 === '') {
      this.#facts.hashes = { ...this.#facts.hashes, sha256: sha256.toLowerCase() };
    }
  }

  #readList(known: AttributeFacts, list: JsonValue): void {
    this.#isReport = true;
    for (const item of asList(list)) {
      if (this.#readItem(known, item)) continue;
      this.#facts.skipRecord('fact-malformed', 'an item of a list is of no use and is left out');
    }
  }

  #readItem({ kinds = [], objects = [], port, texts = [] }: AttributeFacts, item: JsonValue): boolean {
    const record = asObject(item);
    // What was tried in vain was not done.
    if (record['success'] === false) return true;
    const beside = texts.flatMap((name) => asList(record[name]).map(asText));
    for (const text of beside) this.#facts.addText(text);
    const found = [asText(item), ...objects.map((name) => textOf(record, name))].filter((text) => text !== '');
    for (const text of found) {
      const object = port === undefined ? text : hostAndPort(text, record[port]);
      this.#facts.addText(text);
      for (const kind of kinds) this.#facts.addBehavior(kind, object);
    }
    return found.length > 0 || beside.some((text) => text !== '');
  }

  #readTree(tree: JsonValue): void {
    this.#isReport = true;
    const waiting = asList(tree).map((value) => ({ value, parent: 0 }));
    // A list hands out what is added while it is walked.
    for (const next of waiting) {
      const record = asObject(next.value);
      const pid = idOf(record['process_id'] ?? record['pid']) ?? 0;
      const name = textOf(record, 'name');
      if (name !== '') {
        const isSample = SAMPLE_NAMES.test(name);
        const key = (id: number): string => `${this.#number} ${id}`;
        this.#facts.addProcess({
          pid,
          ppid: next.parent,
          name,
          commandLine: name,
          isSample,
          key: key(pid),
          parentKey: key(next.parent),
        });
      }
      for (const value of asList(record['children'])) waiting.push({ value, parent: pid });
    }
  }

  #readOld(behaviour: JsonObject): void {
    for (const [part, value] of Object.entries(behaviour)) {
      const known = OLD_PARTS.get(part);
      if (known !== undefined) this.#readList(known, value);
      for (const [name, list] of Object.entries(asObject(value))) {
        const facts = OLD_PARTS.get(`${part}.${name}`);
        if (facts !== undefined) this.#readList(facts, list);
      }
    }
    this.#isWindows ||= asText(behaviour['version']).startsWith('windows');
    const tree = asObject(behaviour['process'])['tree'];
    if (tree !== undefined) this.#readTree(tree);
  }
}
