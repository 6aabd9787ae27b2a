import { describe, expect, it } from 'vitest';
import { CapaxError } from '../../../../src/errors.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { CAPE_PE, capeCall, capeProcess, capeReport, readCape } from '../../../support/cape-report.ts';

const PROCESSES = [capeProcess(10, [capeCall(1, 'NtClose')])];

function fileLines(summary: Awaited<ReturnType<typeof readCape>>['summary']): string[] {
  return summary.file.map(({ feature, address }) => {
    const place = address.type === 'no address' ? '-' : String(address.value);
    return `${feature.type} ${'value' in feature ? feature.value : ''} ${place}`;
  });
}

const withFile = (file: object, more = {}) =>
  capeReport(PROCESSES, { target: { category: 'file', file: { md5: '1', ...file } }, ...more });

describe('what a report says of its sample', () => {
  it('are hashes, base address, and file features in the order of the reference', async () => {
    const { summary } = await readCape(capeReport(PROCESSES), COMPAT_SEMANTICS);
    expect(summary.hashes).toEqual({ md5: 'aa'.repeat(16), sha1: 'bb'.repeat(20), sha256: 'cc'.repeat(32) });
    expect(summary.baseAddress).toEqual({ type: 'absolute', value: 0x400000 });
    expect(fileLines(summary)).toEqual([
      'import kernel32.CreateFileW 4227072',
      'import CreateFileW 4227072',
      'import kernel32.CreateFile 4227072',
      'import CreateFile 4227072',
      'export DllMain 4198964',
      'section .text 4096',
      'string a string of the file -',
      'string HKEY_LOCAL_MACHINE\\key -',
      'string C:\\file -',
      'string mutex -',
      'string cmd /c run -',
      'string kernel32.dll.Sleep -',
      'string created -',
      'string started -',
    ]);
    expect(summary.health.diagnostics).toEqual([]);
    expect(summary.health.missing).toEqual([]);
  });

  it('is the same when the target comes last and imports are kept by module', async () => {
    const { target, ...rest } = capeReport(PROCESSES) as { target: { file: object } };
    const byModule = { ...CAPE_PE, imports: { KERNEL32: (CAPE_PE['imports'] as object[])[0] } };
    const { summary } = await readCape({ ...rest, target: { file: { ...target.file, pe: byModule } } });
    const { summary: expected } = await readCape(capeReport(PROCESSES));
    expect(summary.file).toEqual(expected.file);
  });

  it('comes from `static` first', async () => {
    const pe = { ...CAPE_PE, imagebase: '0x10000' };
    const { summary } = await readCape(capeReport(PROCESSES, { static: { pe } }), COMPAT_SEMANTICS);
    expect(summary.baseAddress).toMatchObject({ value: 0x10000 });
  });

  it('loses damaged entries of the PE analysis only', async () => {
    const pe = {
      imagebase: null,
      imports: [
        { dll: null, imports: [] },
        null,
        { dll: 'a.dll', imports: [null, { address: 'x', name: 'A' }, { address: 16, name: 'B' }, { name: 5 }] },
        { dll: 'b.dll' },
      ],
      exports: [
        { name: null, address: '0x1' },
        { name: 'E', address: '17' },
      ],
      sections: 'none',
    };
    const { summary } = await readCape(withFile({ type: 'PE32 Intel 80386 windows', pe }, { strings: [] }));
    expect(summary.baseAddress.type).toBe('no address');
    expect(fileLines(summary).slice(0, 3)).toEqual(['import a.B 16', 'import B 16', 'export E 17']);
    expect(summary.health.diagnostics.map(({ code }) => code)).toContain('cape-pe-malformed');
  });

  it('loses items of lists that are no text only', async () => {
    const { summary } = await readCape(
      capeReport(PROCESSES, { strings: ['a', null, 5, 'b', ['c']], behavior: { processes: PROCESSES } }),
    );
    expect(fileLines(summary).slice(-2)).toEqual(['string a -', 'string b -']);
    expect(summary.health.diagnostics).toMatchObject([{ code: 'cape-text-malformed', count: 3 }]);
  });

  it.each([
    ['PE32 executable (GUI) Intel 80386, for MS Windows', ['format pe', 'os windows', 'arch i386']],
    ['PE32+ executable (DLL) x86-64, for MS Windows', ['format pe', 'os windows', 'arch amd64']],
    ['TYPE x86-64 blob', ['format pe', 'os any', 'arch amd64']],
    ['ELF 64-bit LSB executable, x86-64, Linux', ['format elf', 'os linux', 'arch amd64']],
    ['ELF 32-bit Intel 80386 Solaris', ['format elf', 'os solaris', 'arch i386']],
  ])('has its globals in the words %s', async (type, globals) => {
    const { summary } = await readCape(withFile({ type, pe: CAPE_PE }), COMPAT_SEMANTICS);
    expect(summary.globals.map((global) => `${global.type} ${'value' in global ? global.value : ''}`)).toEqual(globals);
  });

  it('lacks the globals that the type does not say, and says so', async () => {
    const { summary } = await readCape(withFile({ type: 'PE32+ executable Aarch64, for MS Windows', pe: CAPE_PE }));
    expect(summary.globals).toEqual([
      { type: 'format', value: 'pe' },
      { type: 'os', value: 'windows' },
    ]);
    expect(summary.health.diagnostics).toMatchObject([{ code: 'cape-unknown-arch' }]);
  });
});

