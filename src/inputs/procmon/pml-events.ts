// Events of a PML file, ProcMon's own format, which nobody documents; layout as in eronnen/procmon-parser, docs/PML Format.md, checked with
// a capture that is there as CSV too. An event has a head, the addresses of its stack, and details that depend on its class and operation.

import type { ByteView } from '../../bytes/byte-view.ts';
import type { DetailName, ProcmonAct } from './act.ts';

const HEAD_BYTES = 0x34;
const EXTRA_LENGTH_BYTES = 2;

const CLASSES = { process: 1, registry: 2, file: 3, network: 5 } as const;

const PROCESS_OPERATIONS: Readonly<Record<number, string>> = { 1: 'Process Create', 5: 'Load Image' };
const REGISTRY_OPERATIONS: Readonly<Record<number, string>> = {
  0: 'RegOpenKey',
  1: 'RegCreateKey',
  3: 'RegQueryKey',
  4: 'RegSetValue',
  5: 'RegQueryValue',
  6: 'RegEnumValue',
  7: 'RegEnumKey',
  9: 'RegDeleteKey',
  10: 'RegDeleteValue',
  14: 'RegRenameKey',
  15: 'RegQueryMultipleValueKey',
};
/** Bytes between the length of a registry path and the path; of the others none. */
const BEFORE_REGISTRY_PATH: Readonly<Record<number, number>> = {
  0: 6,
  1: 6,
  3: 10,
  4: 14,
  5: 10,
  6: 14,
  7: 14,
  8: 14,
  12: 2,
  14: 2,
};
const FILE_OPERATIONS: Readonly<Record<number, string>> = {
  20: 'CreateFile',
  21: 'CreatePipe',
  23: 'ReadFile',
  24: 'WriteFile',
};
const SET_INFORMATION = 26;
const INFORMATION: Readonly<Record<number, string>> = {
  10: 'SetRenameInformationFile',
  13: 'SetDispositionInformationFile',
  64: 'SetDispositionInformationEx',
  65: 'SetRenameInformationEx',
};
const OPEN_RESULTS = ['Superseded', 'Opened', 'Created', 'Overwritten'];
const CREATED_NEW_KEY = 1;
/** Bits of what a file is opened for, and how, by what ProcMon calls them. */
const ACCESSES: readonly (readonly [number, string])[] = [
  [0x80000000, 'Generic Read'],
  [0x40000000, 'Generic Write'],
  [0x10000000, 'All Access'],
  [0x1, 'Read Data'],
  [0x2, 'Write Data'],
  [0x4, 'Append Data'],
];
const OPTIONS: readonly (readonly [number, string])[] = [
  [0x1, 'Directory'],
  [0x1000, 'Delete On Close'],
];
const NETWORK_OPERATIONS: Readonly<Record<number, string>> = { 2: 'Send', 4: 'Accept', 5: 'Connect' };

/** Results that mean success: there was something, if not all of it. */
const SUCCESS: ReadonlySet<number> = new Set([0, 0x104, 0x80000005]);

const IS_ASCII = 0x8000;

/** What the head of an event says. */
export interface PmlHead {
  readonly process: number;
  readonly class: number;
  readonly operation: number;
  readonly result: number;
  readonly detailsAt: number;
  readonly detailBytes: number;
  /** Place of further details; 0 if there are none. */
  readonly extraAt: number;
}

/** Reads the head at `at`, which must be there. `wide`: the captured system has 64 bits. */
export function readHead(view: ByteView, at: number, wide: boolean): PmlHead {
  const extra = view.u32(at + 0x30);
  return {
    process: view.u32(at),
    class: view.u32(at + 0x08),
    operation: view.u16(at + 0x0c),
    result: view.u32(at + 0x24),
    detailsAt: at + HEAD_BYTES + view.u16(at + 0x28) * (wide ? 8 : 4),
    detailBytes: view.u32(at + 0x2c),
    extraAt: extra === 0 ? 0 : at + extra,
  };
}

/** Where the event ends, as far as its head says. */
export function endOfEvent({ detailsAt, detailBytes, extraAt }: PmlHead): number {
  return Math.max(detailsAt + detailBytes, extraAt === 0 ? 0 : extraAt + EXTRA_LENGTH_BYTES + 8);
}

/** What the event says, or undefined where it is of a kind that says nothing; `hostName` knows names of addresses. */
export function readAct(
  view: ByteView,
  head: PmlHead,
  wide: boolean,
  hostName: (address: Uint8Array, isV4: boolean) => string,
): ProcmonAct | undefined {
  const succeeded = SUCCESS.has(head.result);
  const details = new Details(view, head, wide);
  switch (head.class) {
    case CLASSES.process:
      return details.ofProcess(succeeded);
    case CLASSES.registry:
      return details.ofRegistry(succeeded);
    case CLASSES.file:
      return details.ofFile(succeeded);
    case CLASSES.network:
      return details.ofNetwork(succeeded, hostName);
    default:
      return undefined;
  }
}

function act(
  operation: string,
  path: string | undefined,
  succeeded: boolean,
  details: Readonly<Partial<Record<DetailName, string>>> = {},
): ProcmonAct | undefined {
  if (path === undefined) return undefined;
  const about = Object.values(details).join('\t');
  return { operation, path, succeeded, about, detail: (name) => details[name] };
}

