import { describe, expect, it } from 'vitest';
import { hybridAnalysisInput } from '../../../../src/inputs/hybridanalysis/index.ts';
import { hybridAnalysisEntry } from '../../../contract/entries/hybridanalysis.ts';
import { behaviorLines, readFacts, textsOfProcess } from '../../../support/read-facts.ts';

const BEHAVIORS = [
  '100 mutex/create only once',
  '100 file/create C:\\c.txt',
  '100 file/create C:\\e.txt',
  '100 registry/set HKEY_CURRENT_USER\\Software\\Run\\x',
  '100 process/create d.exe -x',
  '100 process/create e.exe',
  '200 file/create C:\\g.dll',
  'network/connect 192.0.2.1',
  'network/dns evil.example',
];

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const recognise = (bytes: Uint8Array): number => hybridAnalysisInput.recognise({ name: 'x', raw: bytes, head: bytes });

describe('a report of Hybrid Analysis', () => {
  it('tells what was done', async () => {
    const summary = await readFacts(hybridAnalysisInput, await hybridAnalysisEntry.sound());
    expect(behaviorLines(summary)).toEqual(BEHAVIORS);
    // What was opened, or looked for in vain, is a text only.
    expect(textsOfProcess(summary, 0)).toEqual(
      expect.arrayContaining(['C:\\f.txt', 'HKLM\\Software\\VMware', 'script text']),
    );
    expect(summary.processes.map(({ fromSample }) => fromSample)).toEqual([true, true, true]);
  });

  it.each([
    ['in a list', (report: unknown) => [report]],
    ['in an answer of CrowdStrike', (report: unknown) => ({ meta: {}, resources: [{ id: 'x', sandbox: [report] }] })],
  ])('is found %s', async (_, wrap) => {
    const report: unknown = JSON.parse(Buffer.from(await hybridAnalysisEntry.sound()).toString());
    const bytes = json(wrap(report));
    expect(recognise(bytes)).toBe(2);
    expect(behaviorLines(await readFacts(hybridAnalysisInput, bytes))).toEqual(BEHAVIORS);
  });

  it('keeps the processes of several runs apart', async () => {
    const run = (mutant: string) => ({
      ...{ environment_id: 100, threat_score: 1, submit_name: 'a' },
      processes: [{ uid: '1-00000100', name: 'a.exe', mutants: [mutant] }],
    });
    const summary = await readFacts(hybridAnalysisInput, json([run('one'), run('two')]));
    expect(behaviorLines(summary)).toEqual(['100 mutex/create one', '100 mutex/create two']);
    expect(summary.processes.length).toBe(2);
  });

  it('in the words of CrowdStrike is the same', async () => {
    const report = {
      ...{ environment_id: 160, threat_score: 1, file_type: 'PE32 executable', sha256: 'C'.repeat(64) },
      processes: [{ uid: '1-7', pid: 7, parent_uid: '1-5', name: 'a.exe', command_line: 'a' }],
      contacted_hosts: [{ address: '192.0.2.1', port: 443, protocol: 'TCP' }],
      dns_requests: [{ domain: 'evil.example', address: '192.0.2.1' }],
      http_requests: [{ host: 'evil.example', url: '/x', method: 'GET' }],
    };
    const summary = await readFacts(hybridAnalysisInput, json(report));
    expect(behaviorLines(summary)).toEqual([
      'network/connect 192.0.2.1:443',
      'network/dns evil.example',
      'network/http http://evil.example/x',
    ]);
    expect(summary.processes[0]?.address.value).toEqual([5, 7]);
  });

  it.each([
    ['an answer about a state', { state: 'SUCCESS', error_type: null, error: null, related_reports: [] }],
    ['a list of runs', { sha256s: [], reports: [{ id: 'x', environment_id: 100 }] }],
  ])('is not %s', (_, value) => {
    expect(recognise(json(value))).toBe(0);
  });
});
