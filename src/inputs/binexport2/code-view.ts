// What people see of the code in the file: its functions with names and callers, and its instructions as the disassembler wrote them.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Address } from '../../features/address.ts';
import type { CodeView, ListedFunction, ListedInstruction } from '../../features/code-view.ts';
import { compareNear, toFar, toNear } from '../../formats/binexport2/near.ts';
import { type ListedGraph, type Listing, MOST_WALKS } from './listing.ts';
import { OperandTexts } from './operand-texts.ts';

/** Instructions that come back to the address behind them. */
const COMES_BACK = /^(?:call|bl|blr|blx|blraa|blrab|blraaz|blrabz|syscall|sysenter|svc|int)$/;
/** Those that may go to another function. */
const GOES_THERE = /^(?:jmp|b|br)$/;

/** `imageBase`: where the disassembler has the beginning of the loaded program. */
export function codeViewOf(listing: Listing, imageBase: number): CodeView {
  return new ListedView(listing, imageBase);
}

class ListedView implements CodeView {
  readonly #listing: Listing;
  readonly #imageBase: number;
  readonly #texts: OperandTexts;
  #places: Places | undefined;

  constructor(listing: Listing, imageBase: number) {
    this.#listing = listing;
    this.#imageBase = imageBase;
    this.#texts = new OperandTexts(listing.file);
  }

  functions(): readonly ListedFunction[] {
    const listing = this.#listing;
    const { vertices, graphBlocks } = listing.file;
    return listing.functions.map(({ address, graph, vertex }): ListedFunction => {
      const blocks = graphBlocks.of(graph);
      const { mangledName = '', demangledName = '' } = vertices[vertex] ?? {};
      const names = [...new Set([demangledName, mangledName])].filter((name) => name !== '');
      return {
        address: addressOf(address),
        names,
        isThunk: false,
        evidence: 'disassembler',
        blocks: blocks.length,
        instructions: blocks.reduce((sum, block) => sum + listing.countOf(block), 0),
        callers: listing
          .callersOf(vertex)
          .map((caller) => vertices[caller]?.address ?? 0)
          .sort(compareNear)
          .map(addressOf),
      };
    });
  }

  functionsWith(address: Address): readonly Address[] {
    const instruction = this.#joined.at.get(nearOf(address));
    return instruction === undefined ? [] : this.#ownersOf(instruction);
  }

  functionCallingFrom(returnAddress: Address): Address | undefined {
    const instruction = this.#joined.endingAt.get(nearOf(returnAddress));
    if (instruction === undefined || !COMES_BACK.test(this.#mnemonicOf(instruction))) return undefined;
    return this.#ownersOf(instruction)[0];
  }

  functionCallingAt(address: Address): Address | undefined {
    const instruction = this.#joined.at.get(nearOf(address));
    if (instruction === undefined) return undefined;
    const mnemonic = this.#mnemonicOf(instruction);
    return COMES_BACK.test(mnemonic) || GOES_THERE.test(mnemonic) ? this.#ownersOf(instruction)[0] : undefined;
  }

  *returnOffsets(): Iterable<number> {
    for (const [end, instruction] of this.#joined.endingAt) {
      if (COMES_BACK.test(this.#mnemonicOf(instruction))) yield end - this.#imageBase;
    }
  }

  addressAt(offset: number, of: 'image' | 'file'): Address | undefined {
    const address = this.#imageBase + offset;
    return of === 'image' && this.#listing.isMapped(address) ? addressOf(address) : undefined;
  }

  instructionAt(address: Address): ListedInstruction | undefined {
    const instruction = this.#joined.at.get(nearOf(address));
    if (instruction === undefined) return undefined;
    const operands = this.#texts.of(instruction);
    const mnemonic = this.#mnemonicOf(instruction);
    return {
      text: operands === '' ? mnemonic : `${mnemonic} ${operands}`,
      bytes: this.#listing.file.bytesOf(instruction),
    };
  }

  #mnemonicOf(instruction: number): string {
    const { mnemonics, instructionMnemonics } = this.#listing.file;
    return mnemonics[instructionMnemonics.get(instruction)] ?? '';
  }

  #ownersOf(instruction: number): Address[] {
    return (this.#joined.owners.get(instruction) ?? []).map(({ address }) => addressOf(address));
  }

  /** Made when it is first needed: matching needs none of it. */
  get #joined(): Places {
    this.#places ??= placesOf(this.#listing);
    return this.#places;
  }
}

function addressOf(near: number): Address {
  return { type: 'absolute', value: toFar(near) };
}

function nearOf(address: Address): number {
  return address.type === 'absolute' ? toNear(address.value) : Number.NaN;
}

interface Places {
  /** Instructions by their address, and by the one behind them. */
  readonly at: IntegerMap<number>;
  readonly endingAt: IntegerMap<number>;
  /** Functions by instruction. */
  readonly owners: IntegerMap<ListedGraph[]>;
}

function placesOf(listing: Listing): Places {
  const places: Places = { at: new IntegerMap(), endingAt: new IntegerMap(), owners: new IntegerMap() };
  const { lengths, graphBlocks } = listing.file;
  let left = MOST_WALKS * listing.cost;
  for (const found of listing.functions) {
    for (const block of graphBlocks.of(found.graph)) {
      left -= listing.costOf(block);
      if (left < 0) return places;
      for (const instruction of listing.instructionsOf(block)) {
        const address = listing.addressOf(instruction);
        places.at.set(address, instruction);
        places.endingAt.set(address + lengths.get(instruction), instruction);
        const owners = places.owners.get(instruction);
        if (owners === undefined) places.owners.set(instruction, [found]);
        else if (owners.at(-1) !== found) owners.push(found);
      }
    }
  }
  return places;
}
