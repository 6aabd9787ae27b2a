// What one scope instance of a trace contains, for evidence: rebuilt from the recorded values when evidence is asked for.

import type { Feature } from '../features/feature.ts';
import type { LocatedFeature } from '../features/located.ts';
import type { CallResult } from './call-stage.ts';
import type { ThreadRange } from './call-table.ts';
import type { CompiledRule } from './compile.ts';
import { EvidenceView, type Site, textOf } from './evidence.ts';
import type { TraceMatching } from './match-trace.ts';

const GLOBAL_SITE: Site = { key: 'no address', address: { type: 'no address' } };

export class TraceViews {
  readonly #matching: TraceMatching;
  #lastCall = -1;
  #lastCallView: EvidenceView | undefined;
  #lastSpan = -1;
  #lastSpanView: EvidenceView | undefined;

  constructor(matching: TraceMatching) {
    this.#matching = matching;
  }

  callSite(position: number): Site {
    return { key: position, address: this.#matching.table.addressOf(position) };
  }

  resultOf(position: number): CallResult {
    return this.#matching.callStage.evaluate(this.#matching.table.leafSetOf(position));
  }

  call(position: number): EvidenceView {
    if (this.#lastCall === position && this.#lastCallView !== undefined) return this.#lastCallView;
    const view = this.#create();
    this.#addCall(view, position);
    this.#addGlobals(view);
    this.#lastCall = position;
    this.#lastCallView = view;
    return view;
  }

  span(position: number): EvidenceView {
    if (this.#lastSpan === position && this.#lastSpanView !== undefined) return this.#lastSpanView;
    const { table, spanStage } = this.#matching;
    const start = Math.max(table.rangeOf(position).start, position - spanStage.size + 1);
    const view = this.#create();
    const calls: CallResult[] = [];
    for (let at = start; at <= position; at++) {
      calls.push(this.resultOf(at));
      this.#addCall(view, at);
    }
    this.#addGlobals(view);
    const site = this.callSite(position);
    spanStage.inspect(calls, ({ matched }) => {
      for (const rank of matched) view.add(spanStage.rule(rank).matchLeaves, site);
    });
    this.#lastSpan = position;
    this.#lastSpanView = view;
    return view;
  }

  thread(number: number): EvidenceView {
    const view = this.#create();
    this.#addThread(view, this.#matching.table.threads[number] as ThreadRange);
    this.#addMatches(view, 'thread', (place) => place === number);
    this.#addGlobals(view);
    return view;
  }

  process(number: number): EvidenceView {
    const { table } = this.#matching;
    const view = this.#create();
    const mine = new Set<number>();
    for (const [thread, range] of table.threads.entries()) {
      if (range.process !== number) continue;
      mine.add(thread);
      this.#addThread(view, range);
    }
    this.#addMatches(view, 'thread', (place) => mine.has(place));
    this.#addFeatures(view, table.processes[number]?.features ?? []);
    this.#addMatches(view, 'process', (place) => place === number);
    this.#addGlobals(view);
    return view;
  }

  file(): EvidenceView {
    const { summary, semantics, rules, recorded } = this.#matching;
    const view = this.#create();
    const addresslessCount = semantics['addressless-count'] ? 1 : 0;
    const add = (feature: Feature, site: Site | undefined): void =>
      view.add(rules.leavesOf(feature), site, textOf(feature), addresslessCount);
    for (const { feature, address } of summary.file) add(feature, siteOf({ feature, address }));
    for (const feature of summary.globals) add(feature, undefined);
    for (const { rule, scope, places } of recorded.values()) {
      if (rule.matchLeaves.length === 0) continue;
      if (scope === 'file') view.add(rule.matchLeaves, GLOBAL_SITE);
      else for (const place of places.items()) view.add(rule.matchLeaves, this.site(scope, place));
    }
    return view;
  }

  /** The location of a match, from its number in the scope. */
  site(scope: string, place: number): Site {
    const { table } = this.#matching;
    switch (scope) {
      case 'thread':
        return { key: `thread ${place}`, address: (table.threads[place] as ThreadRange).address };
      case 'process':
        return { key: `process ${place}`, address: table.processAddress(place) };
      case 'file':
        return GLOBAL_SITE;
      default:
        return this.callSite(place);
    }
  }

  #create(): EvidenceView {
    return new EvidenceView(this.#matching.rules.firstOnly);
  }

  #addCall(view: EvidenceView, position: number): void {
    const { recorder } = this.#matching.table;
    const site = this.callSite(position);
    for (const number of recorder.valueSets.get(this.#matching.table.valueSetOf(position))) {
      view.add(recorder.values.leavesOf(number), site, textOf(recorder.values.featureOf(number)));
    }
    for (const rule of this.resultOf(position).rules) view.add(rule.matchLeaves, site);
  }

  #addThread(view: EvidenceView, range: ThreadRange): void {
    for (let position = range.start; position < range.end; position++) this.#addCall(view, position);
    if (this.#matching.semantics['span-to-thread']) {
      this.#addMatches(view, 'span of calls', (place) => place >= range.start && place < range.end);
    }
    this.#addFeatures(view, range.thread.features);
  }

  #addFeatures(view: EvidenceView, features: readonly LocatedFeature[]): void {
    for (const located of features) {
      view.add(this.#matching.rules.leavesOf(located.feature), siteOf(located), textOf(located.feature));
    }
  }

  #addMatches(view: EvidenceView, scope: string, isHere: (place: number) => boolean): void {
    for (const found of this.#matching.recorded.values()) {
      if (found.scope !== scope || found.rule.matchLeaves.length === 0) continue;
      for (const place of found.places.items()) {
        if (isHere(place)) view.add((found.rule as CompiledRule).matchLeaves, this.site(scope, place));
      }
    }
  }

  #addGlobals(view: EvidenceView): void {
    for (const feature of this.#matching.summary.globals) {
      view.add(this.#matching.rules.leavesOf(feature), GLOBAL_SITE, textOf(feature));
    }
  }
}

function siteOf({ address }: LocatedFeature): Site | undefined {
  if (address.type === 'no address') return undefined;
  return { key: `${address.type} ${address.value}`, address };
}
