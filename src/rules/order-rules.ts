// The order in which rules are evaluated: a rule after everything that it depends on, ties by name, so that the order does not
// depend on the order of files. Rules of different scopes may refer to each other in a circle (scopes are matched one after the
// other, so this is harmless); within one scope a circle makes its rules invalid.

import type { Rule } from './rule.ts';

export interface RuleOrder {
  /** Every rule that could be ordered. */
  readonly ordered: readonly Rule[];
  /** Rules that depend on themselves; empty if all could be ordered. Rules that depend on them are in neither list. */
  readonly circular: readonly Rule[];
}

/** Orders rules. `dependencies` holds, for every rule, names of rules in `rules`. */
export function orderRules(rules: readonly Rule[], dependencies: ReadonlyMap<string, ReadonlySet<string>>): RuleOrder {
  const graph = new Graph(rules, dependencies);
  const ordered: Rule[] = [];
  let ready = graph.takeReady(rules.map((rule) => rule.meta.name));
  for (;;) {
    while (ready.length > 0) {
      const released: string[] = [];
      for (const name of ready) {
        ordered.push(graph.rule(name));
        for (const dependent of graph.release(name)) released.push(dependent);
      }
      ready = graph.takeReady(released);
    }
    const knot = graph.knot();
    const next = knot.find((name) => graph.dependsOnNoneAtItsScope(name));
    if (next === undefined) return { ordered, circular: knot.map((name) => graph.rule(name)) };
    graph.take(next);
    ready = [next];
  }
}

/** Rules not yet ordered, and how many of their dependencies are not. */
class Graph {
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #dependencies: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #dependents = new Map<string, string[]>();
  readonly #missing = new Map<string, number>();

  constructor(rules: readonly Rule[], dependencies: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#rules = new Map(rules.map((rule) => [rule.meta.name, rule]));
    this.#dependencies = dependencies;
    for (const { meta } of rules) {
      const needed = this.#needs(meta.name);
      this.#missing.set(meta.name, needed.size);
      for (const name of needed) {
        const dependents = this.#dependents.get(name);
        if (dependents === undefined) this.#dependents.set(name, [meta.name]);
        else dependents.push(meta.name);
      }
    }
  }

  rule(name: string): Rule {
    return this.#rules.get(name) as Rule;
  }

  /** Those of `names` that wait for nothing, sorted; they are no longer waiting. */
  takeReady(names: readonly string[]): string[] {
    const ready = [...new Set(names)].filter((name) => this.#missing.get(name) === 0).sort(compareNames);
    for (const name of ready) this.take(name);
    return ready;
  }

  take(name: string): void {
    this.#missing.delete(name);
  }

  /** Tells the rules that wait for `name` that it is there; returns them. */
  release(name: string): string[] {
    const waiting = (this.#dependents.get(name) ?? []).filter((dependent) => this.#missing.has(dependent));
    for (const dependent of waiting) this.#missing.set(dependent, (this.#missing.get(dependent) as number) - 1);
    return waiting;
  }

  /** Waiting rules that lie on a circle or between two, sorted: what remains when those that nobody waits for are taken away. */
  knot(): string[] {
    const waitedFor = new Map([...this.#missing.keys()].map((name) => [name, 0]));
    const count = (name: string, step: number): string[] => {
      const needed = [...this.#needs(name)].filter((other) => waitedFor.has(other));
      for (const other of needed) waitedFor.set(other, (waitedFor.get(other) as number) + step);
      return needed;
    };
    for (const name of this.#missing.keys()) count(name, 1);
    let free = [...waitedFor.keys()].filter((name) => waitedFor.get(name) === 0);
    while (free.length > 0) {
      const candidates = new Set<string>();
      for (const name of free) {
        waitedFor.delete(name);
        for (const other of count(name, -1)) candidates.add(other);
      }
      free = [...candidates].filter((name) => waitedFor.get(name) === 0);
    }
    return [...waitedFor.keys()].sort(compareNames);
  }

  dependsOnNoneAtItsScope(name: string): boolean {
    const { scopes } = this.rule(name).meta;
    const own = new Set(Object.values(scopes));
    return [...this.#needs(name)].every(
      (other) =>
        !this.#missing.has(other) || !Object.values(this.rule(other).meta.scopes).some((scope) => own.has(scope)),
    );
  }

  #needs(name: string): ReadonlySet<string> {
    return this.#dependencies.get(name) ?? new Set();
  }
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
