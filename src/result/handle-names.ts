// What handles and ids in calls stand for, as people are shown it: `ProcessHandle=0x470 (explorer.exe, pid 1852)`, `ProcessId=1852
// (explorer.exe)`. The calls that give handles are read once more when the first call is asked for.

import type { IntegerMap } from '../bytes/integer-map.ts';
import type { CallArgument, CallParts } from '../features/call.ts';
import {
  type GivenHandle,
  type HandleKind,
  handlesGivenBy,
  predefinedHandle,
  type Reference,
  referenceOf,
} from '../features/handles.ts';
import type { Trace } from '../features/trace.ts';
import type { LayoutProcess, TraceOutcome } from '../match/outcome.ts';
import { readCalls } from './read-calls.ts';

/** Longest name that is kept, in UTF-16 units: the longest path of Windows without its long form. */
const MAX_NAME = 260;
const QUOTE = 0x22;
const ABSOLUTE_KEY = /^(?:HKEY_|HK[CL][UMR]\b|\\)/i;

/** What one handle has stood for. */
interface History {
  /** Places of the calls that gave it, ascending. */
  readonly places: number[];
  readonly names: string[];
}

/** Handles of one process. */
class ProcessHandles {
  readonly #histories = new Map<string, History>();

  give(kind: HandleKind, handle: number, at: number, name: string): void {
    const key = `${kind} ${handle}`;
    const history = this.#histories.get(key) ?? { places: [], names: [] };
    this.#histories.set(key, history);
    if (history.names.at(-1) === name) return;
    history.places.push(at);
    history.names.push(name);
  }

  /** What the handle stood for when the call at `at` was made, or after it. */
  find(kind: HandleKind, handle: number, at: number): string | undefined {
    const history = this.#histories.get(`${kind} ${handle}`);
    if (history === undefined) return undefined;
    let low = 0;
    let high = history.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((history.places[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return history.names[low - 1];
  }
}

/** Whether another argument says what a handle stands for: the file's name, or the full name of a value in the key. */
function isSaid(name: string, args: readonly CallArgument[]): boolean {
  const { length } = name;
  return args.some(
    ({ value }) =>
      value.length > length &&
      value.charCodeAt(0) === QUOTE &&
      value.slice(1, length + 1).toLowerCase() === name.toLowerCase(),
  );
}

export class HandleNames {
  readonly #trace: Trace;
  readonly #layout: readonly LayoutProcess[];
  readonly #processNames: IntegerMap<string>;
  #handles: Promise<readonly ProcessHandles[]> | undefined;
  #known: readonly ProcessHandles[] | undefined;

  constructor(trace: Trace, { layout, processNames }: Pick<TraceOutcome, 'layout' | 'processNames'>) {
    this.#trace = trace;
    this.#layout = layout;
    this.#processNames = processNames;
  }

  /** Says what arguments of a call stand for: the call at `at` of the process with this number in the layout. */
  explain(call: CallParts, process: number, at: number): CallParts | Promise<CallParts> {
    const { args = [] } = call;
    const references = args.map((argument) => referenceOf(call.api, argument));
    if (references.every((reference) => reference === undefined)) return call;
    const explainWith = (all: readonly ProcessHandles[]): CallParts => {
      const isKnown = at < (this.#layout[process] as LayoutProcess).givers.end;
      const handles = isKnown ? all[process] : undefined;
      const explained = args.map((argument, i) => {
        const reference = references[i];
        const name = reference && this.#shownOf(reference, argument.value, handles, at, args);
        return name === undefined ? argument : { ...argument, shown: name };
      });
      return { ...call, args: explained };
    };
    if (this.#known !== undefined) return explainWith(this.#known);
    this.#handles ??= this.#read();
    return this.#handles.then((known) => {
      this.#known = known;
      return explainWith(known);
    });
  }

  #shownOf(
    reference: Reference,
    value: string,
    handles: ProcessHandles | undefined,
    at: number,
    args: readonly CallArgument[],
  ): string | undefined {
    switch (reference.kind) {
      case 'process id': {
        const { id, low } = reference;
        const name = this.#processNames.get(low);
        return name === undefined ? String(id) : `${low} (${name})`;
      }
      case 'thread id':
        return String(reference.id);
      case 'process':
      case 'thread':
      case 'file':
      case 'key': {
        const { kind, handle } = reference;
        const name = predefinedHandle(kind, handle) ?? handles?.find(kind, handle, at);
        return name === undefined || isSaid(name, args) ? undefined : `${value} (${name})`;
      }
    }
  }

  async #read(): Promise<ProcessHandles[]> {
    const handles = this.#layout.map(() => new ProcessHandles());
    const places = this.#layout.flatMap(({ givers }, process) => givers.places.map((at) => ({ at, process })));
    places.sort((a, b) => a.at - b.at);
    let next = 0;
    for await (const call of readCalls(
      this.#trace,
      places.map(({ at }) => at),
    )) {
      const { at, process } = places[next++] as (typeof places)[number];
      const own = handles[process] as ProcessHandles;
      for (const given of handlesGivenBy(call)) {
        own.give(given.kind, given.handle, at, this.#nameOf(given, call, own, at).slice(0, MAX_NAME));
      }
    }
    return handles;
  }

  #nameOf({ kind, handle, target }: GivenHandle, call: CallParts, own: ProcessHandles, at: number): string {
    switch (kind) {
      case 'process': {
        const pid = Number(BigInt(target) & 0xffffffffn);
        const name = this.#processNames.get(pid);
        return name === undefined ? `pid ${pid}` : `${name}, pid ${pid}`;
      }
      case 'thread':
        return `tid ${Number(BigInt(target) & 0xffffffffn)}`;
      case 'file':
        return target;
      case 'key': {
        if (ABSOLUTE_KEY.test(target)) return target;
        const parents = (call.args ?? []).flatMap((argument) => referenceOf(call.api, argument) ?? []);
        const parent = parents.find((reference) => reference.kind === 'key' && reference.handle !== handle);
        if (parent?.kind !== 'key') return target;
        const name = predefinedHandle('key', parent.handle) ?? own.find('key', parent.handle, at);
        return name === undefined ? target : `${name}\\${target}`;
      }
    }
  }
}
