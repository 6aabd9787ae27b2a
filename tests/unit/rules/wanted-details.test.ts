// What rules ask of calls beside the features that all have: of which functions, as far as rules say so. What is left out changes no match.

import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { memorySource } from '../../../src/bytes/source.ts';
import type { WantedDetails } from '../../../src/features/details.ts';
import { unpackSource } from '../../../src/node/gunzip.ts';
import { addressesOf } from '../../../src/result/document.ts';
import { loadRules } from '../../../src/rules/load.ts';
import type { RuleSet } from '../../../src/rules/rule.ts';
import { wantedDetails } from '../../../src/rules/wanted-details.ts';
import { capeCall, capeProcess, capeReport } from '../../support/cape-report.ts';
import { ruleText } from '../../support/rule-text.ts';

function rulesOf(features: string, scope = 'call'): RuleSet {
  const text = ruleText(features, { static: 'unsupported', dynamic: scope });
  return loadRules([{ path: 'r.yml', text }], { strict: true }).ruleSet;
}

const wanted = (features: string, scope?: string): WantedDetails =>
  wantedDetails(rulesOf(features, scope).rules) as WantedDetails;

const BY_FUNCTION = `
    - or:
      - and:
        - api: CreateFile
        - arg/lpFileName: C:\\x
      - and:
        - api: DeleteFile
        - status: success`;

/** Where the rule matches, by the matcher and by the definition, in a report of such calls. */
async function placesIn(calls: readonly unknown[], features: string, scope?: string): Promise<number[]> {
  const report = JSON.stringify(capeReport([capeProcess(10, calls)]));
  const source = memorySource('report.json', new TextEncoder().encode(report));
  const found: number[] = [];
  for (const matcher of ['planned', 'definition'] as const) {
    const { document } = await analyze(source, { rules: rulesOf(features, scope), unpack: unpackSource, matcher });
    found.push(document.rules.flatMap((rule) => [...addressesOf(rule)]).length);
  }
  return found;
}

describe('details that rules ask for', () => {
  it('are those of the functions that a rule names', () => {
    const { ofFunction, hasArgument } = wanted(BY_FUNCTION);
    expect(hasArgument('FileName')).toBe(true);
    expect(ofFunction(['CreateFileW', 'CreateFile'])).toMatchObject({ arguments: true, status: true });
    expect(ofFunction(['NtClose'])).toMatchObject({ arguments: false, returns: false, status: false });
  });

  it.each([
    ['a rule that needs no function', '\n    - or:\n      - api: CreateFile\n      - arg/lpFileName: C:\\x', 'call'],
    ['a wider scope', '\n    - and:\n      - api: CreateFile\n      - arg/lpFileName: C:\\x', 'thread'],
    [
      'a function that must be absent',
      '\n    - and:\n      - arg/lpFileName: x\n      - not:\n        - api: f',
      'call',
    ],
  ])('are those of every call: %s', (_name, features, scope) => {
    expect(wanted(features, scope).ofFunction(['NtClose']).hasArgument('FileName')).toBe(true);
  });

  it('are nothing where no rule names any', () => {
    expect(wantedDetails(rulesOf('\n    - api: CreateFile').rules)).toBeUndefined();
  });

  it('find the same as if all were handed over', async () => {
    const calls = [
      capeCall(1, 'NtClose', { FileName: 'C:\\x' }),
      capeCall(1, 'CreateFileW', { lpFileName: 'C:\\x', Other: 'C:\\x' }),
      capeCall(1, 'CreateFileW', { Other: 'C:\\x' }),
      capeCall(1, 'DeleteFileW', { lpFileName: 'C:\\y' }, { status: false }),
      capeCall(1, 'DeleteFileW', { lpFileName: 'C:\\y' }),
    ];
    expect(await placesIn(calls, BY_FUNCTION)).toEqual([2, 2]);
    // The name of a function may stand behind its arguments.
    const turned = calls.map(({ api, ...rest }) => ({ ...rest, api }));
    expect(await placesIn(turned, BY_FUNCTION)).toEqual([2, 2]);
  });

  it('read times by their digits, and odd ones by the whole text', async () => {
    const within = '\n    - sequence:\n      - within: 1 s\n      - api: f\n      - api: g';
    const at = (first: string, second: string): Promise<number[]> =>
      placesIn(
        [capeCall(1, 'f', {}, { timestamp: first }), capeCall(1, 'g', {}, { timestamp: second })],
        within,
        'thread',
      );
    expect(await at('2024-01-02 03:04:05,900', '2024-01-02 03:04:06,900')).toEqual([1, 1]);
    expect(await at('2024-01-02 03:04:05,900', '2024-01-02 03:04:06,901')).toEqual([0, 0]);
    expect(await at('2024-01-02 23:59:59,500', '2024-01-03 00:00:00,400')).toEqual([1, 1]);
    expect(await at('2024-01-02 23:59:59,500', '2024-01-02 24:00:00,000')).toEqual([1, 1]);
    expect(await at('2024-01-02 23:59:59,500', '2024-01-02 23:61:00,000')).toEqual([0, 0]);
    expect(await at('2024-13-02 23:59:59,500', '2024-13-02 23:59:59,500')).toEqual([0, 0]);
  });
});
