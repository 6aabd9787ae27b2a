// What a sequence finds, against every way to choose calls: both matchers find the one that docs/rules.md names.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallAddress } from '../../../src/features/address.ts';
import type { Feature } from '../../../src/features/feature.ts';
import { LIMITS } from '../../../src/limits.ts';
import type { Evidence } from '../../../src/match/evidence/evidence.ts';
import { matchInput } from '../../../src/match/match.ts';
import type { MatcherName } from '../../../src/match/matchers.ts';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { type MemoryCall, openMemoryTrace } from '../../support/memory-trace.ts';
import { ruleOf } from '../../support/rule-text.ts';

const MATCHERS: readonly MatcherName[] = ['planned', 'definition'];

const call = (api: string, handle?: number | string): MemoryCall => ({
  features: [
    { type: 'api', value: api },
    ...(handle === undefined ? [] : [{ type: 'argument', name: 'Handle', value: handle } satisfies Feature]),
  ],
});
/** One call for each letter. */
const calls = (letters: string): MemoryCall[] => [...letters].map((letter) => call(letter));

interface Found {
  /** Thread and number of the call of each child; none for what must not be there. */
  readonly calls: readonly (readonly string[])[];
  readonly values: readonly string[];
}

/** Where a rule that is a sequence is found; the matchers agree. */
async function find(
  lines: readonly string[],
  threads: readonly (readonly MemoryCall[])[],
  dynamic = 'thread',
): Promise<Found[]> {
  const features = ['- sequence:', ...lines.map((line) => `  ${line}`)].join('\n');
  const { ruleSet } = buildRuleSet([ruleOf(features, { dynamic })]);
  const globals: Feature[] = [];
  const processes = [{ pid: 7, threads: threads.map((list, tid) => ({ tid, calls: list })) }];
  const found = await Promise.all(
    MATCHERS.map(async (matcher) => {
      const input = openMemoryTrace({ globals, file: [], processes });
      const outcome = await matchInput(input, { rules: ruleSet, semantics: DEFAULT_SEMANTICS, matcher });
      const hits = outcome.matches.get('test rule');
      return Array.from({ length: hits?.count ?? 0 }, (_, i) => describeEvidence(hits?.evidenceOf(i) as Evidence));
    }),
  );
  expect(found[0]).toEqual(found[1]);
  return found[0] as Found[];
}

function describeEvidence({ children, captures }: Evidence): Found {
  return {
    calls: children.map(({ sites }) => sites.map(({ address }) => (address as CallAddress).value.slice(2).join(':'))),
    values: [...captures.keys()].sort(),
  };
}

const only = async (...parts: Parameters<typeof find>): Promise<Found | undefined> => (await find(...parts))[0];

