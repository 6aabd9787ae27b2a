// What matching hands to the result: which rules matched where, with evidence on demand. The same for both flavours.

import type { Address } from '../features/address.ts';
import type { Scope } from '../features/scopes.ts';
import type { Rule } from '../rules/rule.ts';
import type { Evidence, Site } from './evidence.ts';

/** All matches of one rule, derived rules included. */
export interface RuleHits {
  readonly rule: Rule;
  /** The scope at which it matched. */
  readonly scope: Scope;
  readonly count: number;
  /** Where, in order: processes, threads, calls; functions, blocks, instructions. */
  addresses(): Iterable<Address>;
  /** Evidence trees in the same order, built one at a time. */
  evidence(): Iterable<readonly [Address, Evidence]>;
  /** Evidence at a location that another rule's evidence refers to; for span rules also the latest match before it. */
  evidenceAt(site: Site): Evidence | undefined;
  /** Names of rules and namespaces that successful `match` nodes refer to, in any of the matches. */
  references(): ReadonlySet<string>;
}

/** Matches by rule name, in the order call, span, thread, process, file or instruction, basic block, function, file. */
export type Matches = ReadonlyMap<string, RuleHits>;
