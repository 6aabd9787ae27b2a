// Saved results of the reference, read, written and rendered again. Its texts come from terminals of 2000 columns, where nothing
// is wrapped. What is known to be a defect of the reference is listed line by line with the number that the specification gives
// it (core.md section 10).

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { renderDefault, renderVerbose, renderVverbose } from '../../src/render/registry.ts';
import { readDocument } from '../../src/result/capa-json/read.ts';
import { writeDocument } from '../../src/result/capa-json/write.ts';
import type { ResultDocument } from '../../src/result/document.ts';
import { collect } from '../support/result-documents.ts';
import { sharedPath } from '../support/shared.ts';

const folder = sharedPath('golden', 'documents');
const olderFolder = sharedPath('data', 'testfiles', 'rd');

function listDocuments(from: string | undefined, ending: string): string[] {
  if (from === undefined) return [];
  return readdirSync(from)
    .filter((file) => file.endsWith(ending))
    .map((file) => join(from, file));
}

/** Those recorded with this version of the reference, and older ones. A packed older one of 77 MB adds nothing but time. */
const SAVED = [...listDocuments(folder, '.json.gz'), ...listDocuments(olderFolder, '.json')];

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd();
}

const RENDERERS = { default: renderDefault, v: renderVerbose, vv: renderVverbose } as const;
type Form = keyof typeof RENDERERS;

const NAMES = [
  '1c444-dotnet',
  '7351f-elf',
  'pma01-01-dll',
  'pma21-01-exe',
  'cape22-55dcd387',
  'cape22-d4690038',
  'drakvuf-93b2d184',
  'vmray-86d8257a',
];

/** The reference's lines, ours in their place, and why. */
interface Difference {
  readonly reference: readonly string[];
  readonly capax: readonly string[];
  readonly reason: string;
}

const NO_ARGUMENTS = '31: calls without arguments print a lone comma';

function callWithoutArguments(api: string, rest: string): Difference {
  return { reference: [`  ${api}(`, '    ,', `  )${rest}`], capax: [`  ${api}()${rest}`], reason: NO_ARGUMENTS };
}

const COMMAND_LINE = ' -> ret_val: ""C:\\\\Users\\\\38lTTV5Kii\\\\Desktop\\\\070824-attachment.exe" "';

const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  '7351f-elf.vv': [
    {
      reference: ['  regex: /ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\\+\\//'],
      capax: [
        '  regex: /ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\\+\\// = standard Base64 alphabet',
      ],
      reason: '33: descriptions of regular expressions are not shown',
    },
  ],
  'cape22-d4690038.vv': [
    {
      reference: ['    Buffer="', '  ",'],
      capax: ['    Buffer="\\r\\n",'],
      reason: 'control characters of the sample reach the terminal',
    },
  ],
  'vmray-86d8257a.vv': [
    callWithoutArguments('GetCommandLineA', COMMAND_LINE),
    callWithoutArguments('GetCommandLineW', COMMAND_LINE),
    callWithoutArguments('GetEnvironmentStringsW', ' -> ret_val: 0x16b0d33aa60'),
  ],
};

function applyDifferences(lines: string[], differences: readonly Difference[]): string[] {
  let out = lines;
  for (const { reference, capax, reason } of differences) {
    const at = out.findIndex((_, i) => reference.every((line, j) => out[i + j] === line));
    expect(at, `listed difference (${reason}) does not occur`).toBeGreaterThanOrEqual(0);
    out = [...out.slice(0, at), ...capax, ...out.slice(at + reference.length)];
  }
  return out;
}

/**
 * Paths were cut out of the recorded texts after their layout was made. Their length is known from the lines around them, so a
 * document with paths of that length must give the same layout; the filling is then cut out of our text in the same way.
 */
const FILLING = '#';

