// What the reference extracts from real CAPE reports, feature by feature.

import { describe, expect, it } from 'vitest';
import { capeInput } from '../../src/inputs/cape/index.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';
import { digestWithCompat, readExpectations } from '../support/recorded-extraction.ts';
import { sharedPath } from '../support/shared.ts';

const ACCEPTING = { ...COMPAT_SEMANTICS, 'accept-reports-without-pe': true };

interface Processes {
  readonly processes: readonly object[];
}

const refused = readExpectations('cape', true).map(({ expected, ...rest }) => ({
  ...rest,
  processes: (expected as Processes).processes,
}));

describe.skipIf(sharedPath('golden/dynamic/extract.jsonl.gz') === undefined)(
  'CAPE extraction equals the reference (needs shared data)',
  () => {
    it.each(readExpectations('cape'))('$file', async ({ path, expected }) => {
      expect(await digestWithCompat(capeInput, path)).toEqual(expected);
    });

    // The reference refuses these; their processes were recorded with the same logic.
    it.each(refused.filter(({ processes }) => processes.length > 0))('$file, accepted', async ({ path, processes }) => {
      expect(await digestWithCompat(capeInput, path, ACCEPTING)).toMatchObject({ processes });
      await expect(digestWithCompat(capeInput, path)).rejects.toMatchObject({ code: 'input-unsupported' });
    });

    it.each(refused.filter(({ processes }) => processes.length === 0))('$file, empty', async ({ path }) => {
      await expect(digestWithCompat(capeInput, path)).rejects.toMatchObject({ code: 'report-no-processes' });
    });
  },
);
