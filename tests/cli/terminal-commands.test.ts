// Standard error is a terminal too: names of files and rules, words of servers and places of failures give it no commands.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeFailure } from '../../src/cli/failure.ts';
import { createJobHost, type JobMeans } from '../../src/cli/job-host.ts';
import { ProgressLine } from '../../src/cli/progress.ts';
import { CapaxError } from '../../src/errors.ts';
import { capeReport } from '../support/cape-report.ts';
import { failure, json, startCape } from '../support/cape-server.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { NASTY } from '../support/hostile-document.ts';
import { ruleText } from '../support/rule-text.ts';
import { runCapax } from '../support/run-capax.ts';

/** Everything that a terminal or a reader's eye would obey, except the ends of lines. */
const COMMANDS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/;
/** A title, colours, C1, another reading direction. */
const EVIL = 'x\x1b]0;owned\x07\x1b[31m\u009b31m\u202egnp';

const folder = createCliFolder();
const report = folder.write(`${EVIL}.json`, smallReport());
const empty = folder.write(`empty ${EVIL}.json`, JSON.stringify(capeReport([])));

describe('standard error', () => {
  it('names rules and their files without what they would do', async () => {
    const name = JSON.stringify(EVIL);
    folder.write(`evil/${EVIL}.yml`, 'rule: [');
    folder.write(`evil/${EVIL}.exe`, '');
    folder.write('evil/key.yml', ruleText(`- ${name}: ${name}`, { name, dynamic: 'call' }));
    folder.write('evil/match.yml', ruleText(`- match: ${name}`, { name: `${name.slice(0, -1)} 2"`, dynamic: 'call' }));
    expect(readdirSync(join(folder.path, 'evil'))).toHaveLength(4);
    const [set, none] = await Promise.all([
      runCapax([report, '-r', folder.rules, '-r', join(folder.path, 'evil')]),
      runCapax([report, '-r', join(folder.path, 'evil')]),
    ]);
    expect(set).toMatchObject({ code: 0 });
    expect(none).toMatchObject({ code: 12, stdout: '' });
    for (const { stderr } of [set, none]) {
      expect(stderr).toContain('x\\x1b]0;owned\\x07');
      expect(stderr).not.toMatch(COMMANDS);
    }
  });

  it('names inputs and options without what they would do', async () => {
    const runs = [
      [empty],
      [empty, '-d'],
      [empty, empty],
      [`missing ${EVIL}`, '-d'],
      [`--${EVIL}`],
      [report, '-f', EVIL],
      ['rules', EVIL],
      ['features', empty],
    ].map((args) => runCapax(args));
    for (const { code, stderr } of await Promise.all(runs)) {
      expect(code).not.toBe(0);
      expect(stderr).toContain('owned');
      expect(stderr).not.toMatch(COMMANDS);
    }
  });

  it('repeats what a server says without what it would do', async () => {
    const cape = await startCape();
    cape.tasks.set(1, { status: 'reported', report: smallReport() });
    cape.tasks.set(2, { status: `failed_${EVIL}` });
    cape.misbehave(
      'apiv2/tasks/create/file/',
      json({ error: [], data: { task_ids: [1, 2] }, errors: [{ error: `no machine ${EVIL}` }] }),
      failure(EVIL),
    );
    const args = [report, '--submit-to-cape', '--cape-url', cape.url];
    const runs = [await runCapax([...args]), await runCapax([...args, '-d'])];
    await cape.close();
    expect(runs.map(({ code }) => code)).toEqual([0, 16]);
    for (const { stderr } of runs) {
      expect(stderr).toContain('owned');
      expect(stderr).not.toMatch(COMMANDS);
    }
  });
});

describe('progress', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('shows names and states without what they would do', () => {
    let written = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
    const isTTY = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
    Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
    try {
      const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
      const line = new ProgressLine(EVIL, false);
      clock.mockReturnValue(1000);
      line.show({ phase: 'reading', bytes: 1, totalBytes: 2 });
      line.say(`task 1 is ${EVIL}`);
      line.done();
    } finally {
      if (isTTY === undefined) Reflect.deleteProperty(process.stderr, 'isTTY');
      else Object.defineProperty(process.stderr, 'isTTY', isTTY);
    }
    expect(written).toContain('owned');
    expect(written.replaceAll('\r\x1b[K', '')).not.toMatch(COMMANDS);
  });
});

describe('a stack', () => {
  it.each([new CapaxError('internal', NASTY + EVIL), new TypeError(NASTY + EVIL)])(
    'gives the places of a failure only: %o',
    (error) => {
      error.stack = `${error.name}: ${error.message}\n    at ${EVIL} (file.js:1:1)\n    at next (file.js:2:2)`;
      const text = describeFailure(error, { debug: true, width: 80 });
      expect(text).not.toMatch(COMMANDS);
      expect(text.split('\n').filter((line) => line.startsWith('    at '))).toHaveLength(2);
    },
  );
});

describe('a warning of a job', () => {
  it('is one line', () => {
    const told: string[] = [];
    const means = { warn: (text: string) => told.push(text) } as unknown as JobMeans;
    createJobHost({ stats: false, quiet: false, width: 80, isAlone: true }, means).warn(`${EVIL}\nforged: line`);
    expect(told).toHaveLength(1);
    expect(told[0]).not.toMatch(/\n/);
    expect(told[0]).not.toMatch(COMMANDS);
  });
});
