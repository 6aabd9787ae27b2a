// The result document as JSON on one line.

import { writeDocument } from '../result/capa-json/write.ts';
import type { ResultDocument } from '../result/document.ts';

/** Prints the document as `--json` does. */
export async function* renderJson(document: ResultDocument): AsyncIterable<string> {
  yield* writeDocument(document);
  yield '\n';
}
