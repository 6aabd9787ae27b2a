import { describe, expect, it } from 'vitest';
import { OUTPUTS, renderDefault, renderVerbose } from '../../../src/render/registry.ts';
import type { CapaxFacts, DocumentRuleMeta } from '../../../src/result/document.ts';
import {
  absolute,
  api,
  callAddress,
  collect,
  collectLines,
  dynamicDocument,
  featureMatch,
  PLAIN,
  PROCESS,
  type RuleParts,
  statementMatch,
  staticDocument,
} from '../../support/result-documents.ts';

const attack = (text: string, id: string): DocumentRuleMeta['attack'][number] => {
  const parts = text.split('::');
  return { parts, tactic: parts[0] ?? '', technique: parts[1] ?? '', subtechnique: parts[2] ?? '', id };
};
const mbc = (text: string, id: string): DocumentRuleMeta['mbc'][number] => {
  const parts = text.split('::');
  return { parts, objective: parts[0] ?? '', behavior: parts[1] ?? '', method: parts[2] ?? '', id };
};
const matches = [[absolute(1), api('f')]] as const;

const HEALTH: CapaxFacts['health'] = {
  flavour: 'dynamic',
  producer: 'CAPE',
  producerVersion: '2.4',
  processes: 1,
  threads: 2,
  calls: 34567,
  skippedRecords: 0,
  missing: [],
  diagnostics: [],
};

/** Text of the cells of all rows, without boxes. */
function cells(lines: readonly string[]): string[][] {
  return lines
    .filter((line) => /^[│┃]/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/[│┃]/)
        .map((cell) => cell.trim()),
    );
}

describe('the default output', () => {
  it('groups techniques, each once, and counts those of hidden capabilities', async () => {
    const rules: RuleParts[] = [
      {
        meta: {
          name: 'b',
          namespace: 'x',
          attack: [attack('Execution::Zed', 'T2'), attack('Discovery::A', 'T3')],
          mbc: [mbc('Data::Encode::XOR', 'C1'), mbc('Odd::Thing', 'Q9')],
        },
        matches: [
          [absolute(1), statementMatch({ type: 'and' }, [featureMatch({ type: 'match', match: 'part' })])],
          [absolute(2), api('f')],
        ],
      },
      {
        meta: { name: 'part', attack: [attack('Execution::Abe::Sub', 'T1.001'), attack('Execution::Zed', 'T2')] },
        matches,
      },
      { meta: { name: 'library', lib: true, attack: [attack('Impact::No', 'T9')] }, matches },
      { meta: { name: 'note', namespace: 'internal/limitation' }, matches },
      { meta: { name: 'verdict', maec: { malwareFamily: 'worm', analysisConclusionOv: 'bad' } }, matches },
      { meta: { name: 'derived', isSubscopeRule: true }, matches },
    ];
    const lines = await collectLines(renderDefault(staticDocument({ rules }), PLAIN));
    expect(cells(lines).slice(8)).toEqual([
      ['ATT&CK Tactic', 'ATT&CK Technique'],
      ['DISCOVERY', 'A [T3]'],
      ['EXECUTION', 'Abe::Sub [T1.001]'],
      ['', 'Zed [T2]'],
      ['MAEC Category', 'MAEC Value'],
      ['analysis-conclusion-ov', 'bad'],
      ['malware-family', 'worm'],
      ['MBC Objective', 'MBC Behavior'],
      ['DATA', 'Encode::XOR [C1]'],
      ['ODD', 'Thing [Q9]'],
      ['Capability', 'Namespace'],
      ['b (2 matches)', 'x'],
    ]);
  });

  it('counts the capabilities that are part of others, unless the reference is followed', async () => {
    const part = (name: string): RuleParts => ({ meta: { name }, matches });
    const refer = (name: string) => featureMatch({ type: 'match', match: name });
    const rules: RuleParts[] = [
      {
        meta: { name: 'whole' },
        matches: [[absolute(1), statementMatch({ type: 'and' }, ['one', 'two', 'library'].map(refer))]],
      },
      part('one'),
      { meta: { name: 'library', lib: true }, matches },
    ];
    const last = async (all: RuleParts[], capax?: CapaxFacts): Promise<string> => {
      const parts = { rules: all, ...(capax === undefined ? {} : { capax }) };
      const lines = await collectLines(renderDefault(dynamicDocument(parts), PLAIN));
      return lines.filter((line) => line !== '').at(-1) as string;
    };
    const facts = { version: '1', compat: false, health: HEALTH };
    expect(await last(rules, facts)).toBe('1 more is part of these: -v');
    expect(await last([...rules, part('two')], facts)).toBe('2 more are part of these: -v');
    for (const capax of [undefined, { ...facts, compat: true }]) expect(await last(rules, capax)).toMatch(/^└/);
    expect(await last([part('one')], facts)).toMatch(/^└/);
  });

  it('says so if there is nothing', async () => {
    const lines = await collectLines(renderDefault(staticDocument(), PLAIN));
    expect(cells(lines)).toHaveLength(8);
    expect(lines.slice(-3)).toEqual(['no capabilities found', '', '']);
  });

  it('links hashes, techniques and rules where the terminal can', async () => {
    const rules: RuleParts[] = [
      {
        meta: {
          name: 'a/b ü\ud800',
          attack: [attack('E::Z', 'T1.001')],
          mbc: [mbc('Anti X::Y z', 'B1'), mbc('D::E', 'C1'), mbc('D::F', '?')],
        },
        matches,
      },
    ];
    const text = await collect(renderDefault(staticDocument({ rules }), { ...PLAIN, links: true }));
    const links = [...text.matchAll(/\x1b\]8;;(https:[^\x1b]+)\x1b/g)].map(([, link]) => link);
    expect(links).toEqual([
      'https://www.virustotal.com/gui/file/d4',
      'https://www.virustotal.com/gui/file/5a',
      'https://www.virustotal.com/gui/file/5b',
      'https://attack.mitre.org/techniques/T1/001/',
      'https://github.com/MBCProject/mbc-markdown/blob/main/anti-x/y-z.md',
      'https://github.com/MBCProject/mbc-markdown/blob/main/micro-behaviors/d/e.md',
      'https://mandiant.github.io/capa/rules/a%2Fb%20%C3%BC%EF%BF%BD/',
    ]);
  });
});

