// Writes examples/updater.cape.json: a report in the form of CAPE 2.4 about a harmless, invented program. It is what the README
// analyses first, so it must not depend on a sandbox, a sample or the network. `--print` writes to standard output instead.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playUpdate } from './example/scenario.mjs';

const SAMPLE = 'larkspur-updater.exe';

/** A digest of a name: there is no file behind the example. */
function digest(algorithm) {
  return createHash(algorithm).update(`capax example: ${SAMPLE}`).digest('hex');
}

const IMPORTS = {
  KERNEL32: ['CreateFileW', 'CreateMutexW', 'CreateProcessW', 'DeleteFileW', 'GetDiskFreeSpaceExW', 'WriteFile'],
  ADVAPI32: ['RegCreateKeyExW', 'RegOpenKeyExW', 'RegQueryValueExW', 'RegSetValueExW'],
  WINHTTP: ['WinHttpConnect', 'WinHttpOpen', 'WinHttpReadData', 'WinHttpReceiveResponse', 'WinHttpSendRequest'],
  bcrypt: ['BCryptFinishHash', 'BCryptHashData', 'BCryptOpenAlgorithmProvider'],
  USER32: ['CreateWindowExW', 'DispatchMessageW', 'GetMessageW', 'RegisterClassExW'],
};

function describeImports() {
  let address = 0x140030000;
  return Object.fromEntries(
    Object.entries(IMPORTS).map(([module, names]) => {
      const imports = names.map((name) => ({ address: `0x${((address += 8)).toString(16)}`, name }));
      return [module, { dll: `${module}.dll`, imports }];
    }),
  );
}

function describeSections() {
  const text = 'IMAGE_SCN_CNT_CODE|IMAGE_SCN_MEM_EXECUTE|IMAGE_SCN_MEM_READ';
  const data = 'IMAGE_SCN_CNT_INITIALIZED_DATA|IMAGE_SCN_MEM_READ';
  return [
    ['.text', '0x00000400', '0x00001000', '0x0002d6c4', '0x0002d800', text, '0x60000020', '6.41'],
    ['.rdata', '0x0002dc00', '0x0002f000', '0x00011a3e', '0x00011c00', data, '0x40000040', '5.12'],
    [
      '.data',
      '0x0003f800',
      '0x00041000',
      '0x00002c10',
      '0x00001200',
      `${data}|IMAGE_SCN_MEM_WRITE`,
      '0xc0000040',
      '2.87',
    ],
    ['.pdata', '0x00040a00', '0x00044000', '0x00001f2c', '0x00002000', data, '0x40000040', '5.30'],
    ['.rsrc', '0x00042a00', '0x00046000', '0x000034b8', '0x00003600', data, '0x40000040', '4.66'],
  ].map(([name, raw, virtual, size, stored, flags, rawFlags, entropy]) => ({
    name,
    raw_address: raw,
    virtual_address: virtual,
    virtual_size: size,
    size_of_data: stored,
    characteristics: flags,
    characteristics_raw: rawFlags,
    entropy,
  }));
}

