// Names under which programs import functions that Wine calls by another name: its kernel32, advapi32 and ws2_32 forward some exports, and
// the log has the name of the target only. Rules use the name that documentation and import tables have (spec wine-relay.md, appendix).

/** Names of imports that are the target's with another beginning. */
const RTL =
  'AcquireSRWLockExclusive AcquireSRWLockShared AddVectoredContinueHandler AddVectoredExceptionHandler DecodePointer DecodeSystemPointer DeleteCriticalSection EncodePointer EncodeSystemPointer EnterCriticalSection InitializeConditionVariable InitializeCriticalSection InitializeSListHead InitializeSRWLock InterlockedCompareExchange64 InterlockedFlushSList InterlockedPopEntrySList InterlockedPushEntrySList InterlockedPushListSList InterlockedPushListSListEx LeaveCriticalSection QueryDepthSList ReleaseSRWLockExclusive ReleaseSRWLockShared RemoveVectoredContinueHandler RemoveVectoredExceptionHandler SetCriticalSectionSpinCount TryAcquireSRWLockExclusive TryAcquireSRWLockShared TryEnterCriticalSection WakeAllConditionVariable WakeConditionVariable';
const ETW =
  'EventActivityIdControl EventEnabled EventProviderEnabled EventRegister EventSetInformation EventUnregister EventWrite EventWriteString EventWriteTransfer GetTraceEnableFlags GetTraceEnableLevel GetTraceLoggerHandle RegisterTraceGuidsA RegisterTraceGuidsW TraceMessage TraceMessageVa UnregisterTraceGuids';

/** By the target's name. */
const FORWARDED: ReadonlyMap<string, string> = new Map([
  ...RTL.split(' ').map((name) => [`Rtl${name}`, name] as const),
  ...ETW.split(' ').map((name) => [`Etw${name}`, name] as const),
  ['RtlAllocateHeap', 'HeapAlloc'],
  ['RtlReAllocateHeap', 'HeapReAlloc'],
  ['RtlSizeHeap', 'HeapSize'],
  ['RtlExitUserThread', 'ExitThread'],
  ['RtlRunOnceInitialize', 'InitOnceInitialize'],
  ['RtlRestoreLastWin32Error', 'RestoreLastError'],
  ['RtlGetCurrentProcessorNumberEx', 'GetCurrentProcessorNumberEx'],
  ['NtGetCurrentProcessorNumber', 'GetCurrentProcessorNumber'],
  ['NtFlushProcessWriteBuffers', 'FlushProcessWriteBuffers'],
  ['LdrResolveDelayLoadedAPI', 'ResolveDelayLoadedAPI'],
  ['EtwLogTraceEvent', 'TraceEvent'],
  ['TpCallbackLeaveCriticalSectionOnCompletion', 'LeaveCriticalSectionWhenCallbackReturns'],
  ['TpCallbackReleaseMutexOnCompletion', 'ReleaseMutexWhenCallbackReturns'],
  ['TpCallbackReleaseSemaphoreOnCompletion', 'ReleaseSemaphoreWhenCallbackReturns'],
  ['TpCallbackSetEventOnCompletion', 'SetEventWhenCallbackReturns'],
  ['TpCallbackUnloadDllOnCompletion', 'FreeLibraryWhenCallbackReturns'],
  ['TpCancelAsyncIoOperation', 'CancelThreadpoolIo'],
  ['TpDisassociateCallback', 'DisassociateCurrentThreadFromCallback'],
  ['TpIsTimerSet', 'IsThreadpoolTimerSet'],
  ['TpPostWork', 'SubmitThreadpoolWork'],
  ['TpReleaseCleanupGroup', 'CloseThreadpoolCleanupGroup'],
  ['TpReleaseCleanupGroupMembers', 'CloseThreadpoolCleanupGroupMembers'],
  ['TpReleaseIoCompletion', 'CloseThreadpoolIo'],
  ['TpReleasePool', 'CloseThreadpool'],
  ['TpReleaseTimer', 'CloseThreadpoolTimer'],
  ['TpReleaseWait', 'CloseThreadpoolWait'],
  ['TpReleaseWork', 'CloseThreadpoolWork'],
  ['TpSetPoolMaxThreads', 'SetThreadpoolThreadMaximum'],
  ['TpSetPoolMinThreads', 'SetThreadpoolThreadMinimum'],
  ['TpSetTimer', 'SetThreadpoolTimer'],
  ['TpSetWait', 'SetThreadpoolWait'],
  ['TpStartAsyncIoOperation', 'StartThreadpoolIo'],
  ['TpWaitForIoCompletion', 'WaitForThreadpoolIoCallbacks'],
  ['TpWaitForTimer', 'WaitForThreadpoolTimerCallbacks'],
  ['TpWaitForWait', 'WaitForThreadpoolWaitCallbacks'],
  ['TpWaitForWork', 'WaitForThreadpoolWorkCallbacks'],
]);

/** The function of `ntdll.RtlAllocateHeap` without its module; `#12` for an export without a name. */
export function functionOf(name: string): string {
  const plain = name.slice(name.lastIndexOf('.') + 1);
  return /^\d{1,5}$/.test(plain) ? `#${plain}` : plain;
}

/** The name under which programs import a function, where it is another than the one in the log. */
export function importedName(plain: string): string | undefined {
  return FORWARDED.get(plain);
}
