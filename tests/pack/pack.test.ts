// The built-in rules: each one does what its cases say, says what an analyst needs, and is written as all others are.

import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/code/x86/decode.ts';
import { Instruction } from '../../src/code/x86/instruction.ts';
import type { Flavour } from '../../src/features/scopes.ts';
import { matchInput } from '../../src/match/match.ts';
import { asksForDetails, asksForOrder, withoutBoth, withoutRules } from '../../src/rules/adapt-rules.ts';
import type { Statement } from '../../src/rules/rule.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../src/semantics.ts';
import { builtInRulesFolder, readBuiltInRuleSet, readRuleTexts } from '../support/built-in-rules.ts';
import { codeOfCase } from '../support/case-program.ts';
import { isProgramCase, openCase, type RuleCase, readRuleCases, readYaml } from '../support/rule-cases.ts';
import { sharedPath } from '../support/shared.ts';
import { isToldCase, matchToldCase, type ToldCase } from '../support/told-case.ts';

const folder = import.meta.dirname;

const ruleSet = readBuiltInRuleSet();
const rules = ruleSet.rules.filter((rule) => rule.derived === undefined);
const shown = rules.filter((rule) => !rule.meta.lib);
const cases = readRuleCases(join(folder, 'cases'));
/** What is left of the rules with the semantics of the reference. */
const compatRules = withoutBoth(withoutRules(withoutRules(ruleSet, asksForDetails), asksForOrder));

/** Names of the rules of the pack that match a case. */
async function match(ruleCase: RuleCase, semantics: Semantics): Promise<string[]> {
  if (isToldCase(ruleCase)) return (await matchToldCase(ruleCase, ruleSet, semantics)).filter(isWritten);
  const { matches } = await matchInput(await openCase(ruleCase, semantics), { rules: ruleSet, semantics });
  return [...matches.keys()].filter(isWritten);
}

const isWritten = (name: string): boolean => ruleSet.byName.get(name)?.derived === undefined;

describe.each([
  ['by default', DEFAULT_SEMANTICS],
  ['in compatibility mode', COMPAT_SEMANTICS],
])('cases of the built-in rules %s', (_, semantics) => {
  const meant = semantics === COMPAT_SEMANTICS ? cases.filter(({ rule }) => compatRules.byName.has(rule)) : cases;

  it.each(meant.map((entry) => [entry.rule, entry] as const))('%s', async (name, entry) => {
    for (const ruleCase of entry.match) expect(await match(ruleCase, semantics)).toContain(name);
    for (const ruleCase of entry['no match']) expect(await match(ruleCase, semantics)).not.toContain(name);
  });

  it('an ordinary start of a program shows nothing but basics', async () => {
    const start = readYaml(join(folder, 'ordinary-start.yml')) as { calls: RuleCase; shows: string[] };
    const names = await match(start.calls, semantics);
    expect(names.filter((name) => ruleSet.byName.get(name)?.meta.lib === false).sort()).toEqual(start.shows);
  });
});

/** The case with its calls in the opposite order. */
function reversed(told: ToldCase): ToldCase {
  const { run, strace } = told;
  return {
    ...told,
    ...(run === undefined ? {} : { run: run.toReversed() }),
    ...(strace === undefined ? {} : { strace: `${strace.trim().split('\n').reverse().join('\n')}\n` }),
  };
}

/** Whether bytes are instructions from the first to the last one. */
function isWholeCode(bytes: Uint8Array, bits: 32 | 64): boolean {
  const instruction = new Instruction();
  for (let at = 0; at < bytes.length; at += instruction.length)
    if (decode(bytes, at, bytes.length, at, bits, instruction) === 0) return false;
  return true;
}

/** Whether a statement can hold in a flavour, as far as the blocks and rules that it refers to exist there. */
function canHold(statement: Statement, flavour: Flavour): boolean {
  switch (statement.kind) {
    case 'and':
      return statement.children.every((child) => canHold(child, flavour));
    case 'or':
      return statement.children.some((child) => canHold(child, flavour));
    case 'some':
      return statement.children.filter((child) => canHold(child, flavour)).length >= statement.count;
    case 'range':
    case 'feature': {
      const feature = statement.kind === 'range' ? statement.child : statement.feature;
      if (feature.type !== 'match') return true;
      const rule = ruleSet.byName.get(feature.value as string);
      return rule === undefined || (rule.meta.scopes[flavour] !== undefined && canHold(rule.statement, flavour));
    }
    default:
      return true;
  }
}

