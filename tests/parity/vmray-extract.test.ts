// What the reference extracts from real VMRay archives, feature by feature.

import { describe, expect, it } from 'vitest';
import { vmrayInput } from '../../src/inputs/vmray/index.ts';
import { digestWithCompat, readExpectations } from '../support/recorded-extraction.ts';
import { sharedPath } from '../support/shared.ts';

describe.skipIf(sharedPath('golden/dynamic/extract.jsonl.gz') === undefined)(
  'VMRay extraction equals the reference (needs shared data)',
  () => {
    it.each(readExpectations('vmray'))('$file', async ({ path, expected }) => {
      expect(await digestWithCompat(vmrayInput, path)).toEqual(expected);
    });
  },
);
