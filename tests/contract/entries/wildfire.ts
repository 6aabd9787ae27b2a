// WildFire reports for the contract suite, in XML and in JSON.

import { wildfireInput } from '../../../src/inputs/wildfire/index.ts';
import { xmlOfJson } from '../../support/xml-of-json.ts';
import { type ContractEntry, DEEP_LIST } from '../contract-entry.ts';

type Members = Record<string, unknown>;

/** A report in the JSON form; the XML is made of it. */
function report(processes: readonly Members[]): Members {
  return {
    wildfire: {
      version: '2.0',
      file_info: { malware: 'yes', sha1: 'b'.repeat(40), filetype: 'PE', sha256: 'C'.repeat(64), md5: 'a'.repeat(32) },
      task_info: {
        report: [
          {
            platform: '61',
            software: 'Windows 7 x64 SP1, Adobe Reader 11',
            summary: { entry: [{ '@id': '3', '#text': 'Created or modified a file' }] },
            network: {
              TCP: { '@ip': '192.0.2.1', '@port': '443', '@country': 'XX' },
              dns: [{ '@query': 'evil.example', '@response': '192.0.2.1', '@type': 'A' }],
              url: { '@host': 'evil.example', '@uri': '/x', '@method': 'GET' },
            },
            process_tree: {
              process: {
                '@name': 'a.exe',
                '@pid': '100',
                '@text': 'C:\\a.exe',
                child: { process: { '@name': 'd.exe', '@pid': '200', '@text': 'C:\\d.exe' } },
              },
            },
            process_list: { process: processes },
          },
          { platform: '204', software: 'PE Static Analyzer' },
        ],
      },
    },
  };
}

const FIRST: Members = {
  '@name': 'a.exe',
  '@pid': '100',
  '@command': 'a.exe --run',
  process_activity: { Create: { '@child_pid': '200', '@child_process_image': 'C:\\d.exe', '@command': 'd.exe -x' } },
  registry: {
    Create: { '@key': 'HKEY_LOCAL_MACHINE', '@subkey': 'Software\\k' },
    Set: [{ '@key': '\\REGISTRY\\MACHINE\\SOFTWARE\\Run', '@subkey': 'x', '@data': 'c.exe' }],
  },
  file: { Create: [{ '@name': 'C:\\c.txt' }, { '@name': 'C:\\e.txt' }], Delete: { '@name': 'C:\\c.txt' } },
  service: { Create: { '@name': 'svc', '@path': 'C:\\d.exe' } },
  mutex: { CreateMutex: { '@name': 'only once' } },
  java_api: null,
};
const SECOND: Members = { '@name': 'd.exe', '@pid': '200', '@command': 'd.exe -x', registry: null, file: null };
const OTHER: Members = { '@name': 'e.exe', '@pid': '300', '@command': 'e.exe' };
const BROKEN: Members = { '@name': 'x.exe', '@pid': 'none' };

const PROCESSES = [FIRST, SECOND, OTHER];
const EXPECTED = ['0/100 a.exe', '100/200 d.exe', '0/300 e.exe'];

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value, undefined, 1));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const SOUND = json(report(PROCESSES));

function marked(bytes: Uint8Array, replacements: Readonly<Record<string, string>>): Uint8Array {
  let whole = text(bytes);
  for (const [mark, replacement] of Object.entries(replacements)) whole = whole.replaceAll(mark, replacement);
  return Buffer.from(whole);
}

export const wildfireJsonEntry: ContractEntry = {
  title: 'wildfire, JSON',
  input: wildfireInput,
  sound: () => SOUND,
  expected: EXPECTED,
  lacking: {},
  broken: (times) => json(report([...PROCESSES, ...Array<Members>(times).fill(BROKEN)])),
  differences: [],
  different: () => SOUND,
  hostile: {
    'duplicate keys': () =>
      marked(SOUND, { '"@pid":': '"@pid":[1],"@pid":', '"process_list":': '"process_list":1,"process_list":' }),
    'keys called __proto__ and constructor': () =>
      marked(SOUND, { '"@pid":': '"__proto__":{"polluted":1},"constructor":{"x":1},"@pid":' }),
    'recycled process ids': () => json(report([...PROCESSES, ...PROCESSES])),
    'huge ids': () => marked(SOUND, { '"200"': `"${'9'.repeat(25)}"` }),
    'negative ids': () => marked(SOUND, { '"200"': '-200' }),
    'nesting 100,000 deep': () => marked(SOUND, { '"only once"': DEEP_LIST }),
    'a text of 100 MB': 'read as CAPE reports are',
  },
  longTexts: 'it records no calls',
};

function xml(value: Members): Uint8Array {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xmlOfJson('wildfire', value['wildfire'])}`);
}

const SOUND_XML = xml(report(PROCESSES));

export const wildfireXmlEntry: ContractEntry = {
  title: 'wildfire, XML',
  input: wildfireInput,
  sound: () => SOUND_XML,
  expected: EXPECTED,
  lacking: {},
  broken: (times) => xml(report([...PROCESSES, ...Array<Members>(times).fill(BROKEN)])),
  differences: [],
  different: () => SOUND_XML,
  hostile: {
    'duplicate keys': () => marked(SOUND_XML, { 'pid="': 'pid="1" pid="' }),
    'keys called __proto__ and constructor': () =>
      marked(SOUND_XML, { '<mutex>': '<__proto__ polluted="1"/><constructor/><mutex>' }),
    'recycled process ids': () => xml(report([...PROCESSES, ...PROCESSES])),
    'huge ids': () => marked(SOUND_XML, { 'pid="200"': `pid="${'9'.repeat(25)}"` }),
    'negative ids': () => marked(SOUND_XML, { 'pid="200"': 'pid="-200"' }),
    'nesting 100,000 deep': () => marked(SOUND_XML, { '<mutex>': `<mutex>${'<x>'.repeat(100_000)}` }),
    'a text of 100 MB': 'read as those of ProcMon are',
  },
  longTexts: 'it records no calls',
  mayEnd: (bytes, at) => text(bytes.subarray(at)).trim() === '',
};
