// Code of x86 programs, of 32 and 64 bits.

import { IntegerMap } from '../../../../bytes/integer-map.ts';
import type { Finding } from '../../../../code/discovery/finding.ts';
import type { LibraryFunctions } from '../../../../code/flirt/identify.ts';
import { findLibraryFunctions } from '../../../../code/library-functions.ts';
import { x86Disassembler } from '../../../../code/x86/disassembler.ts';
import { discoverCode } from '../../../../code/x86/discovery/discover.ts';
import type { Semantics } from '../../../../semantics.ts';
import type { MachineCode } from '../machine.ts';
import { BlockFeatures } from './block-features.ts';
import { FunctionFeatures } from './function-features.ts';

const NO_LIBRARY: LibraryFunctions = { names: new IntegerMap(), added: [] };

export const X86: MachineCode = {
  find(facts, { semantics, signatures, ...options }) {
    const withRuntime = semantics['run-time-functions'];
    let library = NO_LIBRARY;
    const code = discoverCode(facts, {
      ...options,
      ...findingOf(semantics),
      recognise: (found) => {
        library = findLibraryFunctions(found, { signatures, withRuntime });
        return library.added;
      },
    });
    return { code, library };
  },
  features(code, facts, cache) {
    const functions = new FunctionFeatures(code, facts, cache);
    const blocks = new BlockFeatures(code, facts, cache);
    return {
      ofFunction: (found, address) => functions.find(found, address),
      ofBlock: (block, owner) => blocks.find(block, owner),
    };
  },
  disassembler: x86Disassembler,
};

function findingOf(semantics: Semantics): Finding {
  return {
    isThorough: semantics['function-tables'],
    findsTables: semantics['jump-tables'],
    findsPointers: semantics['data-pointers'],
    seesBehindPads: semantics['landing-pads'],
    endsAtLastImports: semantics['last-imports'],
  };
}
