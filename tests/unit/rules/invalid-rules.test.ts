// One case for each way in which a rule can be invalid: where the message points, and what it says.

import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/limits.ts';
import { parseRule } from '../../../src/rules/parse-rule.ts';
import { errorOf, type RuleTextParts, ruleText } from '../../support/rule-text.ts';

function failureOf(text: string) {
  const error = errorOf(() => parseRule({ text, path: 'r.yml' }));
  expect(error.code).toBe('rules-invalid');
  const [line, column] = (error.where ?? '').split(':').slice(1).map(Number) as [number, number];
  const shown = text.split('\n')[line - 1] as string;
  // Long lines are cut.
  if (shown.length <= 400 && column <= 200) {
    expect(error.place).toEqual({ file: 'r.yml', line, column, source: { text: shown, column } });
  }
  return { message: error.message, where: error.where };
}

/** `features` begins on line 8, column 5 of the file. */
function invalid(features: string, parts?: RuleTextParts) {
  return failureOf(ruleText(features, parts));
}

describe('a file without a rule is invalid', () => {
  it.each(['', '# nothing', 'foo: bar', '- rule', 'text'])('%j', (text) => {
    expect(failureOf(text)).toEqual({ message: 'the file holds no rule', where: 'r.yml:1:1' });
  });

  it.each([
    ['rule:', 'r.yml:1:6', /rule must be a mapping, not nothing/],
    ['rule: {features: []}', 'r.yml:1:7', /rule\.meta is missing/],
    ['rule: {meta: x}', 'r.yml:1:14', /rule\.meta must be a mapping, not the text "x"/],
  ])('%s', (text, where, message) => {
    const failure = failureOf(text);
    expect(failure.where).toBe(where);
    expect(failure.message).toMatch(message);
  });
});

describe('meta is invalid', () => {
  const scopes = 'scopes: {static: function, dynamic: call}';
  it.each([
    ['without a name', scopes, 3, /meta\.name is missing/],
    ['with an empty name', `name: ""\n${scopes}`, 3, /meta\.name is missing/],
    ['with a name that is no text', `name: 5\n${scopes}`, 3, /meta\.name must be text, not the integer "5"/],
    ['with the scope of old rules', `name: a\nscope: function\n${scopes}`, 4, /meta\.scope belongs to an old version/],
    ['without scopes', 'name: a', 3, /meta\.scopes is missing/],
    ['with scopes that are no mapping', 'name: a\nscopes: function', 4, /meta\.scopes must be a mapping/],
    ['without a static scope', 'name: a\nscopes: {dynamic: call}', 4, /meta\.scopes\.static is missing/],
    ['without a dynamic scope', 'name: a\nscopes: {static: file}', 4, /meta\.scopes\.dynamic is missing/],
    ['with more than two scopes', 'name: a\nscopes: {static: file, dynamic: file, either: file}', 4, /no "either"/],
    ['with no supported scope', 'name: a\nscopes: {static: unsupported, dynamic: }', 4, /both unsupported/],
    [
      'with a dynamic scope as static',
      'name: a\nscopes: {static: call, dynamic: call}',
      4,
      /"call" is not a static scope/,
    ],
    ['with a static scope as dynamic', 'name: a\nscopes: {static: file, dynamic: function}', 4, /not a dynamic scope/],
    ['with scopes in upper case', 'name: a\nscopes: {static: File, dynamic: file}', 4, /"File" is not a static scope/],
    ['with the retired scope', 'name: a\nscopes: {static: unspecified, dynamic: file}', 4, /"unspecified"/],
    ['with the scope that never matches', 'name: a\nscopes: {static: global, dynamic: file}', 4, /"global"/],
    ['with a scope that is no text', 'name: a\nscopes: {static: 5, dynamic: file}', 4, /the integer "5" is not/],
    ['with att&ck that is no list', `name: a\natt&ck: T1\n${scopes}`, 4, /meta\.att&ck must be a list/],
    ['with mbc that is no list', `name: a\nmbc:\n${scopes}`, 4, /meta\.mbc must be a list, not nothing/],
    ['with an unquoted integer in a list', `name: a\nexamples: [1234]\n${scopes}`, 4, /meta\.examples must hold text/],
    ['with a namespace that is no text', `name: a\nnamespace: 5\n${scopes}`, 4, /meta\.namespace must be text/],
    ['with lib that is no boolean', `name: a\nlib: maybe\n${scopes}`, 4, /meta\.lib must be true or false/],
    ['with maec that is no text', `name: a\nmaec/malware-family: [x]\n${scopes}`, 4, /meta\.maec\/malware-family/],
  ])('%s', (_, meta, line, message) => {
    const indented = meta.replaceAll(/^/gm, '    ');
    const failure = failureOf(`rule:\n  meta:\n${indented}\n  features:\n    - number: 1\n`);
    expect(failure.message).toMatch(message);
    expect(failure.where).toMatch(new RegExp(`^r\\.yml:${line}:\\d+$`));
  });
});

