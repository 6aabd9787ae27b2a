import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../src/features/feature.ts';
import { formatFeature } from '../../../src/features/feature-text.ts';

describe('formatFeature shows a feature in the spelling of the reference', () => {
  it.each<[Feature, string]>([
    [{ type: 'api', value: 'CreateFile' }, 'api(CreateFile)'],
    [{ type: 'api', value: 'a\nb\\c"' }, 'api(a\\x0ab\\c")'],
    [{ type: 'string', value: 'a"\t\\' }, 'string(a\\"\\t\\\\)'],
    [{ type: 'substring', value: '"' }, 'substring(\\")'],
    [{ type: 'regex', value: '/a\\.b/i' }, 'regex(/a\\.b/i)'],
    [{ type: 'number', value: 31 }, 'number(0x1F)'],
    [{ type: 'number', value: -8 }, 'number(-0x8)'],
    [{ type: 'number', value: 18446744073709551615n }, 'number(0xFFFFFFFFFFFFFFFF)'],
    [{ type: 'number', value: 6, float: true }, 'number(6.0)'],
    [{ type: 'offset', value: 31 }, 'offset(0x1F)'],
    [{ type: 'operand number', index: 1, value: 31 }, 'operand[1].number(0x1F)'],
    [{ type: 'operand offset', index: 0, value: -31 }, 'operand[0].offset(-0x1F)'],
    [{ type: 'bytes', value: '41b200' }, 'bytes(41 B2 00)'],
    [{ type: 'bytes', value: '' }, 'bytes()'],
    [{ type: 'property', value: 'x.y' }, 'property(x.y)'],
    [{ type: 'property', access: 'read', value: 'x.y' }, 'property/read(x.y)'],
    [{ type: 'function name', value: 'fn' }, 'function-name(fn)'],
    [{ type: 'basic block' }, 'basic block'],
  ])('case %#', (feature, text) => {
    expect(formatFeature(feature)).toBe(text);
  });
});
