// Rules of both: they combine what blocks ask of a program and of its runs. A block is a derived rule of its flavour, so all matching is
// done by then; what is left is to combine answers. An answer may be missing: what a run did not show is absent only if the run could
// have shown it.

import type { Flavour } from '../../features/scopes.ts';
import { resolveTarget } from '../../rules/dependencies.ts';
import type { Rule, RuleSet, Statement } from '../../rules/rule.ts';
import { childrenOf, withChildren } from '../../rules/walk.ts';
import type { RuleHits } from '../outcome.ts';

/** Matches of a rule that a statement refers to, on one side. */
export interface SideHits {
  /** Number of the side. */
  readonly side: number;
  readonly hits: RuleHits;
  /** Which of the matches; all, if it does not say. */
  readonly only?: readonly number[];
}

/** `unknown`: nobody could have seen it. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Why a rule of both matched, or did not, node by node. */
export interface BothEvidence {
  readonly statement: Statement;
  readonly answer: Answer;
  readonly children: readonly BothEvidence[];
  /** Of a feature: what it refers to. */
  readonly found: readonly SideHits[];
  /** Flavour of the block that the statement stands for, and what it asks for. */
  readonly block?: Flavour;
  readonly asked?: Statement;
  /** What a `no` of a run rests on, or why there is none. */
  readonly note?: string;
}

/** Answers to what a statement refers to. */
export interface Answers {
  /** Matches of the rule, with the sides that have them. */
  hitsOf(rule: Rule): readonly SideHits[];
  /** Matches at all, of rules of both, which no side has. */
  isMatched(name: string): boolean;
  /** Why the absence of matches of a flavour means nothing; undefined if it does. */
  blindnessOf(flavour: Flavour): string | undefined;
}

/** Says whether a statement of a rule of both holds, and why. */
export function judge(statement: Statement, ruleSet: RuleSet, answers: Answers): BothEvidence {
  const children = childrenOf(statement).map((child) => judge(child, ruleSet, answers));
  const plain = { statement, children, found: [] };
  const yes = children.filter(({ answer }) => answer === 'yes').length;
  const possible = children.filter(({ answer }) => answer !== 'no').length;
  switch (statement.kind) {
    case 'and':
      return { ...plain, answer: atLeast(children.length, yes, possible) };
    case 'or':
      return { ...plain, answer: atLeast(1, yes, possible) };
    case 'some':
      return { ...plain, answer: atLeast(statement.count, yes, possible) };
    case 'not':
      return { ...plain, answer: yes > 0 ? 'no' : possible > 0 ? 'unknown' : 'yes' };
    case 'feature':
      if (statement.feature.type === 'match') return judgeMatch(statement, statement.feature.value, ruleSet, answers);
      throw new Error('a rule of both holds features in blocks only');
    case 'range': {
      if (statement.child.type !== 'match') throw new Error('a rule of both counts other rules only');
      const { found } = judgeMatch(statement, statement.child.value, ruleSet, answers);
      const count = BigInt(found.reduce((sum, { hits, only }) => sum + (only?.length ?? hits.count), 0));
      const holds = count >= BigInt(statement.min) && count <= BigInt(statement.max);
      return { ...plain, found, answer: holds ? 'yes' : 'no' };
    }
    case 'sequence':
    case 'subscope':
    case 'block':
      throw new Error('blocks are rules of their own before evaluation');
  }
}

function atLeast(needed: number, yes: number, possible: number): Answer {
  return yes >= needed ? 'yes' : possible >= needed ? 'unknown' : 'no';
}

function judgeMatch(statement: Statement, target: string, ruleSet: RuleSet, answers: Answers): BothEvidence {
  const rules = resolveTarget(target, ruleSet.namespaces).flatMap((name) => ruleSet.byName.get(name) ?? []);
  const found = rules.flatMap((rule) => answers.hitsOf(rule));
  const [only] = rules.length === 1 ? rules : [];
  const block = only?.derived?.block?.flavour;
  const plain = {
    ...{ statement, children: [], found },
    ...(only === undefined || block === undefined ? {} : { block, asked: withBlocks(only.statement, ruleSet) }),
  };
  if (found.length > 0 || rules.some(({ meta }) => answers.isMatched(meta.name))) return { ...plain, answer: 'yes' };
  // A rule that no run is asked for cannot be missed in one.
  const asked = rules.some(({ meta }) => meta.scopes.dynamic !== undefined || meta.scopes.both !== undefined);
  const blindness = asked ? answers.blindnessOf('dynamic') : answers.blindnessOf('static');
  if (blindness !== undefined) return { ...plain, answer: 'unknown', note: blindness };
  return { ...plain, answer: 'no', ...(asked ? { note: ABSENCE } : {}) };
}

/** The statement with the blocks in it that became rules of their own. */
function withBlocks(statement: Statement, ruleSet: RuleSet): Statement {
  const target = statement.kind === 'feature' && statement.feature.type === 'match' ? statement.feature.value : '';
  const derived = ruleSet.byName.get(target);
  if (derived?.derived !== undefined) {
    return { kind: 'subscope', scope: derived.derived.scope, child: withBlocks(derived.statement, ruleSet) };
  }
  return withChildren(
    statement,
    childrenOf(statement).map((child) => withBlocks(child, ruleSet)),
  );
}

/** What a `not` of a run rests on. */
const ABSENCE = 'not seen in what was recorded';
