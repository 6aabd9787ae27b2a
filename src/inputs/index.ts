// `import { ... } from 'capax/inputs'`: what an input of one's own is made of, and how to try whether it keeps its promises. Hand it to
// `analyze({ inputs: [own] })`.

export { type Line, readLines } from '../bytes/lines.ts';
export { parseDecimal, parsePrefixed } from '../bytes/python-integer.ts';
export { type ByteSource, memorySource, readHead } from '../bytes/source.ts';
export type { Inflate } from '../bytes/zlib.ts';
export { Diagnostics } from '../diagnostics.ts';
export { type Address, compareAddresses, NO_ADDRESS } from '../features/address.ts';
export { callNames, importNames } from '../features/api-names.ts';
export { type BehaviorKind, behaviorFeature } from '../features/behaviors.ts';
export type { CallArgument, CallParts } from '../features/call.ts';
export type { WantedDetails } from '../features/details.ts';
export type { Feature, FeatureType, Integer } from '../features/feature.ts';
export { FeatureTable } from '../features/feature-table.ts';
export type { MissingPart, ProgramHealth, TraceHealth } from '../features/health.ts';
export type { LocatedFeature } from '../features/located.ts';
export {
  type LocatedBlock,
  type LocatedFunction,
  type LocatedInstruction,
  locateFunctions,
  numberFunctions,
} from '../features/located-program.ts';
export type {
  PlacedFeatures,
  Program,
  ProgramBlock,
  ProgramFunction,
  ProgramInstruction,
} from '../features/program.ts';
export type { FeatureRegistrar } from '../features/registrar.ts';
export type { SampleFacts, SampleHashes } from '../features/sample.ts';
export type { Subject } from '../features/subject.ts';
export type { Trace, TraceProcess, TraceSink, TraceSummary, TraceThread } from '../features/trace.ts';
export { DEFAULT_SEMANTICS, type Semantics } from '../semantics.ts';
export { checkInput } from './check-input.ts';
export { type Detected, type DetectOptions, detectInput, detectInputs } from './detect.ts';
export type { Input, OpenOptions, Probe } from './input.ts';
export { openInput } from './open.ts';
export { type ArgumentOrder, CallEmitter } from './shared/calls/call-emitter.ts';
export type { ByteSpellings, IntegerSpellings, TextSpellings } from './shared/calls/spellings.ts';
export { type CallLog, type LoggedCall, traceOfCalls } from './shared/calls/trace-of-calls.ts';
export { numberFeatures, textFeatures } from './shared/value-features.ts';
