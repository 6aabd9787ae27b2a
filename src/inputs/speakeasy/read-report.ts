// What a report of Speakeasy says beside its calls. Up to version 2 that is in lists of an entry point by area (`file_access`,
// `registry_access` ...), whose records say what was done as `event`; later in `events`, with the area before the word: `file_write`.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import {
  asList,
  asText,
  eachRecord,
  eachValue,
  hostAndPort,
  idOf,
  textOf,
  wholeValue,
} from '../shared/facts/json-records.ts';
import type { ObservedProcess, RunFacts } from '../shared/facts/run-facts.ts';
import { EntryPoint, isCall } from './calls.ts';

/** Records with one object under one name. */
const SIMPLE: Readonly<Record<string, BehaviorKind>> = {
  file_create: 'file/create',
  file_read: 'file/read',
  file_write: 'file/write',
  reg_create_key: 'registry/create',
  module_load: 'module/load',
  net_dns: 'network/dns',
};
/** Records of a key and the name of one of its values. */
const VALUES: Readonly<Record<string, BehaviorKind>> = {
  reg_read_value: 'registry/read',
  reg_write_value: 'registry/set',
};

export const SPEAKEASY_BEHAVIORS: readonly BehaviorKind[] = [
  ...Object.values(SIMPLE),
  ...Object.values(VALUES),
  'process/create',
  'process/inject',
  'network/connect',
  'network/http',
  'memory/allocate-executable',
];

/** Protections under which memory can be written and executed. */
const WRITABLE_CODE = /EXECUTE_(?:READ)?WRITE|EXECUTE_WRITECOPY|rwx/;
const ARCHITECTURES: Readonly<Record<string, string>> = { x86: 'i386', amd64: 'amd64', x64: 'amd64', x86_64: 'amd64' };
const PROGRAMS: ReadonlySet<string> = new Set(['exe', 'dll', 'sys', 'pe', 'driver']);

