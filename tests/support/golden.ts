// Expected outcomes that are kept in files beside their inputs: `NAME.golden` for `NAME`. They are written anew only on purpose,
// with CAPAX_UPDATE_GOLDENS=1, and then read by a person.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Trace } from '../../src/features/trace.ts';
import { featureLine, readTrace } from './recording-sink.ts';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '../golden');

/** Bytes of an input under tests/golden. */
export function goldenInput(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, name)));
}

/** Compares with what is kept for an input. */
export function expectGolden(name: string, actual: string): void {
  const path = join(folder, `${name}.golden`);
  if (process.env['CAPAX_UPDATE_GOLDENS'] === '1') writeFileSync(path, actual);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '(no file; set CAPAX_UPDATE_GOLDENS=1)').toBe(actual);
}

/** Everything that a trace says, for people: health, file features, processes, threads, calls and their features. */
export async function describeTrace(trace: Trace): Promise<string> {
  const { sink, summary, names } = await readTrace(trace);
  const { health, hashes } = summary;
  const lines = [
    `producer ${health.producer}${health.producerVersion === undefined ? '' : ` ${health.producerVersion}`}`,
    `counts ${health.processes} processes, ${health.threads} threads, ${health.calls} calls, ${health.skippedRecords} skipped`,
    `hashes ${hashes.md5 || '-'} ${hashes.sha1 || '-'} ${hashes.sha256 || '-'}`,
    ...health.missing.map(({ part }) => `missing ${part}`),
    ...health.diagnostics.map(
      ({ severity, code, count, where }) => `${severity} ${code} ${count} times, first at ${where}`,
    ),
    ...summary.globals.map((feature) => `global ${featureLine(feature)}`),
    ...summary.file.map(({ feature, address }) => {
      const at = 'value' in address ? ` at ${address.value}` : '';
      return `file ${featureLine(feature)}${at}`;
    }),
  ];
  for (const process of summary.processes) {
    lines.push('', `process ${process.address.value.join('/')} ${process.name} (from sample: ${process.fromSample})`);
    for (const { feature } of process.features) lines.push(`  ${featureLine(feature)}`);
    for (const thread of process.threads) {
      lines.push(`  thread ${thread.tid}`);
      for (const { id, at, features } of sink.callsOf(thread)) {
        lines.push(`    ${id} ${names.get(at)}`, ...features.map((line) => `      ${line}`));
      }
    }
  }
  return `${lines.join('\n').replaceAll('\t', ' ')}\n`;
}
