import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cuckoo3Input } from '../../../../src/inputs/cuckoo3/index.ts';
import { cuckoo3EventsEntry, cuckoo3PostEntry } from '../../../contract/entries/cuckoo3.ts';
import { behaviorLines, readFacts, textsOfProcess } from '../../../support/read-facts.ts';
import { sharedPath } from '../../../support/shared.ts';

describe('Cuckoo 3', () => {
  it('tells in post.json who ran and what went over the network', async () => {
    const summary = await readFacts(cuckoo3Input, await cuckoo3PostEntry.sound());
    expect(behaviorLines(summary)).toEqual([
      '100 process/inject d.exe',
      '100 process/create d.exe --run',
      '200 process/create e.exe --run',
      'network/http http://evil.example/x',
      'network/dns evil.example',
      'network/connect 192.0.2.1:443',
    ]);
    expect(textsOfProcess(summary, 1)).toContain('C:\\c.txt');
    expect(summary.health.missing.map(({ part }) => part)).toContain('event logs');
  });

  it('tells in its logs of events what was done to files, keys and mutexes', async () => {
    const summary = await readFacts(cuckoo3Input, await cuckoo3EventsEntry.sound());
    expect(behaviorLines(summary)).toEqual([
      '100 file/create C:\\c.txt',
      '100 file/write C:\\c.txt',
      '100 file/move C:\\c.txt',
      '100 file/move C:\\e.txt',
      '100 process/inject d.exe',
      '100 process/create d.exe -x',
      '200 registry/set HKEY_LOCAL_MACHINE\\SOFTWARE\\Run\\x',
      '200 mutex/create only once',
      '100 file/read C:\\f.txt',
    ]);
    expect(textsOfProcess(summary, 1)).toContain('\\REGISTRY\\MACHINE\\SOFTWARE\\VMware');
  });
});

const sample = sharedPath('data', 'formats', 'cuckoo3', 'post.json');

describe.skipIf(sample === undefined)('a real task (needs ../shared)', () => {
  it('has 15 processes', async () => {
    const summary = await readFacts(cuckoo3Input, readFileSync(sample as string));
    expect(summary.processes.length).toBe(15);
    expect(behaviorLines(summary).filter((line) => line.includes('process/inject')).length).toBe(8);
    expect(summary.health.diagnostics).toEqual([]);
  });
});
