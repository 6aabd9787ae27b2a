// What a record of a DRAKVUF log says, checked. The log is written by many plugins: `syscall` and `apimon` log calls, `apimon` also
// the export tables of loaded DLLs, `inject` names the sample's process; `regmon`, `filetracer`, `socketmon` and `procmon` log what
// calls did to keys, files, connections and processes, with the function as `Method`. `procmon` also shows which processes exist.
// Where the reference gives up on the whole log, the record or the argument is left out with a diagnostic.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { parseDecimal } from '../../bytes/python-integer.ts';
import type { Integer } from '../../features/feature.ts';
import type { Semantics } from '../../semantics.ts';
import { ArgumentList, type Complain } from './arguments.ts';
import { isObject } from './find-records.ts';
import { CALL_TYPES, isWide, LINUX_MODULE } from './guest.ts';

/** Who recorded a call: at a system call, at a hooked function, or as what the call did. */
export type CallSource = 'syscall' | 'apimon' | 'effect';

export interface CallRecord {
  readonly kind: 'call';
  readonly source: CallSource;
  readonly pid: number;
  readonly ppid: number;
  readonly tid: number;
  readonly time: string;
  readonly processName: string;
  readonly method: string;
  /** Argument names and values, at equal positions. */
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** Of a hooked function; else empty. */
  readonly returnValue: string;
  /** The address to which a hooked function returns, as it stands there; else empty. */
  readonly calledFrom: string;
  /** Made on Linux; and with something that only a 64-bit guest has. */
  readonly linux: boolean;
  readonly wide: boolean;
  /** Pid of the process that it made. */
  readonly created?: number;
}

export interface ImportsRecord {
  readonly kind: 'imports';
  readonly dll: string;
  /** Function name and relative address. */
  readonly functions: readonly (readonly [string, Integer])[];
}

/** The process that DRAKVUF started to run the sample, and the path of that. */
interface SampleRecord {
  readonly kind: 'sample';
  readonly pid: number;
  readonly path: string;
}

/** A file that was found mapped in a process. */
export interface MappedFile {
  readonly pid: number;
  readonly path: string;
  readonly base: string;
}

/** Processes that exist: pid and parent. */
interface ProcessRecord {
  readonly kind: 'process';
  readonly processes: readonly (readonly [pid: number, ppid: number])[];
}

/** A record that no rule can use, by its plugin and, of `apimon`, its event. */
interface UnreadRecord {
  readonly kind: 'unread';
  readonly name: string | undefined;
  /** What it says where it is looked at where calls come from. */
  readonly module?: MappedFile;
}

export type DrakvufRecord = CallRecord | ImportsRecord | SampleRecord | ProcessRecord | UnreadRecord;

/** How records are called that say which file was found mapped. */
export const MODULE_FOUND = 'apimon dll_discovered';

/** Plugins whose records are calls if they name the function. */
export const EFFECT_PLUGINS: readonly string[] = ['procmon', 'regmon', 'filetracer', 'socketmon'];
const EFFECTS: ReadonlySet<string> = new Set(EFFECT_PLUGINS);
/** Read whatever the semantics are. */
const READ_PLUGINS: ReadonlySet<string> = new Set(['syscall', 'apimon', 'inject', 'procmon']);

/** Members of a call's record that are not arguments: those that the reference knows, and those that newer logs have. */
export const KNOWN_METADATA: readonly string[] = [
  ...['PID', 'PPID', 'TID', 'TimeStamp', 'ProcessName', 'Method', 'Plugin', 'UserName', 'UserId', 'EventUID', 'Module'],
  ...['vCPU', 'CR3', 'Syscall', 'NArgs'],
];
export const NEWER_METADATA: readonly string[] = [
  ...['ThreadName', 'PreviousMode', 'FromModule', 'FromParentModule', 'ReturnValue'],
];
const KNOWN: ReadonlySet<string> = new Set(KNOWN_METADATA);
const NEWER: ReadonlySet<string> = new Set(NEWER_METADATA);
/** Members whose objects hold arguments, in newer logs. The reference takes what is returned for one, too. */
const NESTED: ReadonlySet<string> = new Set(['Arguments', 'Extra', 'ReturnValue']);

