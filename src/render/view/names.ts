// Names of processes by address, and the function of a basic block, from a document. Built once for each rendering, because every line
// of an evidence tree may ask. A document need not name what matched (spec core.md 10, item 24).

import { type Address, addressKey } from '../../features/address.ts';
import type { Analysis } from '../../result/document.ts';
import { processKey } from './addresses.ts';

export class Names {
  readonly #processes = new Map<string, string>();
  readonly #functions = new Map<string, Address>();

  constructor(analyses: readonly Analysis[]) {
    for (const analysis of analyses) this.#add(analysis);
  }

  #add(analysis: Analysis): void {
    switch (analysis.flavour) {
      case 'static':
        for (const { address, matchedBlocks } of analysis.functions) {
          for (const block of matchedBlocks) this.#functions.set(addressKey(block), address);
        }
        break;
      case 'dynamic':
        for (const { address, name } of analysis.processes) {
          const key = processKey(address);
          if (name !== '' && !this.#processes.has(key)) this.#processes.set(key, name);
        }
        break;
    }
  }

  /** Name of the process that an address lies in. */
  processName(address: Address): string | undefined {
    return this.#processes.get(processKey(address));
  }

  /** Address of the function that a basic block belongs to. */
  functionOf(block: Address): Address | undefined {
    return this.#functions.get(addressKey(block));
  }
}
