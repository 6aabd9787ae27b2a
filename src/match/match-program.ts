// Static matching: instruction, basic block, function, file (spec core.md section 2.5). Features of smaller scopes and their
// matches flow up to the function; only matches flow up to the file.

import { type Address, addressKey } from '../features/address.ts';
import type { Feature } from '../features/feature.ts';
import type {
  PlacedFeatures,
  Program,
  ProgramBlock,
  ProgramFunction,
  ProgramInstruction,
} from '../features/program.ts';
import type { FeatureRegistrar } from '../features/registrar.ts';
import type { StaticScope } from '../features/scopes.ts';
import type { Semantics } from '../semantics.ts';
import type { Bucket, CompiledRule, CompiledRules } from './compile.ts';
import type { MatchCounters } from './evaluate.ts';
import { FeatureNumbers } from './feature-numbers.ts';
import { countFileKeys, type FileLeaves, findFileLeaves, matchFileLeaves } from './file-stage.ts';
import { Instance } from './instance.ts';

/** One match: where, and the function in which it lies (undefined at file scope). */
export interface StaticPlace {
  readonly address: Address;
  readonly function?: ProgramFunction;
  /** Position of the block in the function, and of the instruction in the block, for the smaller scopes. */
  readonly block?: number;
  readonly instruction?: number;
}

export interface StaticRecorded {
  readonly rule: CompiledRule;
  readonly scope: StaticScope;
  readonly places: StaticPlace[];
}

export interface ProgramMatching {
  readonly program: Program;
  readonly rules: CompiledRules;
  readonly semantics: Semantics;
  readonly functions: FunctionMatcher;
  readonly recorded: ReadonlyMap<string, StaticRecorded>;
  readonly functionFeatureCounts: readonly { readonly address: Address; readonly count: number }[];
  readonly fileFeatureCount: number;
  /** File rules that match on the file's own features, without any match of a smaller scope. */
  readonly matchedByFileAlone: readonly CompiledRule[];
  readonly libraryFunctions: readonly { readonly address: Address; readonly name: string }[];
  /** Functions with the blocks at which a basic block rule matched. */
  readonly layout: readonly { readonly address: Address; readonly matchedBlocks: readonly Address[] }[];
  readonly counters: MatchCounters;
}

/** Which rules matched inside one function, scope by scope. */
export interface FunctionMatches {
  readonly function: ProgramFunction;
  readonly blocks: readonly {
    readonly block: ProgramBlock;
    /** Instructions at which something matched, by their position in the block. */
    readonly instructions: ReadonlyMap<number, InstructionMatches>;
    readonly rules: readonly CompiledRule[];
  }[];
  readonly rules: readonly CompiledRule[];
  readonly featureCount: number;
}

interface InstructionMatches {
  readonly instruction: ProgramInstruction;
  readonly rules: readonly CompiledRule[];
}

const NO_INSTRUCTIONS: ReadonlyMap<number, InstructionMatches> = new Map();
const NO_RULES: readonly CompiledRule[] = [];

interface FeatureEntry {
  readonly feature: Feature;
  /** Leaves of which presence is enough, and leaves whose locations some rule counts. */
  readonly plain: readonly number[];
  readonly counted: readonly number[];
  /** The last function that counted this feature. */
  stamp: number;
}

/** Matches one function at a time. Also used again when evidence is asked for. */
export class FunctionMatcher implements FeatureRegistrar {
  readonly #rules: CompiledRules;
  readonly #program: Program;
  readonly #numbers = new FeatureNumbers();
  readonly #entries: FeatureEntry[] = [];
  readonly #instruction: Instance;
  readonly #block: Instance;
  readonly #function: Instance;
  /**
   * What the function's features satisfy, in order; blocks and instructions are stretches of it. Where they were seen is kept for
   * counted leaves only.
   */
  #leaves: number[] = [];
  #countedLeaves: number[] = [];
  #places: string[] = [];
  #stamp = 0;
  #features = 0;

  constructor(rules: CompiledRules, program: Program, counters: MatchCounters) {
    this.#rules = rules;
    this.#program = program;
    const globals = [...new Set(program.globals.flatMap((feature) => rules.leavesOf(feature)))];
    const create = (scope: StaticScope): Instance =>
      new Instance(rules.buckets.get(scope) as Bucket, rules.leafCount, globals, counters);
    this.#instruction = create('instruction');
    this.#block = create('basic block');
    this.#function = create('function');
  }

