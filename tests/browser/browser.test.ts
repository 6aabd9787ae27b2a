// The core in a real browser: bundled without anything of Node, under a content security policy that forbids making code of text,
// it must give the same outputs as in Node, byte for byte.

import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildResult, build } from 'esbuild';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Diagnostics } from '../../src/diagnostics.ts';
import { freezeInput } from '../../src/export/freeze/write.ts';
import type { Trace } from '../../src/features/trace.ts';
import { memorySource } from '../../src/index.ts';
import { detectInput } from '../../src/inputs/detect.ts';
import { openInput } from '../../src/inputs/open.ts';
import { unpackSource } from '../../src/node/gunzip.ts';
import { parseSerialisedRuleSet, serialiseRuleSet } from '../../src/rules/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { DEFAULT_SEMANTICS } from '../../src/semantics.ts';
import { CONTRACT_ENTRIES } from '../contract/entries.ts';
import { builtInRulesFolder, readRuleTexts } from '../support/built-in-rules.ts';
import { findBrowser } from './find-browser.ts';
import { outputsOf, type PageInput } from './outputs.ts';

const root = resolve(import.meta.dirname, '../..');
const browser = findBrowser();
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; report-uri /violation";
/** No traffic but the page's, and nothing left behind. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function bundleForBrowsers(): Promise<BuildResult<{ write: false; metafile: true }>> {
  return build({
    entryPoints: { page: join(root, 'tests/browser/page.ts') },
    outdir: '/',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    logLevel: 'silent',
  });
}

const example = readFileSync(join(root, 'examples/updater.cape.json'));
const ruleTexts = readRuleTexts(builtInRulesFolder);
const compiledRules = readFileSync(join(root, 'dist/built-in-rules.json'), 'utf8');
const rules = parseSerialisedRuleSet(compiledRules);

async function freezeExample(): Promise<Uint8Array> {
  const options = { semantics: DEFAULT_SEMANTICS, unpack: unpackSource, diagnostics: new Diagnostics() };
  const detected = await detectInput(memorySource('report.json', example), options);
  const trace = (await openInput(detected, options)) as Trace;
  const chunks: Uint8Array[] = [];
  for await (const chunk of freezeInput(trace)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The example in every wrapping, and a small input of each kind that capax reads. */
const INPUTS: readonly (readonly [name: string, bytes: () => Uint8Array | Promise<Uint8Array>])[] = [
  ['report.json', () => example],
  ['report.json.gz', () => gzipSync(example)],
  ['report.json.gz, cut short', () => gzipSync(example).subarray(0, 9000)],
  ['report.frz', freezeExample],
  ['nothing', () => new Uint8Array()],
  ...CONTRACT_ENTRIES.map(({ title, sound }) => [title, sound] as const),
];

describe('the core for browsers', () => {
  it('is bundled without anything of Node', async () => {
    const { metafile } = await bundleForBrowsers();
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((path) => /^src\/(node|cli)\//.test(path))).toEqual([]);
    const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external),
    );
    expect(outside).toEqual([]);
  });
});

describe.skipIf(browser === undefined)('the core in a browser (needs Chromium, or CAPAX_CHROMIUM)', () => {
  /** What the page sent, by path. */
  const sent = new Map<string, string>();
  const violations: string[] = [];
  const profile = mkdtempSync(join(tmpdir(), 'capax-browser-'));
  let server: Server | undefined;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    const files = new Map<string, string | Uint8Array>([
      ['/', '<!doctype html><meta charset="utf-8"><title>capax</title><script type="module" src="/page.js"></script>'],
      ['/rules.json', JSON.stringify(ruleTexts)],
      ['/built-in-rules.json', compiledRules],
    ]);
    for (const { path, contents } of (await bundleForBrowsers()).outputFiles) files.set(path, contents);
    const listed: PageInput[] = INPUTS.map(([name], index) => ({ name, url: `/input/${index}` }));
    files.set('/inputs.json', JSON.stringify(listed));
    for (const [index, [, bytes]] of INPUTS.entries()) files.set(`/input/${index}`, await bytes());
    let end = (): void => undefined;
    const ended = new Promise<void>((done) => {
      end = done;
    });
    server = createServer(async (request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      if (path === '/violation') violations.push(JSON.parse(body)['csp-report']['blocked-uri']);
      if (path.startsWith('/sent/')) sent.set(path.slice('/sent/'.length), body);
      const content = request.method === 'GET' ? files.get(path) : '';
      const type = path === '/' ? 'text/html' : path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
      response.writeHead(content === undefined ? 404 : 200, {
        'content-type': type,
        'content-security-policy': POLICY,
      });
      response.end(content);
      if (path === '/sent/end') end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    context = await chromium.launchPersistentContext(profile, {
      executablePath: browser as string,
      args: SWITCHES,
      headless: true,
      env: { ...process.env, HOME: profile },
    });
    const page = context.pages()[0] ?? (await context.newPage());
    page.on('pageerror', (error) => {
      sent.set('end', String(error));
      end();
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await ended;
  });

  afterAll(async () => {
    await context?.close();
    server?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it('runs to the end where no text can become code', () => {
    expect(sent.get('end')).toBe('done');
    expect(sent.get('evaluates')).toBe('false');
    // Reports come late; there is none but that of the page's own attempt.
    expect(violations.filter((blocked) => blocked !== 'eval')).toEqual([]);
    expect(violations.length).toBeLessThanOrEqual(1);
  });

  it('reads rules as Node does', () => {
    expect(sent.get('rules')).toBe(serialiseRuleSet(loadRules(ruleTexts, { strict: true }).ruleSet));
  });

  it.each(INPUTS.map(([name, bytes], index) => ({ name, bytes, index })))(
    'gives the outputs that Node gives: $name',
    async ({ name, bytes, index }) => {
      const here = await outputsOf(name, await bytes(), rules, unpackSource);
      expect(Object.keys(here).length).toBeGreaterThan(0);
      expect(JSON.parse(sent.get(`/input/${index}`) ?? 'null')).toEqual(here);
    },
  );

  it('finds capabilities in the example', () => {
    expect(JSON.parse(JSON.parse(sent.get('/input/0') ?? '{}').json).rules).not.toEqual({});
  });
});
