import { describe, expect, it } from 'vitest';
import type { ComNames } from '../../../src/rules/com-names.ts';
import { RANGE_MAX, type Statement } from '../../../src/rules/rule.ts';
import { ruleOf, statementOf } from '../../support/rule-text.ts';

describe('meta', () => {
  it('is read whole', () => {
    const rule = ruleOf('- number: 1', {
      name: 'send data',
      dynamic: 'unsupported',
      meta: [
        'namespace: communication/socket',
        'authors: [alice@example.com]',
        'description: sends',
        'lib: true',
        'att&ck:',
        '  - Exfiltration::Something [T1000]',
        'mbc: ["Communication::Socket [C0001]"]',
        'references: [https://example.com]',
        'examples: [0123:0x1000]',
        'maec/malware-family: Foo',
        'custom: [tag one]',
        'number: 5',
      ].join('\n'),
    });
    expect(rule.meta).toEqual({
      name: 'send data',
      namespace: 'communication/socket',
      authors: ['alice@example.com'],
      scopes: { static: 'function' },
      attack: ['Exfiltration::Something [T1000]'],
      mbc: ['Communication::Socket [C0001]'],
      references: ['https://example.com'],
      examples: ['0123:0x1000'],
      description: 'sends',
      lib: true,
      maec: { malwareFamily: 'Foo' },
    });
    expect(rule.tags).toEqual(expect.arrayContaining(['send data', 'tag one', 'Foo', 'sends', 'send data.yml']));
    expect(rule.tags).not.toContain('5');
  });

  it('needs name and scopes only', () => {
    expect(ruleOf('- number: 1', { meta: 'references:\nnamespace:' }).meta).toEqual({
      name: 'test rule',
      authors: [],
      scopes: { static: 'function', dynamic: 'process' },
      attack: [],
      mbc: [],
      references: [],
      examples: [],
      description: '',
      lib: false,
      maec: {},
    });
  });

  it('keeps the text of the file as source', () => {
    const rule = ruleOf('- number: 1');
    expect(rule.source).toMatch(/^rule:\n {2}meta:\n/);
  });
});

function feature(features: string, scopes = {}): Statement {
  return statementOf(features, scopes);
}

describe('features', () => {
  const file = { static: 'file', dynamic: 'file' };
  it.each([
    ['api: kernel32.CreateFile', { type: 'api', value: 'CreateFile' }],
    ['api: ws2_32.#1', { type: 'api', value: 'ws2_32.#1' }],
    ['api: System.IO.File::Open', { type: 'api', value: 'System.IO.File::Open' }],
    ['api: a.b.c', { type: 'api', value: 'a.b.c' }],
    ['string: a = b', { type: 'string', value: 'a = b' }],
    ['string: /a = b/', { type: 'regex', value: '/a = b/' }],
    ['string: /ab/i', { type: 'regex', value: '/ab/i' }],
    ['string: /ab/x', { type: 'string', value: '/ab/x' }],
    ['string: /', { type: 'regex', value: '/' }],
    ['substring: ab', { type: 'substring', value: 'ab' }],
    ['bytes: 01 aB  FF', { type: 'bytes', value: '01abff' }],
    ['bytes: ""', { type: 'bytes', value: '' }],
    ['number: 0xFFFFFFFFFFFFFFFF', { type: 'number', value: 18446744073709551615n }],
    ['number: 010', { type: 'number', value: 8 }],
    ['number: true', { type: 'number', value: 1 }],
    ['offset: -0x30', { type: 'offset', value: -48 }],
    ['operand[0].number: 5', { type: 'operand number', index: 0, value: 5 }],
    ['operand[4].offset: 0x10', { type: 'operand offset', index: 4, value: 16 }],
    ['mnemonic: xor', { type: 'mnemonic', value: 'xor' }],
    ['characteristic: nzxor', { type: 'characteristic', value: 'nzxor' }],
    ['characteristic: call $+5', { type: 'characteristic', value: 'call $+5' }],
    ['basic blocks: 3', { type: 'basic block' }],
    ['match: host-interaction', { type: 'match', value: 'host-interaction' }],
    ['os: dragonfly BSD', { type: 'os', value: 'dragonfly BSD' }],
    ['arch: any', { type: 'arch', value: 'any' }],
    ['format: dotnet', { type: 'format', value: 'dotnet' }],
    ['class: System.IO.File', { type: 'class', value: 'System.IO.File' }],
    ['namespace: System.IO', { type: 'namespace', value: 'System.IO' }],
    ['property: a::b', { type: 'property', value: 'a::b' }],
    ['property/read: a::b', { type: 'property', access: 'read', value: 'a::b' }],
    ['property/write: a::b', { type: 'property', access: 'write', value: 'a::b' }],
  ])('%s', (text, expected) => {
    expect(feature(`- ${text}`)).toEqual({ kind: 'feature', feature: expected });
  });

  it.each([
    ['export: a.b', { type: 'export', value: 'a.b' }],
    ['import: kernel32.CreateFile', { type: 'import', value: 'kernel32.CreateFile' }],
    ['section: .text', { type: 'section', value: '.text' }],
    ['function-name: main', { type: 'function name', value: 'main' }],
    ['characteristic: embedded pe', { type: 'characteristic', value: 'embedded pe' }],
  ])('%s at file scope', (text, expected) => {
    expect(feature(`- ${text}`, file)).toEqual({ kind: 'feature', feature: expected });
  });

  it('are described behind " = " or beside', () => {
    expect(feature('- number: 0x10 = a = b')).toMatchObject({ feature: { value: 16 }, description: 'a = b' });
    expect(feature('- substring: a = b')).toMatchObject({ feature: { value: 'a' }, description: 'b' });
    expect(feature('- string: a\n  description: b')).toMatchObject({ feature: { value: 'a' }, description: 'b' });
    expect(feature('- os: linux\n  description: 7')).toMatchObject({ description: '7' });
    expect(feature('- number: 5\n  description:')).not.toHaveProperty('description');
  });

  it('are decided by the first key of an element', () => {
    expect(feature('- number: 5\n  api: foo')).toEqual({ kind: 'feature', feature: { type: 'number', value: 5 } });
  });

  it('are allowed if the static or the dynamic scope allows them', () => {
    expect(feature('- mnemonic: xor', { static: 'function', dynamic: 'call' })).toMatchObject({ kind: 'feature' });
    expect(feature('- api: a', { static: 'file', dynamic: 'call' })).toMatchObject({ kind: 'feature' });
  });
});

