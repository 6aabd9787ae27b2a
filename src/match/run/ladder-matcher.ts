// Matching, scope by scope, up the ladder of a flavour (spec core.md section 2, dynamic.md section 6): units; windows over them; the
// instances that hold them, each with the features and matches of all that is inside; and the file, with the matches of all. What
// instances are is the flavour's business (instances.ts).

import type { LocatedFeature } from '../../features/located.ts';
import type { PlannedSequence } from '../plan/node.ts';
import type { PlannedRule, PlannedRung } from '../plan/plan.ts';
import { type CountedLeaves, countFileFeatures, FileLeaves } from './file-leaves.ts';
import { Gathering } from './gathering.ts';
import { collectImpliedRules } from './implied-rules.ts';
import { Instance } from './instance.ts';
import type { Instances, PartInstance, Stages, Units } from './instances.ts';
import { includesSorted } from './int-sets.ts';
import type { MatchRun } from './match-run.ts';
import { Recording } from './recording.ts';
import { findSequences } from './sequence-search.ts';
import { type UnitResult, UnitStage } from './unit-stage.ts';
import { type WindowMatch, WindowStage } from './window-stage.ts';

export interface LadderMatching {
  readonly recording: Recording;
  readonly stages: Stages;
  readonly globals: readonly number[];
  /** All features of the file. */
  readonly file: readonly LocatedFeature[];
  /** Different features of the file, matches of smaller scopes included. */
  readonly fileFeatureCount: number;
}

/**
 * Matches everything in `instances`. `onFileMatched` is told which rules match on what is known of the file at once, before any instance
 * is asked for; what it throws ends matching.
 */
export function matchLadder(
  run: MatchRun,
  instances: Instances,
  onFileMatched?: (rules: readonly PlannedRule[]) => void,
): LadderMatching {
  return new LadderMatcher(run, instances).match(onFileMatched);
}

const NOTHING_TO_MARK = { mark: (): void => undefined };

/** Names and namespaces of rules that matched, as far as instances around the match see them. */
type MatchKeys = Set<string>;

class LadderMatcher {
  readonly #run: MatchRun;
  readonly #instances: Instances;
  readonly #globals: readonly number[];
  readonly #recording: Recording;
  readonly #unitRung: PlannedRung;
  readonly #stages: Stages;
  /** Of scopes that hold parts; undefined where no rule works. */
  readonly #partInstances = new Map<string, Instance | undefined>();

