// Orders of calls in runs of a program that injects into its child, against what its author says that it did: once in order in one
// thread, once in order over two threads, once in another order in one thread.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/source.ts';
import type { ThreadAddress } from '../../../src/features/address.ts';
import { capeInput } from '../../../src/inputs/cape/index.ts';
import { matchInput } from '../../../src/match/match.ts';
import type { MatcherName } from '../../../src/match/matchers.ts';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import { DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { openTrace } from '../../support/open-trace.ts';
import { ruleOf } from '../../support/rule-text.ts';
import { sharedPath } from '../../support/shared.ts';

interface Order {
  readonly function: string;
  readonly sequence: readonly string[];
}

const VARIANTS = ['x64-O0', 'x64-O2', 'x64-O2-stripped'];
const folder = sharedPath('data', 'pairs', 'win-inject-self');

const inOrder = (apis: readonly string[]): string =>
  ['- sequence:', ...apis.map((api) => `  - api: ${api}`)].join('\n');
/** Allocated memory is written and run: the same block, in a process that the same handle stands for. */
const sameMemory = (allocated: string): string =>
  [
    '- sequence:',
    '  - and:',
    '    - api: VirtualAllocEx',
    '    - arg/hProcess:',
    '      as: $process',
    `    - return: ${allocated}`,
    '      as: $memory',
    '  - and:',
    '    - api: WriteProcessMemory',
    '    - arg/hProcess: $process',
    '    - arg/lpBaseAddress: $memory',
    '  - and:',
    '    - api: CreateRemoteThread',
    '    - arg/hProcess: $process',
    '    - arg/lpParameter: $memory',
  ].join('\n');

describe.skipIf(folder === undefined).each(VARIANTS)('win-inject-self %s', (variant) => {
  const file = (name: string): string => `${folder}/${variant}/${name}`;

  it.each<MatcherName>(['planned', 'definition'])('has the orders that its author names: %s', async (matcher) => {
    const { capabilities } = JSON.parse(readFileSync(file('truth.json'), 'utf8')) as {
      capabilities: { order: readonly Order[] };
    };
    const [right, halves, wrong] = ['inject_in_order', 'first_half, second_half', 'wrong_order'].map(
      (name) => capabilities.order.find((order) => order.function === name)?.sequence as readonly string[],
    ) as [readonly string[], readonly string[], readonly string[]];
    const { ruleSet } = buildRuleSet([
      ruleOf(inOrder(right), { name: 'right', dynamic: 'thread' }),
      ruleOf(inOrder(halves), { name: 'injection', dynamic: 'thread' }),
      ruleOf(inOrder(halves), { name: 'injection of a process', dynamic: 'process' }),
      ruleOf(inOrder(wrong), { name: 'wrong', dynamic: 'thread' }),
      ruleOf(inOrder([...wrong, 'CreateRemoteThread']), { name: 'wrong and more', dynamic: 'thread' }),
      ruleOf(`${inOrder(halves)}\n  - within: 5 s`, { name: 'within seconds', dynamic: 'thread' }),
      ruleOf(`${inOrder(right)}\n  - within: 1 ms`, { name: 'within nothing', dynamic: 'thread' }),
      ruleOf(sameMemory(''), { name: 'same memory', dynamic: 'thread' }),
      ruleOf(sameMemory('0x1620000'), { name: 'memory of the halves', dynamic: 'thread' }),
      ruleOf(sameMemory('0x1620000'), { name: 'memory of the halves, of a process', dynamic: 'process' }),
    ]);
    const trace = await openTrace(capeInput, memorySource('report.json', readFileSync(file('report.json'))));
    const { matches } = await matchInput(trace, { rules: ruleSet, semantics: DEFAULT_SEMANTICS, matcher });
    const found = new Map(
      [...matches].map(([name, hits]) => [
        name,
        Array.from({ length: hits.count }, (_, i) => (hits.addressOf(i) as ThreadAddress).value.slice(1).join(':')),
      ]),
    );
    const [[process, thread] = []] = (found.get('right') ?? []).map((place) => place.split(':'));
    const one = [`${process}:${thread}`];
    expect(found.get('right')).toEqual(one);
    expect(found.get('injection')).toEqual(one);
    expect(found.get('same memory')).toEqual(one);
    expect(found.get('within seconds')).toEqual(one);
    expect(found.get('within nothing')).toBeUndefined();
    expect(found.get('injection of a process')).toEqual([process]);
    // What two threads did is in order in their process only.
    expect(found.get('memory of the halves')).toBeUndefined();
    expect(found.get('memory of the halves, of a process')).toEqual([process]);
    // Where the order is wrong there is no injection.
    expect(found.get('wrong')).toHaveLength(1);
    expect(found.get('wrong')).not.toEqual(one);
    expect(found.get('wrong and more')).toBeUndefined();
  });
});
