// Recordings of executed instructions, as large as they are asked for: a loop that mixes a text and writes it, in a function that is called again
// and again, in two threads, as a capa-trace file and as a trace of x64dbg.

import { closeSync, openSync, writeSync } from 'node:fs';

/** Address, bytes, and what it does to registers and memory. */
const BASE = 0x140001000;
const LOOP = [
  { at: 0x00, code: '8a0c0a', registers: { rcx: true }, read: 1 }, // mov cl, [rdx+rcx]
  { at: 0x03, code: '31c8', registers: { rax: true } }, // xor eax, ecx
  { at: 0x05, code: 'c1e803', registers: { rax: true } }, // shr eax, 3
  { at: 0x08, code: '3520 83b8ed'.replace(' ', ''), registers: { rax: true } }, // xor eax, 0xedb88320
  { at: 0x0d, code: '88043a', write: 1 }, // mov [rdx+rdi], al
  { at: 0x10, code: '48ffc7', registers: { rdi: true } }, // inc rdi
  { at: 0x13, code: '4883ff40' }, // cmp rdi, 0x40
  { at: 0x17, code: '75e7', jump: 0x00 }, // jne
];
const RET = { at: 0x19, code: 'c3', jump: 0x105 };
const CALL = { at: 0x100, code: 'e8fbfeffff', jump: 0x00 };
const AFTER = { at: 0x105, code: 'ebf9', jump: 0x100 };
const TURNS = 64;

/** One call of the function: its instructions in order. */
function* round() {
  yield CALL;
  for (let turn = 0; turn < TURNS; turn++) yield* LOOP;
  yield RET;
  yield AFTER;
}

const hex = (value) => `0x${value.toString(16)}`;

/** Writes a capa-trace file of at least that many instructions; returns how many. */
export function writeCapaTrace(path, instructions) {
  const out = openSync(path, 'w');
  const records = [
    {
      t: 'header',
      format: 'capa-trace',
      version: 1,
      producer: { name: 'bench' },
      arch: 'amd64',
      bits: 64,
      endian: 'little',
    },
    { t: 'process', s: 0, pid: 1, ppid: null, path: 'C:\\bench.exe' },
    { t: 'thread', s: 0, pid: 1, tid: 1 },
    { t: 'thread', s: 0, pid: 1, tid: 2 },
    { t: 'module', s: 0, pid: 1, base: '0x140000000', size: 0x10000, path: 'C:\\bench.exe', traced: true },
  ];
  Object.assign(records[0], { os: 'windows', level: 'insn', sample: { path: 'C:\\bench.exe' } });
  writeSync(out, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const told = new Set();
  let written = 0;
  let lines = [];
  for (let round_ = 0; written < instructions; round_++) {
    const tid = (round_ >> 6) % 2 === 0 ? 1 : 2;
    for (const { at, code, registers, read, write, jump } of round()) {
      const changed = {
        ...(registers === undefined
          ? {}
          : Object.fromEntries(Object.keys(registers).map((name) => [name, hex((written * 2654435761) >>> 0)]))),
        ...(jump === undefined ? {} : { rip: hex(BASE + jump) }),
      };
      const place = hex(0x7ff600000000 + (Math.floor(written / LOOP.length) % TURNS));
      const memory = read ? [['r', place, '61']] : write ? [['w', place, '7a']] : undefined;
      const bytes = told.has(at) ? undefined : code;
      told.add(at);
      lines.push(
        JSON.stringify({
          t: 'i',
          s: written + 1,
          tid,
          pc: hex(BASE + at),
          b: bytes,
          r: Object.keys(changed).length > 0 ? changed : undefined,
          m: memory,
        }),
      );
      written++;
    }
    if (lines.length > 10_000) {
      writeSync(out, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  const end = { t: 'end', s: written + 1, insns: written, calls: 0, unique_insns: told.size };
  writeSync(out, `${[...lines, JSON.stringify(end)].join('\n')}\n`);
  closeSync(out);
  return written;
}

/** The same as a trace of x64dbg: registers and memory that change, all registers every 512 instructions. */
export function writeX64dbgTrace(path, instructions) {
  const out = openSync(path, 'w');
  const header = Buffer.from(JSON.stringify({ ver: 1, arch: 'x64', compression: '', path: 'C:\\bench.exe' }));
  const start = Buffer.alloc(8);
  start.write('TRAC');
  start.writeUInt32LE(header.length, 4);
  writeSync(out, Buffer.concat([start, header]));
  const WORDS = 172;
  const NUMBERS = { rax: 0, rcx: 1, rdi: 7 };
  let written = 0;
  let blocks = [];
  for (let round_ = 0; written < instructions; round_++) {
    const tid = (round_ >> 6) % 2 === 0 ? 1 : 2;
    for (const { at, code, registers = {}, read, write } of round()) {
      const isFull = written % 512 === 0;
      const words = isFull
        ? Array.from({ length: WORDS }, (_, i) => i)
        : [...Object.keys(registers).map((name) => NUMBERS[name]), 16].sort((a, b) => a - b);
      const bytes = Buffer.from(code, 'hex');
      const accesses = read || write ? 1 : 0;
      const length = 4 + 4 + bytes.length + words.length * 9 + accesses * (1 + 8 + 8 + (write ? 8 : 0));
      const block = Buffer.alloc(length);
      let place = 0;
      block[place++] = 0;
      block[place++] = words.length;
      block[place++] = accesses;
      block[place++] = 0x80 | bytes.length;
      place = block.writeUInt32LE(tid, place);
      place += bytes.copy(block, place);
      let previous = -1;
      for (const word of words) {
        block[place++] = word - previous - 1;
        previous = word;
      }
      for (const word of words) {
        place = block.writeBigUInt64LE(word === 16 ? BigInt(BASE + at) : BigInt((written * 2654435761) >>> 0), place);
      }
      if (accesses > 0) {
        block[place++] = write ? 0 : 1;
        place = block.writeBigUInt64LE(BigInt(0x7ff600000000 + (Math.floor(written / LOOP.length) % TURNS)), place);
        place = block.writeBigUInt64LE(0x61n, place);
        if (write) place = block.writeBigUInt64LE(0x7an, place);
      }
      blocks.push(block);
      written++;
    }
    if (blocks.length > 10_000) {
      writeSync(out, Buffer.concat(blocks));
      blocks = [];
    }
  }
  writeSync(out, Buffer.concat(blocks));
  closeSync(out);
  return written;
}
