// Which calls are which behaviour: data. Calls of every family of functions, by the names that rules know them by without the letter of
// their character set; arguments by their canonical names (argument-names.ts). Facts: Microsoft's documentation of Win32 and of the
// native interface, manual pages of Linux. Written for capax.

import type { BehaviorKind } from './behaviors.ts';

/** Where the object of a behaviour is found: how it is made up, and of which arguments, the first that is there. */
export type ObjectSource =
  /** A text. */
  | { readonly from: 'text'; readonly names: readonly string[] }
  /** A path: a text, or what a handle was opened for. */
  | { readonly from: 'path'; readonly names: readonly string[] }
  /** A key, and with `isValue` the name of a value in it. */
  | { readonly from: 'key'; readonly isValue: boolean }
  /** A command line: as it was given, or put together from the program and its arguments. */
  | { readonly from: 'command' }
  /** A host and its port. */
  | { readonly from: 'host' }
  /** Where a request goes, as far as it is known. */
  | { readonly from: 'url' }
  /** Another process: by its handle or id. */
  | { readonly from: 'process' }
  /** A service: by its name, or by its handle. */
  | { readonly from: 'service' };

/** What has to hold of an argument. Where the argument is not recorded, it does. */
export type Condition =
  /** One of these bits is set, or one of the words is in the text that stands for them. */
  | { readonly argument: string; readonly bits: number; readonly words?: RegExp; readonly isNeeded?: true }
  /** It is one of these, as far as the mask goes; where it is a text, one without these words. */
  | {
      readonly argument: string;
      readonly equals: readonly number[];
      readonly mask?: number;
      readonly unless?: RegExp;
      readonly isNeeded?: true;
    };

export interface Deed {
  readonly kind: BehaviorKind;
  readonly object: ObjectSource;
  readonly when?: readonly Condition[];
}

/** What a handle that a call gives stands for, and which argument holds it, the first that is there; in want of any the result does. */
export interface Gift {
  readonly kind: 'file' | 'key' | 'process' | 'newborn' | 'service' | 'connection';
  readonly holders: readonly string[];
  readonly object: ObjectSource;
}

export interface CallDeeds {
  readonly deeds: readonly Deed[];
  readonly gifts: readonly Gift[];
}

const path = (...names: string[]): ObjectSource => ({ from: 'path', names });
const text = (...names: string[]): ObjectSource => ({ from: 'text', names });
const FILE = path('FileName', 'HandleName', 'Name');
const OLD_FILE = path('ExistingFileName', 'FileName', 'HandleName');
const NEW_FILE = path('NewFileName', 'FileInformation');
const KEY: ObjectSource = { from: 'key', isValue: false };
const VALUE: ObjectSource = { from: 'key', isValue: true };
const NAME = text('Name', 'FileName');
const HOST: ObjectSource = { from: 'host' };
const URL: ObjectSource = { from: 'url' };
const OTHER: ObjectSource = { from: 'process' };
const SERVICE: ObjectSource = { from: 'service' };
const COMMAND: ObjectSource = { from: 'command' };
const PROGRAM = text('ApplicationName', 'CommandLine', 'FileName');

// FILE_READ_DATA, GENERIC_READ, GENERIC_ALL; FILE_WRITE_DATA, FILE_APPEND_DATA, GENERIC_WRITE, GENERIC_ALL.
const READS: Condition = {
  argument: 'DesiredAccess',
  bits: 0x9000_0001,
  words: /GENERIC_(?:READ|ALL)|FILE_READ_DATA/,
  isNeeded: true,
};
const WRITES: Condition = {
  argument: 'DesiredAccess',
  bits: 0x5000_0006,
  words: /GENERIC_(?:WRITE|ALL)|FILE_(?:WRITE|APPEND)_DATA/,
  isNeeded: true,
};
const OPEN_WRITES: Condition = {
  argument: 'Flags',
  bits: 0x3,
  words: /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/,
  isNeeded: true,
};
const OPEN_READS: Condition = { argument: 'Flags', mask: 3, equals: [0, 2], unless: /O_WRONLY/ };
const OPEN_CREATES: Condition = { argument: 'Flags', bits: 0x40, words: /O_CREAT/, isNeeded: true };
const STREAM_WRITES: Condition = { argument: 'Mode', bits: 0, words: /[wa+]/, isNeeded: true };
// FILE_SUPERSEDE, FILE_CREATE, FILE_OPEN_IF, FILE_OVERWRITE_IF.
const NT_CREATES: Condition = { argument: 'CreationDisposition', equals: [0, 2, 3, 5], isNeeded: true };
// CREATE_NEW, CREATE_ALWAYS, OPEN_ALWAYS.
const CREATES: Condition = { argument: 'CreationDisposition', equals: [1, 2, 4], isNeeded: true };
const WAS_NOT_THERE: Condition = { argument: 'ExistedBefore', equals: [0] };
const IS_NEW_KEY: Condition = { argument: 'Disposition', equals: [1] };
const IS_DISPOSITION: Condition = { argument: 'FileInformationClass', equals: [13, 64], isNeeded: true };
const IS_RENAME: Condition = { argument: 'FileInformationClass', equals: [10, 65], isNeeded: true };
const DELETES_ON_CLOSE: Condition = { argument: 'CreateOptions', bits: 0x1000, isNeeded: true };
// PAGE_EXECUTE_READWRITE, PAGE_EXECUTE_WRITECOPY; PROT_WRITE with PROT_EXEC.
const IS_EXECUTABLE: Condition = {
  argument: 'Protection',
  bits: 0xc0,
  words: /PAGE_EXECUTE_(?:READWRITE|WRITECOPY)|PROT_WRITE\|PROT_EXEC/,
  isNeeded: true,
};
// Any of the four that let code run.
const MAPS_CODE: Condition = { argument: 'Protection', bits: 0xf0, words: /EXECUTE/ };
const STOPS: Condition = { argument: 'ControlCode', equals: [1], isNeeded: true };

