// Records that this input reads, with the types that checking them has established.

import type { ParsedInstruction } from '../../formats/capa-trace/instruction-record.ts';
import type { TraceRecord } from '../../formats/capa-trace/records.ts';
import type { RecordedCall, RecordedReturn } from '../shared/executed/recorded-call.ts';

export interface CallRecord extends RecordedCall {
  readonly t: 'call';
  readonly tid: number;
  readonly id: number;
}

export interface ReturnRecord extends RecordedReturn {
  readonly t: 'ret';
  readonly tid: number;
  readonly call: number;
}

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

/** An executed instruction. */
export interface InstructionRecord extends ParsedInstruction {
  readonly t: 'i';
}

/** An executed block. */
export interface BlockRecord {
  readonly t: 'bb';
  readonly s: number;
  readonly tid: number;
  readonly id: number;
  readonly pc?: string;
  readonly len?: number;
  readonly b?: string;
  /** How often in a row. */
  readonly n?: number;
}

/** Code that ran, nobody knows after what. */
export interface CoverageRecord {
  readonly t: 'x';
  readonly s?: number;
  readonly pc: string;
  readonly len?: number;
  readonly b?: string;
  readonly n?: number;
  readonly tid?: number;
}

export type CodeRecord = InstructionRecord | BlockRecord | CoverageRecord;

/** A thread went where it is not followed, or something of it, or of all, was lost. */
export interface LossRecord {
  readonly t: 'gap' | 'leave';
  readonly tid?: number;
  readonly reason?: string;
}

/** Records without anything that this input needs beside their kind. */
export interface OtherRecord {
  readonly t: 'note' | 'exception' | 'end';
}

export type KnownRecord =
  | HeaderRecord
  | ProcessRecord
  | ThreadRecord
  | ThreadEndRecord
  | ModuleRecord
  | CallRecord
  | ReturnRecord
  | CodeRecord
  | LossRecord
  | OtherRecord;

/** The record as one of these; only for one whose fields `checkFields` found right. */
export function asKnown(record: TraceRecord): KnownRecord {
  return record as unknown as KnownRecord;
}
