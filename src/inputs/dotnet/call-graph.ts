// Which methods call which. The reference sees calls of plain methods only; generic ones are found through what they are made of.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { rowOf, TABLE } from '../../formats/dotnet/schema.ts';
import type { Semantics } from '../../semantics.ts';
import type { ManagedMethod } from './find-methods.ts';
import type { Members } from './members.ts';

/** Tokens of callers by row of the method that they call. */
export type Callers = IntegerMap<readonly number[]>;

/** Tokens of the callers of each method, by row, each once. */
export function findCallers(methods: readonly ManagedMethod[], members: Members, semantics: Semantics): Callers {
  const callers = new IntegerMap<number[]>();
  for (const { row } of methods) callers.set(row, []);
  for (const { token, calls } of methods) {
    for (const call of calls) {
      const list = callers.get(calledRow(call, members, semantics));
      if (list !== undefined && list.at(-1) !== token) list.push(token);
    }
  }
  return callers;
}

function calledRow(token: number, members: Members, semantics: Semantics): number {
  if (semantics['dotnet-generic-calls']) return members.ownMethod(token);
  const { table, row } = rowOf(token);
  return table === TABLE.methodDef ? row : 0;
}
