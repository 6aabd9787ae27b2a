import { describe, expect, it } from 'vitest';
import { parseAttack, parseMbc } from '../../../src/result/attack.ts';
import { documentFeature, documentFeatureValue, documentNode } from '../../../src/result/nodes.ts';
import { documentMeta } from '../../../src/result/rule-meta.ts';

describe('ATT&CK and MBC texts', () => {
  it('are split into parts and id', () => {
    expect(parseAttack('Defense Evasion::Process Injection::Hollowing [T1055.012]')).toEqual({
      parts: ['Defense Evasion', 'Process Injection', 'Hollowing'],
      tactic: 'Defense Evasion',
      technique: 'Process Injection',
      subtechnique: 'Hollowing',
      id: 'T1055.012',
    });
    expect(parseMbc('Data::Encode Data [C0026]')).toEqual({
      parts: ['Data', 'Encode Data'],
      objective: 'Data',
      behavior: 'Encode Data',
      method: '',
      id: 'C0026',
    });
  });

  it('keep further parts in the list only', () => {
    const { parts, subtechnique } = parseAttack('A::B::C::D [T1]');
    expect(parts).toEqual(['A', 'B', 'C', 'D']);
    expect(subtechnique).toBe('C');
  });

  it('without an id lose their last word to it, as in the reference', () => {
    expect(parseAttack('A::B C')).toMatchObject({ parts: ['A', 'B'], technique: 'B', id: 'C' });
    expect(parseAttack('A::B')).toMatchObject({ parts: ['A', ''], technique: '', id: 'B' });
    expect(parseAttack('')).toMatchObject({ parts: [''], tactic: '', id: '' });
  });
});

describe('documentMeta', () => {
  it("uses the document's key names and leaves out what a rule does not say", () => {
    const meta = documentMeta({
      name: 'r',
      authors: ['a'],
      scopes: { dynamic: 'call' },
      attack: ['A::B [T1]'],
      mbc: [],
      references: [],
      examples: [],
      description: '',
      lib: true,
      maec: { malwareCategoryOv: 'x' },
    });
    expect(Object.keys(meta)).toEqual([
      'name',
      'authors',
      'scopes',
      'attack',
      'mbc',
      'references',
      'examples',
      'description',
      'lib',
      'is_subscope_rule',
      'maec',
    ]);
    expect(meta.maec).toEqual({ malware_category_ov: 'x' });
    expect(meta.attack[0]?.id).toBe('T1');
  });
});

describe('documentNode', () => {
  it('turns statements into their words', () => {
    expect(documentNode({ kind: 'and', children: [], description: 'd' })).toEqual({
      type: 'statement',
      statement: { type: 'and', description: 'd' },
    });
    expect(documentNode({ kind: 'some', count: 0, children: [] })).toMatchObject({ statement: { type: 'optional' } });
    expect(documentNode({ kind: 'some', count: 2, children: [] })).toMatchObject({
      statement: { type: 'some', count: 2 },
    });
    expect(
      documentNode({
        kind: 'range',
        child: { type: 'import', value: 'a.b' },
        childDescription: 'c',
        min: 1,
        max: 2,
        description: 'd',
      }),
    ).toEqual({
      type: 'statement',
      statement: {
        type: 'range',
        description: 'd',
        min: 1,
        max: 2,
        child: { type: 'import', import_: 'a.b', description: 'c' },
      },
    });
  });

  it('turns features into their keys, with the value under the last one', () => {
    const operand = documentFeature({ type: 'operand offset', index: 1, value: 2n ** 60n });
    expect(operand).toEqual({ type: 'operand offset', index: 1, operand_offset: 2n ** 60n });
    expect(documentFeatureValue(operand)).toBe(2n ** 60n);
    expect(documentFeature({ type: 'property', access: 'write', value: 'P' })).toEqual({
      type: 'property',
      access: 'write',
      property: 'P',
    });
    expect(documentFeatureValue(documentFeature({ type: 'basic block' }))).toBeUndefined();
    expect(documentFeature({ type: 'function name', value: 'f' }, 'd')).toEqual({
      type: 'function name',
      function_name: 'f',
      description: 'd',
    });
  });
});