interface Entry extends Partial<CallDeeds> {
  readonly apis: string;
}

const WRITE_OR_READ: readonly Deed[] = [
  { kind: 'file/read', object: FILE, when: [READS] },
  { kind: 'file/write', object: FILE, when: [WRITES] },
];
const CREATES_KEY: readonly Deed[] = [{ kind: 'registry/create', object: KEY, when: [IS_NEW_KEY] }];
const INJECTS: readonly Deed[] = [{ kind: 'process/inject', object: OTHER }];
const FILE_GIFT: readonly Gift[] = [{ kind: 'file', holders: ['FileHandle'], object: FILE }];
const KEY_GIFT: readonly Gift[] = [{ kind: 'key', holders: ['KeyHandle'], object: KEY }];
// The handle among the arguments of these that is called a key's is that of the key above.
const REG_KEY_GIFT: readonly Gift[] = [{ kind: 'key', holders: ['Handle', 'phkResult', 'hkResult'], object: KEY }];
const PROCESS_GIFT: readonly Gift[] = [{ kind: 'process', holders: ['ProcessHandle'], object: PROGRAM }];
// Until the function around it has returned, who writes to the new process is that function, which gives it its parameters.
const NEWBORN_GIFT: readonly Gift[] = [
  ...PROCESS_GIFT,
  { kind: 'newborn', holders: ['ProcessHandle'], object: PROGRAM },
];
const SERVICE_GIFT: readonly Gift[] = [
  { kind: 'service', holders: ['ServiceHandle'], object: text('ServiceName', 'Name') },
];