describe('COM names', () => {
  const comNames: ComNames = {
    find: (kind, name) =>
      kind === 'class' && name === 'Twice'
        ? ['389EA17B-5078-4CDE-B6EF-25C15175C751', 'e018945b-aa86-4008-9bd4-6777a1e40c11']
        : undefined,
  };

  it('stand for their GUIDs as text and as bytes, in the order of the database', () => {
    const child = (type: string, value: string, form: string) => ({
      kind: 'feature',
      feature: { type, value },
      description: `CLSID_Twice as ${form}`,
    });
    expect(statementOf('- com/class: Twice = dropped', { static: 'file', dynamic: 'file' }, comNames)).toEqual({
      kind: 'or',
      children: [
        child('string', '389EA17B-5078-4CDE-B6EF-25C15175C751', 'GUID string'),
        child('bytes', '7ba19e387850de4cb6ef25c15175c751', 'bytes'),
        child('string', 'e018945b-aa86-4008-9bd4-6777a1e40c11', 'GUID string'),
        child('bytes', '5b9418e086aa08409bd46777a1e40c11', 'bytes'),
      ],
    });
  });

  it('must be known', () => {
    expect(() => statementOf('- com/interface: Twice', {}, comNames)).toThrow(/no COM interface "Twice" is known/);
  });
});

describe('statements', () => {
  const one: Statement = { kind: 'feature', feature: { type: 'number', value: 1 } };

  it('are and, or, not, optional and N or more', () => {
    const features = [
      '- and:',
      '  - or:',
      '    - number: 1',
      '  - not:',
      '    - number: 1',
      '  - optional:',
      '    - number: 1',
      '  - 1_0 or more:',
      '    - number: 1',
      '  - or: []',
    ].join('\n');
    expect(statementOf(features)).toEqual({
      kind: 'and',
      children: [
        { kind: 'or', children: [one] },
        { kind: 'not', child: one },
        { kind: 'some', count: 0, children: [one] },
        { kind: 'some', count: 10, children: [one] },
        { kind: 'or', children: [] },
      ],
    });
  });

  it('are described by an element of their list, and by nothing beside them', () => {
    expect(statementOf('- or:\n  - description: why\n  - number: 1')).toEqual({
      kind: 'or',
      children: [one],
      description: 'why',
    });
    expect(statementOf('- or:\n  - number: 1\n  description: ignored')).toEqual({ kind: 'or', children: [one] });
    expect(statementOf('- or:\n  - not:\n    - description: why\n    - number: 1')).toEqual({
      kind: 'or',
      children: [{ kind: 'not', child: one, description: 'why' }],
    });
  });

  it('keep equal features once, whatever their descriptions', () => {
    expect(statementOf('- or:\n  - number: 1\n  - number: 0x1 = again\n  - number: true')).toEqual({
      kind: 'or',
      children: [one],
    });
    expect(statementOf('- or:\n  - api: recv\n  - api: ws2_32.recv\n  - string: recv')).toMatchObject({
      children: [{ feature: { type: 'api' } }, { feature: { type: 'string' } }],
    });
    expect(statementOf('- or:\n  - and: [number: 1]\n  - and: [number: 1]')).toMatchObject({ children: [{}, {}] });
  });

  it('may have any shape at the top', () => {
    expect(statementOf('- not:\n  - number: 1')).toEqual({ kind: 'not', child: one });
    expect(statementOf('- optional:\n  - number: 1')).toMatchObject({ kind: 'some', count: 0 });
    expect(statementOf('- count(mnemonic(mov)): 0')).toMatchObject({ kind: 'range', min: 0, max: 0 });
  });
});

