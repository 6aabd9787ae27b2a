// The library without Node: `import { analyze } from 'capax'`. Files, caches and workers are in `capax/node`.

export {
  type Analysis,
  type AnalysisStats,
  type AnalyzeOptions,
  analyze,
  type Limitation,
  type Progress,
  type ReadingProgress,
} from './analyze.ts';
export type { PayloadInput } from './analyze-payloads.ts';
export {
  analyzeTogether,
  type TogetherAnalysis,
  type TogetherInput,
  type TogetherOptions,
} from './analyze-together.ts';
export { type ByteSource, memorySource } from './bytes/source.ts';
export { readSignatures, type SignatureFile } from './code/flirt/signature-file.ts';
export { DIAGNOSTIC_CODES } from './diagnostic-codes.ts';
export type { Diagnostic, Severity } from './diagnostics.ts';
export { CapaxError, ERROR_CODES, type ErrorCode } from './errors.ts';
export type { Address } from './features/address.ts';
export { type CallArgument, type CallParts, formatCall } from './features/call.ts';
export type { Feature } from './features/feature.ts';
export type { Health, MissingPart } from './features/health.ts';
export { type OrdinalNames, openOrdinalNames } from './formats/pe/ordinal-names.ts';
export type { Detected } from './inputs/detect.ts';
export type { FunctionProgress, Input } from './inputs/input.ts';
export { readDocument } from './result/capa-json/read.ts';
export { writeDocument } from './result/capa-json/write.ts';
export type * from './result/document.ts';
export type * from './result/together/document.ts';
export { DIFFERENCES, type Difference, type DifferenceName } from './semantics.ts';
export { CAPAX_VERSION } from './version.ts';
