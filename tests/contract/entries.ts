// The inputs that the contract suite knows, one line each; of programs there are five.

import type { ContractEntry } from './contract-entry.ts';
import { capeArchiveEntry, capeEntry, capeScriptEntry } from './entries/cape.ts';
import { cuckoo2Entry } from './entries/cuckoo2.ts';
import { drakvufEntry } from './entries/drakvuf.ts';
import { anyrunEntry, joeEntry, kernelLogEntry, triageEntry, virustotalEntry } from './entries/facts.ts';
import { frozenProgramEntry, frozenTraceEntry } from './entries/freeze.ts';
import { PROGRAM_ENTRIES } from './entries/programs.ts';
import { ltraceEntry, straceEntry } from './entries/tracers.ts';
import { vmrayEntry, vmrayLogEntry, vmrayTextEntry } from './entries/vmray.ts';
import { wineEntry } from './entries/wine.ts';

export const CONTRACT_ENTRIES: readonly ContractEntry[] = [
  capeEntry,
  capeArchiveEntry,
  capeScriptEntry,
  cuckoo2Entry,
  drakvufEntry,
  frozenProgramEntry,
  frozenTraceEntry,
  straceEntry,
  ltraceEntry,
  vmrayEntry,
  vmrayLogEntry,
  vmrayTextEntry,
  wineEntry,
  anyrunEntry,
  triageEntry,
  kernelLogEntry,
  virustotalEntry,
  joeEntry,
  ...PROGRAM_ENTRIES,
];
