// --by-function: each function of the program with the calls that were made from it, in order, and the rules that matched in it.

import { formatCall } from '../../features/call.ts';
import { countOf } from '../../features/count-text.ts';
import type { ResultDocument } from '../../result/document.ts';
import type { CallingFunction, TogetherDocument } from '../../result/together/document.ts';
import { addressText } from './addresses.ts';
import { BLANK, type Block, line } from './blocks.ts';
import { headBlocks } from './head.ts';
import { type Line, piece } from './markup.ts';
import { runName, togetherHead } from './together.ts';

/** Calls of one function that are shown. */
const SHOWN_CALLS = 1000;
const HANG = 4;

/** One input alone has no functions with calls, and says so. */
export async function* viewAlone(document: ResultDocument): AsyncIterable<Block> {
  yield* headBlocks(document);
  yield line(piece('no calls by function: give a program and its recorded run, capax sample.exe report.json'));
  yield BLANK;
}

/** The document as `--by-function` shows it. */
export async function* viewByFunction(document: TogetherDocument): AsyncIterable<Block> {
  yield* togetherHead(document);
  const { functions } = document;
  if (functions.length === 0) {
    yield line(piece('no call could be followed to a function of the program'));
    yield BLANK;
    return;
  }
  for (const found of functions) {
    yield BLANK;
    yield* functionBlocks(found, document);
  }
  yield BLANK;
}

async function* functionBlocks(found: CallingFunction, document: TogetherDocument): AsyncIterable<Block> {
  const { address, names, library, calls, rules } = found;
  const name = names[0] ?? (library === '?' ? undefined : library);
  const title: Line = [
    piece(addressText(address), 'heading'),
    piece(name === undefined ? '' : ` ${name}`, 'emphasis'),
    piece(`  ${countOf(calls, 'call')}${library === undefined ? '' : ', library function'}`, 'dim'),
  ];
  yield { kind: 'line', line: title };
  if (rules.length > 0) {
    const texts = rules.map(({ name: rule, seen }) => `${rule} (${seen})`);
    yield { kind: 'flow', line: [piece('rules: ', 'dim'), piece(texts.join('; '))], indent: 2, hang: HANG };
  }
  let shown = 0;
  for await (const { run, address: at, offset, call } of document.callsFrom(address)) {
    if (++shown > SHOWN_CALLS) break;
    const [, pid, tid, id] = at.value;
    const which = document.runs.length === 1 ? '' : `${runName(document, run)} `;
    yield {
      kind: 'flow',
      line: [
        piece(`+0x${offset.toString(16)}  `, 'dim'),
        piece(formatCall(call), 'value'),
        piece(`  ; ${which}pid ${pid} tid ${tid} call ${id}`, 'dim'),
      ],
      indent: 2,
      hang: HANG,
    };
  }
  if (calls > SHOWN_CALLS)
    yield { kind: 'flow', line: [piece(`and ${countOf(calls - SHOWN_CALLS, 'more call')}`)], indent: 2, hang: HANG };
}
