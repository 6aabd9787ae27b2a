import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wildfireInput } from '../../../../src/inputs/wildfire/index.ts';
import { wildfireJsonEntry, wildfireXmlEntry } from '../../../contract/entries/wildfire.ts';
import { behaviorLines, readFacts } from '../../../support/read-facts.ts';
import { sharedPath } from '../../../support/shared.ts';

describe('a WildFire report', () => {
  it.each([wildfireXmlEntry, wildfireJsonEntry])('tells what was done: $title', async ({ sound }) => {
    const summary = await readFacts(wildfireInput, await sound());
    expect(behaviorLines(summary)).toEqual([
      '100 file/create C:\\c.txt',
      '100 file/create C:\\e.txt',
      '100 file/delete C:\\c.txt',
      '100 registry/create HKEY_LOCAL_MACHINE\\Software\\k',
      '100 registry/set HKEY_LOCAL_MACHINE\\SOFTWARE\\Run\\x',
      '100 mutex/create only once',
      '100 service/create svc',
      '100 process/create d.exe -x',
      'network/connect 192.0.2.1:443',
      'network/dns evil.example',
      'network/http http://evil.example/x',
    ]);
    expect(summary.hashes).toEqual({ md5: 'a'.repeat(32), sha1: 'b'.repeat(40), sha256: 'c'.repeat(64) });
    expect(summary.globals.map(({ type }) => type)).toEqual(['format', 'os']);
    // A process that is in no tree may be anybody's.
    expect(summary.processes.map(({ fromSample }) => fromSample)).toEqual([true, true, false]);
  });

  it('of a single run has it in no list', async () => {
    const report = { software: 'Linux', network: { dns: { '@query': 'a.example' } } };
    const bytes = Buffer.from(JSON.stringify({ wildfire: { task_info: { report } } }));
    const summary = await readFacts(wildfireInput, bytes);
    expect(behaviorLines(summary)).toEqual(['network/dns a.example']);
    expect(summary.globals).toEqual([{ type: 'os', value: 'linux' }]);
  });

  it('of runs that were no runs says that nothing was recorded', async () => {
    const bytes = Buffer.from('<wildfire><task_info><report><platform>204</platform></report></task_info></wildfire>');
    await expect(readFacts(wildfireInput, bytes)).rejects.toMatchObject({ code: 'report-no-processes' });
  });
});

const samples = sharedPath('data', 'formats', 'wildfire');

describe.skipIf(samples === undefined)('real reports (need ../shared)', () => {
  it.each([
    ['wildfire_57pax.json', 3, 'network/dns jobmalawi.com'],
    ['wildfire_sample_report.xml', 2, '1680 registry/set HKEY_LOCAL_MACHINE\\SOFTWARE\\PaloAlto\\PanCar'],
  ])('%s', async (name, processes, line) => {
    const summary = await readFacts(wildfireInput, readFileSync(`${samples}/${name}`));
    expect(summary.processes.length).toBe(processes);
    expect(behaviorLines(summary)).toContain(line);
    expect(summary.health.diagnostics).toEqual([]);
  });
});
