// Walking over statements. Whoever looks at a whole tree goes through here, so that another kind of statement has one place that
// says what is inside it.

import type { Feature } from '../features/feature.ts';
import type { Statement } from './rule.ts';

const NONE: readonly Statement[] = [];

/** The statements directly inside, in order. */
export function childrenOf(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'and':
    case 'or':
    case 'some':
    case 'sequence':
      return statement.children;
    case 'not':
    case 'subscope':
    case 'block':
      return [statement.child];
    case 'range':
    case 'feature':
      return NONE;
  }
}

/** The same statement around other children, as many as `childrenOf` gives. */
export function withChildren(statement: Statement, children: readonly Statement[]): Statement {
  switch (statement.kind) {
    case 'and':
    case 'or':
    case 'some':
    case 'sequence':
      return { ...statement, children };
    case 'not':
    case 'subscope':
    case 'block':
      return { ...statement, child: children[0] as Statement };
    case 'range':
    case 'feature':
      return statement;
  }
}

/** The feature that the statement itself asks for or counts. */
export function featureOf(statement: Statement): Feature | undefined {
  switch (statement.kind) {
    case 'feature':
      return statement.feature;
    case 'range':
      return statement.child;
    case 'and':
    case 'or':
    case 'some':
    case 'sequence':
    case 'not':
    case 'subscope':
    case 'block':
      return undefined;
  }
}

/** Every feature in the tree, in the order of the text, blocks of subscopes included. */
export function* featuresIn(statement: Statement): Generator<Feature, void, void> {
  const feature = featureOf(statement);
  if (feature !== undefined) yield feature;
  for (const child of childrenOf(statement)) yield* featuresIn(child);
}
