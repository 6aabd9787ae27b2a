// Programs of the cases of built-in rules that are told by their features, where a file would say nothing more: .NET assemblies and programs
// for macOS (docs/built-in-rules.md has the notation). What every reader of .NET adds by itself is added here too.

import type { Address } from '../../src/features/address.ts';
import { callNames, importNames } from '../../src/features/api-names.ts';
import { type Feature, toInteger } from '../../src/features/feature.ts';
import { FeatureTable } from '../../src/features/feature-table.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import type { Program, ProgramFunction } from '../../src/features/program.ts';

/** Features of one place by the names that rules give them. */
export type DescribedPlace = Readonly<Record<string, string | bigint>>;

/** One of the first two: functions, each a list of instructions. */
export interface DescribedCase {
  readonly dotnet?: readonly (readonly DescribedPlace[])[];
  readonly macos?: readonly (readonly DescribedPlace[])[];
  /** What only the file has. */
  readonly file?: readonly DescribedPlace[];
}

/** Whether a case is a program that is told by its features. */
export function isDescribedCase(ruleCase: object): ruleCase is DescribedCase {
  return 'dotnet' in ruleCase || 'macos' in ruleCase;
}

/** The case as a program that was read. */
export function openDescribedProgram({ dotnet, macos, file = [] }: DescribedCase): Program {
  const functions = (dotnet ?? macos ?? []).map((instructions) => instructions.map(placeFeatures));
  const isManaged = dotnet !== undefined;
  const seen = [...functions.flat(2), ...file.flatMap(placeFeatures)];
  const table = new FeatureTable();
  const placed = functions.map((instructions, index) =>
    placeFunction(table, absolute(0x1000 * (index + 1)), instructions),
  );
  return {
    flavour: 'static',
    format: 'described',
    extractor: 'DescribedExtractor',
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: absolute(0),
    globals: isManaged ? MANAGED_GLOBALS : MACOS_GLOBALS,
    file: seen.flatMap(inFile).map((feature): LocatedFeature => ({ feature, address: absolute(0) })),
    functions: (registrar) => table.renumber(placed, registrar),
    health: () => ({ flavour: 'static', producer: 'described', skippedRecords: 0, missing: [], diagnostics: [] }),
  };
}

const MANAGED_GLOBALS: readonly Feature[] = [
  { type: 'format', value: 'dotnet' },
  { type: 'format', value: 'pe' },
  { type: 'os', value: 'any' },
  { type: 'arch', value: 'any' },
];
const MACOS_GLOBALS: readonly Feature[] = [
  { type: 'format', value: 'macho' },
  { type: 'os', value: 'macos' },
  { type: 'arch', value: 'aarch64' },
];

const absolute = (value: number): Address => ({ type: 'absolute', value });

function placeFunction(table: FeatureTable, address: Address, instructions: readonly Feature[][]): ProgramFunction {
  const isOfFunction = (feature: Feature): boolean => feature.type === 'characteristic' && feature.value === 'loop';
  const place = (features: readonly Feature[]) =>
    table.place(
      features.map((feature) => ({ feature, address })),
      address,
    );
  const block = {
    address,
    features: place([]),
    instructions: instructions.map((features) => ({
      address,
      features: place(features.filter((one) => !isOfFunction(one))),
    })),
  };
  return { address, features: place(instructions.flat().filter(isOfFunction)), blocks: [block] };
}

function placeFeatures(place: DescribedPlace): Feature[] {
  return Object.entries(place).flatMap(([name, value]) => featuresOf(name, value));
}

function featuresOf(name: string, value: string | bigint): Feature[] {
  if (typeof value === 'bigint') return [{ type: 'number', value: toInteger(value) }];
  switch (name) {
    case 'api':
      return [...callNames(value).map((one): Feature => ({ type: 'api', value: one })), ...classOf(value)];
    case 'property/read':
      return [{ type: 'property', access: 'read', value }, { type: 'property', value }, ...classOf(value)];
    case 'property/write':
      return [{ type: 'property', access: 'write', value }, { type: 'property', value }, ...classOf(value)];
    case 'import': {
      const dot = value.lastIndexOf('.');
      if (value.includes('::') || dot === -1) return [{ type: 'import', value }];
      return importNames(value.slice(0, dot), value.slice(dot + 1)).map(
        (one): Feature => ({ type: 'import', value: one }),
      );
    }
    case 'string':
    case 'class':
    case 'namespace':
    case 'section':
    case 'characteristic':
      return [{ type: name, value }];
    default:
      throw new Error(`cases do not describe features of the type ${name}`);
  }
}

/** The class of a managed member, with its namespace. */
function classOf(member: string): Feature[] {
  const [name = '', found] = member.split('::');
  if (found === undefined) return [];
  const dot = name.lastIndexOf('.');
  return [
    { type: 'class', value: name },
    ...(dot === -1 ? [] : [{ type: 'namespace', value: name.slice(0, dot) } as const]),
  ];
}

/** What a feature of code comes to in the file as a whole: its texts, and the names that it refers to. */
function inFile(feature: Feature): Feature[] {
  switch (feature.type) {
    case 'api':
    case 'property':
      return typeof feature.value === 'string' ? [{ type: 'import', value: feature.value }] : [];
    case 'string':
    case 'class':
    case 'namespace':
    case 'section':
    case 'import':
      return [feature];
    case 'characteristic':
      return feature.value === 'mixed mode' ? [feature] : [];
    default:
      return [];
  }
}
