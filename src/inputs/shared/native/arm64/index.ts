// Code of A64 programs.

import { IntegerMap } from '../../../../bytes/integer-map.ts';
import { arm64Disassembler } from '../../../../code/arm64/disassembler.ts';
import { discoverArmCode } from '../../../../code/arm64/discovery/discover.ts';
import type { MachineCode } from '../machine.ts';
import { ArmFeatures } from './arm-features.ts';

export const ARM64: MachineCode = {
  find: (facts, options) => ({ code: discoverArmCode(facts, options), library: { names: new IntegerMap() } }),
  features: (code, facts, cache) => new ArmFeatures(code, facts, cache),
  disassembler: arm64Disassembler,
};
