// What calls may do, as far as somebody asks for it: of most functions nothing then.

import {
  type CallDeeds,
  callDeeds,
  deedArguments,
  deedNames,
  type Gift,
  type ObjectSource,
} from '../../../features/behavior-calls.ts';
import type { WantedDetails, WantedOfCalls } from '../../../features/details.ts';

/** What handles each sort of object may be known by; a gift may need another handle of its kind. */
const HANDLES: Readonly<Record<ObjectSource['from'], readonly Gift['kind'][]>> = {
  text: [],
  path: ['file'],
  key: ['key'],
  command: [],
  host: [],
  url: ['connection'],
  process: ['process', 'newborn'],
  service: ['service'],
};

/** Kinds of handles that behaviours of these kinds need to say their objects. */
function handlesOf(hasBehavior: WantedDetails['hasBehavior']): ReadonlySet<Gift['kind']> {
  const kinds = new Set<Gift['kind']>();
  for (const api of deedNames()) {
    for (const { kind, object } of callDeeds(api)?.deeds ?? []) {
      if (hasBehavior(kind)) for (const handle of HANDLES[object.from]) kinds.add(handle);
    }
  }
  return kinds;
}

/** Deeds of one function, and the arguments that they need. */
interface WantedDeeds extends CallDeeds {
  readonly arguments: ReadonlySet<string>;
}

export class DeedsByName {
  readonly #hasBehavior: WantedDetails['hasBehavior'];
  readonly #handles: ReadonlySet<Gift['kind']>;

  constructor({ hasBehavior }: WantedDetails) {
    this.#hasBehavior = hasBehavior;
    this.#handles = handlesOf(hasBehavior);
  }

  /** Deeds of calls of this name that are asked for, with the handles that these or others need; undefined for most. */
  of(api: string): WantedDeeds | undefined {
    const all = callDeeds(api);
    if (all === undefined) return undefined;
    const deeds = all.deeds.filter(({ kind }) => this.#hasBehavior(kind));
    const gifts = all.gifts.filter(({ kind }) => this.#handles.has(kind));
    if (deeds.length === 0 && gifts.length === 0) return undefined;
    return { deeds, gifts, arguments: deedArguments({ deeds, gifts }) };
  }

  /** What has to be known of the calls of a function, for these deeds beside what is asked anyway. */
  wantedOf(names: readonly string[], own: WantedOfCalls): WantedOfCalls {
    const deeds = this.of(names.at(-1) ?? '');
    if (deeds === undefined) return own;
    return {
      hasArgument: (name) => deeds.arguments.has(name) || own.hasArgument(name),
      arguments: true,
      returns: deeds.gifts.length > 0 || own.returns,
      status: true,
      observed: own.observed,
    };
  }
}
