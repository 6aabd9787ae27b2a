// Random programs and recorded runs, small ones whose features random rules ask for.

import fc from 'fast-check';
import type { Address } from '../../src/features/address.ts';
import type { Feature } from '../../src/features/feature.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import { type LocatedBlock, type LocatedFunction, numberFunctions } from '../../src/features/located-program.ts';
import type { Program } from '../../src/features/program.ts';
import type { MemoryTrace } from './memory-trace.ts';
import { randomFeatures, randomGlobals } from './random-rules.ts';

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

/** Few addresses, in and around few modules. */
const randomCallers = fc.option(fc.array(fc.nat(12), { minLength: 1, maxLength: 3 }), { nil: undefined });
const randomMemory = fc.record({
  modules: fc.option(
    fc.array(fc.record({ path: fc.constant('m'), base: fc.nat(8), size: fc.nat(6), isSample: fc.boolean() }), {
      maxLength: 3,
    }),
    { nil: undefined },
  ),
  unbacked: fc.option(fc.constant([{ start: 9, end: 11 }]), { nil: undefined }),
  modulesAreAll: fc.option(fc.boolean(), { nil: undefined }),
});

/** Recorded runs. */
export const TRACE: fc.Arbitrary<MemoryTrace> = fc.record({
  globals: randomGlobals,
  file: located(CALL_FEATURES, true),
  processes: fc
    .array(
      fc.record({
        features: CALL_FEATURES,
        memory: randomMemory,
        seenAt: fc.option(SOMEWHERE, { nil: undefined }),
        threads: fc.array(
          fc.record({
            features: located(CALL_FEATURES, false),
            calls: fc.array(fc.record({ features: CALL_FEATURES, times: randomTimes, callers: randomCallers }), {
              maxLength: 30,
            }),
          }),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 2 },
    )
    .map((processes) =>
      processes.map(({ features, memory, seenAt, threads }, i) => ({
        ...memory,
        pid: 100 + i,
        features,
        ...(seenAt === undefined ? {} : { seenAt }),
        threads: threads.map((thread, tid) => ({ ...thread, tid })),
      })),
    ),
});

export interface MemoryProgram {
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

/** Programs. */
export const PROGRAM: fc.Arbitrary<MemoryProgram> = fc.record({
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

/** The program as matching sees it. */
export function toProgram({ globals, file, fromCode, functions }: MemoryProgram): Program {
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
