// The example that ships: the generator writes exactly what is committed, and the built-in rules tell its story.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import type { ResultDocument } from '../../src/result/document.ts';
import { readBuiltInRuleSet } from '../support/built-in-rules.ts';

const root = resolve(import.meta.dirname, '../..');
const path = resolve(root, 'examples/updater.cape.json');
const bytes = readFileSync(path);

describe('the example report', () => {
  it('is what its generator writes, byte for byte', () => {
    const written = execFileSync(process.execPath, [resolve(root, 'scripts/build-example.mjs'), '--print'], {
      maxBuffer: 1 << 20,
    });
    expect(written.equals(bytes)).toBe(true);
  });

  it('is small', () => {
    expect(bytes.length).toBeLessThan(300 * 1024);
  });

  describe('analysed with the built-in rules', () => {
    let document: ResultDocument;
    beforeAll(async () => {
      const options = { rules: readBuiltInRuleSet(), timestamp: '2026-03-04T09:15:00.000000' };
      ({ document } = await analyze(memorySource('updater.cape.json', bytes), options));
    });

    it('shows an update: settings, download, check, installation, start', () => {
      const shown = document.rules.filter(({ meta }) => !meta.lib);
      expect(shown.map(({ meta }) => meta.name).sort()).toEqual(EXPECTED);
    });

    it('is read without complaint', () => {
      expect(document.capax?.health).toMatchObject({
        processes: 3,
        threads: 6,
        skippedRecords: 0,
        missing: [],
        diagnostics: [],
      });
    });
  });
});

const EXPECTED: readonly string[] = [
  'add registry key',
  'compute SHA-256 with Windows library',
  'connect to remote host',
  'connect to web server',
  'create file in temporary folder',
  'create named mutex',
  'create or overwrite file',
  'download and start program',
  'drop and start executable',
  'drop executable file',
  'get size of memory',
  'get version of operating system',
  'hash data with Windows library',
  'look up proxy settings',
  'make directory',
  'measure disk space',
  'open WinHTTP session',
  'read answer of web server',
  'read file attributes',
  'read from file',
  'read registry value',
  'remove file',
  'resolve host name',
  'run program from user-writable folder',
  'send request to web server',
  'set value under Run key',
  'start at logon through Run key',
  'start program',
  'start program and delete its file afterwards',
  'start program from folder of user',
  'start program that it wrote',
  'unpack data with Windows library',
  'write answer of host to file and start it',
  'write registry value',
  'write shortcut file',
  'write to file',
];
