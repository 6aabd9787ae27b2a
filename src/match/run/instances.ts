// Contract between the matcher, which knows ladders, and a flavour, which knows what its instances are: processes, threads and calls,
// or functions, basic blocks and instructions. Places are numbers that a flavour chooses, distinct within a scope.

import type { LocatedFeature } from '../../features/located.ts';
import type { Scope } from '../../features/scopes.ts';
import type { Site } from '../evidence/evidence.ts';
import type { InstanceNode } from '../evidence/instance-view.ts';
import type { PlannedSequence } from '../plan/node.ts';
import type { PlannedRule } from '../plan/plan.ts';
import type { FileFeatures } from './file-leaves.ts';
import type { Gathering, UnitLocations } from './gathering.ts';
import type { IntSets } from './int-sets.ts';
import type { FoundUnits, OrderedUnits } from './sequence-search.ts';
import type { UnitStage } from './unit-stage.ts';
import type { WindowMatch, WindowStage } from './window-stage.ts';

/** The units of an instance, one after another. What the methods say is about the unit that is being visited. */
export interface Units {
  /**
   * Visits each: the number of its set of leaves, for how many units in a row it stands, and how many locations leaves have that do
   * not have just one. Leaves whose locations may be shared with other units are put into `held` here.
   */
  visit(
    held: Gathering,
    visit: (leafSet: number, times: number, locations?: ReadonlyMap<number, number>) => void,
  ): void;
  place(): number;
  /** Key of its address. */
  key(): string;
  /** Marks it as a location in some evidence. */
  markUnit(): void;
  /** Marks the units of the window that ends with it, as far as the evidence of a match there shows them. */
  markWindow(rule: PlannedRule, window: WindowMatch): void;
}

/** An instance above the units. */
export interface PartInstance<S extends Scope = Scope> {
  readonly scope: S;
  readonly place: number;
  /** Key of its address. */
  key(): string;
  /** Whether another instance stands for the same: what it holds counts once in the instance around. */
  readonly isRepeated: boolean;
  /** Instances of the next smaller scope; none where there are units. */
  readonly parts: Iterable<PartInstance<S>>;
  readonly units: Units | undefined;
  /** Puts its own features into `held`. */
  addFeatures(held: Gathering): void;
  /** Told of a match here; marks the units in it that are a location in the evidence, those of sequences aside. */
  mark(rule: PlannedRule): void;
  /** All its units in order of time; absent where they have none. */
  inOrder?(): MarkableUnits;
}

export interface MarkableUnits extends OrderedUnits {
  /** Marks a unit as a location in some evidence. */
  markAt(index: number): void;
  /** Keeps what was found in these units for the evidence, as far as there is room. */
  keep(found: ReadonlyMap<PlannedSequence, FoundUnits>): void;
}

/** The stages that flavours share with the matcher, to look again at what matched where. */
export interface Stages {
  readonly units: UnitStage;
  readonly window: WindowStage | undefined;
}

/** `S`: the scopes of the flavour below the file. */
export interface Instances<S extends Scope = Scope> {
  readonly facts: FileFeatures;
  /** Sets of leaves by the numbers that units are visited with. */
  readonly leafSets: IntSets;
  readonly unitsAre: UnitLocations;
  /** Instances of the largest scope that holds features, in order. Called once. */
  outermost(stages: Stages): Iterable<PartInstance<S>>;
  /** Told when one of them has been matched; `matchKeys`: how many different `match` features rose to it. */
  finish(part: PartInstance<S>, matchKeys: number): void;
  /** Features of the file that its instances show. Asked for when all have been matched. */
  fileFromParts(): readonly LocatedFeature[];
  /** Told of a file match: marks the units that its evidence lists. */
  markPlaces(scope: S, places: Int32Array): void;
  /** The location of a place. */
  siteOf(scope: S, place: number): Site;
  /** The place among `places` (ascending) that another rule's evidence means by `site`; for a window also the latest before it. */
  placeAt(scope: S, places: Int32Array, site: Site): number | undefined;
  /** What is there, for evidence. */
  nodeOf(scope: S, place: number, matches: RecordedMatches<S>): InstanceNode;
}

/** What matched where. */
export interface RecordedMatches<S extends Scope = Scope> {
  /** The rules that matched at a place. Not for units, which are evaluated again. */
  rulesAt(scope: S, place: number): readonly PlannedRule[];
  /** Rules of a scope with those of their places that lie in [start, end). */
  within(scope: S, start: number, end: number): Iterable<readonly [PlannedRule, number]>;
}
