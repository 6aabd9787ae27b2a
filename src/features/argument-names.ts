// What arguments of calls are called. Every recorder has its own words for them, and so have Microsoft's documentation, that of the
// native interface and the manual pages of Linux. Here each has one canonical name; rules and calls are compared by it.
//
// Written for capax by comparing these vocabularies, not taken from any of them; docs/arguments.md prints the table. A spelling is found
// whatever its case and underscores are, and with or without the prefix that Windows programmers put before names (`lpFileName`).

/** Canonical name: the spellings that mean the same, as far as they are not the name itself with a prefix. */
const TABLE = `
FileName: PathName Path FilePath DirectoryName DosFileName LibFileName ModuleFileName DllName DllFullName FileToOpen TargetFileName
ExistingFileName: OldFileName OldFilePath OldPath OldName SourceFileName SourceFile
NewFileName: NewFilePath NewPath NewName DestinationFileName LinkPath
FileHandle: File fd DirFd OldDirFd
KeyName: FullName RegKey TargetKey
SubKey: KeySubName
KeyHandle: Key Registry RootKey BaseHandle
ValueName: ValueKeyName
Type: ValueType DataType
Buffer: Data Buf ValueData InBuffer InputBuffer
OutputBuffer: OutBuffer
Length: BufferLength BufferSize DataLength DataSize NumberOfBytesToWrite NumberOfBytesToRead NumberOfBytes Count Len InputBufferLength InBufferSize ToWrite ToRead
Name: MutexName MutantName EventName SemaphoreName SectionName PipeName NamedPipeName TimerName AtomName MappingName
ProcessHandle: Process ProcessInformationHandle
ThreadHandle: Thread
SectionHandle: FileMappingObject Section
TokenHandle: Token
ModuleHandle: Module LibModule DllHandle ModuleBase ModuleAddress
WindowHandle: Wnd Window HWnd
SocketHandle: Socket SockFd s
ServiceHandle: Service SCObject
ManagerHandle: SCManager ServiceControlManager ServiceManagerHandle
InternetHandle: Internet Connect Session SessionHandle RequestHandle Request
Handle: Object ObjectHandle HandleToClose
SourceHandle: ExistingHandle
ProcessId: ProcessIdentifier Pid OwningProcess UniqueProcess TargetPid
ThreadId: ThreadIdentifier Tid UniqueThread
BaseAddress: Address Addr Base StartingAddress VirtualAddress
Size: RegionSize ViewSize NumberOfBytesProtected NumberOfBytesToProtect BytesToProtect AllocationSize MappingSize NumberOfBytesToMap
Protection: Protect NewProtect NewAccessProtection NewProtection Win32Protect PageProtection PageAttributes SectionPageProtection Prot AccessProtection
OldProtection: OldAccessProtection OldProtect
AllocationType: AllocType
FreeType:
DesiredAccess: Access SamDesired ProcessDesiredAccess AccessMask DesiredAccessMask
ShareAccess: ShareMode
CreationDisposition: CreateDisposition OpenMode
CreateOptions: OpenOptions CreateOption
FileAttributes: FlagsAndAttributes Attributes
CreationFlags: CreateFlags ThreadFlags ProcessFlags ProcessCreationFlags
StartAddress: StartRoutine StartupRoutine ThreadProcedure
Parameter: Argument ThreadParameter
CommandLine: CmdLine Command
ApplicationName: ImagePathName ImagePath ProcessName AppName
Parameters: CommandArguments
CurrentDirectory: WorkingDirectory Directory
HostName: NodeName ServerName Host Ip IpAddress RemoteAddress DnsName QueryName
Port: ServerPort RemotePort
Url: UrlName Uri
Verb: Method HttpVerb
UserAgent: Agent
Headers: Header
ObjectName: ObjectPath UrlPath
PostData: Optional OptionalData
UserName: User
Password: Pass
ServiceName:
DisplayName:
BinaryPathName: BinaryPath
ServiceType:
StartType: StartMode
ControlCode: Control
IoControlCode: FsControlCode CtlCode
FunctionName: ProcName ProcedureName Function RoutineName
FunctionAddress: ProcedureAddress
ModuleName: LibraryName DllBaseName
Ordinal: FunctionOrdinal
Milliseconds: DelayInterval Timeout SleepTime
ExitCode: ExitStatus
Privilege: PrivilegeName LuidName
HookId: HookIdentifier IdHook
HookProcedure: Hook HookProc fn
ClassName: Class
WindowName: WindowTitle Title
Message: Msg
AlgorithmId: AlgId Algorithm AlgorithmName
CryptKey:
CryptHash: HashObject
ClassId: Clsid RClsid
InterfaceId: Iid Riid
ClassContext: ClsContext
Flags: Flag Options Option
Mode: FileMode
SystemInformationClass: InformationClass
ProcessInformationClass:
ThreadInformationClass:
FileInformationClass:
TokenInformationClass:
KeyInformationClass:
KeyValueInformationClass:
FileInformation: Information
ObjectAttributes: ObjectAttributesName
ObjectAttributesHandle:
ApcRoutine: Apc PfnApc
Arguments: Argv Args
Environment: Envp Env
Signal: Sig Signum
Domain: AddressFamily Family af
Protocol:
Index: KeyIndex
Resource: ResourceName
Language:
Offset: SectionOffset FileOffset
InitialOwner:
ExistedBefore:
SourceProcessHandle: SourceProcess
TargetProcessHandle: TargetProcess
TargetHandle:
SuspendCount: PreviousSuspendCount
FolderId: Folder Csidl
Show: ShowCmd CmdShow
Operation: ShellOperation
Text: TextToShow Caption
Script:
Drive: RootPathName VolumeName
ComputerName: MachineName
TimeLow:
Status:
`;

