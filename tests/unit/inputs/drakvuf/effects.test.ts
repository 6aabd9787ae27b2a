// Records of plugins other than syscall and apimon, and arguments in the forms of newer logs.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import type { Trace } from '../../../../src/features/trace.ts';
import { drakvufInput } from '../../../../src/inputs/drakvuf/index.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { apiLine, effectLine, injectLine, syscallLine } from '../../../support/drakvuf-log.ts';
import { featureLine, readTrace } from '../../../support/recording-sink.ts';

async function read(lines: readonly string[], semantics: Semantics = DEFAULT_SEMANTICS) {
  const source = memorySource('drakmon.log', Buffer.from(`${lines.join('\n')}\n`));
  const trace = (await drakvufInput.open(source, { semantics, diagnostics: new Diagnostics() })) as Trace;
  const { summary, sink, names } = await readTrace(trace);
  return {
    names: sink.calls.map((call) => names.get(call.at)),
    features: sink.calls.map(({ features }) => features),
    codes: summary.health.diagnostics.map(({ code }) => code),
    unread: summary.health.missing.map(({ part }) => part).filter((part) => part.includes('not read')),
    globals: summary.globals.map(featureLine),
    summary,
  };
}

describe('records of what calls did', () => {
  it('are calls of the function that they name', async () => {
    const { names, codes } = await read([
      effectLine('regmon', 'NtSetValueKey', { Key: '\\REGISTRY\\MACHINE\\Run', ValueName: 'u', Value: 'C:\\a.exe' }),
      effectLine('filetracer', 'NtCreateFile', { FileName: '\\??\\PhysicalDrive0', FileHandle: '0x40' }),
      effectLine('socketmon', 'TcpE', { RemoteIp: '192.0.2.7', RemotePort: 4444 }),
      effectLine('procmon', 'NtCreateUserProcess', { NewPid: 2500, CommandLine: 'cmd.exe /c x' }),
    ]);
    expect(names).toEqual([
      'NtSetValueKey(Key=\\REGISTRY\\MACHINE\\Run, ValueName=u, Value=C:\\a.exe)',
      'NtCreateFile(FileName=\\??\\PhysicalDrive0, FileHandle=0x40)',
      'TcpE(RemoteIp=192.0.2.7, RemotePort=4444)',
      'NtCreateUserProcess(NewPid=2500, CommandLine=cmd.exe /c x)',
    ]);
    expect(codes).toEqual([]);
  });

  it('have numbers as numbers and as text, and the values inside of lists and objects', async () => {
    const { names, features } = await read([
      effectLine('procmon', 'NtOpenProcess', { ClientID: 3888, big: null, ok: true }),
      effectLine('procmon', 'NtAdjustPrivilegesToken', { NewState: [{ SeDebug: 'ENABLED' }, { SeTcb: 'REMOVED' }] }),
    ]);
    expect(names).toEqual([
      'NtOpenProcess(ClientID=3888, ok=true)',
      'NtAdjustPrivilegesToken(SeDebug=ENABLED, SeTcb=REMOVED)',
    ]);
    expect(features[0]).toEqual(['string\t"true"', 'number\t3888', 'string\t"3888"', 'api\t"NtOpenProcess"']);
  });

  it('say who made which process', async () => {
    const child = { PID: 30, PPID: 10 };
    const { summary } = await read([
      injectLine(10),
      effectLine('procmon', 'NtCreateUserProcess', { NewPid: 30 }),
      syscallLine('NtClose', { ...child, PPID: 4 }),
    ]);
    expect(summary.processes.map(({ address, fromSample }) => [address.value[1], fromSample])).toEqual([
      [30, true],
      [10, true],
    ]);
  });

  it('come after the system call of the same time, as calls of their own', async () => {
    const { sink, summary } = await (async () => {
      const lines = [
        effectLine('regmon', 'NtSetValueKey', { Key: 'k' }),
        syscallLine('NtSetValueKey', { Type: '0x1' }),
      ];
      const source = memorySource('x.log', Buffer.from(lines.join('\n')));
      const options = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics() };
      return readTrace((await drakvufInput.open(source, options)) as Trace);
    })();
    const thread = summary.processes[0]!.threads[0]!;
    expect(sink.callsOf(thread).map(({ features }) => features[0])).toEqual(['number\t1', 'string\t"k"']);
  });

  it('need no thread, as in older logs', async () => {
    const { summary } = await read([effectLine('regmon', 'NtDeleteKey', { TID: undefined, Key: 'k' })]);
    expect(summary.processes[0]!.threads.map(({ tid }) => tid)).toEqual([0]);
  });

  it('are counted, not read, where they name no function, and in compatible mode', async () => {
    const lines = [
      syscallLine('f'),
      effectLine('regmon', 'NtSetValueKey', { Key: 'ü' }),
      effectLine('regmon', 'NtSetValueKey', { Key: 'k' }),
      effectLine('socketmon', null, { LocalPort: 80 }),
    ];
    expect((await read(lines)).unread).toEqual(['1 record of socketmon that is not read']);
    const compat = await read(lines, COMPAT_SEMANTICS);
    expect(compat.names).toEqual(['f()']);
    expect(compat.unread).toEqual(['2 records of regmon that are not read', '1 record of socketmon that is not read']);
  });
});