/** The usual beginning of a line: the plugin's name, and where the search for another one starts. */
const BEGINNING = /^\{"Plugin": ?"([a-z]+)"/;
const BEGINNING_LENGTH = 9;

/** The plugin of a line that need not be parsed, because that plugin's records are not read: half of a log is such lines. */
export function foreignPlugin(text: string, semantics: Semantics): string | undefined {
  const plugin = BEGINNING.exec(text)?.[1];
  if (plugin === undefined || READ_PLUGINS.has(plugin)) return undefined;
  if (semantics['drakvuf-effects'] && EFFECTS.has(plugin)) return undefined;
  // A repeated key counts by its last value; and a record that is not over goes on in the next line.
  return text.includes('"Plugin"', BEGINNING_LENGTH) || !/\}\s*$/.test(text.slice(-9)) ? undefined : plugin;
}

/** An integer, or text that is one (digits, perhaps with `.0`). */
function toInteger(value: JsonValue | undefined): Integer | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && value.length < 400 ? parseDecimal(value.replace(/\.0+\s*$/, '')) : undefined;
}

/** An operating-system id. Beyond 2^53 none is real. */
function toId(value: JsonValue | undefined): number | undefined {
  const id = toInteger(value);
  return typeof id === 'number' && id >= 0 ? id : undefined;
}

/** What a call returned: a text, or in newer logs of system calls an object with the value and its name. */
function resultText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return '';
  return Object.values(value)
    .filter((part) => part !== null && typeof part !== 'object')
    .join(' ');
}

/** Arguments that are members of the record. */
function addMembers(entry: JsonObject, source: CallSource, list: ArgumentList, semantics: Semantics): void {
  const newer = semantics['drakvuf-metadata'];
  for (const name of Object.keys(entry)) {
    const value = entry[name];
    if (KNOWN.has(name) || (newer && (NEWER.has(name) || (name === 'Type' && CALL_TYPES.includes(value as string))))) {
      continue;
    }
    if (name === 'Arguments' && Array.isArray(value)) list.addPairs(value);
    else if (source === 'effect' || (NESTED.has(name) && isObject(value))) list.addNested(name, value);
    else list.addMember(name, value);
  }
}

function readCall(
  entry: JsonObject,
  source: CallSource,
  semantics: Semantics,
  complain: Complain,
): CallRecord | undefined {
  const pid = toId(entry['PID']);
  // The idle process; the reference leaves it out too.
  if (pid === 0) return undefined;
  const ppid = toId(entry['PPID']);
  // Older plugins do not say which thread it was.
  const tid = source === 'effect' && entry['TID'] === undefined ? 0 : toId(entry['TID']);
  const { TimeStamp: stamp, ProcessName: processName, Method: method, ReturnValue: returned } = entry;
  const time = typeof stamp === 'number' ? String(stamp) : stamp;
  if (pid === undefined || ppid === undefined || tid === undefined) {
    complain('drakvuf-call-malformed', 'a call has no usable PID, PPID or TID');
    return undefined;
  }
  if (typeof time !== 'string' || typeof processName !== 'string' || typeof method !== 'string') {
    complain('drakvuf-call-malformed', 'a call has no TimeStamp, ProcessName or Method');
    return undefined;
  }
  const list = new ArgumentList(complain);
  if (source === 'apimon') list.addArguments(entry['Arguments']);
  else addMembers(entry, source, list, semantics);
  const created = source === 'effect' ? toId(entry['NewPid']) : undefined;
  return {
    kind: 'call',
    source,
    pid,
    ppid,
    tid,
    time,
    processName,
    method,
    names: list.names,
    values: list.values,
    returnValue: source === 'apimon' || semantics['drakvuf-metadata'] ? resultText(returned) : '',
    calledFrom: source === 'apimon' && typeof entry['CalledFrom'] === 'string' ? entry['CalledFrom'] : '',
    linux: semantics['drakvuf-guest'] && (entry['Module'] === LINUX_MODULE || processName.startsWith('/')),
    wide: semantics['drakvuf-guest'] && isWideRecord(entry, source, semantics),
    ...(created === undefined ? {} : { created }),
  };
}

