// Which capax made a document stands above every view of it, for whoever reads the text later. Not with --compat: the reference's text has no
// such line.

import type { ResultDocument } from '../../result/document.ts';
import { type Block, line, type View } from './blocks.ts';
import { piece } from './markup.ts';

/** The view below a line with the version. */
export function withVersion(view: View): View {
  return async function* (document: ResultDocument): AsyncIterable<Block> {
    const { capax } = document;
    if (capax !== undefined && !capax.compat) yield line(piece(`capax ${capax.version}`, 'dim'));
    yield* view(document);
  };
}