describe('-v', () => {
  it('sums calls up by thread, in order of address', async () => {
    const at = [callAddress(5, 30), callAddress(1, 4), callAddress(2, 4), callAddress(1, 30)];
    const rules: RuleParts[] = [
      { meta: { name: 'calls' }, matches: at.map((address) => [address, api('f')] as const) },
      { meta: { name: 'process', scopes: { dynamic: 'process' } }, matches: [[PROCESS, api('f')]] },
      { meta: { name: 'unknown' }, matches: [[callAddress(1, 2, 99), api('f')]] },
      { meta: { name: 'file', scopes: { dynamic: 'file' } }, matches: [[{ type: 'no address' }, api('f')]] },
    ];
    const lines = await collectLines(renderVerbose(dynamicDocument({ rules, processes: [[2, 3]] }), PLAIN));
    expect(lines).toEqual([
      'md5                  d4',
      'sha1                 5a',
      'sha256               5b',
      'path                 /samples/a.exe',
      'timestamp            2024-05-06 07:08:09.123456',
      'capa version         9.4.0',
      'os                   windows',
      'format               pe',
      'arch                 amd64',
      'analysis             dynamic',
      'extractor            CapeExtractor',
      'rules                /rules',
      'process count        2',
      'total feature count  16',
      '',
      'calls (4 matches)',
      'scope    call',
      'matches  a.exe{pid:2,tid:4}',
      '         a.exe{pid:2,tid:30}',
      '',
      'file',
      'scope  file',
      '',
      'process',
      'scope    process',
      'matches  a.exe{pid:2}',
      '',
      'unknown',
      'scope    call',
      'matches  process{pid:99,tid:2}',
      '',
      '',
      '',
      '',
    ]);
  });

  it('lists every place in a program', async () => {
    const rules: RuleParts[] = [
      {
        meta: { name: 'r', namespace: 'n', description: 'd' },
        matches: [3, 1].map((at) => [absolute(at), api('f')] as const),
      },
    ];
    const lines = await collectLines(renderVerbose(staticDocument({ rules }), PLAIN));
    expect(lines.slice(11)).toEqual([
      'base address            0x400000',
      'rules                   /rules',
      'function count          1',
      'library function count  1',
      'total feature count     12',
      '',
      'r (2 matches)',
      'namespace    n',
      'description  d',
      'scope        function',
      'matches      0x3',
      '             0x1',
      '',
      '',
      '',
      '',
    ]);
  });
});

describe('health of the input', () => {
  const lines = async (capax: CapaxFacts, width?: number): Promise<string[]> => {
    const all = await collectLines(renderDefault(dynamicDocument({ capax }), { ...PLAIN, width }));
    return all.slice(all.findIndex((line) => line.startsWith('└')) + 1, all.indexOf('no capabilities found'));
  };

  it('is one line if all is well', async () => {
    expect(await lines({ version: '1', compat: false, health: HEALTH })).toEqual([
      'input: CAPE 2.4 · 1 process, 2 threads, 34,567 calls · complete',
    ]);
  });

  it('names what is missing with its consequence, and what went wrong', async () => {
    const damaged = {
      ...HEALTH,
      target: 'url',
      skippedRecords: 3,
      missing: [{ part: 'static.pe', consequence: 'section rules cannot match' }],
      diagnostics: [
        {
          code: 'cape-call',
          severity: 'warning' as const,
          message: 'a call\x1b[2J has no name',
          where: 'call 7',
          count: 1200,
        },
        ...Array.from({ length: 11 }, (_, i) => ({ code: 'n', severity: 'note' as const, message: `m${i}`, count: 1 })),
      ],
    };
    const shown = await lines({ version: '1', compat: false, health: damaged });
    expect(shown.slice(0, 5)).toEqual([
      'input: CAPE 2.4 · target: url · 1 process, 2 threads, 34,567 calls',
      '  3 records could not be used',
      '  missing: static.pe: section rules cannot match',
      '  warning: a call\\x1b[2J has no name (1,200 times, first at call 7) [cape-call]',
      '  note: m0 [n]',
    ]);
    expect(shown.at(-1)).toBe('  and 2 more diagnostics');
    const narrow = await lines({ version: '1', compat: false, health: damaged }, 60);
    expect(Math.max(...narrow.map(({ length }) => length))).toBeLessThanOrEqual(60);
  });

  it('is not shown when the reference is followed, nor for its own documents', async () => {
    expect(await lines({ version: '1', compat: true, health: HEALTH })).toEqual([]);
  });
});

describe('registry of outputs', () => {
  it('has distinct names', () => {
    expect(new Set(OUTPUTS.map(({ name }) => name)).size).toBe(OUTPUTS.length);
  });
});
