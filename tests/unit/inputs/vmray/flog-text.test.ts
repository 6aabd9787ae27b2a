import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { CapaxError } from '../../../../src/errors.ts';
import type { Trace } from '../../../../src/features/trace.ts';
import { vmrayInput } from '../../../../src/inputs/vmray/index.ts';
import { readTextCall } from '../../../../src/inputs/vmray/text-call.ts';
import { LIMITS } from '../../../../src/limits.ts';
import { DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { featureLine, readTrace } from '../../../support/recording-sink.ts';
import {
  call,
  element,
  flog,
  monitorProcess,
  monitorThread,
  param,
  vmrayArchive,
} from '../../../support/vmray-archive.ts';
import { callText, flogText, processText, regionText, threadText } from '../../../support/vmray-flog-text.ts';
import { buildZip } from '../../../support/zip-builder.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function readBytes(bytes: Uint8Array, chunkBytes = 999) {
  const diagnostics = new Diagnostics();
  const source = memorySource('flog.txt', bytes, chunkBytes);
  const trace = (await vmrayInput.open(source, { semantics: DEFAULT_SEMANTICS, diagnostics })) as Trace;
  const { summary, sink, names } = await readTrace(trace);
  return { trace, summary, sink, names, codes: summary.health.diagnostics.map(({ code }) => code) };
}

const read = (...parts: string[]) => readBytes(bytesOf(flogText(parts)));

/** Features of the parameters of a call, and how it is shown. */
async function readCall(text: string) {
  const { sink, names, codes } = await read(processText(), threadText(), callText(text));
  const features = sink.calls[0]!.features.filter((line) => !line.startsWith('api'));
  return { features, shown: [...names.values()][0], codes };
}

describe('a flog.txt', () => {
  const recognise = (text: string) => {
    const head = bytesOf(text);
    return vmrayInput.recognise({ name: 'x', raw: head, head });
  };

  it('is recognised by the comments at its head, in any order and with any line ends', () => {
    expect(recognise(flogText([]))).toBe(2);
    expect(recognise(`\ufeff${flogText([processText()]).replaceAll('\n', '\r\n')}`)).toBe(2);
    expect(recognise('# Log Creation Date: 1\n# Analyzer Version: 2\n# Flog Txt Version 1\n\nProcess:\n')).toBe(2);
    expect(recognise('# notes\n\nFlog Txt Version 1\n')).toBe(0);
    expect(recognise('Process:\nid = 1\n')).toBe(0);
    expect(recognise('#\n'.repeat(30_000))).toBe(0);
  });

  it('gives processes, threads and calls', async () => {
    const { summary, sink, names, codes } = await read(
      processText(),
      regionText(),
      threadText(),
      callText('Sleep (dwMilliseconds=0x64)', '0001.002'),
      threadText({ id: 2, os_tid: '0x6' }),
      processText({ id: '"2"', os_pid: '"0xc8"', parent_id: '"1"', os_parent_pid: '"0x64"', cmd_line: '"b.exe"' }),
      regionText(),
      threadText({ id: 3, os_tid: '0x7' }),
      callText('sys_open (pathname="/etc/passwd") returned 3'),
    );
    expect(codes).toEqual([]);
    expect(
      summary.processes.map(({ address, name, fromSample, threads }) => [
        address.value,
        name,
        fromSample,
        threads.map((thread) => [thread.tid, sink.callsOf(thread).length]),
      ]),
    ).toEqual([
      [
        [0, 100],
        's.exe (C:\\s.exe" -x)',
        true,
        [
          [5, 1],
          [6, 0],
        ],
      ],
      [[100, 200], 's.exe (b.exe)', true, [[7, 1]]],
    ]);
    expect([...names.values()]).toEqual(['Sleep(dwMilliseconds: 0x64)', 'open(pathname: "/etc/passwd") -> ret_val: 3']);
    expect(summary.globals.map(featureLine)).toEqual(['os\t"windows"', 'arch\t"any"']);
    expect(summary.health).toMatchObject({ producer: 'VMRay', producerVersion: '2024.4.1', calls: 2 });
    expect(summary.health.missing.map(({ part }) => part)).toEqual(['logs/summary_v2.json']);
  });

  it('gives what the flog.xml of the same analysis gives', async () => {
    const text = (name: string, value: string) => param(name, 'ptr', '0x10', { type: 'str', value });
    const xml = flog([
      monitorProcess(),
      monitorThread(),
      call(
        'CreateMutexW',
        [
          param('lpMutexAttributes', 'void_ptr', '0x0'),
          param('bInitialOwner', 'bool', '1'),
          text('lpName', 'Global\\\\é\\x1b'),
        ],
        [param('ret_val', 'unknown', '0x44')],
        { fncall_id: 0, ts: 93_730 },
      ),
      call(
        'RegSetKeyValueW',
        [param('hKey', 'void_ptr', '0xffffffff80000001'), text('lpSubKey', 'Software\\\\"Run\\"')],
        [param('ret_val', 'signed_32bit', '-1')],
        { fncall_id: 1, ts: 1_093_731 },
      ),
      call(
        'GetVersionExW',
        [param('lpVersion', 'ptr', '0x1')],
        [text('lpVersion', 'x'), param('ret_val', 'bool', '1')],
        {
          fncall_id: 2,
          ts: 1_093_732,
        },
      ),
    ]);
    const same = flogText([
      processText(),
      threadText(),
      callText('CreateMutexW (lpMutexAttributes=0x0, bInitialOwner=1, lpName="Global\\\\é\\x1b") returned 0x44'),
      callText('RegSetKeyValueW (hKey=0xffffffff80000001, lpSubKey="Software\\\\\\"Run\\"") returned -1 ', '1093.731'),
      callText('GetVersionExW (in: lpVersion=0x1 | out: lpVersion="x") returned 1', '1093.732'),
    ]);
    const [first, second] = [await readBytes(bytesOf(xml)), await readBytes(bytesOf(same))];
    expect(second.sink.calls).toEqual(first.sink.calls);
    expect(second.summary).toEqual(first.summary);
    expect(second.names).toEqual(first.names);
    const times = async ({ trace }: { trace: Trace }) => {
      const found: unknown[] = [];
      await trace.describeCalls(Float64Array.of(0, 1, 2), (_, { time }) => found.push(time));
      return found;
    };
    expect(await times(second)).toEqual(await times(first));
  });

  it('is the same with a byte order mark, with CRLF, without tabs and in pieces of any size', async () => {
    const text = flogText([processText(), regionText(), threadText(), callText('f (a="é", b=0x2) returned 0x0')]);
    const { sink, summary, names } = await readBytes(bytesOf(text));
    for (const other of [
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\t', ''),
      text.replaceAll('\t', ' '),
      text.trimEnd(),
    ]) {
      for (const chunkBytes of [1, 2, 7, 1_000_000]) {
        const again = await readBytes(bytesOf(other), chunkBytes);
        expect([again.sink.calls, again.summary, again.names]).toEqual([sink.calls, summary, names]);
      }
    }
  });

  it('of another version is refused, one without anything too', async () => {
    const errorOf = async (text: string) => {
      const error = await readBytes(bytesOf(text)).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect((error as CapaxError).hint).toBeTruthy();
      return (error as CapaxError).code;
    };
    expect(await errorOf(flogText([processText()], '2'))).toBe('report-unsupported-version');
    expect(await errorOf(flogText([]))).toBe('report-no-processes');
  });

  it('may stand in an archive in place of flog.xml', async () => {
    const text = flogText([processText(), threadText(), callText('f ()')]);
    const { sink } = await readBytes(await buildZip({ 'logs/flog.txt': text }));
    expect(sink.calls).toHaveLength(1);
    const both = await vmrayArchive({ flog: [monitorProcess(), monitorThread(), call('g'), call('h')] });
    expect((await readBytes(both)).sink.calls).toHaveLength(2);
  });
});

