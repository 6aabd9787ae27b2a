// The tables of a BinExport2 file from its bytes. What breaks off or makes no sense ends there; what was read until then counts.

import type { Integer } from '../../bytes/integer.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { LIMITS } from '../../limits.ts';
import { ABSENT, BinExport2, EXPRESSION, TablesFull, VERTEX } from './binexport2.ts';
import type { BinExport2Code } from './codes.ts';
import { type NumberList, WireError, WireReader } from './wire.ts';

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
const SHA256 = /^[0-9a-f]{64}$/;

/** What entries take in memory, roughly, in bytes: together with what is made of them later. */
const COST = {
  expression: 32,
  text: 64,
  operand: 8,
  item: 12,
  instruction: 64,
  block: 24,
  graph: 120,
  vertex: 240,
  pair: 24,
};

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
      if (reader.field === STRING_TABLE) readText(reader, into);
      else if (read === undefined) reader.skip();
      else readPart(reader.message(), read, into, diagnostics);
    }
  } catch (error) {
    const where = `byte ${reader.at}`;
    if (error instanceof WireError) {
      diagnostics.add('error', 'binexport2-truncated', `the file ends too early: ${error.message}`, where);
    } else if (error instanceof TablesFull) {
      diagnostics.add('error', 'binexport2-too-large', 'its tables are larger than what is read of them', where);
    } else throw error;
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
    if (message.field === 2) {
      const id = message.text().toLowerCase();
      into.executableId = SHA256.test(id) ? id : '';
    } else if (message.field === 3) into.architecture = message.text();
    else message.skip();
  }
}

function readExpression(message: WireReader, into: BinExport2): void {
  let type: number = EXPRESSION.integer;
  let symbol = '';
  let immediate: Integer = 0;
  let parent = ABSENT;
  try {
    while (message.next()) {
      if (message.field === 1) type = message.position();
      else if (message.field === 2) symbol = message.text();
      else if (message.field === 3) immediate = message.exactNumber();
      else if (message.field === 4) parent = message.position();
      else message.skip();
    }
  } finally {
    const isNew = into.expressions.add({ type, symbol, immediate, parent });
    into.spend(COST.expression + (isNew ? COST.text + 2 * symbol.length : 0));
  }
}

function readOperand(message: WireReader, into: BinExport2): void {
  into.spend(COST.operand);
  const items = new CountedList(into, into.operands);
  try {
    while (message.next()) {
      if (message.field === 1) message.addPositions(items);
      else message.skip();
    }
  } finally {
    into.operands.close();
  }
}

function readMnemonic(message: WireReader, into: BinExport2): void {
  let name = '';
  try {
    while (message.next()) {
      if (message.field === 1) name = message.text();
      else message.skip();
    }
  } finally {
    into.spend(COST.text + 2 * name.length);
    into.mnemonics.push(name.toLowerCase());
  }
}

function readInstruction(message: WireReader, into: BinExport2): void {
  let address = ABSENT;
  let mnemonic = 0;
  let length = 0;
  let start = 0;
  into.spend(COST.instruction);
  try {
    while (message.next()) {
      if (message.field === 1) address = message.address();
      else if (message.field === 2) message.addAddresses(new CountedList(into, into.callTargets));
      else if (message.field === 3) mnemonic = message.position();
      else if (message.field === 4) message.addPositions(new CountedList(into, into.instructionOperands));
      else if (message.field === 5) {
        length = message.length();
        start = message.at - length;
      } else message.skip();
    }
  } finally {
    into.addresses.push(address);
    into.lengths.push(length);
    into.starts.push(start);
    into.instructionMnemonics.push(mnemonic);
    into.instructionOperands.close();
    into.callTargets.close();
  }
}

function readBasicBlock(message: WireReader, into: BinExport2): void {
  into.spend(COST.block);
  try {
    while (message.next()) {
      if (message.field === 1) {
        const range = readRange(message.message());
        into.spend(COST.item);
        into.blockRanges.add(range.begin);
        into.blockRanges.add(range.end);
      } else message.skip();
    }
  } finally {
    into.blockRanges.close();
  }
}

