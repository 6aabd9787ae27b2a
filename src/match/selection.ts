// Which processes or functions of an input are looked at. File features are unaffected, as in the reference.

import { CapaxError } from '../errors.ts';
import { chooseProcesses } from '../features/choose-processes.ts';
import type { Integer } from '../features/feature.ts';
import type { Program, ProgramFunction } from '../features/program.ts';
import type { FeatureRegistrar } from '../features/registrar.ts';
import type { Subject } from '../features/subject.ts';
import type { TraceSummary } from '../features/trace.ts';

export interface Selection {
  /** Look only at processes with these ids. Traces only. */
  readonly restrictToProcesses?: readonly number[];
  /** Look only at the functions at these addresses. Programs only. */
  readonly restrictToFunctions?: readonly Integer[];
  /** Look only at the sample's process and its descendants. Traces only. */
  readonly onlySampleTree?: boolean;
}

/**
 * The summary with only the processes to look at. `warn` is told of ids that no process has. Throws `option-invalid` if none has any of
 * them.
 */
export function selectProcesses(
  summary: TraceSummary,
  { restrictToProcesses: ids, onlySampleTree }: Selection,
  warn: (message: string) => void,
): TraceSummary {
  const choice = ids && chooseProcesses(summary.processes, ids.map(String));
  if (choice?.warning !== undefined) warn(choice.warning);
  const processes = (choice?.processes ?? summary.processes).filter(
    ({ fromSample }) => onlySampleTree !== true || fromSample !== false,
  );
  return { ...summary, processes };
}

/** The input with only the functions to look at. Throws `option-invalid` where the selection does not fit the flavour. */
export function selectFunctions(input: Subject, selection: Selection): Subject {
  const { restrictToFunctions, restrictToProcesses, onlySampleTree } = selection;
  switch (input.flavour) {
    case 'static':
      if (restrictToProcesses !== undefined || onlySampleTree === true) {
        throw new CapaxError('option-invalid', 'a program has no processes to choose from', {
          hint: 'Leave --restrict-to-processes and --only-sample-tree out for static inputs.',
        });
      }
      return restrictToFunctions === undefined ? input : onlyFunctions(input, restrictToFunctions);
    case 'dynamic':
      if (restrictToFunctions !== undefined) {
        throw new CapaxError('option-invalid', 'a trace has no functions to choose from', {
          hint: 'Leave --restrict-to-functions out for dynamic inputs.',
        });
      }
      return input;
  }
}

function onlyFunctions(program: Program, addresses: readonly Integer[]): Program {
  const wanted = new Set(addresses);
  const isWanted = ({ address }: ProgramFunction): boolean =>
    address.type !== 'no address' && typeof address.value !== 'object' && wanted.has(address.value);
  const { flavour, format, extractor, hashes, baseAddress, globals, file } = program;
  return {
    ...{ flavour, format, extractor, hashes, baseAddress, globals, file },
    *functions(registrar: FeatureRegistrar) {
      for (const fn of program.functions(registrar)) if (isWanted(fn)) yield fn;
    },
    fileFromCode: () => program.fileFromCode?.() ?? [],
    health: () => program.health(),
    get code() {
      return program.code;
    },
  };
}