class Details {
  readonly #view: ByteView;
  readonly #head: PmlHead;
  readonly #at: number;
  readonly #word: number;

  constructor(view: ByteView, head: PmlHead, wide: boolean) {
    this.#view = view;
    this.#head = head;
    this.#at = head.detailsAt;
    this.#word = wide ? 8 : 4;
  }

  ofProcess(succeeded: boolean): ProcmonAct | undefined {
    const operation = PROCESS_OPERATIONS[this.#head.operation];
    const at = this.#at;
    if (operation === 'Load Image') {
      const info = at + this.#word + 4;
      return act(operation, this.#text(info + 4, this.#view.u16(info)), succeeded);
    }
    if (operation === undefined) return undefined;
    const sizes = at + 0x2c;
    const unknown = this.#view.u8(sizes) + this.#view.u8(sizes + 1);
    const pathInfo = this.#view.u16(sizes + 2);
    const pathAt = sizes + 8 + unknown;
    const command = this.#text(pathAt + lengthOf(pathInfo), this.#view.u16(sizes + 4));
    return act(
      operation,
      this.#text(pathAt, pathInfo),
      succeeded,
      command === undefined ? {} : { 'Command line': command },
    );
  }

  ofRegistry(succeeded: boolean): ProcmonAct | undefined {
    const { operation, extraAt } = this.#head;
    const name = REGISTRY_OPERATIONS[operation];
    if (name === undefined) return undefined;
    const pathAt = this.#at + 2 + (BEFORE_REGISTRY_PATH[operation] ?? 0);
    const isNew = extraAt !== 0 && this.#view.u32(extraAt + EXTRA_LENGTH_BYTES + 4) === CREATED_NEW_KEY;
    const details = isNew ? { Disposition: 'REG_CREATED_NEW_KEY' } : {};
    return act(name, this.#text(pathAt, this.#view.u16(this.#at)), succeeded, details);
  }

  ofFile(succeeded: boolean): ProcmonAct | undefined {
    const { operation, extraAt } = this.#head;
    const name = operation === SET_INFORMATION ? INFORMATION[this.#view.u8(this.#at)] : FILE_OPERATIONS[operation];
    if (name === undefined) return undefined;
    const parameters = this.#at + 4;
    const info = parameters + this.#word * 5 + 0x14;
    const path = this.#text(info + 4, this.#view.u16(info));
    if (name !== 'CreateFile') return act(name, path, succeeded);
    const options = this.#view.u32(parameters + (this.#word === 8 ? 0x14 : 0x10)) & 0xffffff;
    const access = this.#view.u32(info + 4 + lengthOf(this.#view.u16(info)));
    const result = extraAt === 0 ? undefined : OPEN_RESULTS[this.#view.u32(extraAt + EXTRA_LENGTH_BYTES)];
    return act(name, path, succeeded, {
      ...(result === undefined ? {} : { OpenResult: result }),
      'Desired Access': wordsOf(access, ACCESSES),
      Options: wordsOf(options, OPTIONS),
    });
  }

  ofNetwork(succeeded: boolean, hostName: (address: Uint8Array, isV4: boolean) => string): ProcmonAct | undefined {
    const flags = this.#view.u16(this.#at);
    const name = NETWORK_OPERATIONS[this.#head.operation];
    if (name === undefined || !this.#has(0x2c)) return undefined;
    const endpoint = (address: number, port: number, isV4: boolean): string =>
      `${hostName(this.#view.slice(address, 16), isV4)}:${this.#view.u16(port)}`;
    const local = endpoint(this.#at + 0x08, this.#at + 0x28, (flags & 1) !== 0);
    const remote = endpoint(this.#at + 0x18, this.#at + 0x2a, (flags & 2) !== 0);
    return act(`${(flags & 4) === 0 ? 'UDP' : 'TCP'} ${name}`, `${local} -> ${remote}`, succeeded);
  }

  #has(bytes: number): boolean {
    return bytes <= this.#head.detailBytes && this.#view.has(this.#at, bytes);
  }

  /** Text at `at`; `info` is what stands for its length: characters, and whether they have one byte each. Undefined if it is not all in the details. */
  #text(at: number, info: number): string | undefined {
    const length = lengthOf(info);
    if (info < 0 || !this.#has(at - this.#at + length)) return undefined;
    return decodeUnits(this.#view.slice(at, length), (info & IS_ASCII) !== 0);
  }
}

function wordsOf(bits: number, words: readonly (readonly [number, string])[]): string {
  return words.flatMap(([bit, word]) => ((bits & bit) === 0 ? [] : [word])).join(', ');
}

function lengthOf(info: number): number {
  return (info & IS_ASCII) === 0 ? 2 * (info & ~IS_ASCII) : info & ~IS_ASCII;
}

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const latin1 = new TextDecoder('latin1');

/** Text of a PML file, up to a zero. */
export function decodeUnits(bytes: Uint8Array, isAscii: boolean): string {
  const text = (isAscii ? latin1 : utf16).decode(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
