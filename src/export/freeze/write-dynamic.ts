// The features of a trace as the text of a freeze file, call by call.

import type { CallAddress, ThreadAddress } from '../../features/address.ts';
import { addressJson } from '../../features/feature-json.ts';
import type { Trace, TraceProcess, TraceThread } from '../../features/trace.ts';
import { CallNames } from '../call-names.ts';
import type { RecordedCall, RecordedTrace } from '../trace-recording.ts';
import { compareFeatureTexts, featuresText, globalFeaturesText, sortByAddress } from './write-features.ts';

interface PlacedThread extends TraceThread {
  readonly address: ThreadAddress;
}

interface PlacedProcess extends TraceProcess {
  readonly threads: readonly PlacedThread[];
}

/** The value of the key `features`. Throws what `describeCalls` of the trace throws. */
export async function* dynamicFeaturesText(trace: Trace, recorded: RecordedTrace): AsyncGenerator<string, void, void> {
  const { globals, file } = recorded.summary;
  const processes = sortByAddress(recorded.summary.processes).map(placeThreads);
  const names = new CallNames(trace, callsInOrder(processes, recorded));
  yield `{"global_":${globalFeaturesText(globals)},"file":${featuresText(file)},"processes":[`;
  for (const [i, { address, name, features, threads }] of processes.entries()) {
    const own = featuresText(features, { key: 'process', address });
    yield `${i === 0 ? '' : ','}{"address":${addressJson(address)},"name":${JSON.stringify(name)},"features":${own}`;
    yield ',"threads":[';
    for (const [k, thread] of threads.entries()) {
      const inThread = featuresText(thread.features, { key: 'thread', address: thread.address });
      yield `${k === 0 ? '' : ','}{"address":${addressJson(thread.address)},"features":${inThread},"calls":[`;
      for (const [n, call] of callsById(thread, recorded).entries()) {
        if (names.empty) await names.load();
        yield (n === 0 ? '' : ',') + callText(thread.address, call, names.take(), recorded);
      }
      yield ']}';
    }
    yield ']}';
  }
  yield ']}';
}

function placeThreads(process: TraceProcess): PlacedProcess {
  const threads = process.threads.map((thread): PlacedThread => {
    return { ...thread, address: { type: 'thread', value: [...process.address.value, thread.tid] } };
  });
  return { ...process, threads: sortByAddress(threads) };
}

function callsById(thread: TraceThread, recorded: RecordedTrace): RecordedCall[] {
  return recorded.callsOf(thread).sort((a, b) => a.id - b.id);
}

function* callsInOrder(
  processes: readonly PlacedProcess[],
  recorded: RecordedTrace,
): Generator<RecordedCall, void, void> {
  for (const { threads } of processes) for (const thread of threads) yield* callsById(thread, recorded);
}

function callText(thread: ThreadAddress, call: RecordedCall, name: string, recorded: RecordedTrace): string {
  const address: CallAddress = { type: 'call', value: [...thread.value, call.id] };
  const at = addressJson(address);
  const texts = recorded.featuresOf(call.row).map((feature) => feature.json);
  const features = texts.sort(compareFeatureTexts).map((text) => `{"call":${at},"address":${at},"feature":${text}}`);
  return `{"address":${at},"name":${JSON.stringify(name)},"features":[${features.join(',')}]}`;
}
