// Matches of rules of both: once for the sample as a whole, or once for each function together with the calls that were made from it.

import { type Address, addressKey, compareAddresses, NO_ADDRESS } from '../../features/address.ts';
import { type Flavour, IS_RECORDED } from '../../features/scopes.ts';
import type { Rule, RuleSet } from '../../rules/rule.ts';
import type { Site } from '../evidence/evidence.ts';
import type { Outcome, RuleHits } from '../outcome.ts';
import { type Answers, type BothEvidence, judge, type SideHits } from './judge.ts';

/** What was found of a sample in one place: in its code, or in one of its runs. */
export interface Side {
  readonly outcome: Outcome;
  /** Why what is not there may yet exist; undefined if absence means something. */
  readonly blindness: string | undefined;
  /**
   * `whole`: as it is. `function`: a run whose calls were gathered by the functions that made them; `inner`: with those of what they
   * called.
   */
  readonly gathers: 'whole' | 'function' | 'inner';
  /** Functions of the program that were matched, or that made calls. */
  readonly functions: readonly Address[];
  /** The function that a match belongs to. */
  functionOf(address: Address): Address | undefined;
  /** How the address of a place in the evidence is told. */
  addressOf?(site: Site): Address;
}

export interface BothMatch {
  /** The function, or none for the sample as a whole. */
  readonly address: Address;
  readonly evidence: BothEvidence;
}

/** All matches of one rule. */
export interface BothMatches {
  readonly rule: Rule;
  readonly matches: readonly BothMatch[];
}

/** Matches every rule of both, in the order of the rule set: a rule sees those before it. */
export function matchBoth(ruleSet: RuleSet, sides: readonly Side[]): ReadonlyMap<string, BothMatches> {
  return new BothMatcher(ruleSet, sides).match();
}

class BothMatcher {
  readonly #ruleSet: RuleSet;
  readonly #sides: readonly Side[];
  readonly #found = new Map<string, BothMatches>();
  /** Numbers of matches by the address they are at. */
  readonly #byAddress = new Map<RuleHits, ReadonlyMap<string, readonly number[]>>();

  constructor(ruleSet: RuleSet, sides: readonly Side[]) {
    this.#ruleSet = ruleSet;
    this.#sides = sides;
  }

  match(): ReadonlyMap<string, BothMatches> {
    let functions: readonly Address[] | undefined;
    for (const rule of this.#ruleSet.rules) {
      const { both } = rule.meta.scopes;
      if (both === undefined) continue;
      if (both === 'function') functions ??= functionsOf(this.#sides);
      const places = both === 'function' ? (functions ?? []) : [NO_ADDRESS];
      const matches = places.flatMap((address): BothMatch[] => {
        const evidence = judge(rule.statement, this.#ruleSet, this.#answersAt(address));
        return evidence.answer === 'yes' ? [{ address, evidence }] : [];
      });
      if (matches.length > 0) this.#found.set(rule.meta.name, { rule, matches });
    }
    return this.#found;
  }

  #answersAt(place: Address): Answers {
    const at = place.type === 'no address' ? undefined : place;
    const key = addressKey(place);
    return {
      hitsOf: (rule) => this.#sides.flatMap((side, number) => this.#hitsOn(side, number, rule, at)),
      isMatched: (name) =>
        this.#found.get(name)?.matches.some(({ address }) => at === undefined || addressKey(address) === key) === true,
      blindnessOf: (flavour) => blindnessOf(this.#sides, flavour, at === undefined),
    };
  }

  /** Matches of a rule on a side, at a function or anywhere. */
  #hitsOn(side: Side, number: number, rule: Rule, at: Address | undefined): SideHits[] {
    const { flavour, matches } = side.outcome;
    const block = rule.derived?.block;
    if (block !== undefined && block.flavour !== flavour) return [];
    const wanted = at === undefined || !IS_RECORDED[flavour] ? 'whole' : block?.inner === true ? 'inner' : 'function';
    const hits = side.gathers === wanted ? matches.get(rule.meta.name) : undefined;
    if (hits === undefined) return [];
    if (at === undefined) return [{ side: number, hits }];
    const only = this.#indexesOf(hits, side).get(addressKey(at));
    return only === undefined ? [] : [{ side: number, hits, only }];
  }

  #indexesOf(hits: RuleHits, side: Side): ReadonlyMap<string, readonly number[]> {
    const known = this.#byAddress.get(hits);
    if (known !== undefined) return known;
    const indexes = new Map<string, number[]>();
    for (let index = 0; index < hits.count; index++) {
      const at = side.functionOf(hits.addressOf(index));
      if (at === undefined) continue;
      const key = addressKey(at);
      const list = indexes.get(key);
      if (list === undefined) indexes.set(key, [index]);
      else list.push(index);
    }
    this.#byAddress.set(hits, indexes);
    return indexes;
  }
}

/** Functions that any side knows, ascending. */
function functionsOf(sides: readonly Side[]): Address[] {
  const functions = new Map<string, Address>();
  for (const side of sides) for (const address of side.functions) functions.set(addressKey(address), address);
  return [...functions.values()].sort(compareAddresses);
}

/** One side that can see is enough for absence to mean something. */
function blindnessOf(sides: readonly Side[], flavour: Flavour, isSample: boolean): string | undefined {
  const asked = sides.filter(
    ({ outcome, gathers }) =>
      outcome.flavour === flavour && (!IS_RECORDED[flavour] || (gathers === 'whole') === isSample),
  );
  return asked.some(({ blindness }) => blindness === undefined)
    ? undefined
    : (asked[0]?.blindness ?? (isSample ? 'nothing was recorded' : 'no call could be followed to a function'));
}
