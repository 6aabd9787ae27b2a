// The whole way from bytes to text: whatever the bytes come in, and however often they are read, the outputs are the same.

import { isUtf8 } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { type ByteSource, memorySource } from '../../src/bytes/source.ts';
import { CapaxError } from '../../src/errors.ts';
import { featureJson } from '../../src/features/feature-json.ts';
import { locateFunctions } from '../../src/features/located-program.ts';
import { fileFeaturesOf } from '../../src/features/program.ts';
import { unpackSource as fastUnpack } from '../../src/node/gunzip.ts';
import { OUTPUTS } from '../../src/render/registry.ts';
import { readDocument } from '../../src/result/capa-json/read.ts';
import { buildRuleSet } from '../../src/rules/build-rule-set.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { collect } from '../support/result-documents.ts';
import { pipeSource } from '../support/zip-builder.ts';
import type { ContractEntry } from './contract-entry.ts';
import { CONTRACT_ENTRIES } from './entries.ts';
import { openWith, readTraceStrictly, recycledChunks } from './read-strictly.ts';
import { rulesFor } from './rules-for.ts';

const CHUNKS = [1, 7, 64, 4096];
const LAYOUT = { width: 100, colours: false, links: false };

/** Rules about everything that is in the sound input. */
async function ownRules({ input, sound }: ContractEntry): Promise<RuleSet> {
  const { opened } = await openWith(input, memorySource('report', await sound()));
  if (opened.flavour === 'dynamic') {
    const { sink, summary } = await readTraceStrictly(opened);
    return rulesFor({
      globals: summary.globals.map(featureJson),
      file: summary.file.map(({ feature }) => featureJson(feature)),
      inside: sink.calls.flatMap(({ features }) => features),
    });
  }
  const inside = [...locateFunctions(opened)].flatMap(({ blocks }) =>
    [...blocks].flatMap(({ instructions }) =>
      [...instructions].flatMap(({ features }) => features.map(({ feature }) => featureJson(feature))),
    ),
  );
  return rulesFor({
    globals: opened.globals.map(featureJson),
    file: fileFeaturesOf(opened).map(({ feature }) => featureJson(feature)),
    inside,
  });
}

/** All outputs of an analysis, by name; what refuses it, if that is all. */
async function outputs(
  source: ByteSource,
  rules: RuleSet,
  options: { readonly compat?: boolean; readonly unpack?: typeof fastUnpack } = {},
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  try {
    const { document } = await analyze(source, { rules, ...options });
    for (const { name, render } of OUTPUTS) texts[name] = await collect(render(document, LAYOUT));
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    texts['refused'] = error.code;
  }
  return texts;
}

/** Lines without the text of an instruction at their end, which the form of documents has no place for. */
function withoutInstructions(fresh: string, saved: string): string {
  const lines = saved.split('\n');
  return fresh
    .split('\n')
    .map((line, i) => (line.startsWith(`${lines[i]}  `) ? (lines[i] as string) : line))
    .join('\n');
}

describe.each(CONTRACT_ENTRIES)('documents: $title', (entry) => {
  const { sound, name: fileName = 'report', leastRules = 7 } = entry;
  const rules = ownRules(entry);

  it('hold a match of every rule about what was seen', async () => {
    const { document } = await analyze(memorySource(fileName, await sound()), { rules: await rules });
    const names = (await rules).rules.flatMap(({ meta, derived }) => (derived === undefined ? [meta.name] : []));
    expect(names.length).toBeGreaterThanOrEqual(leastRules);
    expect(document.rules.map(({ meta }) => meta.name).sort()).toEqual(names.sort());
  });

  it('hold the same for rules one by one', async () => {
    const bytes = await sound();
    const { rules: all, dependencies } = await rules;
    for (const rule of all.filter(({ meta }) => dependencies.get(meta.name)?.length === 0)) {
      const { document } = await analyze(memorySource(fileName, bytes), { rules: buildRuleSet([rule]).ruleSet });
      expect(document.rules.map(({ meta }) => meta.name)).toEqual([rule.meta.name]);
    }
  });

  it('do not depend on how the bytes come', async () => {
    const bytes = await sound();
    const whole = await outputs(memorySource(fileName, bytes), await rules);
    for (const chunkBytes of CHUNKS) {
      expect(await outputs(recycledChunks(fileName, bytes, chunkBytes), await rules)).toEqual(whole);
    }
    expect(await outputs(pipeSource(fileName, bytes), await rules)).toEqual(whole);
  });

  it('do not depend on how the bytes come, in compatible mode', async () => {
    const bytes = await sound();
    const compat = { compat: true };
    const whole = await outputs(memorySource(fileName, bytes), await rules, compat);
    expect(await outputs(recycledChunks(fileName, bytes, 7), await rules, compat)).toEqual(whole);
  });

  it('do not depend on gzip around the input', async () => {
    const bytes = await sound();
    const whole = await outputs(memorySource(fileName, bytes), await rules);
    const packed = gzipSync(bytes);
    expect(await outputs(memorySource(fileName, packed), await rules)).toEqual(whole);
    const slow = recycledChunks(fileName, packed, 7);
    expect(await outputs(slow, await rules, { unpack: fastUnpack })).toEqual(whole);
  });

  it('do not depend on the encoding of a text', async (context) => {
    const bytes = await sound();
    const text = Buffer.from(bytes).toString('utf8');
    if (!isUtf8(bytes) || text.includes('\0')) context.skip('no text');
    const whole = await outputs(memorySource(fileName, bytes), await rules);
    const little = Buffer.from(text, 'utf16le');
    for (const encoded of [
      little,
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(little).swap16(),
      gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
    ]) {
      expect(await outputs(recycledChunks(fileName, encoded, 7), await rules)).toEqual(whole);
    }
  });

  it('render the same after they were saved and read', async () => {
    const fresh = await outputs(memorySource(fileName, await sound()), await rules);
    for (const { name, render } of OUTPUTS) {
      const saved = await collect(render(readDocument(fresh['json'] as string), LAYOUT));
      expect(saved).toBe(name === 'vverbose' ? withoutInstructions(fresh[name] as string, saved) : fresh[name]);
    }
  });
});
