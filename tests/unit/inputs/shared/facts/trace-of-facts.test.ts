import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../../../src/diagnostics.ts';
import { formatFeature } from '../../../../../src/features/feature-text.ts';
import type { LocatedFeature } from '../../../../../src/features/located.ts';
import type { TraceSummary } from '../../../../../src/features/trace.ts';
import { judgeLosses } from '../../../../../src/inputs/judge-losses.ts';
import { RunFacts } from '../../../../../src/inputs/shared/facts/run-facts.ts';
import { type FactOutcome, traceOfFacts } from '../../../../../src/inputs/shared/facts/trace-of-facts.ts';
import { LIMITS } from '../../../../../src/limits.ts';
import { readTraceStrictly } from '../../../../contract/read-strictly.ts';

const SANDBOX = { format: 'some', extractor: 'Some', producer: 'Some Sandbox', behaviors: ['file/write'] } as const;
const WHOLE: FactOutcome = { empty: false, complete: true, isReport: true };

async function read(put: (facts: RunFacts) => void, outcome = WHOLE): Promise<TraceSummary> {
  const trace = traceOfFacts({
    sandbox: SANDBOX,
    where: 'report',
    told: new Diagnostics(),
    read: async (facts) => {
      put(facts);
      return outcome;
    },
  });
  return (await readTraceStrictly(judgeLosses(trace, 'report'))).summary;
}

function texts(features: readonly LocatedFeature[] = []): string[] {
  return features.map(({ feature }) => formatFeature(feature));
}

describe('facts of a run', () => {
  it('are features of the process that did it, and of the file', async () => {
    const { processes, file } = await read((facts) => {
      const process = facts.addProcess({ pid: 4, name: 'a.exe', commandLine: 'a.exe -x' });
      facts.addBehavior('file/write', '\\??\\C:\\b.txt', process);
      facts.addBehavior('mutex/create', 'm');
    });
    expect(texts(processes[0]?.features)).toEqual([
      'string(a.exe -x)',
      'string(\\\\??\\\\C:\\\\b.txt)',
      'behavior/file/write(C:\\\\b.txt)',
    ]);
    expect(texts(file)).toEqual([
      'string(a.exe -x)',
      'string(\\\\??\\\\C:\\\\b.txt)',
      'string(m)',
      'behavior/file/write(C:\\\\b.txt)',
      'behavior/mutex/create(m)',
    ]);
    expect(file.map(({ address }) => address.type)).toEqual([...Array(3).fill('no address'), 'process', 'no address']);
  });

  it('may be told by the key of a process that comes later, or never', async () => {
    const { processes, file } = await read((facts) => {
      facts.addBehavior('file/write', 'a', 'x');
      facts.addBehavior('file/write', 'b', 'y');
      facts.addProcess({ pid: 4, name: 'a.exe', key: 'x' });
      facts.addBehavior('file/write', 'c', 'x');
    });
    expect(texts(processes[0]?.features)).toEqual([
      'string(a)',
      'behavior/file/write(a)',
      'string(c)',
      'behavior/file/write(c)',
    ]);
    expect(texts(file)).toHaveLength(6);
  });

  it('that are told twice are one', async () => {
    const { file } = await read((facts) => {
      for (let i = 0; i < 3; i++) facts.addBehavior('file/write', 'a');
    });
    expect(texts(file)).toEqual(['string(a)', 'behavior/file/write(a)']);
  });

  it('make whoever has a child its creator, whichever was told first', async () => {
    const { processes } = await read((facts) => {
      facts.addProcess({ pid: 5, ppid: 4, name: 'b.exe', image: 'C:\\b.exe' });
      facts.addProcess({ pid: 4, ppid: 1, name: 'a.exe', isSample: true });
      facts.addProcess({ pid: 6, ppid: 2, name: 'c.exe' });
      facts.addProcess({ pid: 7, ppid: 5, name: 'd.exe' });
    });
    expect(processes.map(({ fromSample }) => fromSample)).toEqual([true, true, false, true]);
    expect(texts(processes[1]?.features)).toContain('behavior/process/create(C:\\\\b.exe)');
    expect(texts(processes[0]?.features)).toContain('behavior/process/create(d.exe)');
  });

  it('tell processes with one pid apart by their keys', async () => {
    const { processes } = await read((facts) => {
      facts.addProcess({ pid: 4, key: 'x', name: 'a.exe', isSample: true });
      facts.addProcess({ pid: 4, key: 'y', name: 'b.exe' });
      facts.addProcess({ pid: 5, ppid: 4, parentKey: 'x', name: 'c.exe' });
    });
    expect(processes.map(({ fromSample }) => fromSample)).toEqual([true, false, true]);
  });

  it('do not say who descends from the sample where nobody knows it', async () => {
    const { processes } = await read((facts) => facts.addProcess({ pid: 4, name: 'a.exe' }));
    expect(processes[0]).not.toHaveProperty('fromSample');
  });

  it('say in the health what can never match', async () => {
    const { health } = await read((facts) => facts.addText('a'));
    expect(health).toMatchObject({ factsOnly: true, calls: 0, threads: 0 });
    expect(health.missing[0]?.consequence).toContain('Some Sandbox records no calls');
    expect(health.missing[1]?.consequence).toContain('registry/set');
    expect(health.missing[1]?.consequence).not.toContain('file/write');
  });

  it('are something although records could not be used', async () => {
    const { health } = await read((facts) => {
      facts.addProcess({ pid: 4, name: 'a.exe' });
      facts.skipRecord('fact-malformed', 'odd', 'byte 4');
    });
    expect(health.skippedRecords).toBe(1);
    expect(health.diagnostics).toMatchObject([{ code: 'some-fact-malformed', where: 'byte 4' }]);
  });

  it.each([
    { facts: 2, text: 100 },
    { facts: 100, text: 10 },
  ])('are bounded: %j', (bounds) => {
    const diagnostics = new Diagnostics();
    const facts = new RunFacts('some', diagnostics, bounds);
    for (const text of ['first', 'other', 'third']) facts.addText(text);
    expect(texts(facts.finish().file)).toEqual(['string(first)', 'string(other)']);
    expect(diagnostics.list()).toMatchObject([{ code: 'some-fact-limit', count: 1 }]);
  });

  it('are of so many processes', () => {
    const diagnostics = new Diagnostics();
    const facts = new RunFacts('some', diagnostics);
    for (let pid = 0; pid <= LIMITS.traceProcesses; pid++) facts.addProcess({ pid, ppid: -1, name: 'a' });
    expect(facts.finish().processes).toHaveLength(LIMITS.traceProcesses);
    expect(diagnostics.list()).toMatchObject([{ code: 'some-too-many-processes', count: 1 }]);
  });

  it.each([
    [{ ...WHOLE, empty: true }, 'input-empty'],
    [{ ...WHOLE, complete: false }, 'input-corrupt'],
    [{ ...WHOLE, isReport: false }, 'input-unsupported'],
    [WHOLE, 'report-no-processes'],
  ])('that there are none of have a reason: %j', async (outcome, code) => {
    await expect(read(() => {}, outcome)).rejects.toMatchObject({ code });
  });
});
