import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/limits.ts';
import { buildRuleSet } from '../../../src/rules/build-rule-set.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import type { SequenceStatement } from '../../../src/rules/rule.ts';
import { parseSerialisedRuleSet, serialiseRuleSet } from '../../../src/rules/serialise.ts';
import { errorOf, type RuleTextParts, ruleOf, ruleText, statementOf } from '../../support/rule-text.ts';

const read = (features: string, parts?: RuleTextParts): SequenceStatement =>
  statementOf(features, parts) as SequenceStatement;
const failure = (lines: readonly string[], parts?: RuleTextParts) => {
  const features = ['- sequence:', ...lines.map((line) => `  ${line}`)].join('\n');
  const { message, hint, where } = errorOf(() => parseRule({ text: ruleText(features, parts), path: 'r.yml' }));
  return { message, hint, where };
};

describe('a sequence', () => {
  it('has children about one call, in the order of the text', () => {
    const features = '- sequence:\n  - api: Open\n  - and:\n    - api: Write\n    - number: 4\n  - api: Open';
    expect(read(features, { dynamic: 'thread' })).toEqual({
      kind: 'sequence',
      children: [
        { kind: 'feature', feature: { type: 'api', value: 'Open' } },
        {
          kind: 'and',
          children: [
            { kind: 'feature', feature: { type: 'api', value: 'Write' } },
            { kind: 'feature', feature: { type: 'number', value: 4 } },
          ],
        },
        { kind: 'feature', feature: { type: 'api', value: 'Open' } },
      ],
      steps: [{ count: 1 }, { count: 1 }, { count: 1 }],
    });
  });

  it('says how many calls match a child, and which must not stand between two', () => {
    const { children, steps } = read(
      [
        '- sequence:',
        '  - count(api(Open)): 2',
        '  - not:',
        '    - api: Close',
        '  - 3 or more:',
        '    - api: Read',
        '    - api: Write',
        '  - call:',
        '    - api: Close',
      ].join('\n'),
    );
    expect(steps.map(({ count }) => count)).toEqual([2, 0, 3, 1]);
    expect(children.map(({ kind }) => kind)).toEqual(['feature', 'feature', 'or', 'feature']);
  });

  it.each([
    ['5 calls', { count: 5, unit: 'calls' }],
    ['1 call', { count: 1, unit: 'calls' }],
    ['200 ms', { count: 200, unit: 'ms' }],
    ['2 s', { count: 2000, unit: 'ms' }],
  ])('is bounded: within %s', (written, within) => {
    expect(read(`- sequence:\n  - api: Open\n  - within: ${written}`)).toMatchObject({ within });
  });

  it('merges threads at process, and not in a block of a thread', () => {
    expect(read('- sequence:\n  - api: Open')).toMatchObject({ merges: true });
    const { children } = statementOf('- and:\n  - thread:\n    - sequence:\n      - api: Open') as unknown as {
      children: readonly { child: unknown }[];
    };
    expect(children[0]?.child).not.toHaveProperty('merges');
  });

  it('keeps values and compares them', () => {
    const { steps, children } = read(
      [
        '- sequence:',
        '  - and:',
        '    - api: Open',
        '    - return:',
        '      as: $h',
        '  - arg/Handle: $h',
        '  - behavior: file/write',
        '    path: {substring: run}',
        '    as: $path',
        '  - behavior: file/delete',
        '    path: $path',
      ].join('\n'),
    );
    const any = { value: '', test: 'any' };
    const written = { type: 'behavior', name: 'file/write', value: 'run', test: 'substring' };
    expect(steps).toEqual([
      { count: 1, values: [{ variable: '$h', feature: { type: 'return', ...any } }] },
      { count: 1, values: [{ variable: '$h', feature: { type: 'argument', name: 'Handle', ...any } }] },
      { count: 1, values: [{ variable: '$path', feature: written }] },
      { count: 1, values: [{ variable: '$path', feature: { type: 'behavior', name: 'file/delete', ...any } }] },
    ]);
    expect(children[1]).toMatchObject({ feature: { type: 'argument', ...any } });
  });

  it('takes texts with a dollar sign as they are elsewhere', () => {
    const { feature } = statementOf('- arg/FileName: $mft') as unknown as { feature: unknown };
    expect(feature).toEqual({ type: 'argument', name: 'FileName', value: '$mft' });
  });

  it('becomes rules about calls, and is the same from a cache', () => {
    const features = '- sequence:\n  - api: Open\n  - not:\n    - api: Close\n  - number: 0xffffffffffffffff';
    const { ruleSet } = buildRuleSet([ruleOf(features)]);
    expect(ruleSet.rules.filter(({ derived }) => derived?.scope === 'call')).toHaveLength(3);
    const again = parseSerialisedRuleSet(serialiseRuleSet(ruleSet));
    expect(again.rules.map(({ statement }) => statement)).toEqual(ruleSet.rules.map(({ statement }) => statement));
  });
});

