// What entries of programs share.

import type { HostileKind } from '../contract-entry.ts';

/** Lines of the outline: a function with its blocks, each given as where its instructions lie. */
export function outline(start: number, ...blocks: readonly (readonly number[])[]): string[] {
  return [
    `${start}`,
    ...blocks.flatMap((places) => [`  ${start + (places[0] as number)}`, ...places.map((at) => `    ${start + at}`)]),
  ];
}

export const HOSTILE_PROGRAM: Readonly<Record<HostileKind, string>> = {
  'duplicate keys': 'a program has no keys',
  'keys called __proto__ and constructor': 'a program has no keys',
  'recycled process ids': 'a program has no processes',
  'huge ids': 'a program has no ids',
  'negative ids': 'a program has no ids',
  'nesting 100,000 deep': 'a program has no nesting',
  'a text of 100 MB': 'tests/contract/hostile-programs.test.ts has large programs',
};

export const IN_MEMORY = 'it is in memory as a whole, so nothing is forgotten';
