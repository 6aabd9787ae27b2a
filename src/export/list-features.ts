// Every feature of a program or a trace, one after another: what rules are matched against, for people who write rules and for
// scripts.

import { plainJson } from '../bytes/plain-json.ts';
import { CapaxError } from '../errors.ts';
import { type Address, NO_ADDRESS, type ThreadAddress } from '../features/address.ts';
import type { Feature } from '../features/feature.ts';
import { addressJson, featureJson } from '../features/feature-json.ts';
import { formatFeatureValue } from '../features/feature-text.ts';
import {
  FEATURE_TYPE_NAMES,
  FEATURE_TYPES,
  featureName,
  featureNames,
  featureValue,
} from '../features/feature-types.ts';
import type { LocatedFeature } from '../features/located.ts';
import { locateFunctions } from '../features/located-program.ts';
import { fileFeaturesOf, type Program } from '../features/program.ts';
import type { DynamicScope, StaticScope } from '../features/scopes.ts';
import type { Subject } from '../features/subject.ts';
import type { Trace, TraceProcess, TraceSummary } from '../features/trace.ts';
import { compileTextFilter } from './text-filter.ts';
import { recordTrace } from './trace-recording.ts';

/** Smallest scope at which a feature is seen; `global` features are seen at all of them. */
type FeatureRowScope = Exclude<StaticScope | DynamicScope, 'span of calls'> | 'global';

export interface FeatureRow {
  readonly scope: FeatureRowScope;
  /** The function, basic block, instruction, process, thread or call; no address for `global` and `file`. */
  readonly place: Address;
  /** Where in it the feature was seen. */
  readonly address: Address;
  readonly feature: Feature;
  /** Name of the process that the place lies in, where it has one. */
  readonly process?: string;
}

/** Which processes of a trace are looked at; all if it is undefined. */
export type PickProcesses = (processes: readonly TraceProcess[]) => readonly TraceProcess[];

export type FeatureFilter = (feature: Feature) => boolean;

const TYPE_NAMES: ReadonlySet<string> = new Set([...FEATURE_TYPE_NAMES, ...FEATURE_TYPE_NAMES.flatMap(featureNames)]);

/** What a filter text is compared with: text as it is, integers in hexadecimal and in decimal, bytes with and without spaces. */
function valueTexts(feature: Feature): readonly string[] {
  const value = featureValue(feature);
  if (value === undefined) return [];
  return FEATURE_TYPES[feature.type].value === 'text' ? [String(value)] : [formatFeatureValue(feature), String(value)];
}

/**
 * A filter from what a user asks for. `types`: names as in `feature.type` or as printed (`api`, `operand[1].number`,
 * `property/read`); none means all. `text`: must occur in the value; `/pattern/` and `/pattern/i` are regular expressions with
 * the meaning that they have in rules. Throws CapaxError `option-invalid` for unknown types and bad patterns.
 */
export function compileFeatureFilter(types: readonly string[], text?: string): FeatureFilter {
  const unknown = types.find((type) => !TYPE_NAMES.has(type));
  if (unknown !== undefined) {
    throw new CapaxError('option-invalid', `There is no feature type ${unknown}`, {
      hint: `Types are: ${[...TYPE_NAMES].join(', ')}.`,
    });
  }
  const wanted = new Set(types);
  const test = text === undefined ? undefined : compileTextFilter(text);
  return (feature) => {
    if (wanted.size > 0 && !wanted.has(feature.type) && !wanted.has(featureName(feature))) return false;
    return test === undefined || valueTexts(feature).some(test);
  };
}

/**
 * All features that pass the filter: global, file, then by function, basic block and instruction or by process, thread and
 * call, each in the input's order. A trace is held in memory meanwhile. Throws what reading the trace throws, and `option-invalid` if
 * processes of a program are asked for.
 */
export async function* listFeatures(
  input: Subject,
  filter: FeatureFilter = () => true,
  pick?: PickProcesses,
): AsyncGenerator<FeatureRow, void, void> {
  for await (const row of listAll(input, pick)) if (filter(row.feature)) yield row;
}

function listAll(input: Subject, pick?: PickProcesses): Iterable<FeatureRow> | AsyncIterable<FeatureRow> {
  switch (input.flavour) {
    case 'static':
      return listProgram(input, pick);
    case 'dynamic':
      return listTrace(input, pick);
  }
}

function* listTop(globals: readonly Feature[], file: readonly LocatedFeature[]): Generator<FeatureRow, void, void> {
  for (const feature of globals) yield { scope: 'global', place: NO_ADDRESS, address: NO_ADDRESS, feature };
  yield* listPlace('file', NO_ADDRESS, file);
}

function* listPlace(
  scope: FeatureRowScope,
  place: Address,
  features: readonly LocatedFeature[],
  name = '',
): Generator<FeatureRow, void, void> {
  const process = name === '' ? {} : { process: name };
  for (const { address, feature } of features) yield { scope, place, address, feature, ...process };
}

/** Every feature of a program; see `listFeatures`. */
export function* listProgram(program: Program, pick?: PickProcesses): Generator<FeatureRow, void, void> {
  if (pick !== undefined) {
    throw new CapaxError('option-invalid', 'a program has no processes to choose from', {
      hint: 'Leave --process out for static inputs.',
    });
  }
  yield* listTop(program.globals, fileFeaturesOf(program));
  for (const { address, features, blocks } of locateFunctions(program)) {
    yield* listPlace('function', address, features);
    for (const block of blocks) {
      yield* listPlace('basic block', block.address, block.features);
      for (const instruction of block.instructions) {
        yield* listPlace('instruction', instruction.address, instruction.features);
      }
    }
  }
}

/** Features of a trace that are not those of a call. */
export function* listTraceWithoutCalls(
  { globals, file }: TraceSummary,
  processes: readonly TraceProcess[],
): Generator<FeatureRow, void, void> {
  yield* listTop(globals, file);
  for (const { address, name, features, threads } of processes) {
    yield* listPlace('process', address, features, name);
    for (const { tid, features } of threads) {
      yield* listPlace('thread', { type: 'thread', value: [...address.value, tid] }, features, name);
    }
  }
}

async function* listTrace(trace: Trace, pick?: PickProcesses): AsyncGenerator<FeatureRow, void, void> {
  const recorded = await recordTrace(trace);
  const { globals, file, processes } = recorded.summary;
  yield* listTop(globals, file);
  for (const process of pick === undefined ? processes : pick(processes)) {
    const { name } = process;
    yield* listPlace('process', process.address, process.features, name);
    for (const thread of process.threads) {
      const address: ThreadAddress = { type: 'thread', value: [...process.address.value, thread.tid] };
      yield* listPlace('thread', address, thread.features, name);
      for (const call of recorded.callsOf(thread)) {
        const place: Address = { type: 'call', value: [...address.value, call.id] };
        const located = recorded.featuresOf(call.row).map(({ feature }) => ({ feature, address: place }));
        yield* listPlace('call', place, located, name);
      }
    }
  }
}

/** A row as one line of JSON, with the shapes of freeze files: `{"scope","place","process","address","feature"}`. */
export function featureRowJson({ scope, place, address, feature, process }: FeatureRow): string {
  const at = place.type === 'no address' ? '' : `,"place":${addressJson(place)}`;
  const name = process === undefined ? '' : `,"process":${JSON.stringify(process)}`;
  const row = `{"scope":"${scope}"${at}${name},"address":${addressJson(address)},"feature":${featureJson(feature)}}`;
  return plainJson(row);
}
