// Instructions of the common intermediate language (ECMA-335, III.1.2): names and kinds of operands. Those of two bytes begin with FE and
// have 256 more than their second byte here.

/** What follows an opcode. Tokens are told apart by what they may name. */
export const OPERAND = {
  none: 0,
  int8: 1,
  int32: 2,
  int64: 3,
  float32: 4,
  float64: 5,
  variable8: 6,
  variable16: 7,
  branch8: 8,
  branch32: 9,
  switch: 10,
  method: 11,
  field: 12,
  type: 13,
  string: 14,
  token: 15,
  signature: 16,
} as const;

/** Instructions that are told from others. */
export const OP = {
  ldcM1: 0x15,
  ldc0: 0x16,
  ldc8: 0x1e,
  ldcS: 0x1f,
  ldcI4: 0x20,
  ldcI8: 0x21,
  ldcR4: 0x22,
  ldcR8: 0x23,
  jmp: 0x27,
  call: 0x28,
  calli: 0x29,
  ret: 0x2a,
  brS: 0x2b,
  br: 0x38,
  switch: 0x45,
  callvirt: 0x6f,
  ldstr: 0x72,
  newobj: 0x73,
  throw: 0x7a,
  ldfld: 0x7b,
  stfld: 0x7d,
  ldsflda: 0x7f,
  stsfld: 0x80,
  ldtoken: 0xd0,
  endfinally: 0xdc,
  leave: 0xdd,
  leaveS: 0xde,
  ldftn: 0x106,
  ldvirtftn: 0x107,
  endfilter: 0x111,
  rethrow: 0x11a,
} as const;

/** First byte of instructions of two. */
export const PREFIX = 0xfe;
/** What is added to the second byte of those. */
export const SECOND = 0x100;

const CONDITIONS = 'brfalse brtrue beq bge bgt ble blt bne.un bge.un bgt.un ble.un blt.un'.split(' ');
const INTEGERS = 'i1 i2 i4 i8 u1 u2 u4 u8'.split(' ');
const BINARY = 'add sub mul div div.un rem rem.un and or xor shl shr shr.un neg not'.split(' ');
const TYPES = 'i1 u1 i2 u2 i4 u4 i8'.split(' ');

/** Names of opcodes that follow each other, from the first one. */
const NAMES: readonly (readonly [first: number, names: readonly string[]])[] = [
  [0x00, ['nop', 'break']],
  [0x02, ['ldarg', 'ldloc', 'stloc'].flatMap((name) => [0, 1, 2, 3].map((n) => `${name}.${n}`))],
  [0x0e, ['ldarg.s', 'ldarga.s', 'starg.s', 'ldloc.s', 'ldloca.s', 'stloc.s', 'ldnull', 'ldc.i4.m1']],
  [0x16, [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => `ldc.i4.${n}`)],
  [0x1f, ['ldc.i4.s', 'ldc.i4', 'ldc.i8', 'ldc.r4', 'ldc.r8']],
  [0x25, ['dup', 'pop', 'jmp', 'call', 'calli', 'ret', 'br.s']],
  [0x2c, CONDITIONS.map((name) => `${name}.s`)],
  [0x38, ['br', ...CONDITIONS, 'switch']],
  [0x46, [...TYPES, 'i', 'r4', 'r8', 'ref'].map((type) => `ldind.${type}`)],
  [0x51, ['ref', 'i1', 'i2', 'i4', 'i8', 'r4', 'r8'].map((type) => `stind.${type}`)],
  [0x58, BINARY],
  [0x67, ['i1', 'i2', 'i4', 'i8', 'r4', 'r8', 'u4', 'u8'].map((type) => `conv.${type}`)],
  [0x6f, ['callvirt', 'cpobj', 'ldobj', 'ldstr', 'newobj', 'castclass', 'isinst', 'conv.r.un']],
  [0x79, ['unbox', 'throw', 'ldfld', 'ldflda', 'stfld', 'ldsfld', 'ldsflda', 'stsfld', 'stobj']],
  [0x82, [...INTEGERS, 'i', 'u'].map((type) => `conv.ovf.${type}.un`)],
  [0x8c, ['box', 'newarr', 'ldlen', 'ldelema']],
  [0x90, [...TYPES, 'i', 'r4', 'r8', 'ref'].map((type) => `ldelem.${type}`)],
  [0x9b, ['i', 'i1', 'i2', 'i4', 'i8', 'r4', 'r8', 'ref'].map((type) => `stelem.${type}`)],
  [0xa3, ['ldelem', 'stelem', 'unbox.any']],
  [0xb3, ['i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8'].map((type) => `conv.ovf.${type}`)],
  [0xc2, ['refanyval', 'ckfinite']],
  [0xc6, ['mkrefany']],
  [0xd0, ['ldtoken', 'conv.u2', 'conv.u1', 'conv.i', 'conv.ovf.i', 'conv.ovf.u']],
  [0xd6, ['add.ovf', 'add.ovf.un', 'mul.ovf', 'mul.ovf.un', 'sub.ovf', 'sub.ovf.un']],
  [0xdc, ['endfinally', 'leave', 'leave.s', 'stind.i', 'conv.u']],
  [0x100, ['arglist', 'ceq', 'cgt', 'cgt.un', 'clt', 'clt.un', 'ldftn', 'ldvirtftn']],
  [0x109, ['ldarg', 'ldarga', 'starg', 'ldloc', 'ldloca', 'stloc', 'localloc']],
  [0x111, ['endfilter', 'unaligned.', 'volatile.', 'tail.', 'initobj', 'constrained.', 'cpblk', 'initblk']],
  [0x119, ['no.', 'rethrow']],
  [0x11c, ['sizeof', 'refanytype', 'readonly.']],
];

