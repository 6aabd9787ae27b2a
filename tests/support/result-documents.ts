// Small result documents for tests of reading, writing and rendering, built as the JSON that the reference writes.

import type { JsonValue } from '../../src/bytes/exact-json.ts';
import { type Address, addressKey, type CallAddress } from '../../src/features/address.ts';
import { splitCall } from '../../src/features/call-text.ts';
import type { RenderOptions } from '../../src/render/terminal/paint.ts';
import { DocumentRoot } from '../../src/result/capa-json/json-reader.ts';
import { readNode } from '../../src/result/capa-json/nodes.ts';
import { savedRuleMatches } from '../../src/result/capa-json/saved-rule.ts';
import type {
  Analysis,
  CapaxFacts,
  DocumentMatch,
  DocumentRuleMeta,
  MatchedCall,
  ResultDocument,
} from '../../src/result/document.ts';

export const PLAIN: RenderOptions = { width: undefined, colours: false, links: false };

export const PROCESS: Address = { type: 'process', value: [1, 2] };
export const THREAD: Address = { type: 'thread', value: [1, 2, 3] };

export function callAddress(id: number, tid = 3, pid = 2, ppid = 1): Extract<Address, { type: 'call' }> {
  return { type: 'call', value: [ppid, pid, tid, id] };
}

export function absolute(value: number): Address {
  return { type: 'absolute', value };
}

interface MatchParts {
  readonly success?: boolean;
  readonly children?: readonly DocumentMatch[];
  readonly locations?: readonly Address[];
  readonly captures?: Readonly<Record<string, readonly Address[]>>;
}

function match(node: unknown, parts: MatchParts): DocumentMatch {
  return {
    success: parts.success ?? true,
    node: readNode(node as JsonValue, new DocumentRoot()),
    children: parts.children ?? [],
    locations: parts.locations ?? [],
    captures: new Map(Object.entries(parts.captures ?? {})),
  };
}

/** A feature node; the feature as the reference writes it: `{ type: 'api', api: 'f' }`. */
export function featureMatch(feature: object, parts: MatchParts = {}): DocumentMatch {
  return match({ type: 'feature', feature }, parts);
}

export function api(name: string, parts: MatchParts = {}): DocumentMatch {
  return featureMatch({ type: 'api', api: name }, parts);
}

/** A statement node; the statement as the reference writes it: `{ type: 'some', count: 2 }`. */
export function statementMatch(
  statement: object,
  children: readonly DocumentMatch[] = [],
  parts: MatchParts = {},
): DocumentMatch {
  return match({ type: 'statement', statement }, { ...parts, children });
}

export interface RuleParts {
  readonly meta: Partial<DocumentRuleMeta> & { readonly name: string };
  readonly matches: readonly (readonly [Address, DocumentMatch])[];
}

function ruleMeta(meta: RuleParts['meta']): DocumentRuleMeta {
  return {
    authors: ['someone'],
    scopes: { static: 'function', dynamic: 'call' },
    attack: [],
    mbc: [],
    references: [],
    examples: [],
    description: '',
    lib: false,
    isSubscopeRule: false,
    maec: {},
    ...meta,
  };
}

interface DocumentParts {
  readonly rules?: readonly RuleParts[];
  readonly capax?: CapaxFacts;
  readonly path?: string;
}

function finish(analysis: Analysis, { rules = [], capax, path = '/samples/a.exe' }: DocumentParts): ResultDocument {
  return {
    meta: {
      timestamp: '2024-05-06T07:08:09.123456',
      version: '9.4.0',
      argv: ['a.exe'],
      sample: { md5: 'd4', sha1: '5a', sha256: '5b', path },
      analysis,
    },
    ...(capax === undefined ? {} : { capax }),
    rules: rules.map(({ meta, matches }) =>
      savedRuleMatches(
        ruleMeta(meta),
        'rule: {}\n',
        matches.length,
        (index) => matches[index] as (typeof matches)[number],
      ),
    ),
  };
}

export function staticDocument(parts: DocumentParts = {}): ResultDocument {
  return finish(
    {
      flavour: 'static',
      format: 'pe',
      arch: 'i386',
      os: 'windows',
      extractor: 'NullStaticFeatureExtractor',
      rules: ['/rules'],
      baseAddress: absolute(0x400000),
      functions: [{ address: absolute(0x401000), matchedBlocks: [absolute(0x401010)] }],
      featureCounts: { file: 7, parts: [{ address: absolute(0x401000), count: 5 }] },
      libraryFunctions: [{ address: absolute(0x402000), name: 'memcpy' }],
    },
    parts,
  );
}

/** A call as a test writes it down: its text in one line. */
export interface WrittenCall {
  readonly address: CallAddress;
  readonly name: string;
  readonly time?: string;
}

interface DynamicParts extends DocumentParts {
  readonly calls?: readonly WrittenCall[];
  readonly processName?: string;
  readonly processes?: readonly (readonly [number, number])[];
}

/** One process `a.exe` with one thread that holds `calls`; `processes` lists further analysed ones. */
export function dynamicDocument(parts: DynamicParts = {}): ResultDocument {
  const calls = (parts.calls ?? []).map(({ address, name, time }): MatchedCall => {
    return { address, call: { ...splitCall(name), ...(time === undefined ? {} : { time }) } };
  });
  return finish(
    {
      flavour: 'dynamic',
      format: 'pe',
      arch: 'amd64',
      os: 'windows',
      extractor: 'CapeExtractor',
      rules: ['/rules'],
      processes: [
        {
          address: { type: 'process', value: [1, 2] },
          name: parts.processName ?? 'a.exe',
          threads: [{ address: { type: 'thread', value: [1, 2, 3] }, calls: asAsync(calls) }],
        },
      ],
      featureCounts: {
        file: 4,
        parts: [[1, 2] as const, ...(parts.processes ?? [])].map((value) => ({
          address: { type: 'process', value },
          count: 6,
        })),
      },
      async *describeCalls(addresses) {
        for (const address of addresses) {
          yield calls.find((call) => addressKey(call.address) === addressKey(address))?.call;
        }
      },
    },
    parts,
  );
}

function asAsync<T>(items: readonly T[]): AsyncIterable<T> {
  return {
    async *[Symbol.asyncIterator]() {
      yield* items;
    },
  };
}

export async function collect(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

/** Lines of an output without the blanks at their ends. */
export async function collectLines(parts: AsyncIterable<string>): Promise<string[]> {
  return (await collect(parts)).split('\n').map((line) => line.trimEnd());
}
