// Where the calls of a DRAKVUF log come from: hooked functions have their return address, and files are found mapped.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { drakvufInput } from '../../../../src/inputs/drakvuf/index.ts';
import { callersOf, callerText } from '../../../support/callers.ts';
import { apiLine, syscallLine } from '../../../support/drakvuf-log.ts';
import { openTrace } from '../../../support/open-trace.ts';

const found = (name: string, base: string, pid = 10) =>
  JSON.stringify({ Plugin: 'apimon', Event: 'dll_discovered', DllName: name, DllBase: base, PID: pid });
const inject = JSON.stringify({
  Plugin: 'inject',
  Method: 'CreateProc',
  Status: 'Success',
  ProcessName: 'C:\\Users\\u\\malware.exe',
  InjectedPid: 10,
  InjectedTid: 1,
});
const from = (address: unknown, fields: object = {}) => apiLine('f', [], { CalledFrom: address, ...fields });

async function origins(...lines: string[]): Promise<string[]> {
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  return (await callersOf(await openTrace(drakvufInput, memorySource('drakmon.log', bytes)))).calls.map(callerText);
}

const MODULES = [
  inject,
  found('\\Users\\u\\malware.exe', '0x400000'),
  found('\\Windows\\System32\\a.dll', '0x7ff00000'),
];

describe('the callers of a DRAKVUF log', () => {
  it('are in the program that was started, or in other files', async () => {
    expect(await origins(...MODULES, from('0x401234'), from('0x7ff00010'), from('0x90000000'))).toEqual([
      'sample malware.exe+1234',
      'library a.dll+10',
      'unknown',
    ]);
  });

  it('are the same in lines out of the ordinary', async () => {
    const odd = from('0x401234').replace('"f"', '"\\u0066"');
    expect(await origins(...MODULES, odd)).toEqual(['sample malware.exe+1234']);
  });

  it('are those of the process itself, in files with code', async () => {
    const others = [found('\\b.dll', '0x500000', 11), found('\\c.mui', '0x10000000')];
    expect(await origins(inject, ...others, from('0x501000'), from('0x10000010'))).toEqual(['unknown', 'unknown']);
  });

  it('are unknown of system calls, and where the log does not say them', async () => {
    expect(
      await origins(...MODULES, syscallLine('NtClose'), from(null), from('0xzz'), from('0xffffffffffffffff')),
    ).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  });
});