export class SpeakeasyReport {
  /** What is read, by path. */
  readonly parts: Readonly<Record<string, JsonInterest>>;
  readonly #facts: RunFacts;
  #entry = new EntryPoint(0);
  #entries = 0;
  #isReport = false;
  #name = '';
  #hasProcess = false;
  #arch: string | undefined;
  #isProgram = false;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    this.#facts.target = 'file';
    const word = (take: (text: string) => void): JsonInterest => wholeValue((value) => take(asText(value)));
    const texts = eachValue(facts, (value) => this.#addTexts(value), 'a string');
    this.parts = {
      report_version: word((text) => {
        this.#isReport = true;
        this.#facts.producerVersion = text === '' ? undefined : `report ${text}`;
      }),
      sha256: word((text) => {
        this.#facts.hashes = { ...this.#facts.hashes, sha256: text.toLowerCase() };
      }),
      filepath: word((text) => {
        this.#name = baseName(text);
      }),
      arch: word((text) => {
        this.#arch = ARCHITECTURES[text];
      }),
      filetype: word((text) => {
        this.#isProgram = PROGRAMS.has(text.toLowerCase());
      }),
      'strings.static.ansi': texts,
      'strings.static.unicode': texts,
      'strings.in_memory.ansi': texts,
      'strings.in_memory.unicode': texts,
      entry_points: { elements: this.#entryPoint() },
    };
  }

  /** Whether it was a report. */
  finish(): boolean {
    this.#facts.globals = [
      ...(this.#isProgram ? [{ type: 'format', value: 'pe' } as const] : []),
      { type: 'os', value: 'windows' },
      ...(this.#arch === undefined ? [] : [{ type: 'arch', value: this.#arch } as const]),
    ];
    return this.#isReport;
  }

  #entryPoint(): JsonInterest {
    const each = (area: string, read: (record: JsonObject, what: string) => boolean = this.#readRecord): JsonInterest =>
      eachRecord(this.#facts, (record) => read(record, `${area}${wordOf(record)}`), 'a record of an entry point');
    return {
      ...jsonPaths({
        ...EntryPoint.parts(() => this.#entry),
        // Calls are read by themselves; here they say which processes there are.
        apis: each('', (record) => textOf(record, 'api_name') !== '' && this.#actorOf(record) !== undefined),
        events: each(''),
        file_access: each('file_'),
        registry_access: each('reg_'),
        process_events: each(''),
        'network_events.dns': each('net_dns'),
        'network_events.traffic': each('net_traffic'),
        dropped_files: each('file_write'),
      }),
      open: () => {
        this.#isReport = true;
        this.#entry = new EntryPoint(++this.#entries);
      },
    };
  }

  readonly #readRecord = (record: JsonObject, what: string): boolean => {
    const process = this.#actorOf(record);
    if (isCall(record)) return textOf(record, 'api_name') !== '';
    const see = (kind: BehaviorKind, object: string): boolean => {
      if (object !== '') this.#facts.addBehavior(kind, object, process);
      return object !== '';
    };
    const path = textOf(record, 'path', 'query', 'name');
    const simple = SIMPLE[what];
    if (simple !== undefined) return see(simple, path);
    const valued = VALUES[what];
    if (valued !== undefined) {
      const name = textOf(record, 'value_name');
      return see(valued, name === '' ? path : `${path}\\${name}`);
    }
    switch (what) {
      case 'file_open':
        return this.#readOpened(record, path, see);
      case 'process_create':
      case 'create':
        this.#addCreated(record, process);
        return see('process/create', textOf(record, 'cmdline', 'path'));
      case 'thread_inject':
        return see('process/inject', path);
      case 'mem_write':
        // Without a pid it is the memory of the process itself.
        return textOf(record, 'pid') === '' || see('process/inject', path);
      case 'mem_alloc':
      case 'mem_protect':
        // Whose memory it is may be left out: then it is that of the process itself.
        if (WRITABLE_CODE.test(textOf(record, 'protect'))) {
          this.#facts.addBehavior('memory/allocate-executable', path, process);
        }
        return true;
      case 'net_http':
      case 'net_traffic':
        return this.#readTraffic(record, what, see);
      default:
        this.#facts.addText(path, process);
        return true;
    }
  };

  #readOpened(record: JsonObject, path: string, see: (kind: BehaviorKind, object: string) => boolean): boolean {
    const access = asList(record['access_flags']).map(asText).join(' ');
    if (/WRITE|ALL/.test(access)) see('file/write', path);
    if (/READ|ALL/.test(access)) see('file/read', path);
    this.#facts.addText(path, this.#actorOf(record));
    return path !== '';
  }

  #readTraffic(record: JsonObject, what: string, see: (kind: BehaviorKind, object: string) => boolean): boolean {
    const host = hostAndPort(textOf(record, 'server'), record['port']);
    const protocol = textOf(record, 'proto');
    const headers = textOf(record, 'headers');
    this.#facts.addText(headers, this.#actorOf(record));
    if (what === 'net_http' || /\.https?$/.test(protocol)) {
      const path = /^\S+ (\S+)/.exec(headers)?.[1] ?? '/';
      return host !== '' && see('network/http', `${protocol.endsWith('https') ? 'https' : 'http'}://${host}${path}`);
    }
    return see('network/connect', host);
  }

  /** Puts in the process of a record if it is new. The first is the sample's; others are known by who created them. */
  #actorOf(record: JsonObject): ObservedProcess | undefined {
    const { pid } = this.#entry.actorOf(record);
    const known = this.#facts.processOf(String(pid));
    if (known !== undefined) return known;
    const isSample = !this.#hasProcess;
    this.#hasProcess = true;
    return this.#facts.addProcess({ pid, name: isSample ? this.#name : '', isSample, parentKey: '' });
  }

  #addCreated(record: JsonObject, parent: ObservedProcess | undefined): void {
    const pid = idOf(record['pid']);
    if (pid === undefined || parent === undefined || this.#facts.processOf(String(pid)) !== undefined) return;
    const image = textOf(record, 'path');
    this.#facts.addProcess({
      pid,
      ppid: parent.facts.pid,
      name: baseName(image),
      image,
      commandLine: textOf(record, 'cmdline'),
      parentKey: String(parent.facts.pid),
    });
  }

  /** A string, or a list of where it is and what it is. */
  #addTexts(value: JsonValue): boolean {
    for (const part of asList(value)) if (typeof part === 'string') this.#facts.addText(part);
    return value !== null;
  }
}

/** What was done, in the spelling of later reports: versions before 3 have `mem.write` for `mem_write`. */
function wordOf(record: JsonObject): string {
  return textOf(record, 'event').replaceAll('.', '_');
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
