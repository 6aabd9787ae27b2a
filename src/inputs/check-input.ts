// Whether an input keeps the promises of its contract. For whoever writes one: what is wrong comes out as sentences, not as matches
// that are missing later.

import type { Feature } from '../features/feature.ts';
import { featureKey } from '../features/feature-types.ts';
import type { PlacedFeatures, Program } from '../features/program.ts';
import type { FeatureRegistrar } from '../features/registrar.ts';
import type { Subject } from '../features/subject.ts';
import type { Trace, TraceSink, TraceSummary } from '../features/trace.ts';
import { LIMITS } from '../limits.ts';

/** Sentences of one kind that are told. */
const MAX_TOLD = 20;

/**
 * Reads everything in a trace or program, twice, and returns what breaks src/features/trace.ts or program.ts: empty if nothing does.
 * Holds all of it in memory. Throws what reading throws.
 */
export async function checkInput(input: Subject): Promise<readonly string[]> {
  const broken = new Broken();
  switch (input.flavour) {
    case 'static':
      checkProgram(input, broken);
      break;
    case 'dynamic':
      await checkTrace(input, broken);
      break;
  }
  return broken.sentences;
}

class Broken {
  readonly sentences: string[] = [];

  demand(holds: boolean, sentence: string): void {
    if (!holds && this.sentences.length < MAX_TOLD) this.sentences.push(sentence);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Hands out numbers that nobody would guess, so that a reader that makes some up is found out. */
class StrictRegistrar implements FeatureRegistrar {
  readonly known = new Map<number, string>();
  #next = 7;

  feature(feature: Feature): number {
    const number = this.#next;
    this.#next += 3;
    this.known.set(number, featureKey(feature));
    return number;
  }

  forgetFeatures(): void {
    this.known.clear();
  }
}

interface CheckedCall {
  readonly process: number;
  readonly thread: number;
  readonly at: number;
  /** Everything about it, for comparison. */
  readonly text: string;
}

class StrictSink extends StrictRegistrar implements TraceSink {
  readonly wantsCallers = true;
  readonly calls: CheckedCall[] = [];
  readonly #broken: Broken;

  constructor(broken: Broken) {
    super();
    this.#broken = broken;
  }

  call(...[process, thread, id, at, features, count, , callers = []]: Parameters<TraceSink['call']>): void {
    const demand = (holds: boolean, what: string): void =>
      this.#broken.demand(holds, `call ${this.calls.length}: ${what}`);
    demand(isCount(process) && isCount(thread), `process ${process} or thread ${thread} is no dense number`);
    demand(isCount(id), `id ${id} is no count`);
    demand(isCount(at), `at ${at} is no place`);
    demand(isCount(count) && count <= features.length, `${count} features are announced, ${features.length} given`);
    const texts = Array.from(features.subarray(0, count), (number) => {
      const known = this.known.get(number);
      demand(known !== undefined, `feature number ${number} was not handed out since features were forgotten`);
      return known ?? '';
    });
    const chain = Array.from(callers);
    demand(chain.length <= LIMITS.callers && chain.every(isCount), `callers ${chain} are no return addresses`);
    this.calls.push({ process, thread, at, text: [process, thread, id, at, ...chain, ...texts].join('\0') });
  }
}

async function checkTrace(trace: Trace, broken: Broken): Promise<void> {
  const sink = new StrictSink(broken);
  const summary = await trace.read(sink);
  checkSummary(summary, sink.calls, broken);
  const again = new StrictSink(broken);
  await trace.read(again);
  const isSame =
    again.calls.length === sink.calls.length && again.calls.every(({ text }, i) => text === sink.calls[i]?.text);
  broken.demand(isSame, 'a second reading gives other calls than the first');
  const places = Float64Array.from(new Set(sink.calls.map(({ at }) => at))).sort();
  let next = 0;
  await trace.describeCalls(places, (index, { api }) => {
    broken.demand(index === next, `call ${index} is described where ${next} is due`);
    broken.demand(api !== '', `call ${index} is described without a name`);
    next = index + 1;
  });
  broken.demand(next === places.length, `${next} of ${places.length} calls are described`);
}

function checkSummary({ processes }: TraceSummary, calls: readonly CheckedCall[], broken: Broken): void {
  const counts = new Map<number, number>();
  const owners = new Map<number, number>();
  for (const { thread, process } of calls) {
    counts.set(thread, (counts.get(thread) ?? 0) + 1);
    broken.demand((owners.get(thread) ?? process) === process, `thread ${thread} calls under two processes`);
    owners.set(thread, process);
  }
  const listed = new Set<number>();
  for (const { threads } of processes) {
    for (const { thread, order } of threads) {
      listed.add(thread);
      const count = counts.get(thread) ?? 0;
      broken.demand(thread === -1 || count > 0, `thread ${thread} is listed with a number, but has no calls`);
      if (order === undefined) continue;
      const isPermutation = order.length === count && new Set(order).size === count && order.every((i) => i < count);
      broken.demand(isPermutation, `the order of thread ${thread} is no order of its ${count} calls`);
    }
  }
  for (const thread of counts.keys()) broken.demand(listed.has(thread), `thread ${thread} has calls and is not listed`);
  const most = processes.length + calls.length;
  for (const [thread, process] of owners) {
    const isDense = thread < most && process < most;
    broken.demand(isDense, `process ${process} or thread ${thread} is no dense number: it may not come from the input`);
  }
}

function checkProgram(program: Program, broken: Broken): void {
  const first = outline(program, broken);
  const second = outline(program, broken);
  broken.demand(first === second, 'a second walk gives other functions than the first');
}

/** Everything in the program as text. Blocks and instructions are walked twice. */
function outline(program: Program, broken: Broken): string {
  const registrar = new StrictRegistrar();
  const lines: string[] = [];
  const place = (what: string, { numbers, addresses }: PlacedFeatures): void => {
    const isPlaced = addresses === undefined || addresses.length === numbers.length;
    broken.demand(isPlaced, `${what}: ${addresses?.length} addresses for ${numbers.length} features`);
    for (const number of Array.from(numbers)) {
      const known = registrar.known.get(number);
      broken.demand(known !== undefined, `${what}: feature number ${number} was not handed out`);
      lines.push(known ?? '');
    }
  };
  for (const fn of program.functions(registrar)) {
    const at = JSON.stringify(fn.address, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    lines.push(`function ${at}`);
    place(`function at ${at}`, fn.features);
    const blocks = [...fn.blocks];
    broken.demand([...fn.blocks].length === blocks.length, `function at ${at}: its blocks can be walked only once`);
    for (const block of blocks) {
      place(`a block of the function at ${at}`, block.features);
      const count = [...block.instructions].length;
      let walked = 0;
      for (const { features } of block.instructions) {
        walked++;
        place(`an instruction of the function at ${at}`, features);
      }
      broken.demand(walked === count, `function at ${at}: instructions of a block can be walked only once`);
    }
  }
  return lines.join('\n');
}
