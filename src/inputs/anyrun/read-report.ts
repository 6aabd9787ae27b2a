// What a report of ANY.RUN says. Records name processes by uuid and may stand before them. Facts: the report in
// rapid7/insightconnect-plugins (help of the plugin any_run) and ANY.RUN's documentation of their API.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import {
  asList,
  asObject,
  asText,
  eachRecord,
  hostAndPort,
  idOf,
  textOf,
  wholeValue,
} from '../shared/facts/json-records.ts';
import type { ReportParts } from '../shared/facts/json-report.ts';
import type { RunFacts } from '../shared/facts/run-facts.ts';
import { setGlobals } from '../shared/facts/sample-globals.ts';
import { ROOTS } from './recognise.ts';

/** What was done to a value of the registry, by the report's word. */
const OPERATIONS: ReadonlyMap<string, BehaviorKind> = new Map([
  ['write', 'registry/set'],
  ['delete', 'registry/delete'],
  ['read', 'registry/read'],
]);

/** The parts of a report, wherever it stands in its document. */
export function readReport(facts: RunFacts): ReportParts {
  const report = new AnyrunReport(facts);
  const parts = Object.entries(report.parts);
  return {
    interest: jsonPaths(
      Object.fromEntries(ROOTS.flatMap((root) => parts.map(([path, interest]) => [root + path, interest]))),
    ),
    finish: () => report.finish(),
  };
}

class AnyrunReport {
  readonly parts: Readonly<Record<string, JsonInterest>>;
  readonly #facts: RunFacts;
  #isReport = false;
  #type = '';
  #guest = '';

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const each = (what: string, read: (record: JsonObject) => boolean): JsonInterest => eachRecord(facts, read, what);
    this.parts = {
      'analysis.content.mainObject': wholeValue((value) => this.#readMain(asObject(value))),
      'environments.os': wholeValue((value) => {
        this.#guest = textOf(asObject(value), 'product', 'title');
      }),
      processes: each('a process', (record) => this.#readProcess(record)),
      'modified.files': each('a modified file', (record) =>
        this.#see('file/write', textOf(record, 'filename'), record),
      ),
      'modified.registry': each('a change of the registry', (record) => this.#readRegistry(record)),
      'network.connections': each('a connection', (record) =>
        this.#see('network/connect', hostAndPort(textOf(record, 'ip', 'domain'), record['port']), record),
      ),
      'network.dnsRequests': each('a DNS request', (record) =>
        this.#see('network/dns', textOf(record, 'domain'), record),
      ),
      'network.httpRequests': each('an HTTP request', (record) =>
        this.#see('network/http', textOf(record, 'url'), record),
      ),
      debugStrings: { elements: wholeValue((value) => this.#readDebugString(value)) },
    };
  }

  finish(): boolean {
    setGlobals(this.#facts, this.#type, this.#guest);
    return this.#isReport;
  }

  #readMain(main: JsonObject): void {
    this.#isReport = true;
    const hashes = asObject(main['hashes']);
    const read = (name: string): string => textOf(hashes, name).toLowerCase();
    this.#facts.hashes = { md5: read('md5'), sha1: read('sha1'), sha256: read('sha256') };
    this.#type = textOf(asObject(main['info']), 'file');
    const target = textOf(main, 'type');
    if (target !== '') this.#facts.target = target;
    this.#facts.addText(textOf(main, 'url'));
  }

  #readProcess(record: JsonObject): boolean {
    const pid = idOf(record['pid']);
    if (pid === undefined) return false;
    this.#isReport = true;
    const image = textOf(record, 'image');
    const process = this.#facts.addProcess({
      pid,
      ppid: idOf(record['ppid']),
      name: textOf(record, 'fileName') || image,
      image,
      commandLine: textOf(record, 'commandLine'),
      isSample: record['mainProcess'] === true,
      key: textOf(record, 'uuid') || undefined,
      parentKey: textOf(record, 'parentUUID') || undefined,
    });
    if (process === undefined) return true;
    for (const module of asList(record['modules'])) {
      const path = textOf(asObject(module), 'image');
      if (path !== '') this.#facts.addBehavior('module/load', path, process);
    }
    const specs = asObject(asObject(record['scores'])['specs']);
    if (specs['injects'] === true) this.#facts.addBehavior('process/inject', '', process);
    return true;
  }

  #readRegistry(record: JsonObject): boolean {
    const key = textOf(record, 'key');
    const name = textOf(record, 'name');
    const kind = OPERATIONS.get(textOf(record, 'operation').toLowerCase());
    if (kind === undefined || key === '') return false;
    this.#facts.addText(asText(record['value']), this.#byOf(record));
    return this.#see(kind, name === '' ? key : `${key}\\${name}`, record);
  }

  #readDebugString(value: JsonValue): void {
    const record = asObject(value);
    this.#facts.addText(asText(value) || textOf(record, 'value', 'string', 'message'), this.#byOf(record));
  }

  #byOf(record: JsonObject): string | undefined {
    return textOf(record, 'process') || undefined;
  }

  #see(kind: BehaviorKind, object: string, record: JsonObject): boolean {
    if (object === '') return false;
    this.#facts.addBehavior(kind, object, this.#byOf(record));
    return true;
  }
}
