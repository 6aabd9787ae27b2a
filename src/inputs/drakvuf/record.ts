// One line of a DRAKVUF log -> the record that it is, checked. The log holds one JSON object a line, written by many plugins:
// `syscall` and `apimon` log calls, `apimon` also the export tables of loaded DLLs, `inject` names the sample's process and
// `procmon` shows which processes exist. Lines that the reference skips (not UTF-8, not JSON, lone surrogates) are skipped;
// where the reference gives up on the whole log, the line or the argument is left out with a diagnostic.

import { type JsonObject, type JsonValue, parseExactJson } from '../../bytes/exact-json.ts';
import type { Line } from '../../bytes/lines.ts';
import { parseDecimal } from '../../bytes/python-integer.ts';
import type { Integer } from '../../features/feature.ts';
import type { DrakvufCode } from './codes.ts';

export interface CallRecord {
  readonly kind: 'call';
  /** True for a call of a hooked function (`apimon`), false for a system call. */
  readonly api: boolean;
  readonly pid: number;
  readonly ppid: number;
  readonly tid: number;
  readonly time: string;
  readonly processName: string;
  readonly method: string;
  /** Argument names and values, at equal positions. */
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** Empty for system calls. */
  readonly returnValue: string;
}

export interface ImportsRecord {
  readonly kind: 'imports';
  readonly dll: string;
  /** Function name and relative address. */
  readonly functions: readonly (readonly [string, Integer])[];
}

/** The process that DRAKVUF started to run the sample. */
interface SampleRecord {
  readonly kind: 'sample';
  readonly pid: number;
}

/** Processes that exist: pid and parent. */
interface ProcessRecord {
  readonly kind: 'process';
  readonly processes: readonly (readonly [pid: number, ppid: number])[];
}

export type DrakvufRecord = CallRecord | ImportsRecord | SampleRecord | ProcessRecord;

/** Told about a part that could not be used. */
export type Complain = (code: DrakvufCode, message: string) => void;

const PLUGINS: ReadonlySet<string> = new Set(['syscall', 'apimon', 'inject', 'procmon']);

/** Keys of a system call that are not arguments. */
const SYSCALL_KEYS: ReadonlySet<string> = new Set([
  'Plugin',
  'TimeStamp',
  'PID',
  'PPID',
  'TID',
  'UserName',
  'UserId',
  'ProcessName',
  'Method',
  'EventUID',
  'Module',
  'vCPU',
  'CR3',
  'Syscall',
  'NArgs',
]);

const BYTE_ORDER_MARK = 0xfeff;
/** An escaped surrogate in the output of JSON.stringify, which escapes lone ones only. */
const LONE_SURROGATE = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The usual beginning of a line: the plugin's name, and where the search for another one starts. */
const BEGINNING = /^\{"Plugin": ?"([a-z]*)"/;
const BEGINNING_LENGTH = 9;

/** True if another plugin wrote the line. Half of a log is such lines; they need not be parsed. */
function isForeign(text: string): boolean {
  const plugin = BEGINNING.exec(text)?.[1];
  // A repeated key counts by its last value.
  return plugin !== undefined && !PLUGINS.has(plugin) && !text.includes('"Plugin"', BEGINNING_LENGTH);
}

/** The value of a text; undefined for what is not JSON and, as in the reference, for texts with lone surrogates. */
function parseValue(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    const escaped = text.includes('\\ud') || text.includes('\\uD');
    if (escaped && LONE_SURROGATE.test(JSON.stringify(value))) return undefined;
    return hasUnsafeNumber(value) ? parseExactJson(text) : value;
  } catch {
    return undefined;
  }
}

