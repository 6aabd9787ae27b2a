// What a report of Joe Sandbox says. It was XML: attributes are members whose names begin with `@`, text is the member `$`, and a
// list with one element may be that element. Facts: jbxapi (MIT), the short reports in ekmixon/python-sandboxapi.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import { asList, asObject, asText, eachRecord, hostAndPort, idOf, wholeValue } from '../shared/facts/json-records.ts';
import type { ReportParts } from '../shared/facts/json-report.ts';
import type { ObservedProcess, RunFacts } from '../shared/facts/run-facts.ts';
import { setGlobals } from '../shared/facts/sample-globals.ts';
import { ACTIVITIES, type ActivityFacts } from './activities.ts';

export function readReport(facts: RunFacts): ReportParts {
  const report = new JoeReport(facts);
  return { interest: jsonPaths(report.parts), finish: () => report.finish() };
}

/** A member, written as an element or as an attribute. */
function memberOf(record: JsonObject, name: string): JsonValue | undefined {
  return record[name] ?? record[`@${name}`];
}

/** The text of the first of these members that has one. */
function textOf(record: JsonObject, ...names: readonly string[]): string {
  for (const name of names) {
    const value = memberOf(record, name);
    const text = asText(value) || asText(asObject(value)['$']);
    if (text !== '') return text;
  }
  return '';
}

class JoeReport {
  readonly parts: Readonly<Record<string, JsonInterest>>;
  readonly #facts: RunFacts;
  #isReport = false;
  #type = '';
  #system = '';
  /** Both ends of connections that were met: who speaks first has opened one. */
  readonly #connections = new Set<string>();

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const each = (what: string, read: (record: JsonObject) => boolean): JsonInterest => eachRecord(facts, read, what);
    const part = (path: string, read: (value: JsonObject) => void): Record<string, JsonInterest> => ({
      [`analysis.${path}`]: wholeValue((value) => read(asObject(value))),
    });
    const lists = (
      path: string,
      what: string,
      read: (record: JsonObject) => boolean,
    ): Record<string, JsonInterest> => ({
      [`analysis.${path}`]: each(what, read),
    });
    this.parts = {
      ...part('generalinfo', (info) => this.#readGeneral(info)),
      ...part('fileinfo', (info) => this.#readFile(info)),
      ...part('hashes', (hashes) => this.#setHashes(hashes)),
      'analysis.version': wholeValue((value) => this.#setVersion(asText(value))),
      'analysis.arch': wholeValue((value) => this.#setSystem(asText(value))),
      'analysis.url': wholeValue((value) => facts.addText(asText(value))),
      ...lists('behavior.system.processes.process', 'a process', (record) => this.#readProcess(record)),
      ...lists('behavior.network.tcp.packet', 'a packet', (record) => this.#readPacket(record)),
      ...lists('behavior.network.udp.packet', 'a packet', (record) => this.#readPacket(record)),
      ...lists('behavior.network.dns.packet', 'a DNS request', (record) =>
        this.#see('network/dns', textOf(record, 'name', 'query', 'hostname')),
      ),
      ...lists('behavior.network.http.packet', 'an HTTP request', (record) => this.#readRequest(record)),
      ...lists('dropped.file', 'a dropped file', (record) => this.#see('file/write', textOf(record, 'name', 'path'))),
      ...lists('contacted.domains.domain', 'a domain', (record) =>
        this.#see('network/dns', textOf(record, 'name', '$')),
      ),
      ...lists('contacted.ips.ip', 'an address', (record) => this.#see('network/connect', textOf(record, '$', 'ip'))),
    };
  }

  finish(): boolean {
    setGlobals(this.#facts, this.#type, this.#system);
    return this.#isReport;
  }

  #readGeneral(info: JsonObject): void {
    this.#isReport = true;
    this.#setVersion(textOf(info, 'version'));
    this.#setSystem(textOf(info, 'arch'));
    const target = asObject(memberOf(info, 'target'));
    const url = textOf(target, 'url');
    this.#facts.target = url === '' ? 'file' : 'url';
    this.#facts.addText(url);
  }

  #readFile(info: JsonObject): void {
    this.#setHashes(info);
    const type = textOf(info, 'filetype', 'type');
    this.#type = type === '' ? this.#type : type;
  }

  #setHashes(record: JsonObject): void {
    this.#isReport = true;
    const read = (name: string): string => textOf(record, name).toLowerCase();
    this.#facts.hashes = { md5: read('md5'), sha1: read('sha1'), sha256: read('sha256') };
  }

  #setVersion(version: string): void {
    if (version !== '') this.#facts.producerVersion = version;
  }

  #setSystem(system: string): void {
    if (system !== '') this.#system = system;
  }

  #readProcess(record: JsonObject): boolean {
    const general = asObject(memberOf(record, 'general'));
    const pid = idOf(textOf(general, 'pid'));
    if (pid === undefined) return false;
    this.#isReport = true;
    const reason = textOf(general, 'reason').toLowerCase();
    const process = this.#facts.addProcess({
      pid,
      ppid: idOf(textOf(general, 'parentpid')),
      name: textOf(general, 'name'),
      image: textOf(general, 'path'),
      commandLine: textOf(general, 'cmdline'),
      isSample: reason.includes('analysistarget'),
    });
    if (process === undefined) return true;
    for (const activities of Object.values(record)) {
      for (const [name, list] of Object.entries(asObject(activities))) {
        const known = ACTIVITIES.get(name.toLowerCase());
        if (known !== undefined) this.#readActivity(known, list, process);
      }
    }
    return true;
  }

  #readActivity({ kind, objects, value }: ActivityFacts, list: JsonValue, by: ObservedProcess): void {
    for (const item of asList(asObject(list)['call'])) {
      const call = asObject(item);
      const status = textOf(call, 'status').toLowerCase();
      if (status !== '' && !status.startsWith('success')) continue;
      const name = value === undefined ? '' : textOf(call, value);
      this.#facts.addText(textOf(call, 'newdata'), by);
      for (const names of objects) {
        const object = textOf(call, ...names);
        if (object !== '') this.#facts.addBehavior(kind, name === '' ? object : `${object}\\${name}`, by);
      }
    }
  }

  #readPacket(record: JsonObject): boolean {
    const from = hostAndPort(textOf(record, 'srcip'), textOf(record, 'srcport'));
    const to = hostAndPort(textOf(record, 'dstip'), textOf(record, 'dstport'));
    if (to === '') return false;
    if (this.#connections.has(`${to} ${from}`)) return true;
    this.#connections.add(`${from} ${to}`);
    return this.#see('network/connect', to);
  }

  #readRequest(record: JsonObject): boolean {
    const url = textOf(record, 'url');
    return url === '' ? this.#readPacket(record) : this.#see('network/http', url);
  }

  #see(kind: ActivityFacts['kind'], object: string): boolean {
    if (object === '') return false;
    this.#facts.addBehavior(kind, object);
    return true;
  }
}
