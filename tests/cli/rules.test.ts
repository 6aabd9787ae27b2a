// `capax rules`: where rules come from, and installing a collection from a server of which nothing can be expected.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installRules } from '../../src/node/install-rules.ts';
import { installedRulesFolder } from '../../src/node/installed-rules.ts';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { type Run, runCapax, startCapax, temporaryFolder } from '../support/run-capax.ts';
import { buildZip } from '../support/zip-builder.ts';

const folder = createCliFolder();
const report = folder.write('report.json', smallReport());

let server: Server;
let base: string;
const pages = new Map<string, RequestListener>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    if (page !== undefined) page(request, response);
    else response.writeHead(404).end('Not found');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Offers bytes at a path; returns the address and the checksum. */
function offer(path: string, bytes: Uint8Array): [url: string, sha256: string] {
  pages.set(path, (_, response) => response.end(bytes));
  return [base + path, createHash('sha256').update(bytes).digest('hex')];
}

/** An archive of one rule, as a release of a collection holds it. */
function collection(name: string, more: Record<string, string> = {}): Promise<Uint8Array> {
  return buildZip({
    'rules-1.0/README.md': 'hello',
    'rules-1.0/.github/workflows/x.yml': 'rule: [',
    'rules-1.0/a/rule.yml': ruleText('- api: CreateFileW', { name, dynamic: 'call', meta: 'namespace: a/b' }),
    ...more,
  });
}

/** A folder of data of its own, and runs that use it. */
function ownData(): { data: string; run(...args: string[]): Promise<Run>; capabilities(): Promise<string[]> } {
  const data = temporaryFolder();
  const run = (...args: string[]): Promise<Run> => runCapax(args, { env: { CAPAX_DATA_DIR: data } });
  return {
    data,
    run,
    capabilities: async () => {
      const { stdout } = await run(report, '-j');
      return Object.keys((JSON.parse(stdout) as { rules: object }).rules);
    },
  };
}

function expectRefusal(run: Run, reason: string): void {
  expect(run).toMatchObject({ code: 12, stdout: '' });
  expect(run.stderr).toContain(reason);
  expect(run.stderr).toMatch(/^capax: .*\n(?: {2}.*\n)+ {2}\(rules-install-failed\)\n$/);
}

describe('capax rules where', () => {
  it('names the rules that are used', async () => {
    const { run } = ownData();
    const builtIn = await run('rules', 'where');
    expect(builtIn).toMatchObject({ code: 0, stderr: '' });
    expect(builtIn.stdout).toMatch(/^capax built-in rules\n\d+ rules\n$/);
    const named = await runCapax(['rules', 'where'], { env: { CAPAX_RULES: folder.rules } });
    expect(named.stdout).toBe(`${folder.rules}\n4 rules\n`);
  });
});

