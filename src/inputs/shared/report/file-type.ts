// os, arch and format of a report's sample. The reference takes all three from the words of the `file` tool about the sample (spec
// dynamic.md section 2.4); reports whose sample is no program say nothing there, so the guest is asked.

import type { Diagnostics } from '../../../diagnostics.ts';
import type { Feature } from '../../../features/feature.ts';
import { type ReportFormat, reportCode } from './codes.ts';

/** Words in the type of an ELF file, in the order in which they are looked for. */
const ELF_SYSTEMS = [
  ['Linux', 'linux'],
  ['Hurd', 'hurd'],
  ['Solaris', 'solaris'],
  ['kFreeBSD', 'freebsd'],
  ['kNetBSD', 'netbsd'],
] as const;

function format(type: string): string | undefined {
  if (type.includes('PE')) return 'pe';
  return type.includes('ELF') ? 'elf' : undefined;
}

function system(type: string): string | undefined {
  const lower = type.toLowerCase();
  if (lower.includes('windows')) return 'windows';
  if (!lower.includes('elf')) return 'any';
  return ELF_SYSTEMS.find(([word]) => type.includes(word))?.[1];
}

function architecture(type: string): string | undefined {
  if (type.includes('Intel 80386')) return 'i386';
  return type.includes('x86-64') ? 'amd64' : undefined;
}

/** What a report says about its sample and its guest. */
export interface SampleFactsOfReport {
  /** The type of the sample, in the words of the `file` tool. */
  readonly type: string;
  /** Whether something else says that it is a program. */
  readonly isProgram?: boolean;
  /** The guest's system as the report names it. */
  readonly platform: string | undefined;
  /** Whether calls were met that only Windows has. */
  readonly looksLikeWindows: boolean;
  /** Whether the guest is asked for what the type of a program leaves open; the reference does not. */
  readonly askGuest: boolean;
}

/** The `file` tool's words for programs. */
const PROGRAM = /\b(?:PE32|ELF)\b/;

/** What is known of every sample, and what the type of a program should say and does not. */
export interface KnownGlobals {
  readonly globals: Feature[];
  readonly unknown: readonly ('format' | 'os' | 'arch')[];
}

/**
 * Format, os and arch of the sample. The type of a program says them, exactly as the reference reads it; its os may have to come from
 * the guest (`SYSV` is not one), and so may that of a sample that is no program.
 */
export function knownGlobals(sample: SampleFactsOfReport): KnownGlobals {
  const { type, isProgram = PROGRAM.test(type), askGuest } = sample;
  const guest = guestSystem(sample);
  if (!isProgram) return { globals: guest === undefined ? [] : [{ type: 'os', value: guest }], unknown: [] };
  const named = system(type);
  const isOpen = askGuest && guest !== undefined && (named === undefined || named === 'any');
  const values = { format: format(type), os: isOpen ? guest : named, arch: architecture(type) } as const;
  const names = ['format', 'os', 'arch'] as const;
  return {
    globals: names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [{ type: name, value }];
    }),
    unknown: names.filter((name) => values[name] === undefined),
  };
}

/** The same, with a diagnostic for what is not known; `inputFormat` begins its code. */
export function sampleGlobals(
  sample: SampleFactsOfReport,
  inputFormat: ReportFormat,
  diagnostics: Diagnostics,
): Feature[] {
  const { globals, unknown } = knownGlobals(sample);
  for (const name of unknown) {
    const message = `the type of the sample does not say its ${name}`;
    diagnostics.add('warning', reportCode(inputFormat, `unknown-${name}`), message, sample.type);
  }
  return globals;
}

function guestSystem({ platform, looksLikeWindows }: SampleFactsOfReport): string | undefined {
  const named = platform?.toLowerCase();
  if (named === 'windows' || named === 'linux') return named;
  return looksLikeWindows ? 'windows' : undefined;
}
