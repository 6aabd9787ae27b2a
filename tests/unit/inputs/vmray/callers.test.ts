// Where the calls of a VMRay log come from: the place of the call instruction, and the regions of the process.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { vmrayInput } from '../../../../src/inputs/vmray/index.ts';
import { callersOf, callerText } from '../../../support/callers.ts';
import { openTrace } from '../../../support/open-trace.ts';
import { call, element, monitorProcess, monitorThread, vmrayArchive } from '../../../support/vmray-archive.ts';

const region = (id: number, start: string, end: string, filename = '', process = 1) =>
  element('new_region', { ts: 1, region_id: id, process_id: process, start_va: start, end_va: end, filename });
const gone = (id: number) => element('remove_region', { ts: 2, region_id: id });
const from = (address: string | undefined) => call('f', [], [], { from: address });

const SAMPLE = region(1, '0x400000', '0x40ffff', '\\\\s.exe');
const KERNEL = region(2, '0x7ff00000', '0x7ffaffff', '\\\\Windows\\\\System32\\\\kernel32.dll');

async function origins(...items: string[]): Promise<string[]> {
  const bytes = await vmrayArchive({ flog: [monitorProcess(), monitorThread(), ...items] });
  return (await callersOf(await openTrace(vmrayInput, memorySource('a.zip', bytes)))).calls.map(callerText);
}

describe('the callers of a VMRay log', () => {
  it('are in the program that was analysed, in other files, or in private memory', async () => {
    const calls = [from('0x400000'), from('0x40ffff'), from('0x7ff00005'), from('0x1000010'), from('0x2000000')];
    expect(await origins(SAMPLE, KERNEL, region(3, '0x1000000', '0x1000fff'), ...calls)).toEqual([
      'sample s.exe+0',
      'sample s.exe+ffff',
      'library kernel32.dll+5',
      'unbacked',
      'unknown',
    ]);
  });

  it('are unknown where the log does not say them', async () => {
    expect(await origins(SAMPLE, from(undefined), from('x'), from('0x0'))).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('are in a file that took the place of private memory', async () => {
    const late = region(4, '0x1000000', '0x1000fff', '\\\\late.dll');
    const before = region(3, '0x1000000', '0x1001fff');
    expect(await origins(before, gone(3), late, from('0x1000010'), from('0x1001010'))).toEqual([
      'library late.dll+10',
      'unbacked',
    ]);
    expect(await origins(before, late, from('0x1000010'))).toEqual(['unbacked']);
  });

  it('survive regions that are none', async () => {
    const odd = [region(5, '0x5', '0x1'), region(6, 'x', '0x5'), region(7, '0x0', '0xffffffffffffffff'), gone(99)];
    expect(await origins(...odd, SAMPLE, from('0x400010'))).toEqual(['sample s.exe+10']);
  });
});
