// The functions of a small or well-behaved program by recursive descent from given addresses: what recognising needs of discovery, for
// tests that should not depend on how discovery finds its functions.

import { FLOW } from '../../src/code/flow.ts';
import type { Image } from '../../src/code/image.ts';
import { LocationMap } from '../../src/code/location-map.ts';
import type { CodeFunction, ImportedSymbol, ProgramCode, Seed } from '../../src/code/program-code.ts';
import { References } from '../../src/code/references.ts';
import { Texts } from '../../src/code/texts.ts';
import { decode } from '../../src/code/x86/decode.ts';
import { Instruction, OPERAND } from '../../src/code/x86/instruction.ts';

const ENDS = /^(?:ExitProcess|ExitThread|_?exit|abort|TerminateThread|FatalExit)$/;

export interface WalkedProgram {
  readonly image: Image;
  readonly entry: number;
  /** By slot. */
  readonly imports?: ReadonlyMap<number, ImportedSymbol>;
  /** Further functions. */
  readonly functions?: readonly number[];
}

interface Step {
  readonly length: number;
  readonly flow: number;
  readonly target: number | undefined;
  readonly slot: number | undefined;
}

/** Walks from the entry point, the given functions, and everything that they call. */
export function walkCode({ image, entry, imports = new Map(), functions = [] }: WalkedProgram): ProgramCode {
  const references = new References();
  const seeds: Seed[] = [{ address: entry, evidence: 'entry point' }];
  const silent = new Set<number>();
  let found: CodeFunction[] = [];
  // Which functions do not return is known only when all have been walked, and changes where walking ends.
  for (let round = 0; round < 8; round++) {
    const before = silent.size;
    found = walkAll([entry, ...functions], image, imports, silent, references);
    for (const { address, returns } of found) if (!returns) silent.add(address);
    if (silent.size === before) break;
  }
  const locations = new LocationMap();
  return {
    ...{ image, imports, seeds, references, platform: 'windows', relocations: [], names: new Map() },
    locations,
    texts: new Texts(image, locations, () => undefined),
    lastCalls: new Set(),
    functions: found,
  };
}

function walkAll(
  starts: readonly number[],
  image: Image,
  imports: ReadonlyMap<number, ImportedSymbol>,
  silent: ReadonlySet<number>,
  references: References,
): CodeFunction[] {
  const waiting = [...starts];
  const functions = new Map<number, CodeFunction>();
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    if (functions.has(address) || !image.isExecutable(address)) continue;
    const { made, calls } = walkFunction(address, image, imports, silent, references);
    functions.set(address, made);
    waiting.push(...calls);
  }
  return [...functions.values()].sort((a, b) => a.address - b.address);
}

function walkFunction(
  address: number,
  image: Image,
  imports: ReadonlyMap<number, ImportedSymbol>,
  silent: ReadonlySet<number>,
  references: References,
) {
  const instructions = new Map<number, Step>();
  const leaders = new Set([address]);
  const calls: number[] = [];
  let returns = false;
  const waiting = [address];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (instructions.has(at)) continue;
    const step = decodeStep(image, at);
    if (step === undefined) continue;
    instructions.set(at, step);
    const { flow, length, target, slot } = step;
    const isCall = flow === FLOW.call;
    if (slot !== undefined && imports.has(slot)) {
      references.addCode({ source: at, target: slot, isCall, isDereferenced: true, isConditional: false });
    }
    if (target !== undefined && image.isExecutable(target)) {
      references.addCode({
        source: at,
        target,
        isCall,
        isDereferenced: false,
        isConditional: flow === FLOW.conditional,
      });
      if (isCall) calls.push(target);
      else leaders.add(target);
      if (!isCall) waiting.push(target);
    }
    const endsAll = isCall && (silent.has(target ?? -1) || ENDS.test(imports.get(slot ?? -1)?.name ?? ''));
    if (
      flow === FLOW.return ||
      (flow === FLOW.jump && target === undefined && !ENDS.test(imports.get(slot ?? -1)?.name ?? ''))
    )
      returns = true;
    if ((flow === FLOW.next || flow === FLOW.conditional || isCall || flow === FLOW.interrupt) && !endsAll)
      waiting.push(at + length);
    if (flow === FLOW.conditional) leaders.add(at + length);
  }
  const first = instructions.get(address);
  const isThunk = first?.flow === FLOW.jump && first.slot !== undefined;
  const made: CodeFunction = { address, evidence: 'call', blocks: cut(instructions, leaders), isThunk, returns };
  return { made, calls };
}

function decodeStep(image: Image, address: number): Step | undefined {
  const instruction = new Instruction();
  const bytes = image.bytesAt(address, 15);
  const length = decode(bytes, 0, bytes.length, address, image.bits, instruction);
  if (length === 0) return undefined;
  const { flow, target } = instruction;
  const isBranch = flow === FLOW.jump || flow === FLOW.conditional || flow === FLOW.call;
  const kind = instruction.kind[0];
  const isSlot = kind === OPERAND.absolute || kind === OPERAND.ripRelative;
  return {
    length,
    flow,
    target: isBranch && kind === OPERAND.relative ? target : undefined,
    slot: isBranch && isSlot ? target : undefined,
  };
}

function cut(instructions: ReadonlyMap<number, Step>, leaders: ReadonlySet<number>): CodeFunction['blocks'] {
  const blocks: { start: number; end: number; instructions: number[] }[] = [];
  let end = -1;
  for (const [address, { length }] of [...instructions].sort(([a], [b]) => a - b)) {
    if (address !== end || leaders.has(address)) blocks.push({ start: address, end: address, instructions: [] });
    end = address + length;
    const block = blocks[blocks.length - 1];
    block?.instructions.push(address);
    if (block !== undefined) block.end = end;
  }
  return blocks.map((block) => ({ ...block, instructions: Float64Array.from(block.instructions) }));
}
