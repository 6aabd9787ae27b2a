// Reports of Speakeasy for the contract suite, of an early version and of a late one.

import { speakeasyInput } from '../../../src/inputs/speakeasy/index.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, longText } from '../contract-entry.ts';

type Members = Record<string, unknown>;

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value, undefined, 1));

function call(name: string, args: readonly unknown[], more: Members = {}): Members {
  return { pc: '0x401000', api_name: name, args, ret_val: '0x1', ...more };
}

function early(entryPoints: unknown): Members {
  return {
    ...{ path: 'C:\\a.exe', sha256: 'c'.repeat(64), arch: 'x86', filetype: 'exe', filepath: '/samples/a.exe' },
    ...{ report_version: '1.1.0', emulation_total_runtime: 0.1, timestamp: 1 },
    strings: { static: { ansi: ['static text'], unicode: [] }, in_memory: { ansi: ['decoded text'], unicode: [] } },
    entry_points: entryPoints,
  };
}

const ENTRY: Members = {
  ep_type: 'module_entry',
  start_addr: '0x401000',
  ep_args: ['0x1'],
  apis: [
    call('kernel32.LoadLibraryA', ['ws2_32.dll']),
    call('KERNEL32.CreateFileW', ['C:\\c.txt', '0x40000000', '0xffffffff80000001', 'GENERIC_WRITE', '5']),
  ],
  ret_val: '0x0',
  error: {},
  network_events: {
    dns: [{ query: 'evil.example', response: '192.0.2.1' }],
    traffic: [
      { server: '192.0.2.1', proto: 'tcp', port: 443, type: 'connect' },
      { server: 'evil.example', proto: 'tcp.http', port: 80, headers: 'GET /x HTTP/1.1\nHost: evil.example\n' },
    ],
  },
  file_access: [
    { event: 'create', path: 'C:\\c.txt', handle: 128, access_flags: ['GENERIC_WRITE'] },
    { event: 'write', path: 'C:\\c.txt', size: 4 },
  ],
  registry_access: [
    { event: 'open_key', path: 'HKEY_CURRENT_USER\\k' },
    { event: 'read_value', path: 'HKEY_CURRENT_USER\\k', value_name: 'x' },
  ],
  process_events: [{ event: 'mem_write', pid: 1040, path: 'C:\\t.exe', base: '0x1', size: 1 }],
};
const THREAD: Members = { ep_type: 'thread', start_addr: '0x402000', apis: [call('kernel32.Sleep', ['0x64'])] };

const SOUND = json(early([ENTRY, THREAD]));

function marked(bytes: Uint8Array, replacements: Readonly<Record<string, string>>): Uint8Array {
  let text = Buffer.from(bytes).toString();
  for (const [mark, replacement] of Object.entries(replacements)) text = text.replaceAll(mark, replacement);
  return Buffer.from(text);
}

const SPLIT = JSON.stringify(early([{ ...ENTRY, apis: ['HERE'] }])).split('"HERE"');

export const speakeasyEarlyEntry: ContractEntry = {
  title: 'speakeasy, report 1.1',
  input: speakeasyInput,
  sound: () => SOUND,
  expected: [
    '0/1 a.exe',
    '  1',
    '    0 LoadLibraryA(ws2_32.dll) -> 0x1',
    '    1 CreateFileW(C:\\c.txt, 0x40000000, 0xffffffff80000001, GENERIC_WRITE, 5) -> 0x1',
    '  2',
    '    0 Sleep(0x64) -> 0x1',
  ],
  lacking: {},
  broken: (times) =>
    json(early([{ ...ENTRY, apis: [...Array<Members>(times).fill({ pc: '0x1' }), ...(ENTRY['apis'] as [])] }, THREAD])),
  differences: ['sign-extended-numbers', 'decimal-text-stays-text'],
  different: () => SOUND,
  hostile: {
    'duplicate keys': () =>
      marked(SOUND, { '"api_name":': '"api_name":[1],"api_name":', '"apis":': '"apis":[{}],"apis":' }),
    'keys called __proto__ and constructor': () =>
      marked(SOUND, { '"api_name":': '"__proto__":{"polluted":1},"constructor":{"x":1},"api_name":' }),
    'recycled process ids': 'a report has one process, or says them with each call',
    'huge ids': () => marked(SOUND, { '"ep_type":': `"pid":${'9'.repeat(25)},"tid":1e400,"ep_type":` }),
    'negative ids': () => marked(SOUND, { '"ep_type":': '"pid":-1,"tid":-2,"ep_type":' }),
    'nesting 100,000 deep': () => marked(SOUND, { '"ws2_32.dll"': DEEP_LIST, '"error": {}': `"error": ${DEEP_LIST}` }),
    'a text of 100 MB': 'read as CAPE reports are',
  },
  longTexts: (count) =>
    generatedSource('report.json', function* () {
      yield SPLIT[0] ?? '';
      for (let n = 0; n < count; n++) yield `${n === 0 ? '' : ','}${JSON.stringify(call('k.Sleep', [longText(n)]))}`;
      yield SPLIT[1] ?? '';
    }),
};

