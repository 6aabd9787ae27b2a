// The tables of a BinExport2 file from its bytes. What breaks off or makes no sense ends there; what was read until then counts.

import type { Diagnostics } from '../../diagnostics.ts';
import { LIMITS } from '../../limits.ts';
import { ABSENT, BinExport2, EXPRESSION, VERTEX } from './binexport2.ts';
import type { BinExport2Code } from './codes.ts';
import { WireError, WireReader } from './wire.ts';

type ReadField = (message: WireReader, into: BinExport2) => void;

/** By number of the field. */
const FIELDS: Readonly<Record<number, ReadField>> = {
  1: readMeta,
  2: readExpression,
  3: readOperand,
  4: readMnemonic,
  5: readInstruction,
  6: readBasicBlock,
  7: readFlowGraph,
  8: readCallGraph,
  11: readStringReference,
  13: readSection,
  15: readDataReference,
};
const STRING_TABLE = 9;

/** Reads what is there. `budget` says why reading has to end. */
export function readBinExport2(
  bytes: Uint8Array,
  diagnostics: Diagnostics<BinExport2Code>,
  budget?: () => string | undefined,
): BinExport2 {
  const into = new BinExport2(bytes);
  const reader = new WireReader(bytes);
  let fields = 0;
  try {
    while (reader.next()) {
      if ((fields++ & 0xffff) === 0 && budget?.() !== undefined) break;
      const read = FIELDS[reader.field];
      if (reader.field === STRING_TABLE) into.strings.push(reader.text());
      else if (read === undefined) reader.skip();
      else readPart(reader.message(), read, into, diagnostics);
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    diagnostics.add('error', 'binexport2-truncated', `the file ends too early: ${error.message}`, `byte ${reader.at}`);
  }
  return into;
}

/** A part that is damaged inside counts as far as it goes: positions in its table stay what they are. */
function readPart(
  message: WireReader,
  read: ReadField,
  into: BinExport2,
  diagnostics: Diagnostics<BinExport2Code>,
): void {
  try {
    read(message, into);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    diagnostics.add(
      'warning',
      'binexport2-entry-skipped',
      `an entry is damaged: ${error.message}`,
      `byte ${message.at}`,
    );
  }
}

function readMeta(message: WireReader, into: BinExport2): void {
  while (message.next()) {
    if (message.field === 1) into.executableName = message.text();
    else if (message.field === 2) into.executableId = message.text().toLowerCase();
    else if (message.field === 3) into.architecture = message.text();
    else message.skip();
  }
}

function readExpression(message: WireReader, into: BinExport2): void {
  let type: number = EXPRESSION.integer;
  let symbol = '';
  let immediate: number | bigint = 0;
  let parent = ABSENT;
  const add = (): void => {
    into.expressions.push({ type, symbol, immediate, parent });
  };
  finallyAdd(add, () => {
    while (message.next()) {
      if (message.field === 1) type = message.varint();
      else if (message.field === 2) symbol = message.text();
      else if (message.field === 3) immediate = message.varint64();
      else if (message.field === 4) parent = message.int32();
      else message.skip();
    }
  });
}

/** Adds an entry even if it is damaged. */
function finallyAdd(add: () => void, read: () => void): void {
  try {
    read();
  } finally {
    add();
  }
}

function readOperand(message: WireReader, { operands }: BinExport2): void {
  finallyAdd(
    () => operands.close(),
    () => {
      while (message.next()) {
        if (message.field === 1) for (const expression of message.repeated()) operands.add(expression);
        else message.skip();
      }
    },
  );
}

function readMnemonic(message: WireReader, { mnemonics }: BinExport2): void {
  let name = '';
  finallyAdd(
    () => mnemonics.push(name.toLowerCase()),
    () => {
      while (message.next()) {
        if (message.field === 1) name = message.text();
        else message.skip();
      }
    },
  );
}

function readInstruction(message: WireReader, into: BinExport2): void {
  let address = ABSENT;
  let mnemonic = 0;
  let length = 0;
  let start = 0;
  finallyAdd(
    () => {
      into.addresses.push(address);
      into.lengths.push(length);
      into.starts.push(start);
      into.instructionMnemonics.push(mnemonic);
      into.instructionOperands.close();
      into.callTargets.close();
    },
    () => {
      while (message.next()) {
        switch (message.field) {
          case 1:
            address = into.toNear(message.varint64());
            break;
          case 2:
            if (message.kind === 0) into.callTargets.add(into.toNear(message.varint64()));
            else for (const target of message.repeated()) into.callTargets.add(target);
            break;
          case 3:
            mnemonic = message.int32();
            break;
          case 4:
            for (const operand of message.repeated()) into.instructionOperands.add(operand);
            break;
          case 5:
            length = message.length();
            start = message.at - length;
            break;
          default:
            message.skip();
        }
      }
    },
  );
}

function readBasicBlock(message: WireReader, { blockRanges }: BinExport2): void {
  finallyAdd(
    () => blockRanges.close(),
    () => {
      while (message.next()) {
        if (message.field === 1) {
          const range = readRange(message.message());
          blockRanges.add(range.begin);
          blockRanges.add(range.end);
        } else message.skip();
      }
    },
  );
}

function readRange(message: WireReader): { begin: number; end: number } {
  let begin = 0;
  let end = ABSENT;
  while (message.next()) {
    if (message.field === 1) begin = message.int32();
    else if (message.field === 2) end = message.int32();
    else message.skip();
  }
  return { begin, end: end === ABSENT ? begin + 1 : end };
}

function readFlowGraph(message: WireReader, { flowGraphs }: BinExport2): void {
  const blocks: number[] = [];
  const edges: number[] = [];
  let entry = 0;
  finallyAdd(
    () => flowGraphs.push({ blocks, entry, edges }),
    () => {
      while (message.next()) {
        if (message.field === 1) for (const block of message.repeated()) blocks.push(block);
        else if (message.field === 3) entry = message.int32();
        else if (message.field === 2) addEdge(message.message(), edges);
        else message.skip();
      }
    },
  );
}

/** An edge that lacks an end is none. */
function addEdge(message: WireReader, edges: number[]): void {
  let source = ABSENT;
  let target = ABSENT;
  while (message.next()) {
    if (message.field === 1) source = message.int32();
    else if (message.field === 2) target = message.int32();
    else message.skip();
  }
  if (source >= 0 && target >= 0) edges.push(source, target);
}

function readCallGraph(message: WireReader, into: BinExport2): void {
  while (message.next()) {
    if (message.field === 1) addVertex(message.message(), into);
    else if (message.field === 2) addEdge(message.message(), into.calls);
    else message.skip();
  }
}

function addVertex(message: WireReader, into: BinExport2): void {
  let address = 0;
  let type: number = VERTEX.normal;
  let mangledName = '';
  let demangledName = '';
  finallyAdd(
    () => into.vertices.push({ address, type, mangledName, demangledName }),
    () => {
      while (message.next()) {
        if (message.field === 1) address = into.toNear(message.varint64());
        else if (message.field === 2) type = message.varint();
        else if (message.field === 3) mangledName = message.text();
        else if (message.field === 4) demangledName = message.text();
        else message.skip();
      }
    },
  );
}

function readStringReference(message: WireReader, { stringReferences }: BinExport2): void {
  let instruction = 0;
  let text = 0;
  while (message.next()) {
    if (message.field === 1) instruction = message.int32();
    else if (message.field === 4) text = message.int32();
    else message.skip();
  }
  stringReferences.push(instruction);
  stringReferences.push(text);
}

function readDataReference(message: WireReader, into: BinExport2): void {
  let instruction = 0;
  let address = 0;
  while (message.next()) {
    if (message.field === 1) instruction = message.int32();
    else if (message.field === 2) address = into.toNear(message.varint64());
    else message.skip();
  }
  into.dataReferences.push(instruction);
  into.dataReferences.push(address);
}

function readSection(message: WireReader, into: BinExport2): void {
  let address = 0;
  let size = 0;
  let isMapped = false;
  while (message.next()) {
    if (message.field === 1) address = into.toNear(message.varint64());
    else if (message.field === 2) size = message.varint();
    else if (message.field >= 3 && message.field <= 5) isMapped = message.varint() !== 0 || isMapped;
    else message.skip();
  }
  if (into.sections.length < LIMITS.binexport2Sections) into.sections.push({ address, size, isMapped });
}
