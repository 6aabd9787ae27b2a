import { describe, expect, it } from 'vitest';
import { COMPAT_SEMANTICS } from '../../../../src/semantics.ts';
import { capeCall, capeProcess, capeReport, readCape } from '../../../support/cape-report.ts';

const ELF = 'ELF 64-bit LSB executable, x86-64, version 1 (SYSV), statically linked';
const LINUX = { info: { version: '2.4-CAPE', machine: { platform: 'linux' } } };

/** A call as CAPE's analyzer for Linux records it: without a thread. */
function linuxCall(api: string, ...values: string[]) {
  const args = values.map((value, i) => ({ name: `a${i}`, value }));
  return capeCall('', api, {}, { thread_id: undefined, arguments: args });
}

async function featuresOf(call: unknown, more: Record<string, unknown> = LINUX) {
  const { sink } = await readCape(capeReport([capeProcess(901, [call], { threads: undefined })], more));
  return sink.calls[0]?.features;
}

describe('calls of a Linux guest', () => {
  it('lose the quotes of the tracer, at any depth', async () => {
    expect(await featuresOf(linuxCall('execve', '"/bin/sh"', '["sh", "-c", "id\\n"]'))).toEqual([
      'string\t"sh"',
      'string\t"-c"',
      'string\t"id\\n"',
      'string\t"/bin/sh"',
      'api\t"execve"',
    ]);
  });

  it('show the path behind a descriptor', async () => {
    const features = await featuresOf(linuxCall('read', '3 (/etc/crontab)', '"x"', '4096'));
    expect(features).toEqual(['number\t4096', 'string\t"x"', 'number\t3', 'string\t"/etc/crontab"', 'api\t"read"']);
  });

  it.each([
    ['openat', [], ['api\t"openat"', 'api\t"open"']],
    ['unlinkat', ['AT_FDCWD', '0'], ['api\t"unlinkat"', 'api\t"unlink"']],
    ['clone', ['flags=CLONE_VM|CLONE_THREAD'], ['api\t"clone"', 'api\t"pthread_create"']],
  ])('have the names of C functions: %s', async (api, values, expected) => {
    expect((await featuresOf(linuxCall(api, ...values)))?.filter((line) => line.startsWith('api'))).toEqual(expected);
  });

  it('are known by their form where the report does not name the guest', async () => {
    const features = await featuresOf(linuxCall('openat', '"/etc/passwd"'), { info: { version: '2.4-CAPE' } });
    expect(features).toEqual(['string\t"/etc/passwd"', 'api\t"openat"', 'api\t"open"']);
  });

  it('are of one thread with the id of the process, or the one that it lists', async () => {
    const call = linuxCall('getpid');
    const { summary } = await readCape(
      capeReport(
        [
          capeProcess(901, [call, call], { threads: undefined, parent_id: null }),
          capeProcess(902, [call], { threads: ['77'] }),
          capeProcess(903, [capeCall(903, 'getpid'), call], { threads: undefined }),
        ],
        LINUX,
      ),
    );
    expect(summary.processes.map(({ threads }) => threads.map(({ tid }) => tid))).toEqual([[901], [77], [903, 0]]);
    expect(summary.health.calls).toBe(5);
    expect(summary.health.diagnostics).toMatchObject([{ code: 'cape-call-without-thread', count: 4 }]);
  });

  it('do not name a thread that an empty list lacks', async () => {
    const { summary } = await readCape(capeReport([capeProcess(901, [linuxCall('getpid')], { threads: [] })], LINUX));
    expect(summary.processes[0]?.threads.map(({ tid }) => tid)).toEqual([901]);
    expect(summary.health.diagnostics.map(({ code }) => code)).toEqual(['cape-call-without-thread']);
  });

  it('can match rules that ask for an arch if the type of the sample says one', async () => {
    const consequence = async (type: string) => {
      const target = { category: 'file', file: { type } };
      const { summary } = await readCape(capeReport([capeProcess(901, [linuxCall('getpid')])], { ...LINUX, target }));
      return summary.health.missing.find(({ part }) => part.startsWith('static.pe'))?.consequence;
    };
    expect(await consequence(ELF)).toBe('import, export and section rules cannot match');
    expect(await consequence('POSIX shell script')).toMatch(/nor rules that ask for an arch$/);
  });

  it('are left out as in the reference where it is followed', async () => {
    const { summary } = await readCape(
      capeReport([capeProcess(901, [linuxCall('getpid'), capeCall(1, 'getuid')])], LINUX),
      COMPAT_SEMANTICS,
    );
    expect(summary.lost.calls).toBe(1);
  });

  it('are read as those of any guest where the reference is followed', async () => {
    const call = capeCall(901, 'openat', { filename: '"/etc/passwd"' });
    const { sink } = await readCape(capeReport([capeProcess(901, [call])], LINUX), COMPAT_SEMANTICS);
    expect(sink.calls[0]?.features).toEqual([`string\t${JSON.stringify('"/etc/passwd"')}`, 'api\t"openat"']);
  });

  it.each([
    [ELF, 'linux', ['elf', 'linux', 'amd64']],
    [ELF, 'windows', ['elf', 'windows', 'amd64']],
    [ELF, 'darwin', ['elf', 'amd64']],
    ['ELF 64-bit LSB executable, x86-64, for FreeBSD 13', 'linux', ['elf', 'linux', 'amd64']],
  ])('say the os where the type of the sample does not: %s in %s', async (type, platform, expected) => {
    const { summary } = await readCape(
      capeReport([capeProcess(1, [linuxCall('getpid')])], {
        info: { version: '2.4-CAPE', machine: { platform } },
        target: { category: 'file', file: { type } },
        static: undefined,
      }),
    );
    expect(summary.globals.map((feature) => 'value' in feature && feature.value)).toEqual(expected);
  });
});

describe('repeated calls', () => {
  it('count as many as they stand for', async () => {
    const { sink, summary } = await readCape(
      capeReport([
        capeProcess(1, [
          capeCall(1, 'A', {}, { repeated: 599 }),
          capeCall(1, 'B'),
          capeCall(1, 'C', {}, { repeated: '2' }),
          capeCall(1, 'D', {}, { repeated: -3 }),
          capeCall(1, 'E', {}, { repeated: 1e300 }),
          capeCall(1, 'F', {}, { repeated: 2 ** 40 }),
        ]),
      ]),
    );
    expect(sink.calls.map(({ times }) => times ?? 1)).toEqual([600, 1, 3, 1, 1, 1_000_000]);
    const note = summary.health.diagnostics.find(({ code }) => code === 'cape-calls-repeated');
    expect(note?.message).toMatch(/^3 records stand for /);
  });

  it('count once where the reference is followed', async () => {
    const report = capeReport([capeProcess(1, [capeCall(1, 'A', {}, { repeated: 599 })])]);
    const { sink } = await readCape(report, COMPAT_SEMANTICS);
    expect(sink.calls.map(({ times }) => times ?? 1)).toEqual([1]);
  });
});
