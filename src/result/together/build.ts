// Both halves and what combines them -> one document. As in one half, nothing large is built before it is asked for.

import { addressKey, type ProcessAddress } from '../../features/address.ts';
import type { CodeView } from '../../features/code-view.ts';
import type { BothMatches, Side } from '../../match/both/match-both.ts';
import type { RunSide } from '../../match/both/sides.ts';
import type { RuleSet } from '../../rules/rule.ts';
import { EvidenceConverter } from '../convert-evidence.ts';
import {
  addressesOf,
  type DocumentRuleMeta,
  type DynamicAnalysis,
  type ResultDocument,
  type RuleMatches,
  type SeenIn,
  type StaticAnalysis,
} from '../document.ts';
import { CallingFunctions, callerFacts, RuleOrigins, withCallers } from './callers.ts';
import { bothRuleMatches, SEEN, type SideConverter } from './convert-both.ts';
import type {
  Capability,
  HalfDocument,
  Payload,
  PayloadSighting,
  PayloadsLeftOut,
  RunSighting,
  TogetherDocument,
} from './document.ts';
import { payloadName } from './payload-name.ts';

/** The program, analysed. */
export interface ProgramHalf {
  readonly analysis: { readonly document: ResultDocument };
}

/** One run, analysed. */
export interface RunHalf extends RunSide {
  readonly analysis: { readonly document: ResultDocument };
}

export interface TogetherParts {
  readonly ruleSet: RuleSet;
  readonly code: ProgramHalf;
  readonly runs: readonly RunHalf[];
  readonly payloads: readonly Payload[];
  readonly payloadsLeftOut: readonly PayloadsLeftOut[];
  readonly isForced: boolean;
  readonly sides: readonly Side[];
  /** Number of the payload that a side is of. */
  readonly payloadOf: ReadonlyMap<Side, number>;
  readonly both: ReadonlyMap<string, BothMatches>;
  readonly view: CodeView | undefined;
}

/** The document of a program and its runs. */
export function buildTogether(parts: TogetherParts): TogetherDocument {
  const { code, runs, payloads, payloadsLeftOut, isForced, both, view } = parts;
  const converters = convertersOf(parts);
  // Whoever puts the halves together knows which is which.
  const program = code.analysis.document as HalfDocument<StaticAnalysis>;
  const documents = runs.map(({ analysis }) => analysis.document as HalfDocument<DynamicAnalysis>);
  const bothRules = [...both.values()].map((found) => bothRuleMatches(found, converters));
  const capabilities = capabilitiesOf(program, runs, documents, payloads, bothRules);
  const functions = new CallingFunctions(runs, view, capabilities);
  return {
    sample: program.meta.sample,
    isForced,
    program,
    runs: documents.map((document, i) =>
      withCallers(document, runs[i] as RunHalf, program.meta.sample.path, functions),
    ),
    payloads,
    payloadsLeftOut,
    capabilities,
    callers: runs.flatMap((run, i) => (run.followed === undefined ? [] : [callerFacts(i, run, run.followed)])),
    get functions() {
      return functions.list();
    },
    callsFrom: (address) => functions.callsFrom(address),
  };
}

function convertersOf({ ruleSet, sides, payloads, payloadOf }: TogetherParts): SideConverter[] {
  return sides.map((side) => {
    const { outcome, addressOf } = side;
    const payload = payloads[payloadOf.get(side) ?? -1];
    return {
      ...(payload === undefined
        ? { seen: SEEN[outcome.flavour] }
        : { seen: 'unpacked', label: `in ${payloadName(payload)}` }),
      converter: new EvidenceConverter(ruleSet, outcome.matches, new Set(), addressOf),
    };
  });
}

interface Sightings {
  readonly meta: DocumentRuleMeta;
  code?: RuleMatches;
  readonly runs: RunSighting[];
  readonly payloads: PayloadSighting[];
  both?: RuleMatches;
}

function capabilitiesOf(
  program: ResultDocument,
  runs: readonly RunHalf[],
  documents: readonly HalfDocument<DynamicAnalysis>[],
  payloads: readonly Payload[],
  both: readonly RuleMatches[],
): Capability[] {
  const found = new Map<string, Sightings>();
  const at = ({ meta }: RuleMatches): Sightings => {
    const known = found.get(meta.name) ?? { meta, runs: [], payloads: [] };
    found.set(meta.name, known);
    return known;
  };
  for (const rule of program.rules) at(rule).code = rule;
  for (const [run, document] of documents.entries()) {
    const origins = new RuleOrigins(runs[run] as RunHalf);
    const { processes } = document.meta.analysis;
    const names = new Map(processes.map(({ address, name }) => [addressKey(address), name]));
    for (const rule of document.rules) at(rule).runs.push(sightingOf(run, rule, names, origins));
  }
  for (const [payload, { document }] of payloads.entries()) {
    for (const rule of document.rules) at(rule).payloads.push({ payload, rule });
  }
  for (const rule of both) at(rule).both = rule;
  return [...found.values()].sort(compareSightings).map((sightings) => {
    const { code, runs: seen } = sightings;
    const isOnlyByLibraries = code !== undefined && seen.length > 0 && seen.every(({ isByLibraries }) => isByLibraries);
    return {
      ...sightings,
      seen: seenIn(sightings, isOnlyByLibraries),
      ...(isOnlyByLibraries ? { onlyByLibraries: true } : {}),
    };
  });
}

function seenIn({ code, runs, both }: Sightings, isOnlyByLibraries: boolean): SeenIn {
  if (both !== undefined || (code !== undefined && runs.length > 0 && !isOnlyByLibraries)) return 'both';
  return code !== undefined ? 'code' : runs.length > 0 ? 'run' : 'unpacked';
}

function compareSightings({ meta: a }: Sightings, { meta: b }: Sightings): number {
  return compareTexts(a.namespace ?? '', b.namespace ?? '') || compareTexts(a.name, b.name);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sightingOf(
  run: number,
  rule: RuleMatches,
  names: ReadonlyMap<string, string>,
  origins: RuleOrigins,
): RunSighting {
  const { name: ruleName } = rule.meta;
  return {
    run,
    rule,
    get processes() {
      return Array.from(processesOf(rule), ([key, address]) => ({ address, name: names.get(key) ?? '' }));
    },
    get isUnbacked() {
      return origins.isUnbacked(ruleName);
    },
    get isByLibraries() {
      return origins.isByLibraries(ruleName);
    },
  };
}

/** The processes that a rule matched in, each once, in the order of its matches. */
function processesOf(rule: RuleMatches): ReadonlyMap<string, ProcessAddress> {
  const processes = new Map<string, ProcessAddress>();
  let last: ProcessAddress | undefined;
  for (const address of addressesOf(rule)) {
    if (address.type !== 'call' && address.type !== 'thread' && address.type !== 'process') continue;
    const [ppid, pid] = address.value;
    // Matches of one process mostly stand together.
    if (last?.value[0] === ppid && last.value[1] === pid) continue;
    last = { type: 'process', value: [ppid, pid] };
    processes.set(addressKey(last), last);
  }
  return processes;
}
