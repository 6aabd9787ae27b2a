// --max-memory holds while little that is packed becomes much: reading ends with a part or with an error that says so.

import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCliFolder } from '../support/cli-folder.ts';
import { freezeHeader } from '../support/freeze-builder.ts';
import { runCapax } from '../support/run-capax.ts';
import { buildZip } from '../support/zip-builder.ts';

const folder = createCliFolder();
const LIMIT_MB = 250;
/** What reading may overshoot, and what is needed to show the part that was read. */
const ALLOWED = 1.3;

/** Tells the peak of the memory at the end. Not `resourceUsage`: that knows of the process that started this one, too. */
const TELL_PEAK = [
  '--import=data:text/javascript,globalThis.files=await(import(`node:fs`));',
  'process.on(`exit`,()=>process.stderr.write(files.readFileSync(`/proc/self/status`)))',
].join('');

/** Gzip of `before`, many times `block`, and `after`: members of gzip files follow each other. */
function repeated(before: string, block: string, times: number, after: string): Uint8Array {
  const packed = gzipSync(block);
  return Buffer.concat([gzipSync(before), ...Array.from({ length: times }, () => packed), gzipSync(after)]);
}

const CAPE =
  '{"info":{"version":"2.4-CAPE"},"target":{"category":"file","file":{"type":"PE32 executable (GUI) Intel 80386, for MS Windows"}},"behavior":{"processes":[';

/** Processes with a text that a rule names, 20 KB each. */
function capeReport(): Uint8Array {
  const packed = Array.from({ length: 20_000 }, (_, n) =>
    gzipSync(
      `{"process_id":${n + 1},"parent_id":0,"process_name":"${n}${'a'.repeat(20_000)}","threads":[],"calls":[]},`,
      {
        level: 1,
      },
    ),
  );
  return Buffer.concat([gzipSync(CAPE), ...packed, gzipSync('{"process_id":9,"process_name":"x","calls":[]}]}}')]);
}

/** Reading keeps little of a call, and matching much of a thread. */
function threadsReport(): Uint8Array {
  const call = (tid: number): string => `{"thread_id":"${tid}","api":"CreateFileW","arguments":[],"id":${tid}}`;
  const calls = Array.from({ length: 300_000 }, (_, n) => call(n + 1)).join(',');
  const text = `${CAPE}{"process_id":4,"parent_id":0,"process_name":"p","threads":[],"calls":[${calls}]}]}}`;
  return gzipSync(text, { level: 1 });
}

const CALL_ADDRESS = '{"type":"call","value":[1,2,3,4]}';

function freezeFile(): Uint8Array {
  const header = JSON.stringify(freezeHeader('dynamic')).slice(0, -1);
  const call = (n: number): string =>
    `{"address":{"type":"call","value":[1,2,3,${n}]},"name":"f(${n})","features":[{"address":${CALL_ADDRESS},"feature":{"type":"api","api":"f"}}]}`;
  const calls = Array.from({ length: 700_000 }, (_, n) => call(n)).join(',');
  const thread = `{"address":{"type":"thread","value":[1,2,3]},"features":[],"calls":[${calls}]}`;
  const process = `{"address":{"type":"process","value":[1,2]},"name":"p","features":[],"threads":[${thread}]}`;
  const text = `${header},"features":{"global_":[],"file":[],"processes":[${process}]}}`;
  return Buffer.concat([Buffer.from('capa0000'), deflateSync(text, { level: 1 })]);
}

/** A saved document with so many calls in its layout and the text of its rule so many times 100 KB long. */
function resultDocument({ calls, text }: { readonly calls: number; readonly text: number }): Uint8Array {
  const call = `{"address":${CALL_ADDRESS},"name":"f(1)"}`;
  const facts = '"format":"pe","arch":"amd64","os":"windows","extractor":"x","rules":[]';
  const sample = '{"md5":"","sha1":"","sha256":"","path":""}';
  const rule = `{"name":"r","authors":[],"scopes":{"static":null,"dynamic":"call"},"attack":[],"mbc":[],"references":[],"examples":[],"description":"","lib":false,"is_subscope_rule":false,"maec":{}}`;
  const thread = '{"address":{"type":"thread","value":[1,2,3]},"matched_calls":[';
  const layout = `{"processes":[{"address":{"type":"process","value":[1,2]},"name":"p","matched_threads":[${thread}`;
  return Buffer.concat([
    repeated(
      `{"meta":{"timestamp":"2026-01-01T00:00:00","version":"9","argv":[],"sample":${sample},"flavor":"dynamic","analysis":{${facts},"feature_counts":{"file":1,"processes":[]},"layout":${layout}`,
      `${call},`.repeat(1000),
      calls / 1000,
      `${call}]}]}]}}},"rules":{"r":{"meta":${rule},"source":"`,
    ),
    repeated('', 'a'.repeat(100_000), text, '","matches":[]}}}'),
  ]);
}

/** A zip archive that is packed again, which has to be held to be read. */
async function packedArchive(): Promise<Uint8Array> {
  const report = Buffer.concat([
    Buffer.from(`${CAPE}{"process_id":4,"process_name":"`),
    Buffer.alloc(300_000_000, 'abcdefgh'.repeat(1000)),
    Buffer.from('"}]}}'),
  ]);
  return gzipSync(await buildZip({ 'report.json': report }, { level: 0 }), { level: 1 });
}

const BOMBS: readonly (readonly [string, string, () => Uint8Array | Promise<Uint8Array>])[] = [
  ['a report', 'a.json.gz', capeReport],
  ['a freeze file', 'a.frz', freezeFile],
  ['a report of as many threads as calls', 'threads.json.gz', threadsReport],
  ['a result document of a long text', 'text.result.json.gz', () => resultDocument({ calls: 1, text: 3000 })],
  ['a result document of many calls', 'calls.result.json.gz', () => resultDocument({ calls: 700_000, text: 1 })],
  ['an archive', 'a.zip.gz', packedArchive],
];

describe.skipIf(process.platform !== 'linux')('little that becomes much (memory is read from /proc)', () => {
  it.each(BOMBS)(`takes no more than a part above --max-memory: %s`, async (_, name, make) => {
    const path = folder.write(name, await make());
    const rules = name.includes('result') ? [] : ['-r', folder.rules];
    const { code, stderr } = await runCapax([path, '-q', ...rules, '--max-memory', String(LIMIT_MB)], {
      env: { NODE_OPTIONS: TELL_PEAK },
    });
    const [, peak] = /VmHWM:\s+(\d+)/.exec(stderr) ?? [];
    if (code !== 0) expect(stderr).toMatch(/\((?:budget-exceeded|input-limit)\)/);
    expect(Number(peak) / 1024).toBeLessThan(LIMIT_MB * ALLOWED);
  });
});
