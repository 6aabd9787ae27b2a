import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DYNAMIC_SCOPES, STATIC_SCOPES } from '../../../src/features/scopes.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import { ruleText } from '../../support/rule-text.ts';

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
    expect(() => parseRule(text, 'docs.yml')).not.toThrow();
  });

  const values: Record<string, string> = {
    os: 'any',
    arch: 'any',
    format: 'pe',
    number: '1',
    offset: '1',
    bytes: '"00"',
  };
  const isValid = (feature: string, scope: string): boolean => {
    const isStatic = (STATIC_SCOPES as readonly string[]).includes(scope);
    const key = feature === 'operand[N]' ? 'operand[0].number' : feature;
    const text = ruleText(`- ${key}: ${values[feature] ?? (feature === 'operand[N]' ? '1' : 'text')}`, {
      static: isStatic ? scope : 'unsupported',
      dynamic: isStatic ? 'unsupported' : scope,
    });
    try {
      return parseRule(text, 'docs.yml') !== undefined;
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
        return parseRule(ruleText(`- characteristic: ${name}`, parts), 'docs.yml') !== undefined;
      } catch {
        return false;
      }
    });
    expect(possible).toEqual(documented);
  });
});
