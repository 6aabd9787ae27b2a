// What rules ask for beside the bare values of a call: its arguments by name, its result, whether it succeeded. They follow from values
// that the emitter has met already, so each is made once for each name and value, and nothing is made that no rule asks for.
// Hot where it is used at all: `add` runs for every argument of every call, once a rule asks for one.

import { argumentNameOf, canonicalArgumentName } from '../../../features/argument-names.ts';
import type { WantedDetails } from '../../../features/details.ts';
import type { Feature } from '../../../features/feature.ts';
import type { FeatureLists } from './feature-lists.ts';

/** Entries of details by the entry of their value. */
type Derived = Map<number, number>;

/** The name under which native calls have what they are about, which the function tells. */
const ATTRIBUTES = 'ObjectAttributes';
/** Functions that return a status, which is negative for errors, and those that return an error, which is 0 for none. */
const STATUS_FUNCTION = /^(?:Nt|Zw|Ldr|Co)[A-Z]/;
const ERROR_FUNCTION = /^Reg(?:Open|Create|Set|Query|Get|Delete|Enum|Close|Save|Load)[A-Z]/;

type Outcome = 'success' | 'failure';

/** Different spellings of names that are remembered. */
const MAX_SPELLINGS = 10_000;

export class CallDetails {
  readonly wanted: WantedDetails;
  readonly #lists: FeatureLists;
  /** Canonical names by spelling; empty for those that nobody asks for. */
  readonly #canonical = new Map<string, string>();
  readonly #arguments = new Map<string, Derived>();
  readonly #returns: Derived = new Map();
  readonly #status = new Map<string, number>();
  /** Names and values of the current call. */
  readonly #names: string[] = [];
  readonly #values: number[] = [];
  #returned = -1;
  #outcome: Outcome | undefined;

  constructor(wanted: WantedDetails, lists: FeatureLists) {
    this.wanted = wanted;
    this.#lists = lists;
  }

  /** Forgets the call so far. */
  begin(): void {
    this.#names.length = 0;
    this.#values.length = 0;
    this.#returned = -1;
    this.#outcome = undefined;
  }

  /** Forgets the arguments of the call so far. */
  forgetArguments(): void {
    this.#names.length = 0;
    this.#values.length = 0;
  }

  /** Forgets every entry. */
  clear(): void {
    this.#arguments.clear();
    this.#returns.clear();
    this.#status.clear();
  }

  /** An argument by its name as the input spells it; `value` is the entry of its value. */
  add(name: string, value: number): void {
    const canonical = this.#wantedName(name);
    if (canonical === '') return;
    this.#names.push(canonical);
    this.#values.push(value);
  }

  /** What the call returned. */
  returns(value: number): void {
    this.#returned = value;
  }

  /** Whether it did what it was asked. */
  status(outcome: Outcome): void {
    this.#outcome = outcome;
  }

  /** Hands the entries of the call's details to `use`. `api` is the name of the function. */
  finish(api: string, use: (entry: number) => void): void {
    for (let i = 0; i < this.#names.length; i++) {
      const given = this.#names[i] as string;
      const name = given === ATTRIBUTES ? argumentNameOf(api, given) : given;
      if (given !== ATTRIBUTES || this.wanted.hasArgument(name)) use(this.#argument(name, this.#values[i] as number));
    }
    if (this.wanted.returns && this.#returned >= 0) {
      use(this.#derive(this.#returns, this.#returned, (value) => ({ type: 'return', value })));
    }
    const outcome = this.wanted.status ? (this.#outcome ?? this.#judge(api)) : undefined;
    if (outcome !== undefined) use(this.#statusEntry(outcome));
  }

  /** Whether the call succeeded, from what it returned; undefined where its kind of function has no rule for that. */
  #judge(api: string): Outcome | undefined {
    const returned = this.#returned < 0 ? undefined : this.#lists.featuresOf(this.#returned)[0];
    if (returned?.type !== 'number' || !Number.isInteger(Number(returned.value))) return undefined;
    const code = BigInt.asIntN(32, BigInt(returned.value));
    if (STATUS_FUNCTION.test(api)) return code >= 0n ? 'success' : 'failure';
    return ERROR_FUNCTION.test(api) ? (code === 0n ? 'success' : 'failure') : undefined;
  }

  #wantedName(name: string): string {
    const known = this.#canonical.get(name);
    if (known !== undefined) return known;
    const canonical = canonicalArgumentName(name);
    const isWanted = canonical === ATTRIBUTES || this.wanted.hasArgument(canonical);
    const found = isWanted ? canonical : '';
    if (this.#canonical.size < MAX_SPELLINGS) this.#canonical.set(name, found);
    return found;
  }

  #argument(name: string, value: number): number {
    let derived = this.#arguments.get(name);
    if (derived === undefined) {
      derived = new Map();
      this.#arguments.set(name, derived);
    }
    return this.#derive(derived, value, (seen) => ({ type: 'argument', name, value: seen }));
  }

  /** The entry of details for the texts and integers of an entry. */
  #derive(known: Derived, value: number, make: (value: string | number | bigint) => Feature): number {
    const found = known.get(value);
    if (found !== undefined) return found;
    const details = this.#lists.featuresOf(value).flatMap((feature): Feature[] => {
      if (feature.type !== 'string' && feature.type !== 'number') return [];
      return [make(feature.value)];
    });
    const entry = this.#lists.add(details);
    known.set(value, entry);
    return entry;
  }

  #statusEntry(outcome: Outcome): number {
    const known = this.#status.get(outcome);
    if (known !== undefined) return known;
    const entry = this.#lists.add([{ type: 'status', value: outcome }]);
    this.#status.set(outcome, entry);
    return entry;
  }
}
