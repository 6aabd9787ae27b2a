import { describe, expect, it } from 'vitest';
import { countFeatures } from '../../../src/export/count-features.ts';
import { compileFeatureFilter, listFeatures, type PickProcesses } from '../../../src/export/list-features.ts';
import type { Feature } from '../../../src/features/feature.ts';
import { featureJson } from '../../../src/features/feature-json.ts';
import type { Program } from '../../../src/features/program.ts';
import type { Trace } from '../../../src/features/trace.ts';
import { LIMITS } from '../../../src/limits.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { capeCall, capeProcess, capeReport, openCape, toSource } from '../../support/cape-report.ts';
import { absolute, at, frozenFunction, openProgram, staticText } from '../../support/freeze-builder.ts';
import { openMemoryTrace } from '../../support/memory-trace.ts';

const api = (value: string): Feature => ({ type: 'api', value });

async function tally(input: Program | Trace, filter = compileFeatureFilter([]), pick?: PickProcesses) {
  const listed = new Map<string, number>();
  for await (const { feature } of listFeatures(input, filter, pick)) {
    listed.set(featureJson(feature), (listed.get(featureJson(feature)) ?? 0) + 1);
  }
  return listed;
}

describe('countFeatures', () => {
  it('counts what is listed, as often as it is, also of threads that are listed twice or not at all', async () => {
    const report = capeReport([
      capeProcess(5, [capeCall(1, 'a', { x: '1' }), capeCall(2, 'a'), capeCall(3, 'b')], { threads: ['1', '2', '2'] }),
      capeProcess(0, [capeCall(9, 'of nobody')]),
      capeProcess(6, [capeCall(7, 'a')]),
    ]);
    for (const semantics of [DEFAULT_SEMANTICS, COMPAT_SEMANTICS]) {
      const trace = await openCape(toSource(report), semantics);
      for (const pick of [undefined, ((processes) => processes.slice(1)) as PickProcesses]) {
        const { counts, leftOut } = await countFeatures(trace, undefined, pick);
        const counted = new Map(counts.map(({ feature, count }) => [featureJson(feature), count]));
        expect(counted).toEqual(await tally(trace, undefined, pick));
        expect(leftOut).toBe(0);
      }
    }
  });

  it('puts the most frequent first and decides by text between equals', async () => {
    const calls = ['b', 'c', 'a', 'c'].map((name) => ({ features: [api(name)] }));
    const trace = openMemoryTrace({ globals: [], file: [], processes: [{ pid: 1, threads: [{ tid: 1, calls }] }] });
    const { counts } = await countFeatures(trace, compileFeatureFilter(['api']));
    expect(counts.map(({ feature, count }) => [count, 'value' in feature && feature.value])).toEqual([
      [2, 'c'],
      [1, 'a'],
      [1, 'b'],
    ]);
  });

  it('keeps a bounded number of them and says how many it did not count', async () => {
    const long = 'x'.repeat(LIMITS.countedFeatureText / 2);
    const calls = ['a', 'b', 'a', 'short'].map((name) => ({ features: [api(name === 'short' ? name : name + long)] }));
    const trace = openMemoryTrace({ globals: [], file: [], processes: [{ pid: 1, threads: [{ tid: 1, calls }] }] });
    const { counts, leftOut } = await countFeatures(trace);
    expect([counts.map(({ count }) => count), leftOut]).toEqual([[2, 1], 1]);
  });

  it('counts those of a program, which has no processes', async () => {
    const { input } = await openProgram(
      staticText({ functions: [frozenFunction(5, [at(absolute(9), { type: 'api', api: 'f' })], [])] }),
    );
    const { counts } = await countFeatures(input, compileFeatureFilter(['api']));
    expect(counts).toEqual([{ count: 1, feature: api('f'), text: 'api(f)' }]);
    await expect(countFeatures(input, undefined, (processes) => processes)).rejects.toMatchObject({
      code: 'option-invalid',
    });
  });
});