describe('a sequence is invalid', () => {
  it.each([
    ['at scope call', 'call', 'at scope call', /thread and process/],
    ['at scope file', 'file', 'at scope file', /thread and process/],
    ['in spans', 'span of calls', 'at scope span of calls', /within: 20 calls/],
    ['without a dynamic scope', 'unsupported', 'without a dynamic scope', /thread and process/],
  ])('%s', (_, dynamic, message, hint) => {
    const found = failure(['- api: Open'], { dynamic });
    expect(found.message).toContain(`a "sequence" is not possible ${message}`);
    expect(found.hint).toMatch(hint);
  });

  it.each<[string, string[], RegExp]>([
    ['without a child', ['- within: 5 calls'], /no child that a call matches/],
    ['with "not" at its beginning', ['- not:', '  - api: A', '- api: B'], /stands between two children/],
    ['with "not" at its end', ['- api: B', '- not:', '  - api: A'], /stands between two children/],
    ['with an optional child', ['- api: A', '- optional:', '  - api: B'], /stands for 1 to/],
    ['with a child that may be missing', ['- count(api(A)): 3 or fewer'], /stands for 1 to/],
    ['with a count between two', ['- count(api(A)): (2, 3)'], /stands for 1 to/],
    ['with too many calls', [`- count(api(A)): ${LIMITS.sequenceCalls}`, '- api: B'], /more than 64 calls/],
    ['with two bounds', ['- api: A', '- within: 5 calls', '- within: 9 calls'], /"within" stands twice/],
    ['with a bound of nothing', ['- api: A', '- within: 0 calls'], /does not say within what/],
    ['with another unit', ['- api: A', '- within: 5 minutes'], /does not say within what/],
    ['with a sequence inside', ['- sequence:', '  - api: A'], /not possible at scope call/],
    ['with features of no call', ['- section: .text'], /not seen at scope call/],
    ['with a variable that nobody keeps', ['- arg/Handle: $h'], /not kept by an earlier child/],
    ['with a variable of the same child', ['- and:', '  - return:', '    as: $h', '  - arg/Handle: $h'], /not kept/],
    ['with a variable kept twice', ['- return:', '  as: $h', '- return:', '  as: $h'], /kept twice/],
    [
      'with a variable below "or"',
      ['- or:', '  - return:', '    as: $h', '  - api: A', '- api: B'],
      /below "or", "not" or "N or more"/,
    ],
    [
      'with a variable kept of what must not be there',
      ['- api: A', '- not:', '  - return:', '    as: $h', '- api: B'],
      /kept of what must not be there/,
    ],
    ['with a name that is none', ['- return:', '  as: h'], /is no variable/],
    ['with a variable of a function', ['- api: A', '  as: $h'], /the value of "api" is no variable/],
  ])('%s', (_, lines, message) => {
    expect(failure(lines).message).toMatch(message);
  });
});
