// Rule statements and features in the words of the result document (spec core.md 5.7): which key holds a feature's value, and
// how a statement of a rule becomes a node of an evidence tree.

import type { Feature, FeatureType, Integer } from '../features/feature.ts';
import type { Statement } from '../rules/rule.ts';
import type { DocumentFeature, DocumentNode, DocumentStatement } from './document.ts';

/** A feature type's keys in the document, in order; the last one holds the value. */
interface FeatureKeys {
  readonly keys: readonly string[];
  /** The spelling of the last key that readers accept as well. */
  readonly alias?: string;
}

/** Every feature type that a document can hold. `access` is the only optional key. */
export const FEATURE_KEYS: Readonly<Record<FeatureType, FeatureKeys>> = {
  os: { keys: ['os'] },
  arch: { keys: ['arch'] },
  format: { keys: ['format'] },
  match: { keys: ['match'] },
  characteristic: { keys: ['characteristic'] },
  export: { keys: ['export'] },
  import: { keys: ['import_'], alias: 'import' },
  section: { keys: ['section'] },
  'function name': { keys: ['function_name'], alias: 'function name' },
  substring: { keys: ['substring'] },
  regex: { keys: ['regex'] },
  string: { keys: ['string'] },
  class: { keys: ['class_'], alias: 'class' },
  namespace: { keys: ['namespace'] },
  api: { keys: ['api'] },
  property: { keys: ['access', 'property'] },
  number: { keys: ['number'] },
  bytes: { keys: ['bytes'] },
  offset: { keys: ['offset'] },
  mnemonic: { keys: ['mnemonic'] },
  'operand number': { keys: ['index', 'operand_number'], alias: 'operand number' },
  'operand offset': { keys: ['index', 'operand_offset'], alias: 'operand offset' },
  'basic block': { keys: [] },
};

/** True for the type words that documents know. */
export function isFeatureType(type: string): type is FeatureType {
  return Object.hasOwn(FEATURE_KEYS, type);
}

/** The value of a document's feature; undefined for `basic block` and unknown types. */
export function documentFeatureValue(feature: DocumentFeature): string | Integer | undefined {
  const key = isFeatureType(feature.type) ? FEATURE_KEYS[feature.type].keys.at(-1) : undefined;
  return key === undefined ? undefined : feature[key];
}

function described<T extends object>(node: T, description: string | undefined): T & { readonly description?: string } {
  return description === undefined ? node : { ...node, description };
}

/** A feature under the document's key names. */
export function documentFeature(feature: Feature, description?: string): DocumentFeature {
  switch (feature.type) {
    case 'basic block':
      return described({ type: feature.type }, description);
    case 'property':
      return described(
        {
          type: feature.type,
          ...(feature.access === undefined ? {} : { access: feature.access }),
          property: feature.value,
        },
        description,
      );
    case 'operand number':
      return described({ type: feature.type, index: feature.index, operand_number: feature.value }, description);
    case 'operand offset':
      return described({ type: feature.type, index: feature.index, operand_offset: feature.value }, description);
    default: {
      const [key] = FEATURE_KEYS[feature.type].keys as [string];
      return described({ type: feature.type, [key]: feature.value }, description);
    }
  }
}

function documentStatement(statement: Exclude<Statement, { readonly kind: 'feature' }>): DocumentStatement {
  switch (statement.kind) {
    case 'and':
    case 'or':
    case 'not':
      return described({ type: statement.kind }, statement.description);
    case 'some':
      if (statement.count === 0) return described({ type: 'optional' as const }, statement.description);
      return { ...described({ type: statement.kind }, statement.description), count: statement.count };
    case 'range':
      return {
        ...described({ type: statement.kind }, statement.description),
        min: statement.min,
        max: statement.max,
        child: documentFeature(statement.child, statement.childDescription),
      };
    case 'subscope':
      return { ...described({ type: statement.kind }, statement.description), scope: statement.scope };
  }
}

/** A statement or feature of a rule as the node of an evidence tree, without its children. */
export function documentNode(statement: Statement): DocumentNode {
  return statement.kind === 'feature'
    ? { type: 'feature', feature: documentFeature(statement.feature, statement.description) }
    : { type: 'statement', statement: documentStatement(statement) };
}
