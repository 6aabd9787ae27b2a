// YAML text -> typed nodes with positions. The `yaml` package finds structure and positions; types, aliases, merge keys and
// duplicate keys follow YAML 1.1 and the reference's loader (later duplicates win, merged keys come first) and are done here.
// Hostile text: nesting, copied entries and integer length are bounded, aliases are shared and never expanded.

import { Composer, type CST, isAlias, isMap, isScalar, isSeq, Lexer, type Pair, Parser, Scalar } from 'yaml';
import { LIMITS } from '../limits.ts';
import { invalidRule, quote, type RuleOrigin, warnOfRule } from './rule-error.ts';
import { resolvePlain, resolveTagged, type ScalarValue } from './yaml-scalars.ts';

export type YamlScalar = ScalarValue & { readonly offset: number };
export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly offset: number;
}
export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}
/** Keys are unique and in the order in which each was first written. */
export interface YamlMapping {
  readonly kind: 'mapping';
  readonly entries: readonly YamlEntry[];
  readonly offset: number;
}
/** A typed node; `offset` is where it starts, in UTF-16 units. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

/** One statement of a rule takes two to three levels of YAML. */
const MAX_YAML_DEPTH = 4 * LIMITS.ruleDepth;
/** The YAML reader's messages may repeat the text that it did not expect. */
const MAX_YAML_MESSAGE = 200;
const TAG = 'tag:yaml.org,2002:';

/** A node as a message names it: `the integer 5`, `a list`. */
export function describeNode(node: YamlNode): string {
  switch (node.kind) {
    case 'sequence':
      return 'a list';
    case 'mapping':
      return 'a mapping';
    case 'null':
      return 'nothing';
    default:
      return `the ${node.kind} ${quote(node.text)}`;
  }
}

/** The value of a text key, or undefined. */
export function findEntry(mapping: YamlMapping, key: string): YamlNode | undefined {
  return mapping.entries.find((entry) => entry.key.kind === 'text' && entry.key.text === key)?.value;
}

/**
 * Reads one YAML document. An empty document is a null scalar. Throws `rules-invalid` with the position for syntax errors, several
 * documents, unknown tags, undefined or recursive aliases, and text beyond the limits.
 */
