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

/**
 * What the type of a program says, exactly as the reference reads it; what it does not say is left out and recorded. `inputFormat`
 * begins the codes of diagnostics.
 */
export function programGlobals(type: string, inputFormat: ReportFormat, diagnostics: Diagnostics): Feature[] {
  const globals: Feature[] = [];
  for (const [name, value] of [
    ['format', format(type)],
    ['os', system(type)],
    ['arch', architecture(type)],
  ] as const) {
    if (value !== undefined) globals.push({ type: name as 'format' | 'os' | 'arch', value });
    else
      diagnostics.add(
        'warning',
        reportCode(inputFormat, `unknown-${name}`),
        `the type of the sample does not say its ${name}`,
        type,
      );
  }
  return globals;
}

/** What is known of a run whose sample is no program: the guest's system, at best. */
export function guestGlobals(platform: string | undefined, looksLikeWindows: boolean): Feature[] {
  const named = platform?.toLowerCase();
  if (named === 'windows' || named === 'linux') return [{ type: 'os', value: named }];
  return looksLikeWindows ? [{ type: 'os', value: 'windows' }] : [];
}
