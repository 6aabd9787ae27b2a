// What handles stand for while a trace streams by. A handle stands for what the last call that gave it was given it for.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import { predefinedHandle } from '../../../features/handles.ts';

const KINDS = ['file', 'key', 'process', 'newborn', 'service', 'connection'] as const;

export type KnownKind = (typeof KINDS)[number];

/** Handles that are kept, of all processes together, and units of one name. */
const MAX_HANDLES = 500_000;
const MAX_NAME = 1024;
const HANDLES_OF_A_KIND = 0x1_0000_0000;

export class KnownHandles {
  /** By process; in it by kind and handle. */
  readonly #names: IntegerMap<string>[] = [];
  #count = 0;
  /** Whether some could not be kept. */
  isFull = false;

  /** Notes what a handle of a process stands for from now on. */
  give(process: number, kind: KnownKind, handle: number, name: string): void {
    const own = this.#names[process] ?? new IntegerMap<string>();
    this.#names[process] = own;
    const key = keyOf(kind, handle);
    if (!own.has(key)) {
      if (this.#count === MAX_HANDLES) {
        this.isFull = true;
        return;
      }
      this.#count++;
    }
    own.set(key, name.slice(0, MAX_NAME));
  }

  /** What a handle stood for is over: from now on it stands for nothing, an empty name. */
  forget(process: number, kind: KnownKind, handle: number): void {
    const own = this.#names[process];
    const key = keyOf(kind, handle);
    if (own?.has(key) === true) own.set(key, '');
  }

  /** What a handle of a process stands for; undefined where nobody knows. */
  find(process: number, kind: KnownKind, handle: number): string | undefined {
    const given = this.#names[process]?.get(keyOf(kind, handle));
    return given ?? (kind === 'key' ? predefinedHandle('key', handle) : undefined);
  }
}

function keyOf(kind: KnownKind, handle: number): number {
  return KINDS.indexOf(kind) * HANDLES_OF_A_KIND + handle;
}