function event(tick: number, pid: number, tid: number, kind: string, more: Members): Members {
  return { pos: { tick, tid, pid, pc: 4198400 }, event: kind, ...more };
}

const EVENTS: readonly Members[] = [
  event(1, 1337, 2000, 'api', {
    api_name: 'kernel32.VirtualAlloc',
    args: ['0x0', '0x1000', 'MEM_COMMIT', 'PAGE_EXECUTE_READWRITE'],
    arg_names: ['lpAddress', 'dwSize', 'flAllocationType', 'flProtect'],
    arg_types: ['ptr', 'int', 'flags', 'enum'],
    arg_values: [0, 4096, 4096, 64],
    ret_val: '0x10000',
  }),
  event(2, 1337, 2000, 'mem_alloc', { base: '0x10000', size: '0x1000', protect: 'PAGE_EXECUTE_READWRITE' }),
  event(3, 1337, 2000, 'process_create', { path: 'C:\\d.exe', cmdline: 'd.exe -x', pid: 4200 }),
  event(4, 1337, 2001, 'api', { api_name: 'ntdll.NtClose', args: ['0x80'], ret_val: '0x0' }),
  event(5, 4200, 2100, 'api', { api_name: 'kernel32.ExitProcess', args: ['0x0'], ret_val: null }),
  event(6, 1337, 2000, 'thread_inject', { path: 'C:\\t.exe', start_addr: '0x1', pid: 4242, tid: 4300 }),
  event(7, 1337, 2000, 'module_load', { name: 'wininet.dll', path: 'C:\\Windows\\wininet.dll' }),
  event(8, 1337, 2000, 'net_http', {
    server: 'evil.example',
    port: 443,
    proto: 'tcp.https',
    headers: 'GET /x HTTP/1.1\n',
  }),
  event(9, 1337, 2000, 'reg_write_value', { path: 'HKEY_CURRENT_USER\\Run', value_name: 'x' }),
];

function late(events: readonly unknown[]): Members {
  return {
    ...{ report_version: '4.0.0', emulation_total_runtime: 1, timestamp: 1, arch: 'amd64', filepath: '/samples/a.exe' },
    ...{ sha256: 'c'.repeat(64), size: 1, filetype: 'exe', data: {} },
    entry_points: [{ ep_type: 'module_entry', pid: 1337, tid: 2000, apihash: '0', events, coverage: [1, 2] }],
  };
}

const SOUND_LATE = json(late(EVENTS));

export const speakeasyLateEntry: ContractEntry = {
  title: 'speakeasy, report 4.0',
  input: speakeasyInput,
  sound: () => SOUND_LATE,
  expected: [
    '0/1337 a.exe',
    '  2000',
    '    0 VirtualAlloc(lpAddress=0x0, dwSize=0x1000, flAllocationType=0x1000, flProtect=0x40) -> 0x10000',
    '  2001',
    '    0 NtClose(0x80) -> 0x0',
    '1337/4200 d.exe',
    '  2100',
    '    0 ExitProcess(0x0)',
  ],
  lacking: {},
  broken: (times) => json(late([...EVENTS, ...Array<Members>(times).fill({ event: 'file_write' })])),
  differences: [],
  different: () => SOUND_LATE,
  hostile: {
    'duplicate keys': () => marked(SOUND_LATE, { '"pos":': '"pos":[1],"pos":', '"events":': '"events":{},"events":' }),
    'keys called __proto__ and constructor': () =>
      marked(SOUND_LATE, { '"event":': '"__proto__":{"polluted":1},"constructor":{"x":1},"event":' }),
    'recycled process ids': () => marked(SOUND_LATE, { '4200': '1337' }),
    'huge ids': () => marked(SOUND_LATE, { '4200': '9'.repeat(25) }),
    'negative ids': () => marked(SOUND_LATE, { '4200': '-4200', '2001': '-1' }),
    'nesting 100,000 deep': () => marked(SOUND_LATE, { '"data": {}': `"data": ${DEEP_LIST}` }),
    'a text of 100 MB': 'read as CAPE reports are',
  },
  longTexts: 'read as those of the early versions are',
};
