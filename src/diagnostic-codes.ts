// The codes of all diagnostics, gathered from the parts that declare them.

import { ANALYSIS_CODES } from './analyze.ts';
import { BYTE_CODES } from './bytes/codes.ts';
import { CODE_CODES } from './code/codes.ts';
import { SIGNATURE_CODES } from './code/flirt/codes.ts';
import { TRUNCATED } from './diagnostics.ts';
import { BEHAVIOR_CODES } from './inputs/derive-behaviors.ts';
import { LOSS_CODES } from './inputs/judge-losses.ts';
import { INPUTS } from './inputs/registry.ts';
import { EXECUTED_CODES } from './inputs/shared/executed/codes.ts';
import { RUN_CODES } from './match/run/run-notes.ts';
import { DOCUMENT_CODES } from './result/capa-json/json-reader.ts';
import { EVIDENCE_CODES } from './result/followed-references.ts';
import { RULE_CODES } from './rules/codes.ts';

/** Every code that a diagnostic of capax and its own inputs can have; docs/errors.md explains each. */
export const DIAGNOSTIC_CODES: readonly string[] = [
  ...ANALYSIS_CODES,
  ...RUN_CODES,
  ...EVIDENCE_CODES,
  TRUNCATED,
  ...BYTE_CODES,
  ...SIGNATURE_CODES,
  ...CODE_CODES,
  ...LOSS_CODES,
  ...BEHAVIOR_CODES,
  ...EXECUTED_CODES,
  ...INPUTS.flatMap(({ codes }) => codes ?? []),
  ...RULE_CODES,
  ...DOCUMENT_CODES,
];
