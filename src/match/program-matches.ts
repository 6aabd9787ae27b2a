// The matches of a program as the result sees them. Evidence is rebuilt by matching the function in question once more.

import { type Address, addressKey } from '../features/address.ts';
import type { PlacedFeatures, ProgramFunction } from '../features/program.ts';
import type { StaticScope } from '../features/scopes.ts';
import type { Rule } from '../rules/rule.ts';
import type { CompiledRule } from './compile.ts';
import { buildEvidence, type Evidence, EvidenceView, type Site, textOf } from './evidence.ts';
import type { FunctionMatches, ProgramMatching, StaticPlace, StaticRecorded } from './match-program.ts';
import type { Matches, ProgramOutcome, RuleHits } from './outcome.ts';
import { collectEvidenceReferences } from './references.ts';

/** The outcome of matching a program; no evidence is built before it is asked for. */
export function programOutcome(matching: ProgramMatching): ProgramOutcome {
  const { functionFeatureCounts, fileFeatureCount, matchedByFileAlone, layout, libraryFunctions } = matching;
  return {
    flavour: 'static',
    matches: programMatches(matching),
    featureCounts: { file: fileFeatureCount, parts: functionFeatureCounts },
    matchedByFileAlone: matchedByFileAlone.map(({ rule }) => rule),
    layout,
    libraryFunctions,
  };
}

function programMatches(matching: ProgramMatching): Matches {
  const views = new ProgramViews(matching);
  const matches = new Map<string, RuleHits>();
  for (const [name, recorded] of matching.recorded) matches.set(name, new ProgramHits(recorded, matching, views));
  return matches;
}

function siteAt(address: Address): Site {
  return { key: addressKey(address), address };
}

class ProgramViews {
  readonly #matching: ProgramMatching;
  #last: FunctionMatches | undefined;
  #lastPlace: StaticPlace | undefined;
  #lastView: EvidenceView | undefined;

  constructor(matching: ProgramMatching) {
    this.#matching = matching;
  }

  viewOf(place: StaticPlace): EvidenceView {
    if (this.#lastPlace === place && this.#lastView !== undefined) return this.#lastView;
    const view = place.function === undefined ? this.#file() : this.#inFunction(place, this.#match(place.function));
    this.#lastPlace = place;
    this.#lastView = view;
    return view;
  }

  #match(fn: ProgramFunction): FunctionMatches {
    if (this.#last?.function !== fn) this.#last = this.#matching.functions.match(fn);
    return this.#last;
  }

  #inFunction(place: StaticPlace, found: FunctionMatches): EvidenceView {
    const view = new EvidenceView(this.#matching.rules.firstOnly);
    const addMatches = (rules: readonly CompiledRule[], address: Address): void => {
      for (const rule of rules) view.add(rule.matchLeaves, siteAt(address));
    };
    for (const [number, { block, instructions, rules }] of found.blocks.entries()) {
      if (place.block !== undefined && place.block !== number) continue;
      let index = 0;
      for (const instruction of block.instructions) {
        const here = index++;
        if (place.instruction !== undefined && place.instruction !== here) continue;
        this.#addFeatures(view, instruction.features, instruction.address);
        addMatches(instructions.get(here)?.rules ?? [], instruction.address);
      }
      if (place.instruction !== undefined) continue;
      this.#addFeatures(view, block.features, block.address);
      addMatches(rules, block.address);
    }
    if (place.block === undefined) {
      this.#addFeatures(view, found.function.features, found.function.address);
      addMatches(found.rules, found.function.address);
    }
    for (const feature of this.#matching.program.globals) {
      view.add(this.#matching.rules.leavesOf(feature), siteAt({ type: 'no address' }), textOf(feature));
    }
    return view;
  }

  #addFeatures(view: EvidenceView, { numbers, addresses }: PlacedFeatures, owner: Address): void {
    for (let i = 0; i < numbers.length; i++) {
      const feature = this.#matching.functions.featureOf(numbers[i] as number);
      const leaves = this.#matching.rules.leavesOf(feature);
      if (leaves.length > 0) view.add(leaves, siteAt(addresses?.[i] ?? owner), textOf(feature));
    }
  }

  #file(): EvidenceView {
    const { program, rules, semantics, recorded } = this.#matching;
    const view = new EvidenceView(rules.firstOnly);
    const addresslessCount = semantics['addressless-count'] ? 1 : 0;
    for (const { feature, address } of program.file) {
      const site = address.type === 'no address' ? undefined : siteAt(address);
      view.add(rules.leavesOf(feature), site, textOf(feature), addresslessCount);
    }
    for (const feature of program.globals)
      view.add(rules.leavesOf(feature), undefined, textOf(feature), addresslessCount);
    for (const { rule, places } of recorded.values()) {
      if (rule.matchLeaves.length === 0) continue;
      for (const { address } of places) view.add(rule.matchLeaves, siteAt(address));
    }
    return view;
  }
}

class ProgramHits implements RuleHits {
  readonly #recorded: StaticRecorded;
  readonly #matching: ProgramMatching;
  readonly #views: ProgramViews;
  #byAddress: Map<string, StaticPlace> | undefined;

  constructor(recorded: StaticRecorded, matching: ProgramMatching, views: ProgramViews) {
    this.#recorded = recorded;
    this.#matching = matching;
    this.#views = views;
  }

  get rule(): Rule {
    return this.#recorded.rule.rule;
  }

  get scope(): StaticScope {
    return this.#recorded.scope;
  }

  get count(): number {
    return this.#recorded.places.length;
  }

  addressOf(index: number): Address {
    return (this.#recorded.places[index] as StaticPlace).address;
  }

  evidenceOf(index: number): Evidence {
    return this.#build(this.#recorded.places[index] as StaticPlace);
  }

  evidenceAt(site: Site): Evidence | undefined {
    // Shared blocks give several matches at one address: the last one stands for it, as in the reference.
    this.#byAddress ??= new Map(this.#recorded.places.map((place) => [addressKey(place.address), place]));
    const place = this.#byAddress.get(String(site.key));
    return place === undefined ? undefined : this.#build(place);
  }

  implied(): ReadonlySet<string> {
    const references = new Set<string>();
    if (!this.#recorded.rule.refersToRules) return references;
    const hitsOf = (name: string): RuleHits | undefined => {
      const recorded = this.#matching.recorded.get(name);
      return recorded && new ProgramHits(recorded, this.#matching, this.#views);
    };
    for (let index = 0; index < this.count; index++) {
      collectEvidenceReferences(this.evidenceOf(index), this.#matching.rules.byName, hitsOf, references);
    }
    return references;
  }

  #build(place: StaticPlace): Evidence {
    return buildEvidence(this.#recorded.rule.root, this.#views.viewOf(place));
  }
}
