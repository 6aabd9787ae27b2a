// Whatever a sample writes into its report: the terminal sees no command of it, nothing is lost to markup, and a saved document
// renders to the same bytes.

import { describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../../src/render/registry.ts';
import { readDocument } from '../../../src/result/capa-json/read.ts';
import { writeDocument } from '../../../src/result/capa-json/write.ts';
import { startCpuClock } from '../../support/cpu-time.ts';
import { hostileDocument, NASTY } from '../../support/hostile-document.ts';
import { callAddress, collect, dynamicDocument, featureMatch } from '../../support/result-documents.ts';

describe.each(OUTPUTS.filter(({ isMachine }) => !isMachine))('$name', ({ render }) => {
  it.each([40, 80, undefined])('lets no command reach the terminal at %s columns', async (width) => {
    const text = await collect(render(hostileDocument(NASTY), { width, colours: false, links: false }));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800]/);
  });

  it('with colours and links prints only its own commands', async () => {
    const text = await collect(render(hostileDocument(NASTY), { width: 80, colours: true, links: true }));
    const left = text.replaceAll(/\x1b\[\d+m|\x1b\]8;;(?:https:\/\/[\x21-\x7e]+)?\x1b\\/g, '');
    expect(left).not.toContain('\x1b');
    expect(left).not.toContain('\x07');
  });

  it('prints a saved document like the fresh one', async () => {
    const fresh = hostileDocument(NASTY);
    const saved = readDocument(await collect(writeDocument(fresh)));
    for (const width of [60, undefined]) {
      const options = { width, colours: true, links: true };
      expect(await collect(render(saved, options))).toBe(await collect(render(fresh, options)));
    }
  });

  it('copes with names of half a megabyte', async () => {
    const cpuTime = startCpuClock();
    for (const unit of ['x', '日', ', a=']) {
      const document = hostileDocument(unit.repeat(500_000 / unit.length));
      const text = await collect(render(document, { width: 80, colours: false, links: false }));
      expect(text.length).toBeLessThan(20_000_000);
    }
    expect(cpuTime()).toBeLessThan(10_000);
  });
});

describe('markup of other tools', () => {
  it('is text like any other', async () => {
    const vverbose = OUTPUTS.find(({ name }) => name === 'vverbose');
    const document = dynamicDocument({
      processName: 'a [b] [/x] \\[c] :smile:.exe',
      calls: [{ address: callAddress(1), name: 'F(a=[ebp+4], b=[/x])' }],
      rules: [
        {
          meta: { name: 'r [link]' },
          matches: [[callAddress(1), featureMatch({ type: 'regex', regex: '/ida[gqtuw]?64/', description: '[d]' })]],
        },
      ],
    });
    const lines = (await collect(vverbose!.render(document, { width: 80, colours: false, links: false }))).split('\n');
    for (const line of [
      'r [link]',
      'call @ a [b] [/x] \\[c] :smile:.exe{pid:2,tid:3,call:1}',
      '    a=[ebp+4],',
      '    b=[/x],',
      '  regex: /ida[gqtuw]?64/ = [d]',
    ]) {
      expect(lines).toContain(line);
    }
  });
});
