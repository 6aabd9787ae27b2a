// What a function log of VMRay says, in whichever of its two forms: flog.xml or flog.txt.

import type { VmrayCode } from './codes.ts';

/** A value that a pointer points to; structures and binary data have none. */
interface FlogTarget {
  readonly type: string;
  readonly value: string | undefined;
}

export interface FlogParameter {
  readonly name: string;
  readonly type: string;
  readonly value: string | undefined;
  /** What it points to, where VMRay looked. */
  target: FlogTarget | undefined;
  /** Texts farther in: behind a second pointer, in an array or in a structure. Undefined if there are none. */
  texts: string[] | undefined;
}

/** A call. Texts may be slices of a larger text, with the escapes of the log. */
export interface FlogCall {
  /** Number of the call in the log, from 0. */
  readonly ordinal: number;
  readonly id: string | undefined;
  readonly process: string | undefined;
  readonly thread: string | undefined;
  readonly name: string;
  /** Milliseconds since the start. */
  readonly time: string | undefined;
  readonly inputs: FlogParameter[];
  /** Where the call instruction is; undefined unless somebody is told of regions. */
  readonly from?: string | undefined;
  /** Empty unless asked for. */
  readonly outputs: FlogParameter[];
}

/** What VMRay says of a process or thread, by the names of the attributes in flog.xml. */
export interface MonitorRecord {
  attribute(name: string): string | undefined;
}

export interface FlogListener {
  /** Which calls are wanted with their parameters, and whether with outputs. */
  wants(ordinal: number): 'nothing' | 'inputs' | 'all';
  /** A wanted call, complete. */
  call(call: FlogCall): void;
  /** The version of the analyser that wrote the log. */
  version?(version: string): void;
  /** VMRay began to monitor a process or thread. */
  monitor?(kind: 'process' | 'thread', record: MonitorRecord): void;
  /** Memory of a process came or went. Given where it is looked at where calls come from. */
  region?(kind: 'new' | 'removed', record: MonitorRecord): void;
  /** Something cannot be used. */
  complain?(code: VmrayCode, message: string): void;
}

/** Reads a function log, and knows how far it has come. */
export interface FlogProgress {
  /** Calls in the log so far. */
  readonly calls: number;
}

/** The name by which rules know a function: Linux kernels have `sys_` in front. */
export function plainName(name: string): string {
  return name.startsWith('sys_') ? name.slice(4) : name;
}
