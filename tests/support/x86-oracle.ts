// Compares our decoder with iced-x86, instruction by instruction.

import {
  Code,
  Decoder,
  DecoderOptions,
  Instruction as Iced,
  MemorySizeExt,
  Mnemonic,
  OpKind,
  Register,
  RoundingControl,
} from 'iced-x86';
import { decode } from '../../src/code/x86/decode.ts';
import { Instruction, OPERAND, PREFIX, ROUNDING } from '../../src/code/x86/instruction.ts';
import { MNEMONICS } from '../../src/code/x86/mnemonics.ts';
import { registerName } from '../../src/code/x86/registers.ts';

export interface Outcome {
  readonly ours: string;
  readonly theirs: string;
}

/** A difference that is meant. */
export interface Explained {
  readonly reason: string;
  /** An instruction that shows it. */
  readonly code: string;
  readonly bits: 32 | 64;
  readonly applies: (outcome: Outcome) => boolean;
}

export const EXPLAINED: readonly Explained[] = [
  {
    reason: '0F 3F is how guests of Virtual PC ask for it; no manual has it',
    code: '0f3f070b',
    bits: 32,
    applies: ({ ours, theirs }) => theirs === 'none' && / vpcext /.test(ours),
  },
  {
    reason: 'forms of VIA processors that no manual describes are no instructions',
    code: 'f30fa6f0',
    bits: 32,
    applies: ({ ours, theirs }) => ours === 'none' && / (undoc|xsha512_alt|xstore_alt) /.test(theirs),
  },
];

const ours = new Instruction();
const theirs = new Iced();
const SEGMENTS = ['', 'es', 'cs', 'ss', 'ds', 'fs', 'gs'];
const names = new Map<number, string>();

function theirRegister(register: number): string {
  let name = names.get(register);
  if (name === undefined) {
    name = register === Register.None ? '' : (Register[register] as string).toLowerCase();
    name = name.replace(/^(r\d+)l$/, '$1b').replace(/^st(\d)$/, 'st($1)');
    names.set(register, name);
  }
  return name;
}

function hex(value: bigint | number, bits: number): string {
  return BigInt.asUintN(bits, BigInt(value)).toString(16);
}

/** Implicit memory of string instructions, which we do not list. */
const IMPLICIT: ReadonlySet<number> = new Set([
  OpKind.MemorySegSI,
  OpKind.MemorySegESI,
  OpKind.MemorySegRSI,
  OpKind.MemorySegDI,
  OpKind.MemorySegEDI,
  OpKind.MemorySegRDI,
  OpKind.MemoryESDI,
  OpKind.MemoryESEDI,
  OpKind.MemoryESRDI,
]);

const ROUNDINGS: Readonly<Record<number, number>> = {
  [RoundingControl.None]: ROUNDING.none,
  [RoundingControl.RoundToNearest]: ROUNDING.nearest,
  [RoundingControl.RoundDown]: ROUNDING.down,
  [RoundingControl.RoundUp]: ROUNDING.up,
  [RoundingControl.RoundTowardZero]: ROUNDING.zero,
};

function theirMemory(bits: number, isAddressShort: boolean): string {
  const base = theirs.memoryBase;
  const size = `${MemorySizeExt.size(theirs.memorySize)}`;
  const displacement = theirs.memoryDisplacement;
  if (base === Register.RIP || base === Register.EIP) return `m${size}[rip:${hex(theirs.ipRelMemoryAddress, 64)}]`;
  const index = theirRegister(theirs.memoryIndex);
  const scale = index === '' ? 1 : theirs.memoryIndexScale;
  const width = isAddressShort ? bits / 2 : bits;
  return `m${size}[${theirRegister(base)}+${index}*${scale}+${hex(displacement, width)}]`;
}

function describeTheirs(bits: number): string {
  const parts: string[] = [];
  const count = theirs.opCount;
  for (let i = 0; i < count; i++) {
    const kind = theirs.opKind(i);
    if (kind === OpKind.Register) parts.push(theirRegister(theirs.opRegister(i)));
    else if (kind === OpKind.Memory) parts.push(theirMemory(bits, (ours.prefixes & PREFIX.addressSize) !== 0));
    else if (kind <= OpKind.NearBranch64) parts.push(`rel:${hex(theirs.nearBranchTarget, bits)}`);
    else if (kind === OpKind.FarBranch16)
      parts.push(`far:${hex(theirs.farBranch16, 32)}:${hex(theirs.farBranchSelector, 16)}`);
    else if (kind === OpKind.FarBranch32)
      parts.push(`far:${hex(theirs.farBranch32, 32)}:${hex(theirs.farBranchSelector, 16)}`);
    else if (!IMPLICIT.has(kind))
      parts.push(`i${immediateSize(kind)}:${hex(theirs.immediate(i), immediateSize(kind) * 8)}`);
  }
  dropImplicit(parts);
  const decorations = [
    theirRegister(theirs.opMask),
    theirs.zeroingMasking ? 'z' : '',
    theirs.isBroadcast ? 'b' : '',
    theirs.suppressAllExceptions ? ROUNDING.suppressed : ROUNDINGS[theirs.roundingControl],
  ];
  return `${theirs.length} ${theirMnemonic()} ${parts.join(' ')} {${decorations}} ${theirPrefixes()}`;
}

