// Builds files with signatures for tests, from what spec static-native.md, 4.2 to 4.5 says of their bytes; shares nothing with the reader.

import { deflateRawSync, deflateSync } from 'node:zlib';

export interface BuiltName {
  readonly offset: number;
  readonly text: string;
  readonly isLocal?: boolean;
  readonly isCollision?: boolean;
}

export interface BuiltModule {
  readonly length?: number;
  readonly names: readonly BuiltName[];
  /** [offset behind what is summed up, value] */
  readonly tail?: readonly (readonly [number, number])[];
  /** [offset, name] */
  readonly references?: readonly (readonly [number, string])[];
}

export interface BuiltLeaf {
  readonly crcLength?: number;
  readonly crc?: number;
  readonly modules: readonly BuiltModule[];
}

export interface BuiltNode {
  /** Two letters for each byte, `..` for any. */
  readonly pattern: string;
  /** Nodes below, or what a leaf holds. */
  readonly children?: readonly BuiltNode[];
  readonly leaves?: readonly BuiltLeaf[];
}

export interface SigOptions {
  readonly version?: number;
  readonly processor?: number;
  readonly title?: string;
  readonly patternSize?: number;
  readonly packing?: 'none' | 'zlib' | 'headless';
}

/** A `.sig` file with these nodes below its root. */
export function buildSig(nodes: readonly BuiltNode[], options: SigOptions = {}): Uint8Array {
  const { version = 10, processor = 0, title = 'test', patternSize = 32, packing = 'none' } = options;
  const tree = Uint8Array.from([...short(nodes.length), ...nodes.flatMap((node) => nodeBytes(node, version))]);
  const name = [...Buffer.from(title)];
  const header = [
    ...Buffer.from('IDASGN'),
    ...[version, processor],
    // File types, operating systems, types of applications.
    ...[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ...[packing === 'none' ? 0 : 0x10, 0],
    // Old count, checksum, name of the table of character types.
    ...Array.from({ length: 16 }, () => 0),
    ...[name.length, 0, 0],
    ...(version >= 6 ? [1, 0, 0, 0] : []),
    ...(version >= 8 ? [patternSize, 0] : []),
    ...(version >= 10 ? [0, 0] : []),
    ...name,
  ];
  const packed = { none: tree, zlib: deflateSync(tree), headless: deflateRawSync(tree) }[packing];
  return Uint8Array.from([...header, ...packed]);
}

/** A node with one leaf. */
export function leaf(pattern: string, ...leaves: readonly BuiltLeaf[]): BuiltNode {
  return { pattern, leaves };
}

/** A module with one public name at its start. */
export function named(text: string, more: Omit<BuiltModule, 'names'> = {}): BuiltModule {
  return { names: [{ offset: 0, text }], ...more };
}

/** A line of a `.pat` file. */
export function patLine(
  pattern: string,
  { crcLength = 0, crc = 0 }: Omit<BuiltLeaf, 'modules'>,
  module: BuiltModule,
): string {
  const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
  const signed = (value: number): string => (value < 0 ? `-${hex(-value, 4)}` : hex(value, 4));
  return [
    pattern,
    hex(crcLength, 2),
    hex(crc, 4),
    hex(module.length ?? 0x20, 4),
    ...module.names.map(({ offset, text, isLocal }) => `:${signed(offset)}${isLocal === true ? '@' : ''} ${text}`),
    ...(module.references ?? []).map(([offset, name]) => `^${hex(offset, 4)} ${name}`),
    ...(module.tail ?? []).map(([offset, value]) => `(${hex(offset, 4)}: ${hex(value, 2)})`),
  ].join(' ');
}

function short(value: number): number[] {
  return value < 0x80 ? [value] : [0x80 | (value >> 8), value & 0xff];
}

function long(value: number): number[] {
  const bytes = [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
  if (value < 0x80) return [value];
  if (value < 0x4000) return [0x80 | (value >> 8), value & 0xff];
  return value < 0x2000_0000 ? [0xc0 | (bytes[0] as number), ...bytes.slice(1)] : [0xff, ...bytes];
}

function word(value: number, version: number): number[] {
  return version >= 9 ? long(value) : short(value);
}

function nodeBytes({ pattern, children = [], leaves = [] }: BuiltNode, version: number): number[] {
  const bytes = pattern.match(/../g) ?? [];
  let mask = 0n;
  for (const byte of bytes) mask = mask * 2n + (byte === '..' ? 1n : 0n);
  const low = Number(mask & 0xffff_ffffn);
  const masks =
    bytes.length === 0
      ? []
      : bytes.length < 16
        ? short(low)
        : bytes.length <= 32
          ? long(low)
          : [...long(Number(mask >> 32n)), ...long(low)];
  return [
    bytes.length,
    ...masks,
    ...bytes.filter((byte) => byte !== '..').map((byte) => Number.parseInt(byte, 16)),
    ...short(children.length),
    ...children.flatMap((child) => nodeBytes(child, version)),
    ...(children.length === 0 ? leafBytes(leaves, version) : []),
  ];
}

function leafBytes(leaves: readonly BuiltLeaf[], version: number): number[] {
  return leaves.flatMap(({ crcLength = 0, crc = 0, modules }, i) => [
    ...[crcLength, crc >> 8, crc & 0xff],
    ...modules.flatMap((module, j) => {
      const more = j < modules.length - 1 ? 8 : i < leaves.length - 1 ? 0x10 : 0;
      return moduleBytes(module, version, more);
    }),
  ]);
}

function moduleBytes(module: BuiltModule, version: number, more: number): number[] {
  const { length = 0x20, names, tail = [], references = [] } = module;
  let last = 0;
  const flags = more | (tail.length > 0 ? 2 : 0) | (references.length > 0 ? 4 : 0);
  const count = (list: readonly unknown[]): number[] =>
    list.length > 0 && version >= 8 ? word(list.length, version) : [];
  return [
    ...word(length, version),
    ...names.flatMap(({ offset, text, isLocal, isCollision }, i) => {
      const relative = offset - last;
      last = offset;
      const attributes = (isLocal === true ? 2 : 0) | (isCollision === true ? 8 : 0) | (relative < 0 ? 0x10 : 0);
      return [
        ...word(Math.abs(relative), version),
        ...(attributes > 0 ? [attributes] : []),
        ...Buffer.from(text),
        i < names.length - 1 ? 1 : flags,
      ];
    }),
    ...count(tail),
    ...tail.flatMap(([offset, value]) => [...word(offset, version), value]),
    ...count(references),
    ...references.flatMap(([offset, name]) => {
      const bytes = [...Buffer.from(name)];
      return [
        ...word(offset, version),
        ...(bytes.length < 0x100 ? [bytes.length] : [0, ...short(bytes.length)]),
        ...bytes,
      ];
    }),
  ];
}
