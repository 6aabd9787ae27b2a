// The decoder against another one over the executable bytes of the samples, decoded one instruction behind the other.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { executableBytes } from '../support/executable-bytes.ts';
import { sharedPath } from '../support/shared.ts';
import { EXPLAINED, Oracle } from '../support/x86-oracle.ts';

const samples = sharedPath('data', 'samples');

function differences(part: Uint8Array, bits: 32 | 64): string[] {
  const found: string[] = [];
  if (part.length === 0) return found;
  const oracle = new Oracle(part, bits);
  for (let at = 0; at < part.length && found.length < 3; at += oracle.length || 1) {
    const outcome = oracle.compare(at, 0x401000 + at);
    if (outcome === undefined || EXPLAINED.some(({ applies }) => applies(outcome))) continue;
    const code = Buffer.from(part.subarray(at, at + 15)).toString('hex');
    found.push(`${code}: ${outcome.ours} <> ${outcome.theirs}`);
  }
  oracle.free();
  return found;
}

describe.skipIf(samples === undefined)('executable bytes of samples (needs shared data)', () => {
  const names = samples === undefined ? [] : readdirSync(samples).filter((name) => name.endsWith('.gz'));

  it('are there', () => {
    expect(names.length).toBeGreaterThan(100);
  });

  it.each(names)('of %s are what another decoder says', (name) => {
    const program = executableBytes(gunzipSync(readFileSync(join(samples as string, name))));
    expect(program?.parts.flatMap((part) => differences(part, program.bits)) ?? []).toEqual([]);
  });
});
