// What a user gets from the registry: the packed files, unpacked elsewhere, are imported, run and type-checked there.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const example = join(root, 'examples/updater.cape.json');

const folder = mkdtempSync(join(tmpdir(), 'capax-package-'));
const installed = join(folder, 'node_modules/capax');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: string, args: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    CAPAX_CACHE_DIR: folder,
    CAPAX_DATA_DIR: folder,
    npm_config_update_notifier: 'false',
  };
  return (await promisify(execFile)(command, args, { cwd: folder, env })).stdout;
}

function link(name: string): void {
  const target = join(folder, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), target, 'junction');
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;
beforeAll(async () => {
  const answer = await run('npm', ['pack', root, '--ignore-scripts', '--json', '--pack-destination', folder]);
  packed = JSON.parse(answer)[0];
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components', '1']);
  for (const name of Object.keys(manifest.dependencies)) link(name);
});

describe('the packed files', () => {
  it('are what users need and no more', () => {
    const paths = packed.files.map(({ path }) => path);
    const parts = new Set(paths.map((path) => path.split('/')[0]));
    for (const part of [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'assets',
      'dist',
      'examples',
      'exporters',
      'package.json',
      'rules',
    ])
      expect(parts).toContain(part);
    expect(paths.filter((path) => /^(src|tests|bench|scripts)\b|\.tsbuildinfo$|\.map$/.test(path))).toEqual([]);
    expect(packed.size).toBeLessThan(5_000_000);
  });

  it('hold a module and its declarations for each source, and nothing of sources that are gone', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => path.replaceAll('\\', '/').replace(/\.ts$/, ''));
    const modules = packed.files.flatMap(({ path }) => /^dist\/(?!bin\/)(.+)\.js$/.exec(path)?.[1] ?? []);
    expect(modules.sort()).toEqual(sources.sort());
  });

  it('do not name the machine that built them', () => {
    const texts = packed.files.filter(({ path }) => /\.(m?js|d\.ts|json)$/.test(path));
    const telling = texts.filter(({ path }) => readFileSync(join(installed, path), 'utf8').includes(root));
    expect(telling.map(({ path }) => path)).toEqual([]);
  });
});

describe('the installed package', () => {
  it('can be imported by its names', async () => {
    writeFileSync(
      join(folder, 'script.mjs'),
      `import { readFileSync } from 'node:fs';
      import { analyze, memorySource, readDocument } from 'capax';
      import { analyzeFile, loadRules as loadRulesFrom } from 'capax/node';
      import { renderJson } from 'capax/render';
      import { loadRules } from 'capax/rules';
      const [file, rules] = process.argv.slice(2);
      const fromFile = await analyzeFile(file);
      let text = '';
      for await (const part of renderJson(fromFile.document)) text += part;
      const { ruleSet } = await loadRulesFrom([rules], { cache: false });
      const rule = ruleSet.byName.get('remove directory');
      const one = loadRules([{ path: 'one.yml', text: rule.source }]).ruleSet;
      const fromMemory = await analyze(memorySource('report.json', readFileSync(file)), { rules: ruleSet });
      console.log(JSON.stringify([
        fromFile.document.rules.length, fromMemory.document.rules.length, readDocument(text).rules.length, one.rules.length > 0,
      ]));`,
    );
    const [file, memory, read, one] = JSON.parse(await run('node', ['script.mjs', example, join(installed, 'rules')]));
    expect(file).toBeGreaterThan(0);
    expect([memory, read, one]).toEqual([file, file, true]);
  });

  it('runs as a command without the packages that the library needs', async () => {
    const alone = join(folder, 'alone');
    for (const part of ['dist', 'assets']) cpSync(join(installed, part), join(alone, part), { recursive: true });
    const bin = join(alone, manifest.bin.capax);
    expect(await run('node', [bin, '--version'])).toBe(`${manifest.version}\n`);
    expect(await run('node', [bin, example, '-vv'])).toContain('CAPE');
  });

  it('runs the examples of docs/library.md, which print what it says', async () => {
    const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
    const examples = [...page.matchAll(/^```js\n\/\/ (\S+\.mjs)\n(.*?)^```\n(?:\n```text\n(.*?)^```)?/gms)];
    expect(examples.length).toBe(page.match(/^```js$/gm)?.length);
    cpSync(example, join(folder, 'report.json'));
    for (const name of ['decoder.exe', 'decoder.cape.json']) cpSync(join(root, 'examples', name), join(folder, name));
    const [, ruleName = '', rule = ''] = /^```yaml\n# (\S+)\n(.*?)^```/ms.exec(page) ?? [];
    mkdirSync(dirname(join(folder, ruleName)));
    writeFileSync(join(folder, ruleName), rule);
    const said: string[] = [];
    const printed: string[] = [];
    for (const [, name = '', code = '', output] of examples) {
      writeFileSync(join(folder, name), code);
      if (output === undefined) continue;
      said.push(`${name}\n${output}`);
      printed.push(`${name}\n${await run('node', [name])}`);
    }
    expect(printed).toEqual(said);
  });

  it('has declarations that TypeScript accepts, strictly and without skipping libraries', async () => {
    for (const name of ['typescript', '@types/node']) link(name);
    writeFileSync(
      join(folder, 'consumer.mts'),
      `import { CapaxError, type Analysis, type ResultDocument } from 'capax';
      import { analyzeFile, loadRules } from 'capax/node';
      import { renderDefault } from 'capax/render';
      import type { Rule } from 'capax/rules';
      const { ruleSet } = await loadRules(['rules']);
      const rule: Rule | undefined = ruleSet.rules[0];
      const analysis: Analysis = await analyzeFile('report.json', { rules: ruleSet, compat: true });
      const document: ResultDocument = analysis.document;
      for await (const text of renderDefault(document, { width: 80, colours: false, links: false })) console.log(text, rule?.meta.name);
      export const code = (error: unknown) => (error instanceof CapaxError ? error.code : undefined);
      // @ts-expect-error: rules are required
      export const wrong = loadRules();`,
    );
    const compilerOptions = { strict: true, target: 'es2023', module: 'nodenext', types: ['node'], noEmit: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.mts'] }));
    await expect(run('node', ['node_modules/typescript/bin/tsc', '-p', '.'])).resolves.toBe('');
  });
});
