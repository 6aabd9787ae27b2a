// Which argument of a function stands where, for inputs that record positions and no names: functions and system calls of Windows (as
// Microsoft and the native interface document them) and of Linux (as their manual pages do). Names are canonical (argument-names.ts);
// `-` stands for one that nobody would ask for. A function of two character sets stands once, without its last letter. Written for capax.

const TABLE = `
NtAllocateVirtualMemory: ProcessHandle BaseAddress - Size AllocationType Protection
NtProtectVirtualMemory: ProcessHandle BaseAddress Size Protection OldProtection
NtFreeVirtualMemory: ProcessHandle BaseAddress Size FreeType
NtReadVirtualMemory: ProcessHandle BaseAddress Buffer Length -
NtWriteVirtualMemory: ProcessHandle BaseAddress Buffer Length -
NtCreateFile: FileHandle DesiredAccess ObjectAttributes - - FileAttributes ShareAccess CreationDisposition CreateOptions - -
NtOpenFile: FileHandle DesiredAccess ObjectAttributes - ShareAccess CreateOptions
NtReadFile: FileHandle - ApcRoutine - - Buffer Length Offset KeyHandle
NtWriteFile: FileHandle - ApcRoutine - - Buffer Length Offset KeyHandle
NtDeleteFile: ObjectAttributes
NtDeviceIoControlFile: FileHandle - ApcRoutine - - IoControlCode Buffer Length OutputBuffer -
NtFsControlFile: FileHandle - ApcRoutine - - IoControlCode Buffer Length OutputBuffer -
NtSetInformationFile: FileHandle - FileInformation Length FileInformationClass
NtQueryInformationFile: FileHandle - FileInformation Length FileInformationClass
NtQueryAttributesFile: ObjectAttributes -
NtQueryFullAttributesFile: ObjectAttributes -
NtCreateKey: KeyHandle DesiredAccess ObjectAttributes Index ClassName CreateOptions -
NtOpenKey: KeyHandle DesiredAccess ObjectAttributes
NtOpenKeyEx: KeyHandle DesiredAccess ObjectAttributes CreateOptions
NtSetValueKey: KeyHandle ValueName Index Type Buffer Length
NtQueryValueKey: KeyHandle ValueName KeyValueInformationClass - Length -
NtDeleteValueKey: KeyHandle ValueName
NtDeleteKey: KeyHandle
NtEnumerateKey: KeyHandle Index KeyInformationClass - Length -
NtEnumerateValueKey: KeyHandle Index KeyValueInformationClass - Length -
NtCreateMutant: Handle DesiredAccess ObjectAttributes InitialOwner
NtOpenMutant: Handle DesiredAccess ObjectAttributes
NtCreateEvent: Handle DesiredAccess ObjectAttributes Type -
NtOpenEvent: Handle DesiredAccess ObjectAttributes
NtCreateSection: SectionHandle DesiredAccess ObjectAttributes - Protection AllocationType FileHandle
NtOpenSection: SectionHandle DesiredAccess ObjectAttributes
NtMapViewOfSection: SectionHandle ProcessHandle BaseAddress - - Offset Size - AllocationType Protection
NtUnmapViewOfSection: ProcessHandle BaseAddress
NtOpenProcess: ProcessHandle DesiredAccess ObjectAttributes ProcessId
NtTerminateProcess: ProcessHandle ExitCode
NtSuspendProcess: ProcessHandle
NtResumeProcess: ProcessHandle
NtQueryInformationProcess: ProcessHandle ProcessInformationClass - Length -
NtSetInformationProcess: ProcessHandle ProcessInformationClass - Length
NtCreateUserProcess: ProcessHandle ThreadHandle DesiredAccess - - - CreationFlags - - - -
NtCreateThreadEx: ThreadHandle DesiredAccess ObjectAttributes ProcessHandle StartAddress Parameter CreationFlags - - - -
NtOpenThread: ThreadHandle DesiredAccess ObjectAttributes ThreadId
NtResumeThread: ThreadHandle SuspendCount
NtSuspendThread: ThreadHandle SuspendCount
NtGetContextThread: ThreadHandle -
NtSetContextThread: ThreadHandle -
NtQueueApcThread: ThreadHandle ApcRoutine Parameter - -
NtTerminateThread: ThreadHandle ExitCode
NtSetInformationThread: ThreadHandle ThreadInformationClass - Length
NtQueryInformationThread: ThreadHandle ThreadInformationClass - Length -
NtOpenProcessToken: ProcessHandle DesiredAccess TokenHandle
NtOpenProcessTokenEx: ProcessHandle DesiredAccess - TokenHandle
NtAdjustPrivilegesToken: TokenHandle - - - - -
NtQueryInformationToken: TokenHandle TokenInformationClass - Length -
NtQuerySystemInformation: SystemInformationClass - Length -
NtDelayExecution: - Milliseconds
NtDuplicateObject: SourceProcessHandle SourceHandle TargetProcessHandle TargetHandle DesiredAccess - Flags
NtClose: Handle
NtLoadDriver: ServiceName
LdrLoadDll: - Flags FileName ModuleHandle
LdrGetDllHandle: - Flags FileName ModuleHandle
LdrGetProcedureAddress: ModuleHandle FunctionName Ordinal FunctionAddress
CreateFileW: FileName DesiredAccess ShareAccess - CreationDisposition FileAttributes -
CreateFileA: FileName DesiredAccess ShareAccess - CreationDisposition FileAttributes -
DeleteFileW: FileName
DeleteFileA: FileName
CopyFileW: ExistingFileName NewFileName -
CopyFileA: ExistingFileName NewFileName -
CopyFileExW: ExistingFileName NewFileName - - - Flags
MoveFileWithProgressW: ExistingFileName NewFileName - - Flags
CreateDirectoryW: FileName -
RemoveDirectoryW: FileName
RegOpenKeyExW: KeyHandle SubKey Flags DesiredAccess -
RegOpenKeyExA: KeyHandle SubKey Flags DesiredAccess -
RegCreateKeyExW: KeyHandle SubKey - ClassName Flags DesiredAccess - - -
RegCreateKeyExA: KeyHandle SubKey - ClassName Flags DesiredAccess - - -
RegSetValueExW: KeyHandle ValueName - Type Buffer Length
RegSetValueExA: KeyHandle ValueName - Type Buffer Length
RegQueryValueExW: KeyHandle ValueName - Type Buffer Length
RegQueryValueExA: KeyHandle ValueName - Type Buffer Length
RegDeleteValueW: KeyHandle ValueName
RegDeleteValueA: KeyHandle ValueName
CreateProcessInternalW: TokenHandle ApplicationName CommandLine - - - CreationFlags Environment CurrentDirectory - - -
CreateThread: - - StartAddress Parameter CreationFlags ThreadId
CreateRemoteThread: ProcessHandle - - StartAddress Parameter CreationFlags ThreadId
ReadProcessMemory: ProcessHandle BaseAddress Buffer Length -
WriteProcessMemory: ProcessHandle BaseAddress Buffer Length -
VirtualProtectEx: ProcessHandle BaseAddress Size Protection OldProtection
DeviceIoControl: FileHandle IoControlCode Buffer Length OutputBuffer - - -
SetWindowsHookExW: HookId HookProcedure ModuleHandle ThreadId
SetWindowsHookExA: HookId HookProcedure ModuleHandle ThreadId
InternetConnectW: InternetHandle HostName Port UserName Password Type Flags -
InternetConnectA: InternetHandle HostName Port UserName Password Type Flags -
InternetOpenUrlW: InternetHandle Url Headers Length Flags -
InternetOpenUrlA: InternetHandle Url Headers Length Flags -
URLDownloadToFileW: - Url FileName - -
GetAddrInfoW: HostName ServiceName - -
CreateProcess: ApplicationName CommandLine - - - CreationFlags Environment CurrentDirectory - -
CreateProcessAsUser: TokenHandle ApplicationName CommandLine - - - CreationFlags Environment CurrentDirectory - -
CreateProcessWithTokenW: TokenHandle Flags ApplicationName CommandLine CreationFlags Environment CurrentDirectory - -
CreateProcessWithLogonW: UserName Domain Password Flags ApplicationName CommandLine CreationFlags Environment CurrentDirectory - -
WinExec: CommandLine Show
ShellExecute: WindowHandle Operation FileName Parameters CurrentDirectory Show
OpenProcess: DesiredAccess - ProcessId
OpenThread: DesiredAccess - ThreadId
TerminateProcess: ProcessHandle ExitCode
ExitProcess: ExitCode
CreateRemoteThreadEx: ProcessHandle - - StartAddress Parameter CreationFlags - ThreadId
QueueUserAPC: ApcRoutine ThreadHandle Parameter
SuspendThread: ThreadHandle
ResumeThread: ThreadHandle
GetThreadContext: ThreadHandle -
SetThreadContext: ThreadHandle -
VirtualAlloc: BaseAddress Size AllocationType Protection
VirtualAllocEx: ProcessHandle BaseAddress Size AllocationType Protection
VirtualProtect: BaseAddress Size Protection OldProtection
VirtualFree: BaseAddress Size FreeType
VirtualFreeEx: ProcessHandle BaseAddress Size FreeType
MapViewOfFile: SectionHandle DesiredAccess - - Size
CreateFileMapping: FileHandle - Protection - - Name
OpenFileMapping: DesiredAccess - Name
ReadFile: FileHandle Buffer Length - -
WriteFile: FileHandle Buffer Length - -
ReadFileEx: FileHandle Buffer Length - -
WriteFileEx: FileHandle Buffer Length - -
SetFilePointer: FileHandle Offset - -
CloseHandle: Handle
GetFileAttributes: FileName
SetFileAttributes: FileName FileAttributes
MoveFile: ExistingFileName NewFileName
MoveFileEx: ExistingFileName NewFileName Flags
ReplaceFile: FileName NewFileName - Flags - -
CreateDirectory: FileName -
RemoveDirectory: FileName
FindFirstFile: FileName -
FindFirstFileEx: FileName - - - - Flags
CreateHardLink: FileName ExistingFileName -
CreateSymbolicLink: FileName NewFileName Flags
OpenFile: FileName - Mode
CreateNamedPipe: Name Mode - - - - Milliseconds -
CreateMutex: - InitialOwner Name
CreateMutexEx: - Name Flags DesiredAccess
OpenMutex: DesiredAccess - Name
CreateEvent: - - - Name
OpenEvent: DesiredAccess - Name
CreateSemaphore: - - - Name
Sleep: Milliseconds
SleepEx: Milliseconds -
LoadLibrary: FileName
LoadLibraryEx: FileName - Flags
GetModuleHandle: ModuleName
GetModuleHandleEx: Flags ModuleName -
GetModuleFileName: ModuleHandle FileName Length
GetProcAddress: ModuleHandle FunctionName
FreeLibrary: ModuleHandle
FindResource: ModuleHandle Resource Type
FindResourceEx: ModuleHandle Type Resource Language
LoadResource: ModuleHandle Resource
RegOpenKey: KeyHandle SubKey -
RegCreateKey: KeyHandle SubKey -
RegSetValue: KeyHandle SubKey Type Buffer Length
RegSetKeyValue: KeyHandle SubKey ValueName Type Buffer Length
RegGetValue: KeyHandle SubKey ValueName Flags - Buffer Length
RegQueryValue: KeyHandle SubKey Buffer Length
RegDeleteKey: KeyHandle SubKey
RegDeleteKeyEx: KeyHandle SubKey DesiredAccess -
RegDeleteTree: KeyHandle SubKey
RegDeleteKeyValue: KeyHandle SubKey ValueName
RegEnumKeyEx: KeyHandle Index - - - - - -
RegEnumKey: KeyHandle Index - -
RegEnumValue: KeyHandle Index ValueName - - Type Buffer -
RegCloseKey: KeyHandle
RegSaveKey: KeyHandle FileName -
OpenSCManager: ComputerName - DesiredAccess
OpenService: ManagerHandle ServiceName DesiredAccess
CreateService: ManagerHandle ServiceName DisplayName DesiredAccess ServiceType StartType - BinaryPathName - - - UserName Password
StartService: ServiceHandle - Arguments
ControlService: ServiceHandle ControlCode -
DeleteService: ServiceHandle
ChangeServiceConfig: ServiceHandle ServiceType StartType - BinaryPathName - - - UserName Password DisplayName
OpenProcessToken: ProcessHandle DesiredAccess TokenHandle
DuplicateTokenEx: TokenHandle DesiredAccess - - Type -
LookupPrivilegeValue: ComputerName Privilege -
ImpersonateLoggedOnUser: TokenHandle
WSASocket: Domain Type Protocol - - Flags
send: SocketHandle Buffer Length Flags
recv: SocketHandle Buffer Length Flags
closesocket: SocketHandle
shutdown: SocketHandle -
DnsQuery: HostName Type Flags - - -
InternetOpen: UserAgent - - - Flags
HttpOpenRequest: InternetHandle Verb ObjectName - - - Flags -
HttpSendRequest: InternetHandle Headers Length PostData -
InternetReadFile: InternetHandle Buffer Length -
WinHttpOpen: UserAgent - - - Flags
WinHttpConnect: InternetHandle HostName Port -
WinHttpOpenRequest: InternetHandle Verb ObjectName - - - Flags
WinHttpSendRequest: InternetHandle Headers Length PostData - - -
URLDownloadToCacheFile: - Url FileName Length - -
CryptAcquireContext: - Name - Type Flags
CryptCreateHash: - AlgorithmId CryptKey Flags -
CryptHashData: CryptHash Buffer Length Flags
CryptDeriveKey: - AlgorithmId CryptHash Flags CryptKey
CryptGenKey: - AlgorithmId Flags CryptKey
CryptEncrypt: CryptKey CryptHash - Flags Buffer Length -
CryptDecrypt: CryptKey CryptHash - Flags Buffer Length
FindWindow: ClassName WindowName
FindWindowEx: - - ClassName WindowName
CreateWindowEx: - ClassName WindowName - - - - - WindowHandle - ModuleHandle Parameter
MessageBox: WindowHandle Message Text Type
SystemParametersInfo: - Parameter FileName Flags
CoCreateInstance: ClassId - ClassContext InterfaceId -
GetDriveType: Drive
GetComputerName: ComputerName -
GetUserName: UserName -
OutputDebugString: Text
open: FileName Flags Mode
openat: FileHandle FileName Flags Mode
openat2: FileHandle FileName Flags -
creat: FileName Mode
read: FileHandle Buffer Length
pread64: FileHandle Buffer Length Offset
write: FileHandle Buffer Length
pwrite64: FileHandle Buffer Length Offset
close: FileHandle
stat: FileName -
lstat: FileName -
fstat: FileHandle -
newfstatat: FileHandle FileName - Flags
statx: FileHandle FileName Flags - -
access: FileName Mode
faccessat: FileHandle FileName Mode Flags
faccessat2: FileHandle FileName Mode Flags
readlink: FileName Buffer Length
readlinkat: FileHandle FileName Buffer Length
unlink: FileName
unlinkat: FileHandle FileName Flags
rmdir: FileName
mkdir: FileName Mode
mkdirat: FileHandle FileName Mode
rename: ExistingFileName NewFileName
renameat: FileHandle ExistingFileName - NewFileName
renameat2: FileHandle ExistingFileName - NewFileName Flags
link: ExistingFileName NewFileName
linkat: FileHandle ExistingFileName - NewFileName Flags
symlink: ExistingFileName NewFileName
symlinkat: ExistingFileName FileHandle NewFileName
chmod: FileName Mode
fchmod: FileHandle Mode
fchmodat: FileHandle FileName Mode
chown: FileName - -
chdir: FileName
chroot: FileName
truncate: FileName Length
ftruncate: FileHandle Length
mount: ExistingFileName FileName Type Flags Buffer
umount2: FileName Flags
memfd_create: Name Flags
ioctl: FileHandle IoControlCode Parameter
fcntl: FileHandle ControlCode Parameter
mmap: BaseAddress Size Protection Flags FileHandle Offset
mprotect: BaseAddress Size Protection
munmap: BaseAddress Size
execve: FileName Arguments Environment
execveat: FileHandle FileName Arguments Environment Flags
clone: - Flags
fork:
kill: ProcessId Signal
tgkill: ProcessId ThreadId Signal
ptrace: ControlCode ProcessId BaseAddress Buffer
prctl: ControlCode Parameter - - -
process_vm_readv: ProcessId - - - - Flags
process_vm_writev: ProcessId - - - - Flags
exit: ExitCode
exit_group: ExitCode
socket: Domain Type Protocol
connect: SocketHandle HostName -
bind: SocketHandle HostName -
listen: SocketHandle -
accept: SocketHandle HostName -
accept4: SocketHandle HostName - Flags
sendto: SocketHandle Buffer Length Flags HostName -
recvfrom: SocketHandle Buffer Length Flags HostName -
sendmsg: SocketHandle Buffer Flags
setsockopt: SocketHandle - - - -
dup2: FileHandle -
dup3: FileHandle - Flags
init_module: Buffer Length Parameters
finit_module: FileHandle Parameters Flags
delete_module: ModuleName Flags
inotify_add_watch: FileHandle FileName -
setuid: -
fopen: FileName Mode
remove: FileName
system: CommandLine
popen: CommandLine Type
getenv: Name
setenv: Name Buffer -
dlopen: FileName Flags
dlsym: Handle FunctionName
gethostbyname: HostName
getaddrinfo: HostName ServiceName - -
execv: FileName Arguments
execvp: FileName Arguments
sleep: -
usleep: -
opendir: FileName
`;

const POSITIONS: ReadonlyMap<string, readonly string[]> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [api = '', names = ''] = line.split(':');
      return [api, names.split(' ').filter((word) => word !== '')];
    }),
);

/** The canonical name of the argument of `api` at a position, counted from 0; undefined where nothing is known of it. */
export function argumentNameAt(api: string, position: number): string | undefined {
  const name = namesOf(api)?.[position];
  return name === '-' ? undefined : name;
}

/** How many arguments of `api` have a place here; undefined where nothing is known of it. */
export function argumentCountOf(api: string): number | undefined {
  return namesOf(api)?.length;
}

function namesOf(api: string): readonly string[] | undefined {
  return POSITIONS.get(api) ?? POSITIONS.get(familyName(api));
}

/** The name under which a function is listed that is not listed under its own: without the letter of its character set, and `Nt` for `Zw`. */
function familyName(api: string): string {
  return api.startsWith('Zw') ? `Nt${api.slice(2)}` : /[a-z][AW]$/.test(api) ? api.slice(0, -1) : api;
}

/** Every function whose arguments have a place here. */
export function positionedApis(): Iterable<readonly [api: string, names: readonly string[]]> {
  return POSITIONS;
}
