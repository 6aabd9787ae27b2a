import { describe, expect, it } from 'vitest';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { capeCall, capeProcess, capeReport, readCape } from '../../../support/cape-report.ts';

describe('processes of a report', () => {
  it('have their ids, name and environment', async () => {
    const { summary } = await readCape(
      capeReport([capeProcess(10, [capeCall(1, 'A')], { environ: { A: 'x', B: '', C: 'y', D: 'x' } })]),
    );
    const address = { type: 'process', value: [4, 10] };
    const string = (value: string) => ({ feature: { type: 'string', value }, address });
    expect(summary.processes).toEqual([
      {
        address,
        name: 'process10.exe',
        features: [string('x'), string('y'), string('x')],
        threads: [{ thread: 0, tid: 1, features: [] }],
        fromSample: true,
      },
    ]);
  });

  it('may have their members in any order', async () => {
    const { calls, threads, environ, process_id, parent_id, process_name } = capeProcess(10, [capeCall(1, 'A')]);
    const { summary, sink } = await readCape(
      capeReport([{ environ, calls, threads, process_name, parent_id, process_id }]),
    );
    expect(summary.processes[0]).toMatchObject({ address: { value: [4, 10] }, name: 'process10.exe' });
    expect(sink.calls).toHaveLength(1);
  });

  it('stay apart when they share their ids', async () => {
    const { summary, sink } = await readCape(
      capeReport([capeProcess(10, [capeCall(1, 'A')]), capeProcess(10, [capeCall(1, 'B')])]),
    );
    expect(summary.processes.map(({ address, threads }) => [address.value, threads[0]?.thread])).toEqual([
      [[4, 10], 0],
      [[4, 10], 1],
    ]);
    expect(sink.calls.map(({ process, thread }) => [process, thread])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(summary.health.diagnostics).toMatchObject([{ code: 'cape-process-id-recycled', severity: 'note' }]);
  });

  it.each(['10', 10, '10.0'])('accept the id %j', async (pid) => {
    const { summary } = await readCape(capeReport([capeProcess(1, [capeCall(1, 'A')], { process_id: pid })]));
    expect(summary.processes[0]?.address.value).toEqual([4, 10]);
  });

  it('may have ids as large as numbers are exact', async () => {
    const { summary } = await readCape(
      capeReport([capeProcess(Number.MAX_SAFE_INTEGER, [capeCall(Number.MAX_SAFE_INTEGER, 'A')])]),
    );
    expect(summary.processes[0]).toMatchObject({
      address: { value: [4, Number.MAX_SAFE_INTEGER] },
      threads: [{ tid: Number.MAX_SAFE_INTEGER }],
    });
  });

  it.each([0, -1, null, 1.5, '0x10', '', 'x', undefined, [1], '99999999999999999999'])(
    'are left out, with their calls, when their id is %j',
    async (pid) => {
      const { summary } = await readCape(
        capeReport([
          capeProcess(1, [capeCall(1, 'A'), capeCall(1, 'B')], { process_id: pid }),
          capeProcess(11, [capeCall(1, 'C')]),
        ]),
      );
      expect(summary.processes.map(({ address }) => address.value)).toEqual([[4, 11]]);
      expect(summary.health).toMatchObject({ processes: 1, calls: 1, skippedRecords: 3 });
      expect(summary.health.diagnostics[0]).toMatchObject({ code: 'cape-process-malformed', severity: 'error' });
    },
  );

  it('have the parent 0, and nothing to say, when it is null', async () => {
    const { summary } = await readCape(capeReport([capeProcess(10, [capeCall(1, 'A')], { parent_id: null })]));
    expect(summary.processes[0]?.address.value).toEqual([0, 10]);
    expect(summary.health.diagnostics).toEqual([]);
  });

  it.each([-1, 'x', undefined, {}])('have the parent 0 when it is %j', async (parent) => {
    const { summary } = await readCape(capeReport([capeProcess(10, [capeCall(1, 'A')], { parent_id: parent })]));
    expect(summary.processes[0]?.address.value).toEqual([0, 10]);
    expect(summary.health.diagnostics).toMatchObject([{ code: 'cape-process-malformed', severity: 'warning' }]);
  });

  it('do without a name and without an environment', async () => {
    const { summary } = await readCape(
      capeReport([capeProcess(10, [capeCall(1, 'A')], { process_name: null, environ: undefined })]),
    );
    expect(summary.processes[0]).toMatchObject({ name: '', features: [] });
    expect(summary.health.missing.map(({ part }) => part)).toContain('behavior.processes[].environ (1 of 1)');
  });

  it('keep the usable values of a damaged environment', async () => {
    const { summary } = await readCape(
      capeReport([capeProcess(10, [capeCall(1, 'A')], { environ: { A: null, B: 'x', C: 5, D: ['y'] } })]),
    );
    expect(summary.processes[0]?.features.map(({ feature }) => feature)).toEqual([{ type: 'string', value: 'x' }]);
    expect(summary.health.diagnostics).toMatchObject([{ code: 'cape-process-malformed', count: 3 }]);
  });

  it('are skipped when they are no objects', async () => {
    const { summary } = await readCape(capeReport([null, 'x', [], capeProcess(10, [capeCall(1, 'A')])]));
    expect(summary.health).toMatchObject({ processes: 1, calls: 1, skippedRecords: 3 });
  });

  it('come from the last of repeated lists', async () => {
    const { sink, summary } = await readCape(
      `{"info":{"version":"2.4-CAPE"},"behavior":{"processes":${JSON.stringify([capeProcess(10, [capeCall(1, 'A')])])},` +
        `"processes":${JSON.stringify([capeProcess(11, [capeCall(2, 'B')])])}}}`,
    );
    expect(summary.processes.map(({ address }) => address.value[1])).toEqual([11]);
    expect(summary.health.calls).toBe(1);
    const listed = summary.processes[0]?.threads[0]?.thread;
    expect(sink.calls.filter(({ thread }) => thread === listed).map(({ features }) => features)).toEqual([
      ['api\t"B"'],
    ]);
  });

  it('belong to the sample if they descend from the first', async () => {
    const process = (pid: number, parent: number) => capeProcess(pid, [capeCall(1, 'A')], { parent_id: parent });
    const { summary } = await readCape(
      // 13 comes before its parent 12; 20 and 21 are each other's parents.
      capeReport([process(10, 4), process(11, 10), process(13, 12), process(12, 11), process(20, 21), process(21, 20)]),
    );
    expect(summary.processes.map(({ address, fromSample }) => [address.value[1], fromSample])).toEqual([
      [10, true],
      [11, true],
      [13, true],
      [12, true],
      [20, false],
      [21, false],
    ]);
  });

  it('are counted quickly even when all share one parent', async () => {
    const { summary } = await readCape(
      capeReport(Array.from({ length: 5000 }, () => capeProcess(10, [], { parent_id: 10, environ: {} }))),
    );
    expect(summary.processes).toHaveLength(5000);
    expect(summary.processes.every(({ fromSample }) => fromSample)).toBe(true);
  });
});

describe('threads of a process', () => {
  const calls = [capeCall(5, 'A'), capeCall(6, 'B'), capeCall(5, 'C')];

  function tids(threads: unknown, semantics = DEFAULT_SEMANTICS) {
    return readCape(capeReport([capeProcess(10, calls, { threads })]), semantics).then(({ summary }) => ({
      threads: summary.processes[0]?.threads.map(({ tid, thread }) => [tid, thread]),
      codes: summary.health.diagnostics.map(({ code }) => code),
    }));
  }

  it('stand in the order of the list, also those without calls', async () => {
    expect(await tids(['6', '7', 5])).toEqual({
      threads: [
        [6, 1],
        [7, -1],
        [5, 0],
      ],
      codes: [],
    });
  });

  it('are added when only calls name them; the reference loses those calls', async () => {
    expect(await tids(['6'])).toEqual({
      threads: [
        [6, 1],
        [5, 0],
      ],
      codes: ['cape-thread-unlisted'],
    });
    expect(await tids(['6'], COMPAT_SEMANTICS)).toEqual({ threads: [[6, 1]], codes: [] });
  });

  it('count once when they are listed twice; for the reference they count twice', async () => {
    expect(await tids(['5', '6', '5'])).toEqual({
      threads: [
        [5, 0],
        [6, 1],
      ],
      codes: ['cape-threads-repeated'],
    });
    expect((await tids(['5', '6', '5'], COMPAT_SEMANTICS)).threads).toEqual([
      [5, 0],
      [6, 1],
      [5, 0],
    ]);
  });

  it('stand in the order of their first calls when there is no list', async () => {
    for (const semantics of [DEFAULT_SEMANTICS, COMPAT_SEMANTICS]) {
      expect((await tids(undefined, semantics)).threads).toEqual([
        [5, 0],
        [6, 1],
      ]);
      expect((await tids(null, semantics)).threads).toHaveLength(2);
    }
  });

  it('are left out of the list when they are no ids', async () => {
    const { threads, codes } = await tids(['x', -5, null, '6', {}, 1.5]);
    expect(threads).toEqual([
      [6, 1],
      [5, 0],
    ]);
    expect(codes).toEqual(['cape-process-malformed', 'cape-thread-unlisted']);
  });
});