/** What `Type` says counts where it is no argument, and so does who called. */
function isWideRecord(
  { CR3: directory, CalledFrom: caller, Type: type }: JsonObject,
  source: CallSource,
  semantics: Semantics,
): boolean {
  const isSaid = semantics['drakvuf-metadata'] && type === CALL_TYPES[1];
  return (
    isSaid ||
    [directory, source === 'apimon' ? caller : undefined].some((value) => typeof value === 'string' && isWide(value))
  );
}

function readImports(entry: JsonObject, complain: Complain): ImportsRecord | undefined {
  const { DllName: dll, Rva: table } = entry;
  if (typeof dll !== 'string' || !isObject(table)) {
    complain('drakvuf-import-malformed', 'a loaded DLL has no name or no table of functions');
    return undefined;
  }
  const functions: (readonly [string, Integer])[] = [];
  for (const [name, rva] of Object.entries(table)) {
    const address = toInteger(rva);
    if (address === undefined || address < 0) complain('drakvuf-import-malformed', 'a function has no address');
    else functions.push([name, address]);
  }
  return { kind: 'imports', dll, functions };
}

function readProcesses(entry: JsonObject): ProcessRecord | undefined {
  const pid = toId(entry['PID']);
  const ppid = toId(entry['PPID']);
  if (pid === undefined || ppid === undefined) return undefined;
  const created = toId(entry['NewPid']);
  return {
    kind: 'process',
    processes:
      created === undefined
        ? [[pid, ppid]]
        : [
            [pid, ppid],
            [created, pid],
          ],
  };
}

function findModule({ PID: id, DllName: path, DllBase: base }: JsonObject): Pick<UnreadRecord, 'module'> {
  const pid = toId(id);
  return pid === undefined || typeof path !== 'string' || typeof base !== 'string'
    ? {}
    : { module: { pid, path, base } };
}

function readHooked(entry: JsonObject, semantics: Semantics, complain: Complain): DrakvufRecord | undefined {
  const event = entry['Event'];
  if (event === 'api_called') return readCall(entry, 'apimon', semantics, complain);
  if (event === 'dll_loaded') return readImports(entry, complain);
  if (event === 'dll_discovered') return { kind: 'unread', name: MODULE_FOUND, ...findModule(entry) };
  return { kind: 'unread', name: `apimon ${typeof event === 'string' ? event : 'without an event'}` };
}

/**
 * What a record is, or undefined for one that cannot be used (then `complain` is called) or is of the idle process. `complain` is
 * also called for each unusable part of a record that is otherwise kept.
 */
export function readRecord(entry: JsonObject, semantics: Semantics, complain: Complain): DrakvufRecord | undefined {
  const plugin = entry['Plugin'];
  // System calls first: one of their arguments may be called `Event`.
  if (plugin === 'syscall') return readCall(entry, 'syscall', semantics, complain);
  if (plugin === 'apimon') return readHooked(entry, semantics, complain);
  if (plugin === 'inject') {
    const pid = toId(entry['InjectedPid']);
    const path = entry['ProcessName'];
    return pid === undefined ? undefined : { kind: 'sample', pid, path: typeof path === 'string' ? path : '' };
  }
  const name = typeof plugin === 'string' ? plugin : undefined;
  const isEffect = name !== undefined && EFFECTS.has(name) && typeof entry['Method'] === 'string';
  if (isEffect && semantics['drakvuf-effects']) return readCall(entry, 'effect', semantics, complain);
  return name === 'procmon' ? readProcesses(entry) : { kind: 'unread', name };
}
