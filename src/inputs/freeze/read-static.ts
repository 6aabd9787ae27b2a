// The features of a static freeze file: functions, their basic blocks, their instructions. Enumeration is by address, as the
// reference does after loading one. There may be millions of features, so they become numbers as soon as they are read.

import type { Feature } from '../../features/feature.ts';
import { FeatureTable } from '../../features/feature-table.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { ProgramBlock, ProgramFunction, ProgramInstruction } from '../../features/program.ts';
import type { Children, FreezeReader } from './reader.ts';

export interface StaticFeatures {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  /** With numbers of `table`. */
  readonly functions: readonly ProgramFunction[];
  readonly table: FeatureTable;
}

function readFunctions(table: FeatureTable): Children<ProgramFunction> {
  const instructions: Children<ProgramInstruction> = {
    keys: ['instructions'],
    what: 'instruction',
    read: (reader) => {
      const { address, features } = reader.readPlace();
      return { address, features: table.place(features, address) };
    },
  };
  const blocks: Children<ProgramBlock> = {
    keys: ['basic_blocks', 'basic blocks'],
    what: 'basic block',
    read: (reader) => {
      const { address, features, children } = reader.readPlace(instructions);
      return { address, features: table.place(features, address), instructions: children };
    },
  };
  return {
    keys: ['functions'],
    what: 'function',
    read: (reader) => {
      const { address, features, children } = reader.readPlace(blocks);
      return { address, features: table.place(features, address), blocks: children };
    },
  };
}

/** Reads the value of the key `features`. Throws JsonSyntaxError. */
export function readStaticFeatures(reader: FreezeReader): StaticFeatures {
  const table = new FeatureTable();
  const { globals, file, children } = reader.readSample(readFunctions(table));
  return { globals, file, functions: children, table };
}
