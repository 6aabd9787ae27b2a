import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { memorySource } from '../../../src/bytes/source.ts';
import { type Unpack, unpackSource } from '../../../src/bytes/unpack.ts';
import { Diagnostics } from '../../../src/diagnostics.ts';
import { detectInput, detectInputs } from '../../../src/inputs/detect.ts';
import { openInput } from '../../../src/inputs/open.ts';
import { loadRules } from '../../../src/rules/load.ts';
import { DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { capeCall, capeProcess, capeReport } from '../../support/cape-report.ts';
import { cuckooCall, cuckooProcess, cuckooReport } from '../../support/cuckoo2-report.ts';
import { readTrace } from '../../support/recording-sink.ts';
import { smallProgram } from '../../support/small-program.ts';
import { buildZip, type ZipBuildOptions, type ZipContent } from '../../support/zip-builder.ts';

const CAPE = JSON.stringify(capeReport([capeProcess(10, [capeCall(1, 'A'), capeCall(1, 'B')])]), null, 2);
const LITE = JSON.stringify(capeReport([], { behavior: {} }));
const CUCKOO = JSON.stringify(
  cuckooReport([cuckooProcess(10, [cuckooCall(1, 'C')])], { info: { version: '2.0.7', machine: {} } }),
);
const RULE =
  'rule:\n  meta:\n    name: c\n    scopes:\n      static: function\n      dynamic: call\n  features:\n    - api: C\n';
const STRACE = '1 execve("/bin/sh", ["sh"], 0x1 /* 3 vars */) = 0\n1 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3\n';

async function detect(content: ZipContent, options: ZipBuildOptions = {}, password?: string) {
  const source = memorySource('download.zip', await buildZip(content, options));
  return detectInputs(source, { unpack: unpackSource, ...(password === undefined ? {} : { password }) });
}

async function formats(content: ZipContent): Promise<string[]> {
  return (await detect(content)).map(({ input }) => (input === 'result' ? input : input.format));
}

describe('a zip archive', () => {
  it.each<[string, ZipContent, string[]]>([
    ['a CAPE download', { 'reports/report.json': CAPE }, ['cape']],
    ['with its short form', { 'reports/lite.json': LITE, 'reports/report.json': CAPE }, ['cape']],
    ['a short form alone', { 'lite.json': LITE }, ['cape']],
    ['a Cuckoo 2 export', { 'task.json': '{}', 'cuckoo.log': 'started', 'reports/report.json': CUCKOO }, ['cuckoo2']],
    ['any names', { 'readme.txt': 'x', 'anything.bin': CAPE }, ['cape']],
    ['a log', { 'run.log': STRACE }, ['strace']],
    ['a packed report', { 'report.json.gz': gzipSync(CAPE) }, ['cape']],
    ['several', { a: CAPE, b: CUCKOO, c: STRACE, d: 'text' }, ['cape', 'cuckoo2', 'strace']],
    ['what macOS adds', { 'report.json': CAPE, '__MACOSX/._report.json': CAPE }, ['cape']],
    ['a saved result', { 'out.json': '{"meta":{"timestamp":""}}' }, ['result']],
    ['a VMRay archive', { 'logs/summary_v2.json': '{}', 'logs/flog.xml': '<x/>', 'a.log': STRACE }, ['vmray']],
    ['a VMRay archive packed again', { 'a/logs/summary_v2.json': '{}', 'a/logs/flog.xml': '<x/>' }, ['vmray']],
    ['one beside a log', { 'a/logs/summary_v2.json': '{}', 'a/logs/flog.xml': '<x/>', 'b.log': STRACE }, ['strace']],
    ['VMRay names late in it', { 'a.log': STRACE, 'LOGS/FLOG.XML': '<x/>' }, ['vmray']],
  ])('is known by the content of its members: %s', async (_, content, expected) => {
    expect(await formats(content)).toEqual(expected);
  });

  it('is read through to the member', async () => {
    const [detected] = await detect({ x: CAPE });
    if (detected === undefined) throw new Error('nothing was detected');
    expect(detected).toMatchObject({ member: 'x', source: { name: 'download.zip!/x' } });
    const options = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics(), unpack: unpackSource };
    const opened = await openInput(detected, options);
    if (opened.flavour !== 'dynamic') throw new Error('a CAPE report is a trace');
    const { sink, names } = await readTrace(opened);
    expect(sink.calls).toHaveLength(2);
    expect([...names.values()]).toEqual(['A() -> 0x0', 'B() -> 0x0']);
  });

  it('is analysed for the program in it', async () => {
    const [detected] = await detect({ 'read.me': 'x', 'evil.bin': smallProgram() });
    expect(detected).toMatchObject({ member: 'evil.bin', input: { format: 'pe' } });
    const elf = Buffer.from('\x7fELF\x02\x01\x01');
    expect(await formats({ 'evil.bin': elf, 'run.log': STRACE })).toEqual(['elf', 'strace']);
  });

  it('holds programs of several systems', async () => {
    const program = Buffer.from('\xcf\xfa\xed\xfe\x07\0\0\x01', 'latin1');
    expect(await formats({ 'evil.bin': program, 'run.log': STRACE })).toEqual(['macho', 'strace']);
  });

  it('may be packed itself', async () => {
    const packed = gzipSync(await buildZip({ 'run.log': STRACE }));
    const { input } = await detectInput(memorySource('x.gz', packed), { unpack: unpackSource });
    expect(input).toMatchObject({ format: 'strace' });
  });

  it('may be encrypted', async () => {
    expect(await detect({ x: CAPE }, { password: 'infected' })).toHaveLength(1);
    expect(await detect({ x: CAPE }, { password: 'secret' }, 'secret')).toHaveLength(1);
    await expect(detect({ x: CAPE }, { password: 'secret' })).rejects.toMatchObject({ code: 'input-encrypted' });
  });

  it('is not refused for a member that is damaged', async () => {
    const content = { 'bad.json.gz': gzipSync(CAPE).subarray(0, 12), 'run.log': STRACE };
    expect(await formats(content)).toEqual(['strace']);
  });

  it('is looked into no farther than for the member that is meant', async () => {
    const source = memorySource('x.zip', await buildZip({ 'a.gz': gzipSync(CAPE), 'b.gz': gzipSync(STRACE) }));
    let unpacked = 0;
    const unpack: Unpack = (...given) => {
      unpacked++;
      return unpackSource(...given);
    };
    const [detected, ...others] = await detectInputs(source, { unpack, member: 'b.gz' });
    expect(detected).toMatchObject({ member: 'b.gz', input: { format: 'strace' } });
    expect([others.length, unpacked]).toEqual([0, 1]);
  });

  it('holds nothing for capax with an explanation that names what it holds', async () => {
    await expect(detect({ 'a.txt': 'x', 'b/c': 'y' })).rejects.toMatchObject({
      code: 'input-unsupported',
      hint: expect.stringContaining('a.txt, b/c'),
    });
  });

  it('is analysed as its only input, and several are named', async () => {
    const { ruleSet } = loadRules([{ path: 'r.yml', text: RULE }]);
    const options = { rules: ruleSet };
    const { document } = await analyze(memorySource('x.zip', await buildZip({ a: CUCKOO, b: 'text' })), options);
    expect(document.capax?.health).toMatchObject({ producer: 'Cuckoo', calls: 1 });
    const both = analyze(memorySource('x.zip', await buildZip({ a: CUCKOO, b: CAPE })), options);
    await expect(both).rejects.toMatchObject({ code: 'input-unsupported', hint: expect.stringContaining('a, b') });
  });
});
