// Payloads that a sandbox kept are analysed with the program and its run: which ones, in which order, and what they add to the answer.

import { describe, expect, it } from 'vitest';
import type { PayloadInput } from '../../src/analyze-payloads.ts';
import { analyzeTogether, type TogetherOptions } from '../../src/analyze-together.ts';
import { memorySource } from '../../src/bytes/source.ts';
import type { KeptSource } from '../../src/features/kept-memory.ts';
import { LIMITS } from '../../src/limits.ts';
import { OUTPUTS } from '../../src/render/registry.ts';
import type { TogetherDocument } from '../../src/result/together/document.ts';
import { buildRuleSet } from '../../src/rules/build-rule-set.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';
import { smallReport } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import {
  analysisReport,
  codeWith,
  hashOf,
  inMemory,
  type KeptLists,
  keptEntry,
  OTHER_PID,
  programWith,
  UNPACKED_NUMBER,
} from '../support/small-analysis.ts';
import { smallPair } from '../support/small-pair.ts';

const both = (name: string, scope: string, blocks: string): string =>
  `rule:\n  meta:\n    name: ${name}\n    scopes: {both: ${scope}}\n  features:\n    - and:\n${blocks}`;
const STATIC_BLOCK = `      - static:\n        - number: ${UNPACKED_NUMBER}\n      - dynamic:\n        - api: CreateFileW\n`;
const RULES = buildRuleSet(
  [
    ruleText('- api: CreateFileW', { name: 'open a file', static: 'function', dynamic: 'call' }),
    ruleText(`- number: ${UNPACKED_NUMBER}`, { name: 'count far', static: 'function', dynamic: 'unsupported' }),
    ruleText('- characteristic: nzxor', { name: 'decode', static: 'basic block', dynamic: 'unsupported' }),
    both('count far and open', 'sample', STATIC_BLOCK),
    both('count far and open in one function', 'function', STATIC_BLOCK),
  ].map((text, i) => parseRule({ path: `${i}.yml`, text })),
).ruleSet;

const { program } = smallPair();
const payload = programWith(UNPACKED_NUMBER);

function file(bytes: Uint8Array, from: KeptSource = 'payload', name = hashOf(bytes)): PayloadInput {
  return { source: memorySource(`analysis/CAPE/${name}`, bytes), from };
}

async function analyse(
  files: readonly PayloadInput[],
  lists: KeptLists = {},
  options: Partial<TogetherOptions> = {},
): Promise<TogetherDocument> {
  const report = memorySource('report.json', new TextEncoder().encode(analysisReport(lists)));
  const { document } = await analyzeTogether(
    { source: memorySource('small.exe', program) },
    [{ source: report, payloads: files }],
    {
      rules: RULES,
      ...options,
    },
  );
  return document as TogetherDocument;
}

const seenOf = ({ capabilities }: TogetherDocument): Record<string, string> =>
  Object.fromEntries(capabilities.map(({ meta, seen }) => [meta.name, seen]));
const leftOf = ({ payloadsLeftOut }: TogetherDocument): Record<string, number> =>
  Object.fromEntries(payloadsLeftOut.map(({ reason, count }) => [reason, count]));

