// Which rules matched where, as compactly as possible: a list of places for each rule.

import { findLastAtMost, IntList } from '../../bytes/growable.ts';
import type { Scope } from '../../features/scopes.ts';
import type { PlannedRule } from '../plan/plan.ts';
import type { RecordedMatches } from './instances.ts';

/** Matches of one rule at one scope. */
export class RecordedRule {
  readonly rule: PlannedRule;
  readonly scope: Scope;
  readonly places: IntList = new IntList();
  /** Filled while matching for units and windows; of the few others it is read off their evidence. */
  readonly implied: Set<string> = new Set();
  #sorted: Int32Array | undefined;

  constructor(rule: PlannedRule, scope: Scope) {
    this.rule = rule;
    this.scope = scope;
  }

  /** The places in ascending order; nothing may be added afterwards. */
  sorted(): Int32Array {
    this.#sorted ??= this.places.items().slice().sort();
    return this.#sorted;
  }
}

/** How often it is checked whether there may be more. */
const MATCHES_PER_CHECK = 1024;

export class Recording implements RecordedMatches {
  readonly #scopes: ReadonlyMap<Scope, Map<PlannedRule, RecordedRule>>;
  readonly #rulesAt = new Map<Scope, Map<number, PlannedRule[]>>();

  readonly #check: (() => void) | undefined;
  #matches = 0;

  /** `scopes`: small to large. `check` is asked now and then; throws where no more may be recorded. */
  constructor(scopes: readonly Scope[], check: (() => void) | undefined) {
    this.#check = check;
    this.#scopes = new Map(scopes.map((scope) => [scope, new Map()]));
  }

  add(rule: PlannedRule, scope: Scope, place: number): RecordedRule {
    if (this.#matches++ % MATCHES_PER_CHECK === 0) this.#check?.();
    const ofScope = this.#ofScope(scope);
    let found = ofScope.get(rule);
    if (found === undefined) {
      found = new RecordedRule(rule, scope);
      ofScope.set(rule, found);
    }
    found.places.push(place);
    return found;
  }

  /** What matched at a scope. */
  at(scope: Scope): Iterable<RecordedRule> {
    return this.#ofScope(scope).values();
  }

  /** One map by rule name; a rule that matched at two scopes keeps the larger one, as in the reference. */
  byName(): Map<string, RecordedRule> {
    const merged = new Map<string, RecordedRule>();
    for (const ofScope of this.#scopes.values()) {
      for (const found of ofScope.values()) merged.set(found.rule.rule.meta.name, found);
    }
    return merged;
  }

  rulesAt(scope: Scope, place: number): readonly PlannedRule[] {
    let index = this.#rulesAt.get(scope);
    if (index === undefined) {
      index = new Map();
      for (const { rule, places } of this.at(scope)) {
        for (const at of places.items()) {
          const rules = index.get(at);
          if (rules === undefined) index.set(at, [rule]);
          else rules.push(rule);
        }
      }
      this.#rulesAt.set(scope, index);
    }
    return index.get(place) ?? [];
  }

  *within(scope: Scope, start: number, end: number): Iterable<readonly [PlannedRule, number]> {
    for (const found of this.at(scope)) {
      const places = found.sorted();
      for (let i = findLastAtMost(places, start - 1) + 1; i < places.length; i++) {
        const place = places[i] as number;
        if (place >= end) break;
        yield [found.rule, place];
      }
    }
  }

  #ofScope(scope: Scope): Map<PlannedRule, RecordedRule> {
    return this.#scopes.get(scope) as Map<PlannedRule, RecordedRule>;
  }
}
