// A folder with rules and inputs for tests of the command line.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capeCall, capeProcess, capeReport } from './cape-report.ts';
import { ruleText } from './rule-text.ts';
import { temporaryFolder } from './run-capax.ts';

/** Rules about `smallReport`, by file name. */
const RULES: Readonly<Record<string, string>> = {
  'create-file.yml': ruleText('- api: CreateFileW', {
    name: 'create file',
    dynamic: 'call',
    meta: 'namespace: host-interaction/file-system/create\nauthors:\n  - a.tester\natt&ck:\n  - Execution::Shared Modules [T1129]',
  }),
  'sleep.yml': ruleText('- and:\n  - api: Sleep\n  - optional:\n    - number: 0x64', {
    name: 'sleep long',
    static: 'basic block',
    dynamic: 'thread',
    meta: 'namespace: anti-analysis/sleep\nmbc:\n  - Anti-Behavioral Analysis::Delayed Execution [B0003]',
  }),
  'both.yml': ruleText('- and:\n  - match: create file\n  - string: /a\\.txt/i', {
    name: 'create a text file',
    dynamic: 'span of calls',
    meta: 'namespace: host-interaction/file-system/text',
  }),
  'file.yml': ruleText('- or:\n  - string: mutex\n  - import: kernel32.CreateFileW', {
    name: 'name a mutex',
    static: 'file',
    dynamic: 'file',
    meta: 'namespace: host-interaction/mutex',
  }),
};

export interface CliFolder {
  readonly path: string;
  /** Folder with rules. */
  readonly rules: string;
  /** Writes a file, with its folders; returns its path. */
  write(name: string, content: string | Uint8Array): string;
}

export function createCliFolder(): CliFolder {
  const path = temporaryFolder();
  const folder: CliFolder = {
    path,
    rules: join(path, 'rules'),
    write: (name, content) => {
      const target = join(path, name);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
      return target;
    },
  };
  for (const [name, text] of Object.entries(RULES)) folder.write(join('rules', name), text);
  return folder;
}

/** A CAPE report with a sample (100), its child (200) and a process of the system (300). `name` is that of the sample. */
export function smallReport(name = 'sample.exe', text = 'C:\\a.txt'): string {
  const process = (pid: number, parent: number, image: string): unknown =>
    capeProcess(
      pid,
      [capeCall(pid + 1, 'CreateFileW', { FileName: text }), capeCall(pid + 1, 'Sleep', { Milliseconds: '100' })],
      { parent_id: parent, process_name: image },
    );
  return JSON.stringify(
    capeReport([process(100, 4, name), process(200, 100, 'child.exe'), process(300, 4, 'other.exe')]),
  );
}
