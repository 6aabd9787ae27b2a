// The matches of a rule as the result sees them: addresses and evidence trees instead of numbers. Nothing is built before it is asked for.

import { type Address, NO_ADDRESS } from '../../features/address.ts';
import type { Scope } from '../../features/scopes.ts';
import type { Rule } from '../../rules/rule.ts';
import { buildEvidence, type Evidence, type EvidenceView, type Site, siteAt, textOf } from '../evidence/evidence.ts';
import { collectImplied, type ImpliedRules } from '../evidence/implied.ts';
import { type InstanceNode, viewOf } from '../evidence/instance-view.ts';
import type { Matches, RuleHits } from '../outcome.ts';
import type { Instances } from './instances.ts';
import type { LadderMatching } from './ladder-matcher.ts';
import type { MatchRun } from './match-run.ts';
import type { RecordedRule } from './recording.ts';

/** Where global features and matches of the file are. */
const GLOBAL_SITE: Site = siteAt(NO_ADDRESS);

/** Wraps what was recorded. */
export function ruleHits(run: MatchRun, instances: Instances, matching: LadderMatching): Matches {
  const hits = new Map<string, RuleHits>();
  const views = new Views(run, instances, matching);
  for (const [name, recorded] of matching.recording.byName()) {
    hits.set(name, new RecordedHits(recorded, run, views, hits));
  }
  return hits;
}

/** Views of instances; the last one of each scope is kept, because rules that matched at one place are looked at in a row. */
class Views {
  readonly #run: MatchRun;
  readonly #instances: Instances;
  readonly #matching: LadderMatching;
  readonly #last = new Map<Scope, { readonly place: number; readonly view: EvidenceView }>();

  constructor(run: MatchRun, instances: Instances, matching: LadderMatching) {
    this.#run = run;
    this.#instances = instances;
    this.#matching = matching;
  }

  viewOf(scope: Scope, place: number): EvidenceView {
    const last = this.#last.get(scope);
    if (last?.place === place) return last.view;
    const view = this.#build(scope, place);
    this.#last.set(scope, { place, view });
    return view;
  }

  #build(scope: Scope, place: number): EvidenceView {
    const { plan } = this.#run;
    if (this.#holdsMatches(scope)) {
      return viewOf(this.#fileNode(), plan.firstOnly, (view) => this.#addGlobals(view, undefined));
    }
    const node = this.#instances.nodeOf(scope, place, this.#matching.recording);
    return viewOf(node, plan.firstOnly, (view) => this.#addGlobals(view, GLOBAL_SITE));
  }

  #addGlobals(view: EvidenceView, site: Site | undefined): void {
    const { globals } = this.#instances.facts;
    for (const feature of globals)
      view.add(this.#run.leavesOf(feature), site, textOf(feature), { addressless: this.#addressless });
  }

  get #addressless(): number {
    return this.#run.plan.semantics['addressless-count'] ? 1 : 0;
  }

  /** The file: its own features, and the matches of every scope. */
  #fileNode(): InstanceNode {
    const { file, recording } = this.#matching;
    const recorded = [...recording.byName().values()];
    const siteOf = (scope: Scope, place: number): Site => this.siteOf(scope, place);
    return {
      parts: () => [],
      addFeatures: (view) => {
        for (const { feature, address } of file) {
          view.add(this.#run.leavesOf(feature), addressSite(address), textOf(feature), {
            addressless: this.#addressless,
          });
        }
      },
      *matches() {
        for (const { rule, scope, places } of recorded) {
          if (rule.matchLeaves.length === 0) continue;
          for (const place of places.items()) yield [rule, siteOf(scope, place)] as const;
        }
      },
    };
  }

  /** The location of a match. */
  siteOf(scope: Scope, place: number): Site {
    return this.#holdsMatches(scope) ? GLOBAL_SITE : this.#instances.siteOf(scope, place);
  }

  /** The place of a match that a location means. */
  placeAt(recorded: RecordedRule, site: Site): number | undefined {
    if (this.#holdsMatches(recorded.scope)) return site.key === GLOBAL_SITE.key ? 0 : undefined;
    return this.#instances.placeAt(recorded.scope, recorded.sorted(), site);
  }

  /** Whether the implied rules of a scope were collected while matching. */
  knowsImplied(scope: Scope): boolean {
    const holds = this.#run.plan.rungs.find((rung) => rung.scope === scope)?.holds;
    return holds === 'nothing' || holds === 'window';
  }

  #holdsMatches(scope: Scope): boolean {
    return this.#run.plan.rungs.find((rung) => rung.scope === scope)?.holds === 'matches';
  }
}

/** Site of an address; none where there is no address. */
function addressSite(address: Address): Site | undefined {
  return address.type === 'no address' ? undefined : siteAt(address);
}

class RecordedHits implements RuleHits {
  readonly #recorded: RecordedRule;
  readonly #run: MatchRun;
  readonly #views: Views;
  readonly #all: Matches;

  constructor(recorded: RecordedRule, run: MatchRun, views: Views, all: Matches) {
    this.#recorded = recorded;
    this.#run = run;
    this.#views = views;
    this.#all = all;
  }

  get rule(): Rule {
    return this.#recorded.rule.rule;
  }

  get scope(): Scope {
    return this.#recorded.scope;
  }

  get count(): number {
    return this.#recorded.places.length;
  }

  addressOf(index: number): Address {
    return this.#views.siteOf(this.scope, this.#recorded.places.items()[index] as number).address;
  }

  evidenceOf(index: number): Evidence {
    return this.#build(this.#recorded.places.items()[index] as number);
  }

  evidenceAt(site: Site): Evidence | undefined {
    const place = this.#views.placeAt(this.#recorded, site);
    return place === undefined ? undefined : this.#build(place);
  }

  hasEvidenceAt(site: Site): boolean {
    return this.#views.placeAt(this.#recorded, site) !== undefined;
  }

  implied(): ReadonlySet<string> {
    const { implied, rule, scope } = this.#recorded;
    if (this.#views.knowsImplied(scope) || !rule.refersToRules) return implied;
    const rules: ImpliedRules = {
      isDerived: (name) => this.#run.plan.byName.get(name)?.rule.derived !== undefined,
      evidenceAt: (name, site) => this.#all.get(name)?.evidenceAt(site),
    };
    for (let index = 0; index < this.count; index++) collectImplied(this.evidenceOf(index), rules, implied);
    return implied;
  }

  #build(place: number): Evidence {
    return buildEvidence(this.#recorded.rule.root, this.#views.viewOf(this.scope, place));
  }
}
