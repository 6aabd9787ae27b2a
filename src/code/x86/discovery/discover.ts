// Finds the functions of a program: evidence first that the file itself gives, then what follows from it, then what only looks like code.

import { Allowance, type AllowanceOptions } from '../../discovery/allowance.ts';
import { type Finding, PLAIN_FINDING } from '../../discovery/finding.ts';
import { LOCATION } from '../../location-map.ts';
import { type CodeFacts, type CodeFunction, EVIDENCE, type Evidence, type ProgramCode } from '../../program-code.ts';
import { CodeMap } from './code-map.ts';
import { Descent } from './descent.ts';
import { followMain } from './follow-main.ts';
import { dataPointers, freePointers, pointerTables } from './free-pointers.ts';
import { hasPrologue } from './prologues.ts';
import { tableSlotsInCode } from './table-operands.ts';

/** Where the allowance ends, what was found until then is the result. What is not said is as in the reference. */
export interface DiscoveryOptions extends AllowanceOptions, Partial<Finding> {
  /** Asked when everything else was found; the functions that it names are followed, too. */
  readonly recognise?: (code: ProgramCode) => Iterable<number>;
}

/** Looks for pointers to code in rounds: a function that is found may point to others. */
const MAX_ROUNDS = 64;

/** Finds the functions of a program. */
export function discoverCode(facts: CodeFacts, { recognise, ...options }: DiscoveryOptions = {}): ProgramCode {
  const map = new CodeMap(facts, new Allowance(options), { ...PLAIN_FINDING, ...options });
  const descent = new Descent(map);
  followEvidence(descent);
  markThunks(descent);
  const code = collect(descent);
  const recognised = [...(recognise?.(code) ?? [])];
  if (recognised.length === 0) return code;
  for (const address of recognised) descent.addFunction(address, 'signature');
  markThunks(descent);
  return collect(descent);
}

function followEvidence(descent: Descent): void {
  const { map } = descent;
  const { facts, finding } = map;
  for (const { address, evidence } of facts.seeds) {
    if (map.allowance.isOver) break;
    if (facts.image.isExecutable(address)) descent.addFunction(address, evidence);
  }
  for (const step of facts.platform === 'windows' ? WINDOWS_STEPS : UNIX_STEPS) {
    if (!map.allowance.isOver) step(descent);
  }
  if (finding.isThorough && !map.allowance.isOver) followPointers(descent);
  if (finding.findsPointers && facts.platform === 'windows') followData(descent);
}

type Step = (descent: Descent) => void;

function followRelocations(descent: Descent): void {
  const { map } = descent;
  const slots = map.facts.relocations;
  const tables = map.finding.findsTables ? tableSlotsInCode(map) : undefined;
  addPointers(descent, tables === undefined ? slots : slots.filter((slot) => !tables.has(slot)), 'relocation');
}

const followPointerTables: Step = (descent) => addPointers(descent, pointerTables(descent.map), 'pointer');
const followFreePointers: Step = (descent) => {
  const { map } = descent;
  addPointers(
    descent,
    map.finding.findsPointers ? plausiblePointers(map, freePointers(map)) : freePointers(map),
    'pointer',
  );
};

/** What is looked for after what the file says itself, in order. */
const WINDOWS_STEPS: readonly Step[] = [followRelocations, followPointers, followCallsOfImports, followPrologues];
const UNIX_STEPS: readonly Step[] = [
  followCallsOfImports,
  followRelocations,
  followMain,
  followPrologues,
  followPointerTables,
  followPointers,
  followFreePointers,
];

function addPointers(descent: Descent, slots: Iterable<number>, evidence: Evidence): void {
  for (const slot of slots) {
    if (descent.map.allowance.isOver || !descent.map.allowance.takePointer()) return;
    descent.addPointer(slot, evidence);
  }
}

/** Pointers in the data of a program whose loader adjusts none, to what looks like a function. */
function followData(descent: Descent): void {
  const { map } = descent;
  if (map.facts.relocations.length === 0) addPointers(descent, plausiblePointers(map, dataPointers(map)), 'pointer');
}

/** Without those to code that do not stand where compilers put them, or do not lead behind the end of other code. */
function* plausiblePointers(map: CodeMap, slots: Iterable<number>): Generator<number, void, void> {
  const { image, locations } = map;
  for (const slot of slots) {
    const target = image.pointer(slot);
    const isNew = image.isExecutable(target) && locations.kindAt(target) === LOCATION.none;
    const isPlaced = slot % (image.bits / 8) === 0 && !image.isExecutable(slot);
    if (!isNew || (isPlaced && comesBehindEnd(map, target))) yield slot;
  }
}

