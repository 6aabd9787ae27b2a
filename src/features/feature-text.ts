// Features as people read them, `api(CreateFile)` or `number(0x1F)`, in the reference's spelling (spec core.md 3.1).

import type { Feature, Integer } from './feature.ts';
import { formatFloat } from './feature-json.ts';
import { escapeCodePoint, escapeFeatureText } from './text.ts';

const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;

function formatInteger(value: Integer): string {
  const digits = value.toString(16).toUpperCase();
  return digits.startsWith('-') ? `-0x${digits.slice(1)}` : `0x${digits}`;
}

/** Name of a feature without its value: `api`, `operand[1].number`, `property/read`, `function-name`. */
export function formatFeatureName(feature: Feature): string {
  switch (feature.type) {
    case 'operand number':
      return `operand[${feature.index}].number`;
    case 'operand offset':
      return `operand[${feature.index}].offset`;
    case 'property':
      return feature.access === undefined ? 'property' : `property/${feature.access}`;
    case 'function name':
      return 'function-name';
    default:
      return feature.type;
  }
}

/**
 * Value of a feature on one line: hexadecimal integers, bytes as `41 B2`, strings with the escapes of text.ts, other text with
 * unprintable characters escaped. Empty for a basic block, which has none.
 */
export function formatFeatureValue(feature: Feature): string {
  switch (feature.type) {
    case 'number':
    case 'offset':
      return feature.float === true ? formatFloat(Number(feature.value)) : formatInteger(feature.value);
    case 'operand number':
    case 'operand offset':
      return formatInteger(feature.value);
    case 'bytes':
      return feature.value.toUpperCase().replace(/..(?!$)/g, '$& ');
    case 'string':
    case 'substring':
      return escapeFeatureText(feature.value);
    case 'basic block':
      return '';
    default:
      return feature.value.replace(UNPRINTABLE, escapeCodePoint);
  }
}

/** The whole feature: `name(value)`; a basic block is just `basic block`. */
export function formatFeature(feature: Feature): string {
  if (feature.type === 'basic block') return 'basic block';
  return `${formatFeatureName(feature)}(${formatFeatureValue(feature)})`;
}