function withOriginalLengths(document: ResultDocument, lines: readonly string[]): ResultDocument {
  const lengthOf = (label: string): number | undefined =>
    lines.find((line) => line.startsWith(label) || line.startsWith(`│ ${label}`))?.length;
  const full = lengthOf('md5') ?? 0;
  const fill = (path: string, label: string): string =>
    FILLING.repeat(Math.max(0, full - (lengthOf(label) ?? full))) + path;
  const { meta } = document;
  return {
    ...document,
    meta: {
      ...meta,
      sample: { ...meta.sample, path: fill(meta.sample.path, 'path') },
      analysis: { ...meta.analysis, rules: meta.analysis.rules.map((path) => fill(path, 'rules')) },
    },
  };
}

/** The order of threads in -v is arbitrary in the reference: lines of one list are compared as a set. */
function sortPlaces(lines: readonly string[]): string[] {
  const out: string[] = [];
  let list: string[] = [];
  const flush = (): void => {
    out.push(...list.sort());
    list = [];
  };
  for (const line of lines) {
    const place = /^(?:matches| {7}) {2,}(\S.*)$/.exec(line);
    if (place === null || line.startsWith('matches')) flush();
    if (place === null) out.push(line);
    else list.push(place[1] as string);
  }
  flush();
  return out;
}

async function renderLines(document: ResultDocument, form: Form, width: number): Promise<string[]> {
  const text = await collect(RENDERERS[form](document, { width, colours: false, links: false }));
  return text.replaceAll(new RegExp(`${FILLING}{2,}`, 'g'), '').split('\n');
}

describe.skipIf(SAVED.length === 0)('saved result documents (needs shared data)', () => {
  it.each(SAVED.map((path) => [basename(path), path]))('are written again byte for byte: %s', async (_, path) => {
    const text = readText(path);
    expect((await collect(writeDocument(readDocument(text)))) === text).toBe(true);
  });
});

describe.skipIf(folder === undefined)('renderings of saved result documents (needs shared data)', () => {
  const documentOf = (name: string): ResultDocument =>
    readDocument(readText(join(folder as string, `${name}.json.gz`)));
  const goldenLines = (name: string, form: Form, suffix: string): string[] =>
    readFileSync(join(folder as string, `${name}.${form}${suffix}.txt`), 'utf8').split('\n');

  describe.each(NAMES)('%s', (name) => {
    it.each(['default', 'v', 'vv'] as const)("%s equals the reference's, trailing blanks included", async (form) => {
      const golden = goldenLines(name, form, '.wide');
      const lines = await renderLines(withOriginalLengths(documentOf(name), golden), form, 2000);
      const expected = applyDifferences(golden, DIFFERENCES[`${name}.${form}`] ?? []);
      if (form === 'v') expect(sortPlaces(lines)).toEqual(sortPlaces(expected));
      else expect(lines).toEqual(expected);
    });
  });

  // At 80 columns the reference cuts words of other documents off, which capax does not.
  it.each(['pma01-01-dll', 'cape22-55dcd387', 'cape22-d4690038', 'drakvuf-93b2d184'])(
    'tables at 80 columns break where the reference breaks them: %s',
    async (name) => {
      const withoutPath = (lines: readonly string[]): string[] => lines.filter((line) => !line.startsWith('│ path'));
      const document = withOriginalLengths(documentOf(name), goldenLines(name, 'default', '.wide'));
      const lines = await renderLines(document, 'default', 80);
      expect(withoutPath(lines)).toEqual(withoutPath(goldenLines(name, 'default', '')));
    },
  );

  it('a document of 34 MB: -v names the same threads under the same rules', async () => {
    // Recorded at 80 columns only: what does not depend on the width is compared.
    const isPlace = (line: string): boolean => /\{pid:\d+,tid:\d+\} *$/.test(line);
    const places = (lines: readonly string[]): string[] =>
      sortPlaces(lines.map((line) => line.trimEnd())).filter(isPlace);
    const name = 'cape22-0000a657';
    const lines = await renderLines(documentOf(name), 'v', 80);
    expect(places(lines)).toEqual(places(goldenLines(name, 'v', '')));
  });
});
