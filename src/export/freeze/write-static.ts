// The features of a program as the text of a freeze file, function by function.

import { addressJson } from '../../features/feature-json.ts';
import { type LocatedBlock, type LocatedInstruction, locateFunctions } from '../../features/located-program.ts';
import { fileFeaturesOf, type Program } from '../../features/program.ts';
import { featuresText, globalFeaturesText, sortByAddress } from './write-features.ts';

/** The value of the key `features`. Marks of library functions are not part of the format. */
export function* staticFeaturesText(program: Program): Generator<string, void, void> {
  yield `{"global_":${globalFeaturesText(program.globals)},"file":${featuresText(fileFeaturesOf(program))},"functions":[`;
  let separator = '';
  for (const { address, features, blocks } of sortByAddress(locateFunctions(program))) {
    const own = featuresText(features, { key: 'function', address });
    yield `${separator}{"address":${addressJson(address)},"features":${own},"basic_blocks":[`;
    yield sortByAddress(blocks).map(blockText).join(',');
    yield ']}';
    separator = ',';
  }
  yield ']}';
}

function blockText({ address, features, instructions }: LocatedBlock): string {
  const own = featuresText(features, { key: 'basic_block', address });
  const inner = sortByAddress(instructions).map(instructionText).join(',');
  return `{"address":${addressJson(address)},"features":${own},"instructions":[${inner}]}`;
}

function instructionText({ address, features }: LocatedInstruction): string {
  const own = featuresText(features, { key: 'instruction', address });
  return `{"address":${addressJson(address)},"features":${own}}`;
}
