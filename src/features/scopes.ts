// Scopes: where in a program or a trace a rule looks. Words are the reference's, small to large.

export const STATIC_SCOPES = ['instruction', 'basic block', 'function', 'file'] as const;
export const DYNAMIC_SCOPES = ['call', 'span of calls', 'thread', 'process', 'file'] as const;

export type StaticScope = (typeof STATIC_SCOPES)[number];
export type DynamicScope = (typeof DYNAMIC_SCOPES)[number];
export type Scope = StaticScope | DynamicScope;

/** `static`: what a file contains. `dynamic`: what a recorded run did. */
export type Flavour = 'static' | 'dynamic';

/** The scopes of one rule; a missing side means the rule does not support that flavour. */
export interface Scopes {
  readonly static?: StaticScope;
  readonly dynamic?: DynamicScope;
}

/** Calls in one sliding window of `span of calls`. */
export const SPAN_SIZE = 20;
