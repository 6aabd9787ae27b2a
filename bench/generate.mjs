// Inputs for measurements, made by code: reports of any size whose values repeat about as much as in real ones. In the real
// reports that were measured, the sets of rule-relevant values are 10 to 25 different ones for 100 calls; here they are 20 at
// first and fewer the larger the report is, as keys and paths come again.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A small deterministic generator of numbers (xorshift32). */
function numbers(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const KEYS = [
  'Software\\Microsoft\\Windows\\CurrentVersion\\Run',
  'System\\CurrentControlSet\\Control\\Nls',
  'Software\\Classes\\CLSID',
];
const PATHS = ['C:\\Windows\\System32\\', 'C:\\Users\\user\\AppData\\Local\\Temp\\', 'C:\\ProgramData\\Vendor\\'];

/** One call as CAPE writes it: [api, category, arguments]. */
function makeCall(random) {
  const handle = `0x${(0x100 + random(4000) * 4).toString(16).padStart(8, '0')}`;
  switch (random(9)) {
    case 0:
      return ['NtClose', 'system', [['Handle', handle]]];
    case 1:
      return [
        'RegOpenKeyExW',
        'registry',
        [
          ['Registry', '0x80000002', 'HKEY_LOCAL_MACHINE'],
          ['SubKey', `${KEYS[random(3)]}\\${random(20_000)}`],
          ['Handle', handle],
          ['FullName', `HKEY_LOCAL_MACHINE\\${KEYS[random(3)]}\\${random(20_000)}`],
        ],
      ];
    case 2:
      return [
        'RegQueryValueExW',
        'registry',
        [
          ['Handle', handle],
          ['ValueName', `value${random(300)}`],
          ['Data', `data ${random(1_000_000)}`],
          ['FullName', `HKEY_LOCAL_MACHINE\\${KEYS[random(3)]}\\value${random(300)}`],
        ],
      ];
    case 3:
      return [
        'NtAllocateVirtualMemory',
        'process',
        [
          ['ProcessHandle', '0xffffffff'],
          ['BaseAddress', `0x${(random(1 << 20) * 4096).toString(16).padStart(8, '0')}`],
          ['RegionSize', '0x00001000'],
          ['Protection', '0x00000004', 'PAGE_READWRITE'],
          ['StackPivoted', 'no'],
        ],
      ];
    case 4:
      return [
        'NtCreateFile',
        'filesystem',
        [
          ['FileHandle', handle],
          ['DesiredAccess', '0x80100080', 'GENERIC_READ|FILE_READ_ATTRIBUTES|SYNCHRONIZE'],
          ['FileName', `${PATHS[random(3)]}${random(60_000)}.dat`],
          ['CreateDisposition', '1', 'FILE_OPEN'],
          ['ShareAccess', '5', 'FILE_SHARE_READ|FILE_SHARE_DELETE'],
          ['ExistedBefore', 'yes'],
        ],
      ];
    case 5:
      return [
        'LdrGetProcedureAddress',
        'system',
        [
          ['ModuleName', 'kernel32.dll'],
          ['ModuleHandle', '0x76d20000'],
          ['FunctionName', `Function${random(900)}`],
          ['Ordinal', '0'],
          ['FunctionAddress', `0x${(0x76d20000 + random(65536)).toString(16)}`],
        ],
      ];
    case 6:
      return ['GetSystemTimeAsFileTime', 'system', []];
    case 7:
      return ['NtDelayExecution', 'system', [['Milliseconds', String(random(5000))]]];
    default:
      return [
        'WriteConsoleA',
        'misc',
        [
          ['ConsoleHandle', handle],
          ['Buffer', `line ${random(10_000_000)} of the output, as text\\x0d\\x0a`],
        ],
      ];
  }
}

async function write(path, parts) {
  const out = createWriteStream(path, { highWaterMark: 1 << 22 });
  let size = 0;
  let held = '';
  for (const part of parts) {
    held += part;
    if (held.length < 1 << 18) continue;
    size += Buffer.byteLength(held);
    if (!out.write(held)) await once(out, 'drain');
    held = '';
  }
  size += Buffer.byteLength(held);
  out.end(held);
  await finished(out);
  return size;
}

/** Line end and indentation of a call, which lies deep in a real report. */
const NESTED = `\n${' '.repeat(20)}`;

const INFO = '"info":{"version":"2.4-CAPE","id":1,"category":"file","machine":{"platform":"windows"}}';
const TARGET = `"target":{"category":"file","file":{"name":"made.exe","md5":"${'0'.repeat(32)}","sha1":"${'0'.repeat(40)}","sha256":"${'0'.repeat(64)}","type":"PE32 executable (GUI) Intel 80386, for MS Windows","pe":{"imagebase":"0x00400000","imports":[],"exports":[],"sections":[]}}}`;

/** A CAPE report with `calls` calls in processes of at most `perProcess` calls; returns its size in bytes. */
export function writeCapeReport(path, calls, { perProcess = 100_000, indent = true } = {}) {
  const random = numbers(0x1234567);
  function* parts() {
    yield `{${INFO},${TARGET},"strings":["made by code"],"behavior":{"processes":[`;
    for (let done = 0, process = 0; done < calls || process === 0; process++) {
      const count = Math.min(perProcess, calls - done);
      yield `${process === 0 ? '' : ','}{"process_id":${1000 + process * 4},"process_name":"made${process}.exe","parent_id":${process === 0 ? 500 : 1000},"module_path":"C:\\\\made.exe","first_seen":"2024-01-01 00:00:00,000","calls":[`;
      for (let id = 0; id < count; id++) {
        const [api, category, args] = makeCall(random);
        const call = {
          timestamp: `2024-01-01 00:${String(Math.floor(id / 60_000) % 60).padStart(2, '0')}:${String(Math.floor(id / 1000) % 60).padStart(2, '0')},${String(id % 1000).padStart(3, '0')}`,
          thread_id: String(2000 + (id % 7 === 0 ? random(8) : 0)),
          caller: '0x00401000',
          parentcaller: '0x00400800',
          category,
          api,
          status: true,
          return: '0x00000000',
          arguments: args.map(([name, value, pretty]) =>
            pretty === undefined ? { name, value } : { name, value, pretty_value: pretty },
          ),
          repeated: 0,
          id,
        };
        yield `${id === 0 ? '' : ','}${indent ? JSON.stringify(call, undefined, 2).replaceAll('\n', NESTED) : JSON.stringify(call)}`;
      }
      yield `],"threads":[${Array.from({ length: 8 }, (_, i) => `"${2000 + i}"`).join()}],"environ":{"UserName":"user","TempPath":"C:\\\\Temp\\\\"}}`;
      done += count;
    }
    yield '],"summary":{"files":[],"keys":[],"mutexes":[],"executed_commands":[],"resolved_apis":[],"created_services":[],"started_services":[]}}}';
  }
  return write(path, parts());
}

/** Lines of other plugins for every call, as in the real log that was measured: they are half of it. */
const OTHER_LINES = ['sysret', 'procmon', 'apimon', 'filetracer'];

/** A DRAKVUF log of about `bytes` bytes: system calls and API calls of `processes` interleaved processes, and what other plugins write. */
export function writeDrakvufLog(path, bytes, processes = 60) {
  const random = numbers(0x7654321);
  function* parts() {
    let size = 0;
    for (let line = 0; size < bytes; line++) {
      const process = random(processes);
      const common = {
        TimeStamp: (1716999134 + line / 5000).toFixed(6),
        PID: 1000 + process * 4,
        PPID: process === 0 ? 500 : 1000,
        TID: 5000 + process * 16 + random(4),
        UserName: 'SessionID',
        UserId: 1,
        ProcessName: `\\Device\\HarddiskVolume2\\Windows\\System32\\made${process}.exe`,
      };
      const text = `${JSON.stringify(makeDrakvufRecord(random, line, common))}\n`;
      size += text.length;
      yield text;
    }
  }
  return write(path, parts());
}

function makeDrakvufRecord(random, line, common) {
  const [api, , args] = makeCall(random);
  const kind = random(9);
  if (kind > 3) {
    const plugin = OTHER_LINES[kind % OTHER_LINES.length];
    if (plugin === 'apimon')
      return {
        Plugin: plugin,
        ...common,
        Event: 'dll_discovered',
        DllName: '\\Windows\\System32\\made.dll',
        DllBase: '0x7ff8a2e30000',
      };
    return {
      Plugin: plugin,
      ...common,
      Method: `Nt${api}`,
      EventUID: `0x${line.toString(16)}`,
      Module: 'nt',
      vCPU: 0,
      CR3: '0x1ad000',
      Syscall: 23,
      Ret: 0,
      Info: 'STATUS_SUCCESS',
    };
  }
  if (kind === 0) {
    const behind = (value) => `0x7ff8a2e31f:"${value.replaceAll('\\', '\\\\')}"`;
    return {
      Plugin: 'apimon',
      ...common,
      Method: api,
      Event: 'api_called',
      CLSID: null,
      CalledFrom: '0x7ff8a2e31f',
      ReturnValue: '0x0',
      Arguments: args.map(([, value], i) => `Arg${i}=${/^0x|^\d+$/.test(value) ? value : behind(value)}`),
    };
  }
  // System calls carry handles and pointers; one in twenty values of the real log is a name.
  const values = {
    Handle: `0x${(random(2000) * 4).toString(16)}`,
    Buffer: `0x${(0x7ff000000000 + random(1 << 24) * 16).toString(16)}`,
    Length: `0x${(random(64) * 8).toString(16)}`,
  };
  if (random(7) === 0)
    values.ObjectAttributes =
      random(2) === 0
        ? `\\REGISTRY\\MACHINE\\${KEYS[random(3)]}\\${random(20_000)}`
        : `\\??\\${PATHS[random(3)]}${random(20_000)}.dat`;
  return {
    Plugin: 'syscall',
    ...common,
    Method: api.startsWith('Nt') ? api : `Nt${api}`,
    EventUID: `0x${line.toString(16)}`,
    Module: 'nt',
    vCPU: 0,
    CR3: '0x1ad000',
    Syscall: 23,
    NArgs: Object.keys(values).length,
    ...values,
  };
}

/** A VMRay function log (flog.xml) of about `bytes` bytes. */
export function* makeVmrayLog(bytes) {
  const random = numbers(0x2345678);
  const escapeXml = (text) =>
    text.replaceAll('\\', '\\\\').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  let size = 0;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<analysis log_version="2" analyzer_version="2024.4.1">\n';
  yield '<monitor_process ts="0" process_id="1" image_name="made.exe" filename="C:\\\\made.exe" os_pid="0x3e8" monitor_reason="analysis_target" parent_id="0" os_parent_pid="0x1f4" cmd_line="made.exe"/>\n';
  for (let thread = 1; thread <= 4; thread++)
    yield `<monitor_thread ts="1" thread_id="${thread}" process_id="1" os_tid="0x${(0x100 + thread).toString(16)}"/>\n`;
  for (let id = 1; size < bytes; id++) {
    const [api, , args] = makeCall(random);
    const params = args.map(([name, value]) =>
      /^0x|^\d+$/.test(value)
        ? `<param name="${name}" type="unsigned_32bit" value="${value}"/>`
        : `<param name="${name}" type="ptr" value="0x12ff00"><deref type="str" value="${escapeXml(value)}"/></param>`,
    );
    const text = `<fncall fncall_id="${id}" ts="${id}" process_id="1" thread_id="${1 + random(4)}" name="${api}" addr="0x76d21000" from="0x401000">\n<in>${params.join('\n')}</in>\n<out><param name="ret_val" type="unsigned_32bit" value="0x0"/></out>\n</fncall>\n`;
    size += text.length;
    yield text;
  }
  yield '</analysis>\n';
}
