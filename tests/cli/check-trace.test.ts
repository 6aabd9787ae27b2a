import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCliFolder } from '../support/cli-folder.ts';
import { root, runCapax } from '../support/run-capax.ts';
import { zstdOf } from '../support/zstd-builder.ts';

const folder = createCliFolder();
const example = /```json\n([\s\S]*?)\n```/.exec(readFileSync(join(root, 'docs/capa-trace.md'), 'utf8'))?.[1] ?? '';

describe('capax check-trace', () => {
  it('says what a sound file holds, packed or not, from a file or from standard input', async () => {
    const plain = folder.write('run.ndjson', example);
    const packed = folder.write('run.ndjson.gz', gzipSync(example));
    const runs = [
      runCapax(['check-trace', plain]),
      runCapax(['check-trace', packed]),
      runCapax(['check-trace', folder.write('run.ndjson.zst', zstdOf(new TextEncoder().encode(example)))]),
      runCapax(['check-trace', '-'], { input: example }),
    ];
    for (const { code, stdout, stderr } of await Promise.all(runs)) {
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^level insn: 9 records, 1 thread, 2 instructions \(2 different.*\), 1 call\nno fault\n$/);
    }
  });

  it('names faults with their lines, some of each sort, and keeps hostile text harmless', async () => {
    const broken = folder.write(
      'broken.ndjson',
      `${example}\n${'{"t":"\u001b[31m"\n'.repeat(20)}{"t":"thread","s":9,"pid":1,"tid":"\\u001b"}\n`,
    );
    const { code, stdout } = await runCapax(['check-trace', broken, '--most', '2']);
    expect(code).toBe(16);
    expect(stdout).toContain('line 10: the line is no JSON object with a text "t" [json]');
    expect(stdout).toContain('20 faults of json (2 shown), 1 fault of fields');
    expect(stdout).not.toContain('\u001b');
    const rows = (await runCapax(['check-trace', broken, '--jsonl'])).stdout
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row));
    expect(rows.at(-1)).toMatchObject({ instructions: 2, faults: { json: 20, fields: 1 } });
  });

  it('ends as other commands do where there is no such file', async () => {
    expect((await runCapax(['check-trace', join(folder.path, 'none.ndjson')])).code).toBe(11);
  });
});
