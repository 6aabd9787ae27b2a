// The features of a static freeze file: functions, their basic blocks, their instructions. Enumeration is by address, as the
// reference does after loading one.

import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { ProgramBlock, ProgramFunction, ProgramInstruction } from '../../features/program.ts';
import type { Children, FreezeReader } from './reader.ts';

export interface StaticFeatures {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly functions: readonly ProgramFunction[];
}

const INSTRUCTIONS: Children<ProgramInstruction> = {
  keys: ['instructions'],
  what: 'instruction',
  read: (reader) => {
    const { address, features } = reader.readPlace();
    return { address, features };
  },
};

const BLOCKS: Children<ProgramBlock> = {
  keys: ['basic_blocks', 'basic blocks'],
  what: 'basic block',
  read: (reader) => {
    const { address, features, children } = reader.readPlace(INSTRUCTIONS);
    return { address, features, instructions: children };
  },
};

const FUNCTIONS: Children<ProgramFunction> = {
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
