// Functions of Windows that the C run-time of Microsoft and MinGW calls itself. A function that calls any other is not taken for part of the
// run-time, whoever calls it.

const NAMES = `
AcquireSRWLockExclusive AreFileApisANSI CloseHandle CompareStringA CompareStringEx CompareStringW CorExitProcess CreateEventW CreateFileA
CreateFileW CreateSemaphoreW DecodePointer DeleteCriticalSection EncodePointer EnterCriticalSection ExitProcess FatalAppExitA
FatalAppExitW FindClose FindFirstFileExA FindFirstFileExW FindNextFileA FindNextFileW FlsAlloc FlsFree FlsGetValue FlsSetValue
FlushFileBuffers FormatMessageA FreeEnvironmentStringsA FreeEnvironmentStringsW FreeLibrary GetACP GetCPInfo GetCommandLineA GetCommandLineW GetConsoleCP
GetConsoleMode GetConsoleOutputCP GetCurrentPackageId GetCurrentProcess GetCurrentProcessId GetCurrentThread GetCurrentThreadId
GetEnvironmentStrings GetEnvironmentStringsA GetEnvironmentStringsW GetFileType GetLastError GetLocaleInfoA GetLocaleInfoEx GetLocaleInfoW
GetLogicalProcessorInformation GetModuleFileNameA GetModuleFileNameW GetModuleHandleA GetModuleHandleExW GetModuleHandleW GetOEMCP
GetProcAddress GetProcessHeap GetProcessWindowStation GetStartupInfoA GetStartupInfoW GetStdHandle GetStringTypeA GetStringTypeW GetSystemTimeAsFileTime
GetTickCount GetTickCount64 GetTimeZoneInformation GetUserDefaultLCID GetUserObjectInformationA GetUserObjectInformationW GetVersion
GetVersionExA GetVersionExW HeapAlloc HeapCreate HeapDestroy HeapFree HeapQueryInformation HeapReAlloc HeapSetInformation HeapSize
InitOnceExecuteOnce InitializeCriticalSection InitializeCriticalSectionAndSpinCount InitializeCriticalSectionEx InitializeSListHead
InterlockedDecrement InterlockedExchange InterlockedFlushSList InterlockedIncrement InterlockedPushEntrySList IsBadCodePtr IsBadReadPtr IsBadWritePtr
IsDebuggerPresent IsProcessorFeaturePresent IsValidCodePage IsValidLocale LCMapStringA LCMapStringEx LCMapStringW LeaveCriticalSection
LoadLibraryA LoadLibraryExW LoadLibraryW MultiByteToWideChar OutputDebugStringA OutputDebugStringW QueryPerformanceCounter
QueryPerformanceFrequency RaiseException ReadConsoleW ReadFile ReleaseSRWLockExclusive RtlAddFunctionTable RtlCaptureContext
RtlLookupFunctionEntry RtlPcToFileHeader RtlRestoreContext RtlUnwind RtlUnwindEx RtlVirtualUnwind SetConsoleCtrlHandler SetEnvironmentVariableA
SetEnvironmentVariableW SetFilePointer SetFilePointerEx SetHandleCount SetLastError SetStdHandle SetUnhandledExceptionFilter Sleep
SwitchToThread TerminateProcess TlsAlloc TlsFree TlsGetValue TlsSetValue TryEnterCriticalSection UnhandledExceptionFilter VirtualAlloc VirtualFree
VirtualProtect VirtualQuery WaitForSingleObject WideCharToMultiByte WriteConsoleA WriteConsoleW WriteFile
`;

const RUNTIME_APIS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
/** Modules that are the run-time themselves. */
const RUNTIME_MODULE = /^(?:msvc[rp]\d*d?|ucrtbased?|vcruntime\d+(?:_\d)?d?|api-ms-win-crt-.*)(?:\.dll)?$/i;

/** Whether the run-time itself may call this. */
export function isRuntimeApi(module: string, name: string | undefined): boolean {
  return RUNTIME_MODULE.test(module) || (name !== undefined && RUNTIME_APIS.has(name));
}