/** The object on a line; undefined for a line of another plugin and, after a complaint, for a damaged one. */
function parseLine(line: Line, complain: Complain): JsonObject | undefined {
  if (line.tooLong) {
    complain('drakvuf-line-malformed', 'a line is too long');
    return undefined;
  }
  const text = decodeLine(line);
  if (text !== undefined && isForeign(text)) return undefined;
  const value = text === undefined ? undefined : parseValue(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  if (line.complete) complain('drakvuf-line-malformed', 'a line is not a JSON object in UTF-8');
  else complain('drakvuf-truncated', 'the log ends in the middle of a line');
  return undefined;
}

function decodeLine({ bytes, at }: Line): string | undefined {
  try {
    const text = decoder.decode(bytes);
    return at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  } catch {
    return undefined;
  }
}

/** Whether JSON.parse rounded a number that can matter: an argument of a system call or an address of a function. */
function hasUnsafeNumber(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const key in value) {
    const member = value[key];
    if (typeof member === 'number' ? !Number.isSafeInteger(member) : key === 'Rva' && hasUnsafeNumber(member))
      return true;
  }
  return false;
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

function toArgument(value: JsonValue | undefined, complain: Complain): string | undefined {
  if (typeof value === 'string') return value;
  complain('drakvuf-argument-malformed', 'an argument is not text');
  return typeof value === 'bigint' || Number.isInteger(value) ? String(value) : undefined;
}

function readSyscallArguments(entry: JsonObject, names: string[], values: string[], complain: Complain): void {
  for (const name of Object.keys(entry)) {
    if (SYSCALL_KEYS.has(name)) continue;
    const value = toArgument(entry[name], complain);
    if (value === undefined) continue;
    names.push(name);
    values.push(value);
  }
}

function readApiArguments(list: JsonValue | undefined, names: string[], values: string[], complain: Complain): void {
  if (!Array.isArray(list)) {
    complain('drakvuf-argument-malformed', 'the arguments of a call are not a list');
    return;
  }
  const positions = new Map<string, number>();
  for (const argument of list) {
    const equals = typeof argument === 'string' ? argument.indexOf('=') : -1;
    if (typeof argument !== 'string' || equals < 0) {
      complain('drakvuf-argument-malformed', 'an argument is not of the form name=value');
      continue;
    }
    const name = argument.slice(0, equals);
    const value = argument.slice(equals + 1);
    const known = positions.get(name);
    // A repeated name keeps its first place and takes the last value.
    if (known !== undefined) values[known] = value;
    else {
      positions.set(name, names.length);
      names.push(name);
      values.push(value);
    }
  }
}

function readCall(entry: JsonObject, api: boolean, complain: Complain): CallRecord | undefined {
  const pid = toId(entry['PID']);
  // The idle process; the reference leaves it out too.
  if (pid === 0) return undefined;
  const ppid = toId(entry['PPID']);
  const tid = toId(entry['TID']);
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
  const names: string[] = [];
  const values: string[] = [];
  if (api) readApiArguments(entry['Arguments'], names, values, complain);
  else readSyscallArguments(entry, names, values, complain);
  const returnValue = api && typeof returned === 'string' ? returned : '';
  return { kind: 'call', api, pid, ppid, tid, time, processName, method, names, values, returnValue };
}

function readImports(entry: JsonObject, complain: Complain): ImportsRecord | undefined {
  const { DllName: dll, Rva: table } = entry;
  if (typeof dll !== 'string' || typeof table !== 'object' || table === null || Array.isArray(table)) {
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

/**
 * The record on a line, or undefined for an empty line, a record of no interest, or one that cannot be used (then `complain` is
 * called). `complain` is also called for each unusable part of a record that is otherwise kept.
 */
export function readRecord(line: Line, complain: Complain): DrakvufRecord | undefined {
  if (line.bytes.length === 0) return undefined;
  const entry = parseLine(line, complain);
  switch (entry?.['Plugin']) {
    // System calls first: one of their arguments may be called `Event`.
    case 'syscall':
      return readCall(entry, false, complain);
    case 'apimon':
      if (entry['Event'] === 'api_called') return readCall(entry, true, complain);
      return entry['Event'] === 'dll_loaded' ? readImports(entry, complain) : undefined;
    case 'inject': {
      const pid = toId(entry['InjectedPid']);
      return pid === undefined ? undefined : { kind: 'sample', pid };
    }
    case 'procmon':
      return readProcesses(entry);
    default:
      return undefined;
  }
}
