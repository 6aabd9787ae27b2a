// The header of a trace of x64dbg: a magic word and JSON that says what was traced (x64dbg documentation, "Trace file format").

import { type JsonObject, parseExactJson } from '../../bytes/exact-json.ts';
import { u32At } from '../../bytes/little-endian.ts';
import { CapaxError } from '../../errors.ts';
import type { RecordedMachine } from '../execution.ts';

const MAGIC = [0x54, 0x52, 0x41, 0x43];
const LENGTH_END = 8;
/** x64dbg itself refuses longer ones. */
const MAX_JSON = 16_384;
/** How much of a file must be there for its header to be read, whatever it says. */
export const MAX_HEADER: number = LENGTH_END + MAX_JSON;
const OPENING_BRACE = 0x7b;
const BITS: ReadonlyMap<string, 32 | 64> = new Map([
  ['x86', 32],
  ['x64', 64],
]);

/** What a trace says about the program in it. */
export interface X64dbgFacts extends RecordedMachine {
  readonly machine: 'x86';
  /** Of the debugged program, as Windows had it; empty where the trace does not say. */
  readonly path: string;
  /** Of the debugged program, by the algorithm of x64dbg (MurmurHash): it identifies a file to x64dbg only. */
  readonly hash?: string;
}

export interface X64dbgHeader {
  readonly facts: X64dbgFacts;
  /** Where the blocks begin. */
  readonly end: number;
}

/** Whether these are the first bytes of a trace of x64dbg. */
export function recogniseX64dbg(head: Uint8Array): boolean {
  if (head.length <= LENGTH_END || MAGIC.some((byte, at) => head[at] !== byte)) return false;
  const length = u32At(head, MAGIC.length);
  return length >= 2 && length <= MAX_JSON && head[LENGTH_END] === OPENING_BRACE;
}

/** Reads the header from the first `MAX_HEADER` bytes of a file, or from all it has. Throws CapaxError where it is not one that can be read. */
export function readHeader(head: Uint8Array, name: string): X64dbgHeader {
  const corrupt = (message: string, cause?: unknown): CapaxError =>
    new CapaxError('input-corrupt', message, { where: name, hint: 'Save the trace again, or copy it again.', cause });
  if (head.length < LENGTH_END || MAGIC.some((byte, at) => head[at] !== byte)) {
    throw corrupt('This has no header of an x64dbg trace, or it breaks off in it.');
  }
  const length = u32At(head, MAGIC.length);
  if (length > MAX_JSON) throw corrupt('The header of the x64dbg trace is longer than any can be.');
  const end = LENGTH_END + length;
  if (end > head.length) throw corrupt('The x64dbg trace breaks off in its header.');
  let json: unknown;
  try {
    json = parseExactJson(new TextDecoder().decode(head.subarray(LENGTH_END, end)));
  } catch (error) {
    throw corrupt('The header of the x64dbg trace is no JSON.', error);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw corrupt('The header of the x64dbg trace is no JSON object.');
  }
  return { facts: factsOf(json as JsonObject, name), end };
}

function factsOf(json: JsonObject, name: string): X64dbgFacts {
  const unsupported = (message: string): CapaxError =>
    new CapaxError('input-unsupported', message, {
      where: name,
      hint: 'capax reads traces of version 1, as x64dbg saves them.',
    });
  if (json['ver'] !== 1) throw unsupported('The x64dbg trace is of a version that is not known.');
  const bits = BITS.get(textOf(json['arch']));
  if (bits === undefined) throw unsupported('The x64dbg trace is of a machine that is not known.');
  if ((json['compression'] ?? '') !== '') throw unsupported('The x64dbg trace is compressed.');
  const hash = textOf(json['hash']);
  return { machine: 'x86', bits, path: textOf(json['path']), ...(hash === '' ? {} : { hash }) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