describe('reports without PE analysis', () => {
  const script = withFile({ type: 'ASCII text, with CRLF line terminators' });

  it('are refused in compatible mode, as by the reference', async () => {
    await expect(readCape(script, COMPAT_SEMANTICS)).rejects.toMatchObject({ code: 'input-unsupported' });
    // An empty `static` hides the analysis of the file from the reference.
    await expect(readCape(capeReport(PROCESSES, { static: {} }), COMPAT_SEMANTICS)).rejects.toMatchObject({
      code: 'input-unsupported',
    });
    await expect(readCape(capeReport(PROCESSES, { static: null }), COMPAT_SEMANTICS)).resolves.toBeDefined();
  });

  it('are analysed by default, with the system of the guest', async () => {
    const { summary, sink } = await readCape(script);
    expect(summary.globals).toEqual([{ type: 'os', value: 'windows' }]);
    expect(summary.baseAddress.type).toBe('no address');
    expect(sink.calls).toHaveLength(1);
    expect(summary.health.missing[0]).toMatchObject({ part: 'static.pe, target.file.pe' });
    expect((await readCape(capeReport(PROCESSES, { static: {} }))).summary.baseAddress.type).toBe('absolute');
  });

  it.each([
    ['linux', 'getuid', [{ type: 'os', value: 'linux' }]],
    ['Windows', 'getuid', [{ type: 'os', value: 'windows' }]],
    [undefined, 'NtClose', [{ type: 'os', value: 'windows' }]],
    [undefined, 'getuid', []],
    ['', 'RegOpenKeyExW', [{ type: 'os', value: 'windows' }]],
  ])('on a guest %s that called %s', async (platform, api, globals) => {
    const { summary } = await readCape(
      capeReport([capeProcess(10, [capeCall(1, api)])], {
        target: { category: 'file', file: { type: 'ASCII text' } },
        info: { version: '2.4-CAPE', machine: { platform } },
      }),
    );
    expect(summary.globals).toEqual(globals);
  });

  it('include those of web addresses', async () => {
    const { summary } = await readCape(capeReport(PROCESSES, { target: { category: 'url', url: 'http://x/' } }));
    expect(summary.hashes).toEqual({ md5: '', sha1: '', sha256: '' });
    expect(summary.health.target).toBe('url');
    expect(summary.health.missing.map(({ part }) => part)).toContain('target.file');
  });

  it('still take everything that the type of a program says', async () => {
    const { summary } = await readCape(withFile({ type: 'ELF 64-bit LSB executable, x86-64, Linux' }));
    expect(summary.globals).toHaveLength(3);
  });
});

