// The `features` of a rule: a tree of statements over features. Follows the rule format as the reference's parser reads it: the
// first key of an element decides what it is, list elements `description: ...` describe the statement around them.

import type { CapaxError } from '../errors.ts';
import type { Feature } from '../features/feature.ts';
import { featureKey, featureValue } from '../features/feature-types.ts';
import { flavourOf, qualifyScopes, SCOPES, type Scope, type Scopes, scopeWord } from '../features/scopes.ts';
import { LIMITS } from '../limits.ts';
import { didYouMean } from '../suggest.ts';
import type { ComNames } from './com-names.ts';
import { isElementKey } from './element-keys.ts';
import { isAllowedAt, scopeWordsOfFeature, suggestCharacteristic } from './feature-scopes.ts';
import { parseComName } from './parse-com.ts';
import { parseCounted, parseRange } from './parse-count.ts';
import { parseFeature } from './parse-feature.ts';
import { COUNTED_BEHAVIOR, findObject } from './parse-named.ts';
import type { Statement } from './rule.ts';
import { invalidRule, quote, type RuleOrigin, warnOfRule } from './rule-error.ts';
import { OPTIONAL, OR_MORE, statementKind } from './statement-words.ts';
import { describeNode, findEntry, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from './yaml.ts';

const DECIMAL = /^\s*([+-]?[0-9]+(?:_[0-9]+)*)\s*$/;

/** Reads the statements of one rule. */
export class StatementParser {
  readonly #origin: RuleOrigin;
  readonly #comNames: ComNames | undefined;
  #statements = 0;

  constructor(origin: RuleOrigin, comNames: ComNames | undefined) {
    this.#origin = origin;
    this.#comNames = comNames;
  }

  /**
   * Reads one element of a statement list at the given scopes. Throws `rules-invalid` for everything that the rule format does not
   * allow, and for trees beyond the limits.
   */
  parse(node: YamlNode, scopes: Scopes, depth = 0): Statement {
    if (depth >= LIMITS.ruleDepth) throw this.#invalid(node, 'the statements are nested too deeply');
    if (++this.#statements > LIMITS.ruleStatements) throw this.#invalid(node, 'the rule has too many statements');
    if (node.kind !== 'mapping') {
      throw this.#invalid(node, `expected a statement or a feature, not ${describeNode(node)}`);
    }
    const first = node.entries[0];
    if (first === undefined) throw this.#invalid(node, 'expected a statement or a feature, not an empty mapping');
    const object = findObject(node);
    const hasObject = object !== undefined && COUNTED_BEHAVIOR.test(first.key.text);
    const third = node.entries[hasObject ? 3 : 2];
    if (third !== undefined) {
      const hint = 'An element has one key, and "description" beside it at most.';
      throw this.#invalid(third.key, `${quote(third.key.text)} is one key too many`, hint);
    }
    if (first.key.kind !== 'text') throw this.#invalid(first.key, `a key must be text, not ${describeNode(first.key)}`);
    const statement = this.#parseEntry(first, node, scopes, depth);
    for (const beside of node.entries.slice(1)) {
      if (!hasObject || beside !== object) this.#checkBeside(first, beside.key);
    }
    return statement;
  }

  /** Warns of a second key that means nothing: all but the description of a feature or a count. */
  #checkBeside(first: YamlEntry, second: YamlScalar): void {
    const holdsList = first.value.kind === 'sequence';
    const isDescription = second.kind === 'text' && second.text === 'description';
    if (isDescription && !holdsList) return;
    const isKnown = isDescription || (second.kind === 'text' && isElementKey(second.text));
    const place = `${quote(second.text)} beside ${quote(first.key.text)}`;
    const problem = isKnown ? `${place} is ignored` : `unknown key ${place} is ignored`;
    const hint = isKnown
      ? `Write it as an element of its own${isDescription ? ' of the list below' : ''}: "- ${second.text}: ...".`
      : (didYouMean(second.text, ['description']) ?? 'Only "description" may stand beside a feature.');
    warnOfRule(this.#origin, 'rule-key-ignored', second.offset, problem, hint);
  }

  #parseEntry(entry: YamlEntry, element: YamlMapping, scopes: Scopes, depth: number): Statement {
    const word = entry.key.text;
    if (word.startsWith('com/')) return this.#parseCom(entry, element);
    const kind = statementKind(word);
    switch (kind) {
      case 'and':
      case 'or':
        return { kind, ...this.#parseList(entry, scopes, depth) };
      case 'not': {
        const { children, ...described } = this.#parseList(entry, scopes, depth, 1);
        return { kind, child: children[0] as Statement, ...described };
      }
      case 'some':
        return { kind, count: this.#readCount(entry.key), ...this.#parseList(entry, scopes, depth) };
      case 'range':
        return this.#parseCount(entry, element, scopes);
      case 'subscope':
        return this.#parseSubscope(word as Scope, entry, scopes, depth);
      case 'feature':
        return this.#parseLeaf(entry, element, scopes);
    }
  }

  /** N of the key `N or more`; `optional` is 0. */
  #readCount(key: YamlScalar): number {
    if (key.text === OPTIONAL) return 0;
    const digits = DECIMAL.exec(key.text.slice(0, -OR_MORE.length))?.[1];
    const count = Number(digits?.replaceAll('_', ''));
    if (Number.isSafeInteger(count)) return count;
    throw this.#invalid(key, `${quote(key.text)} does not start with a decimal number`);
  }

  /** What a statement's list holds, and what describes the statement. */
  #parseList(
    entry: YamlEntry,
    scopes: Scopes,
    depth: number,
    arity?: number,
  ): { children: Statement[]; description?: string } {
    const { items, description } = this.#readList(entry, arity);
    return { children: this.#parseItems(items, scopes, depth), ...describe(description) };
  }

  /** Elements of a statement's list apart from the one that describes it. `arity`: exactly that many. */
  #readList({ key, value }: YamlEntry, arity?: number): { items: YamlNode[]; description: string | undefined } {
    if (value.kind !== 'sequence') {
      throw this.#invalid(value, `${quote(key.text)} must hold a list, not ${describeNode(value)}`);
    }
    const items: YamlNode[] = [];
    const descriptions: YamlNode[] = [];
    for (const item of value.items) {
      const text = item.kind === 'mapping' && item.entries.length === 1 ? findEntry(item, 'description') : undefined;
      if (text === undefined) items.push(item);
      else descriptions.push(text);
    }
    if (descriptions[1] !== undefined) {
      throw this.#invalid(descriptions[1], `${quote(key.text)} has more than one description`);
    }
    if (arity !== undefined && items.length !== arity) {
      throw this.#invalid(key, `${quote(key.text)} has exactly one child, not ${items.length}`);
    }
    return { items, description: this.#readDescription(descriptions[0]) };
  }

  /** Children of a statement. Equal features, whatever their descriptions, are kept once. */
  #parseItems(items: readonly YamlNode[], scopes: Scopes, depth: number): Statement[] {
    const children: Statement[] = [];
    const seen = new Set<string>();
    for (const item of items) {
      const child = this.parse(item, scopes, depth + 1);
      if (child.kind === 'feature') {
        const identity = featureKey(child.feature);
        if (seen.has(identity)) continue;
        seen.add(identity);
      }
      children.push(child);
    }
    return children;
  }

  /** Several elements below `instruction` are an implied `and`; every other block has exactly one. */
  #parseSubscope(scope: Scope, entry: YamlEntry, scopes: Scopes, depth: number): Statement {
    const inner = this.#enter(scope, entry.key, scopes);
    const { items, description } = this.#readList(entry, scope === 'instruction' ? undefined : 1);
    const children = this.#parseItems(items, inner, depth);
    const child = items.length === 1 ? (children[0] as Statement) : { kind: 'and' as const, children };
    return { kind: 'subscope', scope, child, ...describe(description) };
  }

  /** The scopes inside a subscope block: its own in its flavour, nothing in the other. */
  #enter(scope: Scope, key: YamlScalar, scopes: Scopes): Scopes {
    const flavour = flavourOf(scope);
    const outer = flavour && scopes[flavour];
    if (flavour !== undefined && outer !== undefined) {
      const order: readonly Scope[] = SCOPES[flavour];
      if (order.indexOf(outer) >= order.indexOf(scope)) return { [flavour]: scope };
    }
    const where = outer === undefined ? `without a ${flavour} scope` : `at scope ${outer}`;
    throw this.#invalid(key, `a block ${quote(scope)} is not possible ${where}`);
  }

  #parseCount({ key, value }: YamlEntry, element: YamlMapping, scopes: Scopes): Statement {
    const { feature, description } = parseCounted(key, element, this.#origin);
    const { min, max } = parseRange(value, this.#origin);
    this.#checkScope(feature, key, scopes);
    return {
      kind: 'range',
      child: feature,
      ...(description === undefined ? {} : { childDescription: description }),
      min,
      max,
      ...describe(this.#readDescription(findEntry(element, 'description'))),
    };
  }

  #parseCom({ key, value }: YamlEntry, element: YamlMapping): Statement {
    this.#readDescription(findEntry(element, 'description'));
    return parseComName(key.text.slice('com/'.length), key.offset, value, this.#comNames, this.#origin);
  }

  #parseLeaf({ key, value }: YamlEntry, element: YamlMapping, scopes: Scopes): Statement {
    const written = { key: key.text, at: key.offset, value, element, counted: false, origin: this.#origin };
    const { feature, description: inline } = parseFeature(written);
    const besideNode = findEntry(element, 'description');
    const beside = this.#readDescription(besideNode);
    if (besideNode !== undefined && beside && inline !== undefined) {
      const problem = `${quote(key.text)} has a description behind " = " and another one beside it`;
      throw this.#invalid(besideNode, problem);
    }
    this.#checkScope(feature, key, scopes);
    return { kind: 'feature', feature, ...describe(inline ?? beside) };
  }

  #checkScope(feature: Feature, key: YamlScalar, scopes: Scopes): void {
    if (isAllowedAt(feature, scopes)) return;
    const allowed = scopeWordsOfFeature(feature);
    if (allowed === undefined) {
      const word = String(featureValue(feature) ?? '');
      throw this.#invalid(key, `unknown characteristic ${quote(word)}`, suggestCharacteristic(word));
    }
    const here = qualifyScopes(scopes).map(scopeWord).join(' or ');
    const subject = feature.type === 'characteristic' ? `characteristic ${quote(feature.value)}` : quote(key.text);
    throw this.#invalid(key, `${subject} is not seen at scope ${here}`, `It is seen at: ${allowed.join(', ')}.`);
  }

  /** Text of a description. Scalars of other types count as what was written, nothing as no description. */
  #readDescription(node: YamlNode | undefined): string | undefined {
    if (node === undefined || node.kind === 'null') return undefined;
    if (node.kind !== 'sequence' && node.kind !== 'mapping') return node.text;
    throw this.#invalid(node, `a description must be text, not ${describeNode(node)}`);
  }

  #invalid(node: YamlNode, problem: string, hint?: string): CapaxError {
    return invalidRule(this.#origin, node.offset, problem, hint);
  }
}

function describe(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}
