// Functions that are one act under several names: a function of Windows' programming interface, what it forwards to, and the system call
// that it makes. Sandboxes record some of them and rules name others. docs/api-aliases.md prints the table, and a test compares the two.
//
// Two names are of one act only if a call of either says as much about the program as a call of the other. Where the lower function also
// does other things all the time (NtMapViewOfSection for every library that is loaded), they are not.

/** One act. */
export interface Act {
  /** Names of functions, which with `*` also end in A and W. Every `Nt` name also begins with `Zw`. */
  readonly names: readonly string[];
  /** Why these are the same. */
  readonly reason: string;
  /** Whether numbers mean something else in each: flags of CreateProcess are not those of NtCreateUserProcess. */
  readonly ownNumbers: boolean;
}

const act = (names: string, reason: string, ownNumbers = false): Act => ({
  names: names.split(' '),
  reason,
  ownNumbers,
});
const actWithOwnNumbers = (names: string, reason: string): Act => act(names, reason, true);

/** Every act, by subject. */
export const ACTS: readonly Act[] = [
  act(
    'CreateMutex* CreateMutexEx* NtCreateMutant',
    'Creating a mutex is one system call, with the name in its object attributes.',
  ),
  act('OpenMutex* NtOpenMutant', 'Opening a mutex is one system call.'),
  act('CreateEvent* CreateEventEx* NtCreateEvent', 'Creating an event is one system call.'),
  act('OpenEvent* NtOpenEvent', 'Opening an event is one system call.'),
  act('CreateSemaphore* CreateSemaphoreEx* NtCreateSemaphore', 'Creating a semaphore is one system call.'),
  actWithOwnNumbers(
    'CreateFile* CreateFile2 NtCreateFile',
    'CreateFile always comes to NtCreateFile, whether it opens or creates.',
  ),
  act('ReadFile ReadFileEx NtReadFile', 'Reading is one system call; both forms make it.'),
  act('WriteFile WriteFileEx NtWriteFile', 'Writing is one system call; both forms make it.'),
  act('GetFileAttributes* NtQueryAttributesFile', 'Asking for the attributes of a path is this system call.'),
  act('GetFileAttributesEx* NtQueryFullAttributesFile', 'Asking for size and times of a path is this system call.'),
  actWithOwnNumbers(
    'FindFirstFile* FindFirstFileEx* NtQueryDirectoryFile NtQueryDirectoryFileEx',
    'A search of a folder is this system call from its first step on.',
  ),
  act('DeviceIoControl NtDeviceIoControlFile', 'A control code for a driver is one system call.'),
  actWithOwnNumbers('CreateNamedPipe* NtCreateNamedPipeFile', 'Creating a pipe by name is one system call.'),
  act('LockFile LockFileEx NtLockFile', 'Locking part of a file is one system call.'),
  act(
    'RegCreateKey* RegCreateKeyEx* NtCreateKey',
    'Creating a key, or opening it where it is there, is one system call.',
  ),
  act('RegOpenKey* RegOpenKeyEx* NtOpenKey NtOpenKeyEx', 'Opening a key is one system call in two versions.'),
  act(
    'RegSetValue* RegSetValueEx* RegSetKeyValue* NtSetValueKey',
    'Setting a value is one system call; RegSetKeyValue opens the key before it.',
  ),
  act('RegQueryValueEx* RegGetValue* NtQueryValueKey', 'Reading a value is one system call.'),
  act('RegDeleteValue* RegDeleteKeyValue* NtDeleteValueKey', 'Deleting a value is one system call.'),
  act('RegDeleteKey* RegDeleteKeyEx* NtDeleteKey', 'Deleting a key is one system call, after it was opened.'),
  act('RegEnumKey* RegEnumKeyEx* NtEnumerateKey', 'Listing keys is one system call for each.'),
  act('RegEnumValue* NtEnumerateValueKey', 'Listing values is one system call for each.'),
  act('RegSaveKey* NtSaveKey', 'Writing a key to a file is one system call.'),
  act(
    'RegLoadKey* NtLoadKey NtLoadKey2 NtLoadKeyEx',
    'Loading a key from a file is one system call in three versions.',
  ),
  actWithOwnNumbers(
    'CreateProcess* CreateProcessInternal* NtCreateUserProcess',
    'CreateProcess forwards to CreateProcessInternalW, which makes this system call.',
  ),
  act('OpenProcess NtOpenProcess', 'Opening a process is one system call.'),
  act('TerminateProcess NtTerminateProcess', 'Ending a process is one system call.'),
  act('OpenThread NtOpenThread', 'Opening a thread is one system call.'),
  act('SuspendThread NtSuspendThread', 'Suspending a thread is one system call.'),
  act('ResumeThread NtResumeThread', 'Resuming a thread is one system call.'),
  act('GetThreadContext NtGetContextThread', 'Reading the registers of a thread is one system call.'),
  act('SetThreadContext NtSetContextThread', 'Setting the registers of a thread is one system call.'),
  act('QueueUserAPC NtQueueApcThread NtQueueApcThreadEx', 'Queueing a procedure for a thread is one system call.'),
  act(
    'OpenProcessToken NtOpenProcessToken NtOpenProcessTokenEx',
    'Opening the token of a process is one system call in two versions.',
  ),
  actWithOwnNumbers(
    'AdjustTokenPrivileges NtAdjustPrivilegesToken RtlAdjustPrivilege',
    'Switching a privilege is one system call; RtlAdjustPrivilege opens the token before it.',
  ),
  act('DuplicateTokenEx NtDuplicateToken', 'Duplicating a token is one system call.'),
  act(
    'VirtualAlloc NtAllocateVirtualMemory',
    'Allocating pages is one system call. VirtualAllocEx is not of this act: the system call does not say that it is for another process.',
  ),
  act(
    'VirtualProtect NtProtectVirtualMemory',
    'Changing the protection of pages is one system call. VirtualProtectEx is not of this act, for the same reason.',
  ),
  act('ReadProcessMemory NtReadVirtualMemory', 'Reading memory of a process is one system call.'),
  act('WriteProcessMemory NtWriteVirtualMemory', 'Writing memory of a process is one system call.'),
  act('CreateFileMapping* NtCreateSection', 'Creating a section is one system call.'),
  act(
    'UnmapViewOfFile NtUnmapViewOfSection NtUnmapViewOfSectionEx',
    'Unmapping a view is one system call in two versions.',
  ),
  actWithOwnNumbers(
    'LoadLibrary* LoadLibraryEx* LdrLoadDll',
    'LoadLibrary asks the loader for it, which records as LdrLoadDll.',
  ),
  act(
    'GetProcAddress LdrGetProcedureAddress LdrGetProcedureAddressEx LdrGetProcedureAddressForCaller',
    'GetProcAddress asks the loader for it.',
  ),
  actWithOwnNumbers('GetModuleHandle* LdrGetDllHandle LdrGetDllHandleEx', 'GetModuleHandle asks the loader for it.'),
  actWithOwnNumbers('Sleep SleepEx NtDelayExecution', 'Sleeping is one system call.'),
  act('GetSystemTimeAsFileTime GetSystemTime NtQuerySystemTime', 'The time of day has one source.'),
  act('QueryPerformanceCounter NtQueryPerformanceCounter RtlQueryPerformanceCounter', 'The counter has one source.'),
  act('AddVectoredExceptionHandler RtlAddVectoredExceptionHandler', 'The one is exported as the other.'),
  act(
    'CryptProtectMemory RtlEncryptMemory SystemFunction040',
    'The last two are names of one function, which the first calls.',
  ),
  act(
    'CryptUnprotectMemory RtlDecryptMemory SystemFunction041',
    'The last two are names of one function, which the first calls.',
  ),
  act('RtlGenRandom SystemFunction036', 'Both are names of one function.'),
  act('HeapAlloc RtlAllocateHeap', 'The one is exported as the other.'),
  act('HeapFree RtlFreeHeap', 'The one is exported as the other.'),
  act('ExitProcess RtlExitUserProcess', 'ExitProcess forwards to it.'),
  act('RtlDecompressBuffer RtlDecompressBufferEx', 'The second takes room to work in and does the same.'),
  act('SetWindowsHookEx* NtUserSetWindowsHookEx', 'Installing a hook is one system call.'),
  act('FindWindow* FindWindowEx* NtUserFindWindowEx', 'Looking for a window is one system call.'),
  act('GetAsyncKeyState NtUserGetAsyncKeyState', 'Asking for the state of a key is one system call.'),
  act('getaddrinfo GetAddrInfo* GetAddrInfoEx*', 'The last two are the first for wide texts, and with a time limit.'),
  act('connect WSAConnect', 'The second is the first with data to send at once.'),
  act('send WSASend', 'The second is the first for several buffers.'),
  act('recv WSARecv', 'The second is the first for several buffers.'),
  act('socket WSASocket*', 'The second is the first with a choice of provider.'),
  act('system _wsystem', 'The second is the first for wide texts.'),
  act('fopen _wfopen fopen_s _wfopen_s', 'Names of one function of the C run-time for narrow and wide texts.'),
  act('remove _wremove _unlink _wunlink unlink', 'Names of one function of the C run-time.'),
  act('rename _wrename', 'Names of one function of the C run-time.'),
  act('mkdir _mkdir _wmkdir', 'Names of one function of the C run-time.'),
];