describe('a sequence', () => {
  it.each<[string, string[], string, string[][] | undefined]>([
    ['ends as early as can be', ['- api: A', '- api: B'], 'AABB', [['0:1'], ['0:2']]],
    ['is not found in another order', ['- api: A', '- api: B'], 'BBA', undefined],
    ['takes each call for one child', ['- api: A', '- api: A'], 'BA', undefined],
    ['is found across other calls', ['- api: A', '- api: B', '- api: C'], 'AXBXXC', [['0:0'], ['0:2'], ['0:5']]],
    [
      'takes as many calls as are counted',
      ['- count(api(A)): 2 or more', '- api: B'],
      'AAAB',
      [['0:1', '0:2'], ['0:3']],
    ],
    [
      'counts calls that match any of a list',
      ['- 2 or more:', '  - api: A', '  - api: C', '- api: B'],
      'ACB',
      [['0:0', '0:1'], ['0:2']],
    ],
    [
      'is bounded by calls, from a later beginning',
      ['- api: A', '- api: B', '- within: 2 calls'],
      'AXAB',
      [['0:2'], ['0:3']],
    ],
    [
      'is bounded by calls, with a later end',
      ['- api: A', '- api: B', '- within: 2 calls'],
      'AXBAB',
      [['0:3'], ['0:4']],
    ],
    ['is not found beyond its bound', ['- api: A', '- api: B', '- within: 2 calls'], 'AXB', undefined],
    [
      'begins anew behind what must not be between',
      ['- api: A', '- not:', '  - api: X', '- api: B'],
      'AXBAB',
      [['0:3'], [], ['0:4']],
    ],
    [
      'keeps an earlier way where only the later one is undone',
      ['- api: A', '- not:', '  - api: X', '- api: B', '- api: C'],
      'ABXBC',
      [['0:0'], [], ['0:1'], ['0:4']],
    ],
  ])('%s', async (_, lines, letters, expected) => {
    expect((await only(lines, [calls(letters)]))?.calls).toEqual(expected);
  });

  it('is one of a thread, or of a process whose threads are merged', async () => {
    const threads = [calls('AX'), calls('XB')];
    expect(await find(['- api: A', '- api: B'], threads)).toEqual([]);
    expect(await find(['- api: A', '- api: B'], threads, 'process')).toEqual([
      { calls: [['0:0'], ['1:1']], values: [] },
    ]);
    expect(await find(['- api: B', '- api: A'], threads, 'process')).toEqual([]);
    const within = (bound: string) => find(['- api: A', '- api: B', `- within: ${bound}`], threads, 'process');
    expect(await within('4 calls')).toHaveLength(1);
    expect(await within('3 calls')).toHaveLength(0);
  });

  it('is bounded by time, where that is known', async () => {
    const at = (api: string, time: number): MemoryCall => ({ ...call(api), time });
    const lines = (bound: string) => ['- api: A', '- api: B', `- within: ${bound}`];
    const thread = [at('A', 0), at('A', 1500), at('B', 2000)];
    expect((await only(lines('500 ms'), [thread]))?.calls).toEqual([['0:1'], ['0:2']]);
    expect(await only(lines('499 ms'), [thread])).toBeUndefined();
    expect(await only(lines('1 s'), [thread])).toBeDefined();
    expect(await only(lines('1 s'), [calls('AB')])).toBeUndefined();
  });

  it('takes folded calls as so many', async () => {
    const folded = [{ ...call('A'), times: 9 }, call('B')];
    const counted = (count: number, ...more: string[]) =>
      only([`- count(api(A)): ${count}`, '- api: B', ...more], [folded]);
    expect((await counted(3))?.calls).toEqual([['0:0'], ['0:1']]);
    expect(await counted(3, '- within: 4 calls')).toBeDefined();
    expect(await counted(3, '- within: 3 calls')).toBeUndefined();
  });

  it('compares values, and shows them', async () => {
    const lines = [
      '- and:',
      '  - api: A',
      '  - arg/Handle:',
      '    as: $h',
      '- and:',
      '  - api: B',
      '  - arg/Handle: $h',
    ];
    const thread = [call('A', 4), call('A', 8), call('B', '4'), call('B', 12), call('B', 4), call('B', 8)];
    expect(await only(lines, [thread])).toEqual({ calls: [['0:0'], ['0:4']], values: ['$h = 0x4'] });
    expect(await only(lines, [[call('A', 'C:\\x'), call('B', 'c:\\x')]])).toBeUndefined();
    const without = [
      ...lines.slice(0, 4),
      '- not:',
      '  - and:',
      '    - api: C',
      '    - arg/Handle: $h',
      ...lines.slice(4),
    ];
    expect(await only(without, [[call('A', 4), call('C', 8), call('B', 4)]])).toBeDefined();
    expect(await only(without, [[call('A', 4), call('C', 4), call('B', 4)]])).toBeUndefined();
  });

  it('follows the latest values only, and says what was lost', async () => {
    const lines = [
      '- and:',
      '  - api: A',
      '  - arg/Handle:',
      '    as: $h',
      '- and:',
      '  - api: B',
      '  - arg/Handle: $h',
    ];
    const { ruleSet } = buildRuleSet([ruleOf(['- sequence:', ...lines.map((line) => `  ${line}`)].join('\n'))]);
    const run = async (last: number) => {
      const opened = Array.from({ length: LIMITS.sequenceValues + 1 }, (_, handle) => call('A', handle));
      const threads = [{ tid: 1, calls: [...opened, call('B', last)] }];
      const input = openMemoryTrace({ globals: [], file: [], processes: [{ pid: 1, threads }] });
      const { matches, notes } = await matchInput(input, { rules: ruleSet, semantics: DEFAULT_SEMANTICS });
      return { isFound: matches.has('test rule'), codes: notes.map(({ code }) => code) };
    };
    expect(await run(1)).toEqual({ isFound: true, codes: [] });
    expect(await run(0)).toEqual({ isFound: false, codes: ['sequence-values-cut'] });
  });

  it('is set aside with --compat, with what needs it', async () => {
    const rules = [ruleOf('- sequence:\n  - api: A'), ruleOf('- not:\n  - match: test rule', { name: 'other' })];
    const { ruleSet } = buildRuleSet([...rules, ruleOf('- api: A', { name: 'plain' })]);
    const input = openMemoryTrace({
      globals: [],
      file: [],
      processes: [{ pid: 1, threads: [{ tid: 1, calls: calls('A') }] }],
    });
    const { matches } = await matchInput(input, { rules: ruleSet, semantics: COMPAT_SEMANTICS });
    expect([...matches.keys()]).toEqual(['plain']);
  });
});

