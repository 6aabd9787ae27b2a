import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/source.ts';
import { CapaxError } from '../../../src/errors.ts';
import type { TraceHealth } from '../../../src/features/health.ts';
import { renderVverbose } from '../../../src/render/registry.ts';
import { readDocument, readDocumentFrom } from '../../../src/result/capa-json/read.ts';
import { writeDocument } from '../../../src/result/capa-json/write.ts';
import type { CapaxFacts, ResultDocument } from '../../../src/result/document.ts';
import {
  absolute,
  type api,
  callAddress,
  collect,
  dynamicDocument,
  featureMatch,
  PLAIN,
  statementMatch,
  staticDocument,
} from '../../support/result-documents.ts';

/** A saved document while a test changes it. */
type Json = ReturnType<typeof JSON.parse>;

const FACTS: CapaxFacts = {
  version: '0.1.0',
  compat: false,
  health: {
    flavour: 'dynamic',
    producer: 'CAPE',
    producerVersion: '2.4',
    target: 'file',
    processes: 1,
    threads: 2,
    calls: 3,
    skippedRecords: 0,
    missing: [{ part: 'static.pe', consequence: 'section rules cannot match' }],
    diagnostics: [{ code: 'cape-x', severity: 'warning', message: 'odd', where: 'line 3', count: 2 }],
  },
};

const FEATURES = [
  { type: 'os', os: 'windows' },
  { type: 'match', match: 'other', description: 'd' },
  { type: 'import', import_: 'kernel32.CreateFile' },
  { type: 'class', class_: 'C' },
  { type: 'function name', function_name: 'f' },
  { type: 'property', access: 'read', property: 'P' },
  { type: 'property', property: 'P' },
  { type: 'number', number: 18446744073709551615n },
  { type: 'number', number: 1.5 },
  { type: 'offset', offset: -8 },
  { type: 'bytes', bytes: '4d5a' },
  { type: 'operand number', index: 1, operand_number: 3 },
  { type: 'operand offset', index: 0, operand_offset: 4 },
  { type: 'basic block' },
] as const;

function staticExample(): ResultDocument {
  return staticDocument({
    rules: [
      {
        meta: { name: 'a "rule"', namespace: 'n/s', maec: { malwareFamily: 'x' } },
        matches: [
          [
            absolute(0x401000),
            statementMatch({ type: 'and', description: 'all of it' }, [
              ...FEATURES.map((feature) => featureMatch(feature, { locations: [absolute(1)] })),
              featureMatch({ type: 'regex', regex: '/x/i' }, { captures: { 'a\tb': [absolute(2)], é: [] } }),
              statementMatch({ type: 'some', count: 2 }, [], { success: false }),
              statementMatch({ type: 'range', min: 1, max: 18446744073709551615n, child: { type: 'api', api: 'f' } }),
              statementMatch({ type: 'subscope', scope: 'basic block' }, [], { locations: [absolute(3)] }),
            ]),
          ],
        ],
      },
    ],
  });
}

async function save(document: ResultDocument): Promise<string> {
  return await collect(writeDocument(document));
}

/** The saved example with one change. */
async function changed(change: (top: Json) => void, document = staticExample()): Promise<string> {
  // Numbers beyond 2^53 lose digits here, which does not matter to these tests.
  const top = JSON.parse(await save(document));
  change(top);
  return JSON.stringify(top);
}

function errorOf(text: string): CapaxError {
  try {
    readDocument(text);
  } catch (error) {
    if (error instanceof CapaxError) return error;
    throw error;
  }
  throw new Error('the document was accepted');
}

