// Builds the package: declarations and modules for the library (tsc), one bundle with lazily loaded parts for the command line
// (esbuild, because loading hundreds of small modules would double the start-up time), and the built-in rules, compiled.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) time = Math.max(time, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return time;
}

/** Whether the build is younger than everything it is made of. */
export function isBuilt() {
  if (!existsSync(stamp)) return false;
  const sources = ['src', 'rules', 'scripts', 'types', 'assets'].map((folder) => join(root, folder)).filter(existsSync);
  return Math.max(...sources.map(newest), statSync(join(root, 'package.json')).mtimeMs) < statSync(stamp).mtimeMs;
}

export async function build() {
  const { build: bundle } = await import('esbuild');
  rmSync(join(dist, 'bin'), { recursive: true, force: true });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'tsconfig.node.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  await bundle({
    entryPoints: { capax: join(root, 'src/cli/main.ts'), worker: join(root, 'src/cli/worker.ts') },
    outdir: join(dist, 'bin'),
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
  const { compileBuiltInRules } = await import(pathToFileURL(join(dist, 'node/built-in-rules.js')).href);
  writeFileSync(join(dist, 'built-in-rules.json'), await compileBuiltInRules(join(root, 'rules')));
  writeFileSync(stamp, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
