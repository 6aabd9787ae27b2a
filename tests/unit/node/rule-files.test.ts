import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/limits.ts';
import { stampKey } from '../../../src/node/rule-cache.ts';
import { findRuleFiles, type RuleFiles, readRuleFiles } from '../../../src/node/rule-files.ts';
import { errorOf } from '../../support/rule-text.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'capax-rule-files-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array = path): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Finds and reads. */
function read(paths: readonly string[]): RuleFiles {
  const found = findRuleFiles(paths);
  const { files, diagnostics } = readRuleFiles(found.files);
  return { files, diagnostics: [...found.diagnostics, ...diagnostics] };
}

/** Paths of the files that are found, relative to the folder, and codes of the diagnostics. */
function find(...paths: string[]) {
  const { files, diagnostics } = read(paths.map((path) => join(folder, path)));
  return {
    files: files.map((file) => file.path.slice(folder.length + 1)),
    codes: diagnostics.map((diagnostic) => diagnostic.code),
  };
}

describe('rule files on disk', () => {
  it('walks folders in sorted order and reads .yml files', () => {
    for (const path of ['b.yml', 'a/z.yml', 'a/b/c.yml', 'C.yml']) write(path);
    expect(find('').files).toEqual(['C.yml', 'a/b/c.yml', 'a/z.yml', 'b.yml']);
    const { files } = read([join(folder, 'a')]);
    expect(Buffer.from(files[0]?.bytes ?? []).toString()).toBe('a/b/c.yml');
  });

  it('names files that it does not take for rules, apart from those that usually lie beside rules', () => {
    for (const path of ['r.yml', 'x.yaml', 'y.YML', 'LICENSE.txt', 'README.md', '.gitignore', 'repo.git']) write(path);
    expect(find('')).toEqual({ files: ['r.yml'], codes: ['rule-file-ignored', 'rule-file-ignored'] });
  });

  it('stamps files so that every change shows', () => {
    write('a.yml', 'one');
    const before = findRuleFiles([folder]);
    write('a.yml', 'two');
    const after = findRuleFiles([folder]);
    expect(before.files[0]?.stamp).not.toBe(after.files[0]?.stamp);
    expect(stampKey(after, '1', after.changedMs + 1000)).toBeUndefined();
    const settled = stampKey(after, '1', after.changedMs + 10_000);
    expect(settled).toMatch(/^[0-9a-f]{64}$/);
    expect(stampKey(before, '1', after.changedMs + 10_000)).not.toBe(settled);
    expect(stampKey(after, '2', after.changedMs + 10_000)).not.toBe(settled);
  });

  it('takes a named file for a rule whatever it is called', () => {
    write('rule.txt');
    expect(find('rule.txt').files).toEqual(['rule.txt']);
  });

  it('skips folders of version control, but not others with .git in their path', () => {
    for (const path of ['x.git/a.yml', '.github/b.yml', 'sub/.git/c.yml', 'my.github/d.yml']) write(path);
    expect(find('')).toEqual({ files: ['my.github/d.yml', 'x.git/a.yml'], codes: [] });
    expect(find('.github').files).toEqual(['.github/b.yml']);
  });

  it('reads a file once, however it is reached', () => {
    write('a/r.yml');
    symlinkSync(join(folder, 'a', 'r.yml'), join(folder, 'a', 's.yml'));
    expect(find('a', '', 'a/r.yml').files).toEqual(['a/r.yml']);
  });

  it('follows links to folders, and survives loops and links to nothing', () => {
    write('real/r.yml');
    mkdirSync(join(folder, 'rules'));
    symlinkSync(join(folder, 'real'), join(folder, 'rules', 'linked'));
    symlinkSync(join(folder, 'rules'), join(folder, 'rules', 'loop'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'rules', 'dangling.yml'));
    expect(find('rules')).toEqual({ files: ['rules/linked/r.yml'], codes: ['rule-file-unreadable'] });
  });

  it('does not read files beyond the limit', () => {
    write('big.yml', new Uint8Array(LIMITS.ruleFileBytes + 1));
    write('full.yml', new Uint8Array(LIMITS.ruleFileBytes));
    expect(find('')).toEqual({ files: ['full.yml'], codes: ['rule-file-too-large'] });
  });

  it('accepts a folder with slashes behind its name', () => {
    write('a/r.yml');
    expect(read([`${folder}/a//`]).files[0]?.path).toBe(`${folder}/a/r.yml`);
  });

  it('says that a path does not exist', () => {
    const error = errorOf(() => find('nowhere'));
    expect(error).toMatchObject({ code: 'rules-not-found', where: join(folder, 'nowhere') });
  });

  it.each(['/dev/zero', '/dev/null'])('refuses %s, which is no file', (path) => {
    const error = errorOf(() => findRuleFiles([path]));
    expect(error).toMatchObject({ code: 'rules-not-found', where: path });
    write('ok.yml');
    symlinkSync(path, join(folder, 'link.yml'));
    expect(find('')).toEqual({ files: ['ok.yml'], codes: ['rule-file-ignored'] });
    expect(errorOf(() => find('link.yml')).code).toBe('rules-not-found');
  });

  it('waits for no pipe, also where it takes the place of a file that was found', () => {
    const pipe = join(folder, 'pipe.yml');
    execFileSync('mkfifo', [pipe]);
    write('ok.yml');
    expect(find('')).toEqual({ files: ['ok.yml'], codes: ['rule-file-ignored'] });
    expect(errorOf(() => findRuleFiles([pipe])).code).toBe('rules-not-found');
    const { files, diagnostics } = readRuleFiles([{ path: pipe, real: pipe, stamp: '' }]);
    expect([files.length, diagnostics[0]?.code]).toEqual([0, 'rule-file-unreadable']);
  });

  // A file that says it has no bytes, and has millions.
  const symbols = '/proc/kallsyms';
  const isLong = existsSync(symbols) && readFileSync(symbols).length > LIMITS.ruleFileBytes;
  it.skipIf(!isLong)('does not believe the size that a file says it has', () => {
    symlinkSync(symbols, join(folder, 'link.yml'));
    expect(find('')).toEqual({ files: [], codes: ['rule-file-too-large'] });
  });

  it.each([0, 1, 4096, 4097, 4098, 100_000, LIMITS.ruleFileBytes])('reads %i bytes as they are', (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8));
    write('a.yml', bytes);
    expect(Buffer.compare(read([folder]).files[0]?.bytes as Uint8Array, bytes)).toBe(0);
  });
});
