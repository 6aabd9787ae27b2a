// A function with its blocks: every instruction, and beside it the features that it gives.

import { type Address, addressKey } from '../../features/address.ts';
import type { Disassembly } from '../../features/code-view.ts';
import { countOf } from '../../features/count-text.ts';
import { formatFeature } from '../../features/feature-text.ts';
import type { LocatedFeature } from '../../features/located.ts';
import { addressText } from './addresses.ts';
import { BLANK, type Block, line } from './blocks.ts';
import { executionsText } from './executions.ts';
import { type Line, type Piece, piece } from './markup.ts';

/** Columns by which the further parts of a line that is broken hang. */
const HANG = 6;
/** Columns of the text of an instruction; longer ones move what stands beside them. */
const TEXT = 36;
/** Addresses of callers that are listed. */
const SHOWN_CALLERS = 8;

/** The function line by line. */
export function* disassemblyBlocks({ listed, features, blocks }: Disassembly): Generator<Block, void, void> {
  yield line(piece('function ', 'dim'), piece(addressText(listed.address), 'emphasis'), piece(namesText(listed)));
  yield line(piece(`  ${factsText(listed)}`, 'dim'));
  yield* featureBlock(features, listed.address);
  for (const block of blocks) {
    yield BLANK;
    yield line(piece('basic block ', 'dim'), piece(addressText(block.address), 'emphasis'));
    yield* featureBlock(block.features, block.address);
    for (const { address, instruction, features: own } of block.instructions) {
      const text = `${instruction?.text ?? ''}  `.padEnd(TEXT);
      const said = instruction?.ran === undefined ? '' : executionsText(instruction.ran);
      const ran = said === '' ? [] : [piece(`  ; ${said}`, 'dim')];
      yield flow([piece(`${addressText(address)}  `, 'dim'), piece(text), ...beside(own, address), ...ran]);
    }
  }
}

function namesText({ names, library, thunkTo }: Disassembly['listed']): string {
  const all = library === undefined ? names : [...names, `${library} (library)`];
  return [...all, ...(thunkTo === undefined ? [] : [`→ ${thunkTo}`])].map((name) => `  ${name}`).join('');
}

function factsText({ evidence, blocks, instructions, callers }: Disassembly['listed']): string {
  const shown = callers.slice(0, SHOWN_CALLERS).map(addressText).join(', ');
  const more = callers.length > SHOWN_CALLERS ? `, and ${callers.length - SHOWN_CALLERS} more` : '';
  const called = callers.length === 0 ? 'nothing calls it' : `called by ${shown}${more}`;
  return `found by ${evidence}; ${countOf(blocks, 'block')}, ${countOf(instructions, 'instruction')}; ${called}`;
}

function* featureBlock(features: readonly LocatedFeature[], owner: Address): Generator<Block, void, void> {
  if (features.length > 0) yield flow(beside(features, owner));
}

function flow(pieces: Line): Block {
  return { kind: 'flow', line: pieces, indent: 2, hang: HANG };
}

/** Features with where they were seen, if that is elsewhere. */
function beside(features: readonly LocatedFeature[], owner: Address): Piece[] {
  const own = addressKey(owner);
  return features.map(({ feature, address }, i) => {
    const elsewhere = addressKey(address) === own ? '' : ` @ ${addressText(address)}`;
    return piece(`${i === 0 ? '' : ', '}${formatFeature(feature)}${elsewhere}`, 'value');
  });
}
