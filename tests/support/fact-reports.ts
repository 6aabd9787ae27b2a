// Small reports of sandboxes that tell facts, with everything in them that their readers know.

type Members = Record<string, unknown>;

const HASHES = { md5: 'a'.repeat(32), sha1: 'b'.repeat(40), sha256: 'c'.repeat(64) };
const PE = 'PE32 executable (GUI) Intel 80386, for MS Windows';

export const ANYRUN_REPORT: Members = {
  data: {
    analysis: {
      uuid: 'task',
      content: { mainObject: { type: 'file', filename: 'a.exe', hashes: HASHES, info: { file: PE } } },
    },
    environments: { os: { product: 'Windows', bitness: 64 } },
    incidents: [],
    modified: {
      files: [{ filename: 'C:\\Users\\admin\\b.dll', process: 'two', size: 1 }],
      registry: [{ key: 'HKCU\\Software\\Run', name: 'x', value: 'b.dll', operation: 'WRITE', process: 'two' }],
    },
    network: {
      connections: [{ ip: '192.0.2.1', port: 443, process: 'two' }],
      dnsRequests: [{ domain: 'Example.com', ips: ['192.0.2.1'] }],
      httpRequests: [{ url: 'http://example.com/x', process: 'two' }],
    },
    debugStrings: ['debugged'],
    processes: [
      {
        uuid: 'one',
        pid: 100,
        ppid: 50,
        fileName: 'a.exe',
        image: 'C:\\a.exe',
        commandLine: 'a.exe -x',
        mainProcess: true,
        modules: [{ image: 'C:\\Windows\\c.dll', time: 1 }],
        scores: { specs: { injects: true } },
      },
      { uuid: 'two', parentUUID: 'one', pid: 200, ppid: 100, fileName: 'b.exe', image: 'C:\\b.exe', commandLine: '' },
    ],
  },
};

export const TRIAGE_REPORT: Members = {
  version: '0.3.0',
  sample: { id: 'x', target: 'a.exe', ...HASHES, static_tags: ['windows', 'x64'] },
  task: { target: 'a.exe' },
  analysis: { score: 10, platform: 'windows7_x64' },
  processes: [
    { procid: 28, procid_parent: 15, pid: 100, ppid: 50, cmd: 'a.exe -x', image: '\\??\\C:\\a.exe', orig: false },
    { procid: 29, procid_parent: 28, pid: 200, ppid: 100, cmd: ['b.exe', '-y'], image: 'C:\\b.exe', orig: true },
  ],
  signatures: [{ name: 'Sets a key', indicators: [{ ioc: '\\REGISTRY\\MACHINE\\Run', procid: 29 }] }],
  network: {
    flows: [{ id: 1, dst: '192.0.2.1:443', procid: 28 }],
    requests: [
      { flow: 1, dns_request: { domains: ['example.com'] } },
      { flow: 1, http_request: { url: 'http://example.com/x' } },
    ],
  },
  dumped: [{ procid: 28, path: '\\Users\\Admin\\b.dll', name: 'files/0', kind: 'martian', origin: 'imgload' }],
};

