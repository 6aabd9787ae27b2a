import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guidBytes, openComNames } from '../../../src/rules/com-names.ts';
import { errorOf } from '../../support/rule-text.ts';
import { sharedPath } from '../../support/shared.ts';

const bytes = readFileSync(new URL('../../../assets/com-names.bin', import.meta.url));
const names = openComNames(bytes);

describe('COM names', () => {
  it.each([
    ['class', 'WbemLocator', ['4590f811-1d3a-11d0-891f-00aa004b2e24']],
    ['class', 'SystemDeviceEnum', ['62BE5D10-60EB-11D0-BD3B-00A0C911CE86']],
    ['class', 'WICPngDecoder', ['389ea17b-5078-4cde-b6ef-25c15175c751', 'e018945b-aa86-4008-9bd4-6777a1e40c11']],
    ['interface', 'IWbemLocator', ['dc12a687-737f-11cf-884d-00aa004b2e24']],
    ['interface', 'IWebBrowser2', ['D30C1661-CDAF-11D0-8A3E-00C04FC9E26E']],
  ] as const)('%s %s', (kind, name, guids) => {
    expect(names.find(kind, name)).toEqual(guids);
  });

  it.each(['', '!', 'IWbemLocator', 'wbemlocator', 'WbemLocator2', 'zzzz', '\u{1F600}', '__proto__'])(
    'knows no class %j',
    (name) => {
      expect(names.find('class', name)).toBeUndefined();
    },
  );

  it('may lie anywhere in a larger buffer', () => {
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(openComNames(larger.subarray(3)).find('class', 'WbemLocator')).toHaveLength(1);
  });

  it.each([0, 3, 8, 100, bytes.length - 1])('are refused when only %d bytes are left', (length) => {
    expect(errorOf(() => openComNames(bytes.subarray(0, length))).code).toBe('internal');
  });

  it('are refused with another header', () => {
    expect(errorOf(() => openComNames(new Uint8Array(bytes.length))).code).toBe('internal');
  });
});

const source = sharedPath('data', 'com.json');
describe.skipIf(source === undefined)('COM names (needs shared data)', () => {
  it('are exactly those of the source', () => {
    const kinds = JSON.parse(readFileSync(source as string, 'utf8'));
    for (const kind of ['class', 'interface'] as const) {
      const found = Object.keys(kinds[kind]).map((name) => [name, names.find(kind, name)]);
      expect(Object.fromEntries(found)).toEqual(kinds[kind]);
    }
  });
});

describe('guidBytes', () => {
  it('turns the first three groups around', () => {
    expect(guidBytes('389EA17B-5078-4cde-b6ef-25c15175c751')).toBe('7ba19e387850de4cb6ef25c15175c751');
  });
});
