// Calls of Windows that tell something about memory: which files are loaded where, and what is allocated and made executable in which
// process. One table of what their parameters mean, for inputs that name parameters as Microsoft's or the sandboxes' documentation does.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import { LIMITS } from '../../../limits.ts';
import { ProcessMemory } from './process-memory.ts';

/** A call whose arguments can be asked for by name. */
export interface NamedCall {
  readonly api: string;
  /** The number that an argument is; undefined where there is none of that name, or it is no number. */
  number(...names: readonly string[]): number | undefined;
  text(...names: readonly string[]): string | undefined;
  readonly result: number | undefined;
}

type Act = (call: NamedCall, from: ProcessActs) => void;

const PROCESS = ['ProcessHandle', 'hProcess'] as const;
const BASE = ['BaseAddress', 'lpAddress'] as const;
const SIZE = ['RegionSize', 'NumberOfBytesProtected', 'NumberOfBytesToProtect', 'dwSize', 'Size'] as const;
const PROTECTION = [
  'NewAccessProtection',
  'NewProtection',
  'Protection',
  'Protect',
  'Win32Protect',
  'flNewProtect',
  'flProtect',
] as const;
const VIEW_SIZE = 'ViewSize';
const FILE = ['FileName', 'DllName', 'ModuleName', 'lpLibFileName', 'lpFileName'] as const;
const LIBRARY = ['lpLibFileName', 'lpFileName', 'FileName', 'lpModuleName', 'ModuleName'] as const;
const MODULE = ['ModuleHandle', 'DllBase', 'BaseAddress'] as const;
const PID = ['ProcessIdentifier', 'ProcessId', 'dwProcessId'] as const;

/** Every argument that is asked for. */
const ASKED: ReadonlySet<string> = new Set([
  ...PROCESS,
  ...BASE,
  ...SIZE,
  ...PROTECTION,
  VIEW_SIZE,
  ...FILE,
  ...LIBRARY,
  ...MODULE,
  ...PID,
]);

function allocate(call: NamedCall, from: ProcessActs, base: number | undefined): void {
  const size = call.number(...SIZE);
  const target = from.target(call.number(...PROCESS));
  if (base === undefined || size === undefined) return;
  target?.allocate(base, size, call.number(...PROTECTION) ?? 0);
}

const allocateAtBase: Act = (call, from) => allocate(call, from, call.number(...BASE));
const allocateAtResult: Act = (call, from) => allocate(call, from, call.result);

const protect: Act = (call, from) => {
  const base = call.number(...BASE);
  const size = call.number(...SIZE);
  if (base === undefined || size === undefined) return;
  from.target(call.number(...PROCESS))?.protect(base, size, call.number(...PROTECTION) ?? 0);
};

const mapView: Act = (call, from) => {
  const base = call.number(...BASE);
  const size = call.number(VIEW_SIZE);
  if (base !== undefined && size !== undefined) from.target(call.number(...PROCESS))?.addView(base, size);
};

const load: Act = (call, from) => {
  const path = call.text(...FILE);
  const base = call.number(...MODULE);
  if (path !== undefined && base !== undefined) from.own.addModule(path, base);
};

const loadWithResult: Act = (call, from) => {
  const path = call.text(...LIBRARY);
  if (path !== undefined && call.result !== undefined) from.own.addModule(path, call.result);
};

const openProcess: Act = (call, from) => {
  from.open(call.number(...PROCESS) ?? call.result, call.number(...PID));
};

/** By name of the function. */
const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['NtAllocateVirtualMemory', allocateAtBase],
  ['NtAllocateVirtualMemoryEx', allocateAtBase],
  ['VirtualAlloc', allocateAtResult],
  ['VirtualAllocEx', allocateAtResult],
  ['NtProtectVirtualMemory', protect],
  ['VirtualProtect', protect],
  ['VirtualProtectEx', protect],
  ['NtMapViewOfSection', mapView],
  ['NtMapViewOfSectionEx', mapView],
  ['DllLoadNotification', load],
  ['LdrLoadDll', load],
  ['LdrGetDllHandle', load],
  ['LdrGetDllHandleEx', load],
  ['LdrGetProcedureAddress', load],
  ['LdrGetProcedureAddressForCaller', load],
  ['LoadLibraryA', loadWithResult],
  ['LoadLibraryW', loadWithResult],
  ['LoadLibraryExA', loadWithResult],
  ['LoadLibraryExW', loadWithResult],
  ['GetModuleHandleA', loadWithResult],
  ['GetModuleHandleW', loadWithResult],
  ['OpenProcess', openProcess],
  ['NtOpenProcess', openProcess],
  ['CreateProcessInternalW', openProcess],
  ['NtCreateUserProcess', openProcess],
]);

/** Whether calls of a function tell something about memory. */
export function tellsOfMemory(api: string): boolean {
  return ACTS.has(api);
}

/** Whether an argument of this name is ever asked for. */
export function isMemoryArgument(name: string): boolean {
  return ASKED.has(name);
}

/** Handles of this process, as 32 and as 64 bits. */
const OWN_PROCESS: readonly number[] = [0xffff_ffff, 2 ** 64 - 1];

/** What one process did to memory, its own and that of others. */
export class ProcessActs {
  readonly own: ProcessMemory = new ProcessMemory();
  readonly #others: OtherMemory;
  /** Ids of processes by handles to them. */
  readonly #processes = new IntegerMap<number>();

  constructor(others: OtherMemory) {
    this.#others = others;
  }

  /** Takes a call that succeeded. */
  take(call: NamedCall): void {
    ACTS.get(call.api)?.(call, this);
  }

  /** Notes that a handle stands for a process. */
  open(handle: number | undefined, pid: number | undefined): void {
    if (handle === undefined || pid === undefined || this.#processes.size === LIMITS.mappedModules) return;
    this.#processes.set(handle, pid);
  }

  /** The memory that a handle leads to; its own without one, and undefined where it is not known whose. */
  target(handle: number | undefined): ProcessMemory | undefined {
    if (handle === undefined || OWN_PROCESS.includes(handle)) return this.own;
    const pid = this.#processes.get(handle);
    return pid === undefined ? undefined : this.#others.of(pid);
  }
}

/** What processes did to the memory of others, by the ids of these. */
export class OtherMemory {
  readonly #byPid = new IntegerMap<ProcessMemory>();

  of(pid: number): ProcessMemory | undefined {
    let memory = this.#byPid.get(pid);
    if (memory === undefined && this.#byPid.size < LIMITS.mappedModules) {
      memory = new ProcessMemory();
      this.#byPid.set(pid, memory);
    }
    return memory;
  }

  /** What was done to the process; undefined if nothing is known. */
  find(pid: number): ProcessMemory | undefined {
    return this.#byPid.get(pid);
  }
}
