// What the rules of a document say about themselves, for whoever looks for a text in it.

import type { AttackSpec, DocumentRuleMeta, MbcSpec, ResultDocument } from './document.ts';

/** As rules write it: `Execution::Shared Modules [T1129]`. */
function techniqueText({ parts, id }: AttackSpec | MbcSpec): string {
  return `${parts.join('::')}${id === '' ? '' : ` [${id}]`}`;
}

function textsOf({ name, namespace, authors, attack, mbc, references, examples, description, maec }: DocumentRuleMeta) {
  const techniques = [...attack, ...mbc].map(techniqueText);
  return [name, namespace, ...authors, ...techniques, ...references, ...examples, description, ...Object.values(maec)];
}

/** Whether a rule has this text in what it says about itself; case matters. */
export function saysAboutItself(meta: DocumentRuleMeta, text: string): boolean {
  return textsOf(meta).some((own) => own?.includes(text));
}

/** The document with only these of its rules. */
export function onlyRules(document: ResultDocument, isWanted: (meta: DocumentRuleMeta) => boolean): ResultDocument {
  return { ...document, rules: document.rules.filter(({ meta }) => isWanted(meta)) };
}
