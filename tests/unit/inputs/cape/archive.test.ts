import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { capeInput } from '../../../../src/inputs/cape/index.ts';
import { DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { capeCall, capeProcess, capeReport } from '../../../support/cape-report.ts';
import { readTrace } from '../../../support/recording-sink.ts';
import { buildZip, type ZipBuildOptions, type ZipContent } from '../../../support/zip-builder.ts';

const REPORT = JSON.stringify(capeReport([capeProcess(10, [capeCall(1, 'A'), capeCall(1, 'B')])]), null, 2);

async function read(content: ZipContent, options: ZipBuildOptions = {}, password?: string) {
  const bytes = await buildZip(content, options);
  const name = 'download.zip';
  const recognised = capeInput.recognise({ name, raw: bytes, head: bytes });
  const trace = await capeInput.open(memorySource(name, bytes), {
    semantics: DEFAULT_SEMANTICS,
    diagnostics: new Diagnostics(),
    ...(password === undefined ? {} : { password }),
  });
  if (trace.flavour !== 'dynamic') throw new Error('a CAPE report is a trace');
  return { recognised, ...(await readTrace(trace)) };
}

describe('zipped CAPE reports', () => {
  it.each([
    [{ 'reports/report.json': REPORT }, 2],
    [{ '12_report.json': REPORT }, 2],
    [{ 'lite.json': '{}', 'x/report.json': REPORT }, 2],
    [{ 'anything.json': REPORT }, 1],
    [{ 'readme.txt': 'x', 'anything.JSON': REPORT }, 0],
  ])('are found among the members: case %#', async (content, sure) => {
    const { recognised, sink, names } = await read(content as ZipContent);
    expect(recognised).toBe(sure);
    expect(sink.calls).toHaveLength(2);
    expect([...names.values()]).toEqual(['A() -> 0x0', 'B() -> 0x0']);
  });

  it('may be encrypted', async () => {
    const content = { 'report.json': REPORT };
    expect((await read(content, { password: 'infected' })).sink.calls).toHaveLength(2);
    expect((await read(content, { password: 'secret' }, 'secret')).sink.calls).toHaveLength(2);
    await expect(read(content, { password: 'secret' })).rejects.toMatchObject({ code: 'input-encrypted' });
  });

  it('are missed with an explanation', async () => {
    await expect(read({ 'a.txt': 'x' })).rejects.toMatchObject({ code: 'input-unsupported' });
    await expect(read({ 'a.json': REPORT, 'b.json': REPORT })).rejects.toMatchObject({ code: 'input-unsupported' });
    await expect(read({ 'lite.json': JSON.stringify(capeReport([], { behavior: {} })) })).rejects.toMatchObject({
      code: 'report-no-calls',
    });
  });
});
