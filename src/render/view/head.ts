// What stands above every view: first that large parts of the input were lost, then which capax made the document, for whoever reads the
// text later. Not with --compat: the reference's text has no such lines.

import type { ResultDocument } from '../../result/document.ts';
import { type Block, line } from './blocks.ts';
import { alarmBlocks } from './health.ts';
import { piece } from './markup.ts';

export function* headBlocks(document: ResultDocument): Iterable<Block> {
  const { capax } = document;
  if (capax === undefined || capax.compat) return;
  yield* alarmBlocks([capax.health]);
  yield line(piece(`capax ${capax.version}`, 'dim'));
}
