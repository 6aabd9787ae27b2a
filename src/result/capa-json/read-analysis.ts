// The `analysis` section of a saved document, of either flavour (spec core.md 5.3, 5.4). Calls are taken apart when they are asked for.

import type { JsonObject } from '../../bytes/exact-json.ts';
import {
  type Address,
  addressKey,
  type CallAddress,
  type ProcessAddress,
  type ThreadAddress,
} from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import { splitCall } from '../../features/call-text.ts';
import type { DynamicAnalysis, MatchedCall, StaticAnalysis } from '../document.ts';
import { type Reader, readCount, readFields, readList, readObject, readText, required } from './json-reader.ts';
import { readAddress, readCallAddress, readProcessAddress, readThreadAddress } from './read-match.ts';

const readFacts = {
  format: required(readText),
  arch: required(readText),
  os: required(readText),
  extractor: required(readText),
  rules: required(readList(readText)),
};

type Facts = Pick<StaticAnalysis, 'format' | 'arch' | 'os' | 'extractor' | 'rules'>;

/** A list of objects with an address and one other member. */
function readPlaces<T extends { readonly address: Address }>(fields: Parameters<typeof readFields<T>>[0]): Reader<T[]> {
  return readList(readFields<T>(fields));
}

interface SavedStatic extends Facts {
  base_address: Address;
  layout: { functions: { address: Address; matched_basic_blocks: { address: Address }[] }[] };
  feature_counts: { file: number; functions: { address: Address; count: number }[] };
  library_functions: { address: Address; name: string }[];
}

const readSavedStatic = readFields<SavedStatic>({
  ...readFacts,
  base_address: required(readAddress),
  layout: required(
    readFields<SavedStatic['layout']>({
      functions: required(
        readPlaces<SavedStatic['layout']['functions'][number]>({
          address: required(readAddress),
          matched_basic_blocks: required(readPlaces<{ address: Address }>({ address: required(readAddress) })),
        }),
      ),
    }),
  ),
  feature_counts: required(
    readFields<SavedStatic['feature_counts']>({
      file: required(readCount),
      functions: required(
        readPlaces<{ address: Address; count: number }>({ address: required(readAddress), count: required(readCount) }),
      ),
    }),
  ),
  library_functions: required(
    readPlaces<{ address: Address; name: string }>({ address: required(readAddress), name: required(readText) }),
  ),
});

/** Reads the section of a program. */
export const readStaticAnalysis: Reader<StaticAnalysis> = (value, place) => {
  const saved = readSavedStatic(value, place);
  const { base_address: baseAddress, layout, feature_counts: counts, library_functions, ...facts } = saved;
  return {
    ...facts,
    flavour: 'static',
    baseAddress,
    functions: layout.functions.map(({ address, matched_basic_blocks }) => ({
      address,
      matchedBlocks: matched_basic_blocks.map((block) => block.address),
    })),
    featureCounts: { file: counts.file, parts: counts.functions },
    libraryFunctions: library_functions,
  };
};

interface SavedCall {
  address: CallAddress;
  name: string;
  time: string | undefined;
  /** What arguments are shown as, by their position. */
  shown: JsonObject | undefined;
}

const readCallEntry = readFields<{ address: JsonObject; name: string }>({
  address: required(readObject),
  name: required(readText),
});
const readCall: Reader<SavedCall> = (value, place) => {
  const { address, name } = readCallEntry(value, place);
  const { time, shown = null } = address;
  return {
    address: readCallAddress(address, { parent: place, key: 'address' }),
    name,
    time: typeof time === 'string' ? time : undefined,
    shown: typeof shown === 'object' && !Array.isArray(shown) ? (shown ?? undefined) : undefined,
  };
};

interface SavedThread {
  address: ThreadAddress;
  matched_calls: SavedCall[];
}

interface SavedProcess {
  address: ProcessAddress;
  name: string;
  matched_threads: SavedThread[];
}

interface SavedDynamic extends Facts {
  layout: { processes: SavedProcess[] };
  feature_counts: { file: number; processes: { address: ProcessAddress; count: number }[] };
}

const readSavedDynamic = readFields<SavedDynamic>({
  ...readFacts,
  layout: required(
    readFields<SavedDynamic['layout']>({
      processes: required(
        readPlaces<SavedProcess>({
          address: required(readProcessAddress),
          name: required(readText),
          matched_threads: required(
            readPlaces<SavedThread>({
              address: required(readThreadAddress),
              matched_calls: required(readList(readCall)),
            }),
          ),
        }),
      ),
    }),
  ),
  feature_counts: required(
    readFields<SavedDynamic['feature_counts']>({
      file: required(readCount),
      processes: required(
        readPlaces<{ address: ProcessAddress; count: number }>({
          address: required(readProcessAddress),
          count: required(readCount),
        }),
      ),
    }),
  ),
});

/** Reads the section of a recorded run. */
export const readDynamicAnalysis: Reader<DynamicAnalysis> = (value, place) => {
  const { layout, feature_counts: counts, ...facts } = readSavedDynamic(value, place);
  const { processes } = layout;
  let byAddress: Map<string, SavedCall> | undefined;
  return {
    ...facts,
    flavour: 'dynamic',
    processes: processes.map(({ address, name, matched_threads: threads }) => ({
      address,
      name,
      threads: threads.map((thread) => ({ address: thread.address, calls: listCalls(thread.matched_calls) })),
    })),
    featureCounts: { file: counts.file, parts: counts.processes },
    async *describeCalls(addresses) {
      byAddress ??= indexCalls(processes);
      for (const address of addresses) {
        const saved = byAddress.get(addressKey(address));
        yield saved && partsOf(saved);
      }
    },
  };
};

function partsOf({ name, time, shown }: SavedCall): CallParts {
  const { args, ...call } = splitCall(name);
  const shownArgs = args?.map((argument, i) => {
    const text = shown?.[i];
    return typeof text === 'string' ? { ...argument, shown: text } : argument;
  });
  return {
    ...call,
    ...(shownArgs === undefined ? {} : { args: shownArgs }),
    ...(time === undefined ? {} : { time }),
  };
}

function listCalls(calls: readonly SavedCall[]): AsyncIterable<MatchedCall> {
  return {
    async *[Symbol.asyncIterator]() {
      for (const saved of calls) yield { address: saved.address, call: partsOf(saved) };
    },
  };
}

/** Of calls with one address the first counts. */
function indexCalls(processes: readonly SavedProcess[]): Map<string, SavedCall> {
  const index = new Map<string, SavedCall>();
  for (const { matched_threads: threads } of processes) {
    for (const { matched_calls: calls } of threads) {
      for (const call of calls) {
        const key = addressKey(call.address);
        if (!index.has(key)) index.set(key, call);
      }
    }
  }
  return index;
}
