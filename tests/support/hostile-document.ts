// A document with one text everywhere where a sample or a rule can put one.

import type { ResultDocument } from '../../src/result/document.ts';
import { api, callAddress, dynamicDocument, featureMatch, statementMatch } from './result-documents.ts';

/** Commands of terminals and of markup, line ends, directions, and half a character. */
export const NASTY = '\x1b]0;owned\x07[/x][bold]\\[y]:smile:\r\n\t\u202egnp.exe\u2028\x9b31m\ud800';

export function hostileDocument(text: string): ResultDocument {
  const locations = [callAddress(1)];
  const tree = statementMatch({ type: 'and', description: text }, [
    api(text, { locations }),
    featureMatch({ type: 'string', string: text, description: text }, { locations }),
    featureMatch({ type: 'regex', regex: `/${text}/` }, { captures: { [text]: locations } }),
    statementMatch({ type: 'subscope', scope: text }, [], { locations }),
    statementMatch({ type: 'range', min: 0, max: 1, child: { type: 'string', string: text } }, [], { locations }),
  ]);
  return dynamicDocument({
    path: text,
    processName: text,
    calls: [{ address: callAddress(1), name: `F(a="${text}", b=${text}) -> ${text}`, time: text }],
    capax: {
      version: text,
      compat: false,
      health: {
        flavour: 'dynamic',
        producer: text,
        producerVersion: text,
        target: text,
        processes: 1,
        threads: 1,
        calls: 1,
        skippedRecords: 1,
        missing: [{ part: text, consequence: text }],
        diagnostics: [{ code: text, severity: 'error', message: text, where: text, count: 2 }],
      },
    },
    rules: (['call', 'span of calls', 'process', 'file'] as const).map((scope) => ({
      meta: {
        name: `${text} ${scope}`,
        namespace: text,
        authors: [text],
        description: text,
        references: [text],
        scopes: { dynamic: scope },
        attack: [{ parts: [text, text], tactic: text, technique: text, subtechnique: text, id: text }],
        mbc: [{ parts: [text, text], objective: text, behavior: text, method: text, id: `B${text}` }],
      },
      matches: [[callAddress(1), tree]],
    })),
  });
}