  match(fn: ProgramFunction): FunctionMatches {
    this.#leaves = [];
    this.#countedLeaves = [];
    this.#places = [];
    this.#stamp++;
    this.#features = 0;
    const matchKeys = new Set<string>();
    const keep = (rules: readonly CompiledRule[], address: Address): readonly CompiledRule[] => {
      for (const rule of rules) {
        for (const key of rule.matchKeys) matchKeys.add(key);
        for (const leaf of rule.matchLeaves) this.#push(leaf, address);
      }
      return rules;
    };
    for (const feature of this.#program.globals) this.#entry(this.feature(feature));
    const blocks = [...fn.blocks].map((block) => {
      const blockMark = this.#mark();
      let instructions: Map<number, InstructionMatches> | undefined;
      let index = 0;
      for (const instruction of block.instructions) {
        const mark = this.#mark();
        this.#addFeatures(instruction.features, instruction.address);
        const rules = this.#run(this.#instruction, mark, instruction.address);
        if (rules.length > 0) {
          instructions ??= new Map();
          instructions.set(index, { instruction, rules: keep(rules, instruction.address) });
        }
        index++;
      }
      this.#addFeatures(block.features, block.address);
      const rules = keep(this.#run(this.#block, blockMark, block.address), block.address);
      return { block, instructions: instructions ?? NO_INSTRUCTIONS, rules };
    });
    this.#addFeatures(fn.features, fn.address);
    const featureCount = this.#features + matchKeys.size;
    return {
      function: fn,
      blocks,
      rules: this.#run(this.#function, { plain: 0, counted: 0 }, fn.address),
      featureCount,
    };
  }

  #mark(): Mark {
    return { plain: this.#leaves.length, counted: this.#countedLeaves.length };
  }

  #push(leaf: number, address: Address): void {
    if (this.#rules.counted[leaf] === 0) {
      this.#leaves.push(leaf);
      return;
    }
    this.#countedLeaves.push(leaf);
    this.#places.push(addressKey(address));
  }

  #addFeatures({ numbers, addresses }: PlacedFeatures, owner: Address): void {
    for (let i = 0; i < numbers.length; i++) {
      const { plain, counted } = this.#entry(numbers[i] as number);
      for (const leaf of plain) this.#leaves.push(leaf);
      for (const leaf of counted) this.#push(leaf, addresses?.[i] ?? owner);
    }
  }

  /** The entry of a feature; counts it once for each function. */
  #entry(number: number): FeatureEntry {
    const entry = this.#entries[number] as FeatureEntry;
    if (entry.stamp !== this.#stamp) {
      entry.stamp = this.#stamp;
      this.#features++;
    }
    return entry;
  }

  feature(feature: Feature): number {
    const known = this.#numbers.get(feature);
    if (known !== undefined) return known;
    const leaves = this.#rules.leavesOf(feature);
    const isCounted = (leaf: number): boolean => this.#rules.counted[leaf] === 1;
    const entry = {
      feature,
      plain: leaves.filter((leaf) => !isCounted(leaf)),
      counted: leaves.filter(isCounted),
      stamp: 0,
    };
    const number = this.#entries.push(entry) - 1;
    this.#numbers.set(feature, number);
    return number;
  }

  forgetFeatures(): void {
    // Features are known by what they are, so the numbers stay valid.
  }

  featureOf(number: number): Feature {
    return (this.#entries[number] as FeatureEntry).feature;
  }

  /** Matches the stretch from `mark` to the end as one instance. */
  #run(instance: Instance, mark: Mark, address: Address): readonly CompiledRule[] {
    const { bucket, counts } = instance;
    if (bucket.rules.length === 0) return NO_RULES;
    const leaves = this.#leaves;
    for (let i = mark.plain; i < leaves.length; i++) {
      const leaf = leaves[i] as number;
      if (counts[leaf] === 0) instance.add(leaf, 1);
    }
    const counted = new Map<number, Set<string>>();
    for (let i = mark.counted; i < this.#countedLeaves.length; i++) {
      const leaf = this.#countedLeaves[i] as number;
      const places = counted.get(leaf) ?? new Set();
      counted.set(leaf, places);
      places.add(this.#places[i] as string);
    }
    for (const [leaf, places] of counted) instance.add(leaf, places.size);
    const { matched } = instance.run((leaf) => counted.get(leaf)?.has(addressKey(address)) === true);
    instance.clear();
    return matched.length === 0 ? NO_RULES : matched.map((rank) => bucket.rules[rank] as CompiledRule);
  }
}

