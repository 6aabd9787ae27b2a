// The result document as JSON on one line.

import { plainJson } from '../bytes/plain-json.ts';
import { writeDocument } from '../result/capa-json/write.ts';
import type { ResultDocument } from '../result/document.ts';

/** Prints the document as `--json` does. */
export async function* renderJson(document: ResultDocument): AsyncIterable<string> {
  for await (const text of writeDocument(document)) yield plainJson(text);
  yield '\n';
}
