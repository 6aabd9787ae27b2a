import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { inflate, unpackSource } from '../../src/node/gunzip.ts';
import { buildRuleSet } from '../../src/rules/build-rule-set.ts';
import { capeCall, capeProcess, capeReport } from '../support/cape-report.ts';
import { syscallLine } from '../support/drakvuf-log.ts';
import { ruleOf } from '../support/rule-text.ts';

const calls = Array.from({ length: 20_000 }, (_, n) => capeCall(7, 'CreateFileW', { n: `${n * 7919}` }));
const report = JSON.stringify(capeReport([capeProcess(1, calls)]));
const INPUTS: readonly (readonly [string, string | Uint8Array])[] = [
  ['report.json', report],
  ['report.json.gz', gzipSync(report)],
  ['drakvuf.log', `${syscallLine('Sleep')}\n`.repeat(2000)],
  ['strace', '7     getpid() = 7\n'.repeat(20_000)],
];

describe('a budget that ends reading', () => {
  it.each(INPUTS)('is the one reason that is given for the early end of %s', async (name, content) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const chunk = Math.floor(bytes.length / 8) + 1;
    let chunks = 0;
    const format = name === 'strace' ? name : 'auto';
    const budget = (): string | undefined => (++chunks > 4 ? 'enough' : undefined);
    const rules = buildRuleSet([ruleOf('- api: Sleep')]).ruleSet;
    const { diagnostics } = await analyze(memorySource(name, bytes, chunk), {
      rules,
      unpack: unpackSource,
      inflate,
      format,
      budget,
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['budget-exceeded']);
  });
});
