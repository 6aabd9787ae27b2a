import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CacheFiles, cacheFolder, writeCacheFile } from '../../../src/node/cache-folder.ts';
import { dataFolder } from '../../../src/node/installed-rules.ts';

describe('cacheFolder', () => {
  it.each([
    [{ CAPAX_CACHE_DIR: '/own' }, 'linux', '/own'],
    [{ XDG_CACHE_HOME: '/xdg' }, 'linux', join('/xdg', 'capax')],
    [{ XDG_CACHE_HOME: '', CAPAX_CACHE_DIR: '' }, 'freebsd', join('/home', '.cache', 'capax')],
    [{ XDG_CACHE_HOME: '/xdg' }, 'darwin', join('/home', 'Library', 'Caches', 'capax')],
    [{ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'capax')],
    [{}, 'win32', join('/home', 'AppData', 'Local', 'capax')],
  ])('%j on %s', (environment, platform, expected) => {
    expect(cacheFolder(environment, platform, () => '/home')).toBe(expected);
  });

  it.each(['linux', 'darwin', 'win32'])('is none for a user without a home on %s, unless it is stated', (platform) => {
    expect(cacheFolder({}, platform, () => undefined)).toBeUndefined();
    expect(dataFolder({}, platform, () => undefined)).toBeUndefined();
    expect(cacheFolder({ CAPAX_CACHE_DIR: '/own' }, platform, () => undefined)).toBe('/own');
    expect(dataFolder({ CAPAX_DATA_DIR: '/own' }, platform, () => undefined)).toBe('/own');
  });
});

describe('dataFolder', () => {
  it.each([
    [{ CAPAX_DATA_DIR: '/own' }, 'linux', '/own'],
    [{ XDG_DATA_HOME: '/xdg' }, 'linux', join('/xdg', 'capax')],
    [{}, 'linux', join('/home', '.local', 'share', 'capax')],
    [{ XDG_DATA_HOME: '/xdg' }, 'darwin', join('/home', 'Library', 'Application Support', 'capax')],
    [{ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'capax')],
    [{}, 'win32', join('/home', 'AppData', 'Local', 'capax')],
  ])('%j on %s', (environment, platform, expected) => {
    expect(dataFolder(environment, platform, () => '/home')).toBe(expected);
  });
});

describe('writeCacheFile', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'capax-test-')), 'cache');
  const files: CacheFiles = { names: /^x-\d+$/, kept: 2 };

  it('makes the folder, replaces files, keeps the newest of a kind and leaves others alone', () => {
    for (const name of ['x-1', 'x-2', 'other', 'x-3', 'x-3']) writeCacheFile(folder, name, files, () => `in ${name}`);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(readdirSync(folder)).toContain('other');
    expect(readFileSync(join(folder, 'x-3'), 'utf8')).toBe('in x-3');
  });

  it.skipIf(process.platform === 'win32')('lets only this user read and write (needs permissions)', () => {
    writeCacheFile(folder, 'private', files, () => '');
    expect(statSync(join(folder, 'private')).mode & 0o777).toBe(0o600);
  });

  it('asks for no content and says nothing where the folder cannot be', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    let asked = 0;
    writeCacheFile(join(file, 'cache'), 'x-1', files, () => `${asked++}`);
    expect(asked).toBe(0);
  });

  it('leaves the file as it was if the content cannot be made', () => {
    writeCacheFile(folder, 'x-9', files, () => 'first');
    writeCacheFile(folder, 'x-9', files, () => {
      throw new Error('no content');
    });
    expect(readFileSync(join(folder, 'x-9'), 'utf8')).toBe('first');
    expect(existsSync(join(folder, 'x-9'))).toBe(true);
  });
});
