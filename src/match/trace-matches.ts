// The matches of a trace as the result sees them: addresses and evidence trees instead of numbers.

import type { Address } from '../features/address.ts';
import type { DynamicScope } from '../features/scopes.ts';
import type { Rule } from '../rules/rule.ts';
import { buildEvidence, type Evidence, type EvidenceView, type Site } from './evidence.ts';
import { findLastAtMost } from './hits.ts';
import type { Recorded, TraceMatching } from './match-trace.ts';
import type { Matches, RuleHits, TraceOutcome } from './outcome.ts';
import { collectEvidenceReferences } from './references.ts';
import { layOutCalls } from './trace-layout.ts';
import { TraceViews } from './trace-views.ts';

/** The outcome of matching a trace; no evidence is built before it is asked for. */
export function traceOutcome(matching: TraceMatching): TraceOutcome {
  const { table, processFeatureCounts, fileFeatureCount, matchedByFileAlone, isEvidence, semantics } = matching;
  return {
    flavour: 'dynamic',
    matches: traceMatches(matching),
    featureCounts: {
      file: fileFeatureCount,
      parts: processFeatureCounts.map((count, process) => ({ address: table.processAddress(process), count })),
    },
    matchedByFileAlone: matchedByFileAlone.map(({ rule }) => rule),
    layout: layOutCalls(table, isEvidence, semantics),
  };
}

function traceMatches(matching: TraceMatching): Matches {
  const views = new TraceViews(matching);
  const matches = new Map<string, RuleHits>();
  for (const [name, recorded] of matching.recorded) matches.set(name, new TraceHits(recorded, matching, views));
  return matches;
}

class TraceHits implements RuleHits {
  readonly #recorded: Recorded;
  readonly #matching: TraceMatching;
  readonly #views: TraceViews;
  #sorted: Int32Array | undefined;

  constructor(recorded: Recorded, matching: TraceMatching, views: TraceViews) {
    this.#recorded = recorded;
    this.#matching = matching;
    this.#views = views;
  }

  get rule(): Rule {
    return this.#recorded.rule.rule;
  }

  get scope(): DynamicScope {
    return this.#recorded.scope;
  }

  get count(): number {
    return this.#recorded.places.length;
  }

  addressOf(index: number): Address {
    return this.#views.site(this.scope, this.#recorded.places.items()[index] as number).address;
  }

  evidenceOf(index: number): Evidence {
    return this.#build(this.#recorded.places.items()[index] as number);
  }

  evidenceAt(site: Site): Evidence | undefined {
    const places = (this.#sorted ??= this.#recorded.places.items().slice().sort());
    switch (this.scope) {
      case 'call':
      case 'span of calls': {
        if (typeof site.key !== 'number') return undefined;
        const place = places[findLastAtMost(places, site.key)];
        if (place === undefined) return undefined;
        if (place !== site.key) {
          // A span rule is recorded once for a run of windows: the latest record of the thread stands for this window.
          if (place < this.#matching.table.rangeOf(site.key).start) return undefined;
        }
        return this.#build(place);
      }
      case 'file':
        return site.key === 'no address' ? this.#build(0) : undefined;
      default: {
        const place = [...places].find((candidate) => this.#views.site(this.scope, candidate).key === site.key);
        return place === undefined ? undefined : this.#build(place);
      }
    }
  }

  implied(): ReadonlySet<string> {
    const { references, rule, scope } = this.#recorded;
    if (scope === 'call' || scope === 'span of calls' || !rule.refersToRules) return references;
    // The few thread, process and file matches: read off their evidence.
    const hitsOf = (name: string): RuleHits | undefined => {
      const recorded = this.#matching.recorded.get(name);
      return recorded && new TraceHits(recorded, this.#matching, this.#views);
    };
    for (let index = 0; index < this.count; index++) {
      collectEvidenceReferences(this.evidenceOf(index), this.#matching.rules.byName, hitsOf, references);
    }
    return references;
  }

  #build(place: number): Evidence {
    return buildEvidence(this.#recorded.rule.root, this.#view(place));
  }

  #view(place: number): EvidenceView {
    switch (this.scope) {
      case 'call':
        return this.#views.call(place);
      case 'span of calls':
        return this.#views.span(place);
      case 'thread':
        return this.#views.thread(place);
      case 'process':
        return this.#views.process(place);
      case 'file':
        return this.#views.file();
    }
  }
}
