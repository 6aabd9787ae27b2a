// Records that this input reads, with the types that checking them has established.

import type { TraceRecord } from '../../formats/capa-trace/records.ts';

export interface HeaderRecord {
  readonly t: 'header';
  readonly producer: { readonly name: string; readonly version?: unknown };
  readonly arch: string;
  readonly bits: number;
  readonly os: string;
  readonly level: string;
  readonly sample?: { readonly path?: string; readonly md5?: string; readonly sha1?: string; readonly sha256?: string };
}

export interface ProcessRecord {
  readonly t: 'process';
  readonly pid: number;
  readonly ppid?: number | null;
  readonly path: string;
}

export interface ThreadRecord {
  readonly t: 'thread';
  readonly pid: number;
  readonly tid: number;
}

export interface ThreadEndRecord {
  readonly t: 'thread_end';
  readonly tid: number;
}

export interface ModuleRecord {
  readonly t: 'module';
  readonly pid: number;
  readonly base: string;
  readonly size: number;
  readonly path: string;
  readonly traced: boolean;
  readonly unload?: boolean;
}

export interface ArgumentRecord {
  readonly n?: string;
  readonly val?: string;
  readonly str?: string;
  readonly buf?: string;
}

export interface CallRecord {
  readonly t: 'call';
  readonly tid: number;
  readonly id: number;
  /** The return address. */
  readonly from: string;
  readonly to: string;
  readonly module?: string | null;
  readonly name?: string | null;
  readonly args?: readonly ArgumentRecord[];
  readonly argsrc?: 'abi' | 'symbols' | 'hook';
  readonly at?: string;
}

export interface ReturnRecord {
  readonly t: 'ret';
  readonly tid: number;
  readonly call: number;
  readonly val?: string;
  readonly str?: string;
  readonly outs?: readonly ArgumentRecord[];
}

/** Records without anything that this input needs beside their kind. */
export interface OtherRecord {
  readonly t: 'gap' | 'leave' | 'note' | 'exception' | 'end' | 'i' | 'bb' | 'x';
  readonly reason?: string;
}

export type KnownRecord =
  | HeaderRecord
  | ProcessRecord
  | ThreadRecord
  | ThreadEndRecord
  | ModuleRecord
  | CallRecord
  | ReturnRecord
  | OtherRecord;

/** The record as one of these; only for one whose fields `checkFields` found right. */
export function asKnown(record: TraceRecord): KnownRecord {
  return record as unknown as KnownRecord;
}