describe('the health of a report', () => {
  it('counts and names the producer', async () => {
    const { summary } = await readCape(capeReport(PROCESSES));
    expect(summary.health).toMatchObject({
      producer: 'CAPE',
      producerVersion: '2.4-CAPE',
      target: 'file',
      processes: 1,
      threads: 1,
      calls: 1,
      skippedRecords: 0,
    });
  });

  it('names every part that is missing', async () => {
    const { summary } = await readCape({
      behavior: { processes: [...PROCESSES, { process_id: 11 }], summary: { files: ['f'] } },
    });
    expect(summary.health.missing.map(({ part }) => part)).toEqual([
      'target.file',
      'static.pe, target.file.pe',
      'strings',
      'behavior.summary.keys',
      'behavior.summary.mutexes',
      'behavior.summary.executed_commands',
      'behavior.summary.resolved_apis',
      'behavior.summary.created_services',
      'behavior.summary.started_services',
      'behavior.processes[].environ (1 of 2)',
      'behavior.processes[].threads (1 of 2)',
      'behavior.processes[].calls (1 of 2)',
    ]);
    expect(summary.health.diagnostics.map(({ code }) => code)).toContain('cape-version');
    expect(fileLines(summary)).toEqual(['string f -']);
  });

  it('is the same after a second reading', async () => {
    const report = capeReport([capeProcess(10, [capeCall(1, 'A'), null])]);
    const { openCape, toSource } = await import('../../../support/cape-report.ts');
    const { readTrace } = await import('../../../support/recording-sink.ts');
    const trace = await openCape(toSource(report));
    const first = await readTrace(trace);
    const second = await readTrace(trace);
    expect(second.summary).toEqual(first.summary);
    expect(second.sink.calls).toEqual(first.sink.calls);
  });
});

describe('reports with nothing to analyse', () => {
  async function codeOf(report: unknown, semantics = DEFAULT_SEMANTICS): Promise<string> {
    try {
      await readCape(report, semantics);
    } catch (error) {
      expect(error).toBeInstanceOf(CapaxError);
      expect((error as CapaxError).hint).toBeTruthy();
      return (error as CapaxError).code;
    }
    return 'none';
  }

  it.each([
    ['', 'input-empty'],
    [' \n ', 'input-empty'],
    ['{', 'input-corrupt'],
    ['{}', 'input-unsupported'],
    ['[]', 'input-unsupported'],
    ['"CAPE"', 'input-unsupported'],
    ['{"CAPE":{}}', 'input-unsupported'],
    [capeReport([]), 'report-no-processes'],
    [capeReport([{}]), 'report-no-calls'],
    [capeReport([capeProcess(0, [capeCall(1, 'A')])]), 'report-no-processes'],
    [capeReport([], { behavior: { processtree: [], summary: {} } }), 'report-no-calls'],
    [capeReport([], { behavior: { processes: null } }), 'report-no-calls'],
    [capeReport([capeProcess(1, [], { calls: undefined })]), 'report-no-calls'],
    [capeReport([capeProcess(1, [])]), 'none'],
    ['{"info":{},"target":{"file":{}},"behavior":{"processes":[', 'input-corrupt'],
    ['{"behavior":{"processes":[{"process_id":1,"calls":[{"thr', 'none'],
  ])('%j end with %s', async (report, code) => {
    expect(await codeOf(report)).toBe(code);
  });

  it('explain lite reports', async () => {
    await expect(readCape(capeReport([], { behavior: { summary: {} } }))).rejects.toMatchObject({
      hint: expect.stringContaining('lite.json'),
    });
  });
});
