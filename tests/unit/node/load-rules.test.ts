import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCachedText, writeCachedText } from '../../../src/node/cache-folder.ts';
import { type LoadRulesFromPathsOptions, loadRulesFromPaths } from '../../../src/node/load-rules.ts';
import { ruleText } from '../../support/rule-text.ts';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capax-load-rules-'));
  cache = join(folder, 'cache');
  writeFileSync(join(folder, 'a.yml'), ruleText('- com/class: WbemLocator', { name: 'a' }));
  writeFileSync(join(folder, 'bad.yml'), ruleText('- foo: 1', { name: 'bad' }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const RULES = ['a.yml', 'bad.yml'];

async function load(options: Partial<LoadRulesFromPathsOptions> = {}, names: readonly string[] = RULES) {
  const paths = names.map((name) => join(folder, name));
  return loadRulesFromPaths(paths, { version: '1.0.0', cacheFolder: cache, ...options });
}

function cacheFiles(): string[] {
  return readdirSync(cache).sort();
}

describe('loadRulesFromPaths', () => {
  it('loads rules with COM names and sets bad ones aside', async () => {
    const { ruleSet, diagnostics } = await load({ cache: false });
    expect(ruleSet.byName.get('a')?.statement.kind).toBe('or');
    expect(diagnostics).toMatchObject([{ code: 'rule-invalid', where: `${folder}/bad.yml:8:7` }]);
    expect(readdirSync(folder)).not.toContain('cache');
  });

  it('sets files aside that are not UTF-8', async () => {
    writeFileSync(join(folder, 'latin.yml'), Buffer.from('# \xfc\nrule: \xe4', 'latin1'));
    const { diagnostics } = await load({}, ['a.yml', 'latin.yml']);
    expect(diagnostics).toMatchObject([{ code: 'rule-invalid', where: `${folder}/latin.yml:1:3` }]);
    await expect(load({ strict: true }, ['latin.yml'])).rejects.toMatchObject({ code: 'rules-invalid' });
  });

  it('throws the first invalid rule in strict mode, cached or not', async () => {
    await load();
    await expect(load({ strict: true })).rejects.toMatchObject({ code: 'rules-invalid' });
  });

  it('refuses paths without rules', async () => {
    await expect(load({}, ['bad.yml'])).rejects.toMatchObject({
      code: 'rules-empty',
      place: { file: `${folder}/bad.yml`, line: 8, column: 7 },
      problems: [{ code: 'rule-invalid' }],
    });
    await expect(load({}, ['nowhere'])).rejects.toMatchObject({ code: 'rules-not-found' });
  });
});

describe('the rule cache', () => {
  it('gives the same rule set and diagnostics', async () => {
    const first = await load();
    expect(cacheFiles()).toHaveLength(1);
    const second = await load();
    expect(second.ruleSet).toEqual(first.ruleSet);
    expect(second.diagnostics).toEqual(first.diagnostics);
  });

  it('is what is read', async () => {
    await load();
    const [name = ''] = cacheFiles();
    const text = readCachedText(cache, name) ?? '';
    writeCachedText(cache, name, { names: /^$/, kept: 1 }, () => text.replace('"name":"a"', '"name":"cached"'));
    expect((await load()).ruleSet.byName.has('cached')).toBe(true);
    expect((await load({ cache: false })).ruleSet.byName.has('a')).toBe(true);
  });

  it('is not what is read once a bit of it has changed, or somebody has edited it', async () => {
    const fresh = await load();
    const file = join(cache, cacheFiles()[0] as string);
    const whole = readFileSync(file);
    const edited = Buffer.from(whole.toString().replace('"name":"a"', '"name":"x"'));
    const changed = Array.from({ length: 40 }, (_, n) => {
      const bytes = Buffer.from(whole);
      const at = Math.floor((n * whole.length) / 40);
      bytes[at] = (bytes[at] as number) ^ (1 << (n % 8));
      return bytes;
    });
    for (const bytes of [edited, whole.subarray(0, -1), Buffer.alloc(0), ...changed]) {
      writeFileSync(file, bytes);
      const { ruleSet, diagnostics } = await load();
      expect([...ruleSet.byName.keys()]).toEqual([...fresh.ruleSet.byName.keys()]);
      expect(diagnostics).toEqual(fresh.diagnostics);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'is not what is read where others may write it, and is the user’s',
    async () => {
      await load();
      const [name = ''] = cacheFiles();
      expect(statSync(cache).mode & 0o777).toBe(0o700);
      expect(readCachedText(cache, name)).not.toBeUndefined();
      chmodSync(join(cache, name), 0o666);
      expect(readCachedText(cache, name)).toBeUndefined();
    },
  );

  it('knows other files, other paths and other versions as different', async () => {
    await load();
    await load({ version: '1.0.1' });
    await load({}, ['a.yml']);
    writeFileSync(join(folder, 'a.yml'), ruleText('- number: 1', { name: 'a' }));
    expect((await load()).ruleSet.byName.get('a')?.statement.kind).toBe('feature');
    expect(cacheFiles()).toHaveLength(4);
  });

  it.each(['', '[]\n', '{"a":', '[]\nnull\n[]', '[]\n{"capaxRuleSet":1,"rules":[{}]}\n[]'])(
    'is ignored when it holds %j',
    async (content) => {
      const expected = await load();
      const file = join(cache, cacheFiles()[0] as string);
      writeFileSync(file, content);
      expect((await load()).ruleSet).toEqual(expected.ruleSet);
      expect(readFileSync(file, 'utf8')).not.toBe(content);
    },
  );

  it('is not needed: a folder that cannot be written is no error', async () => {
    writeFileSync(cache, 'a file where the folder should be');
    expect((await load()).ruleSet.rules).toHaveLength(1);
  });

  it('keeps the newest files and nothing that was left half written', async () => {
    await load();
    for (let index = 0; index < 24; index++) {
      const suffix = index < 12 ? '' : '.00000000-0000-0000-0000-000000000000.tmp';
      const file = join(cache, `rules-${index.toString(16).padStart(64, '0')}.json${suffix}`);
      writeFileSync(file, '');
      utimesSync(file, 1000 + index, 1000 + index);
    }
    writeFileSync(join(cache, 'other.json'), '');
    await load({ version: '2.0.0' });
    const files = cacheFiles();
    expect(files).toHaveLength(17);
    expect(files).toContain('other.json');
    expect(files.some((name) => name.startsWith('rules-0000'))).toBe(true);
  });
});
