import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../src/features/feature.ts';
import { parseAttack, parseMbc } from '../../../src/result/attack.ts';
import { nodeObject } from '../../../src/result/capa-json/nodes.ts';
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
  it('splits its references and leaves out what a rule does not say', () => {
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
    expect(meta).not.toHaveProperty('namespace');
    expect(meta).toMatchObject({ name: 'r', authors: ['a'], lib: true, isSubscopeRule: false });
    expect(meta.maec).toEqual({ malwareCategoryOv: 'x' });
    expect(meta.attack[0]?.id).toBe('T1');
  });
});

describe('nodeObject', () => {
  it("writes statements in the reference's words", () => {
    expect(nodeObject({ kind: 'and', description: 'd' })).toEqual({
      type: 'statement',
      statement: { type: 'and', description: 'd' },
    });
    expect(nodeObject({ kind: 'some', count: 0 })).toMatchObject({ statement: { type: 'optional' } });
    expect(nodeObject({ kind: 'some', count: 2 })).toMatchObject({ statement: { type: 'some', count: 2 } });
    const range = {
      kind: 'range',
      child: { type: 'import', value: 'a.b' },
      childDescription: 'c',
      min: 1,
      max: 2,
      description: 'd',
    } as const;
    expect(nodeObject(range)).toEqual({
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

  it('writes features with their value under a key of their type', () => {
    const written = (feature: Feature, description?: string) =>
      nodeObject({ kind: 'feature', feature, ...(description === undefined ? {} : { description }) });
    expect(written({ type: 'operand offset', index: 1, value: 2n ** 60n })).toEqual({
      type: 'feature',
      feature: { type: 'operand offset', index: 1, operand_offset: 2n ** 60n },
    });
    expect(written({ type: 'property', access: 'write', value: 'P' })).toEqual({
      type: 'feature',
      feature: { type: 'property', access: 'write', property: 'P' },
    });
    expect(written({ type: 'basic block' })).toEqual({ type: 'feature', feature: { type: 'basic block' } });
    expect(written({ type: 'function name', value: 'f' }, 'd')).toEqual({
      type: 'feature',
      feature: { type: 'function name', function_name: 'f', description: 'd' },
    });
  });
});
