// Features that a recording shows of code, added to those that the code has by itself.

import type { Address } from '../../../features/address.ts';
import type { Feature } from '../../../features/feature.ts';
import type { PlacedFeatures } from '../../../features/program.ts';
import type { FeatureRegistrar } from '../../../features/registrar.ts';
import type { CodeFeatures } from './machine.ts';
import type { NativeFacts } from './native-facts.ts';

/** The features of code with what `facts` know to have been observed of it. */
export function withObserved(code: CodeFeatures, facts: NativeFacts, registrar: FeatureRegistrar): CodeFeatures {
  const { observedAt, observedOfBlock } = facts;
  if (observedAt === undefined || observedOfBlock === undefined) return code;
  return {
    ofFunction: (found, address) => code.ofFunction(found, address),
    ofBlock: (block, owner) => {
      const found = code.ofBlock(block, owner);
      const instructions = [...found.instructions].map((instruction, i) => {
        const observed = observedAt.call(facts, block.instructions[i] as number);
        const { address, features } = instruction;
        return { address, features: withMore(features, observed, address, registrar) };
      });
      const features = withMore(found.features, observedOfBlock.call(facts, block), found.address, registrar);
      return { address: found.address, features, instructions };
    },
  };
}

function withMore(
  placed: PlacedFeatures,
  observed: readonly Feature[],
  address: Address,
  registrar: FeatureRegistrar,
): PlacedFeatures {
  if (observed.length === 0) return placed;
  const { numbers, addresses } = placed;
  const known = new Set(Array.from(numbers));
  const more = observed.map((feature) => registrar.feature(feature)).filter((number) => !known.has(number));
  const all = Int32Array.from([...Array.from(numbers), ...more]);
  return addresses === undefined
    ? { numbers: all }
    : { numbers: all, addresses: [...addresses, ...more.map(() => address)] };
}
