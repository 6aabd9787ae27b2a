// Which imported functions a call goes to.

import type { ImportedSymbol } from '../../program-code.ts';
import { behindPad } from './behind-pad.ts';
import type { CodeMap } from './code-map.ts';

/** Those of the slots that the call at an address goes through, itself or by a jump that it leads to; none where there is no call. */
export function* calledImports(map: CodeMap, at: number): Generator<ImportedSymbol, void, void> {
  const { references, facts } = map;
  for (const { target, isCall } of references.from(at)) {
    if (!isCall) continue;
    const direct = facts.imports.get(target);
    if (direct !== undefined) yield direct;
    for (const behind of references.from(behindPad(map, target))) {
      const symbol = facts.imports.get(behind.target);
      if (symbol !== undefined) yield symbol;
    }
  }
}