describe('features are invalid', () => {
  it.each([
    ['no element', '[]', '8:5', /list of one element, not 0 elements/],
    ['two elements', '- number: 1\n- number: 2', '8:5', /list of one element, not 2 elements/],
    ['a mapping', 'number: 1', '8:5', /list of one element, not a mapping/],
    ['a text as element', '- foo', '8:7', /expected a statement or a feature, not the text "foo"/],
    ['an element of nothing', '-', '8:6', /expected a statement or a feature, not nothing/],
    ['an empty mapping as element', '- or:\n  - {}', '9:9', /not an empty mapping/],
    ['three keys in an element', '- number: 1\n  description: a\n  foo: b', '10:7', /"foo" is one key too many/],
    ['a key that is no text', '- 5: 1', '8:7', /a key must be text, not the integer "5"/],
    ['an unknown key', '- foo: 1', '8:7', /unknown key "foo"/],
    ['a flavoured number', '- number/x32: 1', '8:7', /unknown key "number\/x32"/],
    ['a description as first key', '- description: a\n  number: 1', '8:7', /unknown key "description"/],
    ['"and" of nothing', '- and:', '8:11', /"and" must hold a list, not nothing/],
    ['"and" of a mapping', '- and:\n    number: 1', '9:9', /"and" must hold a list, not a mapping/],
    ['"not" of two', '- or:\n  - not:\n    - number: 1\n    - number: 2', '9:9', /"not" has exactly one child, not 2/],
    ['"not" of none', '- or:\n  - not: []', '9:9', /"not" has exactly one child, not 0/],
    ['two descriptions', '- or:\n  - description: a\n  - description: b', '10:22', /more than one description/],
    ['a description that is a list', '- or:\n  - description: [a]', '9:22', /a description must be text, not a list/],
    ['a count before "or more" that is none', '- x or more:\n  - number: 1', '8:7', /does not start with a decimal/],
    ['a hexadecimal "or more"', '- 0x2 or more:\n  - number: 1', '8:7', /does not start with a decimal number/],
    ['nothing before "or more"', '- " or more":\n  - number: 1', '8:7', /does not start with a decimal number/],
    ['a huge "or more"', '- 99999999999999999 or more:\n  - number: 1', '8:7', /does not start with a decimal number/],
    ['a number without value', '- number:', '8:14', /number must be an integer, not nothing/],
    ['a float', '- number: 1.5', '8:15', /number must be an integer, not the float "1.5"/],
    ['a character as number', '- number: "\'A\'"', '8:15', /number must be an integer/],
    ['an offset that is no number', '- offset: x = y', '8:15', /offset must be an integer, not the text "x"/],
    ['an operand that is no number', '- operand[0].number: x', '8:26', /must be an integer, not the text "x"/],
    ['an operand index that is none', '- operand[x].number: 1', '8:7', /operands are numbered from 0 to 4/],
    ['an operand index beyond the last', '- operand[5].offset: 1', '8:7', /operands are numbered from 0 to 4/],
    ['a negative operand index', '- operand[-1].number: 1', '8:7', /operands are numbered from 0 to 4/],
    ['an unknown part of an operand', '- operand[0].size: 1', '8:7', /unknown key "operand\[0\]\.size"/],
    ['a string that is no text', '- string: 5', '8:15', /string must be text, not the integer "5"/],
    ['a string that is a boolean', '- string: yes', '8:15', /string must be text, not the boolean "yes"/],
    ['an api that is no text', '- api: 5', '8:12', /api must be text/],
    ['an api that is a date', '- api: 2024-01-01', '8:12', /api must be text, not the date "2024-01-01"/],
    ['bytes with wrong digits', '- bytes: 00 zz', '8:14', /pairs of hexadecimal digits, not "00 zz"/],
    ['bytes with half a byte', '- bytes: 00 1', '8:14', /pairs of hexadecimal digits/],
    ['bytes that YAML reads as an integer', '- bytes: 1122', '8:14', /bytes must be text/],
    ['too many bytes', `- bytes: ${'00 '.repeat(257)}`, '8:14', /holds 257 bytes; 256 are the most/],
    ['an unknown os', '- os: win', '8:11', /"win" is not a known os/],
    ['a described os', '- os: windows = x', '8:11', /"windows = x" is not a known os/],
    ['an unknown arch', '- arch: arm', '8:13', /"arm" is not a known arch/],
    ['an unknown format', '- format: coff', '8:15', /"coff" is not a known format/],
    ['an unknown property access', '- property/get: x', '8:7', /can be read or written/],
    ['an unknown COM kind', '- com/object: x', '8:7', /com\/object does not exist/],
    ['COM without its database', '- com/class: WbemLocator', '8:7', /database was not loaded/],
    ['a COM name that is no text', '- com/class: 5', '8:18', /must be a name, not the integer "5"/],
    ['an invalid regular expression', '- string: /(/', '8:16', /regular expression/],
    ['a fault in a quoted pattern', '- string: "/abc[/i"', '8:20', /regular expression/],
    ['a fault in a pattern with escapes', '- string: "/a\\x62c[/i"', '8:15', /regular expression/],
    ['an empty inline description', '- number: "1 = "', '8:15', /"1 = " has an empty description/],
    ['two descriptions of a feature', '- number: 1 = a\n  description: b', '9:20', /another one beside it/],
    ['an unknown characteristic', '- characteristic: foo', '8:7', /unknown characteristic "foo"/],
    ['a feature of another scope', '- section: .text', '8:7', /"section" is not seen at scope function or process/],
    ['a subscope as whole rule', '- basic block:\n  - number: 1', '8:7', /cannot be the whole rule/],
    [
      'a subscope of two',
      '- or:\n  - basic block:\n    - number: 1\n    - number: 2',
      '9:9',
      /exactly one child, not 2/,
    ],
    ['a subscope of nothing', '- or:\n  - basic block:', '9:21', /"basic block" must hold a list, not nothing/],
  ])('%s', (_, features, where, message) => {
    const failure = invalid(features);
    expect(failure.message).toMatch(message);
    expect(failure.message).toMatch(/^rule "test rule": /);
    expect(failure.where).toBe(`r.yml:${where}`);
  });

  it('is missing', () => {
    const text = 'rule:\n  meta:\n    name: a\n    scopes: {static: file, dynamic: file}\n';
    expect(failureOf(text)).toEqual({ message: 'rule "a": rule.features is missing', where: 'r.yml:2:3' });
  });

  it('is nested beyond the limit', () => {
    const nested = Array.from({ length: LIMITS.ruleDepth }, (_, level) => `${'  '.repeat(level)}- and:`);
    nested.push(`${'  '.repeat(LIMITS.ruleDepth)}- number: 1`);
    expect(invalid(nested.join('\n')).message).toMatch(/nested too deeply/);
    expect(() =>
      parseRule({ text: ruleText(nested.slice(1).join('\n').replaceAll(/^ {2}/gm, '')), path: 'r.yml' }),
    ).not.toThrow();
  });

  it('repeats itself through aliases beyond the limit', () => {
    const levels = Array.from({ length: 20 }, (_, level) => `- &l${level + 1} {or: [*l${level}, *l${level}]}`);
    const features = `- and:\n  - &l0 {number: 1}\n${levels.join('\n').replaceAll(/^/gm, '  ')}`;
    expect(invalid(features).message).toMatch(/too many statements/);
  });
});

