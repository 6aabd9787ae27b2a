// Small result documents for tests of reading, writing and rendering, built as the JSON that the reference writes.

import type { Address } from '../../src/features/address.ts';
import type { RenderOptions } from '../../src/render/markup.ts';
import type {
  CapaxExtension,
  DocumentFeature,
  DocumentMatch,
  DocumentRuleMeta,
  DocumentStatement,
  MatchedCall,
  ResultDocument,
} from '../../src/result/document.ts';
import { eagerRuleMatches } from '../../src/result/eager.ts';

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

function match(node: DocumentMatch['node'], parts: MatchParts): DocumentMatch {
  return {
    success: parts.success ?? true,
    node,
    children: parts.children ?? [],
    locations: parts.locations ?? [],
    captures: new Map(Object.entries(parts.captures ?? {})),
  };
}

export function featureMatch(feature: DocumentFeature, parts: MatchParts = {}): DocumentMatch {
  return match({ type: 'feature', feature }, parts);
}

export function api(name: string, parts: MatchParts = {}): DocumentMatch {
  return featureMatch({ type: 'api', api: name }, parts);
}

export function statementMatch(
  statement: DocumentStatement,
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
    is_subscope_rule: false,
    maec: {},
    ...meta,
  };
}

interface DocumentParts {
  readonly rules?: readonly RuleParts[];
  readonly extension?: CapaxExtension;
  readonly path?: string;
}

function finish(
  flavor: 'static' | 'dynamic',
  analysis: ResultDocument['meta']['analysis'],
  { rules = [], extension, path = '/samples/a.exe' }: DocumentParts,
): ResultDocument {
  return {
    meta: {
      timestamp: '2024-05-06T07:08:09.123456',
      version: '9.4.0',
      argv: ['a.exe'],
      sample: { md5: 'd4', sha1: '5a', sha256: '5b', path },
      flavor,
      analysis,
    },
    ...(extension === undefined ? {} : { extension }),
    rules: rules.map(({ meta, matches }) => eagerRuleMatches(ruleMeta(meta), 'rule: {}\n', matches)),
  };
}

export function staticDocument(parts: DocumentParts = {}): ResultDocument {
  return finish(
    'static',
    {
      format: 'pe',
      arch: 'i386',
      os: 'windows',
      extractor: 'NullStaticFeatureExtractor',
      rules: ['/rules'],
      base_address: absolute(0x400000),
      layout: {
        functions: [{ address: absolute(0x401000), matched_basic_blocks: [{ address: absolute(0x401010) }] }],
      },
      feature_counts: { file: 7, functions: [{ address: absolute(0x401000), count: 5 }] },
      library_functions: [{ address: absolute(0x402000), name: 'memcpy' }],
    },
    parts,
  );
}

interface DynamicParts extends DocumentParts {
  readonly calls?: readonly MatchedCall[];
  readonly processName?: string;
  readonly processes?: readonly (readonly [number, number])[];
}

/** One process `a.exe` with one thread that holds `calls`; `processes` lists further analysed ones. */
export function dynamicDocument(parts: DynamicParts = {}): ResultDocument {
  return finish(
    'dynamic',
    {
      format: 'pe',
      arch: 'amd64',
      os: 'windows',
      extractor: 'CapeExtractor',
      rules: ['/rules'],
      layout: {
        processes: [
          {
            address: { type: 'process', value: [1, 2] },
            name: parts.processName ?? 'a.exe',
            matched_threads: [{ address: { type: 'thread', value: [1, 2, 3] }, matched_calls: parts.calls ?? [] }],
          },
        ],
      },
      feature_counts: {
        file: 4,
        processes: [[1, 2] as const, ...(parts.processes ?? [])].map((value) => ({
          address: { type: 'process', value },
          count: 6,
        })),
      },
    },
    parts,
  );
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
