// The published rules' own examples as an acceptance suite: each rule matches in the sample, and at the function, that its authors name. The
// built-in rules name no samples; their cases are in tests/pack.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { unpackSource } from '../../src/bytes/unpack.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Address } from '../../src/features/address.ts';
import type { CodeView } from '../../src/features/code-view.ts';
import type { Program } from '../../src/features/program.ts';
import { detectInput } from '../../src/inputs/detect.ts';
import { openInput } from '../../src/inputs/open.ts';
import { matchInput } from '../../src/match/match.ts';
import { loadRulesFromPaths } from '../../src/node/load-rules.ts';
import { installedOrdinalNames } from '../../src/node/ordinal-names.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';
import { allPrograms, judgedPrograms, type ProgramRow } from '../support/programs.ts';
import { type RuleExample, resolveExamples } from '../support/rule-examples.ts';
import { sharedPath } from '../support/shared.ts';

const rulesFolder = sharedPath('data', 'rules');

/** Examples whose rule does not match where they say, by the reason. It matches elsewhere in all of these samples. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'the function there does not call what the rule asks for': [
      'get hostname in 9324D1A8AE37A36AE560C37448C9705A:0x4052A0',
      'enumerate files on Linux in 7351f8a40c5450557b24622417fc478d:0x405438',
      'open registry key via offline registry library in 5fbbfeed28b258c42e0cfeb16718b31c:0x4071E1',
      'encrypt data using RC4 via WinAPI in 2A584DFC657348D164274A12BFF9BBD8:0x404D42',
      'receive HTTP request in 6A352C3E55E8AE5ED39DC1BE7FB964B1:0x100027D0',
      'receive data in BFB9B5391A13D0AFD787E87AB90F14F5:0x13145D60',
      'schedule task via ITaskScheduler in 2B8BEC5BCB1777EAA155D832F7AFC797:0x405887',
      'hash data using fnv in 09BF850BE5DA44A1C3629A1F62813A83:0x10006010',
    ],
    'the address is that of another build or another image base': [
      'extract resource via kernel32 functions in 563653399B82CD443F120ECEFF836EA3678D4CF11D9B351BB737573C2D856299:0x140001ABA',
      'get domain trust relationships in 0796f1c1ea0a142fc1eb7109a44c86cb:0x40222F',
      'delay execution in al-khaser_x86.exe_:0x449770',
      'get disk size in al-khaser_x86.exe_:0x434010',
      'get process heap force flags in al-khaser_x86.exe_:0x425470',
      'create registry key via offline registry library in 5fbbfeed28b258c42e0cfeb16718b31c:0x100481A0',
      'read .ini file in E6234FB98F17201C232F4502015B47B3:0x701312FA',
      'resume thread in 787cbc8a6d1bc58ea169e51e1ad029a637f22560660cc129ab8a099a745bd50e:0x4044C7',
    ],
  }).flatMap(([reason, texts]) => texts.map((text) => [text, reason] as const)),
);

const loaded =
  rulesFolder === undefined ? undefined : await loadRulesFromPaths([rulesFolder], { version: 'test', cache: false });

const staticRules = (loaded?.ruleSet.rules ?? []).filter(({ meta }) => meta.scopes.static !== undefined);

/** .NET samples are read as the native files that they also are; what their rules ask for is in managed code. */
const isNative = ({ format }: ProgramRow): boolean => !format.includes('dotnet');

const { byProgram, elsewhere } = resolveExamples(staticRules, allPrograms);
const native = [...byProgram].filter(([sample]) => isNative(sample));

interface Opened {
  readonly program: Program & { readonly code: CodeView };
  /** Where rules matched, by name. */
  readonly matches: ReadonlyMap<string, readonly Address[]>;
}

async function open({ name, format, bytes }: ProgramRow): Promise<Opened> {
  const semantics = COMPAT_SEMANTICS;
  const options = { semantics, diagnostics: new Diagnostics(), ordinalNames: installedOrdinalNames };
  const forced = format.startsWith('sc') ? format : 'auto';
  const detected = await detectInput(memorySource(name, bytes()), { format: forced, unpack: unpackSource });
  const input = await openInput(detected, { ...options, unpack: unpackSource });
  if (input.flavour !== 'static' || input.code === undefined || loaded === undefined) throw new Error('no program');
  const { matches } = await matchInput(input, { rules: loaded.ruleSet, semantics });
  const places = [...matches].map(
    ([name, hits]) => [name, Array.from({ length: hits.count }, (_, i) => hits.addressOf(i))] as const,
  );
  return { program: input as Opened['program'], matches: new Map(places) };
}

const labelOf = ({ rule, text }: RuleExample): string => `${rule.meta.name} in ${text}`;

const numberOf = (address: Address): number => Number((address as { value?: unknown }).value);

/** Whether a rule that matched at `found` matched where the example says: in the same function. Example addresses may be without the base. */
function isThere({ code, baseAddress }: Opened['program'], { rule, address }: RuleExample, found: readonly Address[]) {
  if (address === undefined || rule.meta.scopes.static === 'file') return found.length > 0;
  const functionsAt = (at: Address): number[] => [numberOf(at), ...code.functionsWith(at).map(numberOf)];
  const wanted = new Set(
    [address, numberOf(baseAddress) + address].flatMap((value) => functionsAt({ type: 'absolute', value })),
  );
  return found.some((at) => functionsAt(at).some((value) => wanted.has(value)));
}

/** Paths of what the reference found. */
const goldens = new Map(judgedPrograms.map(({ md5, golden }) => [md5, golden]));

/** Where the reference found a rule, from its document. */
function goldenPlaces(golden: string, rule: Rule): Address[] {
  const document = JSON.parse(gunzipSync(readFileSync(`${golden}.json.gz`)).toString());
  const matches: readonly (readonly [Address, unknown])[] = document.rules[rule.meta.name]?.matches ?? [];
  return matches.map(([address]) => address);
}

describe.skipIf(native.length === 0)('examples of the published rules (needs shared data)', () => {
  it('are there, for the most part', () => {
    const count = native.reduce((sum, [, examples]) => sum + examples.length, 0);
    const managed = [...byProgram].filter(([sample]) => !isNative(sample)).flatMap(([, examples]) => examples);
    expect(count).toBeGreaterThan(550);
    expect(managed.length).toBeLessThan(30);
    expect(elsewhere.length).toBeLessThan(240);
  });

  it('are all known that are wrong', () => {
    const labels = new Set(native.flatMap(([, examples]) => examples.map(labelOf)));
    expect([...ELSEWHERE.keys()].filter((label) => !labels.has(label))).toEqual([]);
  });

  it.each(native.map(([sample, examples]) => [sample.name, sample, examples] as const))(
    'match: %s',
    async (_, sample, examples) => {
      const { program, matches } = await open(sample);
      for (const example of examples) {
        const { rule } = example;
        const label = labelOf(example);
        const found = matches.get(rule.meta.name) ?? [];
        const reason = ELSEWHERE.get(label) ?? '';
        expect(found.length, label).toBeGreaterThan(0);
        expect(isThere(program, example, found), `${label} ${reason}`).toBe(reason === '');
        const golden = goldens.get(sample.md5);
        if (reason === '' || golden === undefined) continue;
        expect(isThere(program, example, goldenPlaces(golden, rule)), label).toBe(false);
      }
    },
  );
});
