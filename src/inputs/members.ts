// The members of a zip archive that may be inputs. Which of them are is decided by their content, as for files.

import type { ByteSource } from '../bytes/source.ts';
import { openZip, type ZipEntry } from '../bytes/zip.ts';
import { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { Input } from './input.ts';
import { MEMBER_MARK } from './member-name.ts';

/** Members that an error names. */
const NAMED = 5;
/** What begins the name of a file that only macOS wants. */
const RESOURCE_FORK = /(?:^|\/)(?:__MACOSX\/|\._)/;

export interface Members {
  /** In the order of the archive's directory. */
  readonly names: readonly string[];
  /** What is told of the archive while members are read. */
  readonly diagnostics: Diagnostics;
  /** Members that may be inputs; those that only macOS wants and empty ones are left out. */
  readonly likely: readonly ZipEntry[];
  /** Without the short forms of reports that are there in full: a short one holds no calls. */
  withoutShortForms<T extends { readonly member: string }>(members: readonly T[]): readonly T[];
  /** What to throw where no member is an input. */
  noInputError(candidates: readonly Input[]): CapaxError;
}

/** Opens the archive. Throws CapaxError as `openZip`. */
export async function openMembers(source: ByteSource, password: string | undefined): Promise<Members> {
  const diagnostics = new Diagnostics();
  const entries = await openZip(source, { passwords: password === undefined ? [] : [password], diagnostics });
  const names = entries.map(({ name }) => name);
  return {
    names,
    diagnostics,
    likely: entries
      .filter(({ size, name }) => size > 0 && !RESOURCE_FORK.test(name))
      .map((entry) => ({ ...entry, source: named(entry, source.name) })),
    withoutShortForms(members) {
      const full = new Set(members.map(({ member }) => member));
      return members.filter(
        ({ member }) => !full.has(member.replace(/lite\.json$/, 'report.json')) || !/lite\.json$/.test(member),
      );
    },
    noInputError: (candidates) =>
      new CapaxError('input-unsupported', 'The archive holds nothing that capax reads', {
        where: source.name,
        hint: `It holds: ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ' ...' : ''}. capax reads: ${candidates.map(({ summary }) => summary).join('; ')}.`,
      }),
  };
}

/** The member under a name that tells it from those of other archives. */
function named({ name, source }: ZipEntry, archive: string): ByteSource {
  return { ...source, name: `${archive}${MEMBER_MARK}${name}`, open: (from) => source.open(from) };
}
