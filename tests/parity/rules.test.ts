// The published rules (capa-rules 801a792c) as capax reads them, compared with what the reference makes of them.

import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Feature } from '../../src/features/feature.ts';
import { loadRulesFromPaths } from '../../src/node/load-rules.ts';
import type { Rule, RuleSet, Statement } from '../../src/rules/rule.ts';
import { parseSerialisedRuleSet, serialiseRuleSet } from '../../src/rules/serialise.ts';
import { sharedPath } from '../support/shared.ts';

const folder = sharedPath('data', 'rules');

/** SHA-256 of `canonicalRules` over the reference's own rule set (capa 9.4.0, snapshot b3817357). */
const REFERENCE_DIGEST = '018d4bd0facb1c24efa069914e71131875fd9a9f6991affdcec33fd9853be906';

function canonicalFeature(feature: Feature, description: string | undefined): unknown {
  const type = 'index' in feature ? `${feature.type}[${feature.index}]` : feature.type;
  const access = feature.type === 'property' ? (feature.access ?? null) : null;
  return [type, 'value' in feature ? String(feature.value) : '', access, description ?? null];
}

/** The tree of a statement in evaluation order, with derived rules in place of references to them. */
function canonicalStatement(statement: Statement, ruleSet: RuleSet): unknown {
  const description = statement.description ?? null;
  switch (statement.kind) {
    case 'and':
    case 'or':
      return [statement.kind, description, statement.children.map((child) => canonicalStatement(child, ruleSet))];
    case 'some':
      return [
        'some',
        statement.count,
        description,
        statement.children.map((child) => canonicalStatement(child, ruleSet)),
      ];
    case 'not':
      return ['not', description, canonicalStatement(statement.child, ruleSet)];
    case 'range': {
      const child = canonicalFeature(statement.child, statement.childDescription);
      return ['range', description, String(statement.min), String(statement.max), child];
    }
    case 'subscope':
    case 'block':
    case 'sequence':
      throw new Error(`the reference has no ${statement.kind} in a rule set`);
    case 'feature': {
      const target = statement.feature.type === 'match' ? ruleSet.byName.get(statement.feature.value) : undefined;
      return target?.derived === undefined
        ? canonicalFeature(statement.feature, statement.description)
        : ['derived', canonicalRule(target, ruleSet)];
    }
  }
}

function canonicalRule(rule: Rule, ruleSet: RuleSet): unknown {
  const { static: staticScope = null, dynamic = null } = rule.meta.scopes;
  return [staticScope, dynamic, canonicalStatement(rule.statement, ruleSet)];
}

/** All rules by name. Dependencies are named, derived rules by their parent. */
function canonicalRules(ruleSet: RuleSet): string {
  const shown = (name: string): string =>
    ruleSet.byName.get(name)?.derived === undefined ? name : name.replace(/(\/[0-9a-f]{32})+$/, '/*');
  const lines = ruleSet.rules
    .filter((rule) => rule.derived === undefined)
    .map((rule) => {
      const dependencies = (ruleSet.dependencies.get(rule.meta.name) ?? []).map(shown).sort();
      return JSON.stringify([rule.meta.name, canonicalRule(rule, ruleSet), dependencies]);
    });
  return lines.sort().join('\n');
}

describe.skipIf(folder === undefined)('the published rules (needs shared data)', () => {
  let ruleSet: RuleSet;
  let problems: readonly unknown[];
  beforeAll(async () => {
    const loaded = await loadRulesFromPaths([folder as string], { version: 'test', cache: false });
    ruleSet = loaded.ruleSet;
    problems = loaded.diagnostics;
  });

  it('load without any diagnostic', () => {
    expect(problems).toEqual([]);
    expect(ruleSet.rules).toHaveLength(1397);
    expect(ruleSet.rules.filter((rule) => rule.derived === undefined)).toHaveLength(1054);
    expect(ruleSet.namespaces.size).toBe(433);
  });

  it('fill the scopes as in the reference', () => {
    const sizes: Record<string, number> = {};
    for (const rule of ruleSet.rules) {
      for (const scope of new Set(Object.values(rule.meta.scopes))) sizes[scope] = (sizes[scope] ?? 0) + 1;
    }
    expect(sizes).toEqual({
      instruction: 206,
      'basic block': 281,
      function: 665,
      file: 193,
      call: 337,
      'span of calls': 412,
      process: 1,
    });
  });

  it('stand behind everything that they depend on', () => {
    const positions = new Map(ruleSet.rules.map((rule, index) => [rule.meta.name, index]));
    for (const [name, needed] of ruleSet.dependencies) {
      const position = positions.get(name) as number;
      for (const other of needed) expect(positions.get(other)).toBeLessThan(position);
    }
  });

  it('are the trees that the reference evaluates, and depend on the same rules', () => {
    expect(createHash('sha256').update(canonicalRules(ruleSet)).digest('hex')).toBe(REFERENCE_DIGEST);
  });

  it('survive serialisation', () => {
    expect(parseSerialisedRuleSet(serialiseRuleSet(ruleSet))).toEqual(ruleSet);
  });
});