/** Whether nothing goes on to an address from the bytes before it: code ends there, or they are padding. */
function comesBehindEnd({ image, locations, ends }: CodeMap, address: number): boolean {
  if (locations.kindAt(address - 1) === LOCATION.instruction) return ends.has(locations.startOf(address - 1));
  return PADDING.has(image.u8(address - 1));
}

/** Bytes between functions: nothing, `nop`, `int3`, and the end of `ret`. */
const PADDING: ReadonlySet<number> = new Set([-1, 0, 0x90, 0xcc, 0xc3]);

/** What was found until now. */
function collect({ map, functions }: Descent): ProgramCode {
  const stated = statedEvidence(map.facts);
  const collected = [...functions.values()].map((found): CodeFunction => {
    const { address, evidence, blocks, isThunk, returns } = found;
    return { address, evidence: better(evidence, stated.get(address)), blocks, isThunk, returns };
  });
  return {
    ...map.facts,
    locations: map.locations,
    references: map.references,
    texts: map.texts,
    lastCalls: map.lastCalls,
    functions: collected.sort((a, b) => a.address - b.address),
  };
}

/** The best that the file itself says of each function. What calls it may have been met before. */
function statedEvidence({ seeds }: CodeFacts): ReadonlyMap<number, Evidence> {
  const stated = new Map<number, Evidence>();
  for (const { address, evidence } of seeds) stated.set(address, better(evidence, stated.get(address)));
  return stated;
}

function better(one: Evidence, other: Evidence = one): Evidence {
  return EVIDENCE.indexOf(one) <= EVIDENCE.indexOf(other) ? one : other;
}

/** Addresses that stand in code or data, or have a name, and are nothing yet: functions where they look like code, otherwise texts. */
function followPointers(descent: Descent): void {
  const { map } = descent;
  const tried = new Set<number>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const candidates = [...map.facts.names.keys(), ...map.references.pointed].filter(
      (address) =>
        !tried.has(address) && map.image.isMapped(address) && map.locations.kindAt(address) === LOCATION.none,
    );
    const functions: number[] = [];
    for (const address of candidates) {
      if (map.allowance.isOver) return;
      if (tried.has(address)) continue;
      tried.add(address);
      if (descent.isLikelyCode(address)) functions.push(address);
      else if (map.locations.kindAt(address) === LOCATION.none && map.image.isReadable(address))
        descent.addText(address);
    }
    if (functions.length === 0) return;
    functions.sort((a, b) => a - b);
    for (const address of functions) {
      if (map.locations.kindAt(address) === LOCATION.none) descent.addFunction(address, 'pointer');
    }
  }
}

/** In bytes that are nothing yet: `FF 15` and the address of a slot is a call through it, whatever leads there. Of 32-bit programs. */
function followCallsOfImports(descent: Descent): void {
  const { image, locations, facts } = descent.map;
  if (image.bits !== 32) return;
  for (const { start, bytes } of image.regions) {
    const last = start + bytes.length - 8;
    for (let at = start; at < last; ) {
      if (locations.kindAt(at) !== LOCATION.none) {
        at = locations.endOf(at);
        continue;
      }
      const value = image.unsigned(at, 4);
      if (!image.isMapped(value)) at++;
      else {
        if (facts.imports.has(value) && image.u8(at - 2) === 0xff && image.u8(at - 1) === 0x15) descent.addCode(at - 2);
        at += 4;
      }
    }
  }
}

/** Beginnings of functions as compilers write them, in bytes that nothing else has claimed. */
function followPrologues(descent: Descent): void {
  const { image, locations } = descent.map;
  if (image.bits !== 32) return;
  for (const { start, end, isExecutable, bytes } of image.regions) {
    if (!isExecutable) continue;
    const last = Math.min(end, start + bytes.length) - 4;
    for (let at = start; at < last; ) {
      if (locations.kindAt(at) !== LOCATION.none) at = locations.endOf(at);
      else {
        if (hasPrologue(image, at)) descent.addFunction(at, 'prologue');
        at++;
      }
    }
  }
}

/** A function of one block that only jumps to another function stands for that one. */
function markThunks({ map, functions }: Descent): void {
  for (const found of functions.values()) {
    const [block, second] = found.blocks;
    if (found.isThunk || block === undefined || second !== undefined) continue;
    const references = map.references.from(block.instructions.at(-1) as number);
    const [only] = references;
    if (references.length !== 1 || only === undefined || only.isCall || only.isConditional) continue;
    if (functions.has(only.target)) found.isThunk = true;
  }
}
