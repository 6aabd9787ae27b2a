import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileBuiltInRules } from '../../../src/node/built-in-rules.ts';
import { parseSerialisedRuleSet } from '../../../src/rules/serialise.ts';
import { ruleText } from '../../support/rule-text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capax-built-in-'));
  mkdirSync(join(folder, 'pack/file'), { recursive: true });
  writeFileSync(join(folder, 'pack/file/delete.yml'), ruleText('- api: DeleteFile', { name: 'delete file' }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('compileBuiltInRules', () => {
  it('states paths from the folder of the rules, in tags too', async () => {
    const { rules } = parseSerialisedRuleSet(await compileBuiltInRules(join(folder, 'pack')));
    expect(rules.map(({ path }) => path)).toEqual(['file/delete.yml']);
    expect(rules[0]?.tags).toContain('file/delete.yml');
    expect(rules[0]?.tags.filter((tag) => tag.includes(folder))).toEqual([]);
  });

  it('gives the same text wherever the rules lie', async () => {
    cpSync(join(folder, 'pack'), join(folder, 'else/where'), { recursive: true });
    const text = await compileBuiltInRules(join(folder, 'pack/'));
    expect(await compileBuiltInRules(join(folder, 'else/where'))).toBe(text);
  });

  it('refuses a pack with an invalid rule, with its path in the pack', async () => {
    writeFileSync(join(folder, 'pack/bad.yml'), ruleText('- foo: 1', { name: 'bad' }));
    const failure = { code: 'rules-invalid', where: expect.stringMatching(/^bad\.yml:\d+:\d+$/) };
    await expect(compileBuiltInRules(join(folder, 'pack'))).rejects.toMatchObject(failure);
  });
});

describe('the built-in rules', () => {
  it('are in this build, with paths that say nothing about the machine that built it', () => {
    const pack = new URL('../../../dist/built-in-rules.json', import.meta.url);
    const { rules } = parseSerialisedRuleSet(readFileSync(pack, 'utf8'));
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter(({ path }) => !/^[a-z-]+(\/[^/]+)+\.yml$/.test(path)).map(({ path }) => path)).toEqual([]);
  });
});
