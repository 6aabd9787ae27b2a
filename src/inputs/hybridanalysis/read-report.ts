// What a report of Hybrid Analysis says: `GET /report/ID/summary` of their API, and the same in the words of CrowdStrike's
// (documentation of both APIs; spec formats.md section 5.9). Most members may be null. A process has an id of its own, `uid`, which ends in
// its pid.

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
  wholeValue,
} from '../shared/facts/json-records.ts';
import type { ObservedProcess, RunFacts } from '../shared/facts/run-facts.ts';
import { setGlobals } from '../shared/facts/sample-globals.ts';

/** What was done, by a part of the report's word for it: `CREATE`, `SetVal`, `DeleteKey` ... */
const FILE_WORDS: readonly (readonly [RegExp, BehaviorKind])[] = [
  [/creat/i, 'file/create'],
  [/delet/i, 'file/delete'],
  [/renam|mov/i, 'file/move'],
  [/writ|modif|overwr/i, 'file/write'],
  [/read/i, 'file/read'],
];
const REGISTRY_WORDS: readonly (readonly [RegExp, BehaviorKind])[] = [
  [/creat/i, 'registry/create'],
  [/delet/i, 'registry/delete'],
  [/set|writ|modif/i, 'registry/set'],
  [/quer|read/i, 'registry/read'],
];
/** Words of the rights that a file was opened with. */
const WRITE_ACCESS = /WRITE_DATA|APPEND_DATA|GENERIC_WRITE|GENERIC_ALL/;

/** The pid behind the dash of a `uid`; in a `runtime_process` it is said. */
const PID_OF_UID = /-0*(\d{1,10})$/;
const PID_OF_RUNTIME = /\(PID: (\d{1,10})\)/;
const STATUS_OF_SUCCESS = /^(?:0x)?0{0,16}$/;

function wordKind(word: string, words: readonly (readonly [RegExp, BehaviorKind])[]): BehaviorKind | undefined {
  return words.find(([pattern]) => pattern.test(word))?.[1];
}

export class HybridReport {
  readonly parts: Readonly<Record<string, JsonInterest>>;
  readonly #facts: RunFacts;
  readonly #hashes = { md5: '', sha1: '', sha256: '' };
  /** Stands before the ids of processes, which every run uses again. */
  #run = 0;
  #isReport = false;
  #type = '';
  #guest = '';

