// What a sandbox says of a run whose calls it does not tell: who ran, and what was done to which object. Readers of such inputs put in
// what they find, in any order; traceOfFacts makes a trace of it. Bounded; what is left out is told.

import { IntegerSet } from '../../../bytes/integer-map.ts';
import type { Diagnostics } from '../../../diagnostics.ts';
import { type Address, NO_ADDRESS, type ProcessAddress } from '../../../features/address.ts';
import { canonicalObject } from '../../../features/behavior-objects.ts';
import { type BehaviorKind, behaviorFeature } from '../../../features/behaviors.ts';
import type { Feature } from '../../../features/feature.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { LocatedFeature } from '../../../features/located.ts';
import type { SampleHashes } from '../../../features/sample.ts';
import type { TraceProcess } from '../../../features/trace.ts';
import { LIMITS } from '../../../limits.ts';
import { type FactCode, factCode } from './codes.ts';
import { FactList } from './fact-list.ts';

/** A process as its sandbox tells of it. */
export interface ProcessFacts {
  readonly pid: number;
  /** The parent's pid; default 0. */
  readonly ppid?: number | undefined;
  readonly name: string;
  /** Path of its program. */
  readonly image?: string | undefined;
  readonly commandLine?: string | undefined;
  /** Whether it is the sample's own; its descendants are found. */
  readonly isSample?: boolean | undefined;
  /** What other records call it by: an id that is not used again, in want of which its pid. */
  readonly key?: string | undefined;
  /** The same of its parent. */
  readonly parentKey?: string | undefined;
}

/** A process that was put in; behaviours and texts may be given to it. */
export class ObservedProcess {
  readonly facts: ProcessFacts;
  readonly address: ProcessAddress;
  readonly features: FactList;

  constructor(facts: ProcessFacts, features: FactList) {
    this.facts = facts;
    this.address = { type: 'process', value: [facts.ppid ?? 0, facts.pid] };
    this.features = features;
  }
}

/** How many facts are kept, and characters of them. */
interface FactBounds {
  readonly facts: number;
  readonly text: number;
}

const BOUNDS: FactBounds = { facts: LIMITS.fileStrings, text: LIMITS.fileText };

/** The facts of one run. */
export class RunFacts {
  hashes: SampleHashes = { md5: '', sha1: '', sha256: '' };
  /** os, arch, format of the sample. */
  globals: readonly Feature[] = [];
  producerVersion: string | undefined;
  /** What was analysed: `file`, `url`. */
  target: string | undefined;
  /** Records that could not be used. */
  skipped = 0;
  /** Parts that this input lacks, beside what its sandbox never shows. */
  readonly missing: MissingPart[] = [];
  readonly #format: string;
  readonly #diagnostics: Diagnostics<FactCode>;
  readonly #bounds: FactBounds;
  /** What nobody is known to have done. */
  readonly #unattributed = new FactList();
  /** By the keys of processes that were not put in yet. */
  readonly #waiting = new Map<string, FactList>();
  readonly #processes: ObservedProcess[] = [];
  readonly #byKey = new Map<string, ObservedProcess>();
  #texts = 0;
  #units = 0;

  /** `format` stands before the codes of diagnostics. */
  constructor(format: string, diagnostics: Diagnostics, bounds: FactBounds = BOUNDS) {
    this.#format = format;
    this.#diagnostics = diagnostics;
    this.#bounds = bounds;
  }