function readRange(message: WireReader): { begin: number; end: number } {
  let begin = 0;
  let end: number | undefined;
  while (message.next()) {
    if (message.field === 1) begin = message.position();
    else if (message.field === 2) end = message.position();
    else message.skip();
  }
  return { begin, end: end ?? begin + 1 };
}

function readFlowGraph(message: WireReader, into: BinExport2): void {
  let entry = 0;
  into.spend(COST.graph);
  const blocks = new CountedList(into, into.graphBlocks);
  const edges = new CountedList(into, into.graphEdges);
  try {
    while (message.next()) {
      if (message.field === 1) message.addPositions(blocks);
      else if (message.field === 3) entry = message.position();
      else if (message.field === 2) addEdge(message.message(), edges);
      else message.skip();
    }
  } finally {
    into.graphBlocks.close();
    into.graphEntries.push(entry);
    into.graphEdges.close();
  }
}

/** An edge that lacks an end is none. */
function addEdge(message: WireReader, edges: NumberList): void {
  let source = ABSENT;
  let target = ABSENT;
  while (message.next()) {
    if (message.field === 1) source = message.position();
    else if (message.field === 2) target = message.position();
    else message.skip();
  }
  if (source < 0 || target < 0) return;
  edges.add(source);
  edges.add(target);
}

function readCallGraph(message: WireReader, into: BinExport2): void {
  const calls = new CountedList(into, { add: (vertex) => into.calls.push(vertex) });
  while (message.next()) {
    if (message.field === 1) addVertex(message.message(), into);
    else if (message.field === 2) addEdge(message.message(), calls);
    else message.skip();
  }
}

function addVertex(message: WireReader, into: BinExport2): void {
  let address = 0;
  let type: number = VERTEX.normal;
  let mangledName = '';
  let demangledName = '';
  try {
    while (message.next()) {
      if (message.field === 1) address = message.address();
      else if (message.field === 2) type = message.position();
      else if (message.field === 3) mangledName = message.text();
      else if (message.field === 4) demangledName = message.text();
      else message.skip();
    }
  } finally {
    into.spend(COST.vertex + 2 * (mangledName.length + demangledName.length));
    into.vertices.push({ address, type, mangledName, demangledName });
  }
}

function readText(reader: WireReader, into: BinExport2): void {
  const length = reader.length();
  into.spend(COST.item);
  into.textStarts.push(reader.at - length);
  into.textLengths.push(length);
}

function readStringReference(message: WireReader, into: BinExport2): void {
  let instruction = 0;
  let text = 0;
  while (message.next()) {
    if (message.field === 1) instruction = message.position();
    else if (message.field === 4) text = message.position();
    else message.skip();
  }
  into.spend(COST.pair);
  into.stringReferences.push(instruction);
  into.stringReferences.push(text);
}

function readDataReference(message: WireReader, into: BinExport2): void {
  let instruction = 0;
  let address = 0;
  while (message.next()) {
    if (message.field === 1) instruction = message.position();
    else if (message.field === 2) address = message.address();
    else message.skip();
  }
  into.spend(COST.pair);
  into.dataReferences.push(instruction);
  into.dataReferences.push(address);
}

function readSection(message: WireReader, into: BinExport2): void {
  let address = 0;
  let size = 0;
  let isMapped = false;
  while (message.next()) {
    if (message.field === 1) address = message.address();
    else if (message.field === 2) size = message.number();
    else if (message.field >= 3 && message.field <= 5) isMapped = message.number() !== 0 || isMapped;
    else message.skip();
  }
  if (into.sections.length < LIMITS.binexport2Sections) into.sections.push({ address, size, isMapped });
}

/** A list whose items count. */
class CountedList implements NumberList {
  readonly #into: BinExport2;
  readonly #list: NumberList;

  constructor(into: BinExport2, list: NumberList) {
    this.#into = into;
    this.#list = list;
  }

  add(value: number): void {
    this.#into.spend(COST.item);
    this.#list.add(value);
  }
}
