// The layout is the data flow: a file imports from its own folder or from one further up the list, and nothing goes in circles.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');

/** Folders of src in the order of the data flow. docs/architecture.md prints the same table. */
const ORDER = [
  'bytes',
  'features',
  'formats',
  'code',
  'rules',
  'inputs',
  'export',
  'match',
  'result',
  'render',
  'sandbox',
  'analyze',
  'analyze-payloads',
  'analyze-together',
  'node',
  'cli',
];

/** Files at the top of src that everything may use. */
const FOUNDATION = ['errors', 'diagnostics', 'limits', 'semantics', 'suggest', 'version'];
/** Files at the top of src that gather what others offer. */
const PUBLIC = ['index', 'diagnostic-codes'];
/** Pairs that must not see each other although the order would allow it. */
const STRANGERS: readonly (readonly [string, string])[] = [
  ['match', 'inputs'],
  ['render', 'match'],
  ['render', 'rules'],
  ['render', 'inputs'],
  ['match', 'export'],
  ['sandbox', 'match'],
  ['sandbox', 'render'],
];
/** Rooms inside of `match`, in the order in which they may use each other; flavours do not see each other. */
const MATCH_ROOMS = [
  'plan',
  'evidence',
  'outcome',
  'run',
  'program',
  'trace',
  'definition',
  'both',
  'selection',
  'matchers',
  'match',
];
const MATCH_STRANGERS: readonly (readonly [string, string])[] = [
  ['trace', 'program'],
  ['definition', 'program'],
  ['definition', 'trace'],
  ['definition', 'run'],
  ['definition', 'plan'],
];
const WITH_NODE = ['node', 'cli'];

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s+[^;]*?from\s+'([^']+)'|import\('([^']+)'\)/gms);
  return [...found].map((match) => {
    const target = (match[1] ?? match[2]) as string;
    const to = target.startsWith('.')
      ? relative(src, resolve(src, dirname(file), target)).replaceAll('\\', '/')
      : target;
    return { from: file, to };
  });
}

const imports = files.flatMap(importsOf);

function part(file: string): string {
  const [first = '', second] = file.split('/');
  return second === undefined ? first.replace(/\.ts$/, '') : first;
}

describe('the architecture', () => {
  it('has no folder that the order does not name', () => {
    const parts = new Set(files.map(part));
    for (const known of [...ORDER, ...FOUNDATION, ...PUBLIC]) parts.delete(known);
    expect([...parts]).toEqual([]);
  });

  it('imports only from the own folder or one further up', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!to.endsWith('.ts')) return false;
      const [a, b] = [part(from), part(to)];
      if (a === b || FOUNDATION.includes(b) || PUBLIC.includes(a)) return false;
      if (FOUNDATION.includes(a)) return true;
      return ORDER.indexOf(b) > ORDER.indexOf(a) || STRANGERS.some(([x, y]) => x === a && y === b);
    });
    expect(wrong).toEqual([]);
  });

  it('orders the rooms of the matcher', () => {
    const room = (file: string): string => (file.split('/')[1] ?? '').replace(/\.ts$/, '');
    const within = imports.filter(({ from, to }) => from.startsWith('match/') && to.startsWith('match/'));
    const wrong = within.filter(({ from, to }) => {
      const [a, b] = [room(from), room(to)];
      return MATCH_ROOMS.indexOf(a) < MATCH_ROOMS.indexOf(b) || MATCH_STRANGERS.some(([x, y]) => x === a && y === b);
    });
    expect(wrong).toEqual([]);
    expect(within.filter(({ from }) => !MATCH_ROOMS.includes(room(from)))).toEqual([]);
  });

  it('keeps inputs apart from each other', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [, a, ...restA] = from.split('/');
      const [, b, ...restB] = to.split('/');
      if (!from.startsWith('inputs/') || !to.startsWith('inputs/')) return false;
      return restA.length > 0 && restB.length > 0 && a !== b && b !== 'shared';
    });
    expect(wrong).toEqual([]);
  });

  it('keeps views apart from the media that show them, and documents from the ways to write them down', () => {
    const strangers = [
      ['render/view/', 'render/terminal/'],
      ['render/view/', 'result/capa-json/'],
      ['render/terminal/', 'result/capa-json/'],
      ['match/', 'result/capa-json/'],
    ] as const;
    const wrong = imports.filter(({ from, to }) => strangers.some(([a, b]) => from.startsWith(a) && to.startsWith(b)));
    expect(wrong).toEqual([]);
    const backwards = imports.filter(
      ({ from, to }) => /^result\/[^/]+\.ts$/.test(from) && to.startsWith('result/capa-json/'),
    );
    expect(backwards).toEqual([]);
  });

  it('uses Node only where the machine is met', () => {
    const wrong = imports.filter(({ from, to }) => to.startsWith('node:') && !WITH_NODE.includes(part(from)));
    expect(wrong).toEqual([]);
  });

  it('has no import cycle, of types either', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of imports) {
      if (to.endsWith('.ts')) graph.set(from, [...(graph.get(from) ?? []), to]);
    }
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('looks integers that an input chose up in maps that cannot be made to collide', () => {
    // A call's own number, the position of a line, places in a list and numbers that are handed out here cannot be chosen freely.
    const numbered = [
      'features/giving-calls.ts',
      'inputs/check-input.ts',
      'inputs/drakvuf/call-order.ts',
      'inputs/shared/behaviors/behavior-sink.ts',
      'inputs/shared/calls/call-details.ts',
      'inputs/shared/tracer/describe.ts',
      'render/terminal/call-line.ts',
      'result/read-calls.ts',
    ];
    const wrong = files.filter(
      (file) =>
        /^(?:features|inputs|render|result)\//.test(file) &&
        !numbered.includes(file) &&
        /\bnew (?:Map|Set)<(?:number|Integer)\b/.test(readFileSync(join(src, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('prints the same table in docs/architecture.md', () => {
    const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const table = [...text.matchAll(/^\| `(?:src\/)?([a-z-]+)(?:\/|\.ts)` \|/gm)].map((match) => match[1]);
    expect(table).toEqual(ORDER);
  });

  it('has files of readable size with a header that says what they are', () => {
    const wrong = files.filter((file) => {
      const text = readFileSync(join(src, file), 'utf8');
      // Tables of instructions are read line by line, not as a whole.
      const isTable = /^code\/(?:x86|arm64)\/tables\//.test(file);
      return !text.startsWith('//') || (!isTable && text.split('\n').length > 401);
    });
    expect(wrong).toEqual([]);
  });
});
