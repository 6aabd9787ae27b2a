// Rules that ask where calls come from.

import { describe, expect, it } from 'vitest';
import { addressKey } from '../../../src/features/address.ts';
import type { TraceSink } from '../../../src/features/trace.ts';
import { type MatchOptions, matchInput } from '../../../src/match/match.ts';
import type { TraceOutcome } from '../../../src/match/outcome.ts';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import type { RuleSet } from '../../../src/rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { type MemoryCall, type MemoryTrace, openMemoryTrace } from '../../support/memory-trace.ts';
import { ruleOf } from '../../support/rule-text.ts';

const SAMPLE = 0x401000;
const LIBRARY = 0x7b001000;
const NOWHERE = 0x1620000;

const call = (api: string, ...callers: number[]): MemoryCall => ({
  features: [{ type: 'api', value: api }],
  ...(callers.length === 0 ? {} : { callers }),
});

const TRACE: MemoryTrace = {
  globals: [],
  file: [],
  processes: [
    {
      pid: 100,
      modules: [
        { path: 'a.exe', base: 0x400000, size: 0x5000, isSample: true },
        { path: 'kernel32.dll', base: 0x7b000000, size: 0x5000, isSample: false },
      ],
      unbacked: [{ start: NOWHERE, end: NOWHERE + 0x1000 }],
      threads: [
        {
          tid: 1,
          calls: [
            call('Open', SAMPLE),
            call('Open', LIBRARY),
            call('Open', NOWHERE + 5),
            call('Open'),
            call('Open', 0x999999),
            call('Write', LIBRARY, SAMPLE),
          ],
        },
      ],
    },
    { pid: 200, threads: [{ tid: 2, calls: [call('Open', SAMPLE)] }] },
  ],
};

function rules(...given: (readonly [scope: string, features: string])[]): RuleSet {
  const { ruleSet, problems } = buildRuleSet(
    given.map(([dynamic, features], i) => ruleOf(features, { name: `rule ${i}`, static: 'unsupported', dynamic })),
  );
  expect(problems).toEqual([]);
  return ruleSet;
}

async function match(ruleSet: RuleSet, options: Partial<MatchOptions> = {}, memory = TRACE): Promise<TraceOutcome> {
  const given = { rules: ruleSet, semantics: DEFAULT_SEMANTICS, ...options };
  return (await matchInput(openMemoryTrace(memory), given)) as TraceOutcome;
}

/** Places of the matches of a rule. */
function places({ matches }: TraceOutcome, rule = 'rule 0'): string[] {
  const hits = matches.get(rule);
  return Array.from({ length: hits?.count ?? 0 }, (_, i) => addressKey(hits?.addressOf(i) ?? { type: 'no address' }));
}

const at = (...ids: number[]): string[] => ids.map((id) => addressKey({ type: 'call', value: [1, 100, 1, id] }));

describe.each(['planned', 'definition'] as const)('rules about callers, with the matcher %s', (matcher) => {
  it.each([
    ['caller in sample', at(0, 5)],
    ['caller in library', at(1)],
    ['unbacked caller', at(2)],
  ])('match the calls of each: %s', async (characteristic, expected) => {
    const outcome = await match(rules(['call', `- characteristic: ${characteristic}`]), { matcher });
    expect(places(outcome)).toEqual(expected);
  });

  it('combine with what the call is', async () => {
    const set = rules(['call', '- and:\n  - api: Write\n  - characteristic: caller in sample']);
    expect(places(await match(set, { matcher }))).toEqual(at(5));
  });

  it.each(['span of calls', 'thread', 'process'])('see them at %s too, and count them', async (scope) => {
    const set = rules(
      [scope, '- count(characteristic(caller in sample)): 2'],
      [scope, '- count(characteristic(caller in sample)): 3 or more'],
    );
    const outcome = await match(set, { matcher });
    expect(places(outcome)).toHaveLength(1);
    expect(places(outcome, 'rule 1')).toEqual([]);
  });

  it('match nothing with compat', async () => {
    const set = rules(['call', '- characteristic: unbacked caller']);
    expect(places(await match(set, { matcher, semantics: COMPAT_SEMANTICS }))).toEqual([]);
  });
});

describe('where calls come from', () => {
  it('is said for what is not known, with reasons', async () => {
    const { notes } = await match(rules(['call', '- characteristic: unbacked caller']));
    expect(notes.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'callers-unknown: it is not known where 1 of 7 calls come from: the input has no return address of them',
      'callers-unknown: it is not known where 2 of 7 calls come from: the input does not say what is mapped at their return addresses',
    ]);
  });

  it('costs nothing where nobody asks', async () => {
    const asked: (boolean | undefined)[] = [];
    const trace = openMemoryTrace(TRACE);
    const spying = {
      ...trace,
      read: (sink: TraceSink) => {
        asked.push(sink.wantsCallers);
        return trace.read(sink);
      },
    };
    const given = { semantics: DEFAULT_SEMANTICS, rules: rules(['call', '- api: Open']) };
    const outcome = (await matchInput(spying, given)) as TraceOutcome;
    await matchInput(spying, { ...given, rules: rules(['thread', '- characteristic: caller in sample']) });
    expect(asked).toEqual([false, true]);
    expect(outcome.notes).toEqual([]);
    expect(outcome.calls).toBeUndefined();
  });

  it('costs nothing where only rules of both ask and there is no program', async () => {
    const features = '- dynamic:\n      - call:\n        - characteristic: unbacked caller';
    const text = `rule:\n  meta:\n    name: joint\n    scopes:\n      both: sample\n  features:\n    ${features}\n`;
    const { ruleSet } = buildRuleSet([parseRule({ text, path: 'joint.yml' }), ruleOf('- api: Open')]);
    expect((await match(ruleSet)).notes).not.toEqual([]);
    const alone = await match(ruleSet, { isAlone: true });
    expect(alone.notes).toEqual([]);
    expect([...alone.matches.keys()]).toEqual(['test rule']);
  });

  it('is kept for every call where that is wanted, and changes no count of features', async () => {
    const set = rules(['call', '- api: Open']);
    const { calls, featureCounts } = await match(set, { wantsCallers: true });
    expect(featureCounts).toEqual((await match(set)).featureCounts);
    const all = Array.from({ length: calls?.size ?? 0 }, (_, i) => [calls?.processOf(i), calls?.callersOf(i)]);
    expect(all).toEqual([
      [0, [SAMPLE]],
      [0, [LIBRARY]],
      [0, [NOWHERE + 5]],
      [0, undefined],
      [0, [0x999999]],
      [0, [LIBRARY, SAMPLE]],
      [1, [SAMPLE]],
    ]);
  });

  it('is exact up to the largest safe integer', async () => {
    const chain = [Number.MAX_SAFE_INTEGER, 0xffff_ffff, 0x8000_0000, 2 ** 48 + 1];
    const memory = { ...TRACE, processes: [{ pid: 1, threads: [{ tid: 1, calls: [call('Open', ...chain)] }] }] };
    const { calls } = await match(rules(['call', '- api: Open']), { wantsCallers: true }, memory);
    expect(calls?.callersOf(0)).toEqual(chain);
  });
});
