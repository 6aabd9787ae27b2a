// The function `main` of a Unix program: what its start-up code hands to the C library first.

import { argumentOf } from './argument.ts';
import { calledImports } from './called-imports.ts';
import type { CodeMap } from './code-map.ts';
import type { Descent } from './descent.ts';

const START = '__libc_start_main';

export function followMain(descent: Descent): void {
  const { map } = descent;
  for (const { blocks } of [...descent.functions.values()]) {
    for (const { instructions } of blocks) {
      const call = instructions.findIndex((at) => callsStart(map, at));
      const main = call < 0 ? undefined : argumentOf(map, instructions.subarray(0, call), 0);
      if (main !== undefined && map.image.isExecutable(main)) descent.addFunction(main, 'start-up code');
    }
  }
}

function callsStart(map: CodeMap, at: number): boolean {
  for (const { name } of calledImports(map, at)) if (name === START) return true;
  return false;
}
