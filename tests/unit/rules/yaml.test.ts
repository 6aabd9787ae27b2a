import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/limits.ts';
import { parseYaml, type YamlNode } from '../../../src/rules/yaml.ts';
import { errorOf } from '../../support/rule-text.ts';

/** Types and values without positions: scalars as [kind, text or value], mappings as lists of pairs. */
function plain(node: YamlNode): unknown {
  if (node.kind === 'sequence') return node.items.map(plain);
  if (node.kind === 'mapping') return { pairs: node.entries.map((entry) => [plain(entry.key), plain(entry.value)]) };
  return [node.kind, 'value' in node ? node.value : node.text];
}

function read(text: string): unknown {
  return plain(parseYaml({ path: 'x.yml', text }));
}

function failure(text: string) {
  return errorOf(() => read(text));
}

describe('parseYaml types scalars as YAML 1.1', () => {
  it.each([
    ['yes', ['boolean', true]],
    ['Off', ['boolean', false]],
    ['yEs', ['text', 'yEs']],
    ['y', ['text', 'y']],
    ['~', ['null', '~']],
    ['NULL', ['null', 'NULL']],
    ['nULL', ['text', 'nULL']],
    ['1.5', ['float', '1.5']],
    ['.inf', ['float', '.inf']],
    ['1e3', ['text', '1e3']],
    ['1.5e+3', ['float', '1.5e+3']],
    ['2024-01-01', ['date', '2024-01-01']],
    ['2024-1-1 10:00:00', ['date', '2024-1-1 10:00:00']],
    ['2024-1-1', ['text', '2024-1-1']],
    ['010', ['integer', 8]],
    ['1:30', ['integer', 90]],
    ['0o17', ['text', '0o17']],
    ['-0x30', ['integer', -48]],
    ['0xFFFFFFFFFFFFFFFF', ['integer', 18446744073709551615n]],
    ['"010"', ['text', '010']],
    ["'yes'", ['text', 'yes']],
    ['|\n  5', ['text', '5\n']],
    ['!!str 5', ['text', '5']],
    ['! 5', ['text', '5']],
    ['!!int "0x10"', ['integer', 16]],
    ['a # comment', ['text', 'a']],
    ['a#b', ['text', 'a#b']],
    ['"\\x41\\u263a\\/"', ['text', 'A\u263a/']],
    ['=', ['text', '=']],
  ])('%s', (text, expected) => {
    expect(read(`- ${text}\n`)).toEqual([expected]);
  });

  it('reads an empty document and an empty value as nothing', () => {
    expect(read('')).toEqual(['null', '']);
    expect(read('a:\n')).toEqual({
      pairs: [
        [
          ['text', 'a'],
          ['null', ''],
        ],
      ],
    });
  });

  it('ignores a byte order mark', () => {
    expect(read('\ufeffa: b')).toEqual({
      pairs: [
        [
          ['text', 'a'],
          ['text', 'b'],
        ],
      ],
    });
  });
});

describe('parseYaml mappings', () => {
  const text = (value: string): unknown => ['text', value];

  it('keep the last of duplicate keys at the place of the first', () => {
    expect(read('a: x\nb: y\na: z\n')).toEqual({
      pairs: [
        [text('a'), text('z')],
        [text('b'), text('y')],
      ],
    });
  });

  it('put merged entries first and let own entries win', () => {
    expect(read('base: &b {x: 1, y: 2}\nown:\n  z: 3\n  y: 4\n  <<: *b\n')).toEqual({
      pairs: [
        [
          text('base'),
          {
            pairs: [
              [text('x'), ['integer', 1]],
              [text('y'), ['integer', 2]],
            ],
          },
        ],
        [
          text('own'),
          {
            pairs: [
              [text('x'), ['integer', 1]],
              [text('y'), ['integer', 4]],
              [text('z'), ['integer', 3]],
            ],
          },
        ],
      ],
    });
  });

  it('let the first of several merged mappings win', () => {
    const merged = { pairs: [[text('x'), ['integer', 1]]] };
    expect(read('- <<: [{x: 1}, {x: 2}]')).toEqual([merged]);
  });

  it('treat a quoted << as an ordinary key', () => {
    expect(read('"<<": a')).toEqual({ pairs: [[text('<<'), text('a')]] });
  });

  it('keep keys that are properties of objects', () => {
    expect(read('__proto__: a\nconstructor: b')).toEqual({
      pairs: [
        [text('__proto__'), text('a')],
        [text('constructor'), text('b')],
      ],
    });
  });
});

describe('parseYaml positions', () => {
  it('give the offset of every node', () => {
    const node = parseYaml({ path: 'x.yml', text: 'a:\n  - "b"\n' });
    expect(node).toMatchObject({
      kind: 'mapping',
      offset: 0,
      entries: [{ key: { offset: 0 }, value: { offset: 5, items: [{ offset: 7 }] } }],
    });
  });
});

describe('parseYaml refuses', () => {
  it.each([
    ['a syntax error', 'a: "b\n', 'x.yml:2:1', /not valid YAML/],
    ['tabs as indentation', 'a:\n\tb: c\n', 'x.yml:2:1', /not valid YAML/],
    ['several documents', 'a: b\n---\nc: d\n', 'x.yml:2:1', /more than one YAML document/],
    ['an undefined alias', 'a: *b\n', 'x.yml:1:4', /alias "\*b" is not defined/],
    ['an alias to itself', 'a: &b [*b]\n', 'x.yml:1:8', /alias "\*b" contains itself/],
    ['unknown tags', '- !foo x\n', 'x.yml:1:8', /tag "!foo"/],
    ['tags that do not fit', '- !!int x\n', 'x.yml:1:9', /tag "tag:yaml.org,2002:int"/],
    ['tags on collections', '- !!set {a, b}\n', 'x.yml:1:9', /tag "tag:yaml.org,2002:set"/],
    ['lists as keys', '? [a]\n: b\n', 'x.yml:1:3', /a list cannot be a key/],
    ['merging a text', '<<: a\n', 'x.yml:1:5', /merges mappings, not the text "a"/],
    ['integers beyond the limit', `- ${'9'.repeat(5000)}\n`, 'x.yml:1:3', /cannot be read/],
  ])('%s', (_, text, where, message) => {
    const error = failure(text);
    expect(error.code).toBe('rules-invalid');
    expect(error.message).toMatch(message);
    expect(error.where).toBe(where);
  });

  it.each(['[', '- ', '? ', '{a: '])('nesting without end: %s', (piece) => {
    expect(failure(piece.repeat(100_000)).message).toMatch(/nested too deeply/);
  });

  it('merge keys that copy without end', () => {
    const wide = Array.from({ length: 1000 }, (_, index) => `k${index}: 1`).join(', ');
    const text = `- &a {${wide}}\n${'- <<: *a\n'.repeat(LIMITS.ruleStatements / 1000 + 1)}`;
    expect(failure(text).message).toMatch(/copy too many entries/);
  });

  it('nothing about aliases that share much: they are not expanded', () => {
    const levels = Array.from({ length: 60 }, (_, level) => `- &l${level + 1} [*l${level}, *l${level}]`);
    expect(parseYaml({ path: 'x.yml', text: `- &l0 x\n${levels.join('\n')}\n` })).toMatchObject({ kind: 'sequence' });
  });
});