/** One child of a random sequence: a letter, which letter must not stand before the next, and whether handles are compared. */
interface RandomChild {
  readonly api: string;
  readonly without: string | undefined;
  readonly withoutHandle: boolean;
  readonly comparesHandle: boolean;
}

const LETTER = fc.constantFrom('A', 'B', 'C');
const CHILDREN: fc.Arbitrary<RandomChild[]> = fc.array(
  fc.record({
    api: LETTER,
    without: fc.option(LETTER, { nil: undefined }),
    withoutHandle: fc.boolean(),
    comparesHandle: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);
const CALLS = fc.array(fc.record({ api: LETTER, handle: fc.nat(2) }), { maxLength: 9 });

const withHandle = (indent: string, api: string, handle: readonly string[]): string[] => [
  `${indent}- and:`,
  `${indent}  - api: ${api}`,
  ...handle.map((line) => `${indent}  ${line}`),
];

function written(children: readonly RandomChild[], bound: number): string[] {
  const isKept = (index: number): boolean => children.slice(0, index).some(({ comparesHandle }) => comparesHandle);
  const lines = children.flatMap(({ api, without, withoutHandle, comparesHandle }, index) => {
    const own = isKept(index) ? ['- arg/Handle: $h'] : ['- arg/Handle:', '  as: $h'];
    const step = comparesHandle ? withHandle('', api, own) : [`- api: ${api}`];
    if (without === undefined || index === children.length - 1) return step;
    const handle = withoutHandle && isKept(index + 1) ? ['- arg/Handle: $h'] : [];
    return [...step, '- not:', ...withHandle('  ', without, handle)];
  });
  return [...lines, `- within: ${bound} calls`];
}

/** Every choice of places, in no order; the best of those that are allowed. */
function tryAll(
  children: readonly RandomChild[],
  bound: number,
  list: readonly { readonly api: string; readonly handle: number }[],
): number[] | undefined {
  let best: number[] | undefined;
  const isAllowed = (places: readonly number[]): boolean => {
    if ((places.at(-1) as number) - (places[0] as number) >= bound) return false;
    const handles = places.flatMap((place, i) => (children[i]?.comparesHandle === true ? [list[place]?.handle] : []));
    if (new Set(handles).size > 1) return false;
    return children.every(({ without, withoutHandle }, i) => {
      const next = places[i + 1];
      if (without === undefined || next === undefined) return true;
      const isKept = children.slice(0, i + 1).some(({ comparesHandle }) => comparesHandle);
      const between = list.slice((places[i] as number) + 1, next).filter(({ api }) => api === without);
      return !between.some(({ handle }) => !withoutHandle || !isKept || handle === handles[0]);
    });
  };
  const choose = (places: number[]): void => {
    const child = children[places.length];
    if (child === undefined) {
      if (isAllowed(places) && (best === undefined || isBetter(places, best))) best = places;
      return;
    }
    for (let place = (places.at(-1) ?? -1) + 1; place < list.length; place++) {
      if (list[place]?.api === child.api) choose([...places, place]);
    }
  };
  choose([]);
  return best;
}

/** Ends earlier, or has later calls from the last to the first. */
function isBetter(places: readonly number[], other: readonly number[]): boolean {
  const [end, otherEnd] = [places.at(-1) as number, other.at(-1) as number];
  if (end !== otherEnd) return end < otherEnd;
  const at = places.findLastIndex((place, i) => place !== other[i]);
  return at >= 0 && (places[at] as number) > (other[at] as number);
}

describe('both matchers', () => {
  it('find what trying every choice of calls finds', async () => {
    await fc.assert(
      fc.asyncProperty(CHILDREN, fc.integer({ min: 1, max: 9 }), CALLS, async (children, bound, list) => {
        const found = await only(written(children, bound), [list.map(({ api, handle }) => call(api, handle))]);
        const expected = tryAll(children, bound, list)?.map((place) => `0:${place}`);
        expect(found?.calls.flat()).toEqual(expected);
      }),
      { numRuns: Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 300) },
    );
  });
});