function describeSample() {
  return {
    name: SAMPLE,
    path: `/opt/CAPEv2/storage/binaries/${digest('sha256')}`,
    guest_paths: '',
    size: 286208,
    crc32: digest('md5').slice(0, 8).toUpperCase(),
    md5: digest('md5'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
    sha512: digest('sha512'),
    rh_hash: null,
    ssdeep: '',
    type: 'PE32+ executable (GUI) x86-64, for MS Windows',
    yara: [],
    cape_yara: [],
    clamav: [],
    tlsh: '',
    sha3_384: digest('sha3-384'),
    pe: {
      guest_signers: {},
      digital_signers: [],
      imagebase: '0x140000000',
      entrypoint: '0x00012f40',
      ep_bytes: '4883ec28e8770400004883c428e97afe',
      peid_signatures: null,
      reported_checksum: '0x00000000',
      actual_checksum: '0x00049c1e',
      osversion: '6.0',
      pdbpath: null,
      imports: describeImports(),
      exported_dll_name: null,
      exports: [],
      dirents: [],
      sections: describeSections(),
      overlay: null,
      resources: [],
      versioninfo: [
        { name: 'FileDescription', value: 'Larkspur Notes Updater' },
        { name: 'FileVersion', value: '5.1.3.0' },
        { name: 'CompanyName', value: 'Larkspur (example)' },
      ],
      imphash: digest('md5'),
      timestamp: '2026-01-19 14:02:11',
      icon: null,
      icon_hash: null,
      icon_fuzzy: null,
      icon_dhash: null,
      imported_dll_count: Object.keys(IMPORTS).length,
    },
    data: null,
    cape_type_code: 0,
    cape_type: '',
  };
}

function describeTree(processes, parent) {
  return processes
    .filter((process) => process.parent === parent)
    .map((process) => ({
      name: process.name,
      pid: process.pid,
      parent_id: process.parent,
      module_path: process.path,
      children: describeTree(processes, process.pid),
      threads: process.threads,
      environ: process.environment(),
    }));
}

function describeNetwork() {
  return {
    hosts: [{ ip: '203.0.113.24', country_name: 'unknown', hostname: 'update.example.com', inaddrarpa: '' }],
    domains: [{ domain: 'update.example.com', ip: '203.0.113.24' }],
    tcp: [{ src: '192.0.2.15', sport: 49712, dst: '203.0.113.24', dport: 443, offset: 2210, time: 3.181 }],
    udp: [{ src: '192.0.2.15', sport: 55018, dst: '192.0.2.1', dport: 53, offset: 24, time: 3.122 }],
    icmp: [],
    http: [],
    dns: [{ request: 'update.example.com', type: 'A', answers: [{ type: 'A', data: '203.0.113.24' }] }],
    smtp: [],
    irc: [],
    dead_hosts: [],
  };
}

/** The report; `calls` lists are put in by `formatReport`. */
function describeReport() {
  const { processes, summary } = playUpdate();
  return {
    statistics: {
      processing: [
        { name: 'CAPE', time: 1.204 },
        { name: 'AnalysisInfo', time: 0.011 },
        { name: 'BehaviorAnalysis', time: 0.482 },
        { name: 'NetworkAnalysis', time: 0.377 },
      ],
      signatures: [],
      reporting: [],
    },
    target: { category: 'file', file: describeSample() },
    dropped: [],
    CAPE: { payloads: [], configs: [] },
    info: {
      version: '2.4-CAPE',
      started: '2026-03-04 09:12:04',
      ended: '2026-03-04 09:14:22',
      duration: 138,
      id: 1,
      category: 'file',
      custom: '',
      machine: {
        id: 1,
        status: 'stopping',
        name: 'win10',
        label: 'win10',
        manager: 'KVM',
        started_on: '2026-03-04 09:12:05',
        shutdown_on: '2026-03-04 09:14:20',
      },
      package: 'exe',
      timeout: false,
      parent_sample: {},
      options: {},
      route: 'none',
    },
    behavior: {
      processes: processes.map((process) => process.record()),
      anomaly: [],
      processtree: describeTree(processes, processes[0].parent),
      summary,
      enhanced: [],
      encryptedbuffers: [],
    },
    debug: { log: '', errors: [] },
    network: describeNetwork(),
    strings: [
      'Larkspur Notes Updater',
      'update.example.com',
      'LarkspurUpdater/5.1',
      'found version %s',
      '--background',
    ],
    suricata: { alerts: [], tls: [], http: [], dns: [], files: [] },
    procmemory: [],
    signatures: [],
    malscore: 0.2,
    ttps: [],
  };
}

/** JSON with one line for each call: short, and readable in a comparison of versions. */
function formatReport(report) {
  const lists = [];
  const text = JSON.stringify(
    report,
    (key, value) => {
      if (key !== 'calls') return value;
      lists.push(value);
      return `calls ${lists.length - 1}`;
    },
    2,
  );
  return `${text.replace(/"calls (\d+)"/g, (_, index) => `[\n${lists[index].map((call) => `          ${JSON.stringify(call)}`).join(',\n')}\n        ]`)}\n`;
}

const output = formatReport(describeReport());
if (process.argv.includes('--print')) process.stdout.write(output);
else writeFileSync(join(dirname(fileURLToPath(import.meta.url)), '../examples/updater.cape.json'), output);
