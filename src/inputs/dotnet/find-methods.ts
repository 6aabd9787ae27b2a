// The methods that have code, with what one look at their instructions shows: what they call, whether they go in circles, where blocks begin.

import { IntegerSet } from '../../bytes/integer-map.ts';
import { CilDecoder } from '../../code/cil/decode.ts';
import { OP } from '../../code/cil/opcodes.ts';
import { Allowance, type AllowanceOptions } from '../../code/discovery/allowance.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { DotnetCode } from '../../formats/dotnet/codes.ts';
import type { Metadata } from '../../formats/dotnet/metadata.ts';
import { type ExceptionClause, type MethodBody, readMethodBody } from '../../formats/dotnet/method-body.ts';
import { TABLE, tokenOf } from '../../formats/dotnet/schema.ts';
import type { MappedView } from '../../formats/mapped-view.ts';
import type { Semantics } from '../../semantics.ts';
import { BlockFinder } from './find-blocks.ts';

export interface ManagedMethod {
  readonly row: number;
  readonly token: number;
  readonly code: Uint8Array;
  /** Up to where instructions are looked at. */
  readonly end: number;
  readonly instructions: number;
  readonly hasLoop: boolean;
  /** Whether a block goes on to its own beginning. */
  readonly hasTightLoop: boolean;
  /** Tokens of what is called, each once, as they are written. */
  readonly calls: readonly number[];
  /** Offsets at which blocks begin, ascending; none where nobody asks for them. */
  readonly blocks: Int32Array;
  readonly clauses: readonly ExceptionClause[];
}

/** Bits of the flags of methods (ECMA-335, II.23.1.10 and 23.1.11). */
export const METHOD = {
  codeType: 3,
  native: 1,
  unmanaged: 4,
  abstract: 0x400,
  nativeImport: 0x2000,
} as const;

export interface FindOptions extends AllowanceOptions {
  readonly semantics: Semantics;
  readonly notes: Diagnostics<DotnetCode>;
  /** Bodies of real methods do not overlap, so no more code than the file is large is looked at, about. */
  readonly fileSize: number;
}

/** How often a byte is code of a method, about, and bytes of code that may be shared more often. */
const SHARED_TIMES = 2;
const SHARED_FREE = 100_000;

/** All methods with code, in the order of their table. */
export function findMethods(metadata: Metadata, view: MappedView, options: FindOptions): ManagedMethod[] {
  const { semantics, notes, fileSize } = options;
  const allowance = new Allowance(options);
  const methods: ManagedMethod[] = [];
  const rows = metadata.rows(TABLE.methodDef);
  const wantsBlocks = semantics['dotnet-blocks'];
  let references = 0;
  let left = fileSize * SHARED_TIMES + SHARED_FREE;
  for (let row = 1; row <= rows && !allowance.isOver; row++) {
    const { rva, implFlags, flags } = metadata.methodDef(row);
    if ((implFlags & METHOD.codeType) !== 0 || (flags & (METHOD.abstract | METHOD.nativeImport)) !== 0) continue;
    const body = readMethodBody(view, rva);
    const found = body && lookThrough(row, body, allowance, { functions: methods.length, references, wantsBlocks });
    if (found === undefined || body === undefined) continue;
    left -= found.method.end;
    if (left < 0) {
      allowance.leaveOut('code in its methods');
      break;
    }
    const isDamaged = found.isBroken || body.isCut || body.areClausesDamaged;
    if (isDamaged) notes.add('warning', 'dotnet-body-damaged', bodyMessage(semantics), `method ${row}`);
    if (isDamaged && (found.method.instructions === 0 || !semantics['dotnet-damage'])) continue;
    references += found.method.calls.length;
    methods.push(found.method);
  }
  return methods;
}

function bodyMessage(semantics: Semantics): string {
  return semantics['dotnet-damage']
    ? 'The body of a method is damaged; what is left of it is read.'
    : 'The body of a method is damaged; it is left out.';
}

interface LookedThrough {
  readonly method: ManagedMethod;
  /** Whether the code ends inside of an instruction. */
  readonly isBroken: boolean;
}

const NO_BLOCKS = new Int32Array();

/** Undefined where no more may be looked at. */
function lookThrough(
  row: number,
  { code, size, clauses }: MethodBody,
  allowance: Allowance,
  found: { readonly functions: number; readonly references: number; readonly wantsBlocks: boolean },
): LookedThrough | undefined {
  const token = tokenOf(TABLE.methodDef, row);
  const decoder = new CilDecoder(code);
  const calls = new IntegerSet();
  const blocks = found.wantsBlocks ? new BlockFinder(clauses) : undefined;
  const most = allowance.limits.functionInstructions;
  let at = 0;
  let hasLoop = false;
  let instructions = 0;
  for (; at < size && decoder.decode(at); at = decoder.end) {
    if (instructions === most) {
      allowance.cut(token);
      break;
    }
    if (!allowance.takeInstruction(found.functions, found.references + calls.size)) return undefined;
    instructions++;
    if (isCall(decoder.opcode)) calls.add(decoder.operand);
    blocks?.see(decoder);
    hasLoop = seeTargets(decoder, blocks, allowance) || hasLoop;
  }
  const starts = blocks?.starts() ?? NO_BLOCKS;
  return {
    isBroken: at < size && instructions < most,
    method: {
      ...{ row, token, code, end: at, instructions, hasLoop, clauses },
      hasTightLoop: blocks?.hasTightLoop(starts) ?? false,
      calls: [...calls],
      blocks: starts,
    },
  };
}

/** Whether the instruction may go back. A switch may have more targets than anybody looks at. */
function seeTargets(decoder: CilDecoder, blocks: BlockFinder | undefined, allowance: Allowance): boolean {
  let goesBack = false;
  const count = decoder.targetCount;
  for (let i = 0; i < count && (count === 1 || allowance.takeSlot()); i++) {
    const target = decoder.target(i);
    blocks?.seeTarget(decoder.at, target);
    goesBack ||= target < decoder.at;
  }
  return goesBack;
}

/** `call`, `callvirt`, `jmp`, `newobj` */
function isCall(opcode: number): boolean {
  return opcode === OP.call || opcode === OP.callvirt || opcode === OP.newobj || opcode === OP.jmp;
}