describe('the built-in rules', () => {
  it('are many', () => {
    expect(shown.length).toBeGreaterThanOrEqual(700);
  });

  it('have a positive and a negative case each, and no case is left over', () => {
    expect(cases.map(({ rule }) => rule).sort()).toEqual(rules.map(({ meta }) => meta.name).sort());
    for (const entry of cases)
      expect([entry.rule, entry.match.length > 0, entry['no match'].length > 0]).toEqual([entry.rule, true, true]);
  });

  it('have programs of whole instructions', () => {
    const programs = cases
      .flatMap((entry) => [...entry.match, ...entry['no match']])
      .map((one) => (isToldCase(one) ? (one.program ?? {}) : one))
      .filter(isProgramCase);
    expect(programs.length).toBeGreaterThan(700);
    const torn = programs.map(codeOfCase).filter(({ bytes, bits }) => !isWholeCode(bytes, bits));
    expect(torn.map(({ text }) => text)).toEqual([]);
  });

  it('show that they look at programs only by programs', () => {
    for (const { rule, ...entry } of cases) {
      const { dynamic, both } = ruleSet.byName.get(rule)?.meta.scopes ?? {};
      if (dynamic !== undefined || both !== undefined) continue;
      expect([rule, [...entry.match, ...entry['no match']].every(isProgramCase)]).toEqual([rule, true]);
    }
  });

  it('show that they need both sides by programs with their runs', () => {
    for (const { rule, ...entry } of cases) {
      if (ruleSet.byName.get(rule)?.meta.scopes.both === undefined) continue;
      const all = [...entry.match, ...entry['no match']];
      expect([rule, all.every((one) => isToldCase(one) && one.program !== undefined)]).toEqual([rule, true]);
    }
  });

  it('that need both sides or an order are many, and say why neither half suffices', () => {
    const joint = rules.filter(({ meta, statement }) => meta.scopes.both !== undefined || asksForOrder(statement));
    expect(joint.length).toBeGreaterThanOrEqual(40);
    for (const { meta } of joint) expect(meta.description, meta.name).toContain('; ');
  });

  it('that need an order do not match the same calls backwards', async () => {
    const ordered = new Set(rules.filter(({ statement }) => asksForOrder(statement)).map(({ meta }) => meta.name));
    const backwards = cases
      .filter(({ rule }) => ordered.has(rule))
      .flatMap(({ rule, match: found }) => found.filter(isToldCase).map((told) => ({ rule, told: reversed(told) })));
    expect(backwards.length).toBeGreaterThanOrEqual(ordered.size);
    for (const { rule, told } of backwards) expect(await match(told, DEFAULT_SEMANTICS), rule).not.toContain(rule);
  });

  it('can match in each flavour that they claim', () => {
    for (const flavour of ['static', 'dynamic'] as const) {
      const claimed = rules.filter(({ meta }) => meta.scopes[flavour] !== undefined);
      expect(claimed.filter((rule) => !canHold(rule.statement, flavour)).map(({ meta }) => meta.name)).toEqual([]);
    }
  });

  it('describe themselves in one sentence and name their authors', () => {
    for (const { meta } of rules) {
      expect(meta.description, meta.name).toMatch(/^\p{Lu}.*[^.]\.$/u);
      expect(meta.authors, meta.name).toEqual(['capax project']);
      expect(meta.name, meta.name).toMatch(/^\p{Ll}/u);
    }
  });

  it('point to ATT&CK or MBC with well-formed entries of known tactics, except library rules, limitations and what files are made with', () => {
    for (const { meta } of shown) {
      const isMaker = /^(program\/(installer|compiler|library)|internal\/limitation\/static)$/.test(
        meta.namespace ?? '',
      );
      if (!isMaker) expect([...meta.attack, ...meta.mbc].length, meta.name).toBeGreaterThan(0);
      for (const entry of meta.attack) expect(entry, meta.name).toMatch(/^[^:]+(::[^:]+){1,2} \[T\d{4}(\.\d{3})?\]$/);
      for (const entry of meta.mbc)
        expect(entry, meta.name).toMatch(/^[^:]+(::[^:]+){1,2} \[[BCEF]\d{4}(\.m?\d{2,3})?\]$/);
    }
    const tactics = new Set(shown.flatMap(({ meta }) => meta.attack.map((entry) => entry.split('::')[0])));
    expect([...tactics].sort()).toEqual([
      'Collection',
      'Command and Control',
      'Credential Access',
      'Defense Impairment',
      'Discovery',
      'Execution',
      'Impact',
      'Lateral Movement',
      'Persistence',
      'Privilege Escalation',
      'Stealth',
    ]);
  });

  it('lie in the folder of their namespace, under their name', () => {
    for (const { path, meta } of rules) {
      const slug = meta.name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '');
      expect(relative(builtInRulesFolder, path).split(/[\\/]/).join('/')).toBe(`${meta.namespace}/${slug}.yml`);
    }
  });

  it('are library rules if and only if they lie in lib', () => {
    for (const { meta } of rules)
      expect([meta.name, meta.namespace?.startsWith('lib/')]).toEqual([meta.name, meta.lib]);
  });

  it('have each area explained in the documentation, and no other', () => {
    const page = readFileSync(resolve(folder, '../../docs/built-in-rules.md'), 'utf8');
    const explained = [...page.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, area]) => area);
    expect(explained.sort()).toEqual([...new Set(rules.map(({ meta }) => meta.namespace?.split('/')[0]))].sort());
  });

  it('are as many as the documentation says', () => {
    const page = readFileSync(resolve(folder, '../../docs/built-in-rules.md'), 'utf8');
    const [, all, ofRuns, ofPrograms, ofBoth] =
      /has (\d+) rules for\s[^:]*: (\d+) aim.*?; (\d+) see.*?; (\d+) need/s.exec(page) ?? [];
    const needBoth = rules.filter(({ meta }) => meta.scopes.both !== undefined).length;
    const forRuns = rules.filter(({ meta }) => meta.scopes.dynamic !== undefined).length;
    const forPrograms = rules.length - forRuns - needBoth;
    expect([all, ofRuns, ofPrograms, ofBoth].map(Number)).toEqual([rules.length, forRuns, forPrograms, needBoth]);
  });

  it('use every library rule', () => {
    const used = new Set([...ruleSet.dependencies.values()].flat());
    expect(rules.filter(({ meta }) => meta.lib && !used.has(meta.name)).map(({ meta }) => meta.name)).toEqual([]);
  });
});

const published = sharedPath('data', 'rules');

describe.skipIf(published === undefined)('the built-in rules beside capa-rules (needs shared data)', () => {
  it('share no name with them, so that both can be used together', () => {
    const names = new Set(readRuleTexts(published as string).map(({ text }) => /^ {4}name: (.*)$/m.exec(text)?.[1]));
    expect(names.size).toBeGreaterThan(1000);
    expect(rules.filter(({ meta }) => names.has(meta.name)).map(({ meta }) => meta.name)).toEqual([]);
  });
});
