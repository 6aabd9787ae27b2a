// Rules of both: the planned matcher equals the definition on random rules over random pairs, and absence means something only where
// something could have been seen.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, addressKey, type CallAddress } from '../../../src/features/address.ts';
import { CALLER_CHARACTERISTICS, CallerMap } from '../../../src/features/callers.ts';
import type { CodeView, ListedFunction } from '../../../src/features/code-view.ts';
import type { Feature } from '../../../src/features/feature.ts';
import type { Trace } from '../../../src/features/trace.ts';
import type { Callers } from '../../../src/match/both/follow-callers.ts';
import type { BothEvidence } from '../../../src/match/both/judge.ts';
import { matchBoth } from '../../../src/match/both/match-both.ts';
import { programSide, runSides } from '../../../src/match/both/sides.ts';
import { matchInput } from '../../../src/match/match.ts';
import type { MatcherName } from '../../../src/match/matchers.ts';
import type { ProgramOutcome, TracedCalls, TraceOutcome } from '../../../src/match/outcome.ts';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import type { RuleSet } from '../../../src/rules/rule.ts';
import { DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { type MemoryTrace, openMemoryTrace } from '../../support/memory-trace.ts';
import { type MemoryProgram, PROGRAM, TRACE, toProgram } from '../../support/random-inputs.ts';
import { randomBothRuleSet } from '../../support/random-rules.ts';

/** Calls of a trace by position: processes, their threads, and the calls of these. */
function tracedCalls({ processes }: MemoryTrace): TracedCalls {
  const calls = processes.flatMap((found, process) => {
    const { ppid = 1, pid, threads } = found;
    const map = new CallerMap(found);
    return threads.flatMap(({ tid, calls: own }) =>
      own.map((call, id) => {
        // Who made a call is known of it when it is told anew.
        const origin = map.originOf(call.callers ?? []);
        const value = origin === 'unknown' ? undefined : CALLER_CHARACTERISTICS[origin];
        const features: readonly Feature[] =
          value === undefined ? call.features : [...call.features, { type: 'characteristic', value }];
        return { call, features, process, address: { type: 'call', value: [ppid, pid, tid, id] } as CallAddress };
      }),
    );
  });
  const at = (position: number): (typeof calls)[number] => calls[position] as (typeof calls)[number];
  return {
    size: calls.length,
    processOf: (position) => at(position).process,
    addressOf: (position) => at(position).address,
    atOf: (position) => position,
    callersOf: (position) => at(position).call.callers,
    chainOf: (position) => (at(position).call.callers === undefined ? -1 : position),
    replay: (position, sink, thread) => {
      const { call, features, address } = at(position);
      const numbers = Int32Array.from(features, (feature) => sink.feature(feature));
      sink.call(0, thread, address.value[3], position, numbers, numbers.length, call.times);
    },
  };
}

/** Functions that each call the next one. */
function viewOf({ functions }: MemoryProgram): CodeView {
  const listed = functions.map(
    ({ address }, i): ListedFunction => ({
      address,
      names: [],
      isThunk: false,
      evidence: 'call',
      blocks: 1,
      instructions: 1,
      callers: i === 0 ? [] : [(functions[i - 1] as (typeof functions)[number]).address],
    }),
  );
  return {
    functions: () => listed,
    functionsWith: () => [],
    instructionAt: () => undefined,
    functionCallingFrom: () => undefined,
    functionCallingAt: () => undefined,
    returnOffsets: () => [],
    addressAt: () => undefined,
  };
}

/** Some calls come from functions, in turn. */
function callersOf({ functions }: MemoryProgram): Callers {
  return {
    bases: [],
    at: (position) => {
      const found = functions[position % (functions.length + 1)];
      return found === undefined ? { origin: 'unknown' } : { origin: 'sample', function: found.address };
    },
  };
}

function plain({ statement, answer, children, found, block, note }: BothEvidence): unknown {
  const places = found.map(({ side, hits, only }) => [
    side,
    hits.rule.meta.name,
    (only ?? Array.from({ length: hits.count }, (_, i) => i)).map((i) => addressKey(hits.addressOf(i))),
  ]);
  return { kind: statement.kind, answer, block, note, places, children: children.map(plain) };
}

async function matchPair(
  memory: MemoryProgram,
  trace: MemoryTrace,
  rules: RuleSet,
  matcher: MatcherName,
): Promise<unknown> {
  const semantics = DEFAULT_SEMANTICS;
  const program = (await matchInput(toProgram(memory), { rules, semantics, matcher })) as ProgramOutcome;
  const match = async (input: Trace): Promise<TraceOutcome> =>
    (await matchInput(input, { rules, semantics, matcher, wantsCallers: true })) as TraceOutcome;
  const input = openMemoryTrace(trace);
  const found = await match(input);
  // The definition keeps no calls; the planned matcher must keep the same ones.
  const outcome = matcher === 'planned' ? found : { ...found, calls: tracedCalls(trace) };
  const sides = [
    programSide(program),
    ...(await runSides({ trace: input, outcome, followed: callersOf(memory) }, viewOf(memory), rules, match)),
  ];
  return [...matchBoth(rules, sides)].map(([name, { matches }]) => [
    name,
    matches.map(({ address, evidence }) => [addressKey(address), plain(evidence)]),
  ]);
}

const RUNS = Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 200);

