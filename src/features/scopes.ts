// Flavours and scopes: where in a program or a trace a rule looks. Words are the reference's. What an instance of a scope holds and
// whose matches it sees is a ladder, written down once, as data: both evaluators, evidence and documents follow it.

import type { DifferenceName } from '../semantics.ts';

/** `static`: what a file contains. `dynamic`: what a recorded run did. */
export const FLAVOURS = ['static', 'dynamic'] as const;

export type Flavour = (typeof FLAVOURS)[number];

export const STATIC_SCOPES = ['instruction', 'basic block', 'function', 'file'] as const;
export const DYNAMIC_SCOPES = ['call', 'span of calls', 'thread', 'process', 'file'] as const;

export type StaticScope = (typeof STATIC_SCOPES)[number];
export type DynamicScope = (typeof DYNAMIC_SCOPES)[number];
/** Words of scopes. `file` is a word of both flavours, but not one scope: see QualifiedScope. */
export type Scope = StaticScope | DynamicScope;

/** Whether what is looked at was recorded, and may be missing because nobody recorded it. */
export const IS_RECORDED: Readonly<Record<Flavour, boolean>> = { static: false, dynamic: true };

interface ScopesByFlavour {
  readonly static: StaticScope;
  readonly dynamic: DynamicScope;
}

/** The scopes of one flavour. */
export type ScopeOf<F extends Flavour> = ScopesByFlavour[F];

/** The scopes of each flavour, small to large. */
export const SCOPES: { readonly [F in Flavour]: readonly ScopeOf<F>[] } = {
  static: STATIC_SCOPES,
  dynamic: DYNAMIC_SCOPES,
};

/** A scope with its flavour, which tells `static/file` from `dynamic/file`. */
export type QualifiedScope = { [F in Flavour]: `${F}/${ScopeOf<F>}` }[Flavour];

/** Every scope of every flavour. */
export const QUALIFIED_SCOPES: readonly QualifiedScope[] = FLAVOURS.flatMap((flavour) =>
  SCOPES[flavour].map((scope) => `${flavour}/${scope}` as QualifiedScope),
);

/**
 * Where a rule looks that needs a program and its run. `sample`: everything that is known of both. `function`: one function of the
 * program together with the calls that were made from it.
 */
export const BOTH_SCOPES = ['sample', 'function'] as const;

export type BothScope = (typeof BOTH_SCOPES)[number];

/**
 * The scopes of one rule; a missing side means the rule does not support that flavour. A rule that has `both` has no other side: it
 * combines blocks of each flavour, and no single input can match it.
 */
export type Scopes = { readonly [F in Flavour]?: ScopeOf<F> } & { readonly both?: BothScope };

/** Where a block of a flavour looks in a rule with that scope of both: a function's calls are gathered like those of a thread. */
export const BLOCK_SCOPES: { readonly [B in BothScope]: { readonly [F in Flavour]: ScopeOf<F> } } = {
  sample: { static: 'file', dynamic: 'file' },
  function: { static: 'function', dynamic: 'thread' },
};

/** Every scope of `scopes` with its flavour. */
export function qualifyScopes(scopes: Scopes): QualifiedScope[] {
  return FLAVOURS.flatMap((flavour) => {
    const scope = scopes[flavour];
    return scope === undefined ? [] : [`${flavour}/${scope}` as QualifiedScope];
  });
}

/** The word of a scope: `file` of `static/file`. */
export function scopeWord(scope: QualifiedScope): Scope {
  return scope.slice(scope.indexOf('/') + 1) as Scope;
}

/** The flavour of the scopes with this word; undefined where several flavours have it. */
export function flavourOf(word: Scope): Flavour | undefined {
  const having = FLAVOURS.filter((flavour) => (SCOPES[flavour] as readonly Scope[]).includes(word));
  return having.length === 1 ? having[0] : undefined;
}

/** One step of a ladder. */
export interface Rung<S extends Scope = Scope> {
  readonly scope: S;
  /**
   * What an instance holds beside its own features and the global ones. `nothing`: it is the smallest. `parts`: features and matches
   * of the instances inside it. `window`: those of the last `SPAN_SIZE` parts of the instance around it; it has no features of its
   * own. `matches`: of all smaller scopes their matches, but not their features.
   */
  readonly holds: 'nothing' | 'parts' | 'window' | 'matches';
  /** Whether a feature of an instance keeps where it was seen; without, features that have no address have no location to count. */
  readonly locates: 'always' | 'addressed';
  /** An improvement without which matches of this scope are seen by `matches` rungs only. */
  readonly risesWith?: DifferenceName;
}

/** The rungs of each flavour, small to large. A `window` slides over the instances of the rung before it. */
export const LADDERS: { readonly [F in Flavour]: readonly Rung<ScopeOf<F>>[] } = {
  static: [
    { scope: 'instruction', holds: 'nothing', locates: 'always' },
    { scope: 'basic block', holds: 'parts', locates: 'always' },
    { scope: 'function', holds: 'parts', locates: 'always' },
    { scope: 'file', holds: 'matches', locates: 'addressed' },
  ],
  dynamic: [
    { scope: 'call', holds: 'nothing', locates: 'always' },
    { scope: 'span of calls', holds: 'window', locates: 'always', risesWith: 'span-to-thread' },
    { scope: 'thread', holds: 'parts', locates: 'always' },
    { scope: 'process', holds: 'parts', locates: 'always' },
    { scope: 'file', holds: 'matches', locates: 'addressed' },
  ],
};

/** Calls in one sliding window of `span of calls`. */
export const SPAN_SIZE = 20;