describe('writeDocument', () => {
  it("starts with the bytes by which result documents are recognised and keeps the reference's key order", async () => {
    const text = await save(staticExample());
    expect(text).toMatch(
      /^\{"meta":\{"timestamp":"2024-05-06T07:08:09.123456","version":"9.4.0","argv":\["a.exe"\],"sample":\{"md5":"d4","sha1":"5a","sha256":"5b","path":"\/samples\/a.exe"\},"flavor":"static","analysis":\{"format":"pe","arch":"i386","os":"windows","extractor":"NullStaticFeatureExtractor","rules":\["\/rules"\],"base_address":\{"type":"absolute","value":4194304\},"layout":/,
    );
    expect(text).toContain(
      '"rules":{"a \\"rule\\"":{"meta":{"name":"a \\"rule\\"","namespace":"n/s","authors":["someone"],"scopes":{"static":"function","dynamic":"call"},"attack":[],"mbc":[],"references":[],"examples":[],"description":"","lib":false,"is_subscope_rule":false,"maec":{"malware_family":"x"}},"source":"rule: {}\\n","matches":[[{"type":"absolute","value":4198400},{"success":true,"node":{"type":"statement","statement":{"type":"and","description":"all of it"}},"children":[',
    );
    expect(text).toContain('{"type":"operand number","index":1,"operand_number":3}');
    expect(text).toContain('{"type":"property","access":"read","property":"P"}');
    expect(text).toContain('"captures":{"a\\tb":[{"type":"absolute","value":2}],"é":[]}');
  });

  it('writes a dynamic layout whose calls arrive one at a time', async () => {
    const text = await save(
      dynamicDocument({ calls: [1, 2].map((id) => ({ address: callAddress(id), name: `f${id}()` })) }),
    );
    const [process] = JSON.parse(text).meta.analysis.layout.processes;
    expect(process.matched_threads[0].matched_calls.map((call: { name: string }) => call.name)).toEqual([
      'f1()',
      'f2()',
    ]);
  });

  it('hands out pieces that end where values end', async () => {
    const calls = Array.from({ length: 3000 }, (_, id) => ({ address: callAddress(id), name: `f("😀${id}")` }));
    const parts: string[] = [];
    for await (const part of writeDocument(dynamicDocument({ calls }))) parts.push(part);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) expect(part).not.toMatch(/[\ud800-\udbff]$/);
    expect(JSON.parse(parts.join('')).meta.analysis.layout.processes[0].matched_threads[0].matched_calls).toHaveLength(
      3000,
    );
  });

  it('replaces lone surrogates, which other JSON readers refuse, and nothing that looks like them', async () => {
    const text = await save(dynamicDocument({ processName: 'a\ud800b\\ud800c😀' }));
    expect(text).toContain('"name":"a\ufffdb\\\\ud800c😀"');
    expect(() => encodeURIComponent(text)).not.toThrow();
  });

  it('adds keys only where the reference allows unknown ones', async () => {
    const document = dynamicDocument({
      capax: FACTS,
      calls: [{ address: callAddress(1), name: 'f()', time: '10:00' }],
    });
    const saved = JSON.parse(await save(document));
    expect(Object.keys(saved)).toEqual(['meta', 'rules']);
    expect(Object.keys(saved.meta)).toEqual(['timestamp', 'version', 'argv', 'sample', 'flavor', 'analysis']);
    expect(saved.meta.argv[0]).toBe('a.exe');
    expect(saved.meta.argv[1]).toMatch(/^capax:\{"capax":"0.1.0","compat":false,"health":\{/);
    const [call] = saved.meta.analysis.layout.processes[0].matched_threads[0].matched_calls;
    expect(call).toEqual({ address: { type: 'call', value: [1, 2, 3, 1], time: '10:00' }, name: 'f()' });
  });

  it('says what the reference does not know in words of its own, and reads it back as it was', async () => {
    const own = [
      { type: 'argument', name: 'FileName', argument: '/x/', test: 'regex' },
      { type: 'behavior', name: 'file/write', object: 'a', test: 'substring' },
      { type: 'return', return: 18446744073709551615n },
      { type: 'status', status: 'failure', description: 'why' },
    ];
    const document = dynamicDocument({
      rules: [
        {
          meta: { name: 'r' },
          matches: [
            [
              callAddress(1),
              statementMatch(
                { type: 'or' },
                own.map((feature) => featureMatch(feature)),
              ),
            ],
          ],
        },
      ],
    });
    const text = await save(document);
    const nodes = JSON.parse(text).rules.r.matches[0][1].children.map(({ node }: Json) => node.feature);
    expect(nodes.map(({ type, characteristic, description }: Json) => [type, characteristic, description])).toEqual([
      ['characteristic', 'arg/FileName: /x/', undefined],
      ['characteristic', 'behavior/file/write: {substring: a}', undefined],
      ['characteristic', 'return: 0xFFFFFFFFFFFFFFFF', undefined],
      ['characteristic', 'status: failure', 'why'],
    ]);
    const read = readDocument(text);
    expect(read.rules[0]?.matchOf(0)).toEqual(document.rules[0]?.matchOf(0));
    expect(await save(read)).toBe(text);
  });

  it('gives equal text for equal extensions, whatever the order in which they were put together', async () => {
    const { health, ...rest } = FACTS;
    const turned = {
      health: Object.fromEntries(Object.entries(health).reverse()),
      ...rest,
    } as unknown as CapaxFacts;
    expect(await save(dynamicDocument({ capax: turned }))).toBe(await save(dynamicDocument({ capax: FACTS })));
  });

  it("writes argv even if it is empty, because the reference's reader demands it", async () => {
    const document = staticDocument();
    expect(await save({ ...document, meta: { ...document.meta, argv: [] } })).toContain('"argv":[]');
  });
});

describe('readDocument', () => {
  it('gives back what was written, integers of any size included', async () => {
    const text = await save(staticExample());
    const document = readDocument(text);
    expect(await save(document)).toBe(text);
    expect(document.rules[0]?.matchOf(0).children[7]?.node).toEqual({
      kind: 'feature',
      feature: { type: 'number', value: 18446744073709551615n },
    });
  });

  it('takes out what capax added', async () => {
    const document = dynamicDocument({
      capax: FACTS,
      calls: [{ address: callAddress(1), name: 'f()', time: '10:00' }],
    });
    const read = readDocument(await save(document));
    expect(await save(read)).toBe(await save(document));
    expect(read.capax).toEqual(FACTS);
  });

  it('reads an extension with members that it does not know', async () => {
    const text = await changed((top: Json) => {
      const extended = { capax: FACTS.version, compat: FACTS.compat, later: 1, health: { ...FACTS.health, later: [] } };
      top['meta'].argv.push(`capax:${JSON.stringify(extended)}`);
    });
    // Counts of a run say nothing about a program.
    const { processes: _, threads: __, calls: ___, ...health } = FACTS.health as TraceHealth;
    expect(readDocument(text).capax).toEqual({ ...FACTS, health: { ...health, flavour: 'static' } });
  });

  it('leaves an ordinary argument that begins like the extension', async () => {
    const text = await changed((top: Json) => top['meta'].argv.push('capax:report'));
    expect(readDocument(text).meta.argv).toEqual(['a.exe', 'capax:report']);
  });

  it("accepts the reference's aliases, null for absent, and unknown keys inside addresses and features", async () => {
    const text = await changed((top: Json) => {
      const rule = top['rules']['a "rule"'];
      rule.meta['att&ck'] = [{ parts: ['A'], tactic: 'A', technique: '', subtechnique: '', id: 'T1' }];
      delete rule.meta.attack;
      delete rule.meta.lib;
      rule.meta['capa/subscope-rule'] = true;
      delete rule.meta.is_subscope_rule;
      rule.meta.namespace = null;
      rule.meta.maec = { 'malware-family': 'y', 'malware-category': null };
      rule.matches[0][0].more = 1;
      rule.matches[0][1].children = [
        { type: 'import', import: 'i', zzz: 1 },
        { type: 'class', class: 'c' },
        { type: 'function name', 'function name': 'f' },
        { type: 'operand number', index: 2, 'operand number': 9 },
        { type: 'operand offset', index: 2, 'operand offset': 9, description: null },
      ].map((feature) => ({
        success: true,
        node: { type: 'feature', feature },
        children: [],
        locations: [{ type: 'no address', value: null }],
        captures: {},
      }));
    });
    const rule = readDocument(text).rules[0];
    expect(rule?.meta).toMatchObject({
      attack: [{ id: 'T1' }],
      lib: false,
      isSubscopeRule: true,
      maec: { malwareFamily: 'y' },
    });
    expect(rule?.meta).not.toHaveProperty('namespace');
    expect(rule?.matchOf(0).children.map(({ node }) => node.kind === 'feature' && node.feature)).toEqual([
      { type: 'import', value: 'i' },
      { type: 'class', value: 'c' },
      { type: 'function name', value: 'f' },
      { type: 'operand number', index: 2, value: 9 },
      { type: 'operand offset', index: 2, value: 9 },
    ]);
  });

  it.each<[string, (top: Json) => void, string]>([
    ['a missing value', (top) => delete top['meta'].sample.md5, 'meta.sample.md5'],
    ['a null hash', (top) => (top['meta'].sample.md5 = null), 'meta.sample.md5'],
    ['a wrong type', (top) => (top['meta'].argv = 'x'), 'meta.argv'],
    ['a bad time', (top) => (top['meta'].timestamp = 'yesterday'), 'meta.timestamp'],
    ['an unknown flavour', (top) => (top['meta'].flavor = 'both'), 'meta.flavor'],
    ['an analysis of the other flavour', (top) => (top['meta'].flavor = 'dynamic'), 'meta.analysis.layout.processes'],
    ['an unknown address', (top) => (top['meta'].analysis.base_address.type = 'x'), 'meta.analysis.base_address.type'],
    [
      'a fraction as address',
      (top) => (top['meta'].analysis.base_address.value = 1.5),
      'meta.analysis.base_address.value',
    ],
    ['a negative count', (top) => (top['meta'].analysis.feature_counts.file = -1), 'meta.analysis.feature_counts.file'],
    [
      'a scope of the other flavour',
      (top) => (top['rules']['a "rule"'].meta.scopes.static = 'call'),
      'rules["a \\"rule\\""].meta.scopes.static',
    ],
    ['a pair that is none', (top) => top['rules']['a "rule"'].matches[0].push(1), 'rules["a \\"rule\\""].matches[0]'],
    [
      'a feature without its value',
      (top) => delete top['rules']['a "rule"'].matches[0][1].children[0].node.feature.os,
      'rules["a \\"rule\\""].matches[0][1].children[0].node.feature.os',
    ],
    ["a key that is not the rule's name", (top) => (top['rules'].b = top['rules']['a "rule"']), 'rules.b'],
    ['a damaged extension', (top) => top['meta'].argv.push('capax:{"capax":1}'), 'meta.argv[1].capax'],
    ['an extension that is not JSON', (top) => top['meta'].argv.push('capax:{'), 'meta.argv[1]'],
  ])('refuses %s and says where', async (_, change, where) => {
    const error = errorOf(await changed(change));
    expect(error.code).toBe('document-invalid');
    expect(error.where).toBe(where);
    expect(error.hint).toBeDefined();
  });

  it('passes over keys that a later version has added, with one note', async () => {
    const text = await changed((top: Json) => {
      top['x'] = [{ y: 1 }];
      top['meta'].x = 1;
      top['meta'].analysis.layout.functions[0].x = null;
      top['rules']['a "rule"'].meta.prevalence = 'rare';
      top['rules']['a "rule"'].matches[0][1].x = 1;
    });
    const read = readDocument(text);
    expect(read.notes).toEqual([expect.objectContaining({ code: 'document-newer', where: 'x', count: 5 })]);
    expect(JSON.parse(await save(read))).toEqual(JSON.parse(await save(staticExample())));
  });

  it('keeps statements and features of types that it does not know, and the rule around them', async () => {
    const nodes = [
      { type: 'statement', statement: { type: 'xor', description: 'one of them' } },
      { type: 'feature', feature: { type: 'prevalence', prevalence: 'rare' } },
      { type: 'statement', statement: { type: 'range', min: 1, max: 2, child: { type: 'prevalence', prevalence: 1 } } },
      { type: 'proof', proof: {} },
    ];
    const text = await changed((top: Json) => {
      const [, match] = top['rules']['a "rule"'].matches[0];
      match.children = nodes.map((node) => ({ success: true, node, children: [], locations: [], captures: {} }));
    });
    const read = readDocument(text);
    expect(read.notes).toMatchObject([{ code: 'document-newer', count: 4 }]);
    expect(read.rules[0]?.matchOf(0).children.map(({ node }) => node)).toMatchObject([
      { kind: 'unknown', type: 'xor', description: 'one of them' },
      { kind: 'unknown', type: 'prevalence' },
      { kind: 'unknown', type: 'count(prevalence)' },
      { kind: 'unknown', type: 'proof' },
    ]);
    expect(JSON.parse(await save(read))).toEqual(JSON.parse(text));
    const shown = await collect(renderVverbose(read, PLAIN));
    expect(shown).toMatch(/^note: .*\[document-newer\]$/m);
    for (const line of ['xor: = one of them', 'prevalence:', 'count(prevalence):', 'proof:']) {
      expect(shown).toContain(`\n    ${line}\n`);
    }
  });

  it('takes the last of two equal keys, as other readers do', async () => {
    const text = (await save(staticExample())).replace('"matches":[', '"matches":"none","matches":[');
    expect(readDocument(text).rules[0]?.count).toBe(1);
  });

  it('finds what is not UTF-8, wherever it is', async () => {
    const bytes = new TextEncoder().encode(await save(staticExample()));
    for (const word of ['someone', 'all of it', 'windows']) {
      const broken = bytes.slice();
      broken[new TextDecoder('latin1').decode(bytes).indexOf(word)] = 0xff;
      await expect(readDocumentFrom(memorySource('saved', broken, 100))).rejects.toMatchObject({
        code: 'document-invalid',
        message: expect.stringContaining('UTF-8'),
      });
    }
  });

  it.each(['', '[]', 'null', '{', '{"meta":{}}', '{"meta":{},"rules":{}}', '"x"', `${'['.repeat(5000)}`])(
    'refuses %j',
    (text) => {
      expect(errorOf(text).code).toBe('document-invalid');
    },
  );

  it('survives damage at any byte with typed errors only', async () => {
    const text = await save(staticExample());
    for (let at = 0; at < text.length; at += 7) {
      for (const byte of ['"', '}', '0', '\\', 'é']) {
        try {
          readDocument(text.slice(0, at) + byte + text.slice(at + 1));
        } catch (error) {
          expect(error).toBeInstanceOf(CapaxError);
        }
      }
    }
  });

  it('keeps names that are special to JavaScript', async () => {
    const document = staticDocument({
      rules: ['__proto__', 'constructor', '7'].map((name) => ({
        meta: { name },
        matches: [
          [absolute(1), featureMatch({ type: 'regex', regex: '/a/' }, { captures: { toString: [absolute(1)] } })],
        ],
      })),
    });
    const text = (await save(document)).replaceAll('"toString":', '"__proto__":');
    const read = readDocument(text);
    expect(read.rules.map(({ meta }) => meta.name).sort()).toEqual(['7', '__proto__', 'constructor']);
    expect([...(read.rules[0]?.matchOf(0).captures.keys() ?? [])]).toEqual(['__proto__']);
  });
});

describe('what a rule implies', () => {
  it('are the match nodes on the way of success, not below them, not counted, not under not', async () => {
    const ref = (name: string, children: ReturnType<typeof api>[] = []) =>
      featureMatch({ type: 'match', match: name }, { children });
    const document = staticDocument({
      rules: [
        {
          meta: { name: 'r' },
          matches: [
            [
              absolute(1),
              statementMatch({ type: 'and' }, [
                ref('a', [statementMatch({ type: 'or' }, [ref('below')])]),
                statementMatch({ type: 'subscope', scope: 'basic block' }, [ref('b')]),
                statementMatch({ type: 'not' }, [featureMatch({ type: 'match', match: 'absent' }, { success: false })]),
                statementMatch({ type: 'range', min: 1, max: 2, child: { type: 'match', match: 'counted' } }),
                statementMatch({ type: 'or' }, [ref('failed branch')], { success: false }),
              ]),
            ],
          ],
        },
      ],
    });
    expect([...(document.rules[0]?.implied() ?? [])]).toEqual(['a', 'b']);
    expect([...(readDocument(await save(document)).rules[0]?.implied() ?? [])]).toEqual(['a', 'b']);
  });
});
