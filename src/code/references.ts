// Which instructions and data refer to which addresses.

/** That an instruction goes to an address, or calls it. Going on to the next instruction is none. */
export interface CodeReference {
  readonly source: number;
  /** Where to; of a dereferenced one, the slot that holds the address. */
  readonly target: number;
  isCall: boolean;
  /** Through a slot whose content is not known. */
  isDereferenced: boolean;
  isConditional: boolean;
}

const NONE: readonly CodeReference[] = [];

export class References {
  readonly #from = new Map<number, CodeReference[]>();
  readonly #to = new Map<number, CodeReference[]>();
  /** Targets of references of any kind. */
  readonly #targets = new Set<number>();
  /** Addresses that stand in instructions or data, in the order in which they were met. */
  readonly pointed: Set<number> = new Set<number>();

  /** Code references. */
  size = 0;

  /** Code references of an instruction, in the order in which they were found. */
  from(source: number): readonly CodeReference[] {
    return this.#from.get(source) ?? NONE;
  }

  /** Code references to an address. */
  to(target: number): readonly CodeReference[] {
    return this.#to.get(target) ?? NONE;
  }

  /** Whether anything refers to an address. */
  isTarget(address: number): boolean {
    return this.#targets.has(address);
  }

  addCode(reference: CodeReference): void {
    const { source, target } = reference;
    const from = this.#from.get(source);
    // Many may come from one, or lead to one, not both.
    const arriving = this.#to.get(target);
    const known =
      (from?.length ?? 0) <= (arriving?.length ?? 0)
        ? from?.find((one) => one.target === target)
        : arriving?.find((one) => one.source === source);
    if (known !== undefined) {
      known.isCall ||= reference.isCall;
      known.isDereferenced ||= reference.isDereferenced;
      known.isConditional ||= reference.isConditional;
      return;
    }
    this.size++;
    if (from === undefined) this.#from.set(source, [reference]);
    else from.push(reference);
    if (arriving === undefined) this.#to.set(target, [reference]);
    else arriving.push(reference);
    this.#targets.add(target);
  }

  /** Takes back what instructions refer to. */
  forget(sources: Iterable<number>): void {
    const targets = new Set<number>();
    for (const source of sources) {
      const from = this.from(source);
      this.size -= from.length;
      for (const { target } of from) targets.add(target);
      this.#from.delete(source);
    }
    for (const target of targets) {
      const left = this.to(target).filter(({ source }) => this.#from.has(source));
      if (left.length > 0) this.#to.set(target, left);
      else this.#to.delete(target);
    }
  }

  /** That something reads or writes at an address. */
  addData(target: number): void {
    this.#targets.add(target);
  }

  /** That an address stands somewhere as a value. */
  addPointer(target: number): void {
    this.#targets.add(target);
    this.pointed.add(target);
  }
}
