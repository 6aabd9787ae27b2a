// One line of a Wine log, as far as it can be understood by itself: WINEDEBUG=+relay writes calls and returns of exported functions,
// +loaddll what is loaded where (spec wine-relay.md section 1, by observation of Wine 8.0). What stands in front depends on
// +timestamp and +pid; the id of the thread always does.

import { decodeWide } from './relay-text.ts';

/** Who a line is about, and when. */
export interface RelayStamp {
  /** Undefined without +pid. */
  readonly pid: number | undefined;
  readonly tid: number;
  /** Seconds since the start of the machine, as written; empty without +timestamp. */
  readonly time: string;
}

export interface RelayCall {
  readonly kind: 'call';
  /** `KERNEL32.CreateFileA`. */
  readonly name: string;
  /** Between the parentheses. */
  readonly args: string;
  /** Return address in hexadecimal. */
  readonly ret: string;
}

export interface RelayReturn {
  readonly kind: 'return';
  readonly name: string;
  /** The whole register in hexadecimal, whatever of it is the result. */
  readonly result: string;
  readonly ret: string;
}

/** A file was mapped. `builtin`: it is part of Wine. */
export interface ModuleLoaded {
  readonly kind: 'loaded';
  readonly path: string;
  readonly base: number;
  readonly isBuiltin: boolean;
  /** Whether the process has addresses of 64 bits. */
  readonly isWide: boolean;
}

export type RelayBody =
  | RelayCall
  | RelayReturn
  | ModuleLoaded
  /** A DLL is told that its process begins. Of ntdll that is the only line that says where it is. */
  | { readonly kind: 'attached'; readonly name: string; readonly base: number }
  /** A DLL is told that its process ends; ntdll is the last one. */
  | { readonly kind: 'detached'; readonly name: string }
  /** Another line of Wine: a thread begins, a callback, a message. */
  | { readonly kind: 'other' };

export interface RelayLine {
  readonly stamp: RelayStamp;
  readonly body: RelayBody;
}

const STAMP = / *(?:(\d{1,12}\.\d{3}):)?([0-9a-f]{4,8}):(?:([0-9a-f]{4,8}):)?/y;
const MESSAGE = /(?:trace|warn|err|fixme):\w{1,64}:[^\s:]{1,128} ?/y;
const NAME = /([^\s(]{1,1024})\(/y;
const RETURN = /([^\s(]{1,1024})\(\) retval=([0-9a-f]{1,32}) ret=([0-9a-f]{1,16})$/y;
const HEXADECIMAL = /^[0-9a-f]{1,16}$/;
const LOADED = /Loaded L"((?:[^"\\]|\\.){0,4096})" at (?:0x)?([0-9a-fA-F]{1,16})(?:: (builtin|native))?/y;
const DLL =
  /PE DLL \(proc=\w{1,18},module=(?:0x)?([0-9a-fA-F]{1,16}) L"([^"]{0,1024})",reason=PROCESS_(ATTACH|DETACH),/y;
/** A thread starts, whose routine and argument follow. */
const THREAD = 'Starting thread proc ';
const CALL = 'Call ';
const RETURNED = 'Ret  ';
const END = ') ret=';
const OTHER: RelayBody = { kind: 'other' };

/** Reads one line; undefined for one that Wine has not written. */
export function readRelayLine(text: string): RelayLine | undefined {
  STAMP.lastIndex = 0;
  const stamp = STAMP.exec(text);
  if (stamp === null) return undefined;
  const [whole, time = '', first = '', second] = stamp;
  const body = readBody(text, whole.length);
  if (body === undefined) return undefined;
  return {
    stamp: {
      pid: second === undefined ? undefined : Number.parseInt(first, 16),
      tid: Number.parseInt(second ?? first, 16),
      time,
    },
    body,
  };
}

function readBody(text: string, start: number): RelayBody | undefined {
  MESSAGE.lastIndex = start;
  const isMessage = MESSAGE.test(text);
  // A message that ends in no line end stands in front of what follows it.
  const at = isMessage ? MESSAGE.lastIndex : start;
  if (text.startsWith(CALL, at)) return readCall(text, at + CALL.length) ?? (isMessage ? OTHER : undefined);
  if (text.startsWith(RETURNED, at)) return readReturn(text, at + RETURNED.length) ?? (isMessage ? OTHER : undefined);
  if (isMessage) return readLoaded(text, at) ?? OTHER;
  return text.startsWith(THREAD, at) ? OTHER : undefined;
}

/** A call ends with the last `) ret=`: texts among its arguments may hold that too. Callbacks have blanks in their names. */
function readCall(text: string, at: number): RelayBody | undefined {
  NAME.lastIndex = at;
  const name = NAME.exec(text)?.[1];
  if (name === undefined) return readCallback(text, at);
  const end = text.lastIndexOf(END);
  const ret = text.slice(end + END.length);
  if (end < NAME.lastIndex || !HEXADECIMAL.test(ret)) return undefined;
  return { kind: 'call', name, args: text.slice(NAME.lastIndex, end), ret };
}

function readCallback(text: string, at: number): RelayBody {
  DLL.lastIndex = at;
  const [, base = '', name = '', reason] = DLL.exec(text) ?? [];
  if (reason === undefined) return OTHER;
  if (reason === 'DETACH') return { kind: 'detached', name };
  return { kind: 'attached', name: decodeWide(name), base: Number.parseInt(base, 16) };
}

function readReturn(text: string, at: number): RelayBody | undefined {
  RETURN.lastIndex = at;
  const [, name, result = '', ret = ''] = RETURN.exec(text) ?? [];
  if (name !== undefined) return { kind: 'return', name, result, ret };
  NAME.lastIndex = at;
  return NAME.test(text) ? undefined : OTHER;
}

function readLoaded(text: string, at: number): ModuleLoaded | undefined {
  LOADED.lastIndex = at;
  const [, path, base = '', kind] = LOADED.exec(text) ?? [];
  if (path === undefined) return undefined;
  return {
    kind: 'loaded',
    path: decodeWide(path),
    base: Number.parseInt(base, 16),
    isBuiltin: kind === 'builtin',
    isWide: base.length > 8,
  };
}
