// Where the calls of a CAPE report come from.

import { describe, expect, it } from 'vitest';
import type { TraceProcess } from '../../../../src/features/trace.ts';
import { callersOf, callerText } from '../../../support/callers.ts';
import { capeCall, capeProcess, capeReport, openCape, readCape, toSource } from '../../../support/cape-report.ts';

type Report = Parameters<typeof toSource>[0];

const OWN = '0xffffffffffffffff';

async function read(report: Report): Promise<{ texts: string[]; processes: readonly TraceProcess[] }> {
  const { calls, summary } = await callersOf(await openCape(toSource(report)));
  return { texts: calls.map(callerText), processes: summary.processes };
}

const at = (caller: unknown, parentcaller: unknown = '0x00000000') => capeCall(1, 'Api', {}, { caller, parentcaller });
const sample = (calls: readonly unknown[], more = {}) =>
  capeProcess(10, calls, { module_path: 'C:\\sample.exe', ...more });
const allocate = (base: string, size: string, protection: string, handle = OWN, more = {}) =>
  capeCall(
    1,
    'NtAllocateVirtualMemory',
    { ProcessHandle: handle, BaseAddress: base, RegionSize: size, Protection: protection },
    { caller: '0x00000000', parentcaller: '0x00000000', ...more },
  );

describe('the callers of a CAPE report', () => {
  it('are its caller and parentcaller, of which the first in the sample counts', async () => {
    const environ = { MainExeBase: '0x00400000', MainExeSize: '0x00010000' };
    const calls = [at('0x00401005'), at('0x7b601000', '0x00402000'), at('0x00000000', '0x00403000'), at('0x7b601000')];
    const { texts } = await read(capeReport([sample(calls, { environ })]));
    expect(texts).toEqual(['sample sample.exe+1005', 'sample sample.exe+2000', 'sample sample.exe+3000', 'unknown']);
  });

  it('are absent where both are zero, or no addresses', async () => {
    const { calls } = await callersOf(
      await openCape(toSource(capeReport([sample([at('0x0', '0x0'), at('x', null), at('0xffffffffffffffff', 5.5)])]))),
    );
    expect(calls.map(({ callers }) => callers)).toEqual([[], [], []]);
  });

  it('may be numbers', async () => {
    const { calls } = await callersOf(
      await openCape(toSource(capeReport([sample([at(4198405, '0x0000000140001000')])]))),
    );
    expect(calls[0]?.callers).toEqual([4198405, 0x140001000]);
  });

  it('are in the sample at the base that its headers want where no base is stated', async () => {
    const { texts } = await read(capeReport([sample([at('0x00401005'), at('0x00990000')])]));
    expect(texts).toEqual(['sample sample.exe+1005', 'unknown']);
  });

  it('are in other programs and libraries that calls name', async () => {
    const named = { caller: '0x00401000', parentcaller: '0x00000000' };
    const calls = [
      capeCall(1, 'LdrLoadDll', { Flags: '0x0', FileName: 'C:\\w\\a.dll', BaseAddress: '0x72000000' }, named),
      capeCall(1, 'LdrGetDllHandle', { FileName: 'b.dll', ModuleHandle: '0x73000000' }, named),
      capeCall(1, 'LdrGetDllHandle', { FileName: 'no.dll', ModuleHandle: '0x74000000' }, { ...named, status: false }),
      capeCall(1, 'DllLoadNotification', { DllName: 'C:\\w\\c', DllBase: '0x75000000' }, named),
      capeCall(1, 'LdrGetProcedureAddress', { ModuleName: 'd.dll', ModuleHandle: '0x76000000' }, named),
      at('0x72000005'),
      at('0x73000005'),
      at('0x75000005'),
      at('0x76000005'),
    ];
    const { texts, processes } = await read(capeReport([sample(calls)]));
    expect(texts.slice(5)).toEqual(['library a.dll+5', 'library b.dll+5', 'library c+5', 'library d.dll+5']);
    expect(processes[0]?.modules?.map(({ path }) => path)).not.toContain('no.dll');
  });

  it('are in a library that was analysed, by its name and the size of its view', async () => {
    const calls = [
      capeCall(1, 'NtMapViewOfSection', { ProcessHandle: OWN, BaseAddress: '0x72900000', ViewSize: '0x0001d000' }),
      capeCall(1, 'DllLoadNotification', { DllName: 'C:\\temp\\sample', DllBase: '0x72900000' }),
      at('0x72901234'),
      at('0x7291d001'),
    ];
    const { texts } = await read(capeReport([capeProcess(10, calls, { module_path: 'C:\\rundll32.exe' })]));
    expect(texts.slice(2)).toEqual(['sample sample+1234', 'unknown']);
  });

  it('are unbacked in memory that was allocated and made executable, at once or later', async () => {
    const protect = (base: string, protection: string) =>
      capeCall(1, 'NtProtectVirtualMemory', {
        ProcessHandle: OWN,
        BaseAddress: base,
        NumberOfBytesProtected: '0x00000800',
        NewAccessProtection: protection,
      });
    const calls = [
      allocate('0x01000000', '0x00002000', '0x40'),
      allocate('0x02000000', '0x00002000', '0x04'),
      allocate('0x03000000', '0x00002000', '0x04'),
      allocate('0x04000000', '0x00002000', '0x40', OWN, { status: false }),
      protect('0x02001000', '0x20'),
      protect('0x00401000', '0x40'),
      at('0x01000010'),
      at('0x02001010'),
      at('0x02000010'),
      at('0x03000010'),
      at('0x04000010'),
      at('0x00401010'),
    ];
    const { texts } = await read(capeReport([sample(calls)]));
    const expected = ['unbacked', 'unbacked', 'unknown', 'unknown', 'unknown', 'sample sample.exe+1010'];
    expect(texts.slice(6)).toEqual(expected);
  });

  it('are unbacked in memory that another process allocated in theirs', async () => {
    const handle = '0x00000123';
    const injector = [
      capeCall(1, 'NtOpenProcess', { ProcessHandle: handle, ProcessIdentifier: '20' }),
      allocate('0x01000000', '0x00001000', '0x40', handle),
      allocate('0x02000000', '0x00001000', '0x40', '0x00000999'),
      at('0x01000010'),
    ];
    const { texts } = await read(capeReport([sample(injector), capeProcess(20, [at('0x01000010'), at('0x02000010')])]));
    expect(texts.slice(3)).toEqual(['unknown', 'unbacked', 'unknown']);
  });

  it('are unbacked wherever no module is, if the process has a list of modules', async () => {
    const modules = [
      { base: '0x00400000', size: '0x00010000', path: 'C:\\sample.exe' },
      { base: '0x7b600000', size: '0x00195000', path: 'C:\\windows\\kernel32.dll' },
      'no module',
      { base: 'x' },
    ];
    const { texts } = await read(capeReport([sample([at('0x7b600005'), at('0x01620005')], { modules })]));
    expect(texts).toEqual(['library kernel32.dll+5', 'unbacked']);
  });

  it('and what is mapped are not looked at where nobody asks', async () => {
    const modules = [{ base: '0x00400000', size: '0x00010000', path: 'C:\\sample.exe' }];
    const { summary } = await readCape(capeReport([sample([at('0x00401005')], { modules })]));
    expect(summary.processes[0]).not.toHaveProperty('modules');
    expect(summary.processes[0]).not.toHaveProperty('unbacked');
  });
});