describe('capax rules install', () => {
  it('shows the checksum first, then installs what has it; the rules are then used by default', async () => {
    const { data, run, capabilities } = ownData();
    const [url, sha256] = offer('/good.zip', await collection('installed rule'));
    expectRefusal(await run('rules', 'install', '--url', url), `--sha256 ${sha256}`);
    expect(readdirSync(data)).toEqual([]);
    const installed = await run('rules', 'install', '--url', url, '--sha256', sha256.toUpperCase());
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    expect(installed.stdout).toMatch(new RegExp(`^installed 1 rules from ${url}\nin ${data}/rules-`));
    expect(await capabilities()).toEqual(['installed rule']);
    expect((await run('rules', 'where')).stdout).toMatch(new RegExp(`^${data}/rules-.*\n1 rules\n$`));
  });

  it('replaces the rules that were there, and leaves nothing of them', async () => {
    const { data, run, capabilities } = ownData();
    for (const name of ['first', 'second']) {
      const [url, sha256] = offer(`/${name}.zip`, await collection(name));
      expect(await run('rules', 'install', '--url', url, '--sha256', sha256)).toMatchObject({ code: 0 });
    }
    expect(await capabilities()).toEqual(['second']);
    expect(readdirSync(data).filter((name) => name.startsWith('rules-'))).toHaveLength(1);
  });

  it('changes nothing when anything is wrong', async () => {
    const { data, run, capabilities } = ownData();
    const good = await collection('good rule');
    const [url, sha256] = offer('/before.zip', good);
    await run('rules', 'install', '--url', url, '--sha256', sha256);
    const before = readdirSync(data, { recursive: true, encoding: 'utf8' }).sort();
    const failures: [url: string, sha256: string, reason: string][] = [
      [url, '0'.repeat(64), `not ${'0'.repeat(64)}`],
      [url, 'abc', 'not abc'],
      [...offer('/cut.zip', good.subarray(0, good.length / 2)), 'zip'],
      [...offer('/page.html', Buffer.from('<html>')), 'zip'],
      [...offer('/empty.zip', Buffer.alloc(0)), 'empty'],
      [...offer('/norules.zip', await buildZip({ 'a.txt': 'b' })), 'no rule file'],
      [...offer('/invalid.zip', await buildZip({ 'a.yml': 'rule: [' })), 'no'],
      [`${base}/missing.zip`, sha256, '404'],
      ['http://127.0.0.1:1/closed.zip', sha256, 'the download failed'],
      ['file:///etc/passwd', sha256, 'not a web address'],
      ['no address', sha256, 'not a web address'],
    ];
    for (const [address, checksum, reason] of failures) {
      const installing = installRules({ url: address, sha256: checksum, folder: data });
      await expect(installing, reason).rejects.toMatchObject({
        code: 'rules-install-failed',
        hint: expect.stringMatching(/\.$/),
        where: address,
      });
      const message = await installing.catch(String);
      expect(message).toContain(reason);
    }
    expectRefusal(await run('rules', 'install', '--url', url, '--sha256', 'abc'), 'not abc');
    expect(readdirSync(data, { recursive: true, encoding: 'utf8' }).sort()).toEqual(before);
    expect(await capabilities()).toEqual(['good rule']);
  });

  it('lets no name of the archive lead out of its folder', async () => {
    const { data, run, capabilities } = ownData();
    const evil = ruleText('- api: Sleep', { name: 'evil rule', dynamic: 'call' });
    const archive = await collection('good rule', {
      '../../evil.yml': evil,
      '/tmp/capax-evil.yml': evil,
      'C:\\evil.yml': evil,
      '..\\evil.yml': evil,
      'a/../../../evil.yml': evil,
      'a/.git/hooks/evil.yml': evil,
    });
    const [url, sha256] = offer('/evil.zip', archive);
    const installed = await run('rules', 'install', '--url', url, '--sha256', sha256);
    expect(installed.code).toBe(0);
    expect(readdirSync(data).sort()).toEqual(['current-rules.json', expect.stringMatching(/^rules-/)]);
    for (const path of [join(data, '../evil.yml'), join(data, '../../evil.yml'), '/tmp/capax-evil.yml']) {
      expect(existsSync(path)).toBe(false);
    }
    expect(await capabilities()).toContain('good rule');
  });

  it('gives up on a server that falls silent, or that never ends', async () => {
    pages.set('/silent.zip', (_, response) => response.writeHead(200).write('PK'));
    const silent = installRules({ url: `${base}/silent.zip`, sha256: '', folder: temporaryFolder(), idleMs: 100 });
    await expect(silent).rejects.toMatchObject({ code: 'rules-install-failed', message: 'the download failed' });
    pages.set('/endless.zip', (_, response) => {
      const piece = Buffer.alloc(1 << 20);
      const fill = (): void => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', fill);
      };
      fill();
    });
    const endless = installRules({ url: `${base}/endless.zip`, sha256: '', folder: temporaryFolder() });
    await expect(endless).rejects.toMatchObject({ code: 'rules-install-failed' });
  });

  it('that is interrupted leaves the old rules in place', async () => {
    const { data, run, capabilities } = ownData();
    const [url, sha256] = offer('/old.zip', await collection('old rule'));
    await run('rules', 'install', '--url', url, '--sha256', sha256);
    const archive = await collection('new rule');
    const asked = new Promise<void>((resume) => {
      pages.set('/slow.zip', (_, response) => response.writeHead(200).write(archive.subarray(0, 100), () => resume()));
    });
    const args = ['rules', 'install', '--url', `${base}/slow.zip`, '--sha256', sha256];
    const { child, done } = startCapax(args, { env: { CAPAX_DATA_DIR: data } });
    await asked;
    child.kill('SIGINT');
    expect((await done).code).not.toBe(0);
    expect(await capabilities()).toEqual(['old rule']);
  });

  it('removes what killed installations left long ago, and nothing else', async () => {
    const { data, run } = ownData();
    const old = ['rules-0123456789abcdef-01234567', 'current-rules.json.0b1c', 'rules-of-mine', 'current-rules.txt'];
    const young = 'rules-0123456789abcdef-76543210';
    for (const name of [...old, young]) {
      mkdirSync(join(data, name));
      writeFileSync(join(data, name, 'file'), '');
      if (name !== young) utimesSync(join(data, name), 0, 0);
    }
    const [url, sha256] = offer('/good.zip', await collection('good'));
    await run('rules', 'install', '--url', url, '--sha256', sha256);
    expect(readdirSync(data).sort()).toEqual([
      'current-rules.json',
      'current-rules.txt',
      young,
      expect.stringMatching(new RegExp(`^rules-${sha256.slice(0, 16)}-`)),
      'rules-of-mine',
    ]);
  });

  it.each(['..', '.', '../precious', 'precious', '/', '', 'rules-0123456789abcdef-01234567/../precious', null, 7])(
    'neither uses nor removes a folder that the file of the current rules names: %j',
    async (folder) => {
      const { data, capabilities } = ownData();
      mkdirSync(join(data, 'precious'));
      writeFileSync(join(data, 'precious/rule.yml'), ruleText('- api: CreateFileW', { name: 'x', dynamic: 'call' }));
      writeFileSync(join(data, 'current-rules.json'), JSON.stringify({ folder, url: '', sha256: '' }));
      expect(installedRulesFolder(data)).toBeUndefined();
      const [url, sha256] = offer('/good.zip', await collection('good'));
      await installRules({ url, sha256, folder: data });
      expect(existsSync(join(data, 'precious/rule.yml'))).toBe(true);
      expect(await capabilities()).toEqual(['good']);
    },
  );

  it('refuses a collection that is too large, whatever its archive says', async () => {
    const line = `${'# '.padEnd(99, 'x')}\n`;
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`rules/${n}.yml`, line.repeat(10_000)]));
    const data = temporaryFolder();
    const [url, sha256] = offer('/large.zip', await collection('good', many));
    await expect(installRules({ url, sha256, folder: data })).rejects.toMatchObject({
      code: 'rules-install-failed',
      message: expect.stringContaining('more than'),
    });
    expect(readdirSync(data)).toEqual([]);
  });

  it('takes no rules away from analyses that run meanwhile', async () => {
    const { data, run } = ownData();
    const offers = await Promise.all(['x', 'y'].map(async (name) => offer(`/${name}.zip`, await collection(name))));
    const [[url, sha256]] = offers as [[string, string]];
    await run('rules', 'install', '--url', url, '--sha256', sha256);
    let isOver = false;
    const installing = (async () => {
      for (let n = 0; !isOver; n++) {
        const [address, checksum] = offers[n % 2] as [string, string];
        await installRules({ url: address, sha256: checksum, folder: data });
      }
    })();
    const runs = await Promise.all(Array.from({ length: 6 }, () => run(report, '-j', '--no-cache')));
    isOver = true;
    await installing;
    for (const { code, stderr } of runs) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('may run several times at once; one of them counts', async () => {
    const { run, capabilities } = ownData();
    const offers = await Promise.all(
      ['x', 'y', 'z'].map(async (name) => offer(`/${name}.zip`, await collection(name))),
    );
    const runs = await Promise.all(
      offers.map(([url, sha256]) => run('rules', 'install', '--url', url, '--sha256', sha256)),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await capabilities()).toEqual([expect.stringMatching(/^[xyz]$/)]);
  });
});
