// -v, -vv and --timeline of a program and its runs: first what only both together say, then each half as it is shown alone.

import type { ResultDocument } from '../../result/document.ts';
import type { TogetherDocument } from '../../result/together/document.ts';
import { payloadName } from '../../result/together/payload-name.ts';
import { BLANK, type Block, line, type View } from './blocks.ts';
import { linesOf, piece } from './markup.ts';
import { viewTimeline } from './timeline.ts';
import { runName, shownCapabilities, togetherHead } from './together.ts';
import { viewVerbose } from './verbose.ts';
import { viewEvidence, viewVverbose } from './vverbose.ts';

/** The document as `-v` shows it. */
export async function* viewTogetherVerbose(document: TogetherDocument): AsyncIterable<Block> {
  yield* togetherHead(document);
  yield BLANK;
  for (const { meta, seen, both } of shownCapabilities(document).all) {
    if (both === undefined) continue;
    yield line(piece(meta.name, 'emphasis'), piece(' (from both together)', 'dim'));
    const rows: [string, ReturnType<typeof linesOf>][] = [['seen', linesOf(seen)]];
    if (meta.namespace !== undefined) rows.unshift(['namespace', linesOf(meta.namespace)]);
    if (meta.description !== '') rows.push(['description', linesOf(meta.description)]);
    yield { kind: 'grid', rows };
    yield BLANK;
  }
  yield* halves(document, viewVerbose);
}

/** The document as `-vv` shows it. */
export async function* viewTogetherVverbose(document: TogetherDocument): AsyncIterable<Block> {
  yield* togetherHead(document);
  yield BLANK;
  const both = document.capabilities.flatMap((capability) => capability.both ?? []);
  if (both.length > 0) {
    yield heading('from both together');
    yield* viewEvidence(
      both,
      document.program.meta.analysis,
      document.runs.map(({ meta }) => meta.analysis),
    );
  }
  yield* halves(document, viewVverbose);
}

/** The runs as `--timeline` shows them. */
export async function* viewTogetherTimeline(document: TogetherDocument): AsyncIterable<Block> {
  yield* togetherHead(document);
  for (const [i, run] of document.runs.entries()) {
    yield BLANK;
    if (document.runs.length > 1) yield heading(runName(document, i));
    yield* viewTimeline(run);
  }
}

async function* halves(document: TogetherDocument, view: View): AsyncIterable<Block> {
  yield heading('in code');
  yield* view(withoutHealth(document.program));
  for (const [i, run] of document.runs.entries()) {
    yield heading(document.runs.length === 1 ? 'at run time' : `at run time (${runName(document, i)})`);
    yield* view(withoutHealth(run));
  }
  for (const payload of document.payloads) {
    yield heading(`in ${payloadName(payload)}`);
    yield* view(payload.document);
  }
}

/** The head of everything says it once. */
function withoutHealth({ capax: _, ...half }: ResultDocument): ResultDocument {
  return half;
}

function heading(text: string): Block {
  return line(piece(text, 'heading'));
}
