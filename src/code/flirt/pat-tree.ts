// `.pat` files become the tree that `.sig` files hold, so that there is one way to match. Lines with a common beginning share nodes.

import { IntList } from '../../bytes/growable.ts';
import { type PatModule, readPatLine } from './pat-line.ts';
import { ATTRIBUTE, FLAG, SignatureTree } from './signature-tree.ts';
import { TreeWriter, WRITTEN_VERSION } from './tree-writer.ts';

/** Shortest pattern behind which checksums begin. */
const PATTERN_SIZE = 32;

export interface PatTree {
  readonly tree: SignatureTree;
  /** Numbers of the lines that cannot be read, from 1. */
  readonly malformed: Int32Array;
}

/** Reads the text of a `.pat` file. */
export function readPat(text: string): PatTree {
  const modules: PatModule[] = [];
  const malformed = new IntList();
  for (let at = 0, number = 1; at < text.length; number++) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    at = end < 0 ? text.length : end + 1;
    if (line.startsWith('---')) break;
    if (line === '' || line.startsWith('#')) continue;
    const module = readPatLine(line);
    if (module === undefined) malformed.push(number);
    else modules.push(module);
  }
  return { tree: buildTree(modules), malformed: malformed.items() };
}

function buildTree(modules: readonly PatModule[]): SignatureTree {
  const patternSize = modules.reduce((size, { pattern }) => Math.max(size, pattern.length / 2), PATTERN_SIZE);
  const byPattern = new Map<string, PatModule[]>();
  for (const module of modules) {
    // The rest of a pattern is any bytes.
    const pattern = module.pattern.padEnd(2 * patternSize, '.');
    const same = byPattern.get(pattern);
    if (same === undefined) byPattern.set(pattern, [module]);
    else same.push(module);
  }
  const writer = new TreeWriter();
  if (byPattern.size === 0) writer.short(0);
  else
    writeNode(
      writer,
      [...byPattern].sort(([a], [b]) => (a < b ? -1 : 1)),
      0,
    );
  return new SignatureTree(writer.written().slice(), WRITTEN_VERSION, patternSize);
}

type Branch = readonly [pattern: string, modules: readonly PatModule[]];

/** Writes what is below a node: `branches` are sorted and have their first `from` letters in common. */
function writeNode(writer: TreeWriter, branches: readonly Branch[], from: number): void {
  const [pattern, modules] = branches[0] as Branch;
  if (from === pattern.length) {
    writer.short(0);
    writeLeaf(writer, modules);
    return;
  }
  const groups = groupByNextByte(branches, from);
  writer.short(groups.length);
  for (const group of groups) {
    const [first] = group[0] as Branch;
    const [last] = group[group.length - 1] as Branch;
    // Sorted, so what the ends have in common all have.
    let end = from + 2;
    while (end < first.length && first.slice(end, end + 2) === last.slice(end, end + 2)) end += 2;
    writePattern(writer, first.slice(from, end));
    writeNode(writer, group, end);
  }
}

function groupByNextByte(branches: readonly Branch[], from: number): Branch[][] {
  const groups: Branch[][] = [];
  let current: string | undefined;
  for (const branch of branches) {
    const next = branch[0].slice(from, from + 2);
    if (next !== current) groups.push([]);
    current = next;
    groups[groups.length - 1]?.push(branch);
  }
  return groups;
}

function writePattern(writer: TreeWriter, pattern: string): void {
  const bytes = pattern.match(/../g) ?? [];
  const wild = bytes.map((digits) => (digits === '..' ? '1' : '0')).join('');
  const low = Number.parseInt(wild.slice(-32), 2);
  writer.short(bytes.length);
  if (bytes.length > 32) writer.long(Number.parseInt(wild.slice(0, -32), 2));
  if (bytes.length < 16) writer.short(low);
  else writer.long(low);
  for (const digits of bytes) if (digits !== '..') writer.u8(Number.parseInt(digits, 16));
}

function writeLeaf(writer: TreeWriter, modules: readonly PatModule[]): void {
  const byChecksum = new Map<number, PatModule[]>();
  for (const module of modules) {
    const key = module.crcLength * 0x1_0000 + module.crc;
    const same = byChecksum.get(key);
    if (same === undefined) byChecksum.set(key, [module]);
    else same.push(module);
  }
  let checksumsLeft = byChecksum.size;
  for (const [key, same] of byChecksum) {
    checksumsLeft--;
    writer.u8(key >>> 16);
    writer.u16(key & 0xffff);
    same.forEach((module, i) => {
      const isLast = i === same.length - 1;
      writeModule(writer, module, isLast ? (checksumsLeft > 0 ? FLAG.moreChecksums : 0) : FLAG.moreModules);
    });
  }
}

function writeModule(writer: TreeWriter, module: PatModule, more: number): void {
  const { names, references, tail } = module;
  const encoder = new TextEncoder();
  writer.long(module.length);
  let last = 0;
  names.forEach(({ offset, text, isLocal }, i) => {
    const attributes = (isLocal ? ATTRIBUTE.local : 0) | (offset < last ? ATTRIBUTE.negative : 0);
    writer.long(Math.abs(offset - last));
    if (attributes !== 0) writer.u8(attributes);
    writer.append(encoder.encode(text));
    last = offset;
    if (i < names.length - 1) writer.u8(FLAG.moreNames);
  });
  writer.u8(more | (tail.length > 0 ? FLAG.tailBytes : 0) | (references.length > 0 ? FLAG.references : 0));
  if (tail.length > 0) writer.long(tail.length);
  for (const { offset, value } of tail) {
    writer.long(offset);
    writer.u8(value);
  }
  if (references.length > 0) writer.long(references.length);
  for (const { offset, name } of references) {
    const bytes = encoder.encode(name);
    writer.long(offset);
    writer.u8(bytes.length < 0x100 ? bytes.length : 0);
    if (bytes.length >= 0x100) writer.short(bytes.length);
    writer.append(bytes);
  }
}
