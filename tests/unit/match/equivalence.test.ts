// The planned matcher equals the definition in all that an outcome says: which rules, where, with what evidence, what they imply, the
// layout and the counts of features; on random rules and features.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, addressKey } from '../../../src/features/address.ts';
import type { Feature } from '../../../src/features/feature.ts';
import type { LocatedFeature } from '../../../src/features/located.ts';
import { type LocatedBlock, type LocatedFunction, numberFunctions } from '../../../src/features/located-program.ts';
import type { Program } from '../../../src/features/program.ts';
import type { Subject } from '../../../src/features/subject.ts';
import type { Evidence } from '../../../src/match/evidence/evidence.ts';
import { matchInput } from '../../../src/match/match.ts';
import type { Matches, Outcome } from '../../../src/match/outcome.ts';
import type { Rule, RuleSet } from '../../../src/rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../src/semantics.ts';
import { type MemoryTrace, openMemoryTrace } from '../../support/memory-trace.ts';
import { randomFeatures, randomGlobals, randomRuleSet } from '../../support/random-rules.ts';

const CALL_FEATURES = randomFeatures('dynamic');
const STATIC_FEATURES = randomFeatures('static');

/** Addresses of several kinds with few values: integers are equal across kinds. */
const SOMEWHERE: fc.Arbitrary<Address> = fc.oneof(
  fc
    .tuple(fc.constantFrom('absolute', 'file', 'relative', 'dn token'), fc.nat(3))
    .map(([type, value]): Address => ({ type: type as 'absolute', value })),
  fc.nat(2).map((value): Address => ({ type: 'dn token offset', value: [1, value] })),
  fc.nat(1).map((pid): Address => ({ type: 'process', value: [1, 100 + pid] })),
);

const located = (features: fc.Arbitrary<Feature[]>, nowhere: boolean): fc.Arbitrary<LocatedFeature[]> =>
  features.chain((list) => {
    const address = nowhere ? fc.oneof(SOMEWHERE, fc.constant<Address>({ type: 'no address' })) : SOMEWHERE;
    return fc.tuple(...list.map((feature) => address.map((at): LocatedFeature => ({ feature, address: at }))));
  });

/** A recorder folds few calls. */
const randomTimes = fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 4 }));

const TRACE: fc.Arbitrary<MemoryTrace> = fc.record({
  globals: randomGlobals,
  file: located(CALL_FEATURES, true),
  processes: fc
    .array(
      fc.record({
        features: CALL_FEATURES,
        seenAt: fc.option(SOMEWHERE, { nil: undefined }),
        threads: fc.array(
          fc.record({
            features: located(CALL_FEATURES, false),
            calls: fc.array(fc.record({ features: CALL_FEATURES, times: randomTimes }), { maxLength: 30 }),
          }),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 2 },
    )
    .map((processes) =>
      processes.map(({ features, seenAt, threads }, i) => ({
        pid: 100 + i,
        features,
        ...(seenAt === undefined ? {} : { seenAt }),
        threads: threads.map((thread, tid) => ({ ...thread, tid })),
      })),
    ),
});

interface MemoryProgram {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly fromCode: readonly LocatedFeature[];
  readonly functions: readonly LocatedFunction[];
}

const own = (features: readonly Feature[], value: number): LocatedFeature[] =>
  features.map((feature, i) => ({ feature, address: { type: 'absolute', value: value + (i === 2 ? 1 : 0) } }));

const BLOCK = fc.record({
  features: STATIC_FEATURES,
  instructions: fc.array(STATIC_FEATURES, { maxLength: 4 }),
});

const PROGRAM: fc.Arbitrary<MemoryProgram> = fc.record({
  globals: randomGlobals,
  file: located(STATIC_FEATURES, true),
  fromCode: located(STATIC_FEATURES, true),
  functions: fc
    .array(
      fc.record({
        features: located(STATIC_FEATURES, false),
        blocks: fc.array(BLOCK, { maxLength: 3 }),
        shares: fc.boolean(),
        isLibrary: fc.nat(9).map((n) => n === 0),
      }),
      { maxLength: 3 },
    )
    .map((functions) => {
      let shared: LocatedBlock | undefined;
      return functions.map(({ features, blocks, shares, isLibrary }, f): LocatedFunction => {
        const list = blocks.map((block, b): LocatedBlock => {
          const at = 0x1000 * (f + 1) + 0x100 * b;
          return {
            address: { type: 'absolute', value: at },
            features: own(block.features, at),
            instructions: block.instructions.map((instruction, i) => ({
              address: { type: 'absolute', value: at + 4 * i },
              features: own(instruction, at + 4 * i),
            })),
          };
        });
        // A block that several functions have, or one function twice.
        if (shares && (shared ?? list[0]) !== undefined) list.push((shared ??= list[0]) as LocatedBlock);
        const address: Address = { type: 'absolute', value: 0x1000 * (f + 1) };
        return { address, features, blocks: list, ...(isLibrary ? { library: `library ${f}` } : {}) };
      });
    }),
});

function toProgram({ globals, file, fromCode, functions }: MemoryProgram): Program {
  return {
    flavour: 'static',
    format: 'memory',
    extractor: 'MemoryExtractor',
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: { type: 'no address' },
    globals,
    file,
    fileFromCode: () => fromCode,
    functions: (registrar) => numberFunctions(functions, registrar),
    health: () => ({ flavour: 'static', producer: 'memory', skippedRecords: 0, missing: [], diagnostics: [] }),
  };
}

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