const TABLE: readonly Entry[] = [
  {
    apis: 'NtCreateFile',
    deeds: [
      ...WRITE_OR_READ,
      { kind: 'file/create', object: FILE, when: [NT_CREATES, WAS_NOT_THERE] },
      { kind: 'file/delete', object: FILE, when: [DELETES_ON_CLOSE] },
    ],
    gifts: FILE_GIFT,
  },
  {
    apis: 'NtOpenFile',
    deeds: [...WRITE_OR_READ, { kind: 'file/delete', object: FILE, when: [DELETES_ON_CLOSE] }],
    gifts: FILE_GIFT,
  },
  {
    apis: 'CreateFile CreateFile2 CreateFileTransacted',
    deeds: [...WRITE_OR_READ, { kind: 'file/create', object: FILE, when: [CREATES, WAS_NOT_THERE] }],
    gifts: FILE_GIFT,
  },
  { apis: 'NtReadFile ReadFile ReadFileEx', deeds: [{ kind: 'file/read', object: FILE }] },
  { apis: 'NtWriteFile WriteFile WriteFileEx', deeds: [{ kind: 'file/write', object: FILE }] },
  {
    apis: 'NtSetInformationFile',
    deeds: [
      { kind: 'file/delete', object: FILE, when: [IS_DISPOSITION] },
      { kind: 'file/move', object: FILE, when: [IS_RENAME] },
      { kind: 'file/move', object: NEW_FILE, when: [IS_RENAME] },
    ],
  },
  { apis: 'NtDeleteFile DeleteFile unlink unlinkat remove', deeds: [{ kind: 'file/delete', object: FILE }] },
  {
    apis: 'MoveFile MoveFileEx MoveFileWithProgress MoveFileWithProgressTransacted CopyFile CopyFileEx CopyFile2 ReplaceFile rename renameat renameat2',
    deeds: [
      { kind: 'file/move', object: OLD_FILE },
      { kind: 'file/move', object: path('NewFileName') },
    ],
  },
  {
    apis: 'open openat openat2',
    deeds: [
      { kind: 'file/write', object: FILE, when: [OPEN_WRITES] },
      { kind: 'file/read', object: FILE, when: [OPEN_READS] },
      { kind: 'file/create', object: FILE, when: [OPEN_CREATES] },
    ],
    gifts: FILE_GIFT,
  },
  {
    apis: 'creat',
    deeds: [
      { kind: 'file/create', object: FILE },
      { kind: 'file/write', object: FILE },
    ],
    gifts: FILE_GIFT,
  },
  {
    apis: 'fopen',
    deeds: [
      { kind: 'file/read', object: FILE },
      { kind: 'file/write', object: FILE, when: [STREAM_WRITES] },
    ],
  },
  { apis: 'truncate', deeds: [{ kind: 'file/write', object: FILE }] },

  { apis: 'NtOpenKey NtOpenKeyEx', gifts: KEY_GIFT },
  { apis: 'RegOpenKey RegOpenKeyEx', gifts: REG_KEY_GIFT },
  { apis: 'NtCreateKey', deeds: CREATES_KEY, gifts: KEY_GIFT },
  { apis: 'RegCreateKey RegCreateKeyEx', deeds: CREATES_KEY, gifts: REG_KEY_GIFT },
  {
    apis: 'NtQueryValueKey RegQueryValueEx RegQueryValue RegGetValue',
    deeds: [{ kind: 'registry/read', object: VALUE }],
  },
  { apis: 'NtSetValueKey RegSetValueEx RegSetValue RegSetKeyValue', deeds: [{ kind: 'registry/set', object: VALUE }] },
  { apis: 'NtDeleteValueKey RegDeleteValue RegDeleteKeyValue', deeds: [{ kind: 'registry/delete', object: VALUE }] },
  { apis: 'NtDeleteKey RegDeleteKey RegDeleteKeyEx RegDeleteTree', deeds: [{ kind: 'registry/delete', object: KEY }] },

  {
    apis: 'NtCreateUserProcess NtCreateProcess NtCreateProcessEx',
    deeds: [{ kind: 'process/create', object: COMMAND }],
    gifts: NEWBORN_GIFT,
  },
  {
    apis: 'CreateProcess CreateProcessInternal CreateProcessAsUser CreateProcessWithLogon CreateProcessWithToken',
    deeds: [{ kind: 'process/create', object: COMMAND }],
    gifts: PROCESS_GIFT,
  },
  {
    apis: 'ShellExecute ShellExecuteEx WinExec system popen _wsystem',
    deeds: [{ kind: 'process/create', object: COMMAND }],
  },
  { apis: 'execve execveat execv execvp', deeds: [{ kind: 'process/create', object: COMMAND }] },
  {
    apis: 'NtOpenProcess OpenProcess',
    gifts: [{ kind: 'process', holders: ['ProcessHandle'], object: OTHER }],
  },
  { apis: 'NtTerminateProcess TerminateProcess', deeds: [{ kind: 'process/terminate', object: OTHER }] },
  {
    apis: 'NtWriteVirtualMemory WriteProcessMemory NtCreateThreadEx NtCreateThread CreateRemoteThread CreateRemoteThreadEx RtlCreateUserThread process_vm_writev',
    deeds: INJECTS,
  },
  {
    apis: 'NtMapViewOfSection NtMapViewOfSectionEx',
    deeds: [{ kind: 'process/inject', object: OTHER, when: [MAPS_CODE] }],
  },

  {
    apis: 'NtCreateMutant NtOpenMutant CreateMutex CreateMutexEx OpenMutex',
    deeds: [{ kind: 'mutex/create', object: NAME }],
  },
  {
    apis: 'NtCreateNamedPipeFile CreateNamedPipe',
    deeds: [{ kind: 'pipe/create', object: NAME }],
    gifts: FILE_GIFT,
  },
  {
    apis: 'LdrLoadDll LoadLibrary LoadLibraryEx LoadPackagedLibrary dlopen',
    deeds: [{ kind: 'module/load', object: text('FileName', 'ModuleName') }],
  },
  { apis: 'NtLoadDriver', deeds: [{ kind: 'module/load', object: text('ServiceName', 'FileName') }] },

  { apis: 'CreateService', deeds: [{ kind: 'service/create', object: SERVICE }], gifts: SERVICE_GIFT },
  { apis: 'OpenService', gifts: SERVICE_GIFT },
  { apis: 'StartService', deeds: [{ kind: 'service/start', object: SERVICE }] },
  { apis: 'ControlService ControlServiceEx', deeds: [{ kind: 'service/stop', object: SERVICE, when: [STOPS] }] },
  { apis: 'DeleteService', deeds: [{ kind: 'service/stop', object: SERVICE }] },
  { apis: 'NetScheduleJobAdd', deeds: [{ kind: 'task/create', object: COMMAND }] },

  {
    apis: 'getaddrinfo GetAddrInfo GetAddrInfoEx gethostbyname DnsQuery DnsQueryEx DnsQuery_UTF8',
    deeds: [{ kind: 'network/dns', object: text('HostName', 'Name') }],
  },
  { apis: 'connect WSAConnect ConnectEx sendto WSASendTo', deeds: [{ kind: 'network/connect', object: HOST }] },
  {
    apis: 'InternetConnect WinHttpConnect',
    deeds: [{ kind: 'network/connect', object: HOST }],
    gifts: [{ kind: 'connection', holders: [], object: HOST }],
  },
  { apis: 'bind', deeds: [{ kind: 'network/listen', object: HOST }] },
  { apis: 'HttpOpenRequest WinHttpOpenRequest', deeds: [{ kind: 'network/http', object: URL }] },
  { apis: 'InternetOpenUrl', deeds: [{ kind: 'network/http', object: URL }] },
  {
    apis: 'URLDownloadToFile URLDownloadToCacheFile',
    deeds: [
      { kind: 'network/http', object: URL },
      { kind: 'file/write', object: path('FileName') },
    ],
  },

  {
    apis: 'NtAllocateVirtualMemory NtProtectVirtualMemory VirtualAlloc VirtualAllocEx VirtualProtect VirtualProtectEx VirtualAllocExNuma',
    deeds: [{ kind: 'memory/allocate-executable', object: OTHER, when: [IS_EXECUTABLE] }],
  },
  {
    apis: 'mmap mprotect',
    deeds: [
      {
        kind: 'memory/allocate-executable',
        object: OTHER,
        when: [{ argument: 'Protection', bits: 0, words: /PROT_WRITE\|PROT_EXEC/, isNeeded: true }],
      },
    ],
  },
];