  /** Puts in a process. Undefined, and told, if there are too many. Of several with one key, the last one is found by it. */
  addProcess(facts: ProcessFacts): ObservedProcess | undefined {
    if (this.#processes.length >= LIMITS.traceProcesses) {
      this.skipped++;
      const message = `more than ${LIMITS.traceProcesses} processes; the rest is left out`;
      this.#diagnostics.add('warning', factCode(this.#format, 'too-many-processes'), message);
      return undefined;
    }
    const { key = String(facts.pid), commandLine = '', image = '' } = facts;
    const process = new ObservedProcess(facts, this.#waiting.get(key) ?? new FactList());
    this.#waiting.delete(key);
    this.#processes.push(process);
    this.#byKey.set(key, process);
    for (const text of [commandLine, image]) this.addText(text, process);
    return process;
  }

  /** The process with this key, or pid as text; undefined if none was put in yet. */
  processOf(key: string): ObservedProcess | undefined {
    return this.#byKey.get(key);
  }

  /**
   * Puts in a text that rules may look for: at file scope, and in the process that had to do with it, given by itself or by its key,
   * which may be put in later. Nothing for no text.
   */
  addText(text: string, by?: ObservedProcess | string): void {
    if (text !== '') this.#listOf(by).add({ type: 'string', value: text }, () => this.#admit(text));
  }

  /** Puts in what was done, and by whom if that is known, as `addText` does. The object is a text for rules too. */
  addBehavior(kind: BehaviorKind, object: string, by?: ObservedProcess | string): void {
    this.addText(object, by);
    this.#listOf(by).add(behaviorFeature(kind, canonicalObject(kind, object)), () => this.#admit(object));
  }

  /** Tells of a record that is left out. */
  skipRecord(word: 'fact-malformed' | 'process-malformed', message: string, where?: string): void {
    this.skipped++;
    this.#diagnostics.add('warning', factCode(this.#format, word), message, where);
  }

  /** Whether nothing was put in. */
  get isEmpty(): boolean {
    return this.#processes.length === 0 && this.#texts === 0;
  }

  /** Everything that was put in. */
  finish(): { readonly file: readonly LocatedFeature[]; readonly processes: readonly TraceProcess[] } {
    const parents = this.#processes.map(({ facts }) => {
      const { parentKey = String(facts.ppid ?? 0) } = facts;
      return this.#byKey.get(parentKey);
    });
    const fromSample = this.#findDescendants(parents);
    const positions = new Map(this.#processes.map((process, i) => [process, i]));
    this.#processes.forEach((process, i) => {
      const { commandLine = '', image = '', name } = process.facts;
      const parent = parents[i];
      if (parent === undefined || parent === process) return;
      // What the guest does by itself is no behaviour of the sample.
      if (fromSample.size > 0 && !fromSample.has(positions.get(parent) as number)) return;
      this.addBehavior('process/create', commandLine || image || name, parent);
    });
    return {
      file: this.#fileFeatures(),
      processes: this.#processes.map(({ address, facts, features }, i) => ({
        address,
        name: facts.name,
        features: Array.from(features, (feature) => ({ feature, address })),
        threads: [],
        ...(fromSample.size === 0 ? {} : { fromSample: fromSample.has(i) }),
      })),
    };
  }

  /** Texts, each once, then behaviours, each once for each process that had it. */
  #fileFeatures(): LocatedFeature[] {
    const texts = new Map<string, LocatedFeature>();
    const behaviors: LocatedFeature[] = [];
    const add = (features: FactList, address: Address): void => {
      for (const feature of features) {
        if (feature.type !== 'string') behaviors.push({ feature, address });
        else if (!texts.has(feature.value)) texts.set(feature.value, { feature, address: NO_ADDRESS });
      }
    };
    for (const { features, address } of this.#processes) add(features, address);
    for (const features of [this.#unattributed, ...this.#waiting.values()]) add(features, NO_ADDRESS);
    return [...texts.values(), ...behaviors];
  }

  #listOf(by: ObservedProcess | string | undefined): FactList {
    if (by === undefined) return this.#unattributed;
    if (typeof by !== 'string') return by.features;
    let list = this.#byKey.get(by)?.features ?? this.#waiting.get(by);
    if (list === undefined) {
      list = new FactList();
      this.#waiting.set(by, list);
    }
    return list;
  }

  /** Positions of the sample's processes and of all that descend from them; none where the sandbox does not say which they are. */
  #findDescendants(parents: readonly (ObservedProcess | undefined)[]): IntegerSet {
    const children = new Map<ObservedProcess, number[]>();
    parents.forEach((parent, i) => {
      if (parent === undefined) return;
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [i]);
      else siblings.push(i);
    });
    const found = new IntegerSet();
    this.#processes.forEach(({ facts }, i) => {
      if (facts.isSample === true) found.add(i);
    });
    // A set hands out what is added while it is walked.
    for (const i of found) {
      for (const child of children.get(this.#processes[i] as ObservedProcess) ?? []) found.add(child);
    }
    return found;
  }

  #admit(text: string): boolean {
    const { facts, text: units } = this.#bounds;
    if (this.#texts >= facts || this.#units + text.length > units) {
      const message = `more than ${facts} facts or ${units} characters of them; the rest is left out`;
      this.#diagnostics.add('warning', factCode(this.#format, 'fact-limit'), message);
      return false;
    }
    this.#texts++;
    this.#units += text.length;
    return true;
  }
}
