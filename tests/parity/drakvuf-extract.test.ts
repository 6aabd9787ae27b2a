// What the reference extracts from real DRAKVUF logs, feature by feature.

import { describe, expect, it } from 'vitest';
import { drakvufInput } from '../../src/inputs/drakvuf/index.ts';
import { digestWithCompat, readExpectations } from '../support/recorded-extraction.ts';
import { sharedPath } from '../support/shared.ts';

describe.skipIf(sharedPath('golden/dynamic/extract.jsonl.gz') === undefined)(
  'DRAKVUF extraction equals the reference (needs shared data)',
  () => {
    it.each(readExpectations('drakvuf'))('$file', async ({ path, expected }) => {
      expect(await digestWithCompat(drakvufInput, path)).toEqual(expected);
    });
  },
);