  constructor(run: MatchRun, instances: Instances) {
    const { rungs } = run.plan;
    this.#run = run;
    this.#instances = instances;
    this.#globals = run.leavesOfAll(instances.facts.globals);
    this.#recording = new Recording(
      rungs.map(({ scope }) => scope),
      run.check,
    );
    this.#unitRung = rungs[0] as PlannedRung;
    const window = rungs.find(({ holds }) => holds === 'window');
    this.#stages = {
      units: new UnitStage(run, this.#unitRung, window, instances.leafSets, this.#globals),
      window: window && new WindowStage(run, window, this.#globals),
    };
    for (const rung of rungs) {
      if (rung.holds !== 'parts') continue;
      const instance = rung.rules.length === 0 ? undefined : new Instance(run, rung, this.#globals);
      this.#partInstances.set(rung.scope, instance);
    }
  }

  match(onFileMatched: (rules: readonly PlannedRule[]) => void = () => undefined): LadderMatching {
    const { facts } = this.#instances;
    const fileLeaves = new FileLeaves(this.#run, facts);
    onFileMatched(this.#matchFileLeaves(fileLeaves.counted(), []));
    const largest = this.#run.plan.rungs.findLast(({ holds }) => holds === 'parts');
    for (const part of this.#instances.outermost(this.#stages)) {
      if (part.scope !== largest?.scope) throw new Error(`instances of scope ${largest?.scope} are missing`);
      const keys: MatchKeys = new Set();
      this.#matchPart(part, keys, false);
      this.#instances.finish(part, keys.size);
    }
    const fromParts = this.#instances.fileFromParts();
    fileLeaves.add(fromParts);
    const file = fromParts.length === 0 ? facts.file : [...facts.file, ...fromParts];
    const matchKeys = this.#matchFile(fileLeaves.counted());
    return {
      recording: this.#recording,
      stages: this.#stages,
      globals: this.#globals,
      file,
      fileFeatureCount: countFileFeatures({ globals: facts.globals, file }) + matchKeys,
    };
  }

  /** Matches an instance and all inside it. `keys` gains those of what is inside, and its own if they `rise`. */
  #matchPart(part: PartInstance, keys: MatchKeys, rise: boolean): Gathering {
    this.#run.check?.();
    const held = new Gathering(this.#run.plan.counted, this.#instances.unitsAre);
    if (part.units !== undefined) this.#matchUnits(part.units, held, keys);
    for (const inner of part.parts) {
      const inside = this.#matchPart(inner, keys, true);
      if (!inner.isRepeated) held.addAll(inside);
    }
    part.addFeatures(held);
    const instance = this.#partInstances.get(part.scope);
    if (instance === undefined) return held;
    held.addTo(instance);
    const sequences = this.#findSequences(part, instance);
    const { rules, added } = instance.run((leaf) => held.isAt(leaf, part));
    instance.clear();
    for (const rule of rules) {
      this.#recording.add(rule, part.scope, part.place);
      part.mark(rule);
      sequences.mark(rule);
      if (rise) addKeys(keys, rule);
    }
    for (const leaf of added) held.addAt(leaf, part);
    return held;
  }

  /** Adds the leaves of the sequences that are found in an instance. Most are ruled out by a child that no unit matches. */
  #findSequences(part: PartInstance, instance: Instance): { mark(rule: PlannedRule): void } {
    const { counts, rung } = instance;
    const isPossible = ({ steps }: PlannedSequence): boolean => steps.every(({ leaf }) => counts[leaf] !== 0);
    const possible = rung.sequences.filter(isPossible);
    const units = possible.length === 0 ? undefined : part.inOrder?.();
    if (units === undefined) return NOTHING_TO_MARK;
    const found = findSequences(possible, units, () => {
      this.#run.sequenceValuesCut = true;
    });
    units.keep(found);
    for (const { leaf } of found.keys()) instance.add(leaf, 1);
    return {
      mark: ({ sequences }) => {
        for (const sequence of sequences) for (const index of found.get(sequence)?.indexes ?? []) units.markAt(index);
      },
    };
  }

  #matchUnits(units: Units, held: Gathering, keys: MatchKeys): void {
    const { units: stage, window } = this.#stages;
    const { scope } = this.#unitRung;
    const isShared = this.#instances.unitsAre === 'shared';
    const windowLeaves = window && new Map<number, number>();
    let current: UnitResult | undefined;
    const report = (rules: readonly PlannedRule[], match: WindowMatch): void => {
      const leaves = this.#reportWindow(units, rules, match, keys);
      for (const leaf of leaves) {
        // The unit itself may have it at the same place.
        if (!includesSorted((current as UnitResult).closed, leaf))
          windowLeaves?.set(leaf, (windowLeaves.get(leaf) ?? 0) + 1);
      }
    };
    window?.reset();
    units.visit(held, (leafSet, times, locations) => {
      const result = stage.evaluate(leafSet, locations);
      if (result.closed.length === 0 && result.rules.length === 0 && window === undefined) return;
      current = result;
      const isNew = held.addUnit(result, times);
      for (const rule of result.rules) {
        const found = this.#recording.add(rule, scope, units.place());
        if (isShared) for (const leaf of rule.matchLeaves) held.addAt(leaf, units);
        if (!isNew) continue;
        addKeys(keys, rule);
        for (const name of result.implied.get(rule.order) ?? []) found.implied.add(name);
      }
      if (result.isEvidence) units.markUnit();
      window?.advance(result, times, report);
    });
    for (const [leaf, locations] of windowLeaves ?? []) held.addExtra(leaf, locations);
  }

  /** Records the matches of a window; gives the leaves that they add to what is around. */
  #reportWindow(units: Units, rules: readonly PlannedRule[], match: WindowMatch, keys: MatchKeys): ReadonlySet<number> {
    const { rung } = this.#stages.window as WindowStage;
    const leaves = new Set<number>();
    for (const rule of rules) {
      const found = this.#recording.add(rule, rung.scope, units.place());
      units.markWindow(rule, match);
      if (rule.refersToRules) this.#collectImplied(rule, match, found.implied);
      if (!rung.rises) continue;
      addKeys(keys, rule);
      for (const leaf of rule.matchLeaves) leaves.add(leaf);
    }
    return leaves;
  }

