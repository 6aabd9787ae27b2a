// Arguments of a call lie on the stack: a list from an input, spread into them, ends the run with a RangeError.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatCall } from '../src/features/call.ts';
import { splitCall } from '../src/features/call-text.ts';
import { renderVerbose } from '../src/render/registry.ts';
import { loadRules } from '../src/rules/load.ts';
import { collectLines, dynamicDocument, PLAIN } from './support/result-documents.ts';
import { ruleText } from './support/rule-text.ts';

const src = join(import.meta.dirname, '../src');
const MANY = 200_000;

/** What may be spread into arguments, because it is short whatever the input: file and text of the spread. */
const SHORT: ReadonlyMap<string, readonly string[]> = new Map([
  ['bytes/json-cursor.ts', ['...this.bytes.subarray(from, this.pos)']], // A number of LIMITS.jsonIntegerDigits at most.
  ['cli/rule-problems.ts', ['...renderSource(place.source, width)']], // Some lines of a rule file.
  ['code/arm64/tables/build.ts', ['...rows.map((row) => row * ROW.stride)']], // Rows of a table in the source.
  ['code/x86/tables/build.ts', ['...fields', '...entries']], // Of tables in the source.
  ['formats/dotnet/table-stream.ts', ['...tables.map((table) => counts[table] ?? 0)']], // Tables of a coded index.
  [
    'inputs/dotnet/instruction-features.ts',
    ['...propertyFeatures(callee, callee.access)', '...typeFeatures(callee.owners)'],
  ], // Names of one member.
  [
    'inputs/check-input.ts',
    ["...[process, thread, id, at, features, count, , callers = []]: Parameters<TraceSink['call']>"],
  ], // Parameters.
  ['inputs/joe/read-report.ts', ['...names']], // Written out in the source.
  ['inputs/shared/behaviors/deed-reader.ts', ['...source.names']], // A table in the source.
  [
    'inputs/shared/memory/memory-acts.ts',
    ['...SIZE', '...PROCESS', '...PROTECTION', '...BASE', '...FILE', '...MODULE', '...LIBRARY', '...PID'],
  ], // Likewise.
  ['inputs/cape/process-reader.ts', ['...given']], // Parameters of a constructor.
  ['inputs/cuckoo2/read-processes.ts', ['...given']],
  ['inputs/drakvuf/spelling.ts', ['...inside']], // SHORT_TEXT bytes.
  ['inputs/freeze/reader.ts', ['...FIELDS.values()']], // A table in the source.
  ['match/run/file-leaves.ts', ['...hashFeature(feature)']], // A pair.
  ['match/trace/trace-instances.ts', ['...hashFeature(feature)']],
  ['match/trace/trace-recorder.ts', ['...hashFeature(feature)']],
  ['node/home-folder.ts', ['...parts']], // Names of folders, written out in the source.
  ['render/view/tree.ts', ['...pieces', '...code', '...fromPieces(call)']], // Pieces of one line, written out in the source.
  ['render/view/vverbose.ts', ['...code']], // One instruction.
  ['rules/com-names.ts', ['...this.#bytes.subarray(at, at + length)']], // A length of one byte.
]);

/** Spreads into arguments of calls, told from rest parameters, which have a type, and from lists and objects. */
function spreadsIn(text: string): string[] {
  const blank = (found: string): string => ' '.repeat(found.length);
  const code = text.replace(/\/\/.*$|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gm, blank);
  const spreads: string[] = [];
  const open: number[] = [];
  for (let at = 0; at < code.length; at++) {
    const char = code[at] as string;
    if ('([{'.includes(char)) open.push(at);
    else if (')]}'.includes(char)) open.pop();
    else if (/^\.{3}[\w([]/.test(code.slice(at, at + 4))) {
      const around = open.at(-1) ?? -1;
      const isCall = code[around] === '(' && /[\w$\])>]\s*$/.test(code.slice(Math.max(0, around - 20), around));
      if (isCall && !/^\.{3}\s*\w+\s*:/.test(code.slice(at, at + 80))) spreads.push(text.slice(at, endOf(code, at)));
      at += 2;
    }
  }
  return spreads;
}

/** Where the argument that begins at `start` ends. */
function endOf(code: string, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    const char = code[at] as string;
    if (depth === 0 && /[,)]/.test(char)) return at;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
  }
  return code.length;
}

it('are spread from short lists only', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const unknown = files.flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    const name = file.replaceAll('\\', '/');
    return spreadsIn(text)
      .filter((spread) => SHORT.get(name)?.includes(spread) !== true)
      .map((spread) => `${name}: ${spread}`);
  });
  expect(unknown).toEqual([]);
});

it('are found where they are', () => {
  expect(
    spreadsIn('f(a, ...list); new X(...y.map((z) => [...z, 1])); const f = (...rest: T[]) => g([...rest]);'),
  ).toEqual(['...list', '...y.map((z) => [...z, 1])']);
});

it('do not depend on how many arguments the text of a call has', () => {
  const text = `f(a="${', '.repeat(MANY)})`;
  expect(formatCall(splitCall(text))).toBe(text);
});

it('do not depend on how many places rules came from', async () => {
  const document = dynamicDocument({});
  const analysis = { ...document.meta.analysis, rules: Array.from({ length: MANY }, () => '/r') };
  const lines = await collectLines(renderVerbose({ ...document, meta: { ...document.meta, analysis } }, PLAIN));
  expect(lines.length).toBeGreaterThan(MANY);
});

it('do not depend on how many alternatives a pattern has', async () => {
  const alternatives = Array.from({ length: 150_000 }, (_, i) => i.toString(36)).join('|');
  const texts = [
    { path: 'a.yml', text: ruleText(`- string: /(?:${alternatives})/`, { name: 'a' }) },
    { path: 'b.yml', text: ruleText('- api: f', { name: 'b' }) },
  ];
  const { ruleSet } = await loadRules(texts);
  expect(ruleSet.byName.has('b')).toBe(true);
});