describe('records that no rule can use', () => {
  it('are counted by plugin and kind, however their lines look', async () => {
    const { unread, summary } = await read([
      syscallLine('f'),
      '{"Plugin": "memdump", "DumpReason": "x"}',
      '{"Plugin":"memdump","DumpReason":"ü"}',
      '{"DumpReason":"x","Plugin":"memdump"}',
      '{"Plugin": "apimon", "Event": "dll_discovered", "DllName": "a"}',
      '{"Plugin": "apimon", "Event": "dll_discovered", "DllName": "ä"}',
      '{"Plugin": "apimon", "Event": "later"}',
      '{"TimeStamp": "1.0"}',
    ]);
    expect(unread).toEqual([
      '3 records of memdump that are not read',
      '2 records of apimon dll_discovered that are not read',
      '1 record of apimon later that is not read',
      '1 record of no plugin that is not read',
    ]);
    expect(summary.health.missing.find(({ part }) => part.includes('memdump'))!.consequence).toBe(
      'rules do not see what memory held',
    );
  });

  it('fill no list without end', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `{"n":1,"Plugin":"p${i}"}`);
    const { unread } = await read([syscallLine('f'), ...many]);
    expect(unread.length).toBeLessThanOrEqual(101);
    expect(unread.at(-1)).toMatch(/records of other plugins/);
  });
});

describe('arguments in objects', () => {
  it('are arguments', async () => {
    const { names, codes, globals } = await read([
      syscallLine('NtCreateFile', {
        Arguments: { FileHandle: '0x10', ObjectAttributes: '"\\??\\PhysicalDrive0"' },
        Extra: { FileName: '\\??\\PhysicalDrive0', PID: 7, Deep: { x: [1, '2'] } },
        ReturnValue: { Value: '0x0', Name: 'STATUS_SUCCESS' },
      }),
      syscallLine('NtProtectVirtualMemory', {
        Arguments: { ProcessHandle: '0xffffffffffffffff', Size: 'NUMBER' },
      }).replace('"NUMBER"', '18446744071562074816'),
      syscallLine('NtClose', { Arguments: ['Handle=0x4'] }),
      apiLine('CreateFileW', { lpFileName: 'C:\\a' }),
    ]);
    expect(names).toEqual([
      'NtCreateFile(FileHandle=0x10, ObjectAttributes="\\??\\PhysicalDrive0", FileName=\\??\\PhysicalDrive0, PID=7, x=1, x=2) -> 0x0 STATUS_SUCCESS',
      'NtProtectVirtualMemory(ProcessHandle=0xffffffffffffffff, Size=18446744071562074816)',
      'NtClose(Handle=0x4)',
      'CreateFileW(lpFileName=C:\\a) -> 0x0',
    ]);
    expect(codes).toEqual([]);
    expect(globals).toContain('arch\t"amd64"');
  });

  it('are not what the call returned', async () => {
    const { names, features } = await read([syscallLine('f', { a: '0x1', ReturnValue: '0xc0000022' })]);
    expect(names).toEqual(['f(a=0x1) -> 0xc0000022']);
    expect(features).toEqual([['number\t1', 'api\t"f"']]);
  });

  it('are texts without their quotes, too', async () => {
    const { features } = await read([syscallLine('f', { Arguments: { x: '"\\??\\a"' } })]);
    expect(features[0]).toContain('string\t"\\\\??\\\\a"');
  });

  it('are not followed without end', async () => {
    const deep = JSON.parse(`${'{"x":'.repeat(40)}1${'}'.repeat(40)}`);
    expect((await read([syscallLine('f', { Extra: deep })])).codes).toEqual(['drakvuf-argument-malformed']);
  });
});

describe('what is said about a call', () => {
  const fields = { ThreadName: 'bash', PreviousMode: 'User', FromModule: 'ntdll.dll', FromParentModule: 'a.exe' };

  it('is no argument, unless in compatible mode', async () => {
    const lines = [
      syscallLine('f', { ...fields, Type: 'x64', Handle: '0x4' }),
      syscallLine('g', { ...fields, Type: 'ü' }),
    ];
    expect((await read(lines)).names).toEqual(['f(Handle=0x4)', 'g(Type=ü)']);
    expect((await read(lines, COMPAT_SEMANTICS)).names[0]).toMatch(/^f\(ThreadName=bash, PreviousMode=User/);
  });
});
