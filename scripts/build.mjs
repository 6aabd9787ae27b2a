// Builds the package: declarations and modules for the library (tsc), one bundle with lazily run parts for the command line (esbuild,
// because loading hundreds of small modules would double the start-up time) with what launches it, and the built-in rules, compiled.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, 'built');

/** The parameters are those of src/cli/launch.ts. */
const BUNDLE_HEAD = '(function (require, module, bundleUrl, bundleParts) {';
const BUNDLE_TAIL = '})';

/**
 * Tells at run time which of the modules that are imported late have been: each `import()` goes through a module that notes its name.
 * src/cli/launch.ts stores compiled code again when a part was used that the stored code lacks.
 */
const noteParts = {
  name: 'note-parts',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      return { path: relative(root, join(resolveDir, path)).replaceAll('\\', '/'), namespace: 'part' };
    });
    build.onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({
      contents: `bundleParts.add(${JSON.stringify(path)});\nexport * from ${JSON.stringify(`./${path}`)};`,
      resolveDir: root,
    }));
  },
};

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

/** The command line as dist/bin/capax.mjs, which launches dist/bin/bundle.cjs. */
async function bundleCommandLine(folder) {
  const { build: bundle } = await import('esbuild');
  const common = { bundle: true, platform: 'node', target: 'node20.19', legalComments: 'none', logLevel: 'warning' };
  const { metafile } = await bundle({
    ...common,
    entryPoints: [join(root, 'src/cli/start.ts')],
    outfile: join(folder, 'bundle.cjs'),
    format: 'cjs',
    charset: 'ascii',
    // A script that is run without a module loader can only require.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: BUNDLE_HEAD },
    footer: { js: BUNDLE_TAIL },
    plugins: [noteParts],
    absWorkingDir: root,
    metafile: true,
  });
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const foreign = outside.filter((path) => !isBuiltin(path));
  if (foreign.length > 0) throw new Error(`the bundle needs modules that Node does not have: ${foreign.join(', ')}`);
  await bundle({
    ...common,
    entryPoints: [join(root, 'src/cli/launch.ts')],
    outfile: join(folder, 'capax.mjs'),
    format: 'esm',
    banner: { js: '#!/usr/bin/env node' },
  });
}

/** Builds everything. `tell` is told what is under way. */
export async function build(tell = () => undefined) {
  tell('modules and declarations');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-b', 'tsconfig.node.json'], { cwd: root, stdio: 'inherit' });
  // tsc has said why.
  if (status !== 0) process.exit(status ?? 1);
  removeStale();
  tell('the command');
  // A failing build leaves the bundle before it in place.
  const fresh = join(dist, 'bin.new');
  rmSync(fresh, { recursive: true, force: true });
  await bundleCommandLine(fresh);
  rmSync(join(dist, 'bin'), { recursive: true, force: true });
  renameSync(fresh, join(dist, 'bin'));
  tell('the built-in rules');
  const { compileBuiltInRules } = await import(pathToFileURL(join(dist, 'node/built-in-rules.js')).href);
  writeFileSync(join(dist, 'built-in-rules.json'), await compileBuiltInRules(join(root, 'rules')));
  writeFileSync(stamp, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
