// The matchers that there are. They must agree.

/** `planned`: fast, for every use. `definition`: what matching means, word by word, for small inputs and questions. */
export const MATCHERS = ['planned', 'definition'] as const;

export type MatcherName = (typeof MATCHERS)[number];
