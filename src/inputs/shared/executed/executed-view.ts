// What people see of code that ran: the views of its layers as one, with where each instruction ran first and how often.

import { type Address, addressKey } from '../../../features/address.ts';
import type { CodeView, Executions, ListedFunction } from '../../../features/code-view.ts';
import { nativeCodeView } from '../native/native-code-view.ts';
import type { ExecutedPart } from './executed-part.ts';

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
  if (version < 0) return { first: 0, times: 0, isUnpacked: false };
  return { first: first[version] as number, times: times[version] as number, isUnpacked: isUnpacked(version) };
}

function withExecutions(listed: ListedFunction, part: ExecutedPart): ListedFunction {
  return { ...listed, ran: executionsAt(placeOf(listed.address), part) };
}
