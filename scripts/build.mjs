// Builds the package: declarations and modules for the library (tsc), one bundle with lazily loaded parts for the command line
// (esbuild, because loading hundreds of small modules would double the start-up time), and the built-in rules, compiled.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, 'built');

/** Packages written in CommonJS call require() for Node's own modules. */
const BANNER = [
  '#!/usr/bin/env node',
  "import { createRequire as createRequireForPackages } from 'node:module';",
  'const require = createRequireForPackages(import.meta.url);',
].join('\n');

/** Time of the last change in a folder. Folders count too: theirs tells that a file is gone. */
function newest(folder) {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(...['', ...entries].map((entry) => statSync(join(folder, entry)).mtimeMs));
}

/** Removes what tsc made of sources that are gone; it would be published. */
function removeStale() {
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const [, module] = /^(?!bin\b)(.+?)\.(?:js|d\.ts)$/.exec(file) ?? [];
    if (module !== undefined && !existsSync(join(root, 'src', `${module}.ts`))) rmSync(join(dist, file));
  }
}

/** Whether the build is younger than everything it is made of. */
export function isBuilt() {
  if (!existsSync(stamp)) return false;
  const sources = ['src', 'rules', 'scripts', 'types', 'assets'].map((folder) => join(root, folder)).filter(existsSync);
  return Math.max(...sources.map(newest), statSync(join(root, 'package.json')).mtimeMs) < statSync(stamp).mtimeMs;
}

export async function build() {
  const { build: bundle } = await import('esbuild');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-b', 'tsconfig.node.json'], { cwd: root, stdio: 'inherit' });
  // tsc has said why.
  if (status !== 0) process.exit(status ?? 1);
  removeStale();
  // A failing build leaves the bundle before it in place.
  const fresh = join(dist, 'bin.new');
  rmSync(fresh, { recursive: true, force: true });
  await bundle({
    entryPoints: { capax: join(root, 'src/cli/main.ts'), worker: join(root, 'src/cli/worker.ts') },
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: { js: BANNER },
    outExtension: { '.js': '.mjs' },
    chunkNames: 'part-[hash]',
    legalComments: 'none',
    logLevel: 'warning',
  });
  rmSync(join(dist, 'bin'), { recursive: true, force: true });
  renameSync(fresh, join(dist, 'bin'));
  const { compileBuiltInRules } = await import(pathToFileURL(join(dist, 'node/built-in-rules.js')).href);
  writeFileSync(join(dist, 'built-in-rules.json'), await compileBuiltInRules(join(root, 'rules')));
  writeFileSync(stamp, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
