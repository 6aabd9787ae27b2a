// Recorded outputs of the reference's extraction, and capax's reading of the same reports in compatible mode.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Trace } from '../../src/features/trace.ts';
import type { Input } from '../../src/inputs/input.ts';
import { COMPAT_SEMANTICS, type Semantics } from '../../src/semantics.ts';
import { digestTrace } from './recording-sink.ts';
import { sharedPath } from './shared.ts';

export interface Expectation {
  readonly file: string;
  readonly path: string;
  readonly expected: object;
}

/**
 * The expectations of one kind whose report is there; with `forced`, those of reports that the reference refuses and whose
 * processes were recorded all the same. Empty where the shared data is absent.
 */
export function readExpectations(kind: string, wantForced = false): Expectation[] {
  const recorded = sharedPath('golden/dynamic/extract.jsonl.gz');
  if (recorded === undefined) return [];
  const expectations: Expectation[] = [];
  for (const line of gunzipSync(readFileSync(recorded)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const {
      file,
      kind: lineKind,
      status,
      forced,
      ...expected
    } = JSON.parse(line, (key, value: unknown) =>
      // Samples of the hashed lines, for people.
      key === 'first' ? undefined : value,
    );
    const path = sharedPath('data/testfiles/dynamic', file);
    if (lineKind === kind && forced === wantForced && (forced || status === 'ok') && path !== undefined) {
      expectations.push({ file, path, expected });
    }
  }
  return expectations;
}

/** Reads the report with `input`, in compatible mode unless `semantics` says otherwise, and sums up what it emits. */
export async function digestWithCompat(
  input: Input,
  path: string,
  semantics: Semantics = COMPAT_SEMANTICS,
): Promise<object> {
  const raw = readFileSync(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw;
  const source = memorySource(path, bytes, 65_537);
  const trace = await input.open(source, { semantics, diagnostics: new Diagnostics() });
  return digestTrace(trace as Trace);
}
