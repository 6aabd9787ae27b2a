import { describe, expect, it } from 'vitest';
import { renderVverbose } from '../../../src/render/registry.ts';
import type { DocumentMatch, ResultDocument } from '../../../src/result/document.ts';
import {
  absolute,
  api,
  callAddress,
  collectLines,
  dynamicDocument,
  featureMatch,
  PLAIN,
  PROCESS,
  type RuleParts,
  statementMatch,
  staticDocument,
  THREAD,
} from '../../support/result-documents.ts';

/** Lines of the first rule below its grid. */
async function evidenceLines(document: ResultDocument): Promise<string[]> {
  const lines = await collectLines(renderVverbose(document, PLAIN));
  const rule = lines.slice(lines.indexOf('') + 1);
  const start = rule.findLastIndex((line) => /^(?:scope|author) /.test(line)) + 1;
  return rule.slice(start, rule.indexOf('', start));
}

async function treeOf(...children: DocumentMatch[]): Promise<string[]> {
  const tree = statementMatch({ type: 'and' }, children);
  const lines = await evidenceLines(
    staticDocument({ rules: [{ meta: { name: 'r' }, matches: [[absolute(1), tree]] }] }),
  );
  return lines.slice(2).map((line) => line.slice(4));
}

const CALLS = [
  { address: callAddress(1), name: 'First(a=1, b="x, y") -> 0x1' },
  { address: callAddress(2), name: 'Second()' },
  { address: callAddress(3), name: 'not a call' },
];

async function dynamicEvidence(rule: RuleParts): Promise<string[]> {
  return await evidenceLines(dynamicDocument({ calls: CALLS, rules: [rule] }));
}

describe('evidence trees', () => {
  it('spell every feature', async () => {
    const at = { locations: [absolute(0x1000)] };
    expect(
      await treeOf(
        featureMatch({ type: 'os', os: 'windows' }, at),
        featureMatch({ type: 'arch', arch: 'i386' }, at),
        featureMatch({ type: 'format', format: 'pe' }, at),
        featureMatch({ type: 'import', import_: 'k.x' }, at),
        featureMatch({ type: 'function name', function_name: 'fn' }, at),
        featureMatch({ type: 'string', string: 'a"b\\\n\u202e', description: 'd' }, at),
        featureMatch({ type: 'property', property: 'P' }, at),
        featureMatch({ type: 'property', access: 'read', property: 'P' }, at),
        featureMatch({ type: 'number', number: 10 }, at),
        featureMatch({ type: 'number', number: 2n ** 64n - 1n }, at),
        featureMatch({ type: 'number', number: 1.5 }, at),
        featureMatch({ type: 'offset', offset: -16 }, at),
        featureMatch({ type: 'bytes', bytes: '4d5a' }, at),
        featureMatch({ type: 'operand number', index: 1, operand_number: 255 }, at),
        featureMatch({ type: 'operand offset', index: 0, operand_offset: 5 }, at),
        featureMatch({ type: 'basic block' }, at),
      ),
    ).toEqual([
      'os: windows',
      'arch: i386',
      'format: pe',
      'import: k.x @ 0x1000',
      'function name: fn @ 0x1000',
      'string: "a\\"b\\\\\\n\\u202e" = d @ 0x1000',
      'property: P @ 0x1000',
      'property/read: P @ 0x1000',
      'number: 0xA @ 0x1000',
      'number: 0xFFFFFFFFFFFFFFFF @ 0x1000',
      'number: 1.5 @ 0x1000',
      'offset: -0x10 @ 0x1000',
      'bytes: 4d5a @ 0x1000',
      'operand[1].number: 0xFF @ 0x1000',
      'operand[0].offset: 0x5 @ 0x1000',
      'basic block @ 0x1000',
    ]);
  });

  it('show captures below regular expressions and substrings, with the description that the reference leaves out', async () => {
    expect(
      await treeOf(
        featureMatch(
          { type: 'regex', regex: '/[xy]z/i', description: 'why' },
          { captures: { 'Y"z': [absolute(5), { type: 'file', value: 16 }], XZ: [absolute(4)] } },
        ),
      ),
    ).toEqual(['regex: /[xy]z/i = why', '  - "XZ" @ 0x4', '  - "Y\\"z" @ 0x5, file+0x10']);
  });

  it('list four distinct locations in order', async () => {
    const locations = [9, 3, 3, 7, 1, 5, 8].map(absolute);
    expect(await treeOf(api('f', { locations }))).toEqual(['api: f @ 0x1, 0x3, 0x5, 0x7, and 2 more...']);
    expect(
      await treeOf(
        api('g', {
          locations: [
            { type: 'no address' },
            { type: 'dn token', value: 0x6000001 },
            { type: 'dn token offset', value: [0x6000001, 5] },
            { type: 'relative', value: 1 },
          ],
        }),
      ),
    ).toEqual(['api: g @ token(0x6000001), token(0x6000001)+0x5, global, base address+0x1']);
  });

  it('show counts with the counted value, whatever it is', async () => {
    const count = (child: { type: string; [key: string]: string | number }, min: number, max: number | bigint) =>
      statementMatch({ type: 'range', min, max, child }, [], { locations: [absolute(1)] });
    expect(
      await treeOf(
        count({ type: 'api', api: 'f', description: 'd' }, 2, 2),
        count({ type: 'string', string: 'x"' }, 0, 3),
        count({ type: 'string', string: '' }, 0, 3),
        count({ type: 'number', number: 0 }, 1, 18446744073709551615n),
        count({ type: 'operand number', index: 1, operand_number: 16 }, 3, 4),
        count({ type: 'basic block' }, 0, 18446744073709551615n),
      ),
    ).toEqual([
      'count(api(f = d)): 2 @ 0x1',
      'count(string("x\\"")): 3 or fewer @ 0x1',
      'count(string("")): 3 or fewer @ 0x1',
      'count(number(0x0)): 1 or more @ 0x1',
      'count(operand[1].number(0x10)): between 3 and 4 @ 0x1',
      'count(basic block): 0 or more @ 0x1',
    ]);
  });

  it('show what matched, and under not what was absent', async () => {
    expect(
      await treeOf(
        api('failed', { success: false }),
        statementMatch({ type: 'optional' }, [api('absent', { success: false })]),
        statementMatch({ type: 'optional', description: 'd' }, [api('present')]),
        statementMatch({ type: 'some', count: 2 }, [api('a')]),
        statementMatch({ type: 'subscope', scope: 'basic block' }, [api('b')]),
        statementMatch({ type: 'not', description: 'false positives' }, [
          statementMatch({ type: 'or' }, [api('x', { success: false }), api('y')], { success: false }),
          statementMatch({ type: 'not' }, [api('z')], { success: false }),
        ]),
      ),
    ).toEqual([
      'optional: = d',
      '  api: present',
      '2 or more:',
      '  api: a',
      'basic block:',
      '  api: b',
      'not: = false positives',
      '  or:',
      '    api: x',
      '  not:',
      '    api: z',
    ]);
  });
});

