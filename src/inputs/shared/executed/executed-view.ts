// What people see of code that ran: the views of its layers as one, with where each instruction ran first and how often.

import { type Address, addressKey } from '../../../features/address.ts';
import type { CodeView, Executions, ListedFunction } from '../../../features/code-view.ts';
import { registerNames } from '../../../formats/execution.ts';
import { nativeCodeView } from '../native/native-code-view.ts';
import type { ExecutedPart, FollowedProcess } from './executed-part.ts';

/** `sampleBase`: where the recording has the program, if its file is not known. */
export function executedView(parts: readonly ExecutedPart[], sampleBase: number | undefined): CodeView {
  const views = parts.map((part) => ({ part, view: nativeCodeView(part.layer.code, part.facts) }));
  const first = <T>(ask: (view: CodeView) => T | undefined): T | undefined => {
    for (const { view } of views) {
      const found = ask(view);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const absolute = (value: number): Address => ({ type: 'absolute', value });
  return {
    functions: () =>
      views
        .flatMap(({ part, view }) => view.functions().map((listed) => withExecutions(listed, part)))
        .sort((a, b) => placeOf(a.address) - placeOf(b.address)),
    functionsWith: (address) => {
      const found = views.flatMap(({ view }) => view.functionsWith(address));
      return [...new Map(found.map((one) => [addressKey(one), one])).values()];
    },
    functionCallingFrom: (address) => first((view) => view.functionCallingFrom(address)),
    functionCallingAt: (address) => first((view) => view.functionCallingAt(address)),
    *returnOffsets() {
      for (const { view } of views) yield* view.returnOffsets();
    },
    addressAt: (offset, of) => {
      if (sampleBase !== undefined && of === 'image') return absolute(sampleBase + offset);
      return first((view) => view.addressAt(offset, of));
    },
    addressOfProcess: absolute,
    instructionAt: (address) => {
      for (const { part, view } of views) {
        const listed = view.instructionAt(address);
        if (listed !== undefined) return { ...listed, ran: executionsAt(placeOf(address), part) };
      }
      return undefined;
    },
  };
}

function placeOf(address: Address): number {
  return address.type === 'absolute' ? Number(address.value) : -1;
}

function executionsAt(address: number, { layer, process, isUnpacked }: ExecutedPart): Executions {
  const version = layer.versionAt(address);
  const { first, times } = process.code.versions;
  if (version < 0) return { first: undefined, times: undefined, isUnpacked: false, values: [] };
  const position = first[version] as number;
  const count = times[version] as number;
  return {
    first: position < 0 ? undefined : position,
    times: Number.isNaN(count) ? undefined : count,
    isUnpacked: isUnpacked(version),
    values: valuesOf(version, process),
  };
}

/** Registers that an instruction worked with when it ran first. Recordings without registers leave all at zero. */
function valuesOf(version: number, { code }: FollowedProcess): [string, string][] {
  const { operands, values } = code.versions;
  const names = registerNames(code.options);
  const found = new Map<string, string>();
  for (let operand = 0; operand < 2; operand++) {
    const register = operands[version * 2 + operand] as number;
    const [low, high] = [values[version * 4 + operand * 2] as number, values[version * 4 + operand * 2 + 1] as number];
    const name = names[register];
    if (register < 0 || name === undefined || (low === 0 && high === 0)) continue;
    found.set(name, `0x${((BigInt(high) << 32n) | BigInt(low)).toString(16)}`);
  }
  return [...found];
}

function withExecutions(listed: ListedFunction, part: ExecutedPart): ListedFunction {
  return { ...listed, ran: executionsAt(placeOf(listed.address), part) };
}
