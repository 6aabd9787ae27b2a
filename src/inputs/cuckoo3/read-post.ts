// What post.json says (spec formats.md section 5.4; documentation of Cuckoo 3). Processes have an id of their own, `procid`; indicators of
// signatures name processes by it, under `process_id`.

import type { JsonObject } from '../../bytes/exact-json.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import {
  asList,
  asObject,
  asText,
  eachRecord,
  eachValue,
  hostAndPort,
  idOf,
  textOf,
} from '../shared/facts/json-records.ts';
import type { RunFacts } from '../shared/facts/run-facts.ts';

export class PostReport {
  readonly parts: Readonly<Record<string, JsonInterest>>;
  readonly #facts: RunFacts;
  #isReport = false;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const each = (what: string, read: (record: JsonObject) => boolean): JsonInterest => eachRecord(facts, read, what);
    const isThere = {
      value: (cursor: { skipValue(): void }) => {
        cursor.skipValue();
        this.#isReport = true;
      },
    };
    this.parts = {
      task_id: isThere,
      processes: each('a process', (record) => this.#readProcess(record)),
      signatures: each('a signature', (record) => this.#readSignature(record)),
      'network.http': each('an HTTP request', (record) =>
        this.#see('network/http', textOf(asObject(record['request']), 'url')),
      ),
      'network.dns.query': each('a DNS query', (record) => this.#see('network/dns', textOf(record, 'name'))),
      'network.dns.response': each('a DNS response', (record) => this.#note(textOf(record, 'data'))),
      'network.tcp': each('a connection', (record) => this.#readConnection(record)),
      'network.udp': each('a connection', (record) => this.#readConnection(record)),
      'network.domain': eachValue(facts, (value) => this.#note(asText(value)), 'a name'),
      'network.host': eachValue(facts, (value) => this.#note(asText(value)), 'an address'),
    };
  }

  /** Whether it was a report. */
  finish(): boolean {
    this.#facts.globals = [{ type: 'os', value: 'windows' }];
    return this.#isReport;
  }

  #readProcess(record: JsonObject): boolean {
    const pid = idOf(record['pid']);
    if (pid === undefined) return false;
    this.#facts.addProcess({
      pid,
      ppid: idOf(record['ppid']),
      name: textOf(record, 'name', 'image'),
      image: textOf(record, 'image'),
      commandLine: textOf(record, 'commandline'),
      // The monitor tracks what the sample has started or changed.
      isSample: record['tracked'] === true,
      key: textOf(record, 'procid') || undefined,
      parentKey: textOf(record, 'parent_procid'),
    });
    return true;
  }

  #readSignature(record: JsonObject): boolean {
    for (const value of asList(record['iocs'])) {
      const indicator = asObject(value);
      const by = textOf(indicator, 'process_id') || undefined;
      const target = textOf(indicator, 'target_process');
      if (target !== '') this.#facts.addBehavior('process/inject', target, by);
      this.#facts.addText(textOf(indicator, 'value'), by);
    }
    return true;
  }

  /** Traffic is that of the guest; what comes in has the guest as its destination, which says nothing of interest. */
  #readConnection(record: JsonObject): boolean {
    return this.#see('network/connect', hostAndPort(textOf(record, 'dstip'), record['dstport']));
  }

  #see(kind: BehaviorKind, object: string): boolean {
    if (object === '') return false;
    this.#facts.addBehavior(kind, object);
    return true;
  }

  #note(text: string): boolean {
    this.#facts.addText(text);
    return text !== '';
  }
}
