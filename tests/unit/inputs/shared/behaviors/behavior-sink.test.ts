import { describe, expect, it } from 'vitest';
import { argumentNameOf, isKnownArgumentName } from '../../../../../src/features/argument-names.ts';
import { type CallDeeds, callDeeds, deedArguments, deedNames } from '../../../../../src/features/behavior-calls.ts';
import type { BehaviorKind } from '../../../../../src/features/behaviors.ts';
import type { WantedDetails } from '../../../../../src/features/details.ts';
import type { Feature, Integer } from '../../../../../src/features/feature.ts';
import { formatFeature } from '../../../../../src/features/feature-text.ts';
import type { TraceSink } from '../../../../../src/features/trace.ts';
import { BehaviorSink } from '../../../../../src/inputs/shared/behaviors/behavior-sink.ts';

type Args = Readonly<Record<string, string | Integer>>;

/** Keeps the texts of the features of every call. */
class TextSink implements TraceSink {
  readonly details: WantedDetails = {
    hasArgument: (name) => name === 'Wanted',
    arguments: true,
    returns: false,
    status: false,
    observed: false,
    ofFunction: () => this.details,
    hasBehavior: (kind) => this.asked === undefined || this.asked.includes(kind),
    behaviors: true,
    times: false,
  };
  readonly asked: readonly BehaviorKind[] | undefined;
  readonly calls: string[][] = [];
  forgotten = 0;
  #texts: string[] = [];

  /** `asked`: kinds of behaviours; default all. */
  constructor(asked?: readonly BehaviorKind[]) {
    this.asked = asked;
  }

  feature(feature: Feature): number {
    return this.#texts.push(formatFeature(feature)) - 1;
  }

  forgetFeatures(): void {
    this.forgotten++;
    this.#texts = [];
  }

