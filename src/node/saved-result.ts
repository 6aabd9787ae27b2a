// A saved result that is to be shown again. What only an analysis can do is refused: an option that does nothing would seem to have been
// heeded.

import type { Budget } from '../bytes/watched-source.ts';
import { CapaxError } from '../errors.ts';
import { type Detected, unpackDetected } from '../inputs/detect.ts';
import { readDocumentFrom } from '../result/capa-json/read.ts';
import type { ResultDocument } from '../result/document.ts';
import { onlyRules, saysAboutItself } from '../result/rule-texts.ts';
import { demand, sourceChecked } from './budget.ts';
import { unpackSource } from './gunzip.ts';
import type { InputHost } from './input-host.ts';
import type { JobOptions } from './job-options.ts';

/** Options that decide what is analysed, and whether they were given. */
function optionsOfAnalysis(options: JobOptions): readonly (readonly [flag: string, isGiven: boolean])[] {
  const { rules, signatures, restrictToProcesses, restrictToFunctions, onlySampleTree, matcher } = options;
  return [
    ['--rules', rules.paths.length > 0],
    ['--strict', rules.strict],
    ['--signatures', signatures.length > 0],
    ['--restrict-to-processes', restrictToProcesses !== undefined],
    ['--restrict-to-functions', restrictToFunctions !== undefined],
    ['--only-sample-tree', onlySampleTree],
    ['--matcher', matcher !== 'planned'],
  ];
}

/**
 * Reads the document and takes out of it what was asked for. Throws CapaxError: `option-invalid` for options that it cannot heed,
 * `budget-exceeded`, and `document-invalid`.
 */
export async function showSaved(
  detected: Detected,
  options: JobOptions,
  host: InputHost,
  { budget }: { readonly budget?: Budget },
): Promise<ResultDocument> {
  const plain = unpackDetected(detected, unpackSource);
  const check = budget && demand(budget, plain.name, 'the saved result was not read to its end');
  const document = await readDocumentFrom(check === undefined ? plain : sourceChecked(plain, check), check);
  const useless = optionsOfAnalysis(options).flatMap(([flag, isGiven]) => (isGiven ? [flag] : []));
  if (useless.length > 0) {
    throw new CapaxError(
      'option-invalid',
      `a saved result is not analysed again: ${useless.join(', ')} cannot be heeded`,
      {
        where: detected.source.name,
        hint: 'Give the input that the result was made of, or leave it out; -t chooses among the rules of the result.',
      },
    );
  }
  const { tag } = options.rules;
  if (tag === undefined) return document;
  const tagged = onlyRules(document, (meta) => saysAboutItself(meta, tag));
  if (tagged.rules.length === 0) host.warn(`No rule of the saved result carries the tag ${JSON.stringify(tag)}.`);
  return tagged;
}
