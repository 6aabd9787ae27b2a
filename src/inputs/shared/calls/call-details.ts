// What rules ask for beside the bare values of a call: its arguments by name, its result, whether it succeeded. They follow from values
// that the emitter has met already, so each is made once for each name and value, and nothing is made that no rule asks for.
// Hot where it is used at all: `add` runs for every argument of every call, once a rule asks for one of any function.

import { argumentNameOf } from '../../../features/argument-names.ts';
import { NOTHING_WANTED, type WantedDetails, type WantedOfCalls } from '../../../features/details.ts';
import type { Feature } from '../../../features/feature.ts';
import type { FeatureLists } from './feature-lists.ts';

/** Entries of details by the entry of their value. */
type Derived = Map<number, number>;

/** An argument that somebody asks for. */
interface NamedArgument {
  readonly name: string;
  readonly entries: Derived;
}

/** What is asked for of the calls of one function, and its name. */
interface FunctionWants {
  readonly api: string;
  readonly wanted: WantedOfCalls;
  /** Arguments by their spelling; undefined for those that nobody asks for. */
  readonly spellings: Map<string, NamedArgument | undefined>;
  /** What is known of arguments by the number that the input has for their name: nothing yet, that it is asked for, or that it is not. */
  readonly numbered: Uint8Array | undefined;
}

const ASKED = 1;
const NOT_ASKED = 2;
/** Numbers of names that are kept of a function, and functions of which they are. */
const NUMBERED = 256;
const NUMBERED_FUNCTIONS = 2000;

/** Functions that return a status, which is negative for errors, and those that return an error, which is 0 for none. */
const STATUS_FUNCTION = /^(?:Nt|Zw|Ldr|Co)[A-Z]/;
const ERROR_FUNCTION = /^Reg(?:Open|Create|Set|Query|Get|Delete|Enum|Close|Save|Load)[A-Z]/;

type Outcome = 'success' | 'failure';

/** Different spellings of names that are remembered, of all functions together. */
const MAX_SPELLINGS = 10_000;

export class CallDetails {
  /** What is asked for of any calls. */
  readonly wanted: WantedDetails;
  readonly #lists: FeatureLists;
  /** By the entry of their name. */
  readonly #functions = new Map<number, FunctionWants>();
  #spellings = 0;
  /** The function that was asked about last: each call asks twice. */
  #name = -1;
  #function: FunctionWants | undefined;
  readonly #arguments = new Map<string, NamedArgument>();
  readonly #returns: Derived = new Map();
  readonly #status = new Map<string, number>();
  /** Names and values of the current call. */
  readonly #names: string[] = [];
  readonly #values: number[] = [];
  #count = 0;
  #returned = -1;
  #outcome: Outcome | undefined;

  constructor(wanted: WantedDetails, lists: FeatureLists) {
    this.wanted = wanted;
    this.#lists = lists;
  }

  /** Forgets the call so far. */
  begin(): void {
    this.#count = 0;
    this.#returned = -1;
    this.#outcome = undefined;
  }

  /** Forgets the arguments of the call so far. */
  forgetArguments(): void {
    this.#count = 0;
  }

  /** Forgets every entry. */
  clear(): void {
    this.#functions.clear();
    this.#name = -1;
    this.#spellings = 0;
    this.#arguments.clear();
    this.#returns.clear();
    this.#status.clear();
  }

  /**
   * What is asked for of calls whose name has the entry `name`. Who knows the name before the rest of a call need not hand over
   * anything else.
   */
  wantedOf(name: number): WantedOfCalls {
    return this.#functionOf(name).wanted;
  }

  /**
   * Whether an argument is asked for of the function that `wantedOf` was asked about last. `number`: the input's own of its name, so that
   * names need not be looked up; the same name always has the same.
   */
  isAsked(number: number, textOf: { textOf(number: number): string }): boolean {
    const made = this.#function;
    if (made === undefined) return true;
    const known = made.numbered?.[number] ?? 0;
    if (known !== 0) return known === ASKED;
    const isAsked = this.#argumentOf(made, textOf.textOf(number)) !== undefined;
    if (made.numbered !== undefined && number < NUMBERED) made.numbered[number] = isAsked ? ASKED : NOT_ASKED;
    return isAsked;
  }

  /** An argument by its name as the input spells it; `value` is the entry of its value. */
  add(name: string, value: number): void {
    this.#names[this.#count] = name;
    this.#values[this.#count++] = value;
  }

  /** What the call returned. */
  returns(value: number): void {
    this.#returned = value;
  }

  /** Whether it did what it was asked. */
  status(outcome: Outcome): void {
    this.#outcome = outcome;
  }

  /** Hands the entries of the call's details to `use`. `name` is the entry of its name. */
  finish(name: number, use: (entry: number) => void): void {
    const made = this.#functionOf(name);
    const { wanted, api } = made;
    if (wanted === NOTHING_WANTED) return;
    if (wanted.arguments) {
      for (let i = 0; i < this.#count; i++) {
        const argument = this.#argumentOf(made, this.#names[i] as string);
        if (argument !== undefined) use(this.#argument(argument, this.#values[i] as number));
      }
    }
    if (wanted.returns && this.#returned >= 0) {
      use(this.#derive(this.#returns, this.#returned, (value) => ({ type: 'return', value })));
    }
    const outcome = wanted.status ? (this.#outcome ?? this.#judge(api)) : undefined;
    if (outcome !== undefined) use(this.#statusEntry(outcome));
  }

  #functionOf(name: number): FunctionWants {
    if (name === this.#name && this.#function !== undefined) return this.#function;
    let known = this.#functions.get(name);
    if (known === undefined) {
      const names = this.#lists.featuresOf(name).flatMap((feature) => (feature.type === 'api' ? [feature.value] : []));
      const wanted = this.wanted.ofFunction(names);
      const isNumbered = wanted.arguments && this.#functions.size < NUMBERED_FUNCTIONS;
      const numbered = isNumbered ? new Uint8Array(NUMBERED) : undefined;
      known = { api: names[0] ?? '', wanted, spellings: new Map(), numbered };
      this.#functions.set(name, known);
    }
    this.#name = name;
    this.#function = known;
    return known;
  }

  /** Whether the call succeeded, from what it returned; undefined where its kind of function has no rule for that. */
  #judge(api: string): Outcome | undefined {
    const returned = this.#returned < 0 ? undefined : this.#lists.featuresOf(this.#returned)[0];
    if (returned?.type !== 'number' || !Number.isInteger(Number(returned.value))) return undefined;
    const code = BigInt.asIntN(32, BigInt(returned.value));
    if (STATUS_FUNCTION.test(api)) return code >= 0n ? 'success' : 'failure';
    return ERROR_FUNCTION.test(api) ? (code === 0n ? 'success' : 'failure') : undefined;
  }

  #argumentOf({ api, wanted, spellings }: FunctionWants, spelling: string): NamedArgument | undefined {
    const known = spellings.get(spelling);
    if (known !== undefined || spellings.has(spelling)) return known;
    const name = argumentNameOf(api, spelling);
    const found = wanted.hasArgument(name) ? this.#named(name) : undefined;
    if (this.#spellings < MAX_SPELLINGS) {
      this.#spellings++;
      spellings.set(spelling, found);
    }
    return found;
  }

  #named(name: string): NamedArgument {
    const known = this.#arguments.get(name) ?? { name, entries: new Map() };
    this.#arguments.set(name, known);
    return known;
  }

  #argument({ name, entries }: NamedArgument, value: number): number {
    return entries.get(value) ?? this.#derive(entries, value, (seen) => ({ type: 'argument', name, value: seen }));
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
