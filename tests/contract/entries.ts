// The inputs that the contract suite knows, one line each; of programs there are eight.

import type { ContractEntry } from './contract-entry.ts';
import { binexport2Entry } from './entries/binexport2.ts';
import { capaTraceEntry } from './entries/capa-trace.ts';
import { capeArchiveEntry, capeEntry, capeScriptEntry } from './entries/cape.ts';
import { cuckoo2Entry } from './entries/cuckoo2.ts';
import { cuckoo3EventsEntry, cuckoo3PostEntry } from './entries/cuckoo3.ts';
import { drakvufEntry } from './entries/drakvuf.ts';
import { anyrunEntry, joeEntry, joeXmlEntry, kernelLogEntry, triageEntry, virustotalEntry } from './entries/facts.ts';
import { frozenProgramEntry, frozenTraceEntry } from './entries/freeze.ts';
import { hybridAnalysisEntry } from './entries/hybridanalysis.ts';
import { procmonCsvEntry, procmonPmlEntry, procmonXmlEntry } from './entries/procmon.ts';
import { PROGRAM_ENTRIES } from './entries/programs.ts';
import { execlogEntry, qemuEntry } from './entries/qemu.ts';
import { speakeasyEarlyEntry, speakeasyLateEntry } from './entries/speakeasy.ts';
import { sysmonJsonEntry, sysmonXmlEntry } from './entries/sysmon.ts';
import { tenetEntry } from './entries/tenet.ts';
import { tinyTracerEntry } from './entries/tiny-tracer.ts';
import { ltraceEntry, straceEntry } from './entries/tracers.ts';
import { vmrayEntry, vmrayLogEntry, vmrayTextEntry } from './entries/vmray.ts';
import { wildfireJsonEntry, wildfireXmlEntry } from './entries/wildfire.ts';
import { wineEntry } from './entries/wine.ts';
import { x64dbgEntry } from './entries/x64dbg.ts';

export const CONTRACT_ENTRIES: readonly ContractEntry[] = [
  capaTraceEntry,
  capeEntry,
  capeArchiveEntry,
  capeScriptEntry,
  cuckoo2Entry,
  cuckoo3PostEntry,
  cuckoo3EventsEntry,
  drakvufEntry,
  frozenProgramEntry,
  frozenTraceEntry,
  hybridAnalysisEntry,
  procmonCsvEntry,
  procmonXmlEntry,
  procmonPmlEntry,
  qemuEntry,
  execlogEntry,
  speakeasyEarlyEntry,
  speakeasyLateEntry,
  straceEntry,
  ltraceEntry,
  sysmonXmlEntry,
  sysmonJsonEntry,
  tinyTracerEntry,
  tenetEntry,
  vmrayEntry,
  vmrayLogEntry,
  vmrayTextEntry,
  wineEntry,
  wildfireXmlEntry,
  wildfireJsonEntry,
  anyrunEntry,
  triageEntry,
  kernelLogEntry,
  virustotalEntry,
  joeEntry,
  joeXmlEntry,
  x64dbgEntry,
  binexport2Entry,
  ...PROGRAM_ENTRIES,
];
