// What a CAPE server keeps of one analysis, as a folder or as members of an archive: the report, the sample as `binary`, and folders of payloads
// and dumps beside them. Names are hostile: they are compared, and only files right in a known folder are taken.

import type { Stats } from 'node:fs';
import { lstat, opendir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { PayloadInput } from '../analyze-payloads.ts';
import type { ByteSource } from '../bytes/source.ts';
import { readHead } from '../bytes/source.ts';
import { openZip, type ZipEntry } from '../bytes/zip.ts';
import { isZip } from '../bytes/zip-magic.ts';
import { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { KeptSource } from '../features/kept-memory.ts';
import { MEMBER_MARK } from '../inputs/member-name.ts';
import { LIMITS } from '../limits.ts';
import { openFile } from './file-source.ts';

/** Folders beside a report, with what is in them. */
const FOLDERS: ReadonlyMap<string, KeptSource> = new Map([
  ['CAPE', 'payload'],
  ['selfextracted', 'extracted file'],
  ['procdump', 'process image'],
  ['files', 'dropped file'],
  ['procmemory', 'process memory'],
  ['memory', 'process memory'],
]);
/** The report of an analysis, and the folder that it is in. */
const REPORT = /^(.*\/)?report\.json(?:\.(?:gz|zst))?$/;
const REPORTS = ['', '.gz', '.zst'].flatMap((ending) => [`reports/report.json${ending}`, `report.json${ending}`]);
const SAMPLE = 'binary';
/** Folders that nothing else than an analysis has. */
const TELLING = ['CAPE', 'selfextracted', 'procdump', 'procmemory'];

/** An analysis as inputs. */
export interface AnalysisInputs {
  readonly report: string;
  /** Its sample, if that is there. */
  readonly sample?: string;
}

/** The analysis in a folder; undefined where it holds none. */
export async function findAnalysis(folder: string): Promise<AnalysisInputs | undefined> {
  for (const name of REPORTS) {
    const report = join(folder, name);
    if (!(await isFile(report))) continue;
    const sample = join(folder, SAMPLE);
    const hasSample = await isFile(sample);
    const isAnalysis = (await hasFolders(folder)) || (hasSample && name.startsWith('reports/'));
    return isAnalysis ? { report, ...(hasSample ? { sample } : {}) } : undefined;
  }
  return undefined;
}

/** The sample beside a report; undefined where there is none, or the file is no report of such an analysis. */
export async function sampleBeside(report: string): Promise<string | undefined> {
  const folder = folderOf(report);
  if (folder === undefined || !(await isFile(report)) || !(await hasFolders(folder))) return undefined;
  const sample = join(folder, SAMPLE);
  return (await isFile(sample)) ? sample : undefined;
}

/** Of the members of an archive that are inputs those that are no payloads of an analysis in it, and which of them is its sample. */
export function withoutPayloads(members: readonly string[]): {
  readonly inputs: readonly string[];
  readonly samples: ReadonlySet<string>;
} {
  const prefixes = members.flatMap((member) => prefixOf(member) ?? []);
  const isPayload = (member: string): boolean => prefixes.some((prefix) => kindOf(member, prefix) !== undefined);
  return {
    inputs: members.filter((member) => !isPayload(member)),
    samples: new Set(prefixes.map((prefix) => prefix + SAMPLE)),
  };
}

/** Payloads and dumps beside a report, or beside it in an archive. None where there are none, or they cannot be listed. */
export async function payloadsBeside(
  path: string,
  member: string | undefined,
  password?: string,
): Promise<readonly PayloadInput[]> {
  if (!(await isFile(path))) return [];
  const folder = member === undefined ? folderOf(path) : undefined;
  if (folder !== undefined) return payloadsIn(folder);
  try {
    const source = await openFile(path);
    if (!isZip(await readHead(source, 4))) return [];
    return payloadMembers(
      source,
      await openZip(source, { passwords: password === undefined ? [] : [password], diagnostics: new Diagnostics() }),
      member,
    );
  } catch (error) {
    // Whoever reads the report of it says what is wrong.
    if (error instanceof CapaxError) return [];
    throw error;
  }
}

/** Whether there are some beside what is a report by its name. Archives are not looked into: who looked has said which member is the report. */
export async function hasPayloads(input: string): Promise<boolean> {
  const [path = '', member] = input.split(MEMBER_MARK);
  return (
    prefixOf(member ?? path.replaceAll('\\', '/')) !== undefined && (await payloadsBeside(path, member)).length > 0
  );
}

function payloadMembers(
  { name: archive }: ByteSource,
  entries: readonly ZipEntry[],
  member: string | undefined,
): PayloadInput[] {
  const names = member === undefined ? entries.map(({ name }) => name) : [member];
  const [prefix, ...others] = names.flatMap((name) => prefixOf(name) ?? []);
  if (prefix === undefined || others.length > 0) return [];
  return entries.flatMap(({ name, source }): PayloadInput[] => {
    const from = kindOf(name, prefix);
    return from === undefined ? [] : [{ source: { ...source, name: archive + MEMBER_MARK + name }, from }];
  });
}

/** What stands before the names of all members of the analysis whose report this is; undefined for what is none. */
function prefixOf(member: string): string | undefined {
  const found = REPORT.exec(member);
  return found === null ? undefined : (found[1] ?? '').replace(/(^|\/)reports\/$/, '$1');
}

/** What a member is, by the folder in which it lies; undefined for one that lies elsewhere, or deeper. */
function kindOf(member: string, prefix: string): KeptSource | undefined {
  if (!member.startsWith(prefix)) return undefined;
  const [folder = '', name = '', ...deeper] = member.slice(prefix.length).split('/');
  return name === '' || name === '.' || name === '..' || deeper.length > 0 ? undefined : FOLDERS.get(folder);
}

async function payloadsIn(folder: string): Promise<PayloadInput[]> {
  const payloads: PayloadInput[] = [];
  for (const [name, from] of FOLDERS) {
    const paths: string[] = [];
    try {
      for await (const entry of await opendir(join(folder, name))) {
        // Links could lead anywhere.
        if (entry.isFile()) paths.push(join(folder, name, entry.name));
        if (paths.length + payloads.length > LIMITS.payloadFiles) break;
      }
    } catch {
      continue;
    }
    for (const path of paths.sort()) {
      const stats = await lstat(path).catch(() => undefined);
      if (stats?.isFile() === true) payloads.push({ source: fileSource(path, stats), from });
    }
  }
  return payloads;
}

/** A file that is opened when it is read, and not before: there may be many. */
function fileSource(path: string, { size }: Stats): ByteSource {
  return {
    name: path,
    size,
    seekable: true,
    async *open(from) {
      yield* (await openFile(path)).open(from);
    },
  };
}

function folderOf(report: string): string | undefined {
  if (!/^report\.json(?:\.(?:gz|zst))?$/.test(basename(report))) return undefined;
  const folder = dirname(report);
  return basename(resolve(folder)) === 'reports' ? join(folder, '..') : folder;
}

async function hasFolders(folder: string): Promise<boolean> {
  for (const name of TELLING) if ((await statsOf(join(folder, name)))?.isDirectory() === true) return true;
  return false;
}

async function isFile(path: string): Promise<boolean> {
  return (await statsOf(path))?.isFile() === true;
}

function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