describe('parameters in a flog.txt', () => {
  it.each<[string, string, string[], string]>([
    ['none', 'f () returned 0x1', [], 'f() -> ret_val: 0x1'],
    ['no return value', 'f (a=75) ', ['number\t75'], 'f(a: 75)'],
    ['negative', 'f (nIndex=-16) returned 1', ['number\t-16'], 'f(nIndex: -16) -> ret_val: 1'],
    ['words', 'f (a=NULL, b=TRUE)', [], 'f(a: NULL, b: TRUE)'],
    ['names that are addresses', 'f (lpName=0x0, phkResult=0x1, pv=0x2, pszX=0x3)', [], expect.anything() as never],
    [
      'names that are none',
      'f (pid=1, port=2, lParam=3)',
      ['number\t1', 'number\t2', 'number\t3'],
      expect.anything() as never,
    ],
    [
      'text',
      'f (a="x, y=1) returned 5", b=0x2)',
      ['string\t"x, y=1) returned 5"', 'number\t2'],
      'f(a: "x, y=1) returned 5", b: 0x2)',
    ],
    [
      'quotes in text',
      'f (a="\\"q\\" \\\\", b=0x2)',
      ['string\t"\\"q\\" \\\\"', 'number\t2'],
      'f(a: ""q" \\", b: 0x2)',
    ],
    [
      'normalised text',
      'f (a="C:\\\\A" (normalized: "c:\\\\a"), b=1)',
      ['string\t"C:\\\\A"', 'number\t1'],
      'f(a: "C:\\A", b: 1)',
    ],
    ['a number behind a pointer', 'f (a=0x10*=0x5, b=1)', ['number\t5', 'number\t1'], 'f(a: 0x5, b: 1)'],
    ['text behind a pointer', 'f (a=0x10*="t")', ['string\t"t"'], 'f(a: "t")'],
    ['text behind two', 'f (a=0x10*=0x20*="t", b=1)', ['string\t"t"', 'number\t1'], 'f(a: "t", b: 1)'],
    [
      'an array',
      'f (a=0x10*([0]="t", [1]="u", [2]=""), b=1)',
      ['string\t"t"', 'string\t"u"', 'number\t1'],
      'f(a: ("t", "u"), b: 1)',
    ],
    [
      'a structure',
      'f (a=0x10*(x=0x7, y="t", z=([0]=0xac, [1]=0xbf)), b=1)',
      ['string\t"t"', 'number\t1'],
      'f(a: "t", b: 1)',
    ],
    ['a structure of numbers', 'f (a=0x10*(x=0x7))', [], 'f(a: 0x10)'],
    [
      'inputs and outputs',
      'f (in: a=1, b="i" | out: b="o") returned 0x0',
      ['number\t1', 'string\t"i"'],
      'f(a: 1, b: "i") -> b: "o", ret_val: 0x0',
    ],
    [
      'a structure each',
      'f (in: a=0x1*(x="i") | out: a=0x1*(x="o")) returned 1',
      ['string\t"i"'],
      'f(a: "i") -> a: "o", ret_val: 1',
    ],
    ['outputs only', 'f (out: b="o") returned 0x0', [], 'f() -> b: "o", ret_val: 0x0'],
    ['text that is returned', 'f () returned="r"', [], 'f() -> ret_val: "r"'],
    [
      'methods',
      'IUnknown:Release (This=0x1) returned 0x0',
      ['number\t1'],
      'IUnknown:Release(This: 0x1) -> ret_val: 0x0',
    ],
  ])('%s', async (_, text, features, shown) => {
    expect(await readCall(text)).toEqual({ features, shown, codes: [] });
  });

  it('are left out where there are too many', async () => {
    const many = Array.from({ length: 70_000 }, (_, n) => `a${n}="t"`).join(', ');
    for (const text of [many, `a=0x1*(${many})`]) {
      const { features, codes } = await readCall(`f (${text})`);
      expect(features.length).toBeLessThanOrEqual(LIMITS.callParameters);
      expect(features.length).toBeGreaterThan(LIMITS.callParameters - 2);
      expect(codes).toEqual(['vmray-call-too-long']);
    }
  });

  it.each(['(', '"', 'a=(', 'a=0x1*=', 'a="', '| out: ', '\\', ' ', ',', 'p'])(
    'of millions of %s take no quadratic time',
    (piece) => {
      const cpuTime = startCpuClock();
      readTextCall(`[0001.000] f (${piece.repeat(2_000_000 / piece.length)}`);
      expect(cpuTime()).toBeLessThan(3000);
    },
  );

  it('end somewhere whatever is written', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '"',
      '\\',
      '=',
      '*',
      ',',
      ' ',
      '| out: ',
      'in: ',
      'a',
      '0x1',
      '[0]',
      ' returned ',
      '|',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const found = readTextCall(`[0001.000] f (${pieces.join('')}`);
        expect(found?.name).toBe('f');
      }),
    );
  });
});

