import { describe, expect, it } from 'vitest';
import { splitCall } from '../../../src/features/call-text.ts';
import { GivingCalls } from '../../../src/features/giving-calls.ts';
import { givesHandles, handlesGivenBy, predefinedHandle, referenceOf } from '../../../src/features/handles.ts';

const given = (text: string): string[] =>
  handlesGivenBy(splitCall(text)).map(({ kind, handle, target }) => `${kind} ${handle.toString(16)} ${target}`);

describe('calls that give handles', () => {
  it.each([
    ['NtOpenProcess(ProcessHandle=0x470, DesiredAccess=0x1f, ProcessIdentifier=0x73c) -> 0x0', ['process 470 0x73c']],
    [
      'CreateProcessInternalW(CommandLine="a", ProcessId=0x890, ThreadId=0x89c, ProcessHandle=0x19c, ThreadHandle=0x198) -> 0x1',
      ['process 19c 0x890', 'thread 198 0x89c'],
    ],
    ['NtCreateFile(FileHandle=0xfc, FileName="C:\\a \\"b\\"") -> 0x0', ['file fc C:\\a \\"b\\"']],
    ['NtCreateFile(file_handle=0xfc, filepath="C:\\a") -> 0x0', ['file fc C:\\a']],
    [
      'RegOpenKeyExW(Registry=0x80000001, SubKey="Run", Handle=0xe0, FullName="HKEY_CURRENT_USER\\Run") -> 0x0',
      ['key e0 HKEY_CURRENT_USER\\Run'],
    ],
    [
      'RegOpenKeyExA(hKey: 0x80000001, lpSubKey: "Run", phkResult: 0x5b49) -> phkResult: 0xa0, ret_val: 0x0',
      ['key a0 Run'],
    ],
    ['CreateFileW(lpFileName: "C:\\a", dwFlags: 0x0) -> ret_val: 0xa4', ['file a4 C:\\a']],
    ['OpenProcess(dwDesiredAccess: 0x1f, dwProcessId: 0x73c) -> ret_val: 0xa8', ['process a8 0x73c']],
  ])('%s', (text, handles) => {
    expect(givesHandles(splitCall(text).api)).toBe(true);
    expect(given(text)).toEqual(handles);
  });

  it.each([
    'NtOpenProcess(ProcessHandle=0x470, ProcessIdentifier=0x73c) -> 0xc0000022',
    'NtOpenProcess(ProcessHandle=0x470, ProcessIdentifier=0x73c) -> ACCESS_DENIED',
    'NtOpenProcess(ProcessHandle=0x0, ProcessIdentifier=0x73c) -> 0x0',
    'CreateProcessInternalW(ProcessId=0x890, ProcessHandle=0x19c) -> 0x0',
    'RegOpenKeyExW(Handle=0xe0, FullName="HKEY_CURRENT_USER\\Run") -> 0x2',
    'NtCreateFile(FileHandle=0xfc, FileName="") -> 0x0',
    'CreateFileW(lpFileName: 0x7ff0) -> ret_val: 0xa4',
    'NtClose(Handle=0xe0) -> 0x0',
    'NtOpenProcess -> nothing',
  ])('not if nothing is given or nothing says for what: %s', (text) => {
    expect(given(text)).toEqual([]);
  });
});

describe('arguments that refer to something', () => {
  const reference = (text: string) => {
    const { api, args = [] } = splitCall(text);
    return args.flatMap((argument) => referenceOf(api, argument) ?? []);
  };

  it('are handles of a kind, and ids', () => {
    expect(reference('F(ProcessHandle=0x470, FileHandle=0xffffffff80000001, Handle=0x1, x=0x2, hKey="C:\\a")')).toEqual(
      [
        { kind: 'process', handle: 0x470 },
        { kind: 'file', handle: 0x80000001 },
      ],
    );
    expect(reference('RegCloseKey(Handle=0xe0)')).toEqual([{ kind: 'key', handle: 0xe0 }]);
    expect(reference('F(process_identifier=1852, ThreadId=0x10)')).toEqual([
      { kind: 'process id', id: 1852n, low: 1852 },
      { kind: 'thread id', id: 16n, low: 16 },
    ]);
  });

  it('are understood where nobody gives them', () => {
    expect(predefinedHandle('key', 0x80000002)).toBe('HKEY_LOCAL_MACHINE');
    expect(predefinedHandle('key', 0xe0)).toBeUndefined();
    expect(predefinedHandle('process', 0xffffffff)).toBe('this process');
    expect(predefinedHandle('thread', 0xfffffffe)).toBe('this thread');
    expect(predefinedHandle('file', 0xffffffff)).toBeUndefined();
  });
});

describe('noting such calls', () => {
  it('follows numbers that are used again', () => {
    const giving = new GivingCalls();
    giving.learn({ type: 'api', value: 'NtCreateFile' }, 5000);
    giving.call(0, 10, 5000);
    giving.call(1, 20, 5000);
    giving.learn({ type: 'string', value: 'NtCreateFile' }, 5000);
    giving.call(0, 30, 5000);
    giving.call(0, 40, 9);
    expect(giving.of(0)).toEqual({ places: [10], end: Number.POSITIVE_INFINITY });
    expect(giving.of(1).places).toEqual([20]);
    expect(giving.of(2).places).toEqual([]);
  });

  it('ends somewhere, and says where', () => {
    const giving = new GivingCalls();
    giving.learn({ type: 'api', value: 'NtCreateFile' }, 1);
    for (let at = 0; at < 300_000; at++) giving.call(0, at, 1);
    const { places, end } = giving.of(0);
    expect(places.length).toBeLessThan(300_000);
    expect(end).toBe(places.length);
  });
});