  #collectImplied(rule: PlannedRule, { counts, units }: WindowMatch, implied: Set<string>): void {
    const { byName, flavour } = this.#run.plan;
    const { rung } = this.#stages.window as WindowStage;
    const visitDerived = (derived: PlannedRule, leaf: number): void => {
      if (derived.rule.meta.scopes[flavour] === rung.scope) {
        walk(derived);
        return;
      }
      for (const unit of units) {
        if (!includesSorted(unit.closed, leaf)) continue;
        for (const name of unit.implied.get(derived.order) ?? []) implied.add(name);
      }
    };
    const walk = (from: PlannedRule): void =>
      collectImpliedRules(from.root, counts, byName, (name) => implied.add(name), visitDerived);
    walk(rule);
  }

  /** Matches the file; returns how many different `match` features the smaller scopes added. */
  #matchFile(fileLeaves: CountedLeaves): number {
    const { rungs, counted } = this.#run.plan;
    const matchKeys: MatchKeys = new Set();
    const places = new Map<number, Set<string | number>>();
    const smaller = rungs.filter(({ holds }) => holds !== 'matches');
    for (const { scope } of smaller) {
      for (const found of this.#recording.at(scope)) {
        addKeys(matchKeys, found.rule);
        for (const leaf of found.rule.matchLeaves) {
          const sites = places.get(leaf) ?? new Set();
          places.set(leaf, sites);
          const all = found.places.items();
          // Only leaves that are counted need every place; for the others one shows that they are present.
          const needed = counted[leaf] === 1 ? all : all.subarray(0, 1);
          for (const place of needed) sites.add(this.#instances.siteOf(scope, place).key);
        }
      }
    }
    const matches = [...places].map(([leaf, sites]) => [leaf, sites.size] as const);
    for (const rule of this.#matchFileLeaves(fileLeaves, matches)) {
      this.#recording.add(rule, this.#fileRung.scope, 0);
      // Its evidence lists every place at which a rule that it refers to matched.
      for (const { scope } of smaller) {
        for (const found of this.#recording.at(scope)) {
          const isNamed = found.rule.matchLeaves.some((leaf) => includesSorted(rule.leaves, leaf));
          if (isNamed) this.#instances.markPlaces(scope, found.places.items());
        }
      }
    }
    return matchKeys.size;
  }

  get #fileRung(): PlannedRung {
    return this.#run.plan.rungs.find(({ holds }) => holds === 'matches') as PlannedRung;
  }

  #matchFileLeaves(leaves: CountedLeaves, matches: CountedLeaves): readonly PlannedRule[] {
    const instance = new Instance(this.#run, this.#fileRung, []);
    for (const [leaf, locations] of leaves) instance.add(leaf, locations);
    for (const [leaf, locations] of matches) instance.add(leaf, locations);
    return instance.run(() => false).rules;
  }
}

function addKeys(keys: MatchKeys, rule: PlannedRule): void {
  for (const key of rule.matchKeys) keys.add(key);
}
