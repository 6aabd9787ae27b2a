// Features and addresses as JSON text, byte for byte as the reference writes them into freeze files and (addresses) result
// documents: compact, keys in a fixed order, integers exact, floats with a fraction or an exponent. Facts: observed outputs.

import type { Address } from './address.ts';
import type { Feature, FeatureType, Integer } from './feature.ts';

const SUFFIXED: ReadonlyMap<FeatureType, string> = new Map([
  ['import', 'import_'],
  ['class', 'class_'],
  ['function name', 'function_name'],
  ['operand number', 'operand_number'],
  ['operand offset', 'operand_offset'],
]);

/**
 * Key that holds the value of a feature of this type in JSON: the type itself, or its form as an identifier (`import_`,
 * `operand_number`). Readers accept the type word too.
 */
export function valueKey(type: FeatureType): string {
  return SUFFIXED.get(type) ?? type;
}

/** A finite float: `6.0`, `0.00001`, `1e-6`, `1e+16`. */
export function formatFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-5 || size >= 1e16)) return value.toExponential();
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

function numberText(value: Integer, float: boolean): string {
  return float ? formatFloat(Number(value)) : String(value);
}

/** JSON text of a feature, without a description: `{"type":"api","api":"CreateFile"}`. */
export function featureJson(feature: Feature): string {
  switch (feature.type) {
    case 'basic block':
      return '{"type":"basic block"}';
    case 'number':
    case 'offset':
      return `{"type":"${feature.type}","${feature.type}":${numberText(feature.value, feature.float === true)}}`;
    case 'operand number':
    case 'operand offset':
      return `{"type":"${feature.type}","index":${feature.index},"${valueKey(feature.type)}":${feature.value}}`;
    case 'property': {
      const access = feature.access === undefined ? '' : `"access":"${feature.access}",`;
      return `{"type":"property",${access}"property":${JSON.stringify(feature.value)}}`;
    }
    default:
      return `{"type":"${feature.type}","${valueKey(feature.type)}":${JSON.stringify(feature.value)}}`;
  }
}

/** JSON text of an address: `{"type":"absolute","value":4198400}`. */
export function addressJson(address: Address): string {
  if (address.type === 'no address') return '{"type":"no address"}';
  const { value } = address;
  return `{"type":"${address.type}","value":${typeof value === 'object' ? `[${value.join(',')}]` : value}}`;
}
