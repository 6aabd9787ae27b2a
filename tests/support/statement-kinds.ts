// Every kind of statement, complete because the table would not compile otherwise.

import type { Statement } from '../../src/rules/rule.ts';

const KINDS: Readonly<Record<Statement['kind'], true>> = {
  and: true,
  or: true,
  not: true,
  some: true,
  range: true,
  subscope: true,
  block: true,
  sequence: true,
  feature: true,
};

export const STATEMENT_KINDS: readonly Statement['kind'][] = Object.keys(KINDS) as Statement['kind'][];
