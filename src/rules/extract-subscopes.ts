// Blocks such as `basic block:`, children of sequences, and `static:` in a rule of both, become rules of their own at the block's scope, and the
// rule around them matches these by name.
// The matcher then knows one scope per rule. Names are `parent/ID` as in the reference, whose ids are random; here they follow
// from the parent's name and the position of the block, so that two runs give the same document.

import { BLOCK_SCOPES, type BothScope, flavourOf, type Scope, type Scopes } from '../features/scopes.ts';
import type { BlockStatement, Rule, RuleMeta, Statement, SubscopeStatement } from './rule.ts';
import { childrenOf, withChildren } from './walk.ts';

/**
 * The rule without subscope blocks, followed by the rules that replace them. A description of a block is lost, as in the
 * reference. `names` holds all names that exist; those of the new rules are added.
 */
export function extractSubscopes(rule: Rule, names: Set<string>): Rule[] {
  const derived: Rule[] = [];
  const parent = rule.meta.name;
  let ordinal = 0;
  const extract = (block: SubscopeStatement | BlockStatement): Statement => {
    let name: string;
    do name = `${parent}/${hashText(`${parent}\0${ordinal++}`)}`;
    while (names.has(name));
    names.add(name);
    const { meta, derived: origin } = derive(block, name, rule);
    const inner: Rule = {
      meta,
      statement: block.child,
      source: '',
      path: rule.path,
      derived: origin,
      tags: [],
    };
    for (const part of extractSubscopes(inner, names)) derived.push(part);
    return { kind: 'feature', feature: { type: 'match', value: name } };
  };
  return [{ ...rule, statement: replaceBlocks(rule.statement, extract) }, ...derived];
}

/** What a rule is that stands for a block of another. */
function derive(
  block: SubscopeStatement | BlockStatement,
  name: string,
  rule: Rule,
): Required<Pick<Rule, 'meta' | 'derived'>> {
  const parent = rule.meta.name;
  if (block.kind === 'subscope') {
    return { meta: derivedMeta(name, scopesOf(block.scope)), derived: { parent, scope: block.scope } };
  }
  const { flavour, inner } = block;
  const scope = BLOCK_SCOPES[rule.meta.scopes.both as BothScope][flavour];
  return {
    meta: derivedMeta(name, { [flavour]: scope }),
    derived: { parent, scope, block: { flavour, ...(inner === undefined ? {} : { inner }) } },
  };
}

function replaceBlocks(
  statement: Statement,
  extract: (block: SubscopeStatement | BlockStatement) => Statement,
): Statement {
  if (statement.kind === 'subscope' || statement.kind === 'block') return extract(statement);
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

function scopesOf(scope: Scope): Scopes {
  const flavour = flavourOf(scope);
  if (flavour === undefined) throw new Error(`a block ${scope} belongs to no one flavour`);
  return { [flavour]: scope };
}

function derivedMeta(name: string, scopes: Scopes): RuleMeta {
  return {
    name,
    authors: [],
    scopes,
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
