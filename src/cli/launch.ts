// What dist/bin/capax.mjs is: runs the bundle with the code that V8 compiled of it in an earlier run. Also the first module of the
// workers. Nothing but that, since this file itself is compiled at each start.

import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { cacheFolder } from '../node/cache-folder.ts';
import { codeIdentity, readCode, writeCode } from '../node/code-cache.ts';
import { CAPAX_VERSION } from '../version.ts';
import type * as start from './start.ts';

/** A run that took longer gains nothing worth storing, and V8 has dropped by then what it compiled at the start, in milliseconds. */
const LONG_RUN_MS = 5000;

/** The bundle: one function, so that it needs no module loader. scripts/build.mjs writes it. */
type Bundle = (
  require: (name: string) => unknown,
  module: { exports?: typeof start },
  bundleUrl: string,
  /** Takes the name of each part that is loaded late. */
  parts: Set<string>,
) => void;

/** Modules that a package asks for at once and needs for nothing that is done here; loading this one takes 2.5 ms. */
const UNUSED: ReadonlySet<string> = new Set(['node:child_process']);

function loadBuiltIn(name: string): unknown {
  if (UNUSED.has(name)) return new Proxy({}, { get: (_, key) => Reflect.get(findBuiltIn(name), key) });
  return findBuiltIn(name);
}

function findBuiltIn(name: string): object {
  const found = process.getBuiltinModule(name);
  if (found === undefined) throw new Error(`Node has no module ${name}`);
  return found;
}

/** The cache; undefined where none is wanted, or this user has no folder for it. */
function findCache(): string | undefined {
  return process.argv.includes('--no-cache') ? undefined : cacheFolder();
}

async function launch(bundleUrl: URL): Promise<void> {
  const filename = fileURLToPath(bundleUrl);
  const { size, mtimeMs } = statSync(filename);
  const folder = findCache();
  const identity = codeIdentity(CAPAX_VERSION, size, mtimeMs);
  const stored = folder === undefined ? undefined : readCode(folder, identity);
  // The bundle is ASCII, which as Latin-1 need not be decoded.
  const source = readFileSync(filename, 'latin1');
  const script = new Script(source, { filename, ...(stored === undefined ? {} : { cachedData: stored.data }) });
  const known = stored === undefined || script.cachedDataRejected === true ? undefined : stored.parts;
  const parts = new Set<string>();
  const module: { exports?: typeof start } = {};
  (script.runInThisContext() as Bundle)(loadBuiltIn, module, bundleUrl.href, parts);
  await module.exports?.start(() => {
    const isGrown = known === undefined || [...parts].some((part) => !known.includes(part));
    if (folder === undefined || !isGrown || performance.now() > LONG_RUN_MS) return;
    writeCode(folder, identity, [...new Set([...(known ?? []), ...parts])], () => script.createCachedData());
  });
}

await launch(new URL('./bundle.cjs', import.meta.url));