/** What a name stands for: the name without A or W behind it, and the names of its act. */
interface Entry {
  readonly base: string;
  readonly act: readonly string[];
  readonly ownNumbers: boolean;
}

const ENTRIES: ReadonlyMap<string, Entry> = new Map(
  ACTS.flatMap(({ names, ownNumbers }) => {
    const bases = names.flatMap((name) =>
      name.startsWith('Nt') ? [name, `Zw${name.slice(2)}`] : [name.replace('*', '')],
    );
    return names.flatMap((name) => {
      const base = name.replace('*', '');
      const entry: Entry = { base, act: bases, ownNumbers };
      const zw: [string, Entry][] = name.startsWith('Nt')
        ? [[`Zw${name.slice(2)}`, { base: `Zw${name.slice(2)}`, act: bases, ownNumbers }]]
        : [];
      const forms: readonly string[] = name.endsWith('*') ? [base, `${base}A`, `${base}W`] : [base];
      return [...forms.map((form): [string, Entry] => [form, entry]), ...zw];
    });
  }),
);

/** True for a name that stands for an act which has other names. */
export function hasAliases(name: string): boolean {
  return ENTRIES.has(name);
}

/** Whether numbers that a rule names beside a function mean something else under the function's other names. */
export function hasOwnNumbers(name: string): boolean {
  return ENTRIES.get(name)?.ownNumbers === true;
}

/**
 * Names of calls that are what a rule means by `name`: the name first, then the others of its act. A recorded call counts under its name
 * without A or W as well, so the others are given without. Of `CreateMutexA`, `CreateMutexW` is no other name: who asks for one of the
 * two wants it.
 */
export function apisOfAct(name: string): readonly string[] {
  const entry = ENTRIES.get(name);
  return entry === undefined ? [name] : [name, ...entry.act.filter((other) => other !== entry.base)];
}