describe('matches in programs', () => {
  it('name the function of a basic block', async () => {
    const rules: RuleParts[] = [
      { meta: { name: 'r', scopes: { static: 'basic block' } }, matches: [[absolute(0x401010), api('f')]] },
    ];
    expect(await evidenceLines(staticDocument({ rules }))).toEqual([
      'basic block @ 0x401010 in function 0x401000',
      '  api: f',
    ]);
  });

  it('of the whole file have no heading', async () => {
    const rules: RuleParts[] = [
      { meta: { name: 'r', scopes: { static: 'file' } }, matches: [[{ type: 'no address' }, api('f')]] },
    ];
    expect(await evidenceLines(staticDocument({ rules }))).toEqual(['api: f']);
  });

  it('come in order of address; of a library rule only the first', async () => {
    const matches = [3, 1, 2].map((value) => [absolute(value), api(`f${value}`)] as const);
    const lines = await collectLines(
      renderVverbose(
        staticDocument({
          rules: [
            { meta: { name: 'a' }, matches },
            { meta: { name: 'b', lib: true, namespace: 'unseen' }, matches },
            { meta: { name: 'c', lib: true }, matches: matches.slice(0, 1) },
          ],
        }),
        PLAIN,
      ),
    );
    expect(lines.slice(lines.indexOf('') + 1)).toEqual([
      'a (3 matches)',
      'namespace',
      'author     someone',
      'scope      function',
      'function @ 0x1',
      '  api: f1',
      'function @ 0x2',
      '  api: f2',
      'function @ 0x3',
      '  api: f3',
      '',
      'c (library rule)',
      'author  someone',
      'scope   function',
      'function @ 0x3',
      '  api: f3',
      '',
      'b (3 matches, only showing first match of library rule)',
      'author  someone',
      'scope   function',
      'function @ 0x1',
      '  api: f1',
      '',
      '',
      '',
      '',
    ]);
  });
});