describe('a subscope block is invalid', () => {
  it.each([
    ['process', 'file', 'thread'],
    ['thread', 'file', 'span of calls'],
    ['span of calls', 'file', 'call'],
    ['call', 'file', 'unsupported'],
    ['function', 'basic block', 'call'],
    ['basic block', 'instruction', 'call'],
    ['instruction', 'unsupported', 'call'],
  ])('%s in a rule of %s / %s', (block, staticScope, dynamic) => {
    const failure = invalid(`- or:\n  - ${block}:\n    - number: 1`, { static: staticScope, dynamic });
    expect(failure.message).toMatch(`a block "${block}" is not possible`);
    expect(failure.where).toBe('r.yml:9:9');
  });

  it('in a smaller one', () => {
    const features = '- or:\n  - instruction:\n    - basic block:\n      - number: 1';
    expect(invalid(features).message).toMatch(/a block "basic block" is not possible at scope instruction/);
  });

  it('of the other flavour inside one', () => {
    const features = '- or:\n  - basic block:\n    - call:\n      - number: 1';
    expect(invalid(features).message).toMatch(/a block "call" is not possible without a dynamic scope/);
  });

  it('when it holds a feature that is not seen in it', () => {
    const features = '- or:\n  - call:\n    - mnemonic: xor';
    expect(invalid(features).message).toMatch(/"mnemonic" is not seen at scope call/);
  });
});