export function parseYaml(origin: RuleOrigin): YamlNode {
  const composer = new Composer({
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const documents = [...composer.compose(readTokens(origin), true, origin.text.length)];
  const error = documents[0]?.errors[0];
  if (error !== undefined)
    throw invalidRule(origin, error.pos[0], `not valid YAML: ${error.message.slice(0, MAX_YAML_MESSAGE)}`);
  if (documents.length > 1) {
    throw invalidRule(origin, documents[1]?.range[0] ?? 0, 'the file holds more than one YAML document');
  }
  return new NodeReader(origin).read(documents[0]?.contents ?? null, 0);
}

function readTokens(origin: RuleOrigin): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(origin.text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_YAML_DEPTH) throw invalidRule(origin, parser.offset, 'the YAML is nested too deeply');
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Turns the nodes of the `yaml` package into typed nodes, in document order. */
class NodeReader {
  readonly #origin: RuleOrigin;
  /** Anchored nodes read so far; undefined while one is being read. */
  readonly #anchors = new Map<string, YamlNode | undefined>();
  #mergedEntries = 0;

  constructor(origin: RuleOrigin) {
    this.#origin = origin;
  }

  /** `offset` is used for nodes that are not there (`key:` at the end of a flow mapping). */
  read(node: unknown, offset: number): YamlNode {
    if (isAlias(node)) return this.#readAlias(node.source, node.range?.[0] ?? offset);
    const anchor = isScalar(node) || isSeq(node) || isMap(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const result = this.#readNode(node, offset);
    if (anchor !== undefined) this.#anchors.set(anchor, result);
    return result;
  }

  #readNode(node: unknown, offset: number): YamlNode {
    if (isScalar(node)) return this.#readScalar(node, node.range?.[0] ?? offset);
    if (isSeq(node)) {
      const start = node.range?.[0] ?? offset;
      this.#checkTag(node.tag, 'seq', start);
      return { kind: 'sequence', offset: start, items: node.items.map((item) => this.read(item, start)) };
    }
    if (isMap(node)) {
      const start = node.range?.[0] ?? offset;
      this.#checkTag(node.tag, 'map', start);
      return this.#readMapping(node.items, start);
    }
    return { kind: 'null', text: '', offset };
  }

  #readAlias(name: string, offset: number): YamlNode {
    const target = this.#anchors.get(name);
    if (target !== undefined) return target;
    const problem = this.#anchors.has(name) ? 'contains itself' : 'is not defined';
    throw invalidRule(this.#origin, offset, `the YAML alias ${quote(`*${name}`)} ${problem}`);
  }

  #readScalar(node: Scalar, offset: number): YamlScalar {
    const text = String(node.value ?? '');
    const value =
      node.tag !== undefined
        ? resolveTagged(node.tag, text)
        : node.type === Scalar.PLAIN
          ? resolvePlain(text)
          : ({ kind: 'text', text } as const);
    if (value !== undefined) return { ...value, offset };
    const problem =
      node.tag === undefined
        ? `the integer ${quote(text)} cannot be read`
        : `the YAML tag ${quote(node.tag)} is unknown or does not fit ${quote(text)}`;
    throw invalidRule(this.#origin, offset, problem, 'Write the value in quotes if it is text.');
  }

  #checkTag(tag: string | undefined, kind: 'seq' | 'map', offset: number): void {
    if (tag === undefined || tag === '!' || tag === TAG + kind) return;
    throw invalidRule(this.#origin, offset, `the YAML tag ${quote(tag)} is not supported here`);
  }

  #readMapping(pairs: readonly Pair[], offset: number): YamlMapping {
    const merged: YamlEntry[] = [];
    const own: YamlEntry[] = [];
    for (const pair of pairs) {
      const key = this.read(pair.key, offset);
      const value = this.read(pair.value, key.offset);
      if (key.kind === 'sequence' || key.kind === 'mapping') {
        throw invalidRule(this.#origin, key.offset, `${describeNode(key)} cannot be a key`);
      }
      if (isMergeKey(pair.key)) this.#merge(value, merged);
      else own.push({ key, value });
    }
    this.#warnOfRepeated(own);
    const entries = new Map<string, YamlEntry>();
    for (const entry of merged.concat(own)) {
      const id = identityOf(entry.key);
      entries.set(id, { key: entries.get(id)?.key ?? entry.key, value: entry.value });
    }
    return { kind: 'mapping', offset, entries: [...entries.values()] };
  }

  /** A key that is written again takes the place of the first, which was hardly meant. What is merged in is there to be replaced. */
  #warnOfRepeated(own: readonly YamlEntry[]): void {
    if (own.length < 2) return;
    const seen = new Set<string>();
    for (const { key } of own) {
      const id = identityOf(key);
      if (seen.has(id)) {
        const problem = `${quote(key.text)} is written again in the same mapping; only the last one counts`;
        warnOfRule(this.#origin, 'rule-key-repeated', key.offset, problem);
      }
      seen.add(id);
    }
  }

  /** Appends what `<<: value` adds. Of a list of mappings the first one wins. */
  #merge(value: YamlNode, entries: YamlEntry[]): void {
    const sources = value.kind === 'sequence' ? value.items.toReversed() : [value];
    for (const source of sources) {
      if (source.kind !== 'mapping') {
        throw invalidRule(this.#origin, value.offset, `"<<" merges mappings, not ${describeNode(source)}`);
      }
      this.#mergedEntries += source.entries.length;
      if (this.#mergedEntries > LIMITS.ruleStatements) {
        throw invalidRule(this.#origin, value.offset, 'merge keys copy too many entries');
      }
      for (const entry of source.entries) entries.push(entry);
    }
  }
}

/** Keys that are the same one. */
function identityOf(key: YamlScalar): string {
  return `${key.kind}\0${key.text}`;
}

/** True for a plain, untagged `<<`. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.tag === undefined && key.type === Scalar.PLAIN && key.value === '<<';
}
