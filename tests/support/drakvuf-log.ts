// Builds lines of DRAKVUF logs for tests.

type Fields = Record<string, unknown>;

const COMMON = {
  TimeStamp: '1716999134.000000',
  PID: 10,
  PPID: 2,
  TID: 3,
  UserName: 'user',
  UserId: 1,
  ProcessName: '\\Device\\HarddiskVolume2\\a.exe',
};

/** A `syscall` line; arguments are further members. */
export function syscallLine(method: string, fields: Fields = {}): string {
  const fixed = { EventUID: '0x1', Module: 'nt', vCPU: 0, CR3: '0x1000', Syscall: 1, NArgs: 0 };
  return JSON.stringify({ Plugin: 'syscall', ...COMMON, Method: method, ...fixed, ...fields });
}

/** An `apimon` line of a called function. */
export function apiLine(method: string, list: unknown, fields: Fields = {}): string {
  const fixed = { EventUID: '0x1', Event: 'api_called', CLSID: null, CalledFrom: '0x1', ReturnValue: '0x0' };
  return JSON.stringify({ Plugin: 'apimon', ...COMMON, Method: method, ...fixed, Arguments: list, ...fields });
}

/** An `apimon` line of a loaded DLL. */
export function dllLine(name: string, table: unknown): string {
  return JSON.stringify({ Plugin: 'apimon', Event: 'dll_loaded', Rva: table, DllName: name });
}

/** The line that names the sample's process. */
export function injectLine(pid: number): string {
  return JSON.stringify({
    Plugin: 'inject',
    Method: 'CreateProc',
    Status: 'Success',
    InjectedPid: pid,
    InjectedTid: 1,
  });
}

/** A `procmon` line: a process and its parent. */
export function processLine(pid: number, ppid: number, fields: Fields = {}): string {
  return JSON.stringify({ Plugin: 'procmon', PID: pid, PPID: ppid, RunningProcess: 'x', ...fields });
}

/** A line of a plugin that logs what calls did (`regmon`, `filetracer`, `socketmon`, `procmon`); arguments are further members. */
export function effectLine(plugin: string, method: string | null, fields: Fields = {}): string {
  return JSON.stringify({ Plugin: plugin, ...COMMON, Method: method, EventUID: '0x1', ...fields });
}