describe('count is invalid', () => {
  it.each([
    ['count(foo(x))', /"foo" cannot be counted/],
    ['count(property/read(x))', /"property\/read" cannot be counted/],
    ['count(com/class(WbemLocator))', /"com\/class" cannot be counted/],
    ['count(basic block(x))', /"basic block" cannot be counted/],
    ['count(basic blocks(x))', /does not name a feature to count/],
    ['count(mnemonic)', /does not name a feature to count/],
    ['count(mnemonic(mov) )', /does not name a feature to count/],
    ['count()', /does not name a feature to count/],
    ['count(number(x))', /number must be an integer/],
    ['count(characteristic(foo))', /unknown characteristic "foo"/],
    ['count(export(foo))', /is not seen at scope function or process/],
    ['count(string(/(/))', /regular expression/],
  ])('%s', (key, message) => {
    const failure = invalid(`- ${key}: 1`);
    expect(failure.message).toMatch(message);
    expect(failure.where).toBe('r.yml:8:7');
  });

  it.each([
    ['(2, 1)', /ends before it starts/],
    ['(-2, 1)', /starts below 0/],
    ['(1, 2', /does not say how often/],
    ['(1, 2) x', /does not say how often/],
    ['(1, 2, 3)', /does not say how often/],
    ['3 or more = x', /does not say how often/],
    ['x or fewer', /does not say how often/],
    ['many', /does not say how often/],
    ['""', /does not say how often/],
    ['1.5', /does not say how often/],
    ['', /nothing does not say how often/],
    ['[1]', /a list does not say how often/],
  ])('%s times', (value, message) => {
    const failure = invalid(`- count(mnemonic(mov)): ${value}`);
    expect(failure.message).toMatch(message);
    expect(failure.where).toMatch(/^r\.yml:8:/);
  });
});