export const KERNEL_LOG: readonly Members[] = [
  { kind: 'onemon.Process', event: { pid: 100, ppid: 50, image: 'C:\\a.exe', command: 'a.exe -x', ts: 1 } },
  { kind: 'onemon.Process', event: { status: 'Existing', pid: 60, ppid: 50, image: 'C:\\explorer.exe', ts: 1 } },
  { kind: 'onemon.File', event: { pid: 100, kind: 'CreateModify', srcpath: '\\??\\C:\\b.dll', ts: 2 } },
  { kind: 'onemon.File', event: { pid: 100, kind: 7, srcpath: 'C:\\b.dll', dstpath: 'C:\\c.dll', ts: 3 } },
  { kind: 'onemon.File', event: { pid: 100, kind: 'OpenRead', srcpath: 'C:\\none', status: 3221225524, ts: 3 } },
  {
    kind: 'onemon.Registry',
    event: { pid: 100, kind: 20, path: '\\REGISTRY\\MACHINE\\Run\\x', values: 'c.dll', ts: 4 },
  },
  { kind: 'onemon.Mutant', event: { pid: 100, path: '\\BaseNamedObjects\\m', ts: 5 } },
  { kind: 'onemon.SyscallI', event: { pid: 100, kind: 'Sleep', arg0: 10000, ts: 6 } },
  { kind: 'onemon.SyscallSS', event: { pid: 100, kind: 'COleScript_Compile', arg0: 'eval', arg1: 'y', ts: 7 } },
  { kind: 'onemon.NetworkFlow', event: { pid: 100, proto: 6, dstip: 16908480, dstport: 443, ts: 8 } },
  { kind: 'onemon.Process', event: { pid: 200, ppid: 100, image: 'C:\\c.exe', command: 'c.exe', ts: 9 } },
  { kind: 'onemon.Suspicious', event: { pid: 100, event: 'EnumeratesProcesses', ts: 9 } },
];

export const VIRUSTOTAL_BEHAVIOR: Members = {
  data: [
    {
      type: 'file_behaviour',
      id: `${HASHES.sha256}_Some Sandbox`,
      attributes: {
        sandbox_name: 'Some Sandbox',
        files_opened: ['C:\\a.txt'],
        files_dropped: [{ path: '%WINDIR%\\b.dll', sha256: HASHES.sha256 }],
        files_copied: [{ source: 'C:\\a.exe', destination: 'C:\\b.exe' }],
        registry_keys_set: [{ key: '<HKLM>\\Software\\Run', value: 'b.exe' }],
        mutexes_created: ['m'],
        dns_lookups: [{ hostname: 'example.com', resolved_ips: ['192.0.2.1'] }],
        ip_traffic: [{ destination_ip: '192.0.2.1', destination_port: 443 }],
        http_conversations: [{ url: 'http://example.com/x' }],
        calls_highlighted: ['GetTickCount'],
        processes_tree: [
          { process_id: '100', name: '<PATH_SAMPLE.EXE>', children: [{ process_id: '200', name: 'b.exe -y' }] },
        ],
        verdicts: ['MALWARE'],
      },
    },
  ],
};

const call = (...items: Members[]): Members => ({ call: items });

export const JOE_REPORT: Members = {
  analysis: {
    generalinfo: { version: '40.0.0', arch: 'WINDOWS', target: { sample: 'a.exe' } },
    fileinfo: { filename: 'a.exe', ...HASHES, filetype: PE },
    behavior: {
      system: {
        processes: {
          process: [
            {
              general: {
                pid: '100',
                parentpid: '50',
                name: 'a.exe',
                path: 'C:\\a.exe',
                cmdline: 'a.exe -x',
                reason: 'analysistarget',
              },
              fileactivities: {
                fileCreated: call(
                  { path: 'C:\\b.dll', status: 'success or wait' },
                  { path: 'C:\\no', status: 'access denied' },
                ),
                fileMoved: call({ oldpath: 'C:\\b.dll', newpath: 'C:\\c.dll' }),
              },
              registryactivities: {
                keyValueCreated: call({ path: 'HKEY_CURRENT_USER\\Run', name: 'x', newdata: 'c.dll' }),
              },
              mutexactivities: { mutexCreated: call({ name: '\\Sessions\\1\\BaseNamedObjects\\m' }) },
            },
            { general: { pid: 200, parentpid: 100, name: 'b.exe', path: 'C:\\b.exe' } },
          ],
        },
      },
      network: {
        tcp: {
          packet: [
            { srcip: '192.168.2.4', srcport: 5000, dstip: '192.0.2.1', dstport: 443 },
            { srcip: '192.0.2.1', srcport: 443, dstip: '192.168.2.4', dstport: 5000 },
          ],
        },
        dns: { packet: [{ name: 'example.com' }] },
      },
    },
  },
};
