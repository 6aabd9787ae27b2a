// File features from the analysis of the sample's PE headers that a report carries (spec dynamic.md sections 2.3 and 2.6).
// Entries that the reference would refuse the report for are left out and recorded.

import type { JsonValue } from '../../../bytes/exact-json.ts';
import type { Integer } from '../../../bytes/integer.ts';
import type { Diagnostics } from '../../../diagnostics.ts';
import { type Address, NO_ADDRESS } from '../../../features/address.ts';
import { importNames } from '../../../features/api-names.ts';
import type { Feature } from '../../../features/feature.ts';
import type { LocatedFeature } from '../../../features/located.ts';
import { type ReportFormat, reportCode } from './codes.ts';
import { toReportInteger } from './integers.ts';

/** Members of a PE block: `imagebase`, `imports`, `exports`, `sections`. */
export type PeMembers = (name: string) => JsonValue | undefined;

function elements(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

/** Base address of the image. */
export function peBaseAddress(members: PeMembers): Address {
  const value = toReportInteger(members('imagebase'));
  return value === undefined ? NO_ADDRESS : { type: 'absolute', value };
}

/** Imports, exports and sections, in this order. `format` begins the codes of diagnostics. */
export function peFeatures(members: PeMembers, format: ReportFormat, diagnostics: Diagnostics): LocatedFeature[] {
  const features: LocatedFeature[] = [];
  const addEntry = (part: string, entry: JsonValue, addressKey: string, names: (name: string) => Feature[]): void => {
    const value: Integer | undefined = toReportInteger(member(entry, addressKey));
    const name = member(entry, 'name');
    // Imports by ordinal have no name, and no feature.
    if (part === 'imports' && (name === null || name === undefined || name === '')) return;
    if (value === undefined || typeof name !== 'string') {
      diagnostics.add(
        'warning',
        reportCode(format, 'pe-malformed'),
        `an entry of the PE ${part} has no usable name or address`,
      );
      return;
    }
    for (const feature of names(name)) features.push({ feature, address: { type: 'absolute', value } });
  };
  const imports = members('imports');
  // A list, or an object by module.
  for (const library of typeof imports === 'object' && imports !== null ? Object.values(imports) : []) {
    const dll = member(library, 'dll');
    if (typeof dll !== 'string') {
      diagnostics.add('warning', reportCode(format, 'pe-malformed'), 'an imported module of the PE has no name');
      continue;
    }
    for (const entry of elements(member(library, 'imports'))) {
      addEntry('imports', entry, 'address', (name) =>
        importNames(dll, name).map((value) => ({ type: 'import', value })),
      );
    }
  }
  for (const entry of elements(members('exports'))) {
    addEntry('exports', entry, 'address', (value) => [{ type: 'export', value }]);
  }
  for (const entry of elements(members('sections'))) {
    addEntry('sections', entry, 'virtual_address', (value) => [{ type: 'section', value }]);
  }
  return features;
}