describe('matches in traces', () => {
  it('of one call show the call and no further places', async () => {
    const locations = [callAddress(1)];
    expect(
      await dynamicEvidence({
        meta: { name: 'r' },
        matches: [
          [
            callAddress(1),
            statementMatch({ type: 'and' }, [
              api('First', { locations }),
              featureMatch({ type: 'regex', regex: '/x/' }, { locations, captures: { xx: locations } }),
            ]),
          ],
        ],
      }),
    ).toEqual([
      'call @ a.exe{pid:2,tid:3,call:1}',
      '  First(',
      '    a=1,',
      '    b="x, y",',
      '  ) -> 0x1',
      '  and:',
      '    api: First',
      '    regex: /x/',
      '      - "xx"',
    ]);
  });

  it('of a span name its calls, and each part the first of its own', async () => {
    expect(
      await dynamicEvidence({
        meta: { name: 'r', scopes: { dynamic: 'span of calls' } },
        matches: [
          [
            callAddress(3),
            statementMatch({ type: 'and' }, [
              api('First', { locations: [callAddress(2), callAddress(1)], children: [] }),
              featureMatch(
                { type: 'match', match: 'other' },
                { locations: [callAddress(3)], children: [api('Second', { locations: [callAddress(3)] })] },
              ),
              statementMatch({ type: 'not' }, [api('x', { success: false })]),
              statementMatch({ type: 'range', min: 1, max: 1, child: { type: 'api', api: 'Second' } }, [], {
                locations: [callAddress(2)],
              }),
            ]),
          ],
        ],
      }),
    ).toEqual([
      'span of calls @ a.exe{pid:2,tid:3,calls:{1,2,3}}',
      '  and:',
      '    api: First @ call:1',
      '      First(',
      '        a=1,',
      '        b="x, y",',
      '      ) -> 0x1',
      '      and 1 more...',
      '    match: other',
      '      api: Second @ call:3',
      '        not a call',
      '    not:',
      '      api: x',
      '    count(api(Second)): 1 @ a.exe{pid:2,tid:3,call:2}',
      '      Second()',
    ]);
  });

  it.each([
    ['process', PROCESS, 'process @ a.exe{pid:2}'],
    ['thread', THREAD, 'thread @ a.exe{pid:2,tid:3}'],
  ] as const)('of a %s name it', async (scope, address, heading) => {
    const [line] = await dynamicEvidence({
      meta: { name: 'r', scopes: { dynamic: scope } },
      matches: [[address, api('First', { locations: [callAddress(1)] })]],
    });
    expect(line).toBe(heading);
  });

  it('fall back to plain addresses for what the layout does not hold', async () => {
    const unknown = callAddress(9, 8, 7, 6);
    const rule = (scope: 'call' | 'span of calls'): RuleParts => ({
      meta: { name: 'r', scopes: { dynamic: scope } },
      matches: [[unknown, statementMatch({ type: 'and' }, [featureMatch({ type: 'os', os: 'windows' })])]],
    });
    expect((await dynamicEvidence(rule('call')))[0]).toBe('call @ process{pid:7,tid:8,call:9}');
    expect((await dynamicEvidence(rule('span of calls')))[0]).toBe('span of calls @ process{pid:7,tid:8,call:9}');
  });

  it('of a rule without a scope for traces are shown all the same', async () => {
    const lines = await collectLines(
      renderVverbose(
        dynamicDocument({
          rules: [{ meta: { name: 'r', scopes: { static: 'file' } }, matches: [[{ type: 'no address' }, api('f')]] }],
        }),
        PLAIN,
      ),
    );
    expect(lines).toContain('api: f');
  });
});

describe('what -vv says about a rule', () => {
  it('comes in a fixed order', async () => {
    const lines = await collectLines(
      renderVverbose(
        staticDocument({
          rules: [
            {
              meta: {
                name: 'r',
                namespace: 'a/b',
                authors: ['x', 'y'],
                description: 'one\ntwo',
                references: ['u', 'v'],
                attack: [{ parts: ['A', 'B', 'C', 'D'], tactic: 'A', technique: 'B', subtechnique: 'C', id: 'T1' }],
                mbc: [{ parts: ['M', 'N'], objective: 'M', behavior: 'N', method: '', id: '' }],
                maec: { malwareCategoryOv: 'c', malwareFamily: 'f', analysisConclusion: 'k' },
              },
              matches: [[absolute(1), api('f')]],
            },
          ],
        }),
        PLAIN,
      ),
    );
    const start = lines.indexOf('r') + 1;
    expect(lines.slice(start, start + 12)).toEqual([
      'namespace                 a/b',
      'maec/analysis-conclusion  k',
      'maec/malware-family       f',
      'maec/malware-category     c',
      'author                    x, y',
      'scope                     function',
      'att&ck                    A::B::C::D [T1]',
      'mbc                       M::N',
      'references                u, v',
      'description               one',
      '                          two',
      'function @ 0x1',
    ]);
  });

  it('is nothing if no rule matched', async () => {
    expect(await collectLines(renderVverbose(staticDocument(), PLAIN))).toContain('no capabilities found');
  });
});
