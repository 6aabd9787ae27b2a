import { describe, expect, it } from 'vitest';
import { type Analysis, type AnalyzeOptions, analyze, type Progress } from '../../../../../src/analyze.ts';
import { memorySource } from '../../../../../src/bytes/source.ts';
import { readSignatures } from '../../../../../src/code/flirt/signature-file.ts';
import { Diagnostics } from '../../../../../src/diagnostics.ts';
import { locateFunctions } from '../../../../../src/features/located-program.ts';
import { fileFeaturesOf, type Program } from '../../../../../src/features/program.ts';
import { peInput } from '../../../../../src/inputs/pe/index.ts';
import { unpackSource } from '../../../../../src/node/gunzip.ts';
import { buildRuleSet } from '../../../../../src/rules/build-rule-set.ts';
import { DEFAULT_SEMANTICS } from '../../../../../src/semantics.ts';
import { ruleOf } from '../../../../support/rule-text.ts';
import {
  CHECKSUM,
  CHECKSUM_SIGNATURE,
  DECODE,
  OPEN_FILE,
  START,
  smallProgram,
} from '../../../../support/small-program.ts';

async function open(...patterns: readonly string[]): Promise<Program> {
  const encoder = new TextEncoder();
  const signatures = await Promise.all(
    patterns.map((text, i) => readSignatures(encoder.encode(`${text}\n---\n`), `${i}.pat`)),
  );
  const options = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics(), signatures };
  return (await peInput.open(memorySource('small.exe', smallProgram()), options)) as Program;
}

const librariesOf = (program: Program): unknown =>
  Array.from(locateFunctions(program), ({ address, library }) => [address, library]);

const at = (value: number) => ({ type: 'absolute', value });

describe('a program with signatures', () => {
  it('has names for its library functions', async () => {
    expect(librariesOf(await open(CHECKSUM_SIGNATURE))).toEqual([
      [at(START), undefined],
      [at(DECODE), undefined],
      [at(OPEN_FILE), undefined],
      [at(CHECKSUM), '__checksum'],
    ]);
    expect(librariesOf(await open())).not.toContainEqual([at(CHECKSUM), '__checksum']);
  });

  it('has their names as last features of the file, also without one underscore', async () => {
    const program = await open(CHECKSUM_SIGNATURE);
    const names = ['__checksum', '_checksum'].map((value) => ({
      feature: { type: 'function name', value },
      address: at(CHECKSUM),
    }));
    expect(fileFeaturesOf(program)).toEqual([...program.file, ...names]);
    expect(program.file.map(({ feature }) => feature.type)).not.toContain('function name');
  });

  it('has them as names of what is called', async () => {
    const [start] = locateFunctions(await open(CHECKSUM_SIGNATURE));
    const features = start?.blocks.flatMap(({ instructions }) => instructions.flatMap((one) => one.features));
    expect(features).toContainEqual({ feature: { type: 'api', value: '__checksum' }, address: at(0x40101d) });
  });

  it('asks where signatures say that another function is called, and that data is read', async () => {
    // The beginning of the program, which calls DECODE at 8, and reads a slot at 0x12.
    const start = '558BEC6880204000E8........83C4046A64FF15........E8........E8........5DC3';
    const decode = '558BEC8B4508B90C00000080305A404975F95DC3 00 0000 0014 :0000 _decode';
    const signature = (...references: string[]): string => `${start} 00 0000 0024 :0000 _start ${references.join(' ')}`;
    const nameOfStart = async (...patterns: string[]) =>
      [...locateFunctions(await open(patterns.join('\n')))][0]?.library;
    expect(await nameOfStart(signature('^0009 _decode'), decode)).toBe('_start');
    expect(await nameOfStart(signature('^0009 _other'), decode)).toBeUndefined();
    expect(await nameOfStart(signature('^0014 .'))).toBe('_start');
    expect(await nameOfStart(signature('^000D .'))).toBeUndefined();
  });

  it('follows what a signature names in bytes that nothing else claims', async () => {
    const local = CHECKSUM_SIGNATURE.replace(':0000 __checksum', ':0000 __checksum :-0070@ local');
    expect(librariesOf(await open(local))).toContainEqual([at(CHECKSUM - 0x70), 'local']);
  });
});

describe('a program that is matched within limits', () => {
  const rules = buildRuleSet([
    ruleOf('- mnemonic: call', { name: 'call' }),
    ruleOf('- characteristic: nzxor', { name: 'decode' }),
  ]).ruleSet;
  const analyseSmall = (options: Partial<AnalyzeOptions>) =>
    analyze(memorySource('small.exe', smallProgram()), { rules, unpack: unpackSource, ...options });
  const namesOf = ({ document }: Analysis) => document.rules.map(({ meta }) => meta.name);

  it('keeps what was matched when its budget is spent, and says what is left out', async () => {
    let asked = 0;
    const found = await analyseSmall({ matchingBudget: () => (++asked > 1 ? 'enough' : undefined) });
    expect(namesOf(found)).toEqual(['call']);
    expect(found.diagnostics).toMatchObject([
      { code: 'code-stopped', message: 'matching was stopped: enough; the last 3 of 4 functions are left out' },
    ]);
    expect(namesOf(await analyseSmall({}))).toEqual(['call', 'decode']);
  });

  it('is matched as far as its functions were found', async () => {
    let isFinding = false;
    const found = await analyseSmall({
      onProgress: ({ phase }) => {
        isFinding ||= phase === 'finding functions';
      },
      budget: () => (isFinding ? 'enough' : undefined),
    });
    expect(found.diagnostics).toMatchObject([{ code: 'code-stopped' }]);
    expect(namesOf(found)).toEqual([]);
  });

  it('says how far it has come', async () => {
    const told: Progress[] = [];
    await analyseSmall({ onProgress: (progress) => told.push(progress) });
    const phases = told.map(({ phase }) => phase);
    expect([...new Set(phases)]).toEqual(['reading', 'finding functions', 'matching functions']);
    expect(told.at(-1)).toEqual({ phase: 'matching functions', functions: 0, totalFunctions: 4 });
  });
});
