// File-scope features of a VMRay analysis: static data and referenced names from the summary, strings from the sample's bytes.

import type { ByteSource } from '../../bytes/source.ts';
import { StringScanner } from '../../bytes/strings.ts';
import { CapaxError } from '../../errors.ts';
import { type Address, NO_ADDRESS } from '../../features/address.ts';
import { importNames } from '../../features/api-names.ts';
import { canonicalObject } from '../../features/behavior-objects.ts';
import { behaviorFeature } from '../../features/behaviors.ts';
import type { Feature, Integer } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import { LIMITS } from '../../limits.ts';
import type { Complain, VmraySummary } from './summary.ts';

function at(value: Integer): Address {
  return { type: 'absolute', value };
}

/**
 * os, arch and, where there is static data, format. Where nobody says what the sample is, the paths of the programs that ran (`files`)
 * tell the system: `c:\\a.exe` or `/bin/a`. What they are made for is not known then.
 */
export function globalFeatures({ sampleType, static: data }: VmraySummary, files: readonly string[]): Feature[] {
  const lower = sampleType.toLowerCase();
  const named = lower.includes('windows') ? 'windows' : lower.includes('linux') ? 'linux' : 'any';
  const os = sampleType === '' ? guessOs(files) : named;
  const arch = sampleType.includes('x86-32') ? 'i386' : sampleType.includes('x86-64') ? 'amd64' : 'any';
  const features: Feature[] = data?.format === undefined ? [] : [{ type: 'format', value: data.format }];
  return [...features, { type: 'os', value: os }, { type: 'arch', value: arch }];
}

function guessOs(files: readonly string[]): 'windows' | 'linux' | 'any' {
  if (files.some((file) => /^(?:[a-z]:)?\\/i.test(file))) return 'windows';
  return files.some((file) => file.startsWith('/')) ? 'linux' : 'any';
}

/** Imports, exports, sections, then the names that the run referred to. */
export function summaryFeatures({ static: data, strings }: VmraySummary): LocatedFeature[] {
  const features: LocatedFeature[] = [];
  for (const [address, [dll, name]] of data?.imports ?? []) {
    for (const value of importNames(dll, name)) {
      features.push({ feature: { type: 'import', value }, address: at(address) });
    }
  }
  for (const [address, value] of data?.exports ?? []) {
    features.push({ feature: { type: 'export', value }, address: at(address) });
  }
  for (const [address, value] of data?.sections ?? []) {
    features.push({ feature: { type: 'section', value }, address: at(address) });
  }
  for (const value of strings) features.push({ feature: { type: 'string', value }, address: NO_ADDRESS });
  return features;
}

/** What the summary says was done. */
export function summaryBehaviors({ deeds }: VmraySummary): LocatedFeature[] {
  return deeds.map(({ kind, object }) => ({
    feature: behaviorFeature(kind, canonicalObject(kind, object)),
    address: NO_ADDRESS,
  }));
}

/** Strings of the sample with their positions in the file, ASCII before UTF-16LE. A damaged archive entry is a complaint. */
export async function sampleStrings(sample: ByteSource, complain: Complain): Promise<LocatedFeature[]> {
  const ascii: LocatedFeature[] = [];
  const wide: LocatedFeature[] = [];
  let text = 0;
  const collect = (list: LocatedFeature[]) => (value: string, position: number) => {
    text += value.length;
    if (ascii.length + wide.length >= LIMITS.fileStrings || text > LIMITS.fileStringText) {
      complain('vmray-string-limit', 'the sample holds too many strings; the rest is left out');
      return;
    }
    list.push({ feature: { type: 'string', value }, address: { type: 'file', value: position } });
  };
  const scanner = new StringScanner(collect(ascii), collect(wide));
  try {
    for await (const chunk of sample.open()) scanner.push(chunk);
  } catch (error) {
    if (!(error instanceof CapaxError) || error.code === 'input-encrypted') throw error;
    complain('vmray-sample-damaged', `the sample in the archive cannot be read to its end: ${error.message}`);
  }
  scanner.end();
  return [...ascii, ...wide];
}
