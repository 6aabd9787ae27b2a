// What people see of native code: its functions with names and callers, and its instructions.

import { findLastAtMost } from '../../../bytes/growable.ts';
import { IntegerMap } from '../../../bytes/integer-map.ts';
import type { Disassembler, NameOf } from '../../../code/disassembler.ts';
import { FLOW } from '../../../code/flow.ts';
import { LOCATION } from '../../../code/location-map.ts';
import type { CodeFunction, ImportedSymbol, ProgramCode } from '../../../code/program-code.ts';
import type { Address } from '../../../features/address.ts';
import type { CodeView, ListedFunction } from '../../../features/code-view.ts';
import { MACHINES } from './machines.ts';
import type { NativeFacts } from './native-facts.ts';

/** Native code as a view. Everything is found when it is asked for. */
export function nativeCodeView(code: ProgramCode, facts: NativeFacts): CodeView {
  const { image, locations, functions } = code;
  const addressOf = (address: number): Address => ({ type: 'absolute', value: image.addressOf(address) });
  const list = (): ListedFunction[] => {
    const callers = callersOf(code);
    return functions.map((found): ListedFunction => {
      const { address, blocks, evidence, isThunk } = found;
      const library = facts.libraryName(address);
      const thunkTo = isThunk ? nameOfTarget(code, facts, found) : undefined;
      return {
        address: addressOf(address),
        names: namesOf(code, facts, address),
        ...(library === undefined ? {} : { library }),
        ...(thunkTo === undefined ? {} : { thunkTo }),
        isThunk,
        evidence,
        blocks: blocks.length,
        instructions: blocks.reduce((sum, { instructions }) => sum + instructions.length, 0),
        callers: (callers.get(address) ?? []).map(addressOf),
      };
    });
  };
  const placeOf = (address: Address): number =>
    address.type === 'absolute' ? image.addressOfValue(address.value) : -1;
  const disassembler = MACHINES[image.machine].disassembler(image);
  const sites = new CallSites(code, addressOf);
  const nameOf = namerOf(code, facts);
  return {
    functions: list,
    instructionAt: (address) => {
      const at = placeOf(address);
      if (at < 0 || !locations.begins(at, LOCATION.instruction)) return undefined;
      const length = disassembler.decode(at);
      return length === 0 ? undefined : { text: disassembler.text(nameOf), bytes: image.bytesAt(at, length) };
    },
    functionCallingFrom: (address) => sites.before(placeOf(address)),
    functionCallingAt: (address) => sites.at(placeOf(address)),
    returnOffsets: () => sites.returnOffsets(),
    addressAt: (offset, of) => {
      if (of === 'image') return image.isMapped(image.base + offset) ? addressOf(image.base + offset) : undefined;
      const region = image.regions.find(
        ({ fileOffset, bytes }) => offset >= fileOffset && offset < fileOffset + bytes.length,
      );
      return region === undefined ? undefined : addressOf(region.start + offset - region.fileOffset);
    },
    functionsWith: (address) => {
      const place = placeOf(address);
      if (place < 0 || locations.kindAt(place) !== LOCATION.instruction) return [];
      const at = locations.startOf(place);
      const holds = ({ blocks }: CodeFunction): boolean => blocks.some(({ start, end }) => at >= start && at < end);
      return functions.filter(holds).map((found) => addressOf(found.address));
    },
  };
}

/** What a return address may stand behind. */
const COMES_BACK: ReadonlySet<number> = new Set([FLOW.call, FLOW.interrupt, FLOW.syscall]);
/** What may make a call: a function that ends in one jumps to it. */
const GOES_THERE: ReadonlySet<number> = new Set([...COMES_BACK, FLOW.jump]);

/** Calls, and requests to the kernel, with the functions that have them. */
class CallSites {
  readonly #code: ProgramCode;
  readonly #addressOf: (address: number) => Address;
  readonly #disassembler: Disassembler;
  #holders: BlockHolders | undefined;

  constructor(code: ProgramCode, addressOf: (address: number) => Address) {
    this.#code = code;
    this.#disassembler = MACHINES[code.image.machine].disassembler(code.image);
    this.#addressOf = addressOf;
  }

