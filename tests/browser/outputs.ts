// What is compared between Node and the browser: every output of an analysis, with everything fixed that could differ.

import type { Unpack } from '../../src/bytes/unpack.ts';
import { analyze, type ByteSource, CapaxError, memorySource } from '../../src/index.ts';
import { OUTPUTS } from '../../src/render/index.ts';
import type { RuleSet } from '../../src/rules/index.ts';

/** An input and the rules' texts as the page fetches them. */
export interface PageInput {
  readonly name: string;
  readonly url: string;
}

/** Texts by the name of the output; what refuses the input, if that is all. */
export type Outputs = Readonly<Record<string, string>>;

/** All outputs of one analysis. */
export async function outputsOf(name: string, bytes: Uint8Array, rules: RuleSet, unpack?: Unpack): Promise<Outputs> {
  const source: ByteSource = memorySource(name, bytes);
  const fixed = { rulePaths: ['rules'], argv: [name], path: `/${name}`, timestamp: '2026-01-02T03:04:05.000000' };
  const texts: Record<string, string> = {};
  try {
    const { document } = await analyze(source, { ...fixed, rules, ...(unpack === undefined ? {} : { unpack }) });
    for (const { name: output, render } of OUTPUTS) {
      let text = '';
      for await (const part of render(document, { width: 100, colours: true, links: true })) text += part;
      texts[output] = text;
    }
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    texts['refused'] = error.code;
  }
  return texts;
}
