// A program as instances: functions, basic blocks and instructions. Each has a number in the order of the walk as its place, so that
// nothing has to be kept of those at which nothing matched; evidence walks the function in question once more.

import { findLastAtMost, IntList } from '../../bytes/growable.ts';
import { type Address, addressKey, NO_ADDRESS } from '../../features/address.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { Program, ProgramBlock, ProgramFunction, ProgramInstruction } from '../../features/program.ts';
import type { StaticScope } from '../../features/scopes.ts';
import { type EvidenceView, type Site, siteAt, textOf } from '../evidence/evidence.ts';
import type { InstanceNode } from '../evidence/instance-view.ts';
import type { PlannedRule } from '../plan/plan.ts';
import type { Gathering } from '../run/gathering.ts';
import type { Instances, PartInstance, RecordedMatches, Stages, Units } from '../run/instances.ts';
import { IntSets } from '../run/int-sets.ts';
import type { MatchRun } from '../run/match-run.ts';
import { BlockInstructions } from './block-instructions.ts';
import { InstructionLeaves } from './instruction-leaves.ts';
import { ProgramFeatures } from './program-features.ts';

/** The scopes of a program below its file. */
type ProgramScope = Exclude<StaticScope, 'file'>;

/** A block of a function that is looked at again, with the places of its instructions. */
interface WalkedBlock {
  readonly block: ProgramBlock;
  readonly place: number;
  readonly firstInstruction: number;
  readonly instructions: readonly ProgramInstruction[];
}

