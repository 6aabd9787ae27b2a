import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/node/make-folder.ts';

describe('makeFolder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'capax-test-'));

  it('creates a folder with its parents, and takes one that is there', () => {
    makeFolder(join(folder, 'a/b/c'));
    makeFolder(join(folder, 'a/b/c'));
    expect(existsSync(join(folder, 'a/b/c'))).toBe(true);
  });

  it('fails where no folder can be', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file/in/it'))).toThrow();
  });

  it.skipIf(!existsSync('/proc/self'))('comes to an end where the system refuses new entries (needs /proc)', () => {
    expect(() => makeFolder('/proc/capax/cache')).toThrow();
  });
});