/** A place in the lists of a function's leaves. */
interface Mark {
  readonly plain: number;
  readonly counted: number;
}

/** Matches a whole program. */
export function matchProgram(program: Program, rules: CompiledRules, semantics: Semantics): ProgramMatching {
  const counters: MatchCounters = { evaluations: 0, instances: 0 };
  const matcher = new FunctionMatcher(rules, program, counters);
  const scopes: Record<StaticScope, Map<CompiledRule, StaticRecorded>> = {
    instruction: new Map(),
    'basic block': new Map(),
    function: new Map(),
    file: new Map(),
  };
  const record = (scope: StaticScope, matched: readonly CompiledRule[], place: StaticPlace): void => {
    for (const rule of matched) {
      const found = scopes[scope].get(rule);
      if (found === undefined) scopes[scope].set(rule, { rule, scope, places: [place] });
      else found.places.push(place);
    }
  };
  const functionFeatureCounts: { address: Address; count: number }[] = [];
  const libraryFunctions: { address: Address; name: string }[] = [];
  const blocksOf: { address: Address; blocks: Address[] }[] = [];
  for (const fn of program.functions(matcher)) {
    if (fn.library !== undefined) {
      libraryFunctions.push({ address: fn.address, name: fn.library });
      continue;
    }
    const found = matcher.match(fn);
    functionFeatureCounts.push({ address: fn.address, count: found.featureCount });
    for (const [block, { block: at, instructions, rules: blockRules }] of found.blocks.entries()) {
      for (const [instruction, inner] of instructions) {
        record('instruction', inner.rules, { address: inner.instruction.address, function: fn, block, instruction });
      }
      record('basic block', blockRules, { address: at.address, function: fn, block });
    }
    record('function', found.rules, { address: fn.address, function: fn });
    blocksOf.push({ address: fn.address, blocks: found.blocks.map(({ block }) => block.address) });
  }
  const fileLeaves = findFileLeaves(rules, program, semantics);
  const matchKeys = matchFile(rules, fileLeaves, scopes, record, counters);
  const matchedBlocks = new Set<string>();
  for (const { places } of scopes['basic block'].values())
    for (const { address } of places) matchedBlocks.add(addressKey(address));
  const recorded = new Map<string, StaticRecorded>();
  for (const scope of ['instruction', 'basic block', 'function', 'file'] as const) {
    for (const found of scopes[scope].values()) recorded.set(found.rule.rule.meta.name, found);
  }
  return {
    program,
    rules,
    semantics,
    functions: matcher,
    recorded,
    functionFeatureCounts,
    fileFeatureCount: countFileKeys(program) + matchKeys,
    matchedByFileAlone: matchFileLeaves(rules, fileLeaves, [], counters),
    libraryFunctions,
    layout: blocksOf
      .map(({ address, blocks }) => ({
        address,
        matchedBlocks: blocks.filter((block) => matchedBlocks.has(addressKey(block))),
      }))
      .filter((fn) => fn.matchedBlocks.length > 0),
    counters,
  };
}

/** File scope; returns how many different `match` features the smaller scopes added. */
function matchFile(
  rules: CompiledRules,
  leaves: FileLeaves,
  scopes: Record<StaticScope, Map<CompiledRule, StaticRecorded>>,
  record: (scope: StaticScope, matched: readonly CompiledRule[], place: StaticPlace) => void,
  counters: MatchCounters,
): number {
  const matchKeys = new Set<string>();
  const places = new Map<number, Set<string>>();
  for (const scope of ['instruction', 'basic block', 'function'] as const) {
    for (const found of scopes[scope].values()) {
      for (const key of found.rule.matchKeys) matchKeys.add(key);
      for (const leaf of found.rule.matchLeaves) {
        const set = places.get(leaf) ?? new Set();
        places.set(leaf, set);
        for (const { address } of found.places) set.add(addressKey(address));
      }
    }
  }
  const matches = [...places].map(([leaf, set]) => [leaf, set.size] as const);
  record('file', matchFileLeaves(rules, leaves, matches, counters), { address: { type: 'no address' } });
  return matchKeys.size;
}