export class ProgramInstances implements Instances<ProgramScope> {
  readonly facts: Program;
  readonly leafSets: IntSets = new IntSets();
  readonly unitsAre = 'shared';
  readonly featureCounts: { readonly address: Address; readonly count: number }[] = [];
  readonly libraryFunctions: { readonly address: Address; readonly name: string }[] = [];
  /** Functions with blocks at which a rule matched, and these. */
  readonly layout: { readonly address: Address; readonly matchedBlocks: Address[] }[] = [];
  readonly #features: ProgramFeatures;
  readonly #leaves: InstructionLeaves;
  readonly #functions: ProgramFunction[] = [];
  /** Place of the first block and of the first instruction of each function. */
  readonly #firstBlocks = new IntList();
  readonly #firstInstructions = new IntList();
  /** How many blocks and instructions there were so far. */
  #blocks = 0;
  #instructions = 0;
  /** Of places at which something matched. */
  readonly #addresses: Readonly<Record<ProgramScope, Map<number, Address>>> = {
    instruction: new Map(),
    'basic block': new Map(),
    function: new Map(),
  };
  readonly #byKey = new Map<Int32Array, Map<string, number>>();
  #stages: Stages | undefined;
  #walked: { readonly place: number; readonly blocks: readonly WalkedBlock[] } | undefined;

  constructor(run: MatchRun, program: Program) {
    this.facts = program;
    this.#features = new ProgramFeatures(run);
    this.#leaves = new InstructionLeaves(this.#features, this.leafSets, run.plan.counted);
  }

  *outermost(stages: Stages): Iterable<PartInstance<ProgramScope>> {
    this.#stages = stages;
    for (const fn of this.facts.functions(this.#features)) {
      if (fn.library !== undefined) {
        this.libraryFunctions.push({ address: fn.address, name: fn.library });
        continue;
      }
      const place = this.#functions.push(fn) - 1;
      this.#firstBlocks.push(this.#blocks);
      this.#firstInstructions.push(this.#instructions);
      this.#features.startCounting();
      for (const feature of this.facts.globals) this.#features.count(this.#features.feature(feature));
      const { function: matchedAt } = this.#addresses;
      yield new ProgramPart('function', place, fn, this.#blockParts(fn), undefined, this.#leaves, matchedAt);
    }
  }

  *#blockParts(fn: ProgramFunction): Iterable<PartInstance<ProgramScope>> {
    const matchedBlocks: Address[] = [];
    for (const block of fn.blocks) {
      const place = this.#blocks++;
      const { instruction: matchedAt } = this.#addresses;
      const units = new BlockInstructions(block.instructions, this.#leaves, this.#instructions, matchedAt);
      yield new ProgramPart('basic block', place, block, NO_PARTS, units, this.#leaves, this.#addresses['basic block']);
      this.#instructions += units.length;
      if (this.#addresses['basic block'].has(place)) matchedBlocks.push(block.address);
    }
    if (matchedBlocks.length > 0) this.layout.push({ address: fn.address, matchedBlocks });
  }

  finish(part: PartInstance<ProgramScope>, matchKeys: number): void {
    const { address } = this.#functions[part.place] as ProgramFunction;
    this.featureCounts.push({ address, count: this.#features.counted + matchKeys });
  }

  fileFromParts(): readonly LocatedFeature[] {
    return this.facts.fileFromCode?.() ?? [];
  }

  markPlaces(): void {
    // A program's layout lists matched blocks, whatever file rules refer to.
  }

  siteOf(scope: ProgramScope, place: number): Site {
    return siteAt(this.#addresses[scope].get(place) ?? NO_ADDRESS);
  }

  placeAt(scope: ProgramScope, places: Int32Array, site: Site): number | undefined {
    let byKey = this.#byKey.get(places);
    if (byKey === undefined) {
      // Shared blocks give several matches at one address: the last one stands for it, as in the reference.
      byKey = new Map(Array.from(places, (place) => [String(this.siteOf(scope, place).key), place]));
      this.#byKey.set(places, byKey);
    }
    return byKey.get(String(site.key));
  }

  nodeOf(scope: ProgramScope, place: number, matches: RecordedMatches<ProgramScope>): InstanceNode {
    switch (scope) {
      case 'function':
        return this.#functionNode(place, matches);
      case 'basic block': {
        const blocks = this.#walk(findLastAtMost(this.#firstBlocks.items(), place));
        return this.#blockNode(blocks.find((block) => block.place === place) as WalkedBlock, matches);
      }
      case 'instruction': {
        const blocks = this.#walk(findLastAtMost(this.#firstInstructions.items(), place));
        const { instructions, firstInstruction } = blocks.findLast((b) => b.firstInstruction <= place) as WalkedBlock;
        return this.#instructionNode(instructions[place - firstInstruction] as ProgramInstruction);
      }
    }
  }

  #functionNode(place: number, matches: RecordedMatches<ProgramScope>): InstanceNode {
    const { address, features } = this.#functions[place] as ProgramFunction;
    return {
      parts: () => this.#walk(place).map((block) => this.#blockNode(block, matches)),
      addFeatures: (view) => this.#addFeatures(view, features, address),
      matches: () => at(matches.rulesAt('function', place), siteAt(address)),
    };
  }

  #blockNode({ block, place, instructions }: WalkedBlock, matches: RecordedMatches<ProgramScope>): InstanceNode {
    return {
      parts: () => instructions.map((instruction) => this.#instructionNode(instruction)),
      addFeatures: (view) => this.#addFeatures(view, block.features, block.address),
      matches: () => at(matches.rulesAt('basic block', place), siteAt(block.address)),
    };
  }

  #instructionNode(instruction: ProgramInstruction): InstanceNode {
    const { address, features } = instruction;
    const matches = (): readonly PlannedRule[] => {
      const leafSet = this.#leaves.leafSetOf(instruction);
      return (this.#stages as Stages).units.evaluate(leafSet, this.#leaves.locations).rules;
    };
    return {
      parts: () => [],
      addFeatures: (view) => this.#addFeatures(view, features, address),
      matches: () => at(matches(), siteAt(address)),
    };
  }

  #addFeatures(view: EvidenceView, { numbers, addresses }: ProgramInstruction['features'], owner: Address): void {
    for (let i = 0; i < numbers.length; i++) {
      const feature = this.#features.featureOf(numbers[i] as number);
      if (feature === undefined) continue;
      view.add(this.#features.leavesOf(numbers[i] as number), siteAt(addresses?.[i] ?? owner), textOf(feature));
    }
  }

  /** The blocks of a function; those of the last one are kept. */
  #walk(place: number): readonly WalkedBlock[] {
    if (this.#walked?.place === place) return this.#walked.blocks;
    let blockPlace = this.#firstBlocks.items()[place] as number;
    let firstInstruction = this.#firstInstructions.items()[place] as number;
    const blocks = Array.from((this.#functions[place] as ProgramFunction).blocks, (block): WalkedBlock => {
      const walked = { block, place: blockPlace++, firstInstruction, instructions: [...block.instructions] };
      firstInstruction += walked.instructions.length;
      return walked;
    });
    this.#walked = { place, blocks };
    return blocks;
  }
}

const NO_PARTS: readonly PartInstance<ProgramScope>[] = [];

/** A function or a block. */
class ProgramPart implements PartInstance<ProgramScope> {
  readonly scope: ProgramScope;
  readonly place: number;
  readonly isRepeated = false;
  readonly parts: Iterable<PartInstance<ProgramScope>>;
  readonly units: Units | undefined;
  readonly #at: ProgramFunction | ProgramBlock;
  readonly #leaves: InstructionLeaves;
  readonly #matchedAt: Map<number, Address>;

  constructor(
    scope: ProgramScope,
    place: number,
    at: ProgramFunction | ProgramBlock,
    parts: Iterable<PartInstance<ProgramScope>>,
    units: Units | undefined,
    leaves: InstructionLeaves,
    matchedAt: Map<number, Address>,
  ) {
    this.scope = scope;
    this.place = place;
    this.parts = parts;
    this.units = units;
    this.#at = at;
    this.#leaves = leaves;
    this.#matchedAt = matchedAt;
  }

  key(): string {
    return addressKey(this.#at.address);
  }

  addFeatures(held: Gathering): void {
    this.#leaves.gather(this.#at, held);
  }

  mark(): void {
    this.#matchedAt.set(this.place, this.#at.address);
  }
}

function* at(rules: Iterable<PlannedRule>, site: Site): Iterable<readonly [PlannedRule, Site]> {
  for (const rule of rules) yield [rule, site];
}
