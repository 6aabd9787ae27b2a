// The planned matcher equals the definition in all that an outcome says: which rules, where, with what evidence, what they imply, the
// layout and the counts of features; on random rules and features.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, addressKey } from '../../../src/features/address.ts';
import type { Subject } from '../../../src/features/subject.ts';
import type { Evidence } from '../../../src/match/evidence/evidence.ts';
import { matchInput } from '../../../src/match/match.ts';
import type { Matches, Outcome } from '../../../src/match/outcome.ts';
import type { Rule, RuleSet } from '../../../src/rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../src/semantics.ts';
import { openMemoryTrace } from '../../support/memory-trace.ts';
import { PROGRAM, TRACE, toProgram } from '../../support/random-inputs.ts';
import { randomRuleSet } from '../../support/random-rules.ts';

/** Levels of `match` nodes that are followed. */
const DEPTH = 3;

const keys = (list: readonly { readonly address: Address }[]): string[] =>
  list.map(({ address }) => addressKey(address)).sort();

/** A comparable form of evidence: locations as sorted texts, and what `match` nodes refer to expanded at them. */
function plain(evidence: Evidence, matches: Matches, ruleSet: RuleSet, depth = DEPTH): unknown {
  const { statement, success } = evidence;
  const isReference = success && statement.kind === 'feature' && statement.feature.type === 'match';
  const target = isReference ? statement.feature.value : '';
  const names = !isReference || depth === 0 ? [] : (ruleSet.namespaces.get(target) ?? [target]);
  const byKey = [...evidence.sites].sort((a, b) => (addressKey(a.address) < addressKey(b.address) ? -1 : 1));
  return {
    success,
    statement,
    children: evidence.children.map((child) => plain(child, matches, ruleSet, depth)),
    sites: keys(evidence.sites),
    captures: [...evidence.captures].map(([text, list]) => [text, keys(list)]).sort(),
    expanded: names.flatMap((name) =>
      byKey.flatMap((site) => {
        const found = matches.get(name)?.evidenceAt(site);
        return found === undefined ? [] : [[name, addressKey(site.address), plain(found, matches, ruleSet, depth - 1)]];
      }),
    ),
  };
}

/** Everything that an outcome says, in a comparable form. */
function outline({ matches, featureCounts, ...outcome }: Outcome, ruleSet: RuleSet): unknown {
  const counts = featureCounts.parts.map(({ address, count }) => [addressKey(address), count]);
  return {
    matches: [...matches]
      .map(([name, hits]) => [
        name,
        hits.scope,
        Array.from({ length: hits.count }, (_, i) => [
          addressKey(hits.addressOf(i)),
          plain(hits.evidenceOf(i), matches, ruleSet),
        ]),
        [...hits.implied()].sort(),
      ])
      .sort(),
    counts: [featureCounts.file, counts],
    layout:
      outcome.flavour === 'static'
        ? outcome.layout.map(({ address, matchedBlocks }) => [addressKey(address), matchedBlocks.map(addressKey)])
        : outcome.layout.map(({ address, name, threads }) => [
            ...[addressKey(address), name],
            threads.map(({ address: thread, calls }) => [
              addressKey(thread),
              Array.from({ length: calls.count }, (_, i) => [addressKey(calls.addressOf(i)), calls.atOf(i)]),
            ]),
          ]),
    libraries: outcome.flavour === 'static' ? outcome.libraryFunctions : [],
  };
}

async function compare(input: Subject, rules: RuleSet, semantics: Semantics): Promise<void> {
  const [planned, defined] = await Promise.all(
    (['planned', 'definition'] as const).map(async (matcher) => {
      let byFileAlone: readonly string[] | undefined;
      const onFileMatched = (matched: readonly Rule[]): void => {
        byFileAlone = matched.map(({ meta }) => meta.name);
      };
      const outcome = await matchInput(input, { rules, semantics, matcher, onFileMatched });
      return { byFileAlone, outcome: outline(outcome, rules) };
    }),
  );
  expect(planned).toEqual(defined);
}

const RUNS = Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 300);

// The reference's os index is a known divergence of the reference from its own evaluation, so compat keeps the wildcard here.
const COMPAT: Semantics = { ...COMPAT_SEMANTICS, 'os-any-index': true };

describe('the planned matcher equals the definition', () => {
  for (const [name, semantics] of [
    ['by default', DEFAULT_SEMANTICS],
    ['with compat', COMPAT],
  ] as const) {
    it(`on traces, ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(randomRuleSet('dynamic'), TRACE, ({ ruleSet }, memory) =>
          compare(openMemoryTrace(memory), ruleSet, semantics),
        ),
        { numRuns: RUNS },
      );
    });

    it(`on programs, ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(randomRuleSet('static'), PROGRAM, ({ ruleSet }, memory) =>
          compare(toProgram(memory), ruleSet, semantics),
        ),
        { numRuns: RUNS },
      );
    });
  }
});
