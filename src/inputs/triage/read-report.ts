// What Triage's report of a task says, and the overview of a sample, which knows its hashes and little else. Records name processes by
// `procid`, which is not used again. Facts: types.go of hatching/triage (BSD-3), reports in usaa/assemblyline-service-hatching-triage.

import type { JsonObject } from '../../bytes/exact-json.ts';
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

/** What a dump of a file says of what was done with it. */
const DUMPS: ReadonlyMap<string, BehaviorKind> = new Map([['imgload', 'module/load']]);

/** The parts of a report. */
export function readReport(facts: RunFacts): ReportParts {
  const report = new TriageReport(facts);
  return { interest: jsonPaths(report.parts), finish: () => report.finish() };
}

class TriageReport {
  readonly parts: Readonly<Record<string, JsonInterest>>;
  readonly #facts: RunFacts;
  #isReport = false;
  #tags: readonly string[] = [];
  #platform = '';
  #isOverview = false;
  /** Processes by the network flows that are theirs. */
  readonly #flows = new Map<string, string>();
  readonly #requests: JsonObject[] = [];
  #hasSample = false;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const each = (what: string, read: (record: JsonObject) => boolean): JsonInterest => eachRecord(facts, read, what);
    this.parts = {
      version: wholeValue((value) => {
        facts.producerVersion = asText(value) || undefined;
      }),
      sample: wholeValue((value) => this.#readSample(asObject(value))),
      analysis: wholeValue((value) => this.#setPlatform(textOf(asObject(value), 'platform'))),
      // Of an overview: tasks have reports of their own, and of what may have been contacted only names are told.
      tasks: each('a task', (record) => {
        this.#isOverview = true;
        if (textOf(record, 'kind') === 'behavioral') this.#setPlatform(textOf(record, 'os', 'platform'));
        return true;
      }),
      targets: each('a target', (record) => {
        for (const list of Object.values(asObject(record['iocs']))) {
          for (const item of asList(list)) facts.addText(asText(item));
        }
        return true;
      }),
      processes: each('a process', (record) => this.#readProcess(record)),
      dumped: each('a dumped file', (record) => this.#readDump(record)),
      signatures: each('a signature', (record) => this.#readSignature(record)),
      'network.flows': each('a network flow', (record) => this.#readFlow(record)),
      'network.requests': each('a network request', (record) => {
        this.#requests.push(record);
        return true;
      }),
    };
  }

  finish(): boolean {
    for (const request of this.#requests) this.#readRequest(request);
    const is = (tag: string): boolean => this.#tags.includes(tag);
    const words = is('windows') || is('linux');
    const isProgram = words && (is('x86') || is('x64'));
    // In the words that the types of programs are told by elsewhere.
    const machine = is('x64') ? 'x86-64' : 'Intel 80386';
    const type = !isProgram ? '' : is('windows') ? `PE32 ${machine} for MS Windows` : `ELF ${machine}, Linux`;
    setGlobals(this.#facts, type, this.#platform);
    if (this.#isOverview) {
      const consequence =
        'an overview knows no processes; what they did is in the reports of its tasks (report_triage.json)';
      this.#facts.missing.push({ part: 'processes', consequence });
    }
    return this.#isReport;
  }

  #setPlatform(platform: string): void {
    if (platform !== '') this.#platform = platform;
  }

  #readSample(sample: JsonObject): void {
    this.#isReport = true;
    const read = (name: string): string => textOf(sample, name).toLowerCase();
    this.#facts.hashes = { md5: read('md5'), sha1: read('sha1'), sha256: read('sha256') };
    this.#tags = asList(sample['static_tags']).map(asText);
    const target = textOf(sample, 'kind') || (this.#facts.hashes.sha256 === '' ? 'url' : 'file');
    this.#facts.target = target;
    this.#facts.addText(textOf(sample, 'target'));
  }

  #readProcess(record: JsonObject): boolean {
    const pid = idOf(record['pid']);
    if (pid === undefined) return false;
    this.#isReport = true;
    const image = textOf(record, 'image').replace(/^\\\?\?\\/, '');
    const command = record['cmd'];
    // The first process is the sample's, or what opens it; those of the system that are listed were there before.
    const isSample = !this.#hasSample && record['orig'] !== true;
    this.#hasSample ||= isSample;
    this.#facts.addProcess({
      pid,
      ppid: idOf(record['ppid']),
      name: /[^\\/]*$/.exec(image)?.[0] ?? '',
      image,
      commandLine: Array.isArray(command) ? command.map(asText).join(' ') : asText(command),
      isSample,
      key: asText(record['procid']) || undefined,
      parentKey: asText(record['procid_parent']) || undefined,
    });
    return true;
  }

  #readDump(record: JsonObject): boolean {
    const path = textOf(record, 'path');
    if (path === '') return textOf(record, 'name') !== '';
    const by = textOf(record, 'procid') || undefined;
    const kind = DUMPS.get(textOf(record, 'origin'));
    if (kind !== undefined) this.#facts.addBehavior(kind, path, by);
    // What is dumped was not there before the sample ran.
    this.#facts.addBehavior('file/write', path, by);
    return true;
  }

  /** Signatures are Triage's own words; what they point at is the sample's. */
  #readSignature(record: JsonObject): boolean {
    for (const value of asList(record['indicators'])) {
      const indicator = asObject(value);
      this.#facts.addText(textOf(indicator, 'ioc'), textOf(indicator, 'procid') || undefined);
    }
    return textOf(record, 'name', 'label') !== '';
  }

  #readFlow(record: JsonObject): boolean {
    const by = textOf(record, 'procid');
    const id = textOf(record, 'id');
    if (id !== '' && by !== '') this.#flows.set(id, by);
    const [host, port] = splitAddress(textOf(record, 'dst'));
    const target = hostAndPort(textOf(record, 'domain') || host, port);
    if (target === '') return false;
    this.#facts.addBehavior('network/connect', target, by || undefined);
    return true;
  }

  #readRequest(record: JsonObject): void {
    const by = this.#flows.get(textOf(record, 'flow'));
    const dns = asObject(record['dns_request']);
    for (const question of asList(dns['domains'] ?? dns['questions'])) {
      const name = asText(question) || textOf(asObject(question), 'name');
      if (name !== '') this.#facts.addBehavior('network/dns', name, by);
    }
    const url = textOf(asObject(record['http_request']), 'url');
    if (url !== '') this.#facts.addBehavior('network/http', url, by);
  }
}

/** `10.0.0.1:443` in its parts. */
function splitAddress(text: string): readonly [host: string, port: string] {
  const match = /^\[?([^[\]]*?)\]?:(\d{1,5})$/.exec(text);
  return match === null ? [text, ''] : [match[1] ?? '', match[2] ?? ''];
}
