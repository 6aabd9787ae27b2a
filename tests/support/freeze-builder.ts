// Builds freeze files from what a test writes down, in the reference's JSON shapes; and opens them.

import { deflateSync, inflateSync } from 'node:zlib';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Program } from '../../src/features/program.ts';
import type { Subject } from '../../src/features/subject.ts';
import type { Trace } from '../../src/features/trace.ts';
import { freezeInput } from '../../src/inputs/freeze/index.ts';
import { DEFAULT_SEMANTICS, type Semantics } from '../../src/semantics.ts';

/** A JSON text that stands for itself in `toJson`, for numbers that JavaScript cannot write. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Compact JSON, in which Verbatim values appear as they are. */
export function toJson(value: unknown): string {
  const texts: string[] = [];
  const text = JSON.stringify(value, (_, member) => {
    if (!(member instanceof Verbatim)) return member;
    texts.push(member.text);
    return `\u0001${texts.length - 1}\u0001`;
  });
  return text.replace(/"\\u0001(\d+)\\u0001"/g, (_, index) => texts[Number(index)] as string);
}

/** Magic and zlib stream around a text. */
export function packFreeze(text: string | Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from('capa0000'), deflateSync(text)]);
}

/** The text inside a freeze file. */
export function unpackFreeze(bytes: Uint8Array): string {
  return inflateSync(bytes.subarray(8)).toString();
}

const HASHES = { md5: 'aa', sha1: 'bb', sha256: 'cc' };

/** Header members of a freeze file, `features` excluded. */
export function freezeHeader(flavor: string): Record<string, unknown> {
  return {
    version: 3,
    base_address: { type: 'absolute', value: 4096 },
    sample_hashes: HASHES,
    flavor,
    extractor: { name: 'TestExtractor', version: '1.2' },
  };
}

/** Text of a static freeze file. */
export function staticText(features: { global_?: unknown; file?: unknown; functions?: unknown } = {}): string {
  return toJson({ ...freezeHeader('static'), features: { global_: [], file: [], functions: [], ...features } });
}

/** Text of a dynamic freeze file. */
export function dynamicText(features: { global_?: unknown; file?: unknown; processes?: unknown } = {}): string {
  return toJson({ ...freezeHeader('dynamic'), features: { global_: [], file: [], processes: [], ...features } });
}

export interface Opened<T> {
  readonly input: T;
  readonly diagnostics: Diagnostics;
}

/** Opens the bytes of a freeze file. */
export async function openFreeze(
  bytes: Uint8Array,
  semantics: Semantics = DEFAULT_SEMANTICS,
): Promise<Opened<Subject>> {
  const diagnostics = new Diagnostics();
  const input = await freezeInput.open(memorySource('test.frz', bytes, 1000), { semantics, diagnostics });
  return { input, diagnostics };
}

/** Opens the text of a static freeze file. */
export async function openProgram(text: string): Promise<Opened<Program>> {
  const { input, diagnostics } = await openFreeze(packFreeze(text));
  if (input.flavour !== 'static') throw new Error('expected a program');
  return { input, diagnostics };
}

/** Opens the text of a dynamic freeze file. */
export async function openTrace(text: string, semantics?: Semantics): Promise<Opened<Trace>> {
  const { input, diagnostics } = await openFreeze(packFreeze(text), semantics);
  if (input.flavour !== 'dynamic') throw new Error('expected a trace');
  return { input, diagnostics };
}

export const absolute = (value: number): object => ({ type: 'absolute', value });
const api = (name: string): object => ({ type: 'api', api: name });

/** A feature entry at an address. */
export const at = (address: object, feature: object = api('x')): object => ({ address, feature });

/** A function that starts at `address`. */
export function frozenFunction(address: number, features: object[] = [], blocks: object[] = []): object {
  return { address: absolute(address), features, basic_blocks: blocks };
}

export function frozenBlock(address: number, features: object[] = [], instructions: object[] = []): object {
  return { address: absolute(address), features, instructions };
}

export function frozenInstruction(address: number, features: object[] = []): object {
  return { address: absolute(address), features };
}

export function frozenProcess(pid: number, threads: object[] = [], name = `p${pid}`): object {
  return { address: { type: 'process', value: [1, pid] }, name, features: [], threads };
}

export function frozenThread(pid: number, tid: number, calls: object[] = []): object {
  return { address: { type: 'thread', value: [1, pid, tid] }, features: [], calls };
}

/** A call with one API feature, named like it. */
export function frozenCall(pid: number, tid: number, id: number, name: string): object {
  const address = { type: 'call', value: [1, pid, tid, id] };
  return { address, name: `${name}()`, features: [{ call: address, ...at(address, api(name)) }] };
}