/** Opcodes by what follows them, as ranges with both ends. */
const OPERANDS: readonly (readonly [kind: number, ...ranges: readonly (readonly [first: number, last: number])[]])[] = [
  [OPERAND.int8, [0x1f, 0x1f], [0x112, 0x112], [0x119, 0x119]],
  [OPERAND.int32, [0x20, 0x20]],
  [OPERAND.int64, [0x21, 0x21]],
  [OPERAND.float32, [0x22, 0x22]],
  [OPERAND.float64, [0x23, 0x23]],
  [OPERAND.variable8, [0x0e, 0x13]],
  [OPERAND.variable16, [0x109, 0x10e]],
  [OPERAND.branch8, [0x2b, 0x37], [0xde, 0xde]],
  [OPERAND.branch32, [0x38, 0x44], [0xdd, 0xdd]],
  [OPERAND.switch, [0x45, 0x45]],
  [OPERAND.method, [0x27, 0x28], [0x6f, 0x6f], [0x73, 0x73], [0x106, 0x107]],
  [OPERAND.field, [0x7b, 0x80]],
  [
    OPERAND.type,
    ...([0x70, 0x71, 0x74, 0x75, 0x79, 0x81, 0x8c, 0x8d, 0x8f, 0xa3, 0xa4, 0xa5, 0xc2, 0xc6] as const).map(
      (opcode) => [opcode, opcode] as const,
    ),
    ...[[0x115, 0x116] as const, [0x11c, 0x11c] as const],
  ],
  [OPERAND.string, [0x72, 0x72]],
  [OPERAND.token, [0xd0, 0xd0]],
  [OPERAND.signature, [0x29, 0x29]],
];

function gatherNames(): string[] {
  const names: string[] = [];
  for (const [first, list] of NAMES) for (const [i, name] of list.entries()) names[first + i] = name;
  return names;
}

function gatherOperands(): Uint8Array {
  const kinds = new Uint8Array(2 * SECOND);
  for (const [kind, ...ranges] of OPERANDS) for (const [first, last] of ranges) kinds.fill(kind, first, last + 1);
  return kinds;
}

const MNEMONICS: readonly (string | undefined)[] = gatherNames();

/** Kind of operand by opcode. Opcodes that mean nothing have none. */
export const OPERAND_KINDS: Uint8Array = gatherOperands();

/** Name of an opcode; undefined for those that mean nothing. */
export function mnemonicOf(opcode: number): string | undefined {
  return MNEMONICS[opcode];
}