describe('what may have been meant', () => {
  it.each([
    ['- nad:\n  - number: 1', 'and'],
    ['- optinal:\n  - number: 1', 'optional'],
    ['- 2 or mroe:\n  - number: 1', '2 or more'],
    ['- 3 of more:\n  - number: 1', '3 or more'],
    ['- or:\n  - basic blok:\n    - number: 1', 'basic block'],
    ['- API: CreateFile', 'api'],
    ['- numbre: 1', 'number'],
    ['- operand[1].numer: 1', 'operand[1].number'],
    ['- property/raed: x', 'property/read'],
    ['- con/class: x', 'com/class'],
    ['- com/clas: x', 'com/class'],
    ['- conut(api(x)): 2', 'count(api(x))'],
    ['- count(mnemnic(x)): 2', 'mnemonic'],
    ['- count(basic block): 2', undefined],
    ['- characteristic: nxzor', 'nzxor'],
    ['- os: window', 'windows'],
    ['- arch: amd46', 'amd64'],
    ['- format: dotnte', 'dotnet'],
    ['- wholly unlike anything: 1', undefined],
  ])('%j', (features, meant) => {
    const { hint } = errorOf(() => parseRule({ text: ruleText(features), path: 'r.yml' }));
    if (meant === undefined) expect(hint ?? '').not.toContain('Did you mean');
    else expect(hint).toContain(`Did you mean "${meant}"?`);
  });

  it.each([
    ['static', ruleText('- number: 1', { static: 'fuction' }), 'function'],
    ['dynamic', ruleText('- number: 1', { dynamic: 'spam of calls' }), 'span of calls'],
    ['unsupported', ruleText('- number: 1', { dynamic: 'unsuported' }), 'unsupported'],
  ])('for a scope: %s', (_, text, meant) => {
    expect(errorOf(() => parseRule({ text, path: 'r.yml' })).hint).toContain(`Did you mean "${meant}"?`);
  });

  it.each([
    ['rule:', 'rulle:', 'r.yml:1:1', 'rule'],
    ['  meta:', '  mata:', 'r.yml:2:3', 'meta'],
    ['    name:', '    nmae:', 'r.yml:3:5', 'name'],
    ['    scopes:', '    scops:', 'r.yml:4:5', 'scopes'],
    ['      dynamic:', '      dinamic:', 'r.yml:6:7', 'dynamic'],
    ['  features:', '  feature:', 'r.yml:7:3', 'features'],
  ])('for a required key that is missing: %s', (key, misspelt, where, meant) => {
    const error = errorOf(() => parseRule({ text: ruleText('- number: 1').replace(key, misspelt), path: 'r.yml' }));
    expect(error).toMatchObject({ where, hint: expect.stringContaining(`Did you mean "${meant}"`) });
  });
});

describe('a namespace is invalid', () => {
  it('with more parts than anybody writes', () => {
    const text = (parts: number) => ruleText('- number: 1', { meta: `namespace: ${Array(parts).fill('n').join('/')}` });
    expect(() => parseRule({ text: text(LIMITS.ruleNamespaceParts), path: 'r.yml' })).not.toThrow();
    expect(failureOf(text(100_000))).toMatchObject({
      where: 'r.yml:7:16',
      message: expect.stringMatching(/100000 parts/),
    });
  });
});

describe('the line that an error shows', () => {
  it('is the part around the place where the line is long', () => {
    const text = ruleText(`- string: "${'x'.repeat(5000)}" : y`);
    const source = errorOf(() => parseRule({ text, path: 'r.yml' })).place?.source;
    expect(source?.text.length).toBeLessThanOrEqual(400);
    expect(source?.text).toContain('x');
    expect(source?.text[(source?.column ?? 0) - 1]).toBeDefined();
  });

  it('has no line end', () => {
    const text = ruleText('- foo: 1').replaceAll('\n', '\r\n');
    expect(errorOf(() => parseRule({ text, path: 'r.yml' })).place?.source).toEqual({
      text: '    - foo: 1',
      column: 7,
    });
  });
});
