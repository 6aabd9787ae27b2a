import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FEATURE_TYPE_NAMES } from '../../../src/features/feature-types.ts';
import { DYNAMIC_SCOPES, FLAVOURS, type Flavour, SCOPES, STATIC_SCOPES } from '../../../src/features/scopes.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import type { Statement } from '../../../src/rules/rule.ts';
import { statementKind } from '../../../src/rules/statement-words.ts';
import { featuresIn } from '../../../src/rules/walk.ts';
import { ruleText } from '../../support/rule-text.ts';
import { STATEMENT_KINDS } from '../../support/statement-kinds.ts';

const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
const examples = Array.from(page.matchAll(/^```yaml\n(.*?)^```$/gms), (match) => match[1] as string);

/** Rows of the tables below `heading`, as cells. */
function rows(heading: string): string[][] {
  const section = page.slice(page.indexOf(heading)).split(/\n#{2,3} /, 2)[0] ?? '';
  return Array.from(section.matchAll(/^\| (.*) \|$/gm), (match) =>
    (match[1] as string).split('|').map((cell) => cell.trim()),
  );
}

/** Words in backticks, for example of a table cell. */
function words(text: string | undefined): string[] {
  return Array.from((text ?? '').matchAll(/`([^`]+)`/g), (match) => match[1] as string);
}

describe('docs/rules.md', () => {
  it.each(examples)('has examples that are valid: %#', (example) => {
    const text = example.startsWith('rule:') ? example : ruleText(example.trimEnd());
    expect(() => parseRule({ text, path: 'docs.yml' })).not.toThrow();
  });

  /** The rule's statement at the first scope where the parser accepts it. */
  const parseSomewhere = (features: string): Statement | undefined => {
    for (const flavour of FLAVOURS) {
      for (const scope of SCOPES[flavour]) {
        const scopes = { static: 'unsupported', dynamic: 'unsupported', [flavour]: scope };
        try {
          return parseRule({ text: ruleText(features, scopes), path: 'docs.yml' }).statement;
        } catch {
          // Not seen at this scope, or no such feature.
        }
      }
    }
    return undefined;
  };

  it('names every kind of statement', () => {
    const plain = rows('## Statements').flatMap(([key]) => words(key));
    const counts = Array.from(page.matchAll(/^ *- (count\(.*\)): /gm), (match) => match[1] as string);
    const blocks = words(/Blocks are [^.]*[.]/.exec(page)?.[0]);
    const features = rows('## Features').flatMap(([key]) => words(key));
    const documented = [...plain, ...counts, ...blocks, ...features].map(statementKind);
    expect([...new Set(documented)].sort()).toEqual([...STATEMENT_KINDS].sort());
    expect(plain.filter((word) => statementKind(word) === 'feature')).toEqual([]);
    expect(blocks.filter((word) => statementKind(word) !== 'subscope')).toEqual([]);
    const scopes = FLAVOURS.flatMap((flavour): readonly string[] => SCOPES[flavour]);
    expect(blocks).toEqual(scopes.filter((word) => statementKind(word) === 'subscope'));
  });

  it('names every type of feature', () => {
    const documented = rows('## Features').flatMap(([key, value]) =>
      words(key).flatMap((word) => {
        const name = word.replace('[N]', '[0]');
        const elements =
          name === 'basic blocks'
            ? [`count(${name}): 1`]
            : [...words(value), 'text', '1', '"00"', 'any', 'loop'].map((written) => `${name}: ${written}`);
        const statements = elements.flatMap((element) => parseSomewhere(`- ${element}`) ?? []);
        return statements.slice(0, 1).flatMap((statement) => [...featuresIn(statement)].map(({ type }) => type));
      }),
    );
    expect([...new Set(documented)].sort()).toEqual([...FEATURE_TYPE_NAMES].sort());
  });

  it('names every scope, in order', () => {
    const table = rows('## Scopes').filter(([flavour]) => words(flavour).length > 0);
    const documented = table.map(([flavour, scopes]) => [words(flavour)[0], words(scopes)]);
    expect(documented).toEqual(FLAVOURS.map((flavour) => [flavour, [...SCOPES[flavour]]]));
    const columns = rows('### Which feature at which scope')
      .find(([first]) => first === 'feature')
      ?.slice(1);
    expect(columns).toEqual([...new Set(documented.flatMap(([, scopes]) => scopes))]);
  });

  const values: Record<string, string> = {
    os: 'any',
    arch: 'any',
    format: 'pe',
    number: '1',
    offset: '1',
    'observed-number': '1',
    bytes: '"00"',
    status: 'success',
    behavior: 'file/write',
  };
  const isValid = (feature: string, scope: string): boolean =>
    FLAVOURS.some(
      (flavour) => (SCOPES[flavour] as readonly string[]).includes(scope) && isValidAt(feature, flavour, scope),
    );
  const isValidAt = (feature: string, flavour: Flavour, scope: string): boolean => {
    const key = feature === 'operand[N]' ? 'operand[0].number' : feature;
    const text = ruleText(`- ${key}: ${values[feature] ?? (feature === 'operand[N]' ? '1' : 'text')}`, {
      static: 'unsupported',
      dynamic: 'unsupported',
      [flavour]: scope,
    });
    try {
      return parseRule({ text, path: 'docs.yml' }) !== undefined;
    } catch {
      return false;
    }
  };
  const table = rows('### Which feature at which scope');
  const header = table.find((cells) => cells[0] === 'feature') ?? [];
  const features = table.filter((cells) => cells.length === header.length && words(cells[0]).length > 0);

  it.each(features.flatMap((cells) => words(cells[0]).map((feature) => [feature, cells] as const)))(
    'says where %s is possible',
    (feature, cells) => {
      if (feature.startsWith('com/')) return;
      const documented = header.filter((_, column) => cells[column] === 'x');
      const possible = header.slice(1).filter((scope) => isValid(feature, scope));
      expect(possible).toEqual(documented);
    },
  );

  const characteristics = table.filter((cells) => cells.length === 2 && words(cells[0]).length > 0);
  it.each(
    characteristics.flatMap(([names, scopes]) => words(names).map((name) => [name, scopes?.split(', ')] as const)),
  )('says where the characteristic %s is possible', (name, documented) => {
    const possible = [...STATIC_SCOPES, ...DYNAMIC_SCOPES.slice(0, -1)].filter((scope) => {
      const isStatic = (STATIC_SCOPES as readonly string[]).includes(scope);
      const parts = { static: isStatic ? scope : 'unsupported', dynamic: isStatic ? 'unsupported' : scope };
      try {
        return parseRule({ text: ruleText(`- characteristic: ${name}`, parts), path: 'docs.yml' }) !== undefined;
      } catch {
        return false;
      }
    });
    expect(possible).toEqual(documented);
  });
});
