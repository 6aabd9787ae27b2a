// Every kind of input, one line each. Order decides between inputs that are equally sure.

import { anyrunInput } from './anyrun/index.ts';
import { binexport2Input } from './binexport2/index.ts';
import { capaTraceInput } from './capa-trace/index.ts';
import { capeInput } from './cape/index.ts';
import { cuckoo2Input } from './cuckoo2/index.ts';
import { cuckoo3Input } from './cuckoo3/index.ts';
import { dotnetInput } from './dotnet/index.ts';
import { drakvufInput } from './drakvuf/index.ts';
import { drcovInput } from './drcov/index.ts';
import { elfInput } from './elf/index.ts';
import { freezeInput } from './freeze/index.ts';
import { hybridAnalysisInput } from './hybridanalysis/index.ts';
import type { Input } from './input.ts';
import { joeInput } from './joe/index.ts';
import { lackeyInput } from './lackey/index.ts';
import { ltraceInput } from './ltrace/index.ts';
import { machoInput } from './macho/index.ts';
import { peInput } from './pe/index.ts';
import { procmonInput } from './procmon/index.ts';
import { qemuInput } from './qemu/index.ts';
import { sc32Input, sc64Input } from './shellcode/index.ts';
import { speakeasyInput } from './speakeasy/index.ts';
import { straceInput } from './strace/index.ts';
import { sysmonInput } from './sysmon/index.ts';
import { tenetInput } from './tenet/index.ts';
import { tinyTracerInput } from './tiny-tracer/index.ts';
import { triageInput } from './triage/index.ts';
import { virustotalInput } from './virustotal/index.ts';
import { vmrayInput } from './vmray/index.ts';
import { wildfireInput } from './wildfire/index.ts';
import { wineInput } from './wine-relay/index.ts';
import { x64dbgInput } from './x64dbg/index.ts';

export const INPUTS: readonly Input[] = [
  anyrunInput,
  binexport2Input,
  capaTraceInput,
  capeInput,
  cuckoo2Input,
  cuckoo3Input,
  dotnetInput,
  drakvufInput,
  drcovInput,
  elfInput,
  freezeInput,
  hybridAnalysisInput,
  joeInput,
  lackeyInput,
  ltraceInput,
  machoInput,
  peInput,
  procmonInput,
  qemuInput,
  sc32Input,
  sc64Input,
  speakeasyInput,
  straceInput,
  sysmonInput,
  tenetInput,
  tinyTracerInput,
  triageInput,
  virustotalInput,
  vmrayInput,
  wineInput,
  wildfireInput,
  x64dbgInput,
];