/** Before the names of what functions are given. */
const PREFIX =
  /^(?:lpwsz|lpcwsz|pswz|lpsz|lpcsz|pwsz|pcwsz|psz|pcsz|wsz|sz|lpdw|lpcb|lp|pdw|ppv|pp|ph|pv|pn|p|dw|fl|cch|cb|ul|us|h|n|u|l|b|f|c|w|i)(?=[A-Z])/;

const CANONICAL = new Map<string, string>();
for (const line of TABLE.trim().split('\n')) {
  const [name = '', spellings = ''] = line.split(':');
  CANONICAL.set(fold(name), name);
  for (const spelling of spellings.split(' ').filter((word) => word !== '')) CANONICAL.set(fold(spelling), name);
}

function fold(name: string): string {
  return name.replaceAll(/[_ ]/g, '').toLowerCase();
}

/** The canonical name of an argument. A name that nobody knows stands for itself, without its prefix. */
export function canonicalArgumentName(name: string): string {
  const known = CANONICAL.get(fold(name));
  if (known !== undefined) return known;
  const bare = name.replace(PREFIX, '');
  return CANONICAL.get(fold(bare)) ?? bare;
}

/** Whether the name is one of those that mean something here. */
export function isKnownArgumentName(name: string): boolean {
  return CANONICAL.has(fold(name)) || CANONICAL.has(fold(name.replace(PREFIX, '')));
}

/** Every canonical name, with its other spellings. */
export function argumentNames(): readonly (readonly [name: string, spellings: readonly string[]])[] {
  return TABLE.trim()
    .split('\n')
    .map((line) => {
      const [name = '', spellings = ''] = line.split(':');
      return [name, spellings.split(' ').filter((word) => word !== '')];
    });
}

const FILES = /File|Directory(?!Object)/;

/**
 * The canonical name of an argument of a call. What native calls put into their object attributes is a path, a key or a name, as the
 * function says.
 */
export function argumentNameOf(api: string, name: string): string {
  const canonical = canonicalArgumentName(name);
  if (canonical !== 'ObjectAttributes') return canonical;
  if (api.includes('Key')) return 'KeyName';
  return FILES.test(api) ? 'FileName' : 'Name';
}
