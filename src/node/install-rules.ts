// Installs a rule collection from a zip archive on the web. The archive is checked against a checksum, unpacked beside the rules
// in use, tried, and only then made the current one by one rename; whatever fails before that changes nothing.

import { createHash, randomUUID } from 'node:crypto';
import { lstat, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { memorySource } from '../bytes/source.ts';
import { openZip } from '../bytes/zip.ts';
import { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { CAPAX_VERSION } from '../version.ts';
import { CURRENT_RULES, type CurrentRules, dataFolder, installedRulesFolder, RULES_FOLDER } from './installed-rules.ts';
import { loadRulesFromPaths } from './load-rules.ts';
import { makeFolder } from './make-folder.ts';

/** The collection that goes with the reference version whose rule language capax follows. */
const DEFAULT_RULES_URL: string = 'https://github.com/mandiant/capa-rules/archive/refs/tags/v9.4.0.zip';

/** Largest archive, in bytes. capa-rules is about 1 MB. */
const MAX_ARCHIVE = 128 * 1024 * 1024;
const IDLE_MS = 60_000;
/** What an installation writes takes its place by a rename. */
const PARTIAL = `${CURRENT_RULES}.`;
/** No installation takes so long after its download, in milliseconds. */
const ORPHAN_MS = 3_600_000;

export interface InstallRulesRequest {
  readonly url?: string;
  /** Hexadecimal. Required: without it the download is shown its checksum and refused. */
  readonly sha256?: string;
  /** Where to install; default the user's data folder. */
  readonly folder?: string;
  /** Told how many bytes have come. */
  readonly onProgress?: (bytes: number) => void;
  /** Silence of the server after which the download is given up, in milliseconds; default one minute. */
  readonly idleMs?: number;
}

export interface InstalledRules {
  readonly folder: string;
  readonly url: string;
  readonly rules: number;
}

/** Downloads, checks and installs. Throws `rules-install-failed`; nothing is changed then. */
export async function installRules(request: InstallRulesRequest): Promise<InstalledRules> {
  const url = request.url ?? DEFAULT_RULES_URL;
  const data = request.folder ?? dataFolder();
  if (data === undefined) {
    throw failed('there is no folder for your data', url, 'Name one in the environment variable CAPAX_DATA_DIR.');
  }
  const archive = await download(url, request);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  checkSum(sha256, request.sha256, url);
  const name = `rules-${sha256.slice(0, 16)}-${randomUUID().slice(0, 8)}`;
  const folder = join(data, name);
  try {
    await unpack(archive, folder, url);
    const { ruleSet } = await loadRulesFromPaths([folder], { version: CAPAX_VERSION, cache: false });
    const previous = installedRulesFolder(data);
    const current: CurrentRules = { folder: name, url, sha256 };
    const partial = join(data, `${PARTIAL}${randomUUID()}`);
    await writeFile(partial, JSON.stringify(current));
    await rename(partial, join(data, CURRENT_RULES));
    if (previous !== undefined) await rm(previous, { recursive: true, force: true });
    await removeOrphans(data, name);
    return { folder, url, rules: ruleSet.rules.filter(({ derived }) => derived === undefined).length };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof CapaxError && error.code === 'rules-install-failed') throw error;
    throw failed(error instanceof Error ? error.message : String(error), url, 'Nothing was changed.', error);
  }
}

/** Removes what installations that were killed, or overtaken by another one, have left behind. One that runs is younger. */
async function removeOrphans(data: string, current: string): Promise<void> {
  const names = await readdir(data).catch(() => []);
  for (const name of names) {
    if (name === current || !(RULES_FOLDER.test(name) || name.startsWith(PARTIAL))) continue;
    const path = join(data, name);
    const age = await lstat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    // What cannot be removed is no reason to fail: the rules are installed.
    if (age > ORPHAN_MS) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function failed(message: string, url: string, hint: string, cause?: unknown): CapaxError {
  return new CapaxError('rules-install-failed', message, {
    where: url,
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}

function checkSum(found: string, wanted: string | undefined, url: string): void {
  if (wanted === undefined) {
    throw failed(
      'no checksum is given, so the download cannot be trusted',
      url,
      `Its SHA-256 is ${found}: if that is what the publisher states, run again with --sha256 ${found}`,
    );
  }
  if (wanted.toLowerCase() === found) return;
  throw failed(
    `the download has the SHA-256 ${found}, not ${wanted.toLowerCase()}`,
    url,
    'Nothing was changed. Check the address and the checksum.',
  );
}

async function download(url: string, { onProgress, idleMs = IDLE_MS }: InstallRulesRequest): Promise<Uint8Array> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw failed('this is not a web address', url, 'It must start with https:// or http://.');
  }
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), idleMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null)
      throw failed(`the server answers ${response.status}`, url, 'Check the address.');
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), idleMs);
      size += chunk.length;
      if (size > MAX_ARCHIVE)
        throw failed(`the archive is larger than ${MAX_ARCHIVE} bytes`, url, 'Check the address.');
      chunks.push(chunk);
      onProgress?.(size);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof CapaxError) throw error;
    throw failed('the download failed', url, 'Check the network and the address.', error);
  } finally {
    clearTimeout(timer);
  }
}

/** Writes the rule files of the archive. Names from the archive never leave the folder. */
async function unpack(archive: Uint8Array, folder: string, url: string): Promise<void> {
  const entries = await openZip(memorySource(url, archive), { diagnostics: new Diagnostics() });
  let written = 0;
  let bytes = 0;
  for (const { name, size, source } of entries) {
    const parts = name.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
    if (
      !name.endsWith('.yml') ||
      parts.includes('..') ||
      parts.some((part) => part.includes(':') || part.startsWith('.git'))
    )
      continue;
    if (size > LIMITS.ruleFileBytes) continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.open()) {
      bytes += chunk.length;
      chunks.push(chunk.slice());
      // What is written counts, not what the archive says: its entries may share their bytes.
      if (bytes > LIMITS.ruleCollectionBytes || written === LIMITS.ruleCollectionFiles) {
        const limit = `${LIMITS.ruleCollectionFiles} rule files or ${LIMITS.ruleCollectionBytes} bytes of them`;
        throw failed(
          `the archive holds more than ${limit}`,
          url,
          'Nothing was changed. It is far more than any real one.',
        );
      }
    }
    const path = join(folder, parts.join('/'));
    makeFolder(dirname(path));
    await writeFile(path, Buffer.concat(chunks));
    written++;
  }
  if (written === 0) throw failed('the archive holds no rule file', url, 'It must be a zip archive with .yml files.');
}