describe('a damaged flog.txt', () => {
  it('that breaks off says so', async () => {
    const whole = flogText([processText(), threadText(), callText('f (a="some text", b=1)')]);
    for (const cut of ['some', 'a="some text"', '[0093.730] f', 'cmd_line = "']) {
      const { codes } = await readBytes(bytesOf(whole.slice(0, whole.indexOf(cut) + cut.length)));
      expect(codes).toEqual(['vmray-truncated']);
    }
  });

  it('keeps what is sound', async () => {
    const { sink, codes, summary } = await read(
      processText(),
      'what is this\n',
      threadText(),
      callText('f (a="never ends'),
      callText('g'),
      callText('h (a=1)'),
    );
    expect(sink.calls.map(({ features }) => features.at(-1))).toEqual(['api\t"f"', 'api\t"h"']);
    expect(codes).toEqual(['vmray-line-malformed', 'vmray-call-cut', 'vmray-call-malformed']);
    expect(summary.health.skippedRecords).toBe(3);
    expect(summary.lost.calls).toBe(2);
  });

  it('may name calls before any thread or process', async () => {
    const { summary, codes } = await read(callText('f (a=1)'), processText(), callText('g (b=1)'));
    expect(summary.processes.map(({ name, threads }) => [name, threads.map(({ tid }) => tid)])).toEqual([
      ['s.exe (C:\\s.exe" -x)', [0]],
      ['unlisted process', [0]],
    ]);
    expect(codes).toEqual(['vmray-calls-unlisted']);
  });

  it('never ends in anything but a CapaxError', async () => {
    const bytes = bytesOf(
      flogText([processText(), threadText(), callText('f (in: a="b" | out: c=0x1*(d="e")) returned 1')]),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 5 }),
        fc.nat(bytes.length),
        async (changes, end) => {
          const damaged = bytes.slice(0, end);
          for (const [at, value] of changes) if (at < end) damaged[at] = value;
          await readBytes(damaged).catch((error: unknown) => expect(error).toBeInstanceOf(CapaxError));
        },
      ),
    );
  });
});

describe('elements of flog.xml', () => {
  it('that are not what a value consists of are passed over', async () => {
    const odd = element('param', { name: 'a', type: 'ptr' }, element('x', { type: 'str', value: 'no' }));
    const { sink } = await readBytes(bytesOf(flog([monitorProcess(), monitorThread(), call('f', [odd])])));
    expect(sink.calls[0]!.features).toEqual(['api\t"f"']);
  });
});