describe('a payload', () => {
  it('shows what is seen only after unpacking, and in which process', async () => {
    const document = await analyse([file(payload)], { payloads: [keptEntry(payload)] });
    expect(document.payloads).toMatchObject([
      {
        sha256: hashOf(payload),
        source: 'payload',
        words: 'Unpacked PE Image: 32-bit executable',
        processes: [{ pid: 100, name: 'small.exe', isOfSample: true }],
      },
    ]);
    const seen = seenOf(document);
    expect(seen['count far']).toBe('unpacked');
    expect(seen['open a file']).toBe('both');
    expect(seen['decode']).toBe('code');
    const decode = document.capabilities.find(({ meta }) => meta.name === 'decode');
    expect(decode?.payloads).toMatchObject([{ payload: 0 }]);
    expect(seenOf(await analyse([]))['count far']).toBeUndefined();
  });

  it('satisfies a static block of a rule of the whole sample, which says so, and none of a function', async () => {
    const document = await analyse([file(payload)], { payloads: [keptEntry(payload)] });
    const found = document.capabilities.find(({ meta }) => meta.name === 'count far and open');
    expect(found?.seen).toBe('both');
    const [block] = found?.both?.matchOf(0).children ?? [];
    expect(block?.seen).toBe('unpacked');
    expect(block?.children[0]?.node.description).toBe(
      `in payload ${hashOf(payload).slice(0, 8)} (Unpacked PE Image: 32-bit executable) of small.exe (100)`,
    );
    expect(seenOf(document)['count far and open in one function']).toBeUndefined();
  });

  it('is what its bytes are, whatever its name or the report says', async () => {
    const other = programWith(7);
    const document = await analyse([file(payload, 'payload', hashOf(other))], {
      payloads: [keptEntry(other, { process_name: 'liar.exe', cape_type: 'Lie' })],
    });
    expect(document.payloads).toMatchObject([{ sha256: hashOf(payload), words: '', processes: [] }]);
  });

  it('beside a run of something else is none of the program', async () => {
    const report = memorySource('report.json', new TextEncoder().encode(analysisReport({})));
    const other = memorySource('other.json', new TextEncoder().encode(smallReport()));
    const { document, strangers } = await analyzeTogether(
      { source: memorySource('small.exe', program) },
      [{ source: report }, { source: other, payloads: [file(payload)] }],
      { rules: RULES },
    );
    expect(strangers).toEqual([1]);
    expect(document?.payloads).toEqual([]);
  });

  it('that is the sample itself, or was there before, is not analysed again', async () => {
    const document = await analyse([file(program), file(payload), file(payload, 'dropped file', 'copy.exe')]);
    expect(document.payloads).toHaveLength(1);
    expect(leftOf(document)).toEqual({ 'the sample itself': 1, 'the same bytes as another one': 1 });
  });

  it('is analysed under its own hash where it lies as in memory', async () => {
    const dump = inMemory(payload);
    const document = await analyse([file(dump, 'process image')]);
    expect(seenOf(document)['count far']).toBe('unpacked');
    expect(document.payloads[0]?.sha256).toBe(hashOf(dump));
    expect(document.payloads[0]?.document.meta.sample.sha256).toBe(hashOf(dump));
    const names = document.payloads[0]?.document.rules.map(({ meta }) => meta.name);
    expect(names).toContain('open a file');
  });
});

async function shown(document: TogetherDocument, name: string): Promise<string> {
  let text = '';
  for await (const part of OUTPUTS.find((output) => output.name === name)?.renderTogether(document) ?? []) text += part;
  return text;
}

describe('what is shown of payloads', () => {
  it('holds no control characters and no endless texts of a report', async () => {
    const names = { process_name: `evil\u001b[2J${'x'.repeat(5000)}`, cape_type: `y\n\u202e${'z'.repeat(5000)}` };
    const document = await analyse([file(payload, 'payload', 'name\u001b]0;t')], {
      payloads: [keptEntry(payload, names)],
    });
    for (const name of ['default', 'verbose', 'vverbose']) {
      const text = await shown(document, name);
      expect(text).toContain('evil');
      expect(text).not.toMatch(/\u001b|\u202e|x{200}|z{200}/u);
    }
  });

  it('tells instructions of the program apart from those of payloads, which have the same addresses', async () => {
    const text = await shown(await analyse([file(payload)], { payloads: [keptEntry(payload)] }), 'vverbose');
    const evidence = text.slice(text.indexOf('from both together'), text.indexOf('in code'));
    expect(evidence.replace(/\s+/g, ' ')).toContain(`in payload ${hashOf(payload).slice(0, 8)}`);
    expect(evidence).not.toContain('mov');
  });
});

