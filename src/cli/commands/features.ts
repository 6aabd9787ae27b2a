// `capax features INPUT`: what rules are matched against, for people and scripts, or saved as a freeze file.

import { CapaxError } from '../../errors.ts';
import { countFeatures, type FeatureCount, featureCountJson } from '../../export/count-features.ts';
import { freezeInput } from '../../export/freeze/write.ts';
import {
  compileFeatureFilter,
  type FeatureFilter,
  type FeatureRow,
  featureRowJson,
  listFeatures,
  type PickProcesses,
} from '../../export/list-features.ts';
import { addressKey } from '../../features/address.ts';
import { chooseProcesses } from '../../features/choose-processes.ts';
import { formatFeature } from '../../features/feature-text.ts';
import { executedCode, type Subject } from '../../features/subject.ts';
import { writeWholeFile } from '../../node/write-whole-file.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { addressText, namedAddressText } from '../../render/view/addresses.ts';
import { CAPAX_VERSION } from '../../version.ts';
import { type OpenInputOptions, warn, withInput } from '../open-input.ts';
import { writeLines } from '../terminal.ts';

export interface FeaturesCommandOptions extends OpenInputOptions {
  readonly output?: string;
  readonly jsonl?: boolean;
  readonly type?: readonly string[];
  readonly text?: string;
  readonly unique?: boolean;
  readonly process?: readonly string[];
  readonly quiet?: boolean;
  readonly reproducible?: boolean;
}

/** Options that choose what is printed; a freeze file holds everything. */
const PRINTING = ['jsonl', 'type', 'text', 'unique', 'process'] as const;

/** Runs the command; returns its exit code. */
export async function runFeatures(input: string, options: FeaturesCommandOptions): Promise<number> {
  const filter = compileFeatureFilter(options.type ?? [], options.text);
  const { output, quiet } = options;
  const useless = output === undefined ? undefined : PRINTING.find((option) => options[option] !== undefined);
  if (useless !== undefined) {
    throw new CapaxError('option-invalid', `--${useless} does not go with --output`, {
      hint: 'A freeze file holds everything that rules are matched against.',
    });
  }
  const wanted = options.process;
  const pick: PickProcesses | undefined =
    wanted &&
    ((processes) => {
      const choice = chooseProcesses(processes, wanted);
      if (choice.warning !== undefined) warn(choice.warning, quiet);
      return choice.processes;
    });
  await withInput(input, options, async (opened) => {
    if (output !== undefined) return writeFreeze(opened, output, options.reproducible === true);
    const print = async (subject: Subject): Promise<void> => {
      if (options.unique === true) await printCounts(subject, filter, pick, options);
      else await writeLines(listFeatures(subject, filter, pick), options.jsonl === true ? featureRowJson : formatRow);
    };
    await print(opened);
    // Code that a recorder followed is known once the run has been read.
    const executed = executedCode(opened);
    if (executed !== undefined) await print(executed);
  });
  return 0;
}

async function printCounts(
  opened: Subject,
  filter: FeatureFilter,
  pick: PickProcesses | undefined,
  { jsonl, quiet }: FeaturesCommandOptions,
): Promise<void> {
  const { counts, leftOut } = await countFeatures(opened, filter, pick);
  const width = String(counts[0]?.count ?? 0).length;
  await writeLines(counts, jsonl === true ? featureCountJson : (entry) => formatCount(entry, width));
  if (leftOut > 0) {
    warn(
      `there are too many different features; ${leftOut} more were seen and not counted (choose with --type)`,
      quiet,
    );
  }
}

function formatCount({ count, text }: FeatureCount, width: number): string {
  return `${String(count).padStart(width)}  ${escapeText(text)}`;
}

/** `scope  place  feature`, and where in the place it was seen if that is elsewhere. */
function formatRow({ scope, place, address, feature, process }: FeatureRow): string {
  const where =
    place.type === 'no address'
      ? address.type === 'no address'
        ? ''
        : addressText(address)
      : namedAddressText(place, process);
  const elsewhere =
    place.type !== 'no address' && addressKey(address) !== addressKey(place) ? ` @ ${addressText(address)}` : '';
  return `${scope.padEnd(11)}  ${escapeText(where === '' ? '' : `${where}  `)}${escapeText(formatFeature(feature))}${elsewhere}`;
}

async function writeFreeze(opened: Subject, path: string, reproducible: boolean): Promise<void> {
  const made = { extractor: { name: opened.extractor, version: reproducible ? '' : `capax ${CAPAX_VERSION}` } };
  await writeWholeFile(path, freezeInput(opened, made));
}
