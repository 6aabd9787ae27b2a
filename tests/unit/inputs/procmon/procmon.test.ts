import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CapaxError } from '../../../../src/errors.ts';
import { deedsOf } from '../../../../src/inputs/procmon/act.ts';
import { actOfRow } from '../../../../src/inputs/procmon/detail.ts';
import { procmonInput } from '../../../../src/inputs/procmon/index.ts';
import { procmonCsvEntry, procmonPmlEntry, procmonXmlEntry } from '../../../contract/entries/procmon.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { pmlFile } from '../../../support/pml-builder.ts';
import { behaviorLines, readFacts, textsOfProcess } from '../../../support/read-facts.ts';
import { sharedPath } from '../../../support/shared.ts';

const BEHAVIORS = [
  '100 module/load C:\\Windows\\b.dll',
  '100 file/create C:\\c.txt',
  '100 file/write C:\\c.txt',
  '100 registry/set HKEY_CURRENT_USER\\Software\\Run\\x',
  '100 process/create d.exe "one, two"',
  '200 network/connect evil.example:https',
  '200 file/delete C:\\c.txt',
];

describe('a ProcMon log', () => {
  it.each([procmonCsvEntry, procmonXmlEntry])('tells what was done, each thing once: $title', async ({ sound }) => {
    const summary = await readFacts(procmonInput, await sound());
    expect(behaviorLines(summary)).toEqual(BEHAVIORS);
    // What failed was not done; that it was looked for can be told by its text.
    expect(textsOfProcess(summary, 0)).toContain('HKLM\\Software\\VMware');
    expect(summary.health).toMatchObject({ factsOnly: true, calls: 0, threads: 0 });
  });

  it('tells the same as PML, with the numbers of ports', async () => {
    const summary = await readFacts(procmonInput, await procmonPmlEntry.sound());
    const expected = BEHAVIORS.map((line) => line.replace(':https', ':443'));
    expected.splice(4, 0, '100 registry/create HKEY_CURRENT_USER\\Kéy');
    expect(behaviorLines(summary)).toEqual(expected);
  });

  it('says which rules cannot match', async () => {
    const { health } = await readFacts(procmonInput, await procmonCsvEntry.sound());
    const said = health.missing.map(({ part, consequence }) => `${part}: ${consequence}`).join('\n');
    expect(said).toContain('calls: rules about calls');
    expect(said).toContain('mutex/create');
    expect(said).not.toContain('file/write,');
  });

  it('of another version of PML is refused with what to do', async () => {
    const bytes = pmlFile([], []);
    bytes[4] = 8;
    const refused = readFacts(procmonInput, bytes);
    await expect(refused).rejects.toThrow(CapaxError);
    await expect(refused).rejects.toMatchObject({ code: 'input-unsupported', hint: expect.stringContaining('CSV') });
  });
});

describe('a row', () => {
  const deeds = (operation: string, detail: string, path = 'P', result = 'SUCCESS'): string[] =>
    deedsOf(actOfRow(operation, path, result, detail)).map((deed) => deed.join(' '));
  const created = (access: string, options: string, result: string): string =>
    `Desired Access: ${access}, Disposition: OpenIf, Options: ${options}, Attributes: n/a, ShareMode: Read, AllocationSize: 0, OpenResult: ${result}`;

  it.each([
    ['CreateFile', created('Generic Read', 'Sequential Access', 'Opened'), ['file/read P']],
    [
      'CreateFile',
      created('Generic Read/Write', 'Non-Directory File', 'Created'),
      ['file/create P', 'file/read P', 'file/write P'],
    ],
    ['CreateFile', created('Read Attributes', 'Delete On Close', 'Opened'), ['file/delete P']],
    ['CreateFile', created('Read Data/List Directory', 'Directory, Synchronous', 'Opened'), []],
    ['CreateFile', created('Read Attributes', '', 'Overwritten'), ['file/write P']],
    ['RegCreateKey', 'Desired Access: All Access, Disposition: REG_CREATED_NEW_KEY', ['registry/create P']],
    ['RegCreateKey', 'Desired Access: All Access, Disposition: REG_OPENED_EXISTING_KEY', []],
    ['RegEnumValue', 'Index: 0, Name: a, b, Type: REG_SZ, Length: 2, Data: c', ['registry/read P\\a, b']],
    ['SetRenameInformationFile', 'ReplaceIfExists: False, FileName: Q, R', ['file/move P', 'file/move Q, R']],
    ['SetDispositionInformationFile', 'Delete: False', []],
    [
      'SetDispositionInformationEx',
      'Flags: FILE_DISPOSITION_DELETE, FILE_DISPOSITION_POSIX_SEMANTICS',
      ['file/delete P'],
    ],
    ['RegOpenKey', 'Desired Access: Read', []],
    ['Process Create', 'PID: 5, Command line: x, PID: 6', ['process/create x, PID: 6']],
    ['Thread Create', 'Thread ID: 5', []],
  ])('%s: %s', (operation, detail, expected) => {
    expect(deeds(operation, detail)).toEqual(expected);
  });

  it('of the network has the other end as its object', () => {
    expect(deeds('TCP Connect', '', 'a:1 -> b:2')).toEqual(['network/connect b:2']);
    expect(deeds('TCP Accept', '', 'a:1 -> b:2')).toEqual(['network/listen a:1']);
    expect(deeds('TCP Receive', '', 'a:1 -> b:2')).toEqual([]);
  });

  it('that failed says nothing of what was done', () => {
    expect(deeds('WriteFile', '', 'P', 'ACCESS DENIED')).toEqual([]);
    expect(deeds('RegQueryValue', '', 'P', 'BUFFER OVERFLOW')).toEqual(['registry/read P']);
  });
});

describe('a log that says the same many times', () => {
  it('costs little more than its reading', async () => {
    const row = '"1","a.exe","100","WriteFile","C:\\c.txt","SUCCESS","Offset: 1, Length: 2"\r\n';
    const head = '"Time of Day","Process Name","PID","Operation","Path","Result","Detail"\r\n';
    const cpu = startCpuClock();
    const summary = await readFacts(procmonInput, Buffer.from(head + row.repeat(200_000)));
    expect(behaviorLines(summary)).toEqual(['100 file/write C:\\c.txt']);
    expect(cpu()).toBeLessThan(8000);
  });
});

const capture = sharedPath('data', 'formats', 'procmon');

describe.skipIf(capture === undefined)('a real capture (needs ../shared)', () => {
  const read = (name: string) => readFacts(procmonInput, readFileSync(`${capture}/${name}`));

  it('is the same as PML and as CSV', async () => {
    const csv = await read('LogFileUTC64Process.csv');
    const pml = await read('LogFileUTC64Process.PML');
    expect(behaviorLines(pml).sort()).toEqual(behaviorLines(csv).sort());
    expect(csv.processes.length).toBe(74);
    expect(pml.processes.length).toBe(74);
    expect(csv.health.diagnostics).toEqual([]);
    expect(pml.health.diagnostics).toEqual([]);
  });
});
