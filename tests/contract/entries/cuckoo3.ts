// What Cuckoo 3 says of a task for the contract suite: post.json, and logs of events.

import { cuckoo3Input } from '../../../src/inputs/cuckoo3/index.ts';
import { type ContractEntry, DEEP_LIST } from '../contract-entry.ts';

type Members = Record<string, unknown>;

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value, undefined, 1));

function processOf(procid: number, parent: number, pid: number, ppid: number, name: string): Members {
  return {
    ...{ procid, parent_procid: parent, pid, ppid, name, image: `C:\\${name}`, commandline: `${name} --run` },
    ...{ state: 'running', tracked: true, injected: false, start_ts: 1, end_ts: null },
  };
}

const PROCESSES = [
  processOf(73, 64, 100, 50, 'a.exe'),
  processOf(74, 73, 200, 100, 'd.exe'),
  // Has the id of another, which is gone.
  processOf(75, 74, 100, 200, 'e.exe'),
];

function post(processes: unknown): Members {
  return {
    task_id: '20260101-AAAAAA_1',
    score: 10,
    signatures: [
      {
        name: 'wrote_proc_memory',
        score: 1,
        iocs: [
          { process: 'a.exe', process_id: 73, target_process: 'd.exe', target_process_id: 74 },
          { process: 'd.exe', process_id: 74, value: 'C:\\c.txt', description: 'Opened file for modifying' },
        ],
      },
    ],
    processes,
    network: {
      http: [{ request: { url: 'http://evil.example/x', method: 'GET' } }],
      dns: { query: [{ name: 'evil.example', type: 'A' }], response: [{ type: 'A', data: '192.0.2.1' }] },
      tcp: [{ srcip: '192.168.0.2', srcport: 49000, dstip: '192.0.2.1', dstport: 443 }],
      udp: [],
      domain: ['evil.example'],
      host: ['192.0.2.1'],
    },
    ttps: [],
  };
}

const SOUND = json(post(PROCESSES));

function marked(bytes: Uint8Array, replacements: Readonly<Record<string, string>>): Uint8Array {
  let text = Buffer.from(bytes).toString();
  for (const [mark, replacement] of Object.entries(replacements)) text = text.replaceAll(mark, replacement);
  return Buffer.from(text);
}

export const cuckoo3PostEntry: ContractEntry = {
  title: 'cuckoo3, post.json',
  input: cuckoo3Input,
  sound: () => SOUND,
  expected: ['50/100 a.exe', '100/200 d.exe', '200/100 e.exe'],
  lacking: {},
  broken: (times) => json(post([...PROCESSES, ...Array<Members>(times).fill({ name: 'x' })])),
  differences: [],
  different: () => SOUND,
  hostile: {
    'duplicate keys': () =>
      marked(SOUND, { '"pid":': '"pid":[1],"pid":', '"processes":': '"processes":{},"processes":' }),
    'keys called __proto__ and constructor': () =>
      marked(SOUND, { '"pid":': '"__proto__":{"polluted":1},"constructor":{"x":1},"pid":' }),
    'recycled process ids': () => json(post([...PROCESSES, ...PROCESSES])),
    'huge ids': () => marked(SOUND, { '"pid": 200': `"pid": ${'9'.repeat(25)}` }),
    'negative ids': () => marked(SOUND, { '"pid": 200': '"pid": -200' }),
    'nesting 100,000 deep': () => marked(SOUND, { '"ttps": []': `"ttps": ${DEEP_LIST}` }),
    'a text of 100 MB': 'read as CAPE reports are',
  },
  longTexts: 'it records no calls',
};

const at = (ts: number, kind: string, effect: string): Members => ({ ts, kind, effect });

const EVENTS: readonly Members[] = [
  {
    ...at(1, 'process', 'process_created'),
    ...{ status: 'created', pid: 100, ppid: 50, procid: 73, parentprocid: 64 },
    ...{ image: 'C:\\a.exe', commandline: 'a.exe --run', exit_code: null },
  },
  {
    ...at(2, 'process', 'process_created'),
    ...{ status: 'created', pid: 200, ppid: 100, procid: 74, parentprocid: 73 },
    ...{ image: 'C:\\d.exe', commandline: 'd.exe -x', exit_code: null },
  },
  {
    ...at(3, 'file', 'file_created'),
    action: 'create_modify',
    pid: 100,
    procid: 73,
    srcpath: 'C:\\c.txt',
    dstpath: null,
  },
  {
    ...at(4, 'file', 'file_renamed'),
    action: 'rename',
    pid: 100,
    procid: 73,
    srcpath: 'C:\\c.txt',
    dstpath: 'C:\\e.txt',
  },
  {
    ...at(5, 'registry', 'key_written'),
    action: 'set_value',
    pid: 200,
    procid: 74,
    path: '\\REGISTRY\\MACHINE\\SOFTWARE\\Run\\x',
  },
  {
    ...at(6, 'registry', 'key_read'),
    action: 'open_key',
    pid: 200,
    procid: 74,
    path: '\\REGISTRY\\MACHINE\\SOFTWARE\\VMware',
  },
  {
    ...at(7, 'mutant', 'mutant_created'),
    action: 'create',
    pid: 200,
    procid: 74,
    path: '\\BaseNamedObjects\\only once',
  },
  {
    ...at(8, 'process_injection', 'process_injection'),
    action: 'queue_user_apc',
    pid: 100,
    procid: 73,
    dstpid: 200,
    dstprocid: 74,
  },
  { ...at(9, 'file', 'file_read'), action: 'open_read', pid: 100, procid: 90, srcpath: 'C:\\f.txt', dstpath: null },
];

function lines(events: readonly unknown[]): Uint8Array {
  return Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

const SOUND_LOG = lines(EVENTS);

export const cuckoo3EventsEntry: ContractEntry = {
  title: 'cuckoo3, events',
  input: cuckoo3Input,
  sound: () => SOUND_LOG,
  expected: ['50/100 a.exe', '100/200 d.exe', '0/100 '],
  lacking: {},
  broken: (times) => lines([...EVENTS, ...Array<Members>(times).fill({ kind: 'file', pid: 'none' })]),
  differences: [],
  different: () => SOUND_LOG,
  hostile: {
    'duplicate keys': () => marked(SOUND_LOG, { '"pid":': '"pid":[1],"pid":' }),
    'keys called __proto__ and constructor': () =>
      marked(SOUND_LOG, { '"pid":': '"__proto__":{"polluted":1},"constructor":{"x":1},"pid":' }),
    'recycled process ids': () => lines([...EVENTS, ...EVENTS]),
    'huge ids': () => marked(SOUND_LOG, { '"pid":200': `"pid":${'9'.repeat(25)}` }),
    'negative ids': () => marked(SOUND_LOG, { '"pid":200': '"pid":-200' }),
    'nesting 100,000 deep': () => marked(SOUND_LOG, { '"dstpath":null': `"dstpath":${DEEP_LIST}` }),
    'a text of 100 MB': 'read as logs of Sysmon are',
  },
  longTexts: 'it records no calls',
  // A log ends with any of its lines.
  mayEnd: (bytes, end) => bytes[end - 1] === 0x0a || bytes[end] === 0x0a,
};