describe('rules of both', () => {
  it('match the same with the planned matcher and by definition', async () => {
    let matched = 0;
    await fc.assert(
      fc.asyncProperty(randomBothRuleSet, PROGRAM, TRACE, async ({ ruleSet }, program, trace) => {
        const planned = (await matchPair(program, trace, ruleSet, 'planned')) as unknown[];
        expect(planned).toEqual(await matchPair(program, trace, ruleSet, 'definition'));
        matched += planned.length;
      }),
      { numRuns: RUNS },
    );
    expect(matched).toBeGreaterThan(RUNS / 4);
  });

  const ruleSet = (features: string, both = 'sample'): RuleSet => {
    const text = `rule:\n  meta:\n    name: r\n    scopes:\n      both: ${both}\n  features:\n${features}`;
    return buildRuleSet([parseRule({ text, path: 'r.yml' })]).ruleSet;
  };
  const PROGRAM_WITH_LOOP: MemoryProgram = {
    globals: [],
    file: [],
    fromCode: [],
    functions: [
      {
        address: at(0x1000),
        features: [{ feature: { type: 'characteristic', value: 'loop' }, address: at(0x1000) }],
        blocks: [],
      },
    ],
  };
  const run = (...apis: string[]): MemoryTrace => ({
    globals: [],
    file: [],
    processes: [
      { pid: 1, threads: [{ tid: 1, calls: apis.map((value) => ({ features: [{ type: 'api', value }] })) }] },
    ],
  });
  const LOOP_WITHOUT_SLEEP = ruleSet(
    '    - and:\n      - static:\n        - characteristic: loop\n      - not:\n        - dynamic:\n          - api: Sleep\n',
  );

  it.each([
    ['was not made although calls were recorded', run('Beep'), 1],
    ['was made', run('Beep', 'Sleep'), 0],
    ['could not be seen because nothing was recorded', run(), 0],
  ])('rest on absence only if a call that %s', async (_, trace, count) => {
    const found = (await matchPair(PROGRAM_WITH_LOOP, trace, LOOP_WITHOUT_SLEEP, 'planned')) as unknown[];
    expect(found).toHaveLength(count);
  });

  it('at a function see only the calls that were made from it', async () => {
    const rules = ruleSet(
      '    - and:\n      - static:\n        - characteristic: loop\n      - dynamic:\n        - api: Sleep\n',
      'function',
    );
    // Every second call comes from the one function.
    expect(await matchPair(PROGRAM_WITH_LOOP, run('Sleep', 'Beep'), rules, 'planned')).toHaveLength(1);
    expect(await matchPair(PROGRAM_WITH_LOOP, run('Beep', 'Sleep'), rules, 'planned')).toHaveLength(0);
  });
});

function at(value: number): Address {
  return { type: 'absolute', value };
}