describe('raw code', () => {
  const code = codeWith(UNPACKED_NUMBER);
  const entry = (more: Record<string, unknown>): KeptLists => ({
    payloads: [keptEntry(code, { type: 'data', cape_type: 'Unpacked Shellcode', ...more })],
  });

  it('is analysed where the report says that it is code and its process of how many bits', async () => {
    const lists = entry({ process_path: 'C:\\Windows\\SysWOW64\\explorer.exe' });
    const document = await analyse([file(code)], lists);
    expect(document.payloads[0]?.document.meta.analysis.format).toBe('sc32');
    expect(seenOf(document)['count far']).toBe('unpacked');
    const far = await analyse([file(code)], entry({ virtual_address: '0x00007FF4FDE40000' }));
    expect(far.payloads[0]?.document.meta.analysis.format).toBe('sc64');
    const image = keptEntry(programWith(1), { type: 'PE32 executable (GUI)' });
    const known = await analyse([file(code)], { ...entry({}), procdump: [image] });
    expect(known.payloads[0]?.document.meta.analysis.format).toBe('sc32');
  });

  it('is left out where one of these is not known', async () => {
    expect(leftOf(await analyse([file(code)], entry({})))).toEqual({
      'raw code of which nothing says whether it has 32 or 64 bits': 1,
    });
    expect(leftOf(await analyse([file(code)]))).toEqual({ 'no program': 1 });
  });
});

describe('what is left out', () => {
  it('is said with its reason and number: too many, too large, damaged, whole memory, images of Windows', async () => {
    const image = programWith(3);
    const damaged = payload.slice(0, 0x90);
    const large = { ...memorySource('CAPE/large', payload), size: LIMITS.payloadBytes + 1 };
    const lying = { ...memorySource('CAPE/lying', new Uint8Array(LIMITS.payloadBytes + 1)), size: 10 };
    const document = await analyse(
      [
        file(damaged),
        { source: large, from: 'payload' },
        { source: lying, from: 'payload' },
        file(new Uint8Array(0), 'payload', 'empty'),
        file(new Uint8Array(5000), 'process memory', '100.dmp'),
        file(image, 'process image'),
      ],
      { procdump: [keptEntry(image, { process_path: 'C:\\Windows\\System32\\services.exe' })] },
    );
    expect(document.payloads).toEqual([]);
    expect(leftOf(document)).toEqual({
      'damaged or not readable (input-corrupt)': 1,
      'larger than 32 MB': 2,
      empty: 1,
      'all memory of a process, which is no program': 1,
      "the image of one of Windows' own programs": 1,
    });
  });

  it('is not what processes of the sample held', async () => {
    const [first, second, third] = [1, 2, 3].map(programWith) as [Uint8Array, Uint8Array, Uint8Array];
    const document = await analyse(
      [file(first), file(second), file(third), file(payload)],
      { payloads: [keptEntry(first, { pid: OTHER_PID }), keptEntry(payload), keptEntry(third, { pid: OTHER_PID })] },
      { maxPayloads: 2 },
    );
    expect(document.payloads.map(({ sha256 }) => sha256)).toEqual([hashOf(payload), hashOf(second)]);
    expect(leftOf(document)).toEqual({ 'beyond the first 2 (--payloads takes more)': 2 });
  });

  it('is all of it without time, with compat, or where none are wanted', async () => {
    const spent = await analyse([file(payload)], {}, { matchingBudget: () => 'it took longer than 1 s' });
    expect(leftOf(spent)).toEqual({ 'it took longer than 1 s': 1 });
    for (const options of [{ compat: true }, { maxPayloads: 0 }]) {
      const document = await analyse([file(payload)], {}, options);
      expect([document.payloads, document.payloadsLeftOut]).toEqual([[], []]);
    }
  });

  it('does not grow with lists of a hostile report', async () => {
    const entries = Array.from({ length: LIMITS.keptMemories + 5 }, (_, i) => ({
      sha256: String(i).padStart(64, '0'),
    }));
    const odd = [
      null,
      7,
      { sha256: 5 },
      { sha256: 'x', pid: 'many' },
      keptEntry(payload, { pid: -1, process_name: {} }),
    ];
    const document = await analyse([file(payload)], { payloads: [...odd, ...entries] });
    expect(document.payloads).toMatchObject([{ words: 'Unpacked PE Image: 32-bit executable', processes: [] }]);
  });
});
