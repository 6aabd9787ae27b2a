// Runs the built command line as a process of its own.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export const root: string = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const bundle = join(root, 'dist/bin/capax.mjs');

export interface Run {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** All of standard input. */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Another copy of the program. */
  readonly program?: string;
}

/** A process that runs. Standard input is open. */
export interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly done: Promise<Run>;
}

/** A fresh folder, which is removed when all tests are over. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(process.env['CAPAX_TEST_FOLDER'] ?? tmpdir(), 'capax-test-')));
}

const home = temporaryFolder();

/** Starts `capax ARGS` with caches and data of its own, and the time fixed. */
export function startCapax(args: readonly string[], options: Omit<RunOptions, 'input'> = {}): Running {
  const child = spawn(process.execPath, [options.program ?? bundle, ...args], {
    cwd: options.cwd ?? root,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      CAPAX_CACHE_DIR: join(home, 'cache'),
      CAPAX_DATA_DIR: join(home, 'data'),
      SOURCE_DATE_EPOCH: '1700000000',
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 240_000);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  const done = new Promise<Run>((finish) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      finish({ code, stdout, stderr });
    });
  });
  return { child, done };
}

/** Runs `capax ARGS` to its end. */
export function runCapax(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { child, done } = startCapax(args, options);
  child.stdin.end(options.input ?? '');
  return done;
}
