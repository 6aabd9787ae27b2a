// A dynamic freeze file as a trace. Everything is in memory already, so phase 1 only replays it.

import { NO_ADDRESS } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import { repeatOf, splitCall } from '../../features/call-text.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceHealth } from '../../features/health.ts';
import type { SampleHashes } from '../../features/sample.ts';
import type { Trace, TraceSink, TraceSummary } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { DynamicFeatures, FrozenCall } from './read-dynamic.ts';

export class FrozenTrace implements Trace {
  readonly flavour = 'dynamic';
  readonly format = 'freeze';
  readonly extractor = 'NullDynamicFeatureExtractor';
  readonly #hashes: SampleHashes;
  readonly #features: DynamicFeatures;
  readonly #health: () => TraceHealth;
  readonly #countsRepeats: boolean;
  /** In the order in which they are replayed; `at` of a call is its position here. */
  readonly #calls: readonly FrozenCall[];

  /** `health` is asked for after each reading. `countsRepeats`: the names of calls may say for how many each stands. */
  constructor(hashes: SampleHashes, features: DynamicFeatures, health: () => TraceHealth, countsRepeats: boolean) {
    this.#hashes = hashes;
    this.#features = features;
    this.#health = health;
    this.#countsRepeats = countsRepeats;
    this.#calls = features.processes.flatMap((process) => process.threads.flatMap((thread) => thread.calls));
  }

  async read(sink: TraceSink): Promise<TraceSummary> {
    const { globals, file, processes } = this.#features;
    const numbers = new Map<Feature, number>();
    let row = new Int32Array(64);
    let at = 0;
    let threads = 0;
    const replay = (process: number, thread: number, call: FrozenCall): void => {
      const { features } = call;
      if (features.length > row.length) row = new Int32Array(features.length * 2);
      features.forEach((feature, i) => {
        let number = numbers.get(feature);
        if (number === undefined) {
          number = sink.feature(feature);
          numbers.set(feature, number);
        }
        row[i] = number;
      });
      const times = this.#countsRepeats ? Math.min(repeatOf(call.name), LIMITS.foldedCalls) : 1;
      sink.call(process, thread, call.address.value[3], at++, row, features.length, times);
    };
    return {
      hashes: this.#hashes,
      // What was frozen had one, but the reference does not take it over.
      baseAddress: NO_ADDRESS,
      globals,
      file,
      processes: processes.map((process, processNumber) => ({
        address: process.address,
        name: process.name,
        features: process.features,
        threads: process.threads.map((thread) => {
          const number = thread.calls.length === 0 ? -1 : threads++;
          for (const call of thread.calls) replay(processNumber, number, call);
          return { thread: number, tid: thread.address.value[2], features: thread.features };
        }),
      })),
      lost: { calls: 0, processes: [] },
      health: this.#health(),
    };
  }

  async describeCalls(at: Float64Array, receive: (index: number, call: CallParts) => void): Promise<void> {
    at.forEach((position, index) => {
      const call = this.#calls[position];
      if (call !== undefined) receive(index, splitCall(call.name));
    });
  }
}