  /** The function with one at an address, be it a jump. */
  at(at: number): Address | undefined {
    if (at < 0 || this.#siteLength(at, GOES_THERE) === 0) return undefined;
    this.#holders ??= new BlockHolders(this.#code.functions);
    const holder = this.#holders.functionWith(at);
    return holder === undefined ? undefined : this.#addressOf(holder);
  }

  /** The function with one that ends before an address. */
  before(end: number): Address | undefined {
    const { locations } = this.#code;
    if (end <= 0 || locations.kindAt(end - 1) !== LOCATION.instruction) return undefined;
    const at = locations.startOf(end - 1);
    return at + this.#siteLength(at, COMES_BACK) === end ? this.at(at) : undefined;
  }

  *returnOffsets(): Iterable<number> {
    const { functions, image } = this.#code;
    for (const { blocks } of functions) {
      for (const { instructions } of blocks) {
        for (const at of instructions) {
          const length = this.#siteLength(at, COMES_BACK);
          if (length > 0) yield at + length - image.base;
        }
      }
    }
  }

  /** Length of an instruction that goes on in one of these ways; 0 where there is no such. */
  #siteLength(at: number, flows: ReadonlySet<number>): number {
    if (!this.#code.locations.begins(at, LOCATION.instruction)) return 0;
    const length = this.#disassembler.decode(at);
    return flows.has(this.#disassembler.flow) ? length : 0;
  }
}

/** Which function has the block at an address. Blocks that several share belong to the one that begins last before them. */
class BlockHolders {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #functions: Float64Array;

  constructor(functions: readonly CodeFunction[]) {
    const all = functions.flatMap(({ address, blocks }) => blocks.map(({ start, end }) => ({ start, end, address })));
    const rank = (start: number, address: number): number =>
      address <= start ? start - address : Number.MAX_SAFE_INTEGER;
    all.sort((a, b) => a.start - b.start || rank(a.start, a.address) - rank(b.start, b.address));
    const distinct = all.filter(({ start }, i) => i === 0 || all[i - 1]?.start !== start);
    this.#starts = Float64Array.from(distinct, ({ start }) => start);
    this.#ends = Float64Array.from(distinct, ({ end }) => end);
    this.#functions = Float64Array.from(distinct, ({ address }) => address);
  }

  functionWith(at: number): number | undefined {
    const found = findLastAtMost(this.#starts, at);
    return found >= 0 && at < (this.#ends[found] as number) ? this.#functions[found] : undefined;
  }
}

/** Names that the file gives an address, each once. */
function namesOf({ names }: ProgramCode, { symbolNames }: NativeFacts, address: number): string[] {
  return [...new Set([...(names.get(address) ?? []), ...symbolNames(address)])].filter((name) => name !== '');
}

/** Beginnings of functions that go to the beginning of each, ascending as functions are. */
function callersOf({ functions, references }: ProgramCode): IntegerMap<number[]> {
  const callers = new IntegerMap<number[]>();
  for (const { address } of functions) callers.set(address, []);
  for (const { address, blocks } of functions) {
    for (const { instructions } of blocks) {
      for (const at of instructions) {
        for (const { target, isCall } of references.from(at)) {
          const known = callers.get(target);
          // A jump to the own beginning is a loop.
          if (known === undefined || known.at(-1) === address || (!isCall && target === address)) continue;
          known.push(address);
        }
      }
    }
  }
  return callers;
}

/** Names of what instructions refer to: imported symbols, and functions. */
function namerOf(code: ProgramCode, facts: NativeFacts): NameOf {
  return (address) => {
    const symbol = code.imports.get(address);
    if (symbol !== undefined) return symbolText(symbol, facts, address);
    const library = facts.libraryName(address);
    return library === undefined || library === '?' ? namesOf(code, facts, address)[0] : library;
  };
}

/** Name of the imported function, or of the own one, that a thunk goes on to. */
function nameOfTarget(code: ProgramCode, facts: NativeFacts, { blocks }: CodeFunction): string | undefined {
  for (const { instructions } of blocks) {
    for (const at of instructions) {
      for (const { target } of code.references.from(at)) {
        const symbol = code.imports.get(target);
        if (symbol !== undefined) return symbolText(symbol, facts, target);
        const [name] = namesOf(code, facts, target);
        if (name !== undefined) return name;
      }
    }
  }
  return undefined;
}

function symbolText({ module, name, ordinal }: ImportedSymbol, { apiNames }: NativeFacts, slot: number): string {
  const known = apiNames(slot).find((one) => !one.includes('#'));
  const text = name ?? known ?? (ordinal === undefined ? '' : `#${ordinal}`);
  return module === '' ? text : `${module}!${text}`;
}
