// Names of processes and calls by address, and the function of a basic block, from a document's layout. Built once for each
// rendering, because every line of an evidence tree may ask. A document need not name what matched (spec core.md 10, item 24).

import { type Address, addressKey } from '../features/address.ts';
import type { MatchedCall, ResultDocument } from '../result/document.ts';
import { processKey } from './addresses.ts';

export class Layout {
  readonly #processes = new Map<string, string>();
  readonly #functions = new Map<string, Address>();
  readonly #calls = new Map<string, MatchedCall>();

  private constructor(document: ResultDocument) {
    const { analysis } = document.meta;
    if ('base_address' in analysis) {
      for (const { address, matched_basic_blocks: blocks } of analysis.layout.functions) {
        for (const block of blocks) this.#functions.set(addressKey(block.address), address);
      }
    } else {
      for (const { address, name } of analysis.layout.processes) {
        const key = processKey(address);
        if (name !== '' && !this.#processes.has(key)) this.#processes.set(key, name);
      }
    }
  }

  /** Without the calls, which a fresh analysis has to read from the report again. */
  static ofProcesses(document: ResultDocument): Layout {
    return new Layout(document);
  }

  /** With those calls that are `wanted`. */
  static async ofCalls(document: ResultDocument, wanted: (address: Address) => boolean = () => true): Promise<Layout> {
    const layout = new Layout(document);
    const { analysis } = document.meta;
    if ('base_address' in analysis) return layout;
    for (const process of analysis.layout.processes) {
      for (const thread of process.matched_threads) {
        for await (const call of thread.matched_calls) {
          if (!wanted(call.address)) continue;
          const key = addressKey(call.address);
          if (!layout.#calls.has(key)) layout.#calls.set(key, call);
        }
      }
    }
    return layout;
  }

  /** Name of the process that an address lies in. */
  processName(address: Address): string | undefined {
    return this.#processes.get(processKey(address));
  }

  call(address: Address): MatchedCall | undefined {
    return this.#calls.get(addressKey(address));
  }

  /** Address of the function that a basic block belongs to. */
  functionOf(block: Address): Address | undefined {
    return this.#functions.get(addressKey(block));
  }
}
