import { describe, expect, it } from 'vitest';
import type { Address } from '../../../src/features/address.ts';
import type { Feature } from '../../../src/features/feature.ts';
import { addressJson, featureJson, formatFloat } from '../../../src/features/feature-json.ts';
import { valueKey } from '../../../src/features/feature-types.ts';

describe('featureJson writes what the reference writes', () => {
  it.each<[Feature, string]>([
    [{ type: 'api', value: 'CreateFile' }, '{"type":"api","api":"CreateFile"}'],
    [
      { type: 'string', value: '\u0000\u001f\u007f\u2028"\\/é😀' },
      '{"type":"string","string":"\\u0000\\u001f\u007f\u2028\\"\\\\/é😀"}',
    ],
    [{ type: 'import', value: 'x' }, '{"type":"import","import_":"x"}'],
    [{ type: 'class', value: 'x' }, '{"type":"class","class_":"x"}'],
    [{ type: 'function name', value: 'x' }, '{"type":"function name","function_name":"x"}'],
    [{ type: 'number', value: 18446744073709551615n }, '{"type":"number","number":18446744073709551615}'],
    [{ type: 'number', value: 6, float: true }, '{"type":"number","number":6.0}'],
    [{ type: 'offset', value: -8 }, '{"type":"offset","offset":-8}'],
    [{ type: 'operand number', index: 1, value: 8 }, '{"type":"operand number","index":1,"operand_number":8}'],
    [{ type: 'operand offset', index: 0, value: 8 }, '{"type":"operand offset","index":0,"operand_offset":8}'],
    [{ type: 'bytes', value: '41b2' }, '{"type":"bytes","bytes":"41b2"}'],
    [{ type: 'property', value: 'x' }, '{"type":"property","property":"x"}'],
    [{ type: 'property', access: 'read', value: 'x' }, '{"type":"property","access":"read","property":"x"}'],
    [{ type: 'basic block' }, '{"type":"basic block"}'],
  ])('case %#', (feature, text) => {
    expect(featureJson(feature)).toBe(text);
    expect(JSON.parse(text)).toHaveProperty('type', feature.type);
  });
});

describe('valueKey', () => {
  it('is the type word where that is an identifier of its own', () => {
    expect(valueKey('api')).toBe('api');
    expect(valueKey('operand offset')).toBe('operand_offset');
  });
});

describe('formatFloat', () => {
  // As the reference writes them.
  it.each([
    [6, '6.0'],
    [-0, '-0.0'],
    [0, '0.0'],
    [6.5, '6.5'],
    [1e-5, '0.00001'],
    [1.5e-5, '0.000015'],
    [1e-6, '1e-6'],
    [9.99e-7, '9.99e-7'],
    [1e15, '1000000000000000.0'],
    [9999999999999998, '9999999999999998.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e21, '1e+21'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [5e-324, '5e-324'],
  ])('%d is written %s', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });
});

describe('addressJson writes what the reference writes', () => {
  it.each<[Address, string]>([
    [{ type: 'absolute', value: 4198400 }, '{"type":"absolute","value":4198400}'],
    [{ type: 'file', value: 18446744073709551615n }, '{"type":"file","value":18446744073709551615}'],
    [{ type: 'dn token offset', value: [100663297, 5] }, '{"type":"dn token offset","value":[100663297,5]}'],
    [{ type: 'call', value: [1, 2, 3, 4] }, '{"type":"call","value":[1,2,3,4]}'],
    [{ type: 'no address' }, '{"type":"no address"}'],
  ])('case %#', (address, text) => {
    expect(addressJson(address)).toBe(text);
  });
});