  constructor(facts: RunFacts) {
    this.#facts = facts;
    const each = (what: string, read: (record: JsonObject) => boolean): JsonInterest => eachRecord(facts, read, what);
    const words = (kind: BehaviorKind): JsonInterest =>
      eachValue(facts, (value) => this.#see(kind, asText(value)), 'an address or name');
    const word = (take: (text: string) => void): JsonInterest => wholeValue((value) => take(asText(value)));
    this.parts = {
      sha256: word((text) => this.#setHash('sha256', text)),
      sha1: word((text) => this.#setHash('sha1', text)),
      md5: word((text) => this.#setHash('md5', text)),
      type: word((text) => this.#setType(text)),
      file_type: word((text) => this.#setType(text)),
      environment_id: wholeValue((value) => {
        this.#isReport ||= value !== null;
      }),
      environment_description: word((text) => {
        this.#guest ||= text;
      }),
      target_url: word((text) => {
        if (text !== '') this.#facts.target = 'url';
        this.#facts.addText(text);
      }),
      processes: each('a process', (record) => this.#readProcess(record)),
      hosts: words('network/connect'),
      domains: words('network/dns'),
      contacted_hosts: each('a host', (record) =>
        this.#see('network/connect', hostAndPort(textOf(record, 'address'), record['port'])),
      ),
      dns_requests: each('a DNS request', (record) => {
        this.#facts.addText(textOf(record, 'address'));
        return this.#see('network/dns', textOf(record, 'domain'));
      }),
      http_requests: each('an HTTP request', (record) => this.#readRequest(record)),
      extracted_files: each('an extracted file', (record) => this.#readExtracted(record)),
    };
  }

  /** The next run begins. */
  startRun(): void {
    this.#run++;
  }

  /** Whether it was a report. */
  finish(): boolean {
    this.#facts.hashes = this.#hashes;
    this.#facts.target ??= 'file';
    setGlobals(this.#facts, this.#type, this.#guest);
    return this.#isReport;
  }

  #setHash(name: 'md5' | 'sha1' | 'sha256', text: string): void {
    this.#hashes[name] ||= text.toLowerCase();
  }

  #setType(text: string): void {
    this.#type ||= text;
  }

  #readProcess(record: JsonObject): boolean {
    const uid = textOf(record, 'uid');
    const pid = idOf(record['pid']) ?? pidOf(uid, PID_OF_UID);
    if (pid === undefined) return false;
    this.#isReport = true;
    const parent = textOf(record, 'parentuid', 'parent_uid');
    const image = textOf(record, 'normalized_path');
    const process = this.#facts.addProcess({
      pid,
      ppid: pidOf(parent, PID_OF_UID),
      name: textOf(record, 'name') || image,
      image,
      commandLine: textOf(record, 'command_line'),
      isSample: parent === '',
      key: this.#key(pid),
      parentKey: parent === '' ? '' : this.#key(pidOf(parent, PID_OF_UID) ?? parent),
    });
    if (process !== undefined) this.#readActivities(record, process);
    return true;
  }

  /** What other records of the run call a process by. */
  #key(id: number | string): string {
    return `${this.#run}/${id}`;
  }

  #readActivities(record: JsonObject, process: ObservedProcess): void {
    for (const value of asList(record['mutants'])) {
      this.#see('mutex/create', asText(value) || textOf(asObject(value), 'name', 'path'), process);
    }
    for (const value of asList(record['created_files'])) {
      this.#see('file/create', asText(value) || textOf(asObject(value), 'file', 'path', 'name'), process);
    }
    for (const value of asList(record['file_accesses'])) this.#readFile(asObject(value), process);
    for (const value of asList(record['registry'])) this.#readRegistry(asObject(value), process);
    for (const value of asList(record['handles'])) this.#facts.addText(textOf(asObject(value), 'path'), process);
    for (const name of ['script_calls', 'amsi_calls']) {
      for (const value of asList(record[name])) this.#readScriptCall(asObject(value), process);
    }
  }

  #readFile(access: JsonObject, process: ObservedProcess): void {
    const path = textOf(access, 'path');
    const isWritten = WRITE_ACCESS.test(textOf(access, 'mask'));
    const kind = wordKind(textOf(access, 'type'), FILE_WORDS) ?? (isWritten ? 'file/write' : undefined);
    if (kind === undefined) this.#facts.addText(path, process);
    else this.#see(kind, path, process);
  }

  #readRegistry(access: JsonObject, process: ObservedProcess): void {
    const path = textOf(access, 'path');
    const name = textOf(access, 'key');
    const object = name === '' ? path : `${path}\\${name}`;
    const kind = wordKind(textOf(access, 'operation'), REGISTRY_WORDS);
    // What was looked for in vain is a text all the same.
    if (kind === undefined || !STATUS_OF_SUCCESS.test(textOf(access, 'status'))) this.#facts.addText(object, process);
    else this.#see(kind, object, process);
    this.#facts.addText(textOf(access, 'value'), process);
  }

  /** Calls of scripts are those of an interpreter's objects, not of functions of the system: their texts count. */
  #readScriptCall(call: JsonObject, process: ObservedProcess): void {
    this.#facts.addText(textOf(call, 'raw_script_content', 'matched'), process);
    for (const parameter of asList(call['parameters'])) {
      this.#facts.addText(textOf(asObject(parameter), 'value') || asText(parameter), process);
    }
  }

  #readRequest(record: JsonObject): boolean {
    const url = textOf(record, 'url');
    const host = textOf(record, 'host');
    return this.#see('network/http', url.startsWith('/') && host !== '' ? `http://${host}${url}` : url || host);
  }

  /** A file that was taken out of the guest was created where it has a path and a process. */
  #readExtracted(record: JsonObject): boolean {
    const path = textOf(record, 'file_path');
    const pid = pidOf(textOf(record, 'runtime_process'), PID_OF_RUNTIME);
    if (path === '' || pid === undefined) this.#facts.addText(path || textOf(record, 'name'));
    else this.#see('file/create', path, this.#key(pid));
    return true;
  }

  #see(kind: BehaviorKind, object: string, process?: ObservedProcess | string): boolean {
    if (object === '') return false;
    this.#facts.addBehavior(kind, object, process);
    return true;
  }
}

function pidOf(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
