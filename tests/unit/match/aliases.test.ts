// Names of one act: wider conditions never undo a match, and what they find says through which name.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../src/features/feature.ts';
import { matchInput } from '../../../src/match/match.ts';
import { loadRules } from '../../../src/rules/load.ts';
import type { RuleSet } from '../../../src/rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { type MemoryTrace, openMemoryTrace } from '../../support/memory-trace.ts';
import { randomFeatures, randomRuleSet } from '../../support/random-rules.ts';
import { ruleText } from '../../support/rule-text.ts';

const WITHOUT = { ...DEFAULT_SEMANTICS, 'api-aliases': false };

const traceOf = (calls: readonly (readonly Feature[])[]): MemoryTrace => ({
  globals: [],
  file: [],
  processes: [{ pid: 100, threads: [{ tid: 1, calls: calls.map((features) => ({ features })) }] }],
});

const api = (...names: string[]): Feature[] => names.map((value) => ({ type: 'api', value }));

function rules(features: string, scope = 'call'): RuleSet {
  const text = ruleText(features, { static: 'unsupported', dynamic: scope });
  return loadRules([{ path: 'r.yml', text }], { strict: true }).ruleSet;
}

async function matches(features: string, calls: readonly (readonly Feature[])[], scope = 'call'): Promise<boolean> {
  const { matches: found } = await matchInput(openMemoryTrace(traceOf(calls)), {
    rules: rules(features, scope),
    semantics: DEFAULT_SEMANTICS,
  });
  return found.size > 0;
}

describe('names of one act', () => {
  it('never undo a match', async () => {
    const calls = fc.array(randomFeatures('dynamic'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(randomRuleSet('dynamic'), calls, async ({ ruleSet }, list) => {
        const trace = openMemoryTrace(traceOf(list));
        const narrow = await matchInput(trace, { rules: ruleSet, semantics: WITHOUT });
        const wide = await matchInput(trace, { rules: ruleSet, semantics: DEFAULT_SEMANTICS });
        expect([...wide.matches.keys()]).toEqual(expect.arrayContaining([...narrow.matches.keys()]));
      }),
      { numRuns: Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 300) },
    );
  });

  it('are found in both directions, and say what was seen', async () => {
    expect(await matches('- api: CreateMutexW', [api('NtCreateMutant')])).toBe(true);
    expect(await matches('- api: kernel32.CreateMutexA', [api('ZwCreateMutant')])).toBe(true);
    expect(await matches('- api: NtCreateMutant', [api('CreateMutexW', 'CreateMutex')])).toBe(true);
    expect(await matches('- api: CreateMutexA', [api('CreateMutexW', 'CreateMutex')])).toBe(false);
    expect(await matches('- api: VirtualAllocEx', [api('NtAllocateVirtualMemory')])).toBe(false);
    const outcome = await matchInput(openMemoryTrace(traceOf([api('NtCreateMutant')])), {
      rules: rules('- api: CreateMutex'),
      semantics: DEFAULT_SEMANTICS,
    });
    const [hits] = outcome.matches.values();
    expect([...(hits?.evidenceOf(0).captures.keys() ?? [])]).toEqual(['NtCreateMutant']);
  });

  it('are not looked for where numbers would mean something else', async () => {
    const call: Feature[] = [
      { type: 'number', value: 0x10 },
      ...api('CreateProcessInternalW', 'CreateProcessInternal'),
    ];
    expect(await matches('- api: NtCreateUserProcess', [call])).toBe(true);
    expect(await matches('- and:\n  - api: NtCreateUserProcess\n  - number: 0x10', [call])).toBe(false);
    const open: Feature[] = [{ type: 'number', value: 0x40 }, ...api('NtAllocateVirtualMemory')];
    expect(await matches('- and:\n  - api: VirtualAlloc\n  - number: 0x40', [open])).toBe(true);
  });

  it('are not looked for below not and in counts', async () => {
    const call = [...api('Sleep'), ...api('NtCreateMutant')];
    expect(await matches('- and:\n  - api: Sleep\n  - not:\n    - api: CreateMutex', [call])).toBe(true);
    expect(await matches('- count(api(CreateMutex)): 0', [call], 'thread')).toBe(true);
  });
});

describe('compat', () => {
  it('sets rules aside that ask for what only capax knows, and those that need them', async () => {
    const text = (name: string, features: string): { path: string; text: string } => ({
      path: `${name}.yml`,
      text: ruleText(features, { name, static: 'unsupported', dynamic: 'call' }),
    });
    const { ruleSet } = loadRules(
      [
        text('named', '- not:\n  - arg/FileName: x'),
        text('user', '- not:\n  - match: named'),
        text('plain', '- api: Sleep'),
      ],
      { strict: true },
    );
    const found = async (semantics: typeof DEFAULT_SEMANTICS): Promise<string[]> => {
      const outcome = await matchInput(openMemoryTrace(traceOf([api('Sleep')])), { rules: ruleSet, semantics });
      return [...outcome.matches.keys()].sort();
    };
    expect(await found(COMPAT_SEMANTICS)).toEqual(['plain']);
    expect(await found(DEFAULT_SEMANTICS)).toEqual(['named', 'plain']);
  });
});