/** Operands that we leave out: of string instructions, of `xlatb`, and st(0) where Intel syntax does not write it. */
function dropImplicit(parts: string[]): void {
  const code = Code[theirs.code] as string;
  if (/^(Lods|Stos|Scas|Ins|Outs)[bwdq]_|^Xlat/.test(code)) parts.length = 0;
  if (/^(Fcom|Fcomp|Fucom|Fucomp|Fxch)_st0_sti/.test(code)) parts.shift();
  if (code.startsWith('Reservednop')) parts.length = 1;
  // A selector has 16 bits whatever the operand size.
  if (code === 'Arpl_r32m16_r32')
    parts.forEach((part, i) => {
      parts[i] = part.replace(/^e(..)$/, '$1');
    });
}

/** Where the manual has another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = { reservednop: 'nop', getsecq: 'getsec' };

function theirMnemonic(): string {
  const name = (Mnemonic[theirs.mnemonic] as string).toLowerCase();
  return OTHER_NAMES[name] ?? name;
}

function theirPrefixes(): string {
  const segment = theirRegister(theirs.segmentPrefix);
  return `${theirs.hasLockPrefix ? 'lock ' : ''}${segment}`;
}

function immediateSize(kind: number): number {
  switch (kind) {
    case OpKind.Immediate16:
    case OpKind.Immediate8to16:
      return 2;
    case OpKind.Immediate32:
    case OpKind.Immediate8to32:
      return 4;
    case OpKind.Immediate64:
    case OpKind.Immediate8to64:
    case OpKind.Immediate32to64:
      return 8;
    default:
      return 1;
  }
}

function ourMemory(i: number, bits: number): string {
  const size = ours.size[i];
  if (ours.kind[i] === OPERAND.ripRelative) return `m${size}[rip:${hex(ours.target, 64)}]`;
  const isBare = ours.base === 0 && (ours.kind[i] === OPERAND.absolute || ours.kind[i] === OPERAND.sib);
  const isOffset = ours.kind[i] === OPERAND.absolute && ours.displacementBytes === 8;
  const value = isOffset
    ? (BigInt(ours.high[i] as number) << 32n) | BigInt(ours.low[i] as number)
    : isBare
      ? ours.target
      : ours.displacement;
  const width = (ours.prefixes & PREFIX.addressSize) !== 0 ? bits / 2 : bits;
  return `m${size}[${registerName(ours.base)}+${registerName(ours.index)}*${ours.scale}+${hex(value, width)}]`;
}

function describeOurs(bits: number): string {
  const parts: string[] = [];
  for (let i = 0; i < ours.operands; i++) {
    const kind = ours.kind[i];
    const value = (BigInt(ours.high[i] as number) << 32n) | BigInt(ours.low[i] as number);
    if (kind === OPERAND.register) parts.push(registerName(ours.register[i] as number));
    else if (kind === OPERAND.immediate) parts.push(`i${ours.size[i]}:${value.toString(16)}`);
    else if (kind === OPERAND.relative) parts.push(`rel:${hex(ours.target, bits)}`);
    else if (kind === OPERAND.far)
      parts.push(`far:${(ours.low[i] as number).toString(16)}:${(ours.high[i] as number).toString(16)}`);
    else parts.push(ourMemory(i, bits));
  }
  const decorations = [
    ours.mask === 0 ? '' : `k${ours.mask}`,
    ours.zeroing === 0 ? '' : 'z',
    ours.broadcast === 0 ? '' : 'b',
    ours.rounding,
  ];
  const lock = (ours.prefixes & PREFIX.lock) !== 0 ? 'lock ' : '';
  return `${ours.length} ${MNEMONICS[ours.mnemonic]} ${parts.join(' ')} {${decorations}} ${lock}${SEGMENTS[ours.segment]}`;
}

export class Oracle {
  readonly #bytes: Uint8Array;
  readonly #bits: 32 | 64;
  readonly #decoder: Decoder;

  constructor(bytes: Uint8Array, bits: 32 | 64) {
    this.#bytes = bytes;
    this.#bits = bits;
    this.#decoder = new Decoder(bits, bytes, DecoderOptions.MPX);
  }

  /** What differs at an offset; the length of the other decoder's instruction is left in `length`, 0 if it has none. */
  length = 0;

  compare(offset: number, address: number): Outcome | undefined {
    this.#decoder.position = offset;
    this.#decoder.ip = BigInt(address);
    this.#decoder.decodeOut(theirs);
    const code = theirs.code;
    this.length = code === 0 ? 0 : theirs.length;
    const found = decode(this.#bytes, offset, this.#bytes.length, address, this.#bits, ours);
    const mine = found === 0 ? 'none' : describeOurs(this.#bits);
    const other = code === 0 ? 'none' : describeTheirs(this.#bits);
    return mine === other ? undefined : { ours: mine, theirs: other };
  }

  free(): void {
    this.#decoder.free();
  }
}
