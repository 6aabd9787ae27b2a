// All outputs. A new output is one file and one line here.

import type { ResultDocument } from '../result/document.ts';
import { renderDefault } from './default.ts';
import { renderJson } from './json.ts';
import type { RenderOptions } from './markup.ts';
import { renderTimeline } from './timeline.ts';
import { renderVerbose } from './verbose.ts';
import { renderVverbose } from './vverbose.ts';

/** Prints a document as text, piece by piece. A renderer knows nothing but the document. */
export type Renderer = (document: ResultDocument, options: RenderOptions) => AsyncIterable<string>;

export interface Output {
  readonly name: string;
  /** One line for --help. */
  readonly summary: string;
  readonly render: Renderer;
}

export const OUTPUTS: readonly Output[] = [
  { name: 'default', summary: 'tables of capabilities, ATT&CK and MBC', render: renderDefault },
  { name: 'verbose', summary: 'each capability and where it was found', render: renderVerbose },
  { name: 'vverbose', summary: 'each rule with its evidence', render: renderVverbose },
  { name: 'timeline', summary: 'what each process did, in order of time', render: renderTimeline },
  { name: 'json', summary: 'the result document', render: renderJson },
];