  call(...[, , , , features, count]: Parameters<TraceSink['call']>): void {
    this.calls.push(Array.from(features.subarray(0, count), (number) => this.#texts[number] ?? '(unknown)'));
  }
}

class Run {
  readonly sink: TextSink;
  readonly between: BehaviorSink;

  constructor(asked?: readonly BehaviorKind[]) {
    this.sink = new TextSink(asked);
    this.between = new BehaviorSink(this.sink, this.sink.details);
  }

  /** A call as inputs hand it on; returns the behaviours that it got. */
  call(api: string, args: Args, more: { result?: Integer; status?: string; process?: number } = {}): string[] {
    const features: Feature[] = Object.entries(args)
      .map(([name, value]): Feature => ({ type: 'argument', name, value }))
      .reverse();
    if (more.result !== undefined) features.push({ type: 'return', value: more.result });
    if (more.status !== undefined) features.push({ type: 'status', value: more.status });
    features.push({ type: 'api', value: api });
    const numbers = Int32Array.from(features, (feature) => this.between.feature(feature));
    this.between.call(more.process ?? 0, 0, 0, this.sink.calls.length, numbers, numbers.length);
    return (this.sink.calls.at(-1) ?? []).filter((text) => text.startsWith('behavior/'));
  }
}

/** What one call does. */
const one = (api: string, args: Args): string[] => new Run().call(api, args);

describe('behaviours of calls', () => {
  it.each([
    [
      'NtCreateFile',
      { FileName: '\\??\\C:\\a', DesiredAccess: 0x40100080, CreationDisposition: 2 },
      ['file/write(C:\\\\a)', 'file/create(C:\\\\a)'],
    ],
    ['NtCreateFile', { FileName: 'C:\\a', DesiredAccess: 0x80100080, CreationDisposition: 1 }, ['file/read(C:\\\\a)']],
    ['NtCreateFile', { FileName: 'C:\\a', DesiredAccess: 0x80, CreationDisposition: 1 }, []],
    ['NtCreateFile', { FileName: 'C:\\a', DesiredAccess: 0x80, CreationDisposition: 5, ExistedBefore: 1 }, []],
    [
      'CreateFileW',
      { FileName: 'C:\\a', DesiredAccess: 0xc0000000n, CreationDisposition: 3 },
      ['file/read(C:\\\\a)', 'file/write(C:\\\\a)'],
    ],
    ['DeleteFileW', { FileName: 'C:\\a' }, ['file/delete(C:\\\\a)']],
    [
      'MoveFileWithProgressW',
      { ExistingFileName: 'C:\\a', NewFileName: 'C:\\b' },
      ['file/move(C:\\\\a)', 'file/move(C:\\\\b)'],
    ],
    ['openat', { FileName: '/tmp/a', Flags: 'O_WRONLY|O_CREAT' }, ['file/write(/tmp/a)', 'file/create(/tmp/a)']],
    ['openat', { FileName: '/tmp/a', Flags: 'O_RDONLY' }, ['file/read(/tmp/a)']],
    ['open', { FileName: '/tmp/a', Flags: 0x41 }, ['file/write(/tmp/a)', 'file/create(/tmp/a)']],
    ['NtCreateMutant', { Handle: 4 }, []],
    [
      'RegSetValueExW',
      { KeyName: 'HKEY_LOCAL_MACHINE\\Run\\x', ValueName: 'x' },
      ['registry/set(HKEY_LOCAL_MACHINE\\\\Run\\\\x)'],
    ],
    [
      'NtSetValueKey',
      { KeyName: '\\REGISTRY\\MACHINE\\Run', ValueName: 'x' },
      ['registry/set(HKEY_LOCAL_MACHINE\\\\Run\\\\x)'],
    ],
    ['RegSetValueExW', { Handle: 0x80000001, ValueName: 'x' }, ['registry/set(HKEY_CURRENT_USER\\\\x)']],
    ['RegCreateKeyExA', { KeyHandle: 0x80000002, SubKey: 'Software\\a', Disposition: 2 }, []],
    [
      'RegCreateKeyExA',
      { KeyHandle: 0xffffffff80000002n, SubKey: 'Software\\a' },
      ['registry/create(HKEY_LOCAL_MACHINE\\\\Software\\\\a)'],
    ],
    ['CreateProcessInternalW', { ApplicationName: 'C:\\a.exe', CommandLine: 'a -x' }, ['process/create(a -x)']],
    ['ShellExecuteExW', { FileName: 'C:\\a.exe' }, ['process/create(C:\\\\a.exe)']],
    ['NtCreateMutant', { Name: '\\BaseNamedObjects\\m' }, ['mutex/create(m)']],
    ['LdrLoadDll', { FileName: 'ws2_32.dll' }, ['module/load(ws2_32.dll)']],
    ['CreateServiceW', { ServiceName: 's' }, ['service/create(s)']],
    ['ControlService', { ServiceHandle: 4, ControlCode: 4 }, []],
    ['getaddrinfo', { HostName: 'Example.com' }, ['network/dns(example.com)']],
    ['connect', { HostName: '192.0.2.1', Port: 443 }, ['network/connect(192.0.2.1:443)']],
    [
      'connect',
      { HostName: '{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}' },
      ['network/connect(192.0.2.1:80)'],
    ],
    ['connect', { HostName: '{sa_family=AF_UNIX, sun_path="/run/x"}' }, []],
    [
      'URLDownloadToFileW',
      { Url: 'http://a/b', FileName: 'C:\\b' },
      ['network/http(http://a/b)', 'file/write(C:\\\\b)'],
    ],
    ['NtAllocateVirtualMemory', { ProcessHandle: -1n, Protection: 0x40 }, ['memory/allocate-executable()']],
    ['NtAllocateVirtualMemory', { ProcessHandle: 0xffffffffn, Protection: 4 }, []],
    ['mprotect', { Protection: 'PROT_READ|PROT_WRITE|PROT_EXEC' }, ['memory/allocate-executable()']],
    ['NtTerminateProcess', { ProcessHandle: 0xffffffff }, []],
    ['NtTerminateProcess', { ProcessHandle: 0x40, ProcessId: 7 }, ['process/terminate(pid 7)']],
    ['Sleep', { Milliseconds: 5 }, []],
  ] as const)('%s %o: %j', (api, args, expected) => {
    expect(one(api, args)).toEqual(expected.map((text) => `behavior/${text}`));
  });

  it('know the path of a handle that a call before gave', () => {
    const run = new Run();
    run.call('NtCreateFile', { FileHandle: 0x40, FileName: 'C:\\a', DesiredAccess: 0x80 });
    expect(run.call('NtWriteFile', { FileHandle: 0x40 })).toEqual(['behavior/file/write(C:\\\\a)']);
    expect(run.call('NtWriteFile', { FileHandle: 0x40 }, { process: 1 })).toEqual(['behavior/file/write()']);
    run.call('CreateFileW', { FileName: 'C:\\b', DesiredAccess: 0 }, { result: 0x44 });
    expect(run.call('WriteFile', { FileHandle: 0x44 })).toEqual(['behavior/file/write(C:\\\\b)']);
    expect(run.call('NtSetInformationFile', { FileHandle: 0x44, FileInformationClass: 13 })).toEqual([
      'behavior/file/delete(C:\\\\b)',
    ]);
  });

  it('know the keys above a key', () => {
    const run = new Run();
    run.call('RegOpenKeyExW', { KeyHandle: 0x80000001, SubKey: 'Software', Handle: 0x54 }, { result: 0 });
    expect(run.call('RegSetValueExW', { Handle: 0x54, ValueName: 'x' })).toEqual([
      'behavior/registry/set(HKEY_CURRENT_USER\\\\Software\\\\x)',
    ]);
    run.call('NtOpenKey', { KeyHandle: 0x50, KeyName: '\\REGISTRY\\MACHINE\\Software' });
    expect(run.call('NtSetValueKey', { KeyHandle: 0x50, ValueName: 'x' })).toEqual([
      'behavior/registry/set(HKEY_LOCAL_MACHINE\\\\Software\\\\x)',
    ]);
  });

  it('call another process what it was started as', () => {
    const run = new Run();
    run.call('CreateProcessInternalW', { ApplicationName: 'C:\\t.exe', ProcessHandle: 0x60, ProcessId: 9 });
    run.call('NtOpenProcess', { ProcessHandle: 0x64, ProcessId: 9 });
    expect(run.call('NtWriteVirtualMemory', { ProcessHandle: 0x60 })).toEqual(['behavior/process/inject(C:\\\\t.exe)']);
    expect(run.call('NtWriteVirtualMemory', { ProcessHandle: 0x64 })).toEqual(['behavior/process/inject(C:\\\\t.exe)']);
  });

  it('are no injection where the function that creates a process gives it its parameters', () => {
    const run = new Run();
    run.call('NtCreateUserProcess', { ApplicationName: 'C:\\t.exe', ProcessHandle: 0x60 });
    expect(run.call('NtWriteVirtualMemory', { ProcessHandle: 0x60 })).toEqual([]);
    run.call('CreateProcessInternalW', { ApplicationName: 'C:\\t.exe', ProcessHandle: 0x60 });
    expect(run.call('NtWriteVirtualMemory', { ProcessHandle: 0x60 })).toEqual(['behavior/process/inject(C:\\\\t.exe)']);
  });

  it('are an injection of a mapped section only where that can run', () => {
    const run = new Run();
    run.call('OpenProcess', { ProcessId: 9 }, { result: 0x60 });
    expect(run.call('NtMapViewOfSection', { ProcessHandle: 0x60, Protection: 0x40 })).toHaveLength(1);
    expect(run.call('NtMapViewOfSection', { ProcessHandle: 0x60, Protection: 2 })).toEqual([]);
  });

  it('have the path of a handle in whose place it is written', () => {
    const run = new Run();
    expect(run.call('NtReadFile', { FileHandle: '\\Users\\a\\b.lnk' })).toEqual([
      'behavior/file/read(C:\\\\Users\\\\a\\\\b.lnk)',
    ]);
    expect(run.call('NtReadFile', { FileHandle: 'stdin' })).toEqual(['behavior/file/read()']);
  });

  it('have the whole command of a program that is started in parts', () => {
    const run = new Run();
    expect(run.call('ShellExecuteExW', { FileName: 'cmd.exe', Parameters: ' /c dir' })).toEqual([
      'behavior/process/create(cmd.exe /c dir)',
    ]);
  });

  it('know the host of a request', () => {
    const run = new Run();
    run.call('InternetConnectA', { HostName: 'a.example', Port: 80 }, { result: 0xcc0008 });
    expect(run.call('HttpOpenRequestA', { InternetHandle: 0xcc0008, FileName: 'x' })).toEqual([
      'behavior/network/http(a.example:80/x)',
    ]);
  });

  it('are none of calls that failed, and those give no handles', () => {
    const run = new Run();
    const failed = { status: 'failure' };
    expect(run.call('NtCreateFile', { FileHandle: 0x40, FileName: 'C:\\a', DesiredAccess: 2 }, failed)).toEqual([]);
    expect(run.call('NtWriteFile', { FileHandle: 0x40 })).toEqual(['behavior/file/write()']);
  });

  it('come before the other features, of which only those that were asked for are handed on', () => {
    const run = new Run();
    run.call('DeleteFileW', { FileName: 'a', Wanted: 'b' }, { result: 1, status: 'success' });
    expect(run.sink.calls).toEqual([['behavior/file/delete(a)', 'arg/Wanted(b)', 'api(DeleteFileW)']]);
  });

  it('of all calls are kept, each once', () => {
    const run = new Run();
    for (const name of ['a', 'b', 'a']) run.call('DeleteFileW', { FileName: name });
    expect(Array.from(run.between.behaviors, ({ feature }) => formatFeature(feature))).toEqual([
      'behavior/file/delete(a)',
      'behavior/file/delete(b)',
    ]);
  });

  it('go on after the sink was told to forget', () => {
    const run = new Run();
    run.call('CreateFileW', { FileName: 'C:\\a' }, { result: 0x44 });
    run.between.forgetFeatures();
    expect(run.sink.forgotten).toBe(1);
    expect(run.call('WriteFile', { FileHandle: 0x44 })).toEqual(['behavior/file/write(C:\\\\a)']);
  });

  it('are told by arguments under names that others know', () => {
    const names = Array.from(deedNames(), (api) => deedArguments(callDeeds(api) as CallDeeds)).flatMap((some) => [
      ...some,
    ]);
    const unknown = new Set(names.filter((name) => !isKnownArgumentName(name)));
    // These are recorded by one sandbox only.
    expect([...unknown].sort()).toEqual(['Disposition', 'HandleName', 'hkResult', 'phkResult']);
    for (const name of names) expect(argumentNameOf('f', name)).toBe(name);
  });

  it('are no others than those that are asked for, with the same objects', () => {
    const run = new Run(['file/write', 'registry/set']);
    run.call('NtCreateFile', { FileHandle: 0x20, FileName: 'C:\\x', DesiredAccess: 0xc000_0000 });
    run.call('NtOpenKey', { KeyHandle: 0x24, KeyName: 'HKEY_CURRENT_USER\\Run' });
    expect(run.sink.calls[0]).toEqual(['behavior/file/write(C:\\\\x)', 'api(NtCreateFile)']);
    expect(run.call('NtReadFile', { FileHandle: 0x20 })).toEqual([]);
    expect(run.call('NtWriteFile', { FileHandle: 0x20 })).toEqual(['behavior/file/write(C:\\\\x)']);
    expect(run.call('NtSetValueKey', { KeyHandle: 0x24, ValueName: 'v' })).toHaveLength(1);
  });

  it('cost nothing where a function does none that is asked for', () => {
    const { between } = new Run(['process/create']);
    const askedOf = (name: string): readonly boolean[] => {
      const { arguments: args, returns, status } = between.details.ofFunction([name]);
      return [args, returns, status];
    };
    expect(askedOf('CreateProcess')).toEqual([true, false, true]);
    // The sink's own wish for an argument of any call.
    expect(askedOf('NtCreateFile')).toEqual([true, false, false]);
    expect(between.details.ofFunction(['NtCreateFile']).hasArgument('FileName')).toBe(false);
  });
});
