// Which files a DRAKVUF log found mapped in which process. It has no sizes, and not every file, so other memory is unknown.

import { copyText } from '../../bytes/copy-text.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import type { MappedMemory } from '../../features/callers.ts';
import { LIMITS } from '../../limits.ts';
import { ProcessMemory, sameFileName } from '../shared/memory/process-memory.ts';
import type { MappedFile } from './record.ts';

/** Files that hold no code: resources, fonts and tables, which are mapped too. */
const NO_CODE = /\.(?:pri|mui|nls|ttf|ttc|fon|dat|db|tlb|mum|cat|cdf-ms|aux|clb|sdb|ttx|etl|bin)$/i;

export class GuestModules {
  readonly #byPid = new IntegerMap<ProcessMemory>();
  #samplePath = '';

  /** The path of what DRAKVUF started. */
  setSample(path: string): void {
    this.#samplePath = path;
  }

  add({ pid, path, base }: MappedFile): void {
    if (NO_CODE.test(path)) return;
    let memory = this.#byPid.get(pid);
    if (memory === undefined) {
      if (this.#byPid.size === LIMITS.traceProcesses) return;
      memory = new ProcessMemory();
      this.#byPid.set(pid, memory);
    }
    memory.addModule(copyText(path), toAddress(base));
  }

  describe(pid: number): MappedMemory {
    const { modules } = this.#byPid.get(pid)?.describe({ isSample: sameFileName(this.#samplePath) }) ?? {};
    return { modules };
  }
}

/** An address as the log writes it; 0 for what is none. */
export function toAddress(text: string): number {
  const address = /^0x[0-9a-f]{1,16}$/i.test(text) ? Number.parseInt(text, 16) : 0;
  return Number.isSafeInteger(address) ? address : 0;
}
