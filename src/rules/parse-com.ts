// `com/class: NAME` and `com/interface: NAME`: a program that uses a COM class or interface holds its GUID, as text or as the 16
// bytes that Windows stores. The name stands for an `or` over both forms of every GUID that the name is registered with.

import { describeChoices } from '../suggest.ts';
import { type ComKind, type ComNames, guidBytes } from './com-names.ts';
import { COM_KEYS } from './element-keys.ts';
import type { FeatureStatement, Statement } from './rule.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { describeNode, type YamlNode } from './yaml.ts';

const PREFIXES: Readonly<Record<ComKind, string>> = { class: 'CLSID_', interface: 'IID_' };

/**
 * The statement that a COM name stands for. A description behind ` = ` is dropped, as in the reference. Throws `rules-invalid` for
 * unknown kinds and names.
 */
export function parseComName(
  kind: string,
  at: number,
  value: YamlNode,
  names: ComNames | undefined,
  origin: RuleOrigin,
): Statement {
  if (kind !== 'class' && kind !== 'interface') {
    throw invalidRule(origin, at, `com/${kind} does not exist`, describeChoices(`com/${kind}`, COM_KEYS));
  }
  if (value.kind !== 'text') {
    throw invalidRule(origin, value.offset, `com/${kind} must be a name, not ${describeNode(value)}`);
  }
  if (names === undefined) throw invalidRule(origin, at, 'the COM name database was not loaded');
  const name = value.text.split(' = ', 1)[0] ?? '';
  const guids = names.find(kind, name);
  if (guids === undefined) {
    const hint = `Write the GUID as "string:" and "bytes:" if the ${kind} is not a registered one.`;
    throw invalidRule(origin, value.offset, `no COM ${kind} ${quote(name)} is known`, hint);
  }
  const title = PREFIXES[kind] + name;
  const children = guids.flatMap((guid): FeatureStatement[] => [
    { kind: 'feature', feature: { type: 'string', value: guid }, description: `${title} as GUID string` },
    { kind: 'feature', feature: { type: 'bytes', value: guidBytes(guid) }, description: `${title} as bytes` },
  ]);
  return { kind: 'or', children };
}