describe('subscope blocks', () => {
  it('hold one statement', () => {
    expect(statementOf('- and:\n  - basic block:\n    - description: why\n    - mnemonic: xor')).toEqual({
      kind: 'and',
      children: [
        {
          kind: 'subscope',
          scope: 'basic block',
          child: { kind: 'feature', feature: { type: 'mnemonic', value: 'xor' } },
          description: 'why',
        },
      ],
    });
  });

  it('of instructions may hold several, which is an implied and', () => {
    const block = (list: string) =>
      statementOf(`- and:\n  - instruction:\n${list.replaceAll(/^/gm, '    ')}`) as { children?: unknown[] };
    expect(block('- mnemonic: xor\n- number: 1').children).toMatchObject([
      { kind: 'subscope', scope: 'instruction', child: { kind: 'and', children: [{}, {}] } },
    ]);
    expect(block('- mnemonic: xor').children).toMatchObject([{ child: { kind: 'feature' } }]);
  });

  it('may have the scope of the rule, and may be nested', () => {
    const features =
      '- and:\n  - function:\n    - and:\n      - basic block:\n        - instruction:\n          - number: 1';
    expect(statementOf(features)).toMatchObject({ children: [{ scope: 'function' }] });
    expect(statementOf('- or:\n  - call:\n    - number: 1')).toMatchObject({ children: [{ scope: 'call' }] });
  });
});

describe('counts', () => {
  it.each([
    ['3', 3, 3],
    ['"3 "', 3, 3],
    ['0x10', 16, 16],
    ['"-0x10"', -16, -16],
    ['true', 1, 1],
    ['2 or more', 2, RANGE_MAX],
    ['0x2 or more', 2, RANGE_MAX],
    ['5 or fewer', 0, 5],
    ['(1, 2)', 1, 2],
    ['(6,8)', 6, 8],
    ['( , 2)', 0, 2],
    ['(2, )', 2, RANGE_MAX],
    ['(2)', 2, RANGE_MAX],
    ['(,)', 0, RANGE_MAX],
  ])('%s', (value, min, max) => {
    expect(statementOf(`- count(mnemonic(mov)): ${value}`)).toEqual({
      kind: 'range',
      child: { type: 'mnemonic', value: 'mov' },
      min,
      max,
    });
  });

  it.each([
    ['api(kernel32.CreateFile)', { type: 'api', value: 'CreateFile' }],
    ['api(a(b)c)', { type: 'api', value: 'a(b)c' }],
    ['number(-0x10)', { type: 'number', value: -16 }],
    ['number(010)', { type: 'number', value: 10 }],
    ['operand[1].number(0x10)', { type: 'operand number', index: 1, value: 16 }],
    ['property(x)', { type: 'property', value: 'x' }],
    ['os(anything)', { type: 'os', value: 'anything' }],
    ['string(a = b)', { type: 'string', value: 'a = b' }],
    ['string(5)', { type: 'string', value: '5' }],
    ['string(/a/i)', { type: 'regex', value: '/a/i' }],
    ['bytes(00 11)', { type: 'bytes', value: '0011' }],
    ['basic blocks', { type: 'basic block' }],
    ['match(a/b)', { type: 'match', value: 'a/b' }],
  ])('%s', (counted, child) => {
    expect(statementOf(`- "count(${counted})": 1`)).toMatchObject({ kind: 'range', child });
  });

  it('describe the feature inside and the count beside', () => {
    expect(statementOf('- count(number(1 = one)): 2\n  description: twice')).toMatchObject({
      childDescription: 'one',
      description: 'twice',
    });
  });
});
