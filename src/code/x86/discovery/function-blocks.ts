// The basic blocks of a function: from its beginning through everything that it goes on to, calls left out.

import { LOCATION } from '../../location-map.ts';
import type { CodeBlock } from '../../program-code.ts';
import type { CodeMap } from './code-map.ts';

/** Instructions of functions that are met when nothing more is to be looked for. */
const LAST_INSTRUCTIONS = 1000;

/**
 * The blocks, ascending. A block ends where something jumps, where something else goes to the next instruction, and where no code follows. Of
 * functions that are too large, the first ones that are met.
 */
export function blocksOf(map: CodeMap, start: number): readonly CodeBlock[] {
  const blocks = new Map<number, CodeBlock>();
  const met = new Set<number>();
  const todo = [start];
  const { allowance } = map;
  const all = allowance.isOver ? LAST_INSTRUCTIONS : allowance.limits.functionInstructions;
  let room = all;
  const most = allowance.isOver ? 1 : allowance.limits.functionBlocks;
  for (let first = todo.pop(); first !== undefined; first = todo.pop()) {
    if (met.has(first)) continue;
    if (blocks.size === most || room === 0) {
      map.allowance.cut(map.image.addressOf(start));
      break;
    }
    met.add(first);
    const block = blockFrom(map, first, todo, room);
    if (block === undefined) continue;
    room -= block.instructions.length;
    blocks.set(first, block);
  }
  allowance.takeBlocks(blocks.size, all - room);
  return [...blocks.values()].sort((a, b) => a.start - b.start);
}

function blockFrom(map: CodeMap, start: number, todo: number[], room: number): CodeBlock | undefined {
  const { locations, references } = map;
  const instructions: number[] = [];
  let at = start;
  while (locations.begins(at, LOCATION.instruction)) {
    instructions.push(at);
    const next = locations.endOf(at);
    let isEnd = false;
    for (const { target, isCall, isDereferenced } of references.from(at)) {
      if (isCall || isDereferenced) continue;
      isEnd = true;
      todo.push(target);
    }
    const goesOn = !map.ends.has(at);
    at = next;
    if (!goesOn) break;
    if (!isEnd && references.to(next).length === 0 && instructions.length < room) continue;
    todo.push(next);
    break;
  }
  if (instructions.length === 0) return undefined;
  return { start, end: at, instructions: Float64Array.from(instructions) };
}
