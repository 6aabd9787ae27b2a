// The features of a static freeze file: functions, their basic blocks, their instructions. Enumeration is by address, as the
// reference does after loading one.

import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { LocatedBlock, LocatedFunction, LocatedInstruction } from '../../features/located-program.ts';
import type { Children, FreezeReader } from './reader.ts';

export interface StaticFeatures {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly functions: readonly LocatedFunction[];
}

const INSTRUCTIONS: Children<LocatedInstruction> = {
  keys: ['instructions'],
  what: 'instruction',
  read: (reader) => {
    const { address, features } = reader.readPlace();
    return { address, features };
  },
};

const BLOCKS: Children<LocatedBlock> = {
  keys: ['basic_blocks', 'basic blocks'],
  what: 'basic block',
  read: (reader) => {
    const { address, features, children } = reader.readPlace(INSTRUCTIONS);
    return { address, features, instructions: children };
  },
};

const FUNCTIONS: Children<LocatedFunction> = {
  keys: ['functions'],
  what: 'function',
  read: (reader) => {
    const { address, features, children } = reader.readPlace(BLOCKS);
    return { address, features, blocks: children };
  },
};

/** Reads the value of the key `features`. Throws JsonSyntaxError. */
export function readStaticFeatures(reader: FreezeReader): StaticFeatures {
  const { globals, file, children } = reader.readSample(FUNCTIONS);
  return { globals, file, functions: children };
}
