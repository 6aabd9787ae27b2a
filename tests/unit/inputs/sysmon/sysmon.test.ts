import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sysmonInput } from '../../../../src/inputs/sysmon/index.ts';
import { sysmonJsonEntry, sysmonXmlEntry } from '../../../contract/entries/sysmon.ts';
import { behaviorLines, readFacts, textsOfProcess } from '../../../support/read-facts.ts';
import { sharedPath } from '../../../support/shared.ts';

const BEHAVIORS = [
  '100 process/create d.exe "one & two"',
  '100 file/create C:\\c.txt',
  '100 registry/create HKEY_LOCAL_MACHINE\\Software\\k',
  '100 registry/set HKEY_LOCAL_MACHINE\\Software\\Run\\x',
  '100 pipe/create pipe',
  '100 network/dns evil.example',
  '100 file/delete C:\\c.txt',
  '200 network/connect 192.0.2.1:443',
  '200 module/load C:\\Windows\\b.dll',
  '200 process/inject C:\\t.exe',
];

const text = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const recognise = (bytes: Uint8Array): number => sysmonInput.recognise({ name: 'x', raw: bytes, head: bytes });

const FILE_CREATED = { ProcessGuid: '{1}', ProcessId: 7, Image: '/bin/a', TargetFilename: '/tmp/b' };

/** One event in the shapes of those who forward them. */
const SHAPES: Readonly<Record<string, unknown>> = {
  'a list': [{ EventID: 11, Channel: 'Microsoft-Windows-Sysmon/Operational', ...FILE_CREATED }],
  evtx_dump: {
    Event: {
      System: { Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } }, EventID: { '#text': '11' } },
      EventData: FILE_CREATED,
    },
  },
  Winlogbeat: { winlog: { provider_name: 'Microsoft-Windows-Sysmon', event_id: '11', event_data: FILE_CREATED } },
  'Sysmon for Linux in JSON of syslog': {
    Facility: 'user',
    SyslogMessage:
      '<Event><System><Provider Name="Linux-Sysmon"/><EventID>11</EventID></System><EventData><Data Name="ProcessGuid">{1}</Data><Data Name="ProcessId">7</Data><Data Name="Image">/bin/a</Data><Data Name="TargetFilename">/tmp/b</Data></EventData></Event>',
  },
  'Sysmon for Linux in lines of syslog':
    'Jan 1 00:00:00 host sysmon: <Event><System><Provider Name="Linux-Sysmon"/><EventID>11</EventID></System><EventData><Data Name="ProcessId">7</Data><Data Name="Image">/bin/a</Data><Data Name="TargetFilename">/tmp/b</Data></EventData></Event>\n',
};

describe('a log of Sysmon', () => {
  it.each([sysmonXmlEntry, sysmonJsonEntry])('tells what was done: $title', async ({ sound }) => {
    const summary = await readFacts(sysmonInput, await sound());
    expect(behaviorLines(summary)).toEqual(BEHAVIORS);
    expect(textsOfProcess(summary, 0)).toContain('c.exe');
    expect(summary.health.diagnostics).toMatchObject([{ code: 'sysmon-foreign-event', severity: 'note', count: 1 }]);
  });

  it.each(Object.entries(SHAPES))('is read in the shape of %s', async (_, value) => {
    const bytes = text(value);
    expect(recognise(bytes)).toBe(2);
    const summary = await readFacts(sysmonInput, bytes);
    expect(behaviorLines(summary)).toEqual(['7 file/create /tmp/b']);
    expect(summary.processes[0]?.name).toBe('a');
  });

  it('does not say who was tampered with did it', async () => {
    const event = { EventID: 25, SourceName: 'Sysmon', ProcessGuid: '{1}', ProcessId: 7, Image: 'C:\\victim.exe' };
    expect(behaviorLines(await readFacts(sysmonInput, text(event)))).toEqual(['process/inject C:\\victim.exe']);
  });

  it('in the form that Windows keeps is refused with what to do', async () => {
    const bytes = text(`ElfFile\0${'x'.repeat(100)}`);
    expect(recognise(bytes)).toBe(2);
    await expect(readFacts(sysmonInput, bytes)).rejects.toMatchObject({
      code: 'input-unsupported',
      hint: expect.stringContaining('wevtutil'),
    });
  });

  it.each([
    ['another JSON', { EventID: 1 }],
    ['a report of CAPE', { info: { version: '2.4-CAPE' }, behavior: { processes: [] } }],
    ['another XML', '<wildfire/>'],
  ])('is not %s', (_, value) => {
    expect(recognise(text(value))).toBe(0);
  });
});

const samples = sharedPath('data', 'formats');

describe.skipIf(samples === undefined)('real logs (need ../shared)', () => {
  it('hold what was recorded', async () => {
    const xml = await readFacts(sysmonInput, readFileSync(`${samples}/evtx/sysmon_c1308bc1.trim.xml`));
    expect(xml.health.diagnostics).toEqual([]);
    expect(behaviorLines(xml)).toContain('4 file/read \\Device\\HarddiskVolume1');
    const name = `${samples}/sysmon_json/psh_mavinject_dll_notepad_2020-10-2121410529.json`;
    const json = behaviorLines(await readFacts(sysmonInput, readFileSync(name)));
    expect(json.filter((line) => line.includes('process/inject')).length).toBe(1);
  });
});
