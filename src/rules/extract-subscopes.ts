// Blocks such as `basic block:`, and children of sequences, become rules of their own at the block's scope, and the rule around them
// matches these by name.
// The matcher then knows one scope per rule. Names are `parent/ID` as in the reference, whose ids are random; here they follow
// from the parent's name and the position of the block, so that two runs give the same document.

import { flavourOf, type Scope } from '../features/scopes.ts';
import type { Rule, RuleMeta, Statement, SubscopeStatement } from './rule.ts';
import { childrenOf, withChildren } from './walk.ts';

/**
 * The rule without subscope blocks, followed by the rules that replace them. A description of a block is lost, as in the
 * reference. `names` holds all names that exist; those of the new rules are added.
 */
export function extractSubscopes(rule: Rule, names: Set<string>): Rule[] {
  const derived: Rule[] = [];
  const parent = rule.meta.name;
  let ordinal = 0;
  const extract = (block: SubscopeStatement): Statement => {
    let name: string;
    do name = `${parent}/${hashText(`${parent}\0${ordinal++}`)}`;
    while (names.has(name));
    names.add(name);
    const inner: Rule = {
      meta: derivedMeta(name, block.scope),
      statement: block.child,
      source: '',
      path: rule.path,
      derived: { parent, scope: block.scope },
      tags: [],
    };
    for (const part of extractSubscopes(inner, names)) derived.push(part);
    return { kind: 'feature', feature: { type: 'match', value: name } };
  };
  return [{ ...rule, statement: replaceBlocks(rule.statement, extract) }, ...derived];
}

function replaceBlocks(statement: Statement, extract: (block: SubscopeStatement) => Statement): Statement {
  if (statement.kind === 'subscope') return extract(statement);
  if (statement.kind === 'sequence') {
    return withChildren(
      statement,
      statement.children.map((child) => extract({ kind: 'subscope', scope: 'call', child })),
    );
  }
  return withChildren(
    statement,
    childrenOf(statement).map((child) => replaceBlocks(child, extract)),
  );
}

function derivedMeta(name: string, scope: Scope): RuleMeta {
  const flavour = flavourOf(scope);
  if (flavour === undefined) throw new Error(`a block ${scope} belongs to no one flavour`);
  return {
    name,
    authors: [],
    scopes: { [flavour]: scope },
    attack: [],
    mbc: [],
    references: [],
    examples: [],
    description: '',
    lib: true,
    maec: {},
  };
}

/** Start values of four independent 32-bit hashes (FNV-1a with a final mix): names only have to differ, not to resist. */
const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];

function hashText(text: string): string {
  return SEEDS.map((seed) => {
    let hash = seed;
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
    return ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }).join('');
}