const BY_API: ReadonlyMap<string, CallDeeds> = new Map(
  TABLE.flatMap(({ apis, deeds = [], gifts = [] }) => apis.split(' ').map((api) => [api, { deeds, gifts }] as const)),
);

/** What a call of this name may do; undefined for most. `Zw` names are those of `Nt`; the letter of a character set does not count. */
export function callDeeds(api: string): CallDeeds | undefined {
  const name = api.startsWith('Zw') ? `Nt${api.slice(2)}` : api;
  const known = BY_API.get(name);
  return known ?? (/[a-z2][AW]$/.test(name) ? BY_API.get(name.slice(0, -1)) : undefined);
}

/** Every function that may do something. */
export function deedNames(): Iterable<string> {
  return BY_API.keys();
}

/** Arguments that objects of each sort are made of, beside those that are named. */
const OF_OBJECTS: Readonly<Record<ObjectSource['from'], readonly string[]>> = {
  text: [],
  path: ['FileHandle'],
  command: ['CommandLine', 'ApplicationName', 'FileName', 'Parameters', 'Arguments'],
  key: ['KeyHandle', 'Handle', 'KeyName', 'SubKey', 'ValueName'],
  host: ['HostName', 'Port'],
  url: ['Url', 'InternetHandle', 'ObjectName', 'FileName'],
  process: ['ProcessHandle', 'ProcessId'],
  service: ['ServiceHandle', 'ServiceName', 'Name'],
};

/** Canonical names of the arguments that say whether and to what something was done. */
export function deedArguments({ deeds, gifts }: CallDeeds): ReadonlySet<string> {
  return new Set([
    ...deeds.flatMap(({ object, when = [] }) => [...namesIn(object), ...when.map(({ argument }) => argument)]),
    ...gifts.flatMap(({ kind, object, holders }) => [
      ...namesIn(object),
      ...holders,
      ...(kind === 'process' || kind === 'newborn' ? ['ProcessId'] : []),
    ]),
  ]);
}

function namesIn(object: ObjectSource): readonly string[] {
  return 'names' in object ? [...object.names, ...OF_OBJECTS[object.from]] : OF_OBJECTS[object.from];
}
