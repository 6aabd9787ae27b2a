// What a report of Joe Sandbox says, as XML or the JSON that is made of it: attributes are members whose names begin with `@`, text is
// the member `$`, and a list with one element may be that element. Facts: jbxapi (MIT), the short reports in ekmixon/python-sandboxapi.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import { asList, asObject, asText, eachRecord, hostAndPort, idOf, wholeValue } from '../shared/facts/json-records.ts';
import type { ReportParts } from '../shared/facts/json-report.ts';
import type { ObservedProcess, RunFacts } from '../shared/facts/run-facts.ts';
import { setGlobals } from '../shared/facts/sample-globals.ts';
import type { XmlReport } from '../shared/facts/xml-records.ts';
import { ACTIVITIES, type ActivityFacts } from './activities.ts';

/** What of the JSON is read. */
export function readReport(facts: RunFacts): ReportParts {
  const report = new JoeReport(facts);
  const parts = report.parts.map(({ path, read, what }) => [
    path,
    what === undefined ? wholeValue((value) => read(asRecord(value))) : eachRecord(facts, read, what),
  ]);
  return { interest: jsonPaths(Object.fromEntries(parts)), finish: () => report.finish() };
}

/** What of the XML is read. */
export function readElements(facts: RunFacts): { readonly report: XmlReport; readonly finish: () => boolean } {
  const joe = new JoeReport(facts);
  const parts = joe.parts.map(({ path, read, what }): [string, (value: JsonValue) => void] => [
    path,
    (value) => {
      const isUsed = read(asRecord(value));
      if (what !== undefined && !isUsed) facts.skipRecord('fact-malformed', `${what} is of no use and is left out`);
    },
  ]);
  return { report: { attributes: ATTRIBUTES, text: '$', parts: new Map(parts) }, finish: () => joe.finish() };
}

/** Attributes that are used; XML hands out no others. Which facts are attributes and which are elements differs between versions. */
const ATTRIBUTES: readonly string[] = [
  ...['version', 'arch', 'sample', 'url', 'filetype', 'type', 'md5', 'sha1', 'sha256'],
  ...['pid', 'parentpid', 'name', 'path', 'cmdline', 'reason', 'status', 'newdata', 'filepath', 'filename'],
  ...['oldpath', 'newpath', 'oldname', 'newname', 'keypath', 'key', 'commandline', 'newprocesspath'],
  ...['srcip', 'srcport', 'dstip', 'dstport', 'query', 'hostname', 'ip'],
];

/** One part of a report: all of it, or with `what` each record of a list; then `read` says whether it was of use. */
interface Part {
  readonly path: string;
  readonly read: (record: JsonObject) => boolean;
  readonly what?: string;
}

/** A value that is a text has it as the text of an element. */
function asRecord(value: JsonValue): JsonObject {
  return typeof value === 'object' ? asObject(value) : { $: asText(value) };
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
  readonly parts: readonly Part[];
  readonly #facts: RunFacts;
  #isReport = false;
  #type = '';
  #system = '';
  /** Both ends of connections that were met: who speaks first has opened one. */
  readonly #connections = new Set<string>();

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const whole = (path: string, read: (value: JsonObject) => void): Part => ({
      path: `analysis.${path}`,
      read: (value) => {
        read(value);
        return true;
      },
    });
    const each = (path: string, what: string, read: (record: JsonObject) => boolean): Part => {
      return { path: `analysis.${path}`, what, read };
    };
    this.parts = [
      whole('generalinfo', (info) => this.#readGeneral(info)),
      whole('fileinfo', (info) => this.#readFile(info)),
      whole('hashes', (hashes) => this.#setHashes(hashes)),
      whole('version', (value) => this.#setVersion(textOf(value, '$'))),
      whole('arch', (value) => this.#setSystem(textOf(value, '$'))),
      whole('url', (value) => facts.addText(textOf(value, '$'))),
      each('behavior.system.processes.process', 'a process', (record) => this.#readProcess(record)),
      each('behavior.network.tcp.packet', 'a packet', (record) => this.#readPacket(record)),
      each('behavior.network.udp.packet', 'a packet', (record) => this.#readPacket(record)),
      each('behavior.network.dns.packet', 'a DNS request', (record) =>
        this.#see('network/dns', textOf(record, 'name', 'query', 'hostname')),
      ),
      each('behavior.network.http.packet', 'an HTTP request', (record) => this.#readRequest(record)),
      each('dropped.file', 'a dropped file', (record) => this.#see('file/write', textOf(record, 'name', 'path'))),
      each('contacted.domains.domain', 'a domain', (record) => this.#see('network/dns', textOf(record, 'name', '$'))),
      each('contacted.ips.ip', 'an address', (record) => this.#see('network/connect', textOf(record, '$', 'ip'))),
    ];
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
