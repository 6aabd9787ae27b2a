// The planned matcher equals the reference evaluator: which rules, where, and with what evidence, on random rules and features.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, addressKey } from '../../../src/features/address.ts';
import type { Feature } from '../../../src/features/feature.ts';
import type { LocatedFeature } from '../../../src/features/located.ts';
import { numberFunctions } from '../../../src/features/located-program.ts';
import type { Program } from '../../../src/features/program.ts';
import { compileRules } from '../../../src/match/compile.ts';
import type { Evidence } from '../../../src/match/evidence.ts';
import { matchProgram } from '../../../src/match/match-program.ts';
import { matchTrace } from '../../../src/match/match-trace.ts';
import type { Matches } from '../../../src/match/outcome.ts';
import { programOutcome } from '../../../src/match/program-matches.ts';
import {
  matchProgramByReference,
  matchTraceByReference,
  type ReferenceMatches,
  type ReferenceProgram,
} from '../../../src/match/reference.ts';
import { traceOutcome } from '../../../src/match/trace-matches.ts';
import { TraceRecorder } from '../../../src/match/trace-recorder.ts';
import type { RuleSet } from '../../../src/rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../src/semantics.ts';
import { type MemoryTrace, openMemoryTrace, toReferenceTrace } from '../../support/memory-trace.ts';
import { randomCallFeatures, randomRuleSet, randomStaticFeatures } from '../../support/random-rules.ts';

const GLOBALS: fc.Arbitrary<Feature[]> = fc.constantFrom<Feature[]>(
  [
    { type: 'os', value: 'windows' },
    { type: 'arch', value: 'amd64' },
  ],
  [{ type: 'os', value: 'any' }],
  [],
);

const FILE: fc.Arbitrary<LocatedFeature[]> = fc
  .array(
    fc.tuple(randomCallFeatures, fc.option(fc.nat(3), { nil: undefined })).chain(([features, value]) =>
      fc.constant(
        features
          .filter(({ type }) => type === 'string')
          .map(
            (feature): LocatedFeature => ({
              feature,
              address: value === undefined ? { type: 'no address' } : { type: 'file', value },
            }),
          ),
      ),
    ),
    { maxLength: 3 },
  )
  .map((lists) => lists.flat());

const TRACE: fc.Arbitrary<MemoryTrace> = fc.record({
  globals: GLOBALS,
  file: FILE,
  processes: fc
    .array(
      fc.record({
        features: randomCallFeatures,
        threads: fc.array(
          fc.array(fc.record({ features: randomCallFeatures }), { maxLength: 30 }).map((calls) => ({ tid: 0, calls })),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 2 },
    )
    .map((processes) =>
      processes.map(({ features, threads }, i) => ({
        pid: 100 + i,
        features,
        threads: threads.map((thread, tid) => ({ ...thread, tid })),
      })),
    ),
});

/** A comparable form of evidence: locations as sorted texts. */
function plain(evidence: Evidence): unknown {
  const places = (list: readonly { address: Address }[]): string[] =>
    list.map(({ address }) => addressKey(address)).sort();
  return {
    success: evidence.success,
    statement: evidence.statement,
    children: evidence.children.map(plain),
    sites: places(evidence.sites),
    captures: [...evidence.captures].map(([text, list]) => [text, places(list)]).sort(),
  };
}

function planned(matches: Matches): unknown {
  return [...matches]
    .map(([name, hits]) => [
      name,
      Array.from({ length: hits.count }, (_, i) => [addressKey(hits.addressOf(i)), plain(hits.evidenceOf(i))]),
    ])
    .sort();
}

function byReference(matches: ReferenceMatches): unknown {
  return [...matches]
    .map(([name, list]) => [name, list.map(({ address, evidence }) => [addressKey(address), plain(evidence)])])
    .sort();
}

async function compareTrace(ruleSet: RuleSet, memory: MemoryTrace, semantics: Semantics): Promise<void> {
  const rules = compileRules(ruleSet, 'dynamic', semantics);
  const recorder = new TraceRecorder(rules);
  const summary = await openMemoryTrace(memory).read(recorder);
  const matching = matchTrace(ruleSet, rules, recorder, summary, semantics);
  expect(planned(traceOutcome(matching).matches)).toEqual(
    byReference(matchTraceByReference(toReferenceTrace(memory), ruleSet, semantics)),
  );
}

const RUNS = Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 300);

// The reference's os index is a known divergence of the reference from its own evaluation, so compat keeps the wildcard here.
const COMPAT: Semantics = { ...COMPAT_SEMANTICS, 'os-any-index': true };

describe('the planned matcher equals the reference evaluator', () => {
  for (const [name, semantics] of [
    ['by default', DEFAULT_SEMANTICS],
    ['with compat', COMPAT],
  ] as const) {
    it(`on traces, ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(randomRuleSet('dynamic'), TRACE, ({ ruleSet }, memory) =>
          compareTrace(ruleSet, memory, semantics),
        ),
        { numRuns: RUNS },
      );
    });

    it(`on programs, ${name}`, () => {
      fc.assert(
        fc.property(randomRuleSet('static'), PROGRAM, ({ ruleSet }, reference) => {
          const rules = compileRules(ruleSet, 'static', semantics);
          const matching = matchProgram(toProgram(reference), rules, semantics);
          expect(planned(programOutcome(matching).matches)).toEqual(
            byReference(matchProgramByReference(reference, ruleSet, semantics)),
          );
        }),
        { numRuns: RUNS },
      );
    });
  }
});

const located = (features: readonly Feature[], value: number): LocatedFeature[] =>
  features.map((feature, i) => ({ feature, address: { type: 'absolute', value: value + (i === 2 ? 1 : 0) } }));

const PROGRAM: fc.Arbitrary<ReferenceProgram> = fc.record({
  globals: GLOBALS,
  file: FILE,
  functions: fc
    .array(fc.array(fc.array(randomStaticFeatures, { maxLength: 4 }), { maxLength: 3 }), { maxLength: 3 })
    .map((functions) =>
      functions.map((blocks, f) => ({
        address: { type: 'absolute', value: 0x1000 * (f + 1) } as Address,
        features: [],
        blocks: blocks.map((instructions, b) => ({
          address: { type: 'absolute', value: 0x1000 * (f + 1) + 0x100 * b } as Address,
          features: [],
          instructions: instructions.map((features, i) => ({
            address: { type: 'absolute', value: 0x1000 * (f + 1) + 0x100 * b + 4 * i } as Address,
            features: located(features, 0x1000 * (f + 1) + 0x100 * b + 4 * i),
          })),
        })),
      })),
    ),
});

function toProgram(reference: ReferenceProgram): Program {
  return {
    flavour: 'static',
    format: 'memory',
    extractor: 'MemoryExtractor',
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: { type: 'no address' },
    globals: reference.globals,
    file: reference.file,
    functions: (registrar) => numberFunctions(reference.functions, registrar),
    health: () => ({
      flavour: 'static',
      producer: 'memory',
      skippedRecords: 0,
      missing: [],
      diagnostics: [],
    }),
  };
}
