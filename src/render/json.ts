// The result document as JSON on one line.

import type { ResultDocument } from '../result/document.ts';
import { writeDocument } from '../result/write.ts';

/** Prints the document as `--json` does. */
export async function* renderJson(document: ResultDocument): AsyncIterable<string> {
  yield* writeDocument(document);
  yield '\n';
}
